import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { changeSettings, cleanUp, extension, findings, findingsNow, inWorkspace, openFile, sleep, until, writeFile } from './editor.ts';

const blocking = `import asyncio
import time


async def main():
    time.sleep(1)


asyncio.run(main())
`;

describe('diagnostics', () => {
	afterEach(() => cleanUp('main.py', 'other.py', 'helper.py', 'chain'));

	it('starts when a Python file is opened', async () => {
		const { document } = await openFile('main.py', blocking);
		await findings(document, ['blocking-sleep']);
		assert.equal(extension().isActive, true);
	});

	it('has the place, severity, code, link and source of a finding', async () => {
		const { document } = await openFile('main.py', blocking);
		const [finding] = await findings(document, ['blocking-sleep']);
		assert.ok(finding);
		assert.match(document.getText(finding.range), /^time\.sleep/);
		assert.equal(finding.range.start.line, 5);
		assert.equal(finding.severity, vscode.DiagnosticSeverity.Warning);
		assert.match(finding.message, /time\.sleep/);
		assert.equal(typeof finding.code, 'object');
		assert.match(String((finding.code as { target: vscode.Uri }).target), /blocking-sleep/);
	});

	it('changes with every keystroke', async () => {
		const { document } = await openFile('main.py', blocking.replace('    time.sleep(1)\n', '    pass\n'));
		await findings(document, []);
		const editor = vscode.window.activeTextEditor;
		assert.ok(editor);
		editor.selection = new vscode.Selection(5, 4, 5, 8);
		for (const character of 'time.sleep(1') await vscode.commands.executeCommand('type', { text: character });
		await findings(document, ['blocking-sleep']);
		await vscode.commands.executeCommand('deleteAllLeft');
		await vscode.commands.executeCommand('deleteAllRight');
		await findings(document, []);
	});

	it('follows an edit that moves the finding', async () => {
		const { document } = await openFile('main.py', blocking);
		await findings(document, ['blocking-sleep']);
		const edit = new vscode.WorkspaceEdit();
		edit.insert(document.uri, new vscode.Position(0, 0), '# a new first line\n');
		assert.ok(await vscode.workspace.applyEdit(edit));
		// VS Code moves old squiggles itself; what the server says anew must agree.
		await sleep(500);
		const [finding] = await findings(document, ['blocking-sleep']);
		assert.equal(finding?.range.start.line, 6);
	});

	it('shows the chain of calls as related information', async () => {
		const { document } = await openFile(
			'main.py',
			'import asyncio\n\n\nasync def work():\n    pass\n\n\ndef helper():\n    asyncio.run(work())\n\n\nasync def main():\n    helper()\n',
		);
		const [finding] = await findings(document, ['nested-event-loop']);
		assert.equal(finding?.severity, vscode.DiagnosticSeverity.Error);
		assert.equal(finding?.range.start.line, 12);
		const lines = finding?.relatedInformation?.map(({ location }) => location.range.start.line) ?? [];
		assert.ok(lines.includes(8), `the chain names lines ${lines.join()}`);
	});

	it('shows a chain through three files, step by step', async () => {
		const steps = await writeFile('chain/steps.py', 'from chain.store import load\n\n\ndef step():\n    return load()\n');
		const store = await writeFile('chain/store.py', 'import asyncio\n\n\nasync def read():\n    pass\n\n\ndef load():\n    return asyncio.run(read())\n');
		await writeFile('chain/__init__.py', '');
		const { document } = await openFile('main.py', 'from chain.steps import step\n\n\nasync def main():\n    step()\n');
		const [finding] = await findings(document, ['nested-event-loop']);
		const chain = finding?.relatedInformation?.map(({ location, message }) => [location.uri.path, location.range.start.line, message]);
		assert.deepEqual(chain, [
			[steps.path, 4, 'step() calls load()'],
			[store.path, 8, 'load() calls asyncio.run() here'],
		]);
		// Followed, as a click in the list of problems does.
		for (const { location } of finding?.relatedInformation ?? []) {
			const editor = await vscode.window.showTextDocument(location.uri, { selection: location.range });
			assert.match(editor.document.getText(editor.selection), /^(?:load\(\)|asyncio\.run\(read\(\)\))$/);
		}
	});

	it('follows an edit in another file, and the file itself', async () => {
		const harmless = 'def step():\n    pass\n';
		const { document: helper } = await openFile('helper.py', harmless);
		const { document } = await openFile('main.py', 'from helper import step\n\n\nasync def main():\n    step()\n');
		await findings(document, []);
		const edit = new vscode.WorkspaceEdit();
		edit.replace(helper.uri, new vscode.Range(1, 0, 2, 0), '    import asyncio\n    asyncio.run(asyncio.sleep(0))\n');
		assert.ok(await vscode.workspace.applyEdit(edit));
		await findings(document, ['nested-event-loop']);
		assert.ok(await helper.save());
		const moved = new vscode.WorkspaceEdit();
		moved.renameFile(helper.uri, inWorkspace('other.py'));
		assert.ok(await vscode.workspace.applyEdit(moved));
		await findings(document, []);
	});

	it('fades an ignore comment that silences nothing', async () => {
		const { document } = await openFile('main.py', 'import asyncio  # asyncio-doctor: ignore\n');
		const [hint] = await until('the hint', () => findingsNow(document).length === 1 && findingsNow(document));
		assert.equal(hint?.message, 'This comment silences nothing');
		assert.deepEqual(hint?.tags, [vscode.DiagnosticTag.Unnecessary]);
		assert.equal(hint?.severity, vscode.DiagnosticSeverity.Hint);
	});

	it('strikes through what is deprecated', async () => {
		const settings = await changeSettings({ 'asyncioDoctor.pythonVersion': '3.13' });
		try {
			const { document } = await openFile('main.py', 'import asyncio\n\nloop = asyncio.get_event_loop()\nloop.run_until_complete(asyncio.sleep(1))\n');
			const [finding] = await findings(document, ['implicit-event-loop']);
			assert.deepEqual(finding?.tags, [vscode.DiagnosticTag.Deprecated]);
		} finally {
			await settings.restore();
		}
	});

	it('leaves files alone that are not open', async () => {
		const other = await writeFile('other.py', blocking);
		const { document } = await openFile('main.py', blocking);
		await findings(document, ['blocking-sleep']);
		assert.deepEqual(findingsNow(other), []);
	});

	it('checks an untitled file', async () => {
		const document = await vscode.workspace.openTextDocument({ language: 'python', content: blocking });
		await vscode.window.showTextDocument(document);
		assert.equal(document.isUntitled, true);
		await findings(document, ['blocking-sleep']);
	});

	it('says nothing of a language it does not know', async () => {
		const document = await vscode.workspace.openTextDocument({ language: 'plaintext', content: blocking });
		await vscode.window.showTextDocument(document);
		const { document: python } = await openFile('main.py', blocking);
		await findings(python, ['blocking-sleep']);
		assert.deepEqual(findingsNow(document), []);
	});
});
