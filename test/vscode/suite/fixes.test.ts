import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { changeSettings, choose, cleanUp, codeActions, findings, openFile, readFile, sleep, titled, until } from './editor.ts';

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
	afterEach(() => cleanUp('main.py', 'pyproject.toml', '.vscode'));

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
});
