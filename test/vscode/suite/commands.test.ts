import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { cleanUp, extension, findings, findingsNow, openFile, until, writeFile } from './editor.ts';

const blocking = 'import time\n\n\nasync def main():\n    time.sleep(1)\n';

describe('commands', () => {
	afterEach(() => cleanUp('main.py', 'old.py', 'package'));

	it('all exist that the manifest contributes', async () => {
		await extension().activate();
		const existing = await vscode.commands.getCommands(true);
		const contributed: string[] = extension().packageJSON.contributes.commands.map(({ command }: { command: string }) => command);
		assert.ok(contributed.length >= 3);
		assert.deepEqual(
			contributed.filter((command) => !existing.includes(command)),
			[],
		);
	});

	it('checks the whole workspace: files that are not open too, none of them twice', async () => {
		const { document } = await openFile('main.py', blocking);
		const unopened = await writeFile('package/unopened.py', blocking);
		const clean = await writeFile('package/clean.py', 'print(1)\n');
		await findings(document, ['blocking-sleep']);
		assert.deepEqual(findingsNow(unopened), []);
		await vscode.commands.executeCommand('asyncioDoctor.checkWorkspace');
		await findings(unopened, ['blocking-sleep']);
		await findings(document, ['blocking-sleep']);
		assert.deepEqual(findingsNow(clean), []);
		// Opening the file must not add to what the workspace check has said of it.
		await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(unopened));
		await findings(unopened, ['blocking-sleep']);
		await new Promise((resolve) => setTimeout(resolve, 700));
		await findings(unopened, ['blocking-sleep']);
	});

	it('migrates a file to newer asyncio, and says on a page what it did', async () => {
		// A name of its own: of one that was just used, VS Code may take the file for newer than its text, and then saves nothing.
		const { document } = await openFile('old.py', 'import asyncio\n\n\nasync def main(loop):\n    await asyncio.sleep(0, loop=loop)\n');
		await findings(document, ['removed-loop-argument']);
		const summary = await vscode.commands.executeCommand<{ applied: boolean; changes: { rule: string }[] }>('asyncioDoctor.migrateFile', document.uri, 'safe');
		assert.equal(summary.applied, true);
		assert.deepEqual(
			summary.changes.map(({ rule }) => rule),
			['removed-loop-argument'],
		);
		assert.ok(document.getText().includes('await asyncio.sleep(0)\n'));
		await until('the page of the migration', () =>
			vscode.window.tabGroups.all.some((group) => group.tabs.some(({ label }) => label.includes('Migration to newer asyncio'))),
		);
		await until('the migrated text to be saved', async () => {
			await document.save();
			return !document.isDirty;
		});
	});

	it('restarts the server, and findings come back', async () => {
		const { document } = await openFile('main.py', blocking);
		await findings(document, ['blocking-sleep']);
		let disappeared = false;
		const listener = vscode.languages.onDidChangeDiagnostics(() => {
			disappeared ||= findingsNow(document).length === 0;
		});
		await vscode.commands.executeCommand('asyncioDoctor.restartServer');
		await until('the old findings to go', () => disappeared);
		listener.dispose();
		await findings(document, ['blocking-sleep']);
		await vscode.window.activeTextEditor?.edit((edit) => edit.delete(new vscode.Range(4, 0, 5, 0)));
		await vscode.window.activeTextEditor?.edit((edit) => edit.insert(new vscode.Position(4, 0), '    pass\n'));
		await findings(document, []);
	});

	it('shows the documentation of a rule, from the files that come with the extension', async () => {
		await vscode.commands.executeCommand('asyncioDoctor.showRuleDocumentation', 'nested-event-loop');
		await until('the page of the rule', () => vscode.window.tabGroups.all.some(({ activeTab }) => activeTab?.label.includes('nested-event-loop')));
		await vscode.commands.executeCommand('workbench.action.closeAllEditors');
	});
});
