import { type Hover, type HoverParams, MarkupKind } from 'vscode-languageserver';
import type { PythonRange } from '../project/python-version.ts';
import { clientCommands } from '../protocol.ts';
import type { Finding } from '../rule-kit/finding.ts';
import { pathOfUri, toOffset, toRange } from './convert.ts';
import { documentationUrl } from './diagnostics.ts';
import type { Session } from './session.ts';
import { pythonText } from './status.ts';

/** What is wrong under the pointer and why; elsewhere, what the core knows of the function that stands there. */
export async function hover(params: HoverParams, session: Session): Promise<Hover | null> {
	await session.ready;
	const path = pathOfUri(params.textDocument.uri);
	const report = session.check(path);
	if (!report) return null;
	const offset = toOffset(params.position, report.text, report.lines);
	const findings = report.findings.filter(({ range }) => range.start <= offset && offset <= range.end);
	const first = findings[0];
	const known = session.analyser.hover(path, offset, (file, line) => (session.features.hoverInMarkdown ? `${session.uriOf(file)}#L${line}` : undefined));
	if (first) {
		// The facts of the name under the pointer come after what is wrong there.
		const parts = [...findings.map((finding) => describe(finding, report.python, session)), ...(known ? [known.markdown] : [])];
		return { contents: content(parts.join('\n\n---\n\n'), session), range: toRange(first.range, report.lines) };
	}
	return known ? { contents: content(known.markdown, session), range: toRange(known.range, report.lines) } : null;
}

function describe(finding: Finding, python: PythonRange, session: Session): string {
	const { rule } = finding;
	return [
		...(showsMessages(session) ? [] : [`**${finding.message}** · \`${rule.name}\``]),
		rule.why.trim(),
		...(finding.hover === undefined ? [] : [finding.hover]),
		`Judged for ${pythonText(python)} (${python.source}). [More about \`${rule.name}\`](${pageAddress(rule.name, session)})`,
	].join('\n\n');
}

/** Our client's editor puts the messages of the findings above the hover already. */
function showsMessages({ features }: Session): boolean {
	return features.commands.length > 0;
}

/** A client that has the pages shows its own, without the network. */
function pageAddress(rule: string, { features }: Session): string {
	const command = clientCommands.showRuleDocumentation;
	if (!features.hoverInMarkdown || !features.commands.includes(command)) return documentationUrl(rule);
	return `command:${command}?${encodeURIComponent(JSON.stringify([rule]))}`;
}

function content(markdown: string, session: Session): { kind: MarkupKind; value: string } {
	if (session.features.hoverInMarkdown) return { kind: MarkupKind.Markdown, value: markdown };
	return { kind: MarkupKind.PlainText, value: withoutMarkdown(markdown) };
}

/** Readable in an editor that shows the text as it is: no emphasis, no fences, addresses after the words they belong to. */
function withoutMarkdown(markdown: string): string {
	return markdown
		.replace(/^```.*\n?/gm, '')
		.replace(/^#+ /gm, '')
		.replace(/\[([^\]]+)\]\(([^)]+)\)/g, '$1: $2')
		.replace(/\*\*([^*]+)\*\*/g, '$1')
		.replace(/`([^`]+)`/g, '$1');
}
