import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { ExplainedError } from '../../../server/src/protocol.ts';
import { cleanUp, codeActions, extension, inWorkspace, openFile, sleep, until, writeFile } from './editor.ts';

const helper = 'import asyncio\n\n\nasync def load():\n    await asyncio.sleep(0)\n\n\ndef refresh():\n    return asyncio.run(load())\n';
const app = 'import asyncio\nfrom helper import refresh\n\n\nasync def main():\n    refresh()\n\n\nasyncio.run(main())\n';
const direct = 'import asyncio\n\n\nasync def load():\n    await asyncio.sleep(0)\n\n\nasync def main():\n    asyncio.run(load())\n\n\nasyncio.run(main())\n';
const runners = 'lib/python3.11/asyncio/runners.py';
const title = 'An event loop is started where one already runs';
const message = 'asyncio.run() cannot be called from a running event loop';

/** What Python prints when the innermost of these places, given outermost first, starts a second loop. */
const traceback = (...places: readonly (readonly [file: string, line: number, name: string])[]) =>
	[
		'Traceback (most recent call last):',
		...places.map(([file, line, name]) => `  File "${inWorkspace(file).fsPath}", line ${line}, in ${name}`),
		'  File "/usr/lib/python3.11/asyncio/runners.py", line 186, in run',
		`RuntimeError: ${message}`,
	].join('\n');

const explainTraceback = (text?: string) => vscode.commands.executeCommand<readonly ExplainedError[]>('asyncioDoctor.explainTraceback', text);

async function explanationIsShown(shown = title): Promise<void> {
	await until(`the panel "${shown}"`, () => vscode.window.tabGroups.all.some(({ tabs }) => tabs.some(({ label }) => label === shown)));
}

async function cursorIsAt(file: string, line: number): Promise<vscode.TextEditor> {
	return until(`the cursor in line ${line} of ${file}`, () => {
		const editor = vscode.window.activeTextEditor;
		return editor?.document.uri.path === inWorkspace(file).path && editor.selection.active.line + 1 === line && editor;
	});
}

describe('explaining a traceback', () => {
	before(() => extension().activate());
	afterEach(async () => {
		await vscode.commands.executeCommand('workbench.action.closeAllGroups');
		await cleanUp('app.py', 'helper.py', 'direct.py', 'lib', 'log.txt');
	});

	it('takes the selection, shows the explanation and opens the place with its fix at hand', async () => {
		await writeFile('direct.py', direct);
		const log = await openFile('log.txt', `something else\n${traceback(['direct.py', 12, '<module>'], ['direct.py', 9, 'main'])}\n`);
		await vscode.env.clipboard.writeText('RuntimeError: Event loop is closed');
		log.selection = new vscode.Selection(1, 0, log.document.lineCount, 0);
		const [first] = await explainTraceback();
		assert.equal(first?.error, 'nested-run');
		await explanationIsShown();
		const { document, selection } = await cursorIsAt('direct.py', 9);
		const actions = await codeActions(document, selection, vscode.CodeActionKind.QuickFix);
		assert.ok(actions.some((action) => action.title === first.findings[0]?.fixes[0]));
	});

	it('takes the clipboard when nothing is selected', async () => {
		await writeFile('helper.py', helper);
		await openFile('app.py', app);
		await vscode.env.clipboard.writeText(traceback(['app.py', 9, '<module>'], ['app.py', 6, 'main'], ['helper.py', 9, 'refresh']));
		const [first] = await explainTraceback();
		assert.equal(first?.findings[0]?.rule, 'nested-event-loop');
		await explanationIsShown();
		await cursorIsAt('helper.py', 9);
		// From the page: the menu of the fixes, where the coroutine calls the helper.
		await vscode.commands.executeCommand('asyncioDoctor.explanation.openFixes', first.findings[0]);
		await cursorIsAt('app.py', 6);
		await vscode.commands.executeCommand('acceptSelectedCodeAction');
		await vscode.commands.executeCommand('hideCodeActionWidget');
	});

	it('asks for the text when the clipboard has nothing about asyncio', async () => {
		await vscode.env.clipboard.writeText('KeyError: 1');
		const asked = explainTraceback();
		const answer = await until('the input box to close', async () => {
			await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
			return Promise.race([asked, sleep(200).then(() => undefined)]);
		});
		assert.deepEqual(answer, []);
	});

	it('explains without a place what is about no file of the workspace, and nothing else at all', async () => {
		const [first] = await explainTraceback('RuntimeError: Event loop is closed');
		assert.equal(first?.location, null);
		await explanationIsShown('A closed event loop is used');
		assert.deepEqual(await explainTraceback('KeyError: 1'), []);
	});

	it('is offered when the debugger stops on such an exception', async () => {
		await writeFile('direct.py', direct);
		// What VS Code itself shows: the innermost place.
		await writeFile(runners, '\n'.repeat(200));
		const frame = (id: number, name: string, line: number, file: string) => ({ id, name, line, column: 1, source: { path: inWorkspace(file).fsPath } });
		await vscode.debug.startDebugging(undefined, {
			...{ type: 'debugpy', request: 'launch', name: 'scripted', internalConsoleOptions: 'neverOpen' },
			exceptionInfo: { exceptionId: 'RuntimeError', description: message, breakMode: 'unhandled', details: { message, typeName: 'RuntimeError' } },
			stackFrames: [frame(1, 'run', 186, runners), frame(2, 'main', 9, 'direct.py'), frame(3, '<module>', 12, 'direct.py')],
		});
		try {
			await until('the editor to show where the program stopped', () => vscode.window.activeTextEditor?.document.uri.path === inWorkspace(runners).path);
			await until('the offer', async () => {
				await vscode.commands.executeCommand('notification.acceptPrimaryAction');
				await sleep(200);
				return vscode.window.tabGroups.all.some(({ tabs }) => tabs.some(({ label }) => label === title));
			});
			await cursorIsAt('direct.py', 9);
		} finally {
			await vscode.debug.stopDebugging();
		}
	});
});
