import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { changeSettings, choose, cleanUp, codeActions, findings, inWorkspace, openFile, readFile, sleep, titled, until, writeFile } from './editor.ts';

const { QuickFix } = vscode.CodeActionKind;
const fixAll = vscode.CodeActionKind.SourceFixAll.append('asyncioDoctor');

const twice = `import asyncio
import time


async def main():
    time.sleep(1)
    print("done")
    time.sleep(2)


asyncio.run(main())
`;

describe('fixes', () => {
	afterEach(() => cleanUp('main.py', 'jobs.py', 'script.py', 'pyproject.toml', '.vscode'));

	it('offers the preferred fix first, which mends the place', async () => {
		const { document } = await openFile('main.py', twice);
		const [finding] = await findings(document, ['blocking-sleep', 'blocking-sleep']);
		assert.ok(finding);
		const actions = await codeActions(document, finding.range, QuickFix);
		assert.equal(actions[0]?.isPreferred, true, `the first is ${actions[0]?.title}`);
		assert.equal(actions.filter(({ isPreferred }) => isPreferred).length, 1);
		await choose(titled(actions, /./));
		assert.equal(document.lineAt(5).text, '    await asyncio.sleep(1)');
		const [remaining] = await findings(document, ['blocking-sleep']);
		assert.equal(remaining?.range.start.line, 7);
	});

	it('is undone in one step', async () => {
		const { document } = await openFile('main.py', twice);
		const [finding] = await findings(document, ['blocking-sleep', 'blocking-sleep']);
		assert.ok(finding);
		await choose(titled(await codeActions(document, finding.range, QuickFix), /./));
		await vscode.commands.executeCommand('undo');
		assert.equal(document.getText(), twice);
		await findings(document, ['blocking-sleep', 'blocking-sleep']);
	});

	it('fixes all findings of one rule', async () => {
		const { document } = await openFile('main.py', twice);
		const [finding] = await findings(document, ['blocking-sleep', 'blocking-sleep']);
		assert.ok(finding);
		await choose(titled(await codeActions(document, finding.range, QuickFix), /all .*blocking-sleep/i));
		assert.equal(document.getText(), twice.replace('import time\n', '').replaceAll('time.sleep', 'await asyncio.sleep'));
		await findings(document, []);
	});

	it('ignores a line', async () => {
		const { document } = await openFile('main.py', twice);
		const [finding] = await findings(document, ['blocking-sleep', 'blocking-sleep']);
		assert.ok(finding);
		await choose(titled(await codeActions(document, finding.range, QuickFix), /ignore .*line/i));
		assert.equal(document.lineAt(5).text, '    time.sleep(1)  # asyncio-doctor: ignore[blocking-sleep]');
		await findings(document, ['blocking-sleep']);
	});

	it('disables a rule in the settings', async () => {
		const { document } = await openFile('main.py', twice);
		const [finding] = await findings(document, ['blocking-sleep', 'blocking-sleep']);
		assert.ok(finding);
		try {
			await choose(titled(await codeActions(document, finding.range, QuickFix), /disable .*settings/i));
			await findings(document, []);
			assert.deepEqual(vscode.workspace.getConfiguration('asyncioDoctor').get('severity'), { 'blocking-sleep': 'off' });
		} finally {
			await vscode.workspace.getConfiguration('asyncioDoctor').update('severity', undefined, vscode.ConfigurationTarget.Workspace);
		}
		await findings(document, ['blocking-sleep', 'blocking-sleep']);
	});

	it('disables a rule in pyproject.toml', async () => {
		const { document } = await openFile('main.py', twice);
		const [finding] = await findings(document, ['blocking-sleep', 'blocking-sleep']);
		assert.ok(finding);
		await choose(titled(await codeActions(document, finding.range, QuickFix), /disable .*pyproject/i));
		await vscode.workspace.saveAll(true);
		await findings(document, []);
		const project = await readFile('pyproject.toml');
		assert.match(project, /\[tool\.asyncio-doctor/);
		assert.match(project, /blocking-sleep"? = "off"/);
	});

	it('links to the documentation of a rule', async () => {
		const { document } = await openFile('main.py', twice);
		const [finding] = await findings(document, ['blocking-sleep', 'blocking-sleep']);
		assert.ok(finding);
		await choose(titled(await codeActions(document, finding.range, QuickFix), /documentation/i));
		const label = await until(
			'the page of the rule',
			() => vscode.window.tabGroups.activeTabGroup.activeTab?.label.includes('blocking-sleep') && vscode.window.tabGroups.activeTabGroup.activeTab.label,
		);
		assert.match(label, /blocking-sleep/);
		await vscode.commands.executeCommand('workbench.action.closeAllEditors');
	});

	it('fixes all that is safe on request, and nothing else', async () => {
		const text = twice.replace('    print("done")\n', '    input()\n');
		const { document } = await openFile('main.py', text);
		await findings(document, ['blocking-sleep', 'blocking-input', 'blocking-sleep']);
		const [action] = await codeActions(document, new vscode.Range(0, 0, document.lineCount, 0), fixAll);
		assert.ok(action);
		assert.equal(action.kind?.value, fixAll.value);
		await choose(action);
		assert.equal(document.getText(), text.replace('import time\n', '').replaceAll('time.sleep', 'await asyncio.sleep'));
		await findings(document, ['blocking-input']);
	});

	it('fixes all that is safe on save', async () => {
		const { document } = await openFile('main.py', twice);
		await findings(document, ['blocking-sleep', 'blocking-sleep']);
		const settings = await changeSettings({ 'editor.codeActionsOnSave': { [fixAll.value]: 'explicit' } });
		try {
			await vscode.window.activeTextEditor?.edit((edit) => edit.insert(new vscode.Position(0, 0), '# changed\n'));
			await sleep(300);
			assert.ok(await document.save());
			assert.equal(await readFile('main.py'), `# changed\n${twice}`.replace('import time\n', '').replaceAll('time.sleep', 'await asyncio.sleep'));
		} finally {
			await settings.restore();
		}
		await findings(document, []);
	});

	it('makes a helper async over several files, after a preview', async () => {
		await writeFile('jobs.py', 'import asyncio\n\n\nasync def work():\n    await asyncio.sleep(0)\n\n\ndef load():\n    return asyncio.run(work())\n');
		await writeFile('script.py', 'from jobs import load\n\nprint(load())\n');
		const text = 'from jobs import load\n\n\nasync def main():\n    return load()\n';
		const { document } = await openFile('main.py', text);
		const [finding] = await findings(document, ['nested-event-loop']);
		assert.ok(finding);
		const title = /^Make load\(\) async and await it at its 2 callers$/;
		// The other caller is found in the background.
		const action = await until('the fix over files', async () => (await codeActions(document, finding.range, QuickFix)).find((one) => title.test(one.title)));
		assert.deepEqual(
			action.edit
				?.entries()
				.map(([uri]) => uri.path.split('/').pop())
				.sort(),
			['jobs.py', 'main.py', 'script.py'],
		);
		// Chosen from the menu: the commands of the interface for extensions drop what asks for the preview.
		const position = titledIndex(await codeActions(document, finding.range, QuickFix), title);
		const editor = vscode.window.activeTextEditor;
		assert.ok(editor);
		editor.selection = new vscode.Selection(finding.range.start, finding.range.start);
		await vscode.commands.executeCommand('editor.action.quickFix');
		await sleep(1000);
		for (let i = 0; i < position; i++) await vscode.commands.executeCommand('selectNextCodeAction');
		await vscode.commands.executeCommand('acceptSelectedCodeAction');
		await sleep(1000);
		assert.equal(document.getText(), text, 'nothing is changed before the preview is accepted');
		await until('the preview to be accepted', async () => {
			await vscode.commands.executeCommand('refactorPreview.apply').then(undefined, () => undefined);
			return document.getText() !== text;
		});
		assert.equal(document.getText(), text.replace('return load()', 'return await load()'));
		const jobs = await vscode.workspace.openTextDocument(inWorkspace('jobs.py'));
		assert.match(jobs.getText(), /async def load\(\):\n {4}return await work\(\)/);
		const script = await vscode.workspace.openTextDocument(inWorkspace('script.py'));
		assert.match(script.getText(), /print\(asyncio\.run\(load\(\)\)\)/);
		await findings(document, []);
		await vscode.workspace.saveAll(true);
		await until('the files to be saved', () => !jobs.isDirty && !script.isDirty);
	});
});

function titledIndex(actions: readonly vscode.CodeAction[], title: RegExp): number {
	return actions.findIndex((action) => title.test(action.title));
}
