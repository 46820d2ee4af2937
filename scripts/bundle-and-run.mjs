import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/**
 * Bundles TypeScript, which Node 20 does not run, into a folder beside node_modules, so that its imports resolve, and hands the bundles' paths to
 * `use`; then the folder goes. `sources` are relative to the root. A single source is told of its own place instead of the bundle's.
 */
export async function withBundles(sources, use) {
	const cache = join(root, 'node_modules/.cache/asyncio-doctor');
	mkdirSync(cache, { recursive: true });
	const outdir = mkdtempSync(join(cache, 'bundles-'));
	const [only] = sources.length === 1 ? sources : [];
	try {
		await build({
			entryPoints: sources.map((source) => join(root, source)),
			outdir,
			outExtension: { '.js': '.mjs' },
			bundle: true,
			platform: 'node',
			format: 'esm',
			target: 'node20',
			packages: 'external',
			logLevel: 'warning',
			...(only && {
				define: {
					'import.meta.dirname': JSON.stringify(dirname(join(root, only))),
					'import.meta.url': JSON.stringify(pathToFileURL(join(root, only)).href),
				},
			}),
		});
		return await use(sources.map((source) => join(outdir, `${basename(source, '.ts')}.mjs`)));
	} finally {
		rmSync(outdir, { recursive: true, force: true });
	}
}

/** Runs a program of Node in the project's folder; what it ends with, this process ends with. */
export function run(...command) {
	const { status } = spawnSync(process.execPath, command, { cwd: root, stdio: 'inherit' });
	if (status !== 0) process.exitCode = status ?? 1;
}
