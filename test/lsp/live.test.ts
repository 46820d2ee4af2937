import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { FileChangeType } from 'vscode-languageserver/node';
import { ableClient, Editor, type EditorOptions, plainClient, rulesOf, until } from './editor.ts';

const main = 'from jobs import refresh\n\n\nasync def main():\n    refresh()\n';
const blocking = 'import asyncio\n\n\nasync def work():\n    pass\n\n\ndef refresh():\n    asyncio.run(work())\n';
const harmless = 'def refresh():\n    pass\n';
/** Where `handle` runs is known only from the file that calls it. */
const called = 'import asyncio\n\n\nasync def work():\n    pass\n\n\ndef probe():\n    return asyncio.get_event_loop()\n';

let editor: Editor;
const start = async (options?: EditorOptions): Promise<Editor> => {
	editor = new Editor(options);
	return editor;
};
/** Tells of files as a client does that watches them. */
const tell = (...changes: readonly (readonly [string, FileChangeType])[]) =>
	editor.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: changes.map(([path, type]) => ({ uri: editor.uri(path), type })) });
const { Changed, Created, Deleted } = FileChangeType;

afterEach(() => editor.dispose());

/** Each client learns of the change in its own way: one is asked to pull again, the other is sent diagnostics. */
const clients = [
	['a client that asks for diagnostics', ableClient],
	['a client that is sent diagnostics', plainClient],
] as const;

describe.each(clients)('an open file, for %s,', (_, capabilities) => {
	const pulls = capabilities === ableClient;
	/** Waits until the client has been shown these rules for a document that it did not touch. */
	const expectShown = async (uri: string, rules: readonly string[], refreshes: number): Promise<void> => {
		if (!pulls) {
			await editor.diagnostics(uri, ({ diagnostics }) => rulesOf(diagnostics).join() === rules.join());
			return;
		}
		await until('a refresh', () => (editor.refreshes > refreshes ? true : undefined));
		expect(await editor.rules(uri)).toEqual(rules);
	};
	const opened = async (path: string, text: string, rules: readonly string[]): Promise<string> => {
		const uri = editor.open(path, text);
		if (pulls) expect(await editor.rules(uri)).toEqual(rules);
		else await editor.diagnostics(uri, ({ diagnostics }) => rulesOf(diagnostics).join() === rules.join());
		return uri;
	};

	it('follows another choice of interpreter, and what is installed meanwhile', async () => {
		await (await start({ capabilities })).start();
		const site = 'lib/python3.12/site-packages/parcels.py';
		for (const name of ['.venv', 'other']) editor.write(`${name}/pyvenv.cfg`, 'home = /usr/bin\n');
		editor.write(`other/${site}`, 'async def send(): ...\n');
		const uri = await opened('main.py', 'import parcels\n\n\nasync def main():\n    parcels.send()\n', []);
		let { refreshes } = editor;
		await editor.connection.sendNotification('asyncioDoctor/interpreter', { version: null, uri: editor.uri('other/bin/python') });
		await expectShown(uri, ['missing-await'], refreshes);
		({ refreshes } = editor);
		await editor.connection.sendNotification('asyncioDoctor/interpreter', { version: null, uri: null });
		await expectShown(uri, [], refreshes);
		({ refreshes } = editor);
		editor.write(`.venv/${site}`, 'async def send(): ...\n');
		await tell([`.venv/${site}`, Created]);
		await expectShown(uri, ['missing-await'], refreshes);
	});

	it('is not judged where others wrote it', async () => {
		await (await start({ capabilities })).start();
		await opened('.venv/lib/python3.12/site-packages/parcels.py', blocking.replace('def refresh', 'async def refresh'), []);
	});

	it('follows an edit in another open file, unsaved', async () => {
		await (await start({ capabilities })).start();
		editor.write('jobs.py', harmless);
		const jobs = editor.open('jobs.py', harmless);
		const uri = await opened('main.py', main, []);
		const { refreshes } = editor;
		editor.edit(jobs, '    pass', '    import asyncio\n    asyncio.run(None)');
		await expectShown(uri, ['nested-event-loop'], refreshes);
		const { refreshes: later } = editor;
		// Closed without saving, what is on disk holds again.
		await editor.close(jobs);
		await expectShown(uri, [], later);
	});

	it('follows a file that is changed, deleted, made and renamed outside the editor', async () => {
		await (await start({ capabilities })).start();
		editor.write('jobs.py', harmless);
		const uri = await opened('main.py', main, []);
		let { refreshes } = editor;
		editor.write('jobs.py', blocking);
		await tell(['jobs.py', Changed]);
		await expectShown(uri, ['nested-event-loop'], refreshes);

		({ refreshes } = editor);
		rmSync(join(editor.project, 'jobs.py'));
		await tell(['jobs.py', Deleted]);
		await expectShown(uri, [], refreshes);

		({ refreshes } = editor);
		editor.write('jobs.py', blocking);
		await tell(['jobs.py', Created]);
		await expectShown(uri, ['nested-event-loop'], refreshes);

		({ refreshes } = editor);
		renameSync(join(editor.project, 'jobs.py'), join(editor.project, 'tasks.py'));
		await tell(['jobs.py', Deleted], ['tasks.py', Created]);
		await expectShown(uri, [], refreshes);
	});

	it('follows a folder of which nothing is told but itself', async () => {
		await (await start({ capabilities })).start();
		editor.write('jobs/__init__.py', blocking);
		const uri = await opened('main.py', main, ['nested-event-loop']);
		// The server has to know what was in the folder.
		await editor.connection.sendRequest('workspace/executeCommand', { command: 'asyncioDoctor.server.checkWorkspace' });
		let { refreshes } = editor;
		renameSync(join(editor.project, 'jobs'), join(editor.project, 'tasks'));
		await tell(['jobs', Deleted], ['tasks', Created]);
		await expectShown(uri, [], refreshes);
		({ refreshes } = editor);
		renameSync(join(editor.project, 'tasks'), join(editor.project, 'jobs'));
		await tell(['tasks', Deleted], ['jobs', Created]);
		await expectShown(uri, ['nested-event-loop'], refreshes);
	});

	it('follows a switch of branches that is told in many pieces', async () => {
		await (await start({ capabilities })).start();
		for (let i = 0; i < 60; i++) editor.write(`package/module_${i}.py`, harmless);
		editor.write('jobs.py', harmless);
		const uri = await opened('main.py', main, []);
		const { refreshes } = editor;
		for (let i = 0; i < 60; i++) {
			editor.write(`package/module_${i}.py`, blocking);
			await tell([`package/module_${i}.py`, Changed]);
		}
		editor.write('jobs.py', blocking);
		await tell(['jobs.py', Changed]);
		await expectShown(uri, ['nested-event-loop'], refreshes);
		// Pieces that come together are judged together.
		if (pulls) expect(editor.refreshes - refreshes).toBeLessThan(10);
	});

	it('follows the settings of pytest', async () => {
		await (await start({ capabilities })).start();
		editor.write('pyproject.toml', '[project]\nname = "x"\ndependencies = ["pytest-asyncio"]\n');
		editor.write('pytest.ini', '[pytest]\n');
		const uri = await opened('test_main.py', 'async def test_main():\n    pass\n', ['unmarked-async-test']);
		const { refreshes } = editor;
		editor.write('pytest.ini', '[pytest]\nasyncio_mode = auto\n');
		tell(['pytest.ini', Changed]);
		await expectShown(uri, [], refreshes);
	});
});

describe('callers in files that are not open', () => {
	const caller = 'from probing import probe\n\n\nasync def main():\n    probe()\n\n\nif __name__ == "__main__":\n    probe()\n';

	it('are found by looking through the folders, and are gone when their file is', async () => {
		await start();
		editor.write('caller.py', caller);
		await editor.start();
		const uri = editor.open('probing.py', called);
		const isKnown = async () => ((await editor.hover(uri, 'probe'))?.value.includes('caller.py') ? true : undefined);
		await until('the caller', isKnown);
		rmSync(join(editor.project, 'caller.py'));
		await tell(['caller.py', Deleted]);
		expect(await isKnown()).toBeUndefined();
		editor.write('other.py', caller);
		await tell(['other.py', Created]);
		await until('the new caller', async () => ((await editor.hover(uri, 'probe'))?.value.includes('other.py') ? true : undefined));
	});

	it('do not count where they are excluded, and do when that is taken back', async () => {
		await start({ settings: { exclude: ['generated/'] } });
		editor.write('generated/caller.py', caller.replace('from probing', 'from probing'));
		await editor.start();
		const uri = editor.open('probing.py', called);
		await editor.connection.sendRequest('workspace/executeCommand', { command: 'asyncioDoctor.server.checkWorkspace' });
		expect(await editor.hover(uri, 'probe')).toBeUndefined();
		await editor.settingsChanged({});
		await until('the caller', async () => ((await editor.hover(uri, 'probe'))?.value.includes('caller.py') ? true : undefined));
	});
});

describe('what did not change', () => {
	it('is not shown again', async () => {
		await (await start({ capabilities: plainClient })).start();
		editor.write('jobs.py', blocking);
		const uri = editor.open('main.py', main);
		await editor.diagnostics(uri, ({ diagnostics }) => diagnostics.length === 1);
		const jobs = editor.open('jobs.py', blocking);
		await editor.diagnostics(jobs, ({ version }) => version === 1);
		editor.edit(jobs, '    pass', '    return 1');
		await editor.diagnostics(jobs, ({ version }) => version === 2);
		await new Promise((resolve) => setTimeout(resolve, 400));
		expect(editor.published.filter((params) => params.uri === uri)).toHaveLength(1);
	});

	it('asks no client to pull again', async () => {
		await (await start()).start();
		editor.write('jobs.py', blocking);
		const uri = editor.open('main.py', main);
		const jobs = editor.open('jobs.py', blocking);
		await editor.rules(uri);
		await editor.rules(jobs);
		await new Promise((resolve) => setTimeout(resolve, 400));
		const { refreshes } = editor;
		editor.edit(jobs, '    pass', '    return 1');
		await editor.rules(jobs);
		await new Promise((resolve) => setTimeout(resolve, 400));
		expect(editor.refreshes).toBe(refreshes);
	});
});
