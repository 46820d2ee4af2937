// `npm run bench [-- --quick] [FOLDER [FILE...]]`: measures what a user waits for, beside Ruff's WebAssembly build.
// The benchmark is TypeScript: it is bundled, like the product, and run by plain Node.
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const outdir = join(root, `node_modules/.cache/asyncio-doctor/bench-${process.pid}`);
const given = process.argv.slice(2);
const folder = given.findIndex((arg) => !arg.startsWith('-'));
const args = given.map((arg, i) => (i === folder ? resolve(process.env.INIT_CWD ?? '.', arg) : arg));

if (!existsSync(join(root, 'server/out/cli.cjs'))) run(join(root, 'scripts/build.mjs'));
await build({
	entryPoints: [join(root, 'test/bench/bench.ts'), join(root, 'test/bench/ruff-server.ts')],
	outdir,
	outExtension: { '.js': '.mjs' },
	bundle: true,
	platform: 'node',
	format: 'esm',
	target: 'node20',
	packages: 'external',
	logLevel: 'warning',
});
try {
	run(
		join(outdir, 'bench.mjs'),
		...args.filter((arg) => arg.startsWith('-')),
		'--ruff',
		join(outdir, 'ruff-server.mjs'),
		...args.filter((arg) => !arg.startsWith('-')),
	);
} finally {
	rmSync(outdir, { recursive: true, force: true });
}

function run(...command) {
	const { status } = spawnSync(process.execPath, command, { cwd: root, stdio: 'inherit' });
	if (status !== 0) process.exitCode = status ?? 1;
}
