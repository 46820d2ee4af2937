import { writeFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import type { WorkspaceDocumentDiagnosticReport } from 'vscode-languageserver/node';
import { CancellationTokenSource, ProgressType } from 'vscode-languageserver/node';
import { Editor, type EditorOptions, plainClient, rulesOf, until } from './editor.ts';

const blocking = 'import time\n\n\nasync def main():\n    time.sleep(1)\n';

let editor: Editor;
const prepared = (options?: EditorOptions): Editor => {
	editor = new Editor(options);
	return editor;
};
const check = { command: 'asyncioDoctor.server.checkWorkspace' };

interface Progress {
	readonly kind: 'begin' | 'report' | 'end';
	readonly cancellable?: boolean;
	readonly percentage?: number;
}

/** What the server tells under a token. */
function follow<T>(token: string): T[] {
	const seen: T[] = [];
	editor.connection.onProgress(new ProgressType<T>(), token, (value) => void seen.push(value));
	return seen;
}

/** Registered for the whole workspace: only with `diagnosticMode: workspace`. */
const registration = () => until('the registration', () => editor.registrations.find(({ method }) => method === 'textDocument/diagnostic'));

afterEach(() => editor.dispose());

describe('checking the workspace on request', () => {
	it('publishes the findings of files that are not open, and keeps them true', async () => {
		prepared();
		const closed = editor.write('package/closed.py', blocking);
		const clean = editor.write('clean.py', 'print(1)\n');
		editor.write('.gitignore', 'ignored/\n');
		editor.write('ignored/main.py', blocking);
		await editor.start();
		const open = editor.open('open.py', blocking);
		expect(await editor.rules(open)).toEqual(['blocking-sleep']);
		expect(await editor.connection.sendRequest('workspace/executeCommand', check)).toEqual({ files: 3, findings: 2, cancelled: false });
		await editor.diagnostics(closed, ({ diagnostics }) => rulesOf(diagnostics).join() === 'blocking-sleep');
		expect(editor.published.map(({ uri }) => uri)).toEqual([closed]);
		expect(editor.published.some(({ uri }) => uri === clean)).toBe(false);

		// Opened, the file's findings come by the other way only.
		editor.open('package/closed.py', blocking);
		await editor.diagnostics(closed, ({ diagnostics }) => diagnostics.length === 0);
		await editor.close(closed);
		await editor.diagnostics(closed, ({ diagnostics }) => diagnostics.length === 1);

		editor.write('package/closed.py', 'print(1)\n');
		await editor.filesChanged('package/closed.py');
		await editor.diagnostics(closed, ({ diagnostics }) => diagnostics.length === 0);
		editor.write('clean.py', blocking);
		await editor.filesChanged('clean.py');
		await editor.diagnostics(clean, ({ diagnostics }) => diagnostics.length === 1);
		await editor.settingsChanged({ enable: false });
		await editor.diagnostics(clean, ({ diagnostics }) => diagnostics.length === 0);
	});

	it('reports progress under the token of the request', async () => {
		prepared();
		for (let i = 0; i < 200; i++) editor.write(`package/module_${i}.py`, blocking);
		await editor.start();
		const progress = follow<Progress>('mine');
		await editor.connection.sendRequest('workspace/executeCommand', { ...check, workDoneToken: 'mine' });
		expect(progress[0]).toMatchObject({ kind: 'begin', cancellable: true });
		expect(progress.at(-1)).toMatchObject({ kind: 'end' });
		const percentages = progress.flatMap(({ kind, percentage }) => (kind === 'report' ? [percentage ?? -1] : []));
		expect(percentages).toEqual([25, 50, 75, 100]);
	});

	it('can be cancelled, and the server goes on serving', async () => {
		prepared();
		for (let i = 0; i < 300; i++) editor.write(`package/module_${i}.py`, blocking.repeat(40));
		await editor.start();
		await editor.rules(editor.open('open.py', blocking));
		const source = new CancellationTokenSource();
		const answer = editor.connection.sendRequest('workspace/executeCommand', { ...check, workDoneToken: 'mine' }, source.token);
		editor.connection.onProgress(new ProgressType<Progress>(), 'mine', () => source.cancel());
		await expect(answer).rejects.toMatchObject({ code: -32800 });
		expect(editor.published.length).toBeLessThan(300);
		expect(await editor.rules(editor.uri('open.py'))).toEqual(['blocking-sleep']);
	});

	it('does not keep a keystroke waiting', async () => {
		prepared();
		for (let i = 0; i < 200; i++) editor.write(`package/module_${i}.py`, blocking.repeat(40));
		await editor.start();
		const uri = editor.open('open.py', blocking);
		await editor.rules(uri);
		let isDone = false;
		const answer = editor.connection.sendRequest('workspace/executeCommand', check).then(() => {
			isDone = true;
		});
		editor.edit(uri, 'time.sleep(1)', 'print(1)');
		expect(await editor.rules(uri)).toEqual([]);
		expect(isDone).toBe(false);
		await answer;
	});
});

describe('diagnosticMode: workspace', () => {
	const pull = (previousResultIds: { uri: string; value: string }[] = [], more: object = {}) =>
		editor.connection.sendRequest<{ items: WorkspaceDocumentDiagnosticReport[] }>('workspace/diagnostic', { previousResultIds, ...more });

	it('is offered to be pulled only while it is set', async () => {
		await prepared().start();
		expect((await registration()).registerOptions).toMatchObject({ workspaceDiagnostics: false, interFileDependencies: true });
		await editor.settingsChanged({ diagnosticMode: 'workspace' });
		await until('another registration', async () => ((await registration()).registerOptions.workspaceDiagnostics === true ? true : undefined));
		for (const diagnosticMode of ['openFilesOnly', 'workspace', 'openFilesOnly']) await editor.settingsChanged({ diagnosticMode });
		await until('the first registration again', async () => ((await registration()).registerOptions.workspaceDiagnostics === false ? true : undefined));
		expect(editor.registrations.filter(({ method }) => method === 'textDocument/diagnostic')).toHaveLength(1);
	});

	it('answers with all files, unchanged ones by their result ids, and waits when nothing has changed', async () => {
		prepared({ settings: { diagnosticMode: 'workspace' } });
		const first = editor.write('first.py', blocking);
		const second = editor.write('second.py', 'print(1)\n');
		await editor.start();
		const { items } = await pull();
		expect(items.map(({ uri, kind }) => [uri, kind])).toEqual([
			[first, 'full'],
			[second, 'full'],
		]);
		const ids = items.flatMap(({ uri, resultId }) => (resultId === undefined ? [] : [{ uri, value: resultId }]));
		let isAnswered = false;
		const next = pull(ids).finally(() => {
			isAnswered = true;
		});
		await new Promise((resolve) => setTimeout(resolve, 300));
		expect(isAnswered).toBe(false);
		editor.write('second.py', blocking);
		await editor.filesChanged('second.py');
		expect((await next).items).toMatchObject([
			{ uri: first, kind: 'unchanged' },
			{ uri: second, kind: 'full', items: [{ code: 'blocking-sleep' }] },
		]);
	});

	it('delivers partial results with progress', async () => {
		prepared({ settings: { diagnosticMode: 'workspace' } });
		for (let i = 0; i < 120; i++) editor.write(`module_${i}.py`, blocking);
		await editor.start();
		const parts = follow<{ items: unknown[] }>('parts');
		const progress = follow<Progress>('progress');
		expect(await pull([], { partialResultToken: 'parts', workDoneToken: 'progress' })).toEqual({ items: [] });
		expect(parts.map((part) => part.items.length)).toEqual([50, 50, 20]);
		expect(progress.map(({ kind }) => kind)).toEqual(['begin', 'report', 'report', 'end']);
	});

	it('can be cancelled while it waits', async () => {
		prepared({ settings: { diagnosticMode: 'workspace' } });
		const uri = editor.write('first.py', blocking);
		await editor.start();
		await pull();
		const source = new CancellationTokenSource();
		const answer = editor.connection.sendRequest('workspace/diagnostic', { previousResultIds: [{ uri, value: 'old' }] }, source.token);
		setTimeout(() => source.cancel(), 200);
		await expect(answer).rejects.toMatchObject({ code: -32800 });
	});

	it('takes away what was deleted', async () => {
		prepared({ settings: { diagnosticMode: 'workspace' } });
		await editor.start();
		const gone = editor.uri('gone.py');
		expect((await pull([{ uri: gone, value: 'old' }])).items).toEqual([expect.objectContaining({ uri: gone, kind: 'full', items: [] })]);
	});

	it('is published to a client that cannot pull', async () => {
		prepared({ capabilities: plainClient, initializationOptions: { settings: { diagnosticMode: 'workspace' } } });
		const uri = editor.write('first.py', blocking);
		await editor.start();
		await editor.diagnostics(uri, ({ diagnostics }) => rulesOf(diagnostics).join() === 'blocking-sleep');
		await editor.settingsChanged({ diagnosticMode: 'openFilesOnly' });
		await editor.diagnostics(uri, ({ diagnostics }) => diagnostics.length === 0);
	});
});

it.runIf(process.platform === 'linux')('a file whose name is no UTF-8 counts like others', async () => {
	prepared();
	writeFileSync(Buffer.concat([Buffer.from(`${editor.project}/x`), Buffer.of(0xe9), Buffer.from('.py')]), blocking);
	editor.write('good.py', blocking);
	await editor.start();
	expect(await editor.connection.sendRequest('workspace/executeCommand', check)).toMatchObject({ files: 2, findings: 2 });
});
