import { Edit, Language, type Tree, Parser as TreeSitter } from 'web-tree-sitter';
import type { NotebookModule } from '../notebook/module.ts';
import { type Logger, silentLogger } from '../util/logger.ts';
import type { TextEdit } from '../util/text.ts';
import { chooseCopier } from './choose-copier.ts';
import { withJoinedComments } from './comment-runs.ts';
import { limitDepth } from './depth-limit.ts';
import type { CopiedMember, CopiedStatement, TreeCopier } from './flat-tree.ts';
import { type FieldName, fieldNames, type NodeKind } from './grammar.generated.ts';
import type { Grammar } from './grammar.ts';
import type { WasmMemory } from './memory-copier.ts';
import { SourceFile } from './source-file.ts';
import { type Place, Statement, type SyntaxNode } from './syntax-node.ts';

/** Where the two WASM files come from: a folder, or their bytes where no file can be read (Web Worker). */
export type WasmSource = { locateFile(name: string): string } | { readonly runtime: Uint8Array; readonly language: Uint8Array };

/** Parsing is given up after so many milliseconds, and so many more for each UTF-16 unit; only hostile input takes so long. */
const TIME_LIMIT = 20_000;
const TIME_LIMIT_OF_UNIT = 0.005;

export interface Parser {
	/** Parses a whole text; nothing is kept. A text that cannot be parsed in time comes back without statements and with an error. */
	parse(path: string, text: string | NotebookModule): SourceFile;
	/** A document that will change: parses are incremental and statements that did not change are handed on. `close` frees it. */
	open(path: string): ParsedDocument;
	/** Why the fast copy is not used, where it is not. */
	readonly problem: string | undefined;
}

export interface ParsedDocument {
	/** `edits` lead from the previous text to `text`, each given against the result of the one before; without them the difference is computed. */
	update(text: string | NotebookModule, edits?: readonly TextEdit[]): SourceFile;
	close(): void;
}

/** Loads the grammar. Rejects when a WASM file cannot be loaded. Call once: tree-sitter keeps one runtime for the process. */
export async function createParser(wasm: WasmSource, logger: Logger = silentLogger): Promise<Parser> {
	const memory = {} as WasmMemory & Record<string, unknown>;
	if ('runtime' in wasm) Object.assign(memory, { wasmBinary: wasm.runtime, locateFile: (name: string) => name });
	else Object.assign(memory, { locateFile: (name: string) => wasm.locateFile(name) });
	await TreeSitter.init(memory);
	const language = await Language.load('runtime' in wasm ? wasm.language : wasm.locateFile('tree-sitter-python.wasm'));
	const treeSitter = new TreeSitter();
	treeSitter.setLanguage(language);
	const { copier, problem } = chooseCopier(memory, language, (text) => treeSitter.parse(text));
	if (problem !== undefined) logger.warn(`The fast copy of syntax trees does not fit this parser and is not used: ${problem}`);
	return new PythonParser(treeSitter, grammarOf(language), copier, problem);
}

function grammarOf(language: Language): Grammar {
	const known = new Set<string>(fieldNames);
	const kinds = Array.from({ length: language.nodeTypeCount }, (_, id) => (language.nodeTypeForId(id) ?? 'ERROR') as NodeKind);
	const fields = Array.from({ length: language.fieldCount + 1 }, (_, id) => language.fieldNameForId(id) ?? undefined).map((name) =>
		name !== undefined && known.has(name) ? (name as FieldName) : undefined,
	);
	return { kinds, fields };
}

class PythonParser implements Parser {
	readonly #treeSitter: TreeSitter;
	readonly #grammar: Grammar;
	readonly #copier: TreeCopier;
	readonly problem: string | undefined;

	constructor(treeSitter: TreeSitter, grammar: Grammar, copier: TreeCopier, problem: string | undefined) {
		this.#treeSitter = treeSitter;
		this.#grammar = grammar;
		this.#copier = copier;
		this.problem = problem;
	}

	parse(path: string, text: string | NotebookModule): SourceFile {
		const tree = this.#parse(inputOf(pythonOf(text)), null);
		const file = this.#fileOf(path, text, tree, nothingKept);
		tree?.delete();
		return file;
	}

	open(path: string): ParsedDocument {
		let tree: Tree | null = null;
		let file: SourceFile | undefined;
		let input = '';
		return {
			update: (text, given) => {
				const python = pythonOf(text);
				const before = input;
				input = inputOf(python);
				// An edit may change the run of comments it lies in: then more is new to the parser than was edited.
				const isAsWritten = input === python && before === (file?.text ?? '');
				const edits = (isAsWritten && given) || difference(before, input);
				if (tree) for (const edit of edits) tree.edit(treeEdit(edit));
				const parsed = this.#parse(input, tree);
				tree?.delete();
				tree = parsed;
				file = this.#fileOf(path, text, parsed, file ? keptItems(file, edits) : nothingKept);
				return file;
			},
			close: () => {
				tree?.delete();
				tree = null;
				file = undefined;
				input = '';
			},
		};
	}

	#parse(input: string, old: Tree | null): Tree | null {
		const deadline = Date.now() + TIME_LIMIT + input.length * TIME_LIMIT_OF_UNIT;
		const tree = this.#treeSitter.parse(input, old, { progressCallback: () => Date.now() > deadline });
		if (!tree) this.#treeSitter.reset();
		return tree;
	}

	#fileOf(path: string, text: string | NotebookModule, tree: Tree | null, kept: KeptItems): SourceFile {
		const file = typeof text === 'string' ? new SourceFile(path, text) : new SourceFile(path, text.python, text);
		if (!tree) {
			file.hasError = true;
			return file;
		}
		const { statements, hasError } = this.#copier(tree, (start, end, symbol) => kept(start, end, symbol) !== undefined);
		file.hasError = hasError;
		file.take(statements.map((copied) => this.#statementOf(copied, file, kept)));
		return file;
	}

	#statementOf(copied: CopiedStatement, file: SourceFile, kept: KeptItems): Statement {
		const { start, end, symbol, nodes } = copied;
		const known = nodes ? sameShell(copied, kept) : kept(start, end, symbol);
		// What stood in another statement is another thing at the top.
		const old = known?.shell ? undefined : known;
		const statement = old ?? this.#newItem(nodes ?? (known as Statement).nodes, file, start);
		const shift = start - statement.start;
		statement.file = file;
		statement.start = start;
		if (nodes) statement.setMembers(copied.members.map((member) => this.#memberOf(member, statement, kept)));
		else
			for (const member of statement.members) {
				member.file = file;
				member.start += shift;
			}
		return statement;
	}

	#newItem(nodes: Int32Array, file: SourceFile, start: number): Statement {
		limitDepth(nodes);
		return new Statement(nodes, this.#grammar, file, start);
	}

	#memberOf({ start, end, symbol, nodes, place }: CopiedMember, statement: Statement, kept: KeptItems): Statement {
		const old = kept(start, end, symbol);
		// Among other classes it is another function.
		const isSame = old !== undefined && liesAlike(old, { item: statement, place });
		const member = isSame ? old : this.#newItem(nodes ?? (old as Statement).nodes, statement.file, start);
		member.shell = { item: statement, place };
		member.file = statement.file;
		member.start = start;
		return member;
	}
}

function pythonOf(text: string | NotebookModule): string {
	return typeof text === 'string' ? text : text.python;
}

/** The old item without errors that now begins at `start`, ends at `end` and has the symbol. */
type KeptItems = {
	(start: number, end: number, symbol: number): Statement | undefined;
	/** The statement in one of whose members the whole edit lies, given by its offset in the new text. */
	readonly edited: (start: number, end: number) => Statement | undefined;
};

const nothingKept: KeptItems = Object.assign(() => undefined, { edited: () => undefined });

/**
 * Items that lie wholly before or wholly after the edits. One without errors and with the same text has the
 * same tree: nothing before a statement or a function decides how it is parsed. (tree-sitter's own reuse
 * does not help here: it builds most functions anew around reused pieces.)
 */
function keptItems(file: SourceFile, edits: readonly TextEdit[]): KeptItems {
	const { start: from, oldEnd, newEnd } = span(edits);
	const byStart = new Map<number, Statement>();
	for (const part of file.parts) {
		for (const member of part.members) byStart.set(member.start, member);
		byStart.set(part.start, part);
	}
	const kept = (start: number, end: number, symbol: number) => {
		const shift = start >= newEnd ? oldEnd - newEnd : 0;
		if (shift === 0 && start < newEnd && end > from) return undefined;
		const old = byStart.get(start + shift);
		if (!old || old.hasError || old.end - old.start !== end - start) return undefined;
		return ((old.nodes[0] as number) & 0xffff) === symbol ? old : undefined;
	};
	const edited = (start: number, end: number) => {
		const old = byStart.get(start);
		return start <= from && newEnd <= end && old?.members.some((member) => member.start < from && oldEnd < member.end) ? old : undefined;
	};
	return Object.assign(kept, { edited });
}

/** Whether the same kinds of nodes and classes of the same names lie round a member as at another place. */
function liesAlike({ shell }: Statement, other: Place): boolean {
	if (!shell) return false;
	let one: SyntaxNode | undefined = shell.item.nodeAround(shell.place);
	let two: SyntaxNode | undefined = other.item.nodeAround(other.place);
	for (; one && two; one = one.parent, two = two.parent) {
		if (one === two) return true;
		if (one.kind !== two.kind || (one.kind === 'class_definition' && one.field('name')?.text !== two.field('name')?.text)) return false;
	}
	return one === two;
}

/** The old statement, where the edit left its shell as it was: it lies within one member, and the new shell has the same nodes. */
function sameShell({ start, end, nodes, members }: CopiedStatement, kept: KeptItems): Statement | undefined {
	const old = members.length > 0 ? kept.edited(start, end) : undefined;
	if (!old || old.nodes.length !== nodes?.length || old.members.length !== members.length) return undefined;
	return nodes.every((word, i) => word === old.nodes[i]) ? old : undefined;
}

/** The one stretch outside which nothing changed, before and after the edits. */
function span(edits: readonly TextEdit[]): { start: number; oldEnd: number; newEnd: number } {
	let all: { start: number; oldEnd: number; newEnd: number } | undefined;
	for (const { range, newText } of edits) {
		all ??= { start: range.start, oldEnd: range.start, newEnd: range.start };
		all.start = Math.min(all.start, range.start);
		const beyond = Math.max(0, range.end - all.newEnd);
		all = { start: all.start, oldEnd: all.oldEnd + beyond, newEnd: all.newEnd + beyond + newText.length - (range.end - range.start) };
	}
	return all ?? { start: 0, oldEnd: 0, newEnd: 0 };
}

/** What tree-sitter is given of a text: as long as it, and mostly the text itself. */
function inputOf(text: string): string {
	return withJoinedComments(withLineFeeds(text));
}

/** tree-sitter-python knows LF and CRLF only; a lone CR becomes LF, which keeps all offsets. */
function withLineFeeds(text: string): string {
	return text.includes('\r') ? text.replace(/\r(?!\n)/g, '\n') : text;
}

/** The one edit between two texts: what lies between their common beginning and end. */
function difference(before: string, after: string): TextEdit[] {
	const shorter = Math.min(before.length, after.length);
	let start = 0;
	while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start++;
	let tail = 0;
	while (tail < shorter - start && before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)) tail++;
	if (start === before.length && start === after.length) return [];
	return [{ range: { start, end: before.length - tail }, newText: after.slice(start, after.length - tail) }];
}

// Rows and columns are left at zero: nothing here reads them, and the Python grammar's scanner does not ask for columns.
function treeEdit({ range, newText }: TextEdit): Edit {
	const nowhere = { row: 0, column: 0 };
	return new Edit({
		startIndex: range.start,
		oldEndIndex: range.end,
		newEndIndex: range.start + newText.length,
		startPosition: nowhere,
		oldEndPosition: nowhere,
		newEndPosition: nowhere,
	});
}
