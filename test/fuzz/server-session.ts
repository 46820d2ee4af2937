import { readFileSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { CodeAction, Diagnostic } from 'vscode-languageserver/node';
import type { Parser } from '../../server/src/syntax/parser.ts';
import { applyEdits, LineIndex } from '../../server/src/util/text.ts';
import { Editor } from '../lsp/editor.ts';
import { Random } from './random.ts';
import { Typist } from './typist.ts';
import { type Start, type Step, Texts } from './world.ts';

/** Paths of a session stand below this folder; on disk it is the editor's project. */
const root = '/project/';

/** What a person may set; the first holds at the beginning. */
const settings: readonly Record<string, unknown>[] = [
	{ severity: { style: 'hint' } },
	{},
	{ severity: { blocking: 'error' }, pythonVersion: '3.8' },
	{ blockingCalls: { '*.load': 'load it elsewhere' } },
];

export interface ServerResult {
	readonly edits: number;
	/** Requests that were sent between edits without waiting for the answers. */
	readonly hurried: number;
	readonly comparisons: number;
	/** Differences, errors of requests, and what the server had to report of itself; empty when all went well. */
	readonly failures: readonly string[];
}

/**
 * Random work on open files over the pipe, as fast as the server takes it: requests are sent in between and not waited for.
 * In the end diagnostics, code actions with their edits, and hovers are those of a server that was started for the texts as they are.
 */
export async function serverSession(seed: number, start: Start, pool: readonly string[], edits: number, parser: Parser): Promise<ServerResult> {
	const random = new Random(seed);
	const typist = new Typist(random, pool);
	const texts = new Texts({ files: start.files }, parser);
	const failures: string[] = [];
	let [made, hurried, chosen] = [0, 0, 0];
	const session = await Session.begin(texts, settings[0] as Record<string, unknown>);
	try {
		for (const path of start.open) session.apply({ kind: 'open', path }, settings);
		const pending: Promise<unknown>[] = [];
		const step = (one: Step) => {
			if (one.kind === 'settings') chosen = one.number;
			session.apply(one, settings);
			if (one.kind === 'edit') made += one.edits.length;
		};
		while (made < edits) {
			for (const one of typist.next(texts)) {
				step(one);
				const path = random.pick([...texts.open.keys()]);
				if (path === undefined || !random.chance(0.2)) continue;
				hurried++;
				const offset = random.below(texts.textOf(path).length + 1);
				pending.push(
					session
						.ask(random.pick(['diagnostics', 'hover', 'actions']), path, offset)
						.catch((error: unknown) => failuresOf(error).map((failure) => failures.push(failure))),
				);
				if (random.chance(0.1)) await pending.at(-1);
			}
		}
		// What is compared must parse; see isWellFormed. A session that ends broken is mended by the texts it began with.
		for (const path of texts.open.keys()) {
			const before = texts.textOf(path);
			if (!texts.isWholeAt(path))
				step({ kind: 'edit', path, edits: [{ range: { start: 0, end: before.length }, newText: start.files.get(path) ?? '' }], tells: true, isAsked: true });
		}
		await Promise.all(pending);
		const comparisons = texts.isWhole ? await compare(session, texts, settings[chosen % settings.length] as Record<string, unknown>, random, failures) : 0;
		return { edits: made, hurried, comparisons, failures };
	} catch (error) {
		return { edits: made, hurried, comparisons: 0, failures: [...failures, String(error)] };
	} finally {
		session.editor.dispose();
	}
}

/** Cancelled, or the text has moved on: what a client expects and asks again. */
function failuresOf(error: unknown): string[] {
	const { code, message } = error as { readonly code?: number; readonly message?: string };
	return code === -32800 || code === -32801 || code === -32802 ? [] : [`${code}: ${message}`];
}

async function compare(session: Session, texts: Texts, chosen: Record<string, unknown>, random: Random, failures: string[]): Promise<number> {
	const fresh = await Session.begin(new Texts({ files: texts.disk }, texts.parser), chosen);
	let comparisons = 0;
	try {
		for (const [path, text] of texts.open) {
			fresh.texts.open.set(path, text);
			fresh.editor.connection.sendNotification('textDocument/didOpen', { textDocument: { uri: fresh.uri(path), languageId: 'python', version: 1, text } });
		}
		for (const path of texts.open.keys()) {
			const places = Array.from({ length: 5 }, () => random.below(texts.textOf(path).length + 1));
			const found = (await session.ask('diagnostics', path, 0)) as readonly Diagnostic[];
			const lines = new LineIndex(texts.textOf(path));
			const atFindings = found.slice(0, 5).map(({ range }) => lines.offsetAt({ line: range.start.line, column: range.start.character }));
			for (const [what, at] of [
				['diagnostics', [0]],
				['hover', places],
				['actions', [...places, ...atFindings]],
			] as const) {
				for (const offset of at) {
					comparisons++;
					const [ours, theirs] = [session.plain(await session.ask(what, path, offset)), fresh.plain(await fresh.ask(what, path, offset))];
					if (ours !== theirs) failures.push(`${what} of ${path} at ${offset}\nafter edits: ${ours}\nat first: ${theirs}`);
				}
			}
		}
	} finally {
		fresh.editor.dispose();
	}
	return comparisons;
}

/** An editor with its server, and the texts that both should have. */
class Session {
	readonly editor: Editor;
	readonly texts: Texts;
	#version = 1;

	private constructor(texts: Texts, chosen: Record<string, unknown>) {
		this.texts = texts;
		this.editor = new Editor({ settings: chosen });
	}

	static async begin(texts: Texts, chosen: Record<string, unknown>): Promise<Session> {
		const session = new Session(texts, chosen);
		for (const [path, text] of texts.disk) session.editor.write(path.slice(root.length), text);
		await session.editor.start();
		return session;
	}

	uri(path: string): string {
		return this.editor.uri(path.slice(root.length));
	}

	/** Tells the server what an editor tells it. */
	apply(step: Step, choices: readonly Record<string, unknown>[]): void {
		const { editor, texts } = this;
		const { connection } = editor;
		if (step.kind === 'edit') {
			this.#version++;
			const contentChanges = step.tells ? changes(texts.textOf(step.path), step.edits) : undefined;
			texts.apply(step);
			const whole = [{ text: texts.textOf(step.path) }];
			void connection.sendNotification('textDocument/didChange', {
				textDocument: { uri: this.uri(step.path), version: this.#version },
				contentChanges: contentChanges ?? whole,
			});
			return;
		}
		texts.apply(step);
		if (step.kind === 'open')
			void connection.sendNotification('textDocument/didOpen', {
				textDocument: { uri: this.uri(step.path), languageId: 'python', version: ++this.#version, text: texts.textOf(step.path) },
			});
		else if (step.kind === 'close') void connection.sendNotification('textDocument/didClose', { textDocument: { uri: this.uri(step.path) } });
		else if (step.kind === 'settings') void editor.settingsChanged(choices[step.number % choices.length] as Record<string, unknown>);
		else if (step.kind === 'write') {
			const name = step.path.slice(root.length);
			const isNew = readOrNothing(join(editor.project, name)) === undefined;
			if (step.text === undefined && !isNew) unlinkSync(join(editor.project, name));
			else if (step.text !== undefined) editor.write(name, step.text);
			const type = step.text === undefined ? 3 : isNew ? 1 : 2;
			void connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: this.uri(step.path), type }] });
		}
	}

	async ask(what: 'diagnostics' | 'hover' | 'actions', path: string, offset: number): Promise<unknown> {
		const { connection } = this.editor;
		const textDocument = { uri: this.uri(path) };
		const { line, column } = new LineIndex(this.texts.textOf(path)).positionAt(offset);
		const position = { line, character: column };
		if (what === 'hover') return connection.sendRequest('textDocument/hover', { textDocument, position });
		if (what === 'diagnostics')
			return (await connection.sendRequest<{ readonly items: readonly Diagnostic[] }>('textDocument/diagnostic', { textDocument })).items;
		const actions = await connection.sendRequest<CodeAction[]>('textDocument/codeAction', {
			textDocument,
			range: { start: position, end: position },
			context: { diagnostics: [] },
		});
		return Promise.all(actions.map((action) => (action.data === undefined ? action : connection.sendRequest<CodeAction>('codeAction/resolve', action))));
	}

	/** Without what differs between two servers: the project's folder and the versions of documents. */
	plain(answer: unknown): string {
		return JSON.stringify(answer)
			.replaceAll(this.editor.uri(''), 'project:')
			.replaceAll(this.editor.project, 'project')
			.replace(/"version":(?:\d+|null)/g, '"version":0');
	}
}

function readOrNothing(path: string): string | undefined {
	try {
		return readFileSync(path, 'utf8');
	} catch {
		return undefined;
	}
}

function changes(before: string, edits: Extract<Step, { kind: 'edit' }>['edits']): unknown[] {
	let text = before;
	return edits.map((edit) => {
		const lines = new LineIndex(text);
		const [start, end] = [lines.positionAt(edit.range.start), lines.positionAt(edit.range.end)];
		text = applyEdits(text, [edit]);
		return { range: { start: { line: start.line, character: start.column }, end: { line: end.line, character: end.column } }, text: edit.newText };
	});
}
