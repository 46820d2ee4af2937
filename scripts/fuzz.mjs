// `npm run fuzz [-- WHAT] [OPTIONS]`: the tests of test/fuzz for longer than CI has time; see test/fuzz/README.md.
// What runs is TypeScript: it is bundled, like the product, and run by plain Node.
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const programs = ['sessions', 'server', 'trees', 'files', 'memory'];
const [first, ...rest] = process.argv.slice(2);
const what = programs.includes(first) ? first : 'sessions';
const given = what === first ? rest : process.argv.slice(2);
// npm runs scripts in the project's folder; a path was meant from where the person is.
const args = given.map((arg, i) => (['--folder', '--replay'].includes(given[i - 1]) ? resolve(process.env.INIT_CWD ?? '.', arg) : arg));
const outfile = join(root, `node_modules/.cache/asyncio-doctor/fuzz-${what}-${process.pid}.mjs`);

if (what === 'server' && !existsSync(join(root, 'server/out/main.cjs'))) run(join(root, 'scripts/build.mjs'));
await build({
	entryPoints: [join(root, `test/fuzz/${what}.ts`)],
	outfile,
	bundle: true,
	platform: 'node',
	format: 'esm',
	target: 'node20',
	packages: 'external',
	logLevel: 'warning',
	// As seen from the sources: a bundle lies elsewhere.
	define: {
		'import.meta.dirname': JSON.stringify(join(root, 'test/fuzz')),
		'import.meta.url': JSON.stringify(pathToFileURL(join(root, `test/fuzz/${what}.ts`)).href),
	},
});
try {
	run('--expose-gc', outfile, ...args);
} finally {
	rmSync(outfile, { force: true });
}

function run(...command) {
	const { status } = spawnSync(process.execPath, command, { cwd: root, stdio: 'inherit' });
	if (status !== 0) process.exitCode = status ?? 1;
}
