import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Rule } from '../../server/src/rule-kit/rule.ts';

export const rulesFolder = 'server/src/rules';

/** Names of the rules that have a file, in the order of the alphabet. A file's name is its rule's name. */
export function ruleNames(root: string): readonly string[] {
	return readdirSync(join(root, rulesFolder))
		.filter((name) => name.endsWith('.ts') && !name.endsWith('.generated.ts'))
		.map((name) => name.slice(0, -'.ts'.length))
		.sort();
}

/**
 * Reads every rule from its file, not from the index, which may be stale.
 * Throws an Error naming the file when one has no default export or another name than its file.
 */
export async function loadRules(root: string): Promise<readonly Rule[]> {
	const names = ruleNames(root);
	const entry = names.map((name) => `export { default as '${name}' } from './${name}.ts';`).join('\n');
	const { outputFiles } = await build({
		stdin: { contents: entry, resolveDir: join(root, rulesFolder) },
		bundle: true,
		write: false,
		platform: 'node',
		format: 'esm',
		logLevel: 'warning',
	});
	const code = Buffer.from(outputFiles[0]?.contents ?? []).toString('base64');
	const module = (await import(/* @vite-ignore */ `data:text/javascript;base64,${code}`)) as Readonly<Record<string, Rule>>;
	for (const name of names)
		if (module[name]?.name !== name) throw new Error(`${rulesFolder}/${name}.ts declares a rule of another name: ${module[name]?.name}`);
	return names.map((name) => module[name] as Rule);
}
