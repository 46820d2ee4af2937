import { afterEach, describe, expect, it } from 'vitest';
import { Editor } from './editor.ts';

const blocking = 'import time\n\n\nasync def main():\n    time.sleep(1)\n';

let editor: Editor;

afterEach(() => editor.dispose());

/** Sends bytes as they are, behind the back of the protocol's implementation. */
function sendRaw(content: string): void {
	editor.process.stdin?.write(`Content-Length: ${Buffer.byteLength(content)}\r\n\r\n${content}`);
}

async function isAlive(): Promise<void> {
	const uri = editor.open(`alive_${Math.floor(Math.random() * 1e9)}.py`, blocking);
	expect(await editor.rules(uri)).toEqual(['blocking-sleep']);
}

describe('a session', () => {
	it('says what the server can do', async () => {
		editor = await new Editor().start();
		expect(editor.initializeResult).toMatchObject({
			serverInfo: { name: 'Asyncio Doctor', version: expect.stringMatching(/^\d+\.\d+\.\d+/) },
			capabilities: {
				textDocumentSync: { openClose: true, change: 2, save: true },
				codeActionProvider: {
					codeActionKinds: ['quickfix', 'refactor.rewrite', 'source.fixAll.asyncioDoctor', 'source.asyncioDoctor.migrate'],
					resolveProvider: true,
				},
				hoverProvider: true,
				workspace: { workspaceFolders: { supported: true } },
			},
		});
	});

	it('ends with exit code 0 after shutdown', async () => {
		editor = await new Editor().start();
		await isAlive();
		expect(await editor.stop()).toBe(0);
	});

	it('ends with exit code 1 without shutdown', async () => {
		editor = await new Editor().start();
		const ended = editor.ended();
		await editor.connection.sendNotification('exit');
		expect(await ended).toBe(1);
	});

	it('ends when the client goes away', async () => {
		editor = await new Editor().start();
		const ended = editor.ended();
		editor.process.stdin?.end();
		await ended;
	});

	it('answers requests before initialize with an error', async () => {
		editor = new Editor();
		await expect(
			editor.connection.sendRequest('textDocument/hover', { textDocument: { uri: 'file:///x.py' }, position: { line: 0, character: 0 } }),
		).rejects.toMatchObject({
			code: -32002,
		});
		await editor.start();
		await isAlive();
	});
});

describe('messages that make no sense', () => {
	it('of broken JSON are survived', async () => {
		editor = await new Editor().start();
		sendRaw('{"jsonrpc": "2.0", "id": 7, "method"');
		sendRaw('[]');
		sendRaw('null');
		await isAlive();
	});

	it('of unknown name are answered with an error, or passed over', async () => {
		editor = await new Editor().start();
		await expect(editor.connection.sendRequest('textDocument/levitate', {})).rejects.toMatchObject({ code: -32601 });
		await editor.connection.sendNotification('textDocument/didLevitate', {});
		await isAlive();
	});

	it.each([
		'textDocument/hover',
		'textDocument/codeAction',
		'textDocument/diagnostic',
		'workspace/diagnostic',
		'workspace/executeCommand',
		'asyncioDoctor/documentStatus',
	])('%s with wrong parameters is answered with an error', async (method) => {
		editor = await new Editor().start();
		for (const params of [{}, { textDocument: null }, { textDocument: { uri: 7 }, position: 'x', range: [] }]) {
			await expect(editor.connection.sendRequest(method, params)).rejects.toMatchObject({ code: expect.any(Number) });
		}
		await isAlive();
	});

	it.each([
		'textDocument/didOpen',
		'textDocument/didChange',
		'textDocument/didSave',
		'textDocument/didClose',
		'workspace/didChangeConfiguration',
		'workspace/didChangeWatchedFiles',
		'workspace/didChangeWorkspaceFolders',
		'asyncioDoctor/interpreter',
	])('%s with wrong parameters is survived', async (method) => {
		editor = await new Editor().start();
		for (const params of [
			{},
			{ textDocument: null },
			{ textDocument: { uri: 7, text: 8 }, contentChanges: 'x', changes: {}, event: { added: 7 }, settings: 7 },
		]) {
			await editor.connection.sendNotification(method, params);
		}
		await isAlive();
	});

	it('with ranges outside the text are survived', async () => {
		editor = await new Editor().start();
		const uri = editor.open('main.py', blocking);
		for (const [start, end] of [
			[
				{ line: 99, character: 99 },
				{ line: 999, character: 0 },
			],
			[
				{ line: 3, character: 0 },
				{ line: 1, character: 0 },
			],
			[
				{ line: -1, character: -5 },
				{ line: 0, character: 0 },
			],
		]) {
			await editor.connection.sendNotification('textDocument/didChange', {
				textDocument: { uri, version: 2 },
				contentChanges: [{ range: { start, end }, text: '' }],
			});
		}
		await editor.connection.sendRequest('textDocument/codeAction', {
			textDocument: { uri },
			range: { start: { line: 50, character: 0 }, end: { line: 60, character: 0 } },
			context: { diagnostics: [] },
		});
		await isAlive();
	});

	it('about documents that are not open get an empty answer', async () => {
		editor = await new Editor().start();
		const uri = editor.uri('missing.py');
		const textDocument = { uri };
		expect(await editor.rules(uri)).toEqual([]);
		expect(await editor.connection.sendRequest('textDocument/hover', { textDocument, position: { line: 0, character: 0 } })).toBeNull();
		const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
		expect(await editor.connection.sendRequest('textDocument/codeAction', { textDocument, range, context: { diagnostics: [] } })).toEqual([]);
		await editor.connection.sendNotification('textDocument/didChange', { textDocument: { uri, version: 2 }, contentChanges: [{ text: blocking }] });
		await editor.connection.sendNotification('textDocument/didClose', { textDocument });
		await isAlive();
	});

	it('ask for an unknown command and get an error', async () => {
		editor = await new Editor().start();
		await expect(editor.connection.sendRequest('workspace/executeCommand', { command: 'rm' })).rejects.toMatchObject({ code: -32602 });
		await isAlive();
	});
});

describe('a document at which an earlier server hung', () => {
	it('is not looked at; the others are, and whoever asks whether the server answers gets an answer', async () => {
		const left = 'file:///left/out.py';
		editor = await new Editor({ initializationOptions: { leftOut: [left] } }).start();
		editor.open(left, blocking);
		await isAlive();
		expect(await editor.connection.sendRequest('textDocument/diagnostic', { textDocument: { uri: left } })).toMatchObject({ items: [] });
		const at = { textDocument: { uri: left }, position: { line: 4, character: 6 } };
		expect(await editor.connection.sendRequest('textDocument/hover', at)).toBeNull();
		expect(await editor.connection.sendRequest('asyncioDoctor/alive')).toBeNull();
	});
});

describe('what the protocol does not allow', () => {
	it('a second initialize is refused, and the session goes on', async () => {
		editor = await new Editor().start();
		await expect(editor.connection.sendRequest('initialize', { processId: null, rootUri: null, capabilities: {} })).rejects.toMatchObject({ code: -32600 });
		await isAlive();
	});

	it('requests after shutdown are refused, and exit ends with 0', async () => {
		editor = await new Editor().start();
		const ended = editor.ended();
		await editor.connection.sendRequest('shutdown');
		const params = { textDocument: { uri: 'file:///a.py' }, position: { line: 0, character: 0 } };
		await expect(editor.connection.sendRequest('textDocument/hover', params)).rejects.toMatchObject({ code: -32600 });
		await editor.connection.sendNotification('textDocument/didOpen', {
			textDocument: { uri: 'file:///a.py', languageId: 'python', version: 1, text: blocking },
		});
		await editor.connection.sendNotification('exit');
		expect(await ended).toBe(0);
	});

	it.each(['textDocument/hover', 'textDocument/codeAction', 'textDocument/diagnostic', 'workspace/executeCommand', 'asyncioDoctor/explain'])(
		'%s with wrong parameters is told so in a sentence',
		async (method) => {
			editor = await new Editor().start();
			const failure = await editor.connection
				.sendRequest(method, { textDocument: { uri: 7 }, position: 'x', range: [], command: 7, text: 7 })
				.catch((error: unknown) => error);
			expect(failure).toMatchObject({ code: -32602, message: expect.not.stringMatching(/\n\s+at |undefined|TypeError/) });
			await isAlive();
		},
	);

	it('who says goodbye and goes is no failure', async () => {
		editor = await new Editor().start();
		const ended = editor.ended();
		await editor.connection.sendRequest('shutdown');
		void editor.connection.sendNotification('exit').then(() => editor.process.stdin?.end());
		expect(await ended).toBe(0);
	});

	it('who goes after the answer to shutdown is no failure either', async () => {
		editor = await new Editor().start();
		const ended = editor.ended();
		await editor.connection.sendRequest('shutdown');
		editor.process.stdin?.end();
		expect(await ended).toBe(0);
	});

	it('a header without a length is answered by a clear end', async () => {
		editor = await new Editor().start();
		const ended = editor.ended().then((code) => `ended ${code}`);
		editor.process.stdin?.write('Content-Type: text/plain\r\n\r\n{}');
		expect(await ended).toBe('ended 1');
	});
});

describe('odd documents', () => {
	it.each([
		'file://server/share/a.py',
		'file:////server/share/a.py',
		'vscode-remote://ssh%2Bhost/home/a.py',
		'untitled:Untitled-1',
		'file:///c%3A/a%20b/%E2%82%AC.py',
		'file:///a.py?x=1#y',
		'mailto:a.py',
	])('%s is a document like others', async (uri) => {
		editor = await new Editor().start();
		editor.open(uri, blocking);
		const report = await editor.connection.sendRequest('textDocument/diagnostic', { textDocument: { uri } });
		expect(report).toMatchObject({ items: [{ code: 'blocking-sleep' }] });
		await isAlive();
	});

	it('of more than 20 MB are answered for', async () => {
		editor = await new Editor().start();
		const uri = editor.open('file:///big/a.py', blocking + '# a long comment that fills the file with something\n'.repeat(450_000));
		await editor.connection.sendRequest('textDocument/diagnostic', { textDocument: { uri } });
		await isAlive();
	}, 60_000);
});
