import { categories, type Rule, severities } from '../../server/src/rule-kit/rule.ts';

interface Manifest {
	contributes?: { configuration?: { properties?: Record<string, unknown> } };
}

const choices = [...severities, 'off'];

/** The text of package.json with the schema of `asyncioDoctor.severity` brought up to date; the rest stays as it is. */
export function manifestWithSeverities(packageJson: string, rules: readonly Rule[]): string {
	const manifest = JSON.parse(packageJson) as Manifest;
	manifest.contributes ??= {};
	manifest.contributes.configuration ??= {};
	manifest.contributes.configuration.properties ??= {};
	manifest.contributes.configuration.properties['asyncioDoctor.severity'] = severitySchema(rules);
	return `${JSON.stringify(manifest, null, 2)}\n`;
}

function severitySchema(rules: readonly Rule[]): unknown {
	const forCategories = categories.map((category) => [category, { enum: choices, markdownDescription: `Every rule of the category **${category}**.` }]);
	const forRules = rules.map((rule) => [rule.name, { enum: choices, markdownDescription: `${rule.summary}. Default: ${rule.severity}.` }]);
	return {
		type: 'object',
		scope: 'resource',
		default: {},
		additionalProperties: false,
		markdownDescription: "Severity per rule or category, or `off`. A rule's own entry beats its category's.",
		properties: Object.fromEntries([...forCategories, ...forRules]),
	};
}
