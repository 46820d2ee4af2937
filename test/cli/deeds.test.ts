import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { basename, dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { Editor } from '../lsp/editor.ts';
import { canTrace, type Deeds, deedsIn, tracing } from '../support/traced.ts';
import { builtProgram, folderWith, requesting, sleeping } from './run.ts';

// What docs/security.md says of processes, connections and files, seen from outside. Elsewhere than on Linux with strace these tests are skipped.

const project = {
	'app/main.py': sleeping,
	'app/other.py': requesting,
	'app/page.ipynb': JSON.stringify({ cells: [{ cell_type: 'code', source: sleeping }], metadata: {}, nbformat: 4, nbformat_minor: 5 }),
	'pyproject.toml': '[project]\nrequires-python = ">=3.10"\n[tool.ruff]\nextend = "//evil/share/ruff.toml"\n',
	'tox.ini': '[testenv]\ncommands = touch /tmp/started\n',
	'setup.py': 'import os\nos.system("touch started")\n',
	'.venv/pyvenv.cfg': 'home = //evil/share/bin\ninclude-system-site-packages = true\n',
	'.venv/lib/python3.12/site-packages/run.pth': 'import os; os.system("touch started")\n//evil/share\n/etc\n',
	'crash.log': `Traceback (most recent call last):\n  File "//evil/share/main.py", line 5, in main\nRuntimeError: Event loop is closed\n`,
};

function traced(cwd: string, ...args: readonly string[]): Deeds {
	const log = join(folderWith({}), 'log');
	const [program = '', ...words] = [...tracing(log), process.execPath, builtProgram, ...args];
	const { status, error } = spawnSync(program, words, { cwd, encoding: 'utf8', timeout: 100_000 });
	if (error) throw error;
	expect(status).toBeLessThan(2);
	return deedsIn(log);
}

/** Files of Python's, Node's and the system's own, and the program's. */
const belongsToSystem = (path: string): boolean =>
	/^\/(?:proc|sys|dev|etc|lib|lib64|usr)\//.test(path) ||
	dirname(builtProgram).startsWith(path) ||
	path.startsWith(dirname(builtProgram)) ||
	path === process.execPath;

/** In and above the project, and nowhere else; above it only what may configure it. */
function expectWithin(folder: string, { looked }: Deeds): void {
	const strange = looked.filter(
		(path) => !belongsToSystem(path) && path !== folder && !path.startsWith(`${folder}/`) && !`${folder}/`.startsWith(path === '/' ? path : `${path}/`),
	);
	const isAbove = (path: string): boolean => `${folder}/`.startsWith(dirname(path) === '/' ? '/' : `${dirname(path)}/`);
	expect(strange.filter((path) => !isAbove(path))).toEqual([]);
	expect(strange.filter((path) => /\.(?:py|pyi|ipynb|pth)$/.test(path) && basename(path) !== 'setup.py')).toEqual([]);
	expect(looked.filter((path) => path.includes('evil') || path.startsWith('//'))).toEqual([]);
}

const nothing = { started: [], connected: [], written: [] };

test.runIf(canTrace)('the tool of these tests sees what they are about', () => {
	const folder = folderWith({});
	const log = join(folder, 'log');
	// Port 9 discards, where anybody is there at all.
	const code = `require('child_process').execFileSync('/bin/true'); require('fs').writeFileSync('made', ''); require('net').connect(9, '127.0.0.1').on('error', () => {}).unref()`;
	const [program = '', ...words] = [...tracing(log), process.execPath, '-e', code];
	spawnSync(program, words, { cwd: folder, timeout: 20_000 });
	const deeds = deedsIn(log);
	expect(deeds.started.join('\n')).toContain('/bin/true');
	expect(deeds.connected.join('\n')).toContain('127.0.0.1');
	expect(deeds.written).toContain('made');
});

test.runIf(canTrace).each([['check', '.'], ['check', '--fix', '--diff', '.'], ['check', '--format', 'sarif', 'app'], ['explain', 'crash.log'], ['rules']])(
	'starts nothing, connects to nothing, writes nothing and stays in the project: %s %s %s %s',
	(...args) => {
		const folder = folderWith(project);
		const deeds = traced(folder, ...args);
		expect(deeds).toMatchObject(nothing);
		expectWithin(folder, deeds);
	},
);

test.runIf(canTrace)('--fix writes the files that it mends, and nothing else', () => {
	const folder = folderWith(project);
	const deeds = traced(folder, 'check', '--fix', '.');
	expect(deeds).toMatchObject({ started: [], connected: [] });
	const names = deeds.written.map((path) => path.slice(folder.length + 1).replace(/-[0-9a-f]+\.tmp$/, '.tmp'));
	expect([...new Set(names)].sort()).toEqual(['app/.asyncio-doctor.tmp', 'app/main.py', 'app/page.ipynb']);
	expectWithin(folder, deeds);
});

test.runIf(canTrace)('the server starts nothing, connects to nothing, writes nothing and stays in the project', { timeout: 60_000 }, async () => {
	const log = join(folderWith({}), 'log');
	const editor = new Editor({ through: tracing(log) });
	for (const [path, text] of Object.entries(project)) editor.write(path, text);
	await editor.start();
	const uri = editor.open('app/main.py', sleeping);
	expect(await editor.rules(uri)).toEqual(['blocking-sleep']);
	expect(await editor.hover(uri, 'time.sleep')).toBeDefined();
	const range = { start: { line: 4, character: 4 }, end: { line: 4, character: 4 } };
	const { connection, project: folder } = editor;
	expect(await connection.sendRequest('textDocument/codeAction', { textDocument: { uri }, range, context: { diagnostics: [] } })).not.toEqual([]);
	await connection.sendRequest('workspace/executeCommand', { command: 'asyncioDoctor.server.checkWorkspace' });
	await connection.sendRequest('workspace/executeCommand', { command: 'asyncioDoctor.server.migrate', arguments: [{ safety: 'unsafe' }] });
	await connection.sendRequest('asyncioDoctor/explain', { text: project['crash.log'] });
	await connection.sendRequest('shutdown');
	const ended = once(editor.process, 'exit');
	await connection.sendNotification('exit');
	await ended;
	editor.dispose();
	const deeds = deedsIn(log);
	expect(deeds).toMatchObject(nothing);
	expectWithin(folder, deeds);
});
