import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { findings, findingsNow, inWorkspace, openFile } from './editor.ts';

const blocking = 'import time\n\n\nasync def main():\n    time.sleep(1)\n';

describe('two folders', () => {
	it('each follow their own pyproject.toml', async () => {
		assert.equal(vscode.workspace.workspaceFolders?.length, 2);
		const { document: inApp } = await openFile('main.py', blocking, 'app');
		const { document: inService } = await openFile('main.py', blocking, 'service');
		await findings(inApp, ['blocking-sleep']);
		const [finding] = await findings(inService, ['blocking-sleep']);
		assert.equal(finding?.severity, vscode.DiagnosticSeverity.Error);
		assert.equal(findingsNow(inApp)[0]?.severity, vscode.DiagnosticSeverity.Warning);
	});

	it('each follow their own settings', async () => {
		const { document: inApp } = await openFile('main.py', blocking, 'app');
		const { document: inService } = await openFile('main.py', blocking, 'service');
		const settings = vscode.workspace.getConfiguration('asyncioDoctor', inWorkspace('', 'app'));
		await settings.update('severity', { 'blocking-sleep': 'off' }, vscode.ConfigurationTarget.WorkspaceFolder);
		await findings(inApp, []);
		await findings(inService, ['blocking-sleep']);
	});

	it('are both checked by the workspace command', async () => {
		await vscode.commands.executeCommand('asyncioDoctor.checkWorkspace');
		await findings(inWorkspace('unopened.py', 'service'), ['blocking-sleep']);
	});
});
