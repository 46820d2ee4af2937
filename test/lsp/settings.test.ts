import { afterEach, describe, expect, it } from 'vitest';
import { Editor, type EditorOptions, plainClient, rulesOf, until } from './editor.ts';

const blocking = 'import asyncio\nimport time\n\n\nasync def main():\n    time.sleep(1)\n    input()\n\n\nasyncio.run(main())\n';
const both = ['blocking-sleep', 'blocking-input'];

let editor: Editor;
const start = async (options?: EditorOptions): Promise<Editor> => {
	editor = await new Editor(options).start();
	return editor;
};
const eventually = (uri: string, rules: readonly string[]): Promise<true> =>
	until(`[${rules.join()}]`, async () => (JSON.stringify(await editor.rules(uri)) === JSON.stringify(rules) ? true : undefined));

afterEach(() => editor.dispose());

describe('settings of the editor', () => {
	it('hold from the first diagnostics on', async () => {
		await start({ settings: { severity: { 'blocking-sleep': 'off', blocking: 'error' } } });
		const uri = editor.open('main.py', blocking);
		expect((await editor.pull(uri)).items).toMatchObject([{ code: 'blocking-input', severity: 1 }]);
	});

	it('are taken up when they change, and the client is asked to pull again', async () => {
		await start();
		const uri = editor.open('main.py', blocking);
		expect(await editor.rules(uri)).toEqual(both);
		const { refreshes } = editor;
		await editor.settingsChanged({ severity: { 'blocking-sleep': 'off' } });
		await until('a refresh', () => (editor.refreshes > refreshes ? true : undefined));
		expect(await editor.rules(uri)).toEqual(['blocking-input']);
		await editor.settingsChanged({ enable: false });
		await eventually(uri, []);
		await editor.settingsChanged({});
		await eventually(uri, both);
	});

	it('come with the notification for a client that cannot be asked', async () => {
		await start({ capabilities: plainClient, initializationOptions: { settings: { severity: { 'blocking-sleep': 'off' } } } });
		const uri = editor.open('main.py', blocking);
		await editor.diagnostics(uri, ({ diagnostics }) => rulesOf(diagnostics).join() === 'blocking-input');
		await editor.settingsChanged({ severity: { 'blocking-input': 'off' } });
		await editor.diagnostics(uri, ({ diagnostics }) => rulesOf(diagnostics).join() === 'blocking-sleep');
	});

	it('leave out what is excluded', async () => {
		await start({ settings: { exclude: ['generated/'] } });
		expect(await editor.rules(editor.open('generated/main.py', blocking))).toEqual([]);
		expect(await editor.rules(editor.open('main.py', blocking))).toEqual(both);
	});

	it('that make no sense are told once, and the others hold', async () => {
		await start({ settings: { severity: { 'blocking-slep': 'off', 'blocking-input': 'off' }, pythonVersion: 'new' } });
		const uri = editor.open('main.py', blocking);
		expect(await editor.rules(uri)).toEqual(['blocking-sleep']);
		editor.edit(uri, 'time.sleep(1)', 'time.sleep(2)');
		expect(await editor.rules(uri)).toEqual(['blocking-sleep']);
		await until('two messages', () => (editor.messages.length >= 2 ? true : undefined));
		expect(editor.messages.toSorted()).toEqual([
			expect.stringMatching(/pythonVersion.*"new"/),
			expect.stringMatching(/severity.*blocking-slep.*blocking-sleep/),
		]);
	});

	it('are told as words, in which an editor finds no link', async () => {
		await start({ settings: { pythonVersion: '[3.12](command:workbench.action.quit)\u202e' } });
		editor.open('main.py', blocking);
		await until('the message', () => (editor.messages.length > 0 ? true : undefined));
		expect(editor.messages).toEqual([expect.stringContaining('"[3.12] (command:workbench.action.quit)\\u{202e}"')]);
	});

	it('of any other shape do no harm', async () => {
		for (const settings of [null, 7, 'text', [], { severity: 7, exclude: 'x', enable: 'yes', run: {}, diagnosticMode: [], blockingCalls: null }]) {
			await start({ settings: settings as unknown as Record<string, unknown> });
			expect(await editor.rules(editor.open('main.py', blocking))).toEqual(both);
			editor.dispose();
		}
	});
});

describe('pyproject.toml', () => {
	const off = '[tool.asyncio-doctor.severity]\nblocking-sleep = "off"\n';

	it('holds, and is taken up when it changes', async () => {
		await start();
		editor.write('pyproject.toml', off);
		const uri = editor.open('package/main.py', blocking);
		expect(await editor.rules(uri)).toEqual(['blocking-input']);
		const { refreshes } = editor;
		editor.write('pyproject.toml', '[tool.asyncio-doctor.severity]\nblocking = "off"\n');
		await editor.filesChanged('pyproject.toml');
		await until('a refresh', () => (editor.refreshes > refreshes ? true : undefined));
		expect(await editor.rules(uri)).toEqual([]);
	});

	it('is watched, as are the other files that declare a Python version', async () => {
		await start();
		const watch = await until('the registration', () => editor.registrations.find(({ method }) => method === 'workspace/didChangeWatchedFiles'));
		const patterns = watch.registerOptions.watchers.map(({ globPattern }: { globPattern: string }) => globPattern).join(' ');
		for (const name of ['pyproject.toml', 'setup.cfg', '.python-version', '.gitignore', 'py']) expect(patterns).toContain(name);
	});

	it('is read again on saving for a client that watches no files', async () => {
		await start({ capabilities: plainClient });
		const uri = editor.open('main.py', blocking);
		await editor.diagnostics(uri, ({ diagnostics }) => rulesOf(diagnostics).join() === both.join());
		editor.write('pyproject.toml', off);
		await editor.save(uri);
		await editor.diagnostics(uri, ({ diagnostics }) => rulesOf(diagnostics).join() === 'blocking-input');
	});

	it('yields to the settings of the editor', async () => {
		await start({ settings: { severity: { 'blocking-sleep': 'hint' } } });
		editor.write('pyproject.toml', '[tool.asyncio-doctor.severity]\nblocking-sleep = "off"\nblocking-input = "off"\n');
		expect((await editor.pull(editor.open('main.py', blocking))).items).toMatchObject([{ code: 'blocking-sleep', severity: 4 }]);
	});

	it('shows what is wrong with it at its place until it is mended', async () => {
		await start();
		const project = editor.write('pyproject.toml', '[tool.asyncio-doctor]\npython-version = "3.12"\nexlude = ["x"]\n');
		const uri = editor.open('main.py', blocking);
		expect(await editor.rules(uri)).toEqual(both);
		const shown = await editor.diagnostics(project, ({ diagnostics }) => diagnostics.length > 0);
		expect(shown.diagnostics).toMatchObject([
			{
				range: { start: { line: 2, character: 0 }, end: { line: 2, character: 6 } },
				severity: 2,
				message: expect.stringMatching(/exlude.*exclude/),
				source: 'asyncio-doctor',
			},
		]);
		editor.write('pyproject.toml', '[tool.asyncio-doctor]\npython-version = \n');
		await editor.filesChanged('pyproject.toml');
		await editor.diagnostics(project, ({ diagnostics }) => diagnostics[0]?.severity === 1);
		editor.write('pyproject.toml', off);
		await editor.filesChanged('pyproject.toml');
		await editor.diagnostics(project, ({ diagnostics }) => diagnostics.length === 0);
		expect(await editor.rules(uri)).toEqual(['blocking-input']);
	});
});

describe('several workspace folders', () => {
	it('each have their own settings', async () => {
		await start({ folders: ['app', 'service'] });
		editor.settings.set(editor.uri('app'), { severity: { 'blocking-sleep': 'off' } });
		editor.settings.set(editor.uri('service'), { severity: { 'blocking-input': 'off' } });
		await editor.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
		const app = editor.open('app/main.py', blocking);
		const service = editor.open('service/main.py', blocking);
		const outside = editor.open('main.py', blocking);
		await eventually(app, ['blocking-input']);
		await eventually(service, ['blocking-sleep']);
		await eventually(outside, both);
	});

	it('come and go', async () => {
		await start({ folders: ['app'] });
		editor.settings.set(editor.uri('service'), { severity: { 'blocking-input': 'off' } });
		const service = editor.open('service/main.py', blocking);
		expect(await editor.rules(service)).toEqual(both);
		const folder = { uri: editor.uri('service'), name: 'service' };
		await editor.connection.sendNotification('workspace/didChangeWorkspaceFolders', { event: { added: [folder], removed: [] } });
		await eventually(service, ['blocking-sleep']);
		await editor.connection.sendNotification('workspace/didChangeWorkspaceFolders', { event: { added: [], removed: [folder] } });
		await eventually(service, both);
	});
});

describe('an environment beside the code', () => {
	it('that leads to another computer is shown so in its file, until it is mended', async () => {
		await start();
		const config = editor.write('.venv/pyvenv.cfg', 'home = //evil/share/bin\ninclude-system-site-packages = true\n');
		await editor.rules(editor.open('main.py', blocking));
		const { diagnostics: problems } = await editor.diagnostics(config, ({ diagnostics }) => diagnostics.length > 0);
		expect(problems.map(({ message, range }) => [range.end, message])).toEqual([
			[{ line: 0, character: 'home = //evil/share/bin'.length }, expect.stringMatching(/^"\/\/evil\/share\/bin" is on another computer/)],
		]);
		editor.write('.venv/pyvenv.cfg', 'home = /usr/bin\n');
		await editor.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: config, type: 2 }] });
		await editor.diagnostics(config, ({ diagnostics }) => diagnostics.length === 0);
	});
});
