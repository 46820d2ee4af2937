// Writes every generated file; with --check writes nothing and fails when one is stale.
// The generators are TypeScript, which Node 20 does not run: esbuild bundles them first.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

const libraries = process.argv.indexOf('--libraries');
if (libraries >= 0) {
	// Facts about libraries come from their sources, which most machines do not have: they are written on demand only.
	const { libraryFacts } = await importTypeScript('scripts/generate/library-facts.ts');
	const { files, missing } = await libraryFacts(process.argv[libraries + 1]);
	files.forEach(write);
	for (const name of missing) console.error(`not found: ${name}`);
}
const { generatedFiles } = await importTypeScript('scripts/generate/generated-files.ts');
const stale = (await generatedFiles(root)).filter(({ path, text }) => readIfPresent(path) !== text);

if (process.argv.includes('--check')) {
	for (const { path } of stale) console.error(`${path} is stale: run \`npm run generate\``);
	process.exitCode = stale.length > 0 ? 1 : 0;
} else {
	stale.forEach(write);
}

/** Bundles a TypeScript module into a temporary file beside node_modules, so that its imports resolve, and imports it. */
async function importTypeScript(path) {
	const outfile = join(root, `node_modules/.cache/asyncio-doctor/generate-${process.pid}-${basename(path, '.ts')}.mjs`);
	await build({
		entryPoints: [join(root, path)],
		outfile,
		bundle: true,
		platform: 'node',
		format: 'esm',
		target: 'node20',
		packages: 'external',
		logLevel: 'warning',
	});
	try {
		return await import(pathToFileURL(outfile).href);
	} finally {
		rmSync(outfile, { force: true });
	}
}

function write({ path, text }) {
	const file = join(root, path);
	if (text === undefined) {
		rmSync(file);
		console.log(`removed ${path}`);
		return;
	}
	mkdirSync(dirname(file), { recursive: true });
	writeFileSync(file, text);
	console.log(`wrote ${path}`);
}

function readIfPresent(path) {
	const file = join(root, path);
	return existsSync(file) ? readFileSync(file, 'utf8').replaceAll('\r\n', '\n') : undefined;
}
