import { isMigrationRule } from '../../server/src/analysis/migration.ts';
import { type Category, categories, type Rule } from '../../server/src/rule-kit/rule.ts';

const note = '<!-- Written by `npm run generate` from the rule; changes made here are lost. -->';

const fixInWords = {
	safe: 'safe: may be applied on save and with `--fix`',
	unsafe: 'unsafe: offered as a quick fix, applied in bulk only with `--unsafe-fixes`',
	none: 'none',
} as const;

/** Rules that the page on testing and boundaries is about. */
const boundaryRules: ReadonlySet<string> = new Set([
	...['event-loop-policy', 'implicit-event-loop', 'nested-event-loop', 'loop-bound-object', 'loop-probing'],
	...['unguarded-uvloop', 'event-loop-fixture', 'fixture-loop-scope', 'thread-unsafe-loop-call'],
]);

/** Pages that are written by hand, and the rules whose pages lead there. Addresses are relative to docs/rules/. */
const guides: readonly { readonly page: string; readonly title: string; readonly concerns: (rule: Rule) => boolean }[] = [
	{ page: '../migration.md', title: 'Migrating to newer asyncio', concerns: isMigrationRule },
	{
		page: '../testing-and-boundaries.md',
		title: 'Testing with both loops, and writing down where asyncio begins',
		concerns: ({ name }) => boundaryRules.has(name),
	},
];

/** The documentation page of one rule, in Markdown. */
export function rulePage(rule: Rule): string {
	const blocks = [
		`# ${rule.name}`,
		note,
		`${rule.summary}.`,
		table(rule),
		'## Why',
		rule.why.trim(),
		'## Examples',
		...rule.examples.flatMap(({ bad, good }) => ['Reported:', pythonBlock(bad), 'Not reported:', pythonBlock(good)]),
		...readOn(rule),
		'## How to silence it',
		silencing(rule),
	];
	return `${blocks.join('\n\n')}\n`;
}

/** The index of all rules, by category, in Markdown. Links are relative to docs/rules/. */
export function rulesPage(rules: readonly Rule[]): string {
	const sections = usedCategories(rules).flatMap((category) => [
		`## ${category}`,
		rulesTable(
			rules.filter((rule) => rule.category === category),
			'',
		),
	]);
	return `${['# Rules', note, ...sections].join('\n\n')}\n`;
}

/** The catalogue for the README: one table over all categories. Links are relative to the repository's root. */
export function catalogueTable(rules: readonly Rule[]): string {
	return rulesTable(
		usedCategories(rules).flatMap((category) => rules.filter((rule) => rule.category === category)),
		'docs/rules/',
	);
}

function usedCategories(rules: readonly Rule[]): readonly Category[] {
	return categories.filter((category) => rules.some((rule) => rule.category === category));
}

function rulesTable(rules: readonly Rule[], folder: string): string {
	const rows = rules.map((rule) => `| [${rule.name}](${folder}${rule.name}.md) | ${inTable(rule.summary)} | ${rule.severity} | ${rule.fix} |`);
	return ['| Rule | What is wrong | Severity | Fix |', '|---|---|---|---|', ...rows].join('\n');
}

function table(rule: Rule): string {
	const rows = [
		['Category', rule.category],
		['Severity', rule.severity === 'off' ? 'off: speaks only when turned on' : rule.severity],
		['Fix', fixInWords[rule.fix]],
		['Since', rule.since],
		['The same mistake in other tools', rule.equivalents.join(', ') || '-'],
	];
	return ['| | |', '|---|---|', ...rows.map(([name, value]) => `| ${name} | ${value} |`)].join('\n');
}

function silencing(rule: Rule): string {
	const noqa = rule.equivalents[0] === undefined ? '' : ` A \`# noqa: ${rule.equivalents[0]}\` written for another tool counts as well.`;
	return [
		`On one line: \`# asyncio-doctor: ignore[${rule.name}]\` at its end.${noqa}`,
		'In the whole project, in pyproject.toml:',
		`\`\`\`toml\n[tool.asyncio-doctor.severity]\n${rule.name} = "off"\n\`\`\``,
		'In VS Code, in settings.json:',
		`\`\`\`json\n"asyncioDoctor.severity": { "${rule.name}": "off" }\n\`\`\``,
	].join('\n\n');
}

function readOn(rule: Rule): readonly string[] {
	const links = guides.filter(({ concerns }) => concerns(rule)).map(({ page, title }) => `- [${title}](${page})`);
	return links.length > 0 ? ['## Read on', links.join('\n')] : [];
}

function pythonBlock(code: string): string {
	return `\`\`\`python\n${code.trim()}\n\`\`\``;
}

function inTable(text: string): string {
	return text.replaceAll('|', '\\|');
}
