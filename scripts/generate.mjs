// Writes every generated file; with --check writes nothing and fails when one is stale.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root, withBundles } from './bundle-and-run.mjs';

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

function importTypeScript(path) {
	return withBundles([path], ([program]) => import(pathToFileURL(program).href));
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
