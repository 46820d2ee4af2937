// Bundles the server, the command line and the VS Code client, and puts the parser's WASM files beside them.
// --dev: readable, with source maps. --watch: keeps rebuilding (for F5), implies --dev.
import { chmodSync, copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { context } from 'esbuild';
import { thirdPartyLicences } from './third-party.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const watch = process.argv.includes('--watch');
const dev = watch || process.argv.includes('--dev');

// web-tree-sitter is an ES module that asks for its own address; a CJS bundle has none and would throw in Parser.init.
const addressInNode = "const importMetaUrl = require('url').pathToFileURL(__filename).href;";
// The main file of jsonc-parser asks for its other files in a way that no bundler sees.
const alias = { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' };
const inNode = { platform: 'node', format: 'cjs', target: 'node20', define: { 'import.meta.url': 'importMetaUrl' }, alias };
// The parts of web-tree-sitter that run only in Node stay imports that a browser never reaches.
const inBrowser = { platform: 'browser', target: 'es2022', define: { 'import.meta.url': 'self.location.href' }, external: ['fs/promises', 'module', 'url'] };

const bundles = [
	{ ...inNode, entry: 'server/src/cli.ts', outfile: 'server/out/cli.cjs', banner: { js: `#!/usr/bin/env node\n${addressInNode}` } },
	{ ...inNode, entry: 'server/src/main.ts', outfile: 'server/out/main.cjs', banner: { js: addressInNode } },
	{ ...inBrowser, entry: 'server/src/worker.ts', outfile: 'server/out/worker.js', format: 'iife' },
	{ ...inNode, entry: 'client/src/extension.ts', outfile: 'client/out/extension.cjs', banner: { js: addressInNode }, external: ['vscode'] },
];

const wasmFiles = ['web-tree-sitter/web-tree-sitter.wasm', 'tree-sitter-python/tree-sitter-python.wasm'];

for (const folder of ['server/out', 'client/out']) mkdirSync(join(root, folder), { recursive: true });
for (const file of wasmFiles) copyFileSync(join(root, 'node_modules', file), join(root, 'server/out', file.split('/')[1]));

const inputs = wasmFiles.map((file) => `node_modules/${file}`);
for (const bundle of bundles) inputs.push(...(await make(bundle)));
writeFileSync(join(root, 'server/out/third-party-licences.txt'), thirdPartyLicences(root, inputs));
if (watch) console.log('watching for changes');

/**
 * Builds one bundle, and again on every change with --watch; gives the files it was made of.
 * esbuild prints errors; the exit status tells of them after the other bundles had their turn.
 */
async function make({ entry, outfile, ...options }) {
	const builder = await context({
		...options,
		entryPoints: [entry],
		outfile,
		absWorkingDir: root,
		bundle: true,
		metafile: true,
		minify: !dev,
		sourcemap: dev,
		legalComments: 'none',
		logLevel: watch ? 'info' : 'warning',
	});
	if (watch) {
		await builder.watch();
		return [];
	}
	try {
		const { metafile } = await builder.rebuild();
		if (outfile.endsWith('cli.cjs')) chmodSync(join(root, outfile), 0o755);
		return Object.keys(metafile.inputs);
	} catch {
		process.exitCode = 1;
		return [];
	} finally {
		await builder.dispose();
	}
}
