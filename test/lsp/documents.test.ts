import { afterEach, describe, expect, it } from 'vitest';
import { ableClient, Editor, type EditorOptions, plainClient, rulesOf, titles, until } from './editor.ts';

const blocking = 'import asyncio\nimport time\n\n\nasync def main():\n    time.sleep(1)\n\n\nasyncio.run(main())\n';
const clean = blocking.replace('time.sleep(1)', 'print(1)');

let editor: Editor;
const start = async (options?: EditorOptions): Promise<Editor> => {
	editor = await new Editor(options).start();
	return editor;
};

afterEach(() => editor.dispose());

describe('diagnostics that the client asks for', () => {
	it('have place, severity, code, link and source', async () => {
		await start();
		const uri = editor.open('main.py', blocking);
		const { items } = await editor.pull(uri);
		expect(items).toEqual([
			expect.objectContaining({
				range: { start: { line: 5, character: 4 }, end: { line: 5, character: 17 } },
				severity: 2,
				code: 'blocking-sleep',
				source: 'asyncio-doctor',
				codeDescription: { href: expect.stringMatching(/^https:.*docs\/rules\/blocking-sleep\.md$/) },
			}),
		]);
	});

	it('follow each edit, also several in one message', async () => {
		await start();
		const uri = editor.open('main.py', clean);
		expect(await editor.rules(uri)).toEqual([]);
		editor.edit(uri, 'print(1)', 'time.sleep(1)');
		expect(await editor.rules(uri)).toEqual(['blocking-sleep']);
		editor.edit(uri, 'import asyncio\n', 'import asyncio\n# "é𝄞" changes no column below\n');
		expect((await editor.pull(uri)).items[0]?.range.start).toEqual({ line: 6, character: 4 });
		await editor.connection.sendNotification('textDocument/didChange', {
			textDocument: { uri, version: 10 },
			contentChanges: [
				// The second range counts in the text that the first change leaves.
				{ range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, text: 'x = 1\r\n' },
				{ range: { start: { line: 7, character: 4 }, end: { line: 7, character: 999 } }, text: 'pass' },
			],
		});
		expect(await editor.rules(uri)).toEqual([]);
		await editor.connection.sendNotification('textDocument/didChange', { textDocument: { uri, version: 11 }, contentChanges: [{ text: blocking }] });
		expect(await editor.rules(uri)).toEqual(['blocking-sleep']);
	});

	it('are said to be unchanged where they are', async () => {
		await start();
		const uri = editor.open('main.py', blocking);
		const first = await editor.pull(uri);
		expect(await editor.pull(uri, first.resultId)).toEqual({ kind: 'unchanged', resultId: first.resultId });
		editor.edit(uri, 'time.sleep(1)', 'print(1)');
		expect(await editor.pull(uri, first.resultId)).toMatchObject({ kind: 'full', items: [] });
	});

	it('are not published as well', async () => {
		await start();
		const uri = editor.open('main.py', blocking);
		await editor.rules(uri);
		await new Promise((resolve) => setTimeout(resolve, 300));
		expect(editor.published).toEqual([]);
	});

	it('wait for saving with run: onSave', async () => {
		await start({ settings: { run: 'onSave' } });
		const uri = editor.open('main.py', clean);
		const first = await editor.pull(uri);
		editor.edit(uri, 'print(1)', 'time.sleep(1)');
		expect(await editor.pull(uri, first.resultId)).toEqual({ kind: 'unchanged', resultId: first.resultId });
		await editor.save(uri);
		expect(rulesOf((await editor.pull(uri, first.resultId)).items)).toEqual(['blocking-sleep']);
	});

	it('exist for untitled documents and those of virtual file systems', async () => {
		await start();
		for (const uri of ['untitled:Untitled-1', 'vscode-vfs://github/someone/project/main.py']) {
			editor.open(uri, blocking);
			expect(await editor.rules(uri)).toEqual(['blocking-sleep']);
			expect(titles(await editor.actions(uri, 'time.sleep')).length).toBeGreaterThan(0);
		}
	});

	it('show an ignore comment that silences nothing as a hint that can be removed', async () => {
		await start();
		const uri = editor.open('main.py', clean.replace('print(1)', 'print(1)  # asyncio-doctor: ignore[blocking-sleep]'));
		expect((await editor.pull(uri)).items).toEqual([expect.objectContaining({ severity: 4, tags: [1], source: 'asyncio-doctor' })]);
		const [action] = await editor.actions(uri, 'asyncio-doctor: ignore');
		expect(editor.applied(action, uri)).toBe(clean);
	});
});

describe('diagnostics that are published', () => {
	it('carry the version of the text they are about, and follow edits', async () => {
		await start({ capabilities: plainClient });
		const uri = editor.open('main.py', blocking, 5);
		expect(rulesOf((await editor.diagnostics(uri, ({ version }) => version === 5)).diagnostics)).toEqual(['blocking-sleep']);
		editor.edit(uri, 'time.sleep(1)', 'time.sleep(1); time.sleep(2)');
		expect(rulesOf((await editor.diagnostics(uri, ({ version }) => version === 6)).diagnostics)).toEqual(['blocking-sleep', 'blocking-sleep']);
	});

	it('never tell of a version that was passed', async () => {
		await start({ capabilities: plainClient });
		const uri = editor.open('main.py', clean);
		await editor.diagnostics(uri, ({ version }) => version === 1);
		for (let i = 0; i < 20; i++) editor.edit(uri, 'print(1)', 'print(1)  ');
		editor.edit(uri, 'print(1)', 'time.sleep(1)');
		await editor.diagnostics(uri, ({ version }) => version === 22);
		const versions = editor.published.filter((params) => params.uri === uri).map(({ version }) => version ?? 0);
		expect(versions).toEqual(versions.toSorted((a, b) => a - b));
		expect(versions.length).toBeLessThan(22);
		expect(rulesOf(editor.published.at(-1)?.diagnostics ?? [])).toEqual(['blocking-sleep']);
	});

	it('go when the document is closed', async () => {
		await start({ capabilities: plainClient });
		const uri = editor.open('main.py', blocking);
		await editor.diagnostics(uri, ({ diagnostics }) => diagnostics.length === 1);
		await editor.close(uri);
		await editor.diagnostics(uri, ({ diagnostics }) => diagnostics.length === 0);
	});

	it('wait for saving with run: onSave', async () => {
		await start({ capabilities: plainClient, initializationOptions: { settings: { run: 'onSave' } } });
		const uri = editor.open('main.py', clean);
		await editor.diagnostics(uri, ({ version }) => version === 1);
		editor.edit(uri, 'print(1)', 'time.sleep(1)');
		await new Promise((resolve) => setTimeout(resolve, 400));
		expect(editor.published.map(({ version }) => version)).toEqual([1]);
		await editor.save(uri);
		expect(rulesOf((await editor.diagnostics(uri, ({ version }) => version === 2)).diagnostics)).toEqual(['blocking-sleep']);
	});
});

describe('hover', () => {
	it('on a finding tells why, for which Python, and links to the page', async () => {
		await start();
		editor.write('pyproject.toml', '[project]\nname = "x"\nrequires-python = ">=3.11"\n');
		const uri = editor.open('main.py', blocking);
		const hover = await editor.hover(uri, 'time.sleep');
		expect(hover?.value).toMatch(/^\*\*.+\*\*/);
		expect(hover?.value).toContain('Judged for Python 3.11');
		expect(hover?.value).toContain('requires-python');
		expect(hover?.value).toMatch(/\]\(https:[^)]*blocking-sleep\.md\)/);
		expect(hover?.range?.start).toEqual({ line: 5, character: 4 });
	});

	it('links to the page that came with the client, where it has one', async () => {
		await start({ initializationOptions: { commands: ['asyncioDoctor.showRuleDocumentation'] } });
		const uri = editor.open('main.py', blocking);
		expect((await editor.hover(uri, 'time.sleep'))?.value).toContain('](command:asyncioDoctor.showRuleDocumentation?%5B%22blocking-sleep%22%5D)');
	});

	it('is plain text for a client that knows no Markdown', async () => {
		await start({ capabilities: { ...ableClient, textDocument: { ...ableClient.textDocument, hover: { contentFormat: ['plaintext'] } } } });
		const uri = editor.open('main.py', blocking);
		const hover = await editor.hover(uri, 'time.sleep');
		expect(hover?.kind).toBe('plaintext');
		expect(hover?.value).toContain('blocking-sleep');
		expect(hover?.value).not.toMatch(/\*\*|`|\]\(/);
	});

	it('on an asyncio function tells what it is', async () => {
		await start();
		const uri = editor.open('main.py', blocking);
		expect((await editor.hover(uri, 'run(main'))?.value).toContain('asyncio.run');
	});

	it('is nothing where nothing stands', async () => {
		await start();
		const uri = editor.open('main.py', `${blocking}\n\nx = 1\n`);
		expect(await editor.hover(uri, 'x = 1')).toBeUndefined();
	});
});

describe('status', () => {
	it('tells the rules and the Python version of a document, and follows the interpreter', async () => {
		await start();
		const uri = editor.open('main.py', clean);
		const ask = () => editor.connection.sendRequest('asyncioDoctor/documentStatus', { textDocument: { uri } });
		expect(await ask()).toMatchObject({ enabled: true, pythonSource: 'default', python: expect.stringMatching(/^Python 3\.10–3\.\d+$/) });
		await editor.connection.sendNotification('asyncioDoctor/interpreter', { version: '3.9' });
		expect(await ask()).toMatchObject({ python: 'Python 3.9', pythonSource: expect.stringContaining('interpreter') });
		await until('a refresh', () => (editor.refreshes > 0 ? true : undefined));
	});
});
