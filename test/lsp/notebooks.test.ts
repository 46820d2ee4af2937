import { afterEach, describe, expect, test } from 'vitest';
import type { CodeAction, Diagnostic, DidChangeNotebookDocumentParams, NotebookDocumentChangeEvent, Position } from 'vscode-languageserver/node';
import type { MigrationSummary } from '../../server/src/protocol.ts';
import { ableClient, Editor, editsFor, plainClient, rulesOf, titles, until } from './editor.ts';

const editors: Editor[] = [];

afterEach(() => {
	for (const editor of editors.splice(0)) editor.dispose();
});

/** A notebook in a small editor; cells go by the names of their URIs. */
class OpenNotebook {
	readonly editor: Editor;
	readonly uri: string;
	readonly #cells: string[] = [];
	readonly #versions = new Map<string, number>();
	#version = 1;

	constructor(editor: Editor, cells: Readonly<Record<string, string>>, name = 'book.ipynb') {
		this.editor = editor;
		this.uri = editor.uri(name);
		this.#cells.push(...Object.keys(cells).map((cell) => this.cell(cell)));
		const cellTextDocuments = Object.entries(cells).map(([cell, text]) => ({ uri: this.cell(cell), languageId: 'python', version: 1, text }));
		const synced = this.#cells.map((document) => ({ kind: 2, document }));
		void editor.connection.sendNotification('notebookDocument/didOpen', {
			notebookDocument: { uri: this.uri, notebookType: 'jupyter-notebook', version: 1, cells: synced },
			cellTextDocuments,
		});
	}

	cell(name: string): string {
		return `vscode-notebook-cell:${this.uri.slice('file:'.length)}#${name}`;
	}

	/** Moves, inserts and deletes: `cells` take the place of so many from `start`; those with a text are new. */
	async splice(start: number, deleteCount: number, cells: Readonly<Record<string, string | undefined>> = {}): Promise<void> {
		const uris = Object.keys(cells).map((name) => this.cell(name));
		const removed = this.#cells.splice(start, deleteCount, ...uris);
		const didOpen = Object.entries(cells).flatMap(([name, text]) =>
			text === undefined ? [] : [{ uri: this.cell(name), languageId: 'python', version: 1, text }],
		);
		const didClose = removed.filter((uri) => !this.#cells.includes(uri)).map((uri) => ({ uri }));
		const array = { start, deleteCount, cells: uris.map((document) => ({ kind: 2 as const, document })) };
		await this.#send({ cells: { structure: { array, ...(didOpen.length > 0 && { didOpen }), ...(didClose.length > 0 && { didClose }) } } });
	}

	/** Sends the whole text of a cell. */
	async change(name: string, text: string): Promise<void> {
		const version = (this.#versions.get(name) ?? 1) + 1;
		this.#versions.set(name, version);
		await this.#send({ cells: { textContent: [{ document: { uri: this.cell(name), version }, changes: [{ text }] }] } });
	}

	async #send(change: NotebookDocumentChangeEvent): Promise<void> {
		const params: DidChangeNotebookDocumentParams = { notebookDocument: { uri: this.uri, version: ++this.#version }, change };
		await this.editor.connection.sendNotification('notebookDocument/didChange', params);
	}

	async close(): Promise<void> {
		const cellTextDocuments = this.#cells.map((uri) => ({ uri }));
		await this.editor.connection.sendNotification('notebookDocument/didClose', { notebookDocument: { uri: this.uri }, cellTextDocuments });
	}

	async diagnostics(name: string): Promise<Diagnostic[]> {
		return (await this.editor.pull(this.cell(name))).items;
	}

	async rules(...names: string[]): Promise<unknown[][]> {
		return Promise.all(names.map(async (name) => rulesOf(await this.diagnostics(name))));
	}
}

async function openNotebook(cells: Readonly<Record<string, string>>, options: ConstructorParameters<typeof Editor>[0] = {}): Promise<OpenNotebook> {
	const editor = new Editor(options);
	editors.push(editor);
	await editor.start();
	return new OpenNotebook(editor, cells);
}

async function actionsAt(book: OpenNotebook, cell: string, at: Position, only: string[]): Promise<CodeAction[]> {
	const params = { textDocument: { uri: book.cell(cell) }, range: { start: at, end: at }, context: { diagnostics: [], only } };
	return book.editor.connection.sendRequest('textDocument/codeAction', params);
}

const helper =
	'import asyncio\n\nasync def price(item):\n    await asyncio.sleep(0)\n    return item\n\ndef total(items):\n    return asyncio.run(price(items))';
const loop = ['notebook-event-loop'];

describe('a cell', () => {
	test('has diagnostics in its own lines, related places in other cells, and is offered the fix', async () => {
		const book = await openNotebook({ a: helper, b: '%matplotlib inline\nshown = total([1])', c: 'asyncio.run(price(2))' });
		const [found] = await book.diagnostics('b');
		expect(found).toMatchObject({ code: 'notebook-event-loop', severity: 1, range: { start: { line: 1, character: 8 }, end: { line: 1, character: 18 } } });
		expect(found?.relatedInformation).toMatchObject([{ location: { uri: book.cell('a'), range: { start: { line: 7, character: 11 } } } }]);
		expect(await book.rules('a', 'c')).toEqual([[], loop]);
		const range = { start: { line: 1, character: 10 }, end: { line: 1, character: 10 } };
		const params = { textDocument: { uri: book.cell('b') }, range, context: { diagnostics: [] } };
		const actions = await book.editor.connection.sendRequest<{ title: string; edit: never }[]>('textDocument/codeAction', params);
		const fix = actions.find(({ title }) => title.startsWith('Make total() async'));
		expect(editsFor(fix?.edit as never, book.cell('a')).map(({ newText }) => newText)).toEqual(['async ', 'await ', '']);
		expect(editsFor(fix?.edit as never, book.cell('b'))).toMatchObject([{ newText: 'await ', range: { start: { line: 1, character: 8 } } }]);
	});

	test('fixes all of the notebook at once, and goes on with what the editor shows', async () => {
		const book = await openNotebook({ a: helper, b: 'asyncio.run(price(1))', c: 'x = asyncio.run(price(2))' });
		const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
		const params = { textDocument: { uri: book.cell('b') }, range, context: { diagnostics: [] } };
		const actions = await book.editor.connection.sendRequest<{ title: string }[]>('textDocument/codeAction', params);
		expect(titles(actions)).toContain("Fix all 'notebook-event-loop' problems in this file");
		const action = actions.find(({ title }) => title.startsWith('Fix all problems'));
		const { edit } = await book.editor.connection.sendRequest<{ edit: never }>('codeAction/resolve', action);
		for (const cell of ['b', 'c']) expect(editsFor(edit, book.cell(cell)).length, cell).toBeGreaterThan(0);
		expect(await book.rules('b', 'c')).toEqual([loop, loop]);
	});

	test('is offered refactorings, which change cells', async () => {
		const cells = {
			b: 'first = await price(1)\nsecond = await price(2)',
			c: 'third = await price(3)',
			d: 'loop = asyncio.get_running_loop()\nawait loop.run_in_executor(None, print, 1)',
			e: '%time price(5)\nawait price(6)',
		};
		const book = await openNotebook({ a: helper, ...cells });
		const offered = async (cell: string, line: number) => actionsAt(book, cell, { line, character: 17 }, ['refactor.rewrite']);
		const [gather] = await offered('b', 0);
		expect(gather?.title).toBe('Run both at the same time with asyncio.gather()');
		const [edit, ...others] = editsFor(gather?.edit as never, book.cell('b'));
		expect([edit?.newText, others]).toEqual(['first, second = await asyncio.gather(price(1), price(2))', []]);
		// Neighbours in other cells are none.
		expect(titles(await offered('c', 0))).toEqual(['Add a timeout with asyncio.wait_for()']);
		expect(titles(await offered('d', 1))).toContain('Use asyncio.to_thread()');
		expect(titles(await offered('e', 0))).toEqual([]);
		expect(titles(await offered('e', 1))).toEqual(['Add a timeout with asyncio.wait_for()']);
	});

	test('is migrated with its whole notebook, by the action and by the command', async () => {
		const old = {
			a: 'import asyncio',
			b: `async def main():\n    await asyncio.sleep(0, loop=asyncio.get_event_loop())`,
			c: '%time 1\nasyncio.Task.all_tasks()',
		};
		const workspace = { ...ableClient.workspace, applyEdit: true, workspaceEdit: { documentChanges: true, changeAnnotationSupport: {} } };
		const book = await openNotebook(old, { capabilities: { ...ableClient, workspace }, settings: { pythonVersion: '3.9' } });
		const [action] = await actionsAt(book, 'a', { line: 0, character: 0 }, ['source.asyncioDoctor.migrate']);
		const { edit } = await book.editor.connection.sendRequest<{ edit: never }>('codeAction/resolve', action);
		expect(editsFor(edit, book.cell('b'))).toMatchObject([{ newText: '', range: { start: { line: 1, character: 25 } } }]);
		expect(editsFor(edit, book.cell('c'))).toMatchObject([{ range: { start: { line: 1 } } }]);
		const summary = await book.editor.connection.sendRequest<MigrationSummary>('workspace/executeCommand', {
			command: 'asyncioDoctor.server.migrate',
			arguments: [{ uri: book.cell('b'), safety: 'safe' }],
		});
		expect(summary).toMatchObject({ files: 1, applied: true, left: [] });
		expect(summary.changes.map(({ uri }) => uri).sort()).toEqual([book.cell('b'), book.cell('c')]);
	});

	test('has hovers, on findings and on functions of other cells', async () => {
		const book = await openNotebook({ a: helper, b: 'total(1)\nprice' });
		const hover = async (line: number) =>
			book.editor.connection.sendRequest<{ contents: { value: string }; range: unknown }>('textDocument/hover', {
				textDocument: { uri: book.cell('b') },
				position: { line, character: 1 },
			});
		expect((await hover(0)).contents.value).toContain('The kernel of a notebook');
		expect(await hover(1)).toMatchObject({
			range: { start: { line: 1, character: 0 }, end: { line: 1, character: 5 } },
			contents: { value: expect.stringContaining('async def') },
		});
	});

	test('can ignore a finding', async () => {
		const book = await openNotebook({
			a: helper,
			b: 'total(1)  # asyncio-doctor: ignore[notebook-event-loop]\ntotal(2)  # asyncio-doctor: ignore[blocking-sleep]',
		});
		const found = await book.diagnostics('b');
		expect(found.map(({ code, range }) => [code, range.start.line])).toEqual([
			['notebook-event-loop', 1],
			[undefined, 1],
		]);
	});
});

describe('findings follow', () => {
	test('typing in another cell', async () => {
		const book = await openNotebook({ a: helper, b: 'total(1)' });
		expect(await book.rules('b')).toEqual([loop]);
		await book.change('a', helper.replace('return asyncio.run(price(items))', 'return items'));
		expect(await book.rules('b')).toEqual([[]]);
		await book.change('a', helper);
		expect(await book.rules('b')).toEqual([loop]);
		// What is not finished in one cell is no matter of the other one.
		await book.change('b', 'total(1)\nprint(');
		await book.change('a', `${helper}\nprint((`);
		await book.splice(2, 0, { c: 'import asyncio\nasyncio.run(print())' });
		expect(await book.rules('c')).toEqual([loop]);
	});

	test('cells that are inserted, moved, deleted, split, and turned into Markdown and back', async () => {
		const book = await openNotebook({ a: helper, b: 'asyncio.run(price(1))', c: 'price(2)' });
		expect(await book.rules('b', 'c')).toEqual([loop, ['missing-await']]);
		await book.splice(1, 0, { off: '%autoawait off' });
		expect(await book.rules('b')).toEqual([[]]);
		// Moved behind: no cell is opened or closed.
		await book.splice(1, 2, { b: undefined, off: undefined });
		expect(await book.rules('b')).toEqual([loop]);
		await book.splice(0, 1);
		expect(await book.rules('b', 'c')).toEqual([[], []]);
		await book.splice(0, 0, { a: helper });
		expect(await book.rules('b')).toEqual([loop]);
		// VS Code splits by changing the cell and inserting one behind it.
		const [head = '', tail = ''] = helper.split('\n\ndef ');
		await book.change('a', head);
		await book.splice(1, 0, { a2: `def ${tail}\ntotal(3)` });
		expect(await book.rules('a', 'a2')).toEqual([[], loop]);
		// A Markdown cell is not sent; it comes back as a new document.
		await book.splice(1, 1);
		await book.splice(1, 0, { a3: `def ${tail}\ntotal(3)` });
		expect(await book.rules('a3', 'b')).toEqual([loop, loop]);
		await book.splice(1, 1, { shell: '%%bash\nasyncio.run(' });
		expect(await book.rules('shell', 'b')).toEqual([[], loop]);
	});

	test('the editor is asked to look again at cells that did not change', async () => {
		const book = await openNotebook({ a: helper, b: 'total(1)' });
		await book.rules('a', 'b');
		const { refreshes } = book.editor;
		await book.change('a', 'def total(items):\n    return items');
		await until('a refresh', () => (book.editor.refreshes > refreshes ? true : undefined));
	});

	test('for a client that cannot ask, they are sent', async () => {
		const book = await openNotebook({ a: helper, b: 'total(1)' }, { capabilities: plainClient });
		await book.editor.diagnostics(book.cell('b'), ({ diagnostics }) => diagnostics.length === 1);
		await book.change('a', 'def total(items):\n    return items');
		await book.editor.diagnostics(book.cell('b'), ({ diagnostics }) => diagnostics.length === 0);
		await book.change('a', helper);
		await book.editor.diagnostics(book.cell('b'), ({ diagnostics }) => diagnostics.length === 1);
		await book.close();
		await book.editor.diagnostics(book.cell('b'), ({ diagnostics }) => diagnostics.length === 0);
	});

	test('helpers of the project, and settings of the folder', async () => {
		const editor = new Editor({ capabilities: ableClient });
		editors.push(editor);
		await editor.start();
		const uri = editor.open('jobs.py', helper);
		const book = new OpenNotebook(editor, { a: 'from jobs import total', b: 'total(1)' });
		expect(await book.rules('b')).toEqual([loop]);
		editor.edit(uri, 'return asyncio.run(price(items))', 'return items');
		expect(await book.rules('b')).toEqual([[]]);
		editor.edit(uri, 'return items', 'return asyncio.run(price(items))');
		await editor.settingsChanged({ severity: { 'notebook-event-loop': 'off' } });
		await until('the setting', async () => ((await book.rules('b'))[0]?.length === 0 ? true : undefined));
		await editor.settingsChanged({ exclude: ['*.ipynb'] });
		expect(await book.rules('b')).toEqual([[]]);
	});
});

test('messages about notebooks that are not open, or make no sense, do no harm', async () => {
	const book = await openNotebook({ a: helper, b: 'total(1)' });
	const { connection } = book.editor;
	await connection.sendNotification('notebookDocument/didChange', { notebookDocument: { uri: 'file:///none.ipynb', version: 1 }, change: {} });
	await connection.sendNotification('notebookDocument/didClose', { notebookDocument: { uri: 'file:///none.ipynb' }, cellTextDocuments: [] });
	await connection.sendNotification('notebookDocument/didSave', { notebookDocument: { uri: book.uri } });
	await connection.sendNotification('notebookDocument/didChange', {
		notebookDocument: { uri: book.uri, version: 9 },
		change: {
			cells: { textContent: [{ document: { uri: 'x:y', version: 2 }, changes: [{ text: '' }] }], structure: { array: { start: 40, deleteCount: 3 } } },
		},
	});
	expect(await book.rules('b')).toEqual([loop]);
});
