import type { MigrationSummary } from '../../server/src/protocol.ts';
import { markdown } from '../../server/src/util/markup.ts';

/** In Markdown: what was changed, per file and rule, and what needs a person: where and why. `nameOf` gives the name by which people know a file. */
export function migrationPage({ changes, left, files, applied }: MigrationSummary, nameOf: (uri: string) => string): string {
	const lines = ['# Migration to newer asyncio', ''];
	const made = changes.reduce((sum, change) => sum + change.count, 0);
	lines.push(
		made === 0
			? `Nothing could be changed in ${count(files, 'file')}.`
			: `${count(made, 'change')} in ${count(new Set(changes.map(({ uri }) => uri)).size, 'file')}${applied ? '' : ', not made: the preview was discarded, or a file has changed since'}.`,
	);
	for (const [safety, heading] of [
		['safe', 'Safe changes'],
		['unsafe', 'Changes to look at'],
	] as const) {
		const own = changes.filter((change) => change.safety === safety);
		if (own.length === 0) continue;
		lines.push('', `## ${heading}`, '', '| file | rule | change | times |', '|---|---|---|---|');
		for (const { uri, rule, title, count: times } of own)
			lines.push(`| ${markdown.link(nameOf(uri), uri)} | ${markdown.text(rule)} | ${markdown.text(title)} | ${times} |`);
	}
	if (left.length > 0) {
		lines.push('', '## Needs a person', '');
		for (const { uri, line, rule, message, reason } of left) {
			const place = markdown.link(`${nameOf(uri)}:${line + 1}`, `${uri.replace(/#.*/, '')}#L${line + 1}`);
			lines.push(`- ${place} ${markdown.strong(rule)}: ${markdown.text(message)}`, `  - ${markdown.text(reason)}`);
		}
	}
	return `${lines.join('\n')}\n`;
}

/** "1 file", "2 files". */
export function count(amount: number, noun: string): string {
	return `${amount} ${noun}${amount === 1 ? '' : 's'}`;
}
