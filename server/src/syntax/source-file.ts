import type { NotebookModule } from '../notebook/module.ts';
import { LineIndex, type TextRange } from '../util/text.ts';
import { END, EXTRA, HAS_ERROR, MISSING, NAMED, PARENT, SKIP, START, WORDS } from './flat-tree.ts';
import type { FieldName, NodeKind } from './grammar.generated.ts';
import { type Grammar, kindOf, symbolsOf } from './grammar.ts';

/**
 * One child of the module. It outlives an edit elsewhere in the file: its nodes are relative to
 * `start`, and each new parse that finds it unchanged moves it into the new SourceFile. So only
 * the newest SourceFile of a document may be asked.
 */
export class Statement {
	readonly nodes: Int32Array;
	readonly grammar: Grammar;
	/** The file it stands in now. */
	file: SourceFile;
	/** Its offset in that file's text. */
	start: number;
	/** Its place among `file.statements`. */
	order = -1;
	#comments: readonly number[] | undefined;
	readonly #objects: (SyntaxNode | undefined)[] = [];

	constructor(nodes: Int32Array, grammar: Grammar, file: SourceFile, start: number) {
		this.nodes = nodes;
		this.grammar = grammar;
		this.file = file;
		this.start = start;
	}

	get count(): number {
		return this.nodes.length / WORDS;
	}

	get root(): SyntaxNode {
		return this.node(0);
	}

	get hasError(): boolean {
		return ((this.nodes[0] as number) & (HAS_ERROR | MISSING)) !== 0;
	}

	kindAt(index: number): NodeKind {
		return kindOf(this.grammar, (this.nodes[index * WORDS] as number) & 0xffff);
	}

	/** Indexes of the nodes of a kind, in the order of the text. */
	indexesOf(kind: NodeKind): number[] {
		const { nodes } = this;
		const symbols = symbolsOf(this.grammar, kind);
		const found: number[] = [];
		for (let i = 0, word = 0; word < nodes.length; i++, word += WORDS) if (symbols.has((nodes[word] as number) & 0xffff)) found.push(i);
		return found;
	}

	/** Indexes of its comments. */
	get comments(): readonly number[] {
		this.#comments ??= this.indexesOf('comment');
		return this.#comments;
	}

	textAt(index: number): string {
		return this.file.text.slice(this.start + (this.nodes[index * WORDS + START] as number), this.start + (this.nodes[index * WORDS + END] as number));
	}

	/** One object for each node, so that nodes can be compared by identity. */
	node(index: number): SyntaxNode {
		let node = this.#objects[index];
		if (node === undefined) {
			node = new SyntaxNode(this, index);
			this.#objects[index] = node;
		}
		return node;
	}
}

/** A node of the syntax tree. Offsets are those of the file's newest text. */
export class SyntaxNode implements TextRange {
	readonly statement: Statement;
	readonly index: number;
	#children: readonly SyntaxNode[] | undefined;

	constructor(statement: Statement, index: number) {
		this.statement = statement;
		this.index = index;
	}

	#word(offset: number): number {
		return this.statement.nodes[this.index * WORDS + offset] as number;
	}

	get kind(): NodeKind {
		return this.statement.kindAt(this.index);
	}

	/** False for keywords and punctuation. */
	get isNamed(): boolean {
		return (this.#word(0) & NAMED) !== 0;
	}

	get isExtra(): boolean {
		return (this.#word(0) & EXTRA) !== 0;
	}

	/** Made up by error recovery; its range is empty. */
	get isMissing(): boolean {
		return (this.#word(0) & MISSING) !== 0;
	}

	/** Something below does not parse. */
	get hasError(): boolean {
		return (this.#word(0) & HAS_ERROR) !== 0;
	}

	get start(): number {
		return this.statement.start + this.#word(START);
	}

	get end(): number {
		return this.statement.start + this.#word(END);
	}

	get text(): string {
		return this.statement.file.text.slice(this.start, this.end);
	}

	get file(): SourceFile {
		return this.statement.file;
	}

	/** Undefined for a top-level statement. */
	get parent(): SyntaxNode | undefined {
		const parent = this.#word(PARENT);
		return parent < 0 ? undefined : this.statement.node(parent);
	}

	/** Named children without comments. */
	get children(): readonly SyntaxNode[] {
		this.#children ??= this.allChildren().filter((child) => child.isNamed && !child.isExtra);
		return this.#children;
	}

	/** Keywords, punctuation and comments too. */
	allChildren(): SyntaxNode[] {
		const { nodes } = this.statement;
		const found: SyntaxNode[] = [];
		const end = this.#word(SKIP);
		for (let i = this.index + 1; i < end; i = nodes[i * WORDS + SKIP] as number) found.push(this.statement.node(i));
		return found;
	}

	/** The first child with that field name. */
	field(name: FieldName): SyntaxNode | undefined {
		const { nodes, grammar } = this.statement;
		const end = this.#word(SKIP);
		for (let i = this.index + 1; i < end; i = nodes[i * WORDS + SKIP] as number) {
			const field = ((nodes[i * WORDS] as number) >> 16) & 0xff;
			if (field !== 0 && grammar.fields[field] === name) return this.statement.node(i);
		}
		return undefined;
	}

	fields(name: FieldName): SyntaxNode[] {
		return this.allChildren().filter((child) => child.fieldName === name);
	}

	/** The name of the field this node fills in its parent. */
	get fieldName(): FieldName | undefined {
		return this.statement.grammar.fields[(this.#word(0) >> 16) & 0xff];
	}

	/** Whether a keyword or punctuation stands directly in this node: `hasToken('async')`. */
	hasToken(token: NodeKind): boolean {
		return this.token(token) !== undefined;
	}

	token(token: NodeKind): SyntaxNode | undefined {
		return this.allChildren().find((child) => !child.isNamed && child.kind === token);
	}

	isInside(ancestor: SyntaxNode): boolean {
		return this.statement === ancestor.statement && this.index >= ancestor.index && this.index < ancestor.#word(SKIP);
	}

	/** This node's ancestors, innermost first. */
	*ancestors(): Generator<SyntaxNode> {
		for (let node = this.parent; node !== undefined; node = node.parent) yield node;
	}

	/** The innermost ancestor (or the node itself) of one of the kinds. */
	closest(...kinds: readonly NodeKind[]): SyntaxNode | undefined {
		for (let node: SyntaxNode | undefined = this; node !== undefined; node = node.parent) if (node.isNamed && kinds.includes(node.kind)) return node;
		return undefined;
	}

	/** All named nodes below, in the order of the text; with `enter`, subtrees for which it is false are left out (they themselves are given). */
	*descendants(enter?: (node: SyntaxNode) => boolean): Generator<SyntaxNode> {
		const { nodes } = this.statement;
		const end = this.#word(SKIP);
		for (let i = this.index + 1; i < end; ) {
			if (((nodes[i * WORDS] as number) & NAMED) === 0) {
				i++;
				continue;
			}
			const node = this.statement.node(i);
			yield node;
			i = enter && !enter(node) ? (nodes[i * WORDS + SKIP] as number) : i + 1;
		}
	}
}

export interface Comment extends TextRange {
	readonly text: string;
	/** Whether nothing but white space stands before it on its line. */
	readonly isAlone: boolean;
}

/** A parsed text. Made by the parser; the newest one of a document is the valid one. */
export class SourceFile {
	readonly path: string;
	readonly text: string;
	/** Of which cells the text consists; undefined for a file of its own. */
	readonly notebook: NotebookModule | undefined;
	/** Children of the module in order, comments and stray punctuation between statements too. */
	parts: readonly Statement[] = [];
	/** `parts` without comments and punctuation. */
	statements: readonly Statement[] = [];
	/** Whether anything does not parse. */
	hasError = false;
	#lines: LineIndex | undefined;
	#debris: { readonly first: Statement | undefined } | undefined;
	#comments: readonly Comment[] | undefined;

	constructor(path: string, text: string, notebook?: NotebookModule) {
		this.path = path;
		this.text = text;
		this.notebook = notebook;
	}

	get lines(): LineIndex {
		this.#lines ??= new LineIndex(this.text);
		return this.#lines;
	}

	get comments(): readonly Comment[] {
		this.#comments ??= [...this.#findComments()];
		return this.#comments;
	}

	*#findComments(): Generator<Comment> {
		for (const part of this.parts) {
			for (const index of part.comments) {
				const { start, end, text } = part.node(index);
				yield { start, end, text, isAlone: isBlankBefore(this.text, start) };
			}
		}
	}

	/** Ranges that do not parse: ERROR nodes, and the place of each missing token (an empty range). */
	errors(): TextRange[] {
		if (!this.hasError) return [];
		const found: TextRange[] = [];
		for (const part of this.parts) {
			if (!part.hasError) continue;
			for (let i = 0; i < part.count; i++) {
				const node = part.node(i);
				if (node.kind === 'ERROR' || node.isMissing) found.push({ start: node.start, end: node.end });
			}
		}
		const debris = this.debris;
		if (debris) found.push({ start: debris.start, end: this.text.length });
		else if (found.length === 0) found.push({ start: 0, end: this.text.length });
		return found;
	}

	/** Where nothing could be made of the end of the file (an unclosed bracket), its pieces stand beside the statements: the first of them. */
	get debris(): Statement | undefined {
		if (!this.hasError) return undefined;
		this.#debris ??= {
			first: this.parts.find(
				(part) => part.root.kind !== 'ERROR' && !part.root.isExtra && part.root.kind !== ';' && !/_(statement|definition)$/.test(part.root.kind),
			),
		};
		return this.#debris.first;
	}

	/** The innermost named node at an offset; a node's end counts as inside where nothing else begins. */
	nodeAt(offset: number): SyntaxNode | undefined {
		let best: SyntaxNode | undefined;
		for (const part of this.parts) {
			if (part.start > offset) break;
			const { root } = part;
			if (offset <= root.end) best = root;
		}
		for (let node = best; node !== undefined; ) {
			best = node;
			node = node
				.allChildren()
				.findLast((child) => child.isNamed && child.start <= offset && offset <= child.end && (offset < child.end || child.start < child.end));
		}
		return best;
	}
}

function isBlankBefore(text: string, offset: number): boolean {
	for (let i = offset - 1; i >= 0; i--) {
		const code = text.charCodeAt(i);
		if (code === 10 || code === 13) return true;
		if (code !== 32 && code !== 9 && code !== 12) return false;
	}
	return true;
}
