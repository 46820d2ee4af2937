import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Writable } from 'node:stream';
import { fileURLToPath, pathToFileURL } from 'node:url';
import {
	type ApplyWorkspaceEditParams,
	type ClientCapabilities,
	type CodeAction,
	createProtocolConnection,
	type Diagnostic,
	type Hover,
	type InitializeResult,
	type MarkupContent,
	type ProtocolConnection,
	type PublishDiagnosticsParams,
	type Range,
	type Registration,
	StreamMessageReader,
	StreamMessageWriter,
	type TextEdit,
	type WorkspaceEdit,
} from 'vscode-languageserver/node';
import { applyEdits, LineIndex } from '../../server/src/util/text.ts';

const server = join(dirname(fileURLToPath(import.meta.url)), '../../server/out/main.cjs');

export interface EditorOptions {
	/** Folders below the project, which are the workspace folders; the project itself when left out, none when empty. */
	readonly folders?: readonly string[];
	readonly capabilities?: ClientCapabilities;
	/** Without it the client cannot be asked for its settings. */
	readonly settings?: Record<string, unknown> | undefined;
	readonly initializationOptions?: unknown;
	/** A program that runs the server, with its arguments. */
	readonly through?: readonly string[];
}

/** What VS Code can do, as far as it matters here. */
export const ableClient: ClientCapabilities = {
	textDocument: {
		diagnostic: { dynamicRegistration: true, relatedInformation: true, codeDescriptionSupport: true },
		codeAction: { dataSupport: true, resolveSupport: { properties: ['edit'] }, codeActionLiteralSupport: { codeActionKind: { valueSet: [] } } },
		hover: { contentFormat: ['markdown', 'plaintext'] },
	},
	workspace: {
		configuration: true,
		workspaceFolders: true,
		didChangeConfiguration: { dynamicRegistration: true },
		didChangeWatchedFiles: { dynamicRegistration: true },
		diagnostics: { refreshSupport: true },
		workspaceEdit: { documentChanges: true, resourceOperations: ['create'] },
	},
	window: { workDoneProgress: true },
};

/** An editor that can do as little as the protocol allows: it is sent diagnostics, settings come with its notifications. */
export const plainClient: ClientCapabilities = { textDocument: { publishDiagnostics: { relatedInformation: true, versionSupport: true } } };

/** A small editor that talks to the built server over standard input and output, with a project of its own on disk. */
export class Editor {
	readonly process: ChildProcess;
	readonly connection: ProtocolConnection;
	readonly project: string;
	readonly registrations: Registration[] = [];
	readonly published: PublishDiagnosticsParams[] = [];
	readonly messages: string[] = [];
	/** Edits that the server asked to be made; nothing is done with them. */
	readonly sentEdits: WorkspaceEdit[] = [];
	/** Settings by workspace folder, as told under `asyncioDoctor`; '' holds for everything without its own. */
	readonly settings = new Map<string, Record<string, unknown>>();
	/** The section `python.analysis`, which belongs to Pylance. */
	pylance: Record<string, unknown> = {};
	refreshes = 0;
	readonly #texts = new Map<string, { text: string; version: number }>();
	readonly #options: EditorOptions;
	initializeResult: InitializeResult | undefined;

	constructor(options: EditorOptions = {}) {
		this.#options = options;
		this.project = realpathSync.native(mkdtempSync(join(tmpdir(), 'asyncio-doctor-lsp-')));
		const [program = process.execPath, ...args] = [...(options.through ?? []), process.execPath, server, '--stdio'];
		this.process = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] });
		const { stdin, stdout } = this.process;
		if (!stdin || !stdout) throw new Error('The server has no pipes');
		this.connection = createProtocolConnection(new StreamMessageReader(stdout), writerUntilClosed(stdin));
		this.settings.set('', options.settings ?? {});
		this.#answerServer();
		this.connection.listen();
	}

	async start(): Promise<this> {
		const { folders, capabilities = ableClient, initializationOptions } = this.#options;
		this.initializeResult = await this.connection.sendRequest<InitializeResult>('initialize', {
			processId: process.pid,
			rootUri: null,
			capabilities,
			initializationOptions,
			workspaceFolders: (folders ?? ['']).map((folder) => ({ uri: this.uri(folder), name: folder })),
		});
		await this.connection.sendNotification('initialized', {});
		return this;
	}

	/** Writes a file of the project. */
	write(path: string, text: string): string {
		const file = join(this.project, path);
		mkdirSync(dirname(file), { recursive: true });
		writeFileSync(file, text);
		return this.uri(path);
	}

	uri(path: string): string {
		return pathToFileURL(path === '' ? this.project : join(this.project, path)).href;
	}

	/** `document`: a path of the project, or a URI. */
	open(document: string, text: string, version = 1): string {
		const uri = document.includes(':') ? document : this.write(document, text);
		this.#texts.set(uri, { text, version });
		void this.connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId: 'python', version, text } });
		return uri;
	}

	/** Replaces the first occurrence of `before`, telling the server the range only. */
	edit(uri: string, before: string, after: string): void {
		const document = this.#document(uri);
		const start = document.text.indexOf(before);
		if (start < 0) throw new Error(`${uri} holds no ${before}`);
		const lines = new LineIndex(document.text);
		const range = { start: position(lines, start), end: position(lines, start + before.length) };
		document.text = document.text.slice(0, start) + after + document.text.slice(start + before.length);
		document.version++;
		void this.connection.sendNotification('textDocument/didChange', {
			textDocument: { uri, version: document.version },
			contentChanges: [{ range, text: after }],
		});
	}

	async save(uri: string): Promise<void> {
		writeFileSync(fileURLToPath(uri), this.text(uri));
		await this.connection.sendNotification('textDocument/didSave', { textDocument: { uri } });
	}

	async close(uri: string): Promise<void> {
		this.#texts.delete(uri);
		await this.connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
	}

	text(uri: string): string {
		return this.#document(uri).text;
	}

	/** The report of `textDocument/diagnostic`. */
	async pull(uri: string, previousResultId?: string): Promise<{ kind: string; resultId?: string; items: Diagnostic[] }> {
		return this.connection.sendRequest('textDocument/diagnostic', { textDocument: { uri }, ...(previousResultId !== undefined && { previousResultId }) });
	}

	/** Names of the rules that speak, in the order of the text. */
	async rules(uri: string): Promise<unknown[]> {
		return rulesOf((await this.pull(uri)).items);
	}

	/** Code actions at the first occurrence of `at`, their edits resolved. */
	async actions(uri: string, at: string, only?: string[]): Promise<CodeAction[]> {
		const lines = new LineIndex(this.text(uri));
		const start = this.text(uri).indexOf(at);
		const range: Range = { start: position(lines, start), end: position(lines, start + at.length) };
		const params = { textDocument: { uri }, range, context: { diagnostics: [], ...(only && { only }) } };
		const actions = await this.connection.sendRequest<CodeAction[]>('textDocument/codeAction', params);
		return Promise.all(actions.map((action) => (action.data === undefined ? action : this.connection.sendRequest<CodeAction>('codeAction/resolve', action))));
	}

	/** The text of a document once an action's edit is applied; the document itself stays as it is. */
	applied(action: CodeAction | undefined, uri: string): string {
		if (!action?.edit) throw new Error(`There is no edit in ${JSON.stringify(action)}`);
		const text = this.#texts.get(uri)?.text ?? '';
		const lines = new LineIndex(text);
		const edits = editsFor(action.edit, uri).map(({ range, newText }) => ({
			range: { start: offset(lines, range.start), end: offset(lines, range.end) },
			newText,
		}));
		return applyEdits(text, edits);
	}

	/** The hover at the first occurrence of `at`. */
	async hover(uri: string, at: string): Promise<{ readonly kind: string; readonly value: string; readonly range: Range | undefined } | undefined> {
		const where = position(new LineIndex(this.text(uri)), this.text(uri).indexOf(at) + 1);
		const hover = await this.connection.sendRequest<Hover | null>('textDocument/hover', { textDocument: { uri }, position: where });
		return hover ? { ...(hover.contents as MarkupContent), range: hover.range } : undefined;
	}

	/** Tells the server that settings have changed; one that cannot be asked is told them. */
	async settingsChanged(settings: Record<string, unknown>, folder = ''): Promise<void> {
		this.settings.set(folder, settings);
		await this.connection.sendNotification('workspace/didChangeConfiguration', { settings: { asyncioDoctor: settings } });
	}

	async filesChanged(...paths: string[]): Promise<void> {
		await this.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: paths.map((path) => ({ uri: this.uri(path), type: 2 })) });
	}

	/** The last diagnostics published for a document once they satisfy `test`. */
	async diagnostics(uri: string, test: (params: PublishDiagnosticsParams) => boolean): Promise<PublishDiagnosticsParams> {
		return until(`diagnostics of ${uri}`, () => {
			const last = this.published.findLast((params) => params.uri === uri);
			return last && test(last) ? last : undefined;
		});
	}

	/** Ends the session as the protocol asks and answers the server's exit code. */
	async stop(): Promise<number | null> {
		const ended = this.ended();
		await this.connection.sendRequest('shutdown');
		await this.connection.sendNotification('exit');
		return ended;
	}

	/** The exit code, once the server has ended. */
	async ended(): Promise<number | null> {
		if (this.process.exitCode !== null) return this.process.exitCode;
		const [code] = await once(this.process, 'exit');
		return code as number | null;
	}

	/** Ends everything, also after a failed test. */
	dispose(): void {
		this.process.removeAllListeners();
		this.connection.dispose();
		this.process.kill();
		rmSync(this.project, { recursive: true, force: true });
	}

	#document(uri: string): { text: string; version: number } {
		const document = this.#texts.get(uri);
		if (!document) throw new Error(`${uri} is not open`);
		return document;
	}

	#answerServer(): void {
		const { connection } = this;
		connection.onRequest('workspace/configuration', ({ items }: { items: { section: string; scopeUri?: string }[] }) =>
			items.map(({ section, scopeUri = '' }) => (section === 'python.analysis' ? this.pylance : (this.settings.get(scopeUri) ?? this.settings.get('')))),
		);
		connection.onRequest('client/registerCapability', ({ registrations }: { registrations: Registration[] }) => void this.registrations.push(...registrations));
		connection.onRequest('client/unregisterCapability', ({ unregisterations }: { unregisterations: { id: string }[] }) => {
			for (const { id } of unregisterations)
				this.registrations.splice(
					this.registrations.findIndex((registration) => registration.id === id),
					1,
				);
		});
		connection.onRequest('workspace/diagnostic/refresh', () => {
			this.refreshes++;
			return null;
		});
		connection.onRequest('workspace/applyEdit', ({ edit }: ApplyWorkspaceEditParams) => {
			this.sentEdits.push(edit);
			return { applied: true };
		});
		connection.onRequest('window/workDoneProgress/create', () => null);
		connection.onRequest('window/showMessageRequest', ({ message }: { message: string }) => {
			this.messages.push(message);
			return null;
		});
		connection.onNotification('window/showMessage', ({ message }: { message: string }) => void this.messages.push(message));
		connection.onNotification('window/logMessage', () => undefined);
		connection.onNotification('asyncioDoctor/status', () => undefined);
		connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => void this.published.push(params));
	}
}

export function rulesOf(diagnostics: readonly Diagnostic[]): unknown[] {
	return diagnostics.map(({ code }) => code);
}

export function titles(actions: readonly CodeAction[]): string[] {
	return actions.map(({ title }) => title);
}

/** Asks again until there is an answer; fails after 10 s, naming what was awaited. */
export async function until<T>(what: string, probe: () => T | undefined | Promise<T | undefined>): Promise<T> {
	const deadline = Date.now() + 10_000;
	for (;;) {
		const answer = await probe();
		if (answer !== undefined) return answer;
		if (Date.now() > deadline) throw new Error(`Waited in vain for ${what}`);
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
}

/** The edits for one document, in either form of a workspace edit. */
export function editsFor(edit: WorkspaceEdit, uri: string): TextEdit[] {
	const changed = edit.documentChanges?.flatMap((change) => ('edits' in change && change.textDocument.uri === uri ? (change.edits as TextEdit[]) : []));
	return changed ?? edit.changes?.[uri] ?? [];
}

function position(lines: LineIndex, at: number): { line: number; character: number } {
	const { line, column } = lines.positionAt(at);
	return { line, character: column };
}

function offset(lines: LineIndex, { line, character }: { line: number; character: number }): number {
	return lines.offsetAt({ line, column: character });
}

/** A server that was told to exit may still be asking something; the answer then finds the pipe closed, which is no failure. */
function writerUntilClosed(pipe: Writable): StreamMessageWriter {
	const writer = new StreamMessageWriter(pipe);
	const write = writer.write.bind(writer);
	writer.write = (message) =>
		write(message).catch((error: unknown) => {
			if (!pipe.destroyed) throw error;
		});
	return writer;
}
