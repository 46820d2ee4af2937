/** The TypeScript module that lists every rule, from the names of the rules in order. */
export function rulesIndexModule(names: readonly string[]): string {
	return [
		'// Written by `npm run generate` from the files of this folder; changes made here are lost.',
		"import type { Rule } from '../rule-kit/rule.ts';",
		...names.map((name) => `import ${identifier(name)} from './${name}.ts';`),
		'',
		'/** Every rule, by name. */',
		`export const rules: readonly Rule[] = [${names.map((name) => `\n\t${identifier(name)},`).join('')}${names.length > 0 ? '\n' : ''}];`,
		'',
		`export type RuleName =${names.length > 0 ? names.map((name) => `\n\t| '${name}'`).join('') : ' never'};`,
		'',
	].join('\n');
}

function identifier(name: string): string {
	return name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}
