// Bundles the programs and the suite of this folder into test/vscode/out: Node 20 and VS Code do not run TypeScript.
import { chmodSync, existsSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, 'out');
const common = { bundle: true, absWorkingDir: here, platform: 'node', target: 'node20', sourcemap: 'inline', logLevel: 'warning' };

// With the packages left outside, a program and its packages find their own files.
const programs = {
	...common,
	entryPoints: ['run.ts', 'ui.ts', 'executable.ts'],
	outdir: 'out',
	format: 'esm',
	outExtension: { '.js': '.mjs' },
	packages: 'external',
};
await build({ ...programs, banner: { js: '#!/usr/bin/env node' } });
chmodSync(join(out, 'executable.mjs'), 0o755);
// VS Code loads the suite with require; mocha finds one file per group of tests.
const suite = readdirSync(join(here, 'suite')).map((name) => `suite/${name}`);
for (const name of existsSync(join(out, 'suite')) ? readdirSync(join(out, 'suite')) : []) {
	if (!suite.includes(`suite/${name.replace('.cjs', '.ts')}`)) rmSync(join(out, 'suite', name));
}
await build({ ...common, entryPoints: suite, outdir: 'out/suite', format: 'cjs', outExtension: { '.js': '.cjs' }, external: ['vscode', 'mocha'] });
