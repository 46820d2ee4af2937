// `npm run bench [-- --quick] [FOLDER]`: measures what a user waits for, beside Ruff's WebAssembly build.
// The benchmark is TypeScript: it is bundled, like the product, and run by plain Node.
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const outfile = join(root, `node_modules/.cache/asyncio-doctor/bench-${process.pid}.mjs`);
const args = process.argv.slice(2).map((arg) => (arg.startsWith('-') ? arg : resolve(arg)));

if (!existsSync(join(root, 'server/out/main.cjs'))) run(join(root, 'scripts/build.mjs'));
await build({
	entryPoints: [join(root, 'test/bench/bench.ts')],
	outfile,
	bundle: true,
	platform: 'node',
	format: 'esm',
	target: 'node20',
	packages: 'external',
	logLevel: 'warning',
});
try {
	run(outfile, ...args);
} finally {
	rmSync(outfile, { force: true });
}

function run(...command) {
	const { status } = spawnSync(process.execPath, command, { cwd: root, stdio: 'inherit' });
	if (status !== 0) process.exitCode = status ?? 1;
}
