import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { versionVariable } from '../harness/variables.ts';
import { choose, cleanUp, codeActions, findings, hoverOn, inWorkspace, readFile, titled, until, writeFile } from './editor.ts';

const helper = 'import asyncio\n\nasync def price(item):\n    await asyncio.sleep(0)\n    return item\n';
const written = {
	cells: [helper, '# Prices', '%matplotlib inline\ntotal = asyncio.run(price(1))'].map((text, index) => ({
		cell_type: index === 1 ? 'markdown' : 'code',
		...(index !== 1 && { execution_count: null, outputs: [] }),
		id: `cell-${index}`,
		metadata: {},
		source: text.split(/(?<=\n)/),
	})),
	metadata: { language_info: { name: 'python', version: '3.12.1' }, kernelspec: { display_name: 'Python 3', language: 'python', name: 'python3' } },
	nbformat: 4,
	nbformat_minor: 5,
};

describe('notebooks', () => {
	afterEach(async () => {
		while (vscode.window.activeNotebookEditor !== undefined) await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
		await cleanUp('book.ipynb', 'closed.ipynb');
	});

	it('has findings, hovers and fixes in cells, also after cells were moved', async () => {
		const notebook = await openNotebook();
		const cell = notebook.cellAt(2).document;
		const [finding] = await findings(cell, ['notebook-event-loop']);
		assert.equal(cell.getText(finding?.range), 'asyncio.run(price(1))');
		assert.match(await hoverOn(cell, 'asyncio.run'), /kernel of a notebook/);

		await edited(notebook, vscode.NotebookEdit.deleteCells(new vscode.NotebookRange(0, 1)));
		await findings(cell, []);
		const cellData = new vscode.NotebookCellData(vscode.NotebookCellKind.Code, helper, 'python');
		await edited(notebook, vscode.NotebookEdit.insertCells(0, [cellData]));
		const [again] = await findings(cell, ['notebook-event-loop']);
		assert.ok(again);

		const actions = await codeActions(cell, again.range, vscode.CodeActionKind.QuickFix);
		await choose(titled(actions, /^Await it instead$/));
		assert.equal(cell.getText(), '%matplotlib inline\ntotal = await price(1)');
		await findings(cell, []);
		assert.ok(await notebook.save());
		const saved = JSON.parse(await readFile('book.ipynb')) as typeof written;
		assert.deepEqual(saved.cells[2]?.source, ['%matplotlib inline\n', 'total = await price(1)']);
	});

	it('mends a helper in another cell', async () => {
		const notebook = await openNotebook();
		const helperCell = new vscode.NotebookCellData(vscode.NotebookCellKind.Code, 'def total(item):\n    return asyncio.run(price(item))', 'python');
		const caller = new vscode.NotebookCellData(vscode.NotebookCellKind.Code, 'print(total(1))', 'python');
		await edited(notebook, vscode.NotebookEdit.replaceCells(new vscode.NotebookRange(2, 3), [helperCell, caller]));
		const [finding] = await findings(notebook.cellAt(3).document, ['notebook-event-loop']);
		assert.ok(finding);
		vscode.window.activeNotebookEditor?.revealRange(new vscode.NotebookRange(3, 4), vscode.NotebookEditorRevealType.InCenter);
		const actions = await codeActions(notebook.cellAt(3).document, finding.range, vscode.CodeActionKind.QuickFix);
		await choose(titled(actions, /^Make total\(\) async/));
		assert.equal(notebook.cellAt(2).document.getText(), 'async def total(item):\n    return await price(item)');
		assert.equal(notebook.cellAt(3).document.getText(), 'print(await total(1))');
		await findings(notebook.cellAt(3).document, []);
	});

	it('is checked with the workspace while it is closed', async () => {
		const uri = await writeFile('closed.ipynb', JSON.stringify(written, undefined, 1));
		await vscode.commands.executeCommand('asyncioDoctor.checkWorkspace');
		const [finding] = await findings(uri, ['notebook-event-loop']);
		assert.match(finding?.message ?? '', /^Cell 3, line 2: asyncio\.run\(\) fails in a notebook/);
		const notebook = await openNotebook('closed.ipynb');
		await findings(uri, []);
		await findings(notebook.cellAt(2).document, ['notebook-event-loop']);
		// VS Code may hold the notebook a while longer. Its oldest version opens no menu any more after that.
		if (process.env[versionVariable] !== 'newest') return;
		await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
		await findings(notebook.cellAt(2).document, []);
		await vscode.commands.executeCommand('workbench.action.reopenClosedEditor');
		await findings(notebook.cellAt(2).document, ['notebook-event-loop']);
	});

	it('has findings, hovers and fixes in what the interactive window was given', async () => {
		type Opened = { readonly notebookUri: vscode.Uri };
		const options = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: false };
		const { notebookUri } = await vscode.commands.executeCommand<Opened>('interactive.open', options, undefined, undefined, 'Prices');
		const notebook = await until('the window', () => vscode.workspace.notebookDocuments.find(({ uri }) => uri.toString() === notebookUri.toString()));
		assert.equal(notebook.notebookType, 'interactive');
		const cells = [helper, 'total = asyncio.run(price(1))'].map((text) => new vscode.NotebookCellData(vscode.NotebookCellKind.Code, text, 'python'));
		await edited(notebook, vscode.NotebookEdit.insertCells(0, cells));
		const given = notebook.cellAt(1).document;
		const [finding] = await findings(given, ['notebook-event-loop']);
		assert.match(await hoverOn(given, 'asyncio.run'), /kernel of a notebook/);
		const actions = await codeActions(given, finding?.range as vscode.Range, vscode.CodeActionKind.QuickFix);
		await choose(titled(actions, /^Await it instead$/));
		assert.equal(given.getText(), 'total = await price(1)');
		await findings(given, []);
	});
});

async function openNotebook(name = 'book.ipynb'): Promise<vscode.NotebookDocument> {
	const uri = inWorkspace(name);
	await vscode.workspace.fs.writeFile(uri, Buffer.from(JSON.stringify(written, undefined, 1)));
	const notebook = await vscode.workspace.openNotebookDocument(uri);
	await vscode.window.showNotebookDocument(notebook);
	// A cell that was never in sight has no text model, and no code actions.
	await vscode.commands.executeCommand('workbench.action.closePanel');
	return until('the cells', () => notebook.cellCount === written.cells.length && notebook);
}

async function edited(notebook: vscode.NotebookDocument, ...edits: vscode.NotebookEdit[]): Promise<void> {
	const edit = new vscode.WorkspaceEdit();
	edit.set(notebook.uri, edits);
	assert.ok(await vscode.workspace.applyEdit(edit));
}
