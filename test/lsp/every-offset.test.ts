import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CodeAction, DocumentDiagnosticReport, Hover, Position } from 'vscode-languageserver/node';
import { LineIndex } from '../../server/src/util/text.ts';
import { Editor } from './editor.ts';

const good =
	'import asyncio, time\nimport requests\n\nasync def main(*names):\n    time.sleep(1)  # why\n    asyncio.create_task(main())\n    requests.get("a")\n';
const short = 'import time\n\nasync def f():\n    time.sleep(1)\n';
const program = `${good}\n\nclass A:\n    """Text."""\n\n    async def f(self):\n        return [await g() for g in x]\n\nasyncio.run(main)\n`;

const texts: readonly (readonly [what: string, text: string])[] = [
	['nothing', ''],
	['an end of line', '\n'],
	['white space', '  \t \n\f\n'],
	['only comments', '# Licence\n# of this file\n\n# end'],
	['a shebang and a coding comment', '#!/usr/bin/env python\n# coding: utf-8\nimport asyncio\n'],
	['a licence comment', `# Licence\n\n${short}# end`],
	['semicolons', ';\nimport time;;\nx = 1;\nasync def f(): time.sleep(1); pass;\n'],
	['one semicolon', ';'],
	['Windows line ends', `# Licence\r\n${good.replaceAll('\n', '\r\n')}`],
	['old Macintosh line ends', short.replaceAll('\n', '\r')],
	['all line ends', 'import time\rasync def f():\n    time.sleep(1)\r\n    pass\n\r# x\r\r'],
	['a whole program', program],
	['a byte order mark', `\ufeff${short}`],
	['characters of two code units', 'async def f():\n    "😀"; time.sleep(1); "😀"  # 😀\n\ud83d\n'],
	['NUL', 'async def f():\n    \0time.sleep(1)\0\n'],
	[
		'ignore comments',
		'import time\nasync def f():\n    time.sleep(1)  # asyncio-doctor: ignore[blocking-sleep\n    time.sleep(1)  # asyncio-doctor: ignore[x, ]\n',
	],
	['unclosed brackets', `${good}\nx = [(asyncio.run(main(`],
	['brackets of the wrong kind', 'asyncio.run(]\nasync def f(}:\n    time.sleep(1))\n'],
	['an unclosed quote', `${good}    x = "asyncio.run(\n    y = 1\n`],
	['an unclosed triple quote', `${good}    x = """asyncio.run(\n    y = 1\n`],
	['an unclosed f-string', `${good}    x = f"{asyncio.run(main()\n    y = f"{x!r:{y}"\n`],
	['half-typed decorators', '@\n@a.\n@pytest.fixture(\nasync def f():\n    time.sleep(1)\n@\nclass A:\n    @\n    async def g(self): pass\n    @property\n'],
	['a half-typed function', 'import asyncio\nasync def\nasync def f(\nasync def g(a, *\n    await\n'],
	['half-typed imports', 'import\nimport asyncio.\nfrom\nfrom asyncio import\nfrom . import (a,\nimport time as\nasync def f():\n    time.sleep(1)\n'],
	[
		'half-typed statements',
		'async with\nasync for x in\nawait\nasync def f():\n    async with\n    async for x in\n    try:\n    except*\n    match x:\n        case\n    return await\n',
	],
	['half-typed calls', `${good}    asyncio.\n    asyncio.gather(*\n    asyncio.wait_for(f(),\n    await asyncio.\n    x = await (\n`],
	['merge markers', `${good}<<<<<<< HEAD\n    time.sleep(1)\n=======\n    time.sleep(2)\n>>>>>>> other\n`],
	['bad indentation', ' import time\n  async def f():\n\ttime.sleep(1)\n    time.sleep(2)\n        pass\nelse:\n'],
	['a traceback', 'Traceback (most recent call last):\n  File "a.py", line 1, in <module>\nRuntimeError: no running event loop\n'],
	['brackets alone', '()[]{}(,)[:]{:}@.`$?!\\\n'],
	['a backslash at the end', 'async def f():\n    time.sleep(1) \\'],
	['Python 2', 'import time\nprint "a", time.time()\nexec "b"\nasync = 1\nraise A, "b"\nx = `y` <> 0777L\n'],
	['lambdas, comprehensions and walruses', 'f = lambda *, a=(y := asyncio.run(g())): (yield)\nx = {await a async for a in b if (c := await a)}\n'],
	['global statements', 'async def f():\n    global x, time\n    nonlocal y\n    del x\n    x: int\n    x: Task = asyncio.create_task(f())\n'],
];

let editor: Editor;
const logged: string[] = [];

beforeAll(async () => {
	editor = await new Editor().start();
	editor.connection.onNotification('window/logMessage', ({ type, message }: { type: number; message: string }) => {
		if (type <= 2) logged.push(message);
	});
});
afterAll(() => editor.dispose());

/** Everything an editor asks about a place; a request that fails makes the test fail. */
async function ask(uri: string, position: Position, diagnostics: DocumentDiagnosticReport): Promise<void> {
	const { connection } = editor;
	const textDocument = { uri };
	const range = { start: position, end: position };
	const context = { diagnostics: diagnostics.kind === 'full' ? diagnostics.items : [] };
	const [, actions] = await Promise.all([
		connection.sendRequest<Hover | null>('textDocument/hover', { textDocument, position }),
		connection.sendRequest<CodeAction[]>('textDocument/codeAction', { textDocument, range, context }),
	]);
	const later = actions.filter(({ data }) => data !== undefined);
	await Promise.all(later.map((action) => connection.sendRequest<CodeAction>('codeAction/resolve', action)));
}

async function askEverywhere(uri: string, text: string): Promise<void> {
	const { connection } = editor;
	const textDocument = { uri };
	const diagnostics = await connection.sendRequest<DocumentDiagnosticReport>('textDocument/diagnostic', { textDocument });
	const lines = new LineIndex(text);
	for (let offset = 0; offset <= text.length; offset++) {
		const { line, column } = lines.positionAt(offset);
		await ask(uri, { line, character: column }, diagnostics);
	}
	// Behind the end of a line and of the text.
	await ask(uri, { line: 0, character: 1000 }, diagnostics);
	await ask(uri, { line: 1000, character: 0 }, diagnostics);
	const range = { start: { line: 0, character: 0 }, end: { line: 1000, character: 0 } };
	for (const only of [['refactor'], ['source'], ['source.fixAll']])
		await connection.sendRequest('textDocument/codeAction', { textDocument, range, context: { diagnostics: [], only } });
}

test.each(texts)('no place in a text fails: %s', async (what, text) => {
	const uri = editor.open(`${what.replaceAll(' ', '-')}.py`, text);
	await askEverywhere(uri, text);
	await editor.close(uri);
	expect(logged).toEqual([]);
});

const cells: readonly string[] = [
	'',
	'# Licence',
	'import asyncio, time',
	'%time time.sleep(1)\n!ls {x}\n?asyncio',
	'x = (',
	'asyncio.run(main())\n',
	';',
	'async def f():\r\n    time.sleep(1)\r\n',
	'%%capture\nawait f(',
	'"""',
	'@',
	'loop = asyncio.get_event_loop()\nloop.run_until_complete(f())',
];

test('no place in the cells of a notebook fails', async () => {
	const notebook = editor.uri('book.ipynb');
	const documents = cells.map((text, i) => ({ uri: `vscode-notebook-cell:${notebook.slice('file:'.length)}#c${i}`, languageId: 'python', version: 1, text }));
	await editor.connection.sendNotification('notebookDocument/didOpen', {
		notebookDocument: { uri: notebook, notebookType: 'jupyter-notebook', version: 1, cells: documents.map(({ uri }) => ({ kind: 2, document: uri })) },
		cellTextDocuments: documents,
	});
	for (const { uri, text } of documents) await askEverywhere(uri, text);
	expect(logged).toEqual([]);
});

test('no key fails: a text typed character by character', async () => {
	const text = '# Licence\n@a.b(c="d")\nasync def f(x: "y", *z):\n    for a in [1]: await g(a); time.sleep(1)\n    return {"a": f"{b!r:{c}}"}\n';
	const uri = editor.open('typed.py', '\n');
	const { connection } = editor;
	const lines = new LineIndex(text);
	for (let length = 0; length < text.length; length++) {
		const before = lines.positionAt(length);
		const at = { line: before.line, character: before.column };
		await connection.sendNotification('textDocument/didChange', {
			textDocument: { uri, version: length + 2 },
			contentChanges: [{ range: { start: at, end: at }, text: text[length] }],
		});
		const after = lines.positionAt(length + 1);
		const diagnostics = await connection.sendRequest<DocumentDiagnosticReport>('textDocument/diagnostic', { textDocument: { uri } });
		await ask(uri, { line: after.line, character: after.column }, diagnostics);
	}
	expect(logged).toEqual([]);
});
