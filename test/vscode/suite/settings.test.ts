import * as vscode from 'vscode';
import { changeSettings, cleanUp, findings, findingsNow, openFile, until, writeFile } from './editor.ts';

const blocking = 'import time\n\n\nasync def main():\n    time.sleep(1)\n';

describe('settings', () => {
	afterEach(() => cleanUp('main.py', 'pyproject.toml', 'generated'));

	it('turn a rule off and on while the file is open', async () => {
		const { document } = await openFile('main.py', blocking);
		await findings(document, ['blocking-sleep']);
		const settings = await changeSettings({ 'asyncioDoctor.severity': { blocking: 'off' } });
		await findings(document, []).finally(settings.restore);
		await findings(document, ['blocking-sleep']);
	});

	it('change the severity of a rule', async () => {
		const { document } = await openFile('main.py', blocking);
		await findings(document, ['blocking-sleep']);
		const settings = await changeSettings({ 'asyncioDoctor.severity': { 'blocking-sleep': 'error' } });
		try {
			await waitForSeverity(document, vscode.DiagnosticSeverity.Error);
		} finally {
			await settings.restore();
		}
		await waitForSeverity(document, vscode.DiagnosticSeverity.Warning);
	});

	it('turn everything off', async () => {
		const { document } = await openFile('main.py', blocking);
		await findings(document, ['blocking-sleep']);
		const settings = await changeSettings({ 'asyncioDoctor.enable': false });
		await findings(document, []).finally(settings.restore);
		await findings(document, ['blocking-sleep']);
	});

	it('choose the Python version that code is judged by', async () => {
		const { document } = await openFile('main.py', 'import asyncio\n\nloop = asyncio.get_event_loop()\nloop.run_until_complete(asyncio.sleep(1))\n');
		const settings = await changeSettings({ 'asyncioDoctor.pythonVersion': '3.14' });
		try {
			await waitForSeverity(document, vscode.DiagnosticSeverity.Error);
			await vscode.workspace.getConfiguration().update('asyncioDoctor.pythonVersion', '3.9', vscode.ConfigurationTarget.Workspace);
			await waitForSeverity(document, vscode.DiagnosticSeverity.Hint);
		} finally {
			await settings.restore();
		}
	});

	it('are taken from pyproject.toml, and anew when it changes', async () => {
		await writeFile('pyproject.toml', '[tool.asyncio-doctor]\nseverity = { blocking = "off" }\n');
		const { document } = await openFile('main.py', blocking);
		await findings(document, []);
		await writeFile('pyproject.toml', '[tool.asyncio-doctor]\nseverity = { blocking = "error" }\n');
		await findings(document, ['blocking-sleep']);
		await waitForSeverity(document, vscode.DiagnosticSeverity.Error);
	});
});

async function waitForSeverity(document: vscode.TextDocument, severity: vscode.DiagnosticSeverity): Promise<void> {
	await until(
		`one finding of severity ${vscode.DiagnosticSeverity[severity]}`,
		() => findingsNow(document).length === 1 && findingsNow(document)[0]?.severity === severity,
	);
}
