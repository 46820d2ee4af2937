// `npm run findings -- …`: see test/findings/findings.ts. It is bundled, like the product, and run by plain Node.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const outfile = join(root, `node_modules/.cache/asyncio-doctor/findings-${process.pid}.mjs`);
// npm runs scripts in the project's folder; a path was meant from where the person is.
const from = (path) => resolve(process.env.INIT_CWD ?? '.', path);
const given = process.argv.slice(2);
const args = given.map((arg, i) => {
	if (['--write', '--against'].includes(given[i - 1])) return from(arg);
	if (arg.startsWith('-') || ['--sample', '--seed'].includes(given[i - 1])) return arg;
	const name = arg.lastIndexOf('=') + 1;
	return arg.slice(0, name) + from(arg.slice(name));
});

await build({
	entryPoints: [join(root, 'test/findings/findings.ts')],
	outfile,
	bundle: true,
	platform: 'node',
	format: 'esm',
	target: 'node20',
	packages: 'external',
	logLevel: 'warning',
	// As seen from the sources: the bundle lies elsewhere.
	define: { 'import.meta.dirname': JSON.stringify(join(root, 'test/findings')) },
});
try {
	process.exitCode = spawnSync(process.execPath, ['--max-semi-space-size=32', outfile, ...args], { stdio: 'inherit' }).status ?? 1;
} finally {
	rmSync(outfile, { force: true });
}
