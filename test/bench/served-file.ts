import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { createMessageConnection, type MessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';
import { LineIndex, type TextEdit } from '../../server/src/util/text.ts';

function positionIn(lines: LineIndex, offset: number): { readonly line: number; readonly character: number } {
	const { line, column } = lines.positionAt(offset);
	return { line, character: column };
}

/** A file that is open in a language server of its own, over its pipe. */
export class ServedFile {
	readonly #server: ChildProcessWithoutNullStreams;
	readonly #connection: MessageConnection;
	readonly #uri: string;
	#version = 0;
	#text = '';

	private constructor(server: ChildProcessWithoutNullStreams, connection: MessageConnection, uri: string) {
		this.#server = server;
		this.#connection = connection;
		this.#uri = uri;
	}

	/** `argv`: the server as a program of Node. */
	static async start(argv: readonly string[], folder: string, path: string): Promise<ServedFile> {
		const server = spawn(process.execPath, [...argv], { cwd: folder });
		server.stderr.resume();
		const connection = createMessageConnection(new StreamMessageReader(server.stdout), new StreamMessageWriter(server.stdin));
		connection.onRequest('workspace/configuration', ({ items }: { items: unknown[] }) => items.map(() => null));
		connection.onRequest(() => null);
		connection.listen();
		const uri = pathToFileURL(folder).href;
		await connection.sendRequest('initialize', {
			processId: process.pid,
			rootUri: uri,
			workspaceFolders: [{ uri, name: 'bench' }],
			capabilities: { textDocument: { diagnostic: { dynamicRegistration: false }, publishDiagnostics: { versionSupport: true } } },
		});
		await connection.sendNotification('initialized', {});
		return new ServedFile(server, connection, pathToFileURL(path).href);
	}

	/** Opens the file with a text (anew, where it is open) and waits for what is found there. */
	async open(text: string): Promise<readonly unknown[]> {
		const textDocument = { uri: this.#uri, languageId: 'python', version: ++this.#version, text };
		if (this.#text !== '') await this.#connection.sendNotification('textDocument/didClose', { textDocument });
		this.#text = text;
		await this.#connection.sendNotification('textDocument/didOpen', { textDocument });
		return this.#diagnostics();
	}

	/** Sends an edit; `text` is what it makes. Gives the milliseconds until the diagnostics of that text are here. */
	async type({ range, newText }: TextEdit, text: string): Promise<number> {
		const lines = new LineIndex(this.#text);
		const change = { range: { start: positionIn(lines, range.start), end: positionIn(lines, range.end) }, text: newText };
		this.#text = text;
		const start = performance.now();
		void this.#connection.sendNotification('textDocument/didChange', {
			textDocument: { uri: this.#uri, version: ++this.#version },
			contentChanges: [change],
		});
		await this.#diagnostics();
		return performance.now() - start;
	}

	async #diagnostics(): Promise<readonly unknown[]> {
		const report = await this.#connection.sendRequest<{ items?: unknown[] }>('textDocument/diagnostic', { textDocument: { uri: this.#uri } });
		return report.items ?? [];
	}

	/** Processor milliseconds of the server so far; not a number where the system does not say. */
	get processor(): number {
		try {
			const fields = readFileSync(`/proc/${this.#server.pid}/stat`, 'latin1').replace(/^.*\)/s, '').trim().split(' ');
			// Hundredths of a second, of user and system.
			return (Number(fields[11]) + Number(fields[12])) * 10;
		} catch {
			return Number.NaN;
		}
	}

	stop(): void {
		this.#connection.dispose();
		this.#server.kill();
	}
}
