import type { Rule } from '../rule-kit/rule.ts';

/** The catalogue as `rules --format json` prints it. */
export function rulesAsJson(rules: readonly Rule[]): string {
	const entries = rules.map(({ name, category, severity, fix, summary, equivalents }) => ({
		name,
		category,
		severity,
		fix,
		summary,
		equivalents,
		docs: `docs/rules/${name}.md`,
	}));
	return `${JSON.stringify({ version: 1, rules: entries }, undefined, 2)}\n`;
}

/** The catalogue for people, one line per rule, grouped by category. */
export function rulesAsText(rules: readonly Rule[]): string {
	const width = Math.max(0, ...rules.map((rule) => rule.name.length));
	const groups = [...new Set(rules.map((rule) => rule.category))].map((category) => {
		const lines = rules
			.filter((rule) => rule.category === category)
			.map(({ name, severity, fix, summary }) => `  ${name.padEnd(width)}  ${severity.padEnd(11)}  ${fixWord[fix].padEnd(10)}  ${summary}`);
		return [category, ...lines].join('\n');
	});
	return `${groups.join('\n\n')}\n`;
}

const fixWord = { safe: 'safe fix', unsafe: 'unsafe fix', none: '' } as const;
