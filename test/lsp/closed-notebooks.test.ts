import { afterEach, describe, expect, it } from 'vitest';
import type { Diagnostic, Range, WorkspaceDocumentDiagnosticReport } from 'vscode-languageserver/node';
import { LineIndex } from '../../server/src/util/text.ts';
import { Editor, plainClient, rulesOf } from './editor.ts';

let editor: Editor;
const check = { command: 'asyncioDoctor.server.checkWorkspace' };

afterEach(() => editor.dispose());

const helper = 'import asyncio\n\nasync def price(item):\n    await asyncio.sleep(0)\n\ndef total(item):\n    return asyncio.run(price(item))\n';
const shown = 'crème = "\\t"; asyncio.run(price("crème"))\ntotal(1)';

/** As Jupyter writes it, the sources as lists of lines. */
function notebookOf(...sources: string[]): string {
	const cells = sources.map((source) => ({ cell_type: 'code', source: source.split(/(?<=\n)/), outputs: [], metadata: {} }));
	return JSON.stringify({ cells: [{ cell_type: 'markdown', source: '# Prices' }, ...cells], metadata: {}, nbformat: 4, nbformat_minor: 5 }, undefined, 1);
}

function textAt(json: string, { start, end }: Range): string {
	const lines = new LineIndex(json);
	return json.slice(lines.offsetAt({ line: start.line, column: start.character }), lines.offsetAt({ line: end.line, column: end.character }));
}

function open(uri: string, ...texts: string[]): string[] {
	const cells = texts.map((_, i) => `vscode-notebook-cell:${uri.slice('file:'.length)}#${i}`);
	void editor.connection.sendNotification('notebookDocument/didOpen', {
		notebookDocument: { uri, notebookType: 'jupyter-notebook', version: 1, cells: cells.map((document) => ({ kind: 2, document })) },
		cellTextDocuments: cells.map((cell, i) => ({ uri: cell, languageId: 'python', version: 1, text: texts[i] ?? '' })),
	});
	return cells;
}

describe('a notebook that is not open', () => {
	it('has the findings of its cells in its file, and names cell and line', async () => {
		editor = new Editor();
		const json = notebookOf(helper, shown);
		const book = editor.write('book.ipynb', json);
		await editor.start();
		expect(await editor.connection.sendRequest('workspace/executeCommand', check)).toEqual({ files: 1, findings: 2, cancelled: false });
		const { diagnostics } = await editor.diagnostics(book, (params) => params.diagnostics.length > 0);
		expect(rulesOf(diagnostics)).toEqual(['notebook-event-loop', 'notebook-event-loop']);
		expect(diagnostics.map(({ message }) => message)).toEqual([
			expect.stringMatching(/^Cell 3, line 1: asyncio\.run\(\) fails in a notebook/),
			expect.stringMatching(/^Cell 3, line 2: total\(\) starts a loop/),
		]);
		expect(diagnostics.map(({ range }) => textAt(json, range))).toEqual(['asyncio.run(price(\\"crème\\"))', 'total(1)']);
		const [related] = diagnostics[1]?.relatedInformation ?? [];
		expect(related?.message).toMatch(/^Cell 2, line 7: /);
		expect(related?.location.uri).toBe(book);
		expect(textAt(json, related?.location.range as Range)).toBe('asyncio.run(price(item))');
	});

	it.each([
		['in one string', (json: string) => json.replace(/(?<=\\n)",\s+"/g, '')],
		['with other characters escaped', (json: string) => json.replaceAll('è', '\\u00e8')],
	])('is found when its source is written %s', async (_, write) => {
		editor = new Editor();
		const json = write(notebookOf(helper, shown));
		const book = editor.write('book.ipynb', json);
		await editor.start();
		await editor.connection.sendRequest('workspace/executeCommand', check);
		const { diagnostics } = await editor.diagnostics(book, (params) => params.diagnostics.length > 0);
		expect(diagnostics.map(({ range }) => JSON.parse(`"${textAt(json, range)}"`))).toEqual(['asyncio.run(price("crème"))', 'total(1)']);
	});

	it('has none any more while it is open, when its cells have their own', async () => {
		editor = new Editor({ capabilities: plainClient });
		const book = editor.write('book.ipynb', notebookOf(helper, shown));
		await editor.start();
		await editor.connection.sendRequest('workspace/executeCommand', check);
		await editor.diagnostics(book, ({ diagnostics }) => diagnostics.length === 2);
		const [first = '', second = ''] = open(book, helper, shown);
		await editor.diagnostics(book, ({ diagnostics }) => diagnostics.length === 0);
		const { diagnostics } = await editor.diagnostics(second, (params) => params.diagnostics.length === 2);
		expect(diagnostics[0]?.message).toMatch(/^asyncio\.run\(\) fails/);
		expect(diagnostics[1]?.relatedInformation?.[0]?.location.uri).toBe(first);
		const cellTextDocuments = [{ uri: first }, { uri: second }];
		await editor.connection.sendNotification('notebookDocument/didClose', { notebookDocument: { uri: book }, cellTextDocuments });
		await editor.diagnostics(book, (params) => params.diagnostics.length === 2);
	});

	it('says nothing of cells that were deleted, closed twice as some editors do', async () => {
		editor = new Editor();
		const book = editor.write('book.ipynb', notebookOf(helper, shown));
		await editor.start();
		await editor.connection.sendRequest('workspace/executeCommand', check);
		const [, second = ''] = open(book, helper, shown);
		const structure = { array: { start: 1, deleteCount: 1 }, didClose: [{ uri: second }] };
		await editor.connection.sendNotification('notebookDocument/didChange', {
			notebookDocument: { uri: book, version: 2 },
			change: { cells: { structure } },
		});
		await editor.connection.sendNotification('textDocument/didClose', { textDocument: { uri: second } });
		await editor.connection.sendRequest('workspace/executeCommand', check);
		expect(editor.published.filter(({ uri }) => uri === second)).toEqual([]);
	});

	it('comes with the whole workspace when that is pulled, and goes when it is opened', async () => {
		editor = new Editor({ settings: { diagnosticMode: 'workspace' } });
		const book = editor.write('book.ipynb', notebookOf(helper, shown));
		editor.write('broken.ipynb', '{"cells": [');
		editor.write('julia.ipynb', JSON.stringify({ cells: [], metadata: { language_info: { name: 'julia' } }, nbformat: 4 }));
		await editor.start();
		const pull = async (previousResultIds: { uri: string; value: string }[] = []) => {
			const { items } = await editor.connection.sendRequest<{ items: WorkspaceDocumentDiagnosticReport[] }>('workspace/diagnostic', { previousResultIds });
			return new Map(items.map((item) => [item.uri, item]));
		};
		const first = (await pull()).get(book) as { items: Diagnostic[]; resultId: string };
		expect(rulesOf(first.items)).toEqual(['notebook-event-loop', 'notebook-event-loop']);
		const next = pull([{ uri: book, value: first.resultId }]);
		open(book, helper, shown);
		expect((await next).get(book)).toMatchObject({ kind: 'full', items: [] });
	});
});
