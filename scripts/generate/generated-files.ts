import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Rule } from '../../server/src/rule-kit/rule.ts';
import { grammarModule } from './grammar.ts';
import { loadRules, rulesFolder } from './load-rules.ts';
import { manifestWithSeverities } from './manifest.ts';
import { refactoringsPage } from './refactorings.ts';
import { catalogueTable, rulePage, rulesPage } from './rule-pages.ts';
import { rulesIndexModule } from './rules-index.ts';
import { snippetsPage } from './snippets.ts';

/** A file that is written by a program: its path from the repository's root, and its whole text; undefined where the file must go. */
export interface GeneratedFile {
	readonly path: string;
	readonly text: string | undefined;
}

const grammarFolder = 'node_modules/tree-sitter-python/src';
const pagesFolder = 'docs/rules';
const catalogueStart = '<!-- rules: written by `npm run generate` -->';
const catalogueEnd = '<!-- end of rules -->';

/** Everything `npm run generate` writes or removes, made in memory. `root` is the repository's folder. */
export async function generatedFiles(root: string): Promise<readonly GeneratedFile[]> {
	const read = (path: string) => readFileSync(join(root, path), 'utf8').replaceAll('\r\n', '\n');
	const rules = await loadRules(root);
	return [
		{ path: 'server/src/syntax/grammar.generated.ts', text: grammarModule(read(`${grammarFolder}/node-types.json`), read(`${grammarFolder}/grammar.json`)) },
		{ path: `${rulesFolder}/index.generated.ts`, text: rulesIndexModule(rules.map((rule) => rule.name)) },
		{ path: `${pagesFolder}/README.md`, text: rulesPage(rules) },
		...rules.map((rule) => ({ path: `${pagesFolder}/${rule.name}.md`, text: rulePage(rule) })),
		...pagesWithoutRule(root, rules),
		{ path: 'docs/refactorings.md', text: refactoringsPage(root) },
		{ path: 'docs/snippets.md', text: snippetsPage(JSON.parse(read('snippets/python.json'))) },
		{ path: 'package.json', text: manifestWithSeverities(read('package.json'), rules) },
		...(existsSync(join(root, 'README.md')) ? [{ path: 'README.md', text: withCatalogue(read('README.md'), rules) }] : []),
	];
}

function pagesWithoutRule(root: string, rules: readonly Rule[]): readonly GeneratedFile[] {
	const folder = join(root, pagesFolder);
	if (!existsSync(folder)) return [];
	const wanted = new Set(['README.md', ...rules.map((rule) => `${rule.name}.md`)]);
	const others = readdirSync(folder).filter((name) => name.endsWith('.md') && !wanted.has(name));
	return others.map((name) => ({ path: `${pagesFolder}/${name}`, text: undefined }));
}

/** A README without the two marks is left alone. */
function withCatalogue(readme: string, rules: readonly Rule[]): string {
	const start = readme.indexOf(catalogueStart);
	const end = readme.indexOf(catalogueEnd, start);
	if (start < 0 || end < 0) return readme;
	return `${readme.slice(0, start + catalogueStart.length)}\n${catalogueTable(rules)}\n${readme.slice(end)}`;
}
