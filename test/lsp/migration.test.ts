import { afterEach, describe, expect, it } from 'vitest';
import type { MigrationSummary } from '../../server/src/protocol.ts';
import { ableClient, Editor, type EditorOptions, editsFor } from './editor.ts';

const previewing = {
	...ableClient,
	workspace: { ...ableClient.workspace, applyEdit: true, workspaceEdit: { documentChanges: true, changeAnnotationSupport: {} } },
};
const both = `import asyncio


async def main():
    await asyncio.sleep(0, loop=asyncio.get_event_loop())


def start():
    loop = asyncio.get_event_loop()
    loop.run_until_complete(main())


if __name__ == "__main__":
    start()
`;
const safely = both.replace(', loop=asyncio.get_event_loop()', '');
const wholly = safely.replace('    loop = asyncio.get_event_loop()\n    loop.run_until_complete', '    asyncio.run');
const kept = 'import asyncio\n\n\ndef current():\n    return asyncio.get_event_loop()\n\n\nprint(current())\n';

let editor: Editor;
const start = async (options?: EditorOptions): Promise<void> => {
	editor = await new Editor(options).start();
};
const migrate = (params: Record<string, unknown>): Promise<MigrationSummary> =>
	editor.connection.sendRequest('workspace/executeCommand', { command: 'asyncioDoctor.server.migrate', arguments: [params] });

afterEach(() => editor.dispose());

describe('the source action', () => {
	it('migrates the file: safe changes in one, all of them in another', async () => {
		await start();
		const uri = editor.open('main.py', both);
		const actions = await editor.actions(uri, 'start', ['source']);
		const migrations = actions.filter(({ kind }) => kind?.startsWith('source.asyncioDoctor.migrate'));
		expect(migrations.map(({ kind }) => kind)).toEqual(['source.asyncioDoctor.migrate', 'source.asyncioDoctor.migrate.unsafe']);
		expect(migrations.map((action) => editor.applied(action, uri))).toEqual([safely, wholly]);
	});

	it('is offered where it changes something, to those who ask', async () => {
		await start();
		const uri = editor.open('main.py', wholly);
		expect(await editor.actions(uri, 'start', ['source.asyncioDoctor.migrate'])).toEqual([]);
		const other = editor.open('other.py', safely);
		expect((await editor.actions(other, 'start', ['source.asyncioDoctor.migrate'])).map(({ kind }) => kind)).toEqual(['source.asyncioDoctor.migrate.unsafe']);
		expect((await editor.actions(other, 'start')).filter(({ kind }) => kind?.startsWith('source.asyncioDoctor.migrate'))).toEqual([]);
	});

	it('does not run with a fix on save', async () => {
		await start();
		const uri = editor.open('main.py', both);
		const onSave = await editor.actions(uri, 'start', ['source.fixAll']);
		expect(onSave.map(({ kind }) => kind)).toEqual(['source.fixAll.asyncioDoctor']);
	});

	it('looks past the version that the project declares, and keeps to its lowest', async () => {
		editor = new Editor();
		editor.write('.python-version', '3.9\n');
		await editor.start();
		const uri = editor.open('main.py', wholly.replace('def start():', 'def start():\n    print(asyncio.iscoroutinefunction(main))'));
		const [action] = await editor.actions(uri, 'start', ['source.asyncioDoctor.migrate.unsafe']);
		expect(editor.applied(action, uri)).toContain('print(inspect.iscoroutinefunction(main))');
	});
});

describe('the command', () => {
	it('sends one edit for all files, safe and unsafe changes apart, and says what was done and what is left', async () => {
		editor = new Editor({ capabilities: previewing });
		const uris = { both: editor.write('app/both.py', both), kept: editor.write('app/kept.py', kept), other: editor.write('other.py', both) };
		await editor.start();
		const open = editor.open(uris.both, both, 7);
		const summary = await migrate({ uri: editor.uri('app'), safety: 'unsafe' });
		expect(summary).toMatchObject({ files: 2, applied: true, cancelled: false });
		expect(summary.changes).toEqual([
			{ uri: uris.both, rule: 'implicit-event-loop', title: 'Run it with asyncio.run()', safety: 'unsafe', count: 1 },
			{ uri: uris.both, rule: 'removed-loop-argument', title: 'Leave loop= out', safety: 'safe', count: 1 },
		]);
		expect(summary.left).toMatchObject([{ uri: uris.kept, line: 4, rule: 'implicit-event-loop', reason: expect.stringContaining('given to every caller') }]);
		const [edit] = editor.sentEdits;
		expect(edit?.documentChanges).toMatchObject([{ textDocument: { uri: uris.both, version: 7 } }]);
		const edits = editsFor(edit ?? {}, open);
		expect(edits).toMatchObject([{ annotationId: 'safe' }, { annotationId: 'unsafe' }, { newText: '', annotationId: 'preview' }]);
		expect(edit?.changeAnnotations).toMatchObject({ safe: { label: 'Safe changes' }, preview: { needsConfirmation: true } });
		expect(editor.applied({ title: '', edit: edit ?? {} }, open)).toBe(wholly);
		// What the server works on is not what it shows.
		expect(await editor.rules(open)).toContain('implicit-event-loop');
	});

	it('migrates every folder when it is told none, with safe changes unless told otherwise', async () => {
		editor = new Editor({ capabilities: previewing, folders: ['one', 'two'] });
		const uris = [editor.write('one/a.py', both), editor.write('two/b.py', both)];
		await editor.start();
		expect(await migrate({})).toMatchObject({ files: 2, applied: true });
		expect(
			editor.sentEdits.flatMap(({ documentChanges = [] }) => documentChanges.flatMap((change) => ('edits' in change ? [change.textDocument.uri] : []))),
		).toEqual(uris);
		const [first] = uris;
		editor.open(first ?? '', both);
		expect(editor.applied({ title: '', edit: editor.sentEdits[0] ?? {} }, first ?? '')).toBe(safely);
	});

	it('gives the edit to a client that does not make edits for the server', async () => {
		await start();
		editor.open('main.py', both);
		const summary = await migrate({ safety: 'safe' });
		expect(summary).toMatchObject({ applied: false, edit: { documentChanges: [{ edits: [{ newText: '' }] }] } });
		expect(editor.sentEdits).toEqual([]);
	});

	it('refuses a version that is none', async () => {
		await start();
		await expect(migrate({ target: 'newest' })).rejects.toThrow('"newest" is not a Python version');
	});
});
