import { join } from 'node:path';
import { build } from 'esbuild';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');

/** Modules of Node through which a program can start another one, or reach other computers. */
const farReaching = ['child_process', 'cluster', 'worker_threads', 'net', 'tls', 'dgram', 'dns', 'http', 'http2', 'https', 'inspector', 'vm', 'undici'];

/** What brings them along, and why; docs/security.md tells the same. Nothing of our own does. */
const known: Readonly<Record<string, readonly string[]>> = {
	// Commands that are programs of their own; there is none here.
	'node_modules/commander/lib/command.js': ['child_process'],
	// Ways to talk with a client other than standard input and output: only where the client asks for them (--pipe, --socket).
	'node_modules/vscode-jsonrpc/lib/node/main.js': ['net'],
	// To find modules on behalf of a server; not called here.
	'node_modules/vscode-languageserver/lib/node/files.js': ['child_process'],
	// The extension starts its own server, and stops it.
	'node_modules/vscode-languageclient/lib/node/main.js': ['child_process'],
	'node_modules/vscode-languageclient/lib/node/processes.js': ['child_process'],
};

test('nothing of our own can start a program or open a connection, and what libraries bring along is known', async () => {
	const { metafile } = await build({
		entryPoints: ['server/src/cli.ts', 'server/src/main.ts', 'client/src/extension.ts'],
		absWorkingDir: root,
		outdir: 'unused',
		bundle: true,
		metafile: true,
		write: false,
		platform: 'node',
		external: ['vscode'],
		logLevel: 'silent',
		alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
	});
	const found = Object.entries(metafile.inputs).flatMap(([file, { imports }]) => {
		const modules = imports.map(({ path }) => path.replace(/^node:/, '')).filter((path) => farReaching.includes(path.split('/')[0] ?? ''));
		// Wherever npm has put a library.
		return modules.length > 0 ? [[file.replace(/^.*(?=node_modules\/)/, ''), [...new Set(modules)]] as const] : [];
	});
	expect(Object.keys(metafile.inputs)).toContain('server/src/disk/files-on-disk.ts');
	expect(Object.fromEntries(found)).toEqual(known);
});
