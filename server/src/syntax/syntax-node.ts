import type { TextRange } from '../util/text.ts';
import { END, EXTRA, HAS_ERROR, MISSING, NAMED, PARENT, SKIP, START, WORDS } from './flat-tree.ts';
import type { FieldName, NodeKind } from './grammar.generated.ts';
import { type Grammar, kindOf, symbolsOf } from './grammar.ts';
import type { SourceFile } from './source-file.ts';

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
	#objects: (SyntaxNode | undefined)[] | undefined;

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

	/** False for a comment or stray punctuation between statements. */
	get isCode(): boolean {
		return isNamedCode(this.nodes[0] as number);
	}

	get hasError(): boolean {
		return ((this.nodes[0] as number) & (HAS_ERROR | MISSING)) !== 0;
	}

	kindAt(index: number): NodeKind {
		return kindOf(this.grammar, (this.nodes[index * WORDS] as number) & 0xffff);
	}

	/** Indexes of the nodes of a kind, in the order of the text; `within`: only of those in that node. */
	indexesOf(kind: NodeKind, within?: SyntaxNode): number[] {
		const { nodes } = this;
		const symbols = symbolsOf(this.grammar, kind);
		const found: number[] = [];
		const from = within?.index ?? 0;
		const end = nodes[from * WORDS + SKIP] as number;
		for (let i = from; i < end; i++) if (symbols.has((nodes[i * WORDS] as number) & 0xffff)) found.push(i);
		return found;
	}

	/** Indexes of its comments. */
	get comments(): readonly number[] {
		this.#comments ??= this.indexesOf('comment');
		return this.#comments;
	}

	/** Offsets of a node in the text of the file. */
	rangeAt(index: number): TextRange {
		return { start: this.start + (this.nodes[index * WORDS + START] as number), end: this.start + (this.nodes[index * WORDS + END] as number) };
	}

	/** One object for each node, so that nodes can be compared by identity. */
	node(index: number): SyntaxNode {
		this.#objects ??= new Array(this.count);
		let node = this.#objects[index];
		if (node === undefined) {
			node = new SyntaxNode(this, index);
			this.#objects[index] = node;
		}
		return node;
	}

	/** The same syntax in a file that nothing was asked of yet. */
	copyFor(file: SourceFile): Statement {
		return new Statement(this.nodes, this.grammar, file, this.start);
	}
}

const noNodes: readonly SyntaxNode[] = [];

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
		this.#children ??= this.#namedChildren();
		return this.#children;
	}

	/** Counted first, because these lists stay: one that grew by `push` keeps room for seventeen. */
	#namedChildren(): readonly SyntaxNode[] {
		const { nodes } = this.statement;
		const end = this.#word(SKIP);
		let count = 0;
		for (let i = this.index + 1; i < end; i = nodes[i * WORDS + SKIP] as number) if (isNamedCode(nodes[i * WORDS] as number)) count++;
		if (count === 0) return noNodes;
		const found = new Array<SyntaxNode>(count);
		let place = 0;
		for (let i = this.index + 1; i < end; i = nodes[i * WORDS + SKIP] as number)
			if (isNamedCode(nodes[i * WORDS] as number)) found[place++] = this.statement.node(i);
		return found;
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
		const { nodes, grammar } = this.statement;
		const found: SyntaxNode[] = [];
		const end = this.#word(SKIP);
		for (let i = this.index + 1; i < end; i = nodes[i * WORDS + SKIP] as number)
			if (grammar.fields[((nodes[i * WORDS] as number) >> 16) & 0xff] === name) found.push(this.statement.node(i));
		return found;
	}

	/** The name of the field this node fills in its parent. */
	get fieldName(): FieldName | undefined {
		return this.statement.grammar.fields[(this.#word(0) >> 16) & 0xff];
	}

	/** Whether a keyword or punctuation stands directly in this node: `hasToken('async')`. */
	hasToken(token: NodeKind): boolean {
		return this.#tokenAt(token) >= 0;
	}

	token(token: NodeKind): SyntaxNode | undefined {
		const index = this.#tokenAt(token);
		return index < 0 ? undefined : this.statement.node(index);
	}

	#tokenAt(token: NodeKind): number {
		const { statement } = this;
		const { nodes } = statement;
		const end = this.#word(SKIP);
		for (let i = this.index + 1; i < end; i = nodes[i * WORDS + SKIP] as number)
			if (((nodes[i * WORDS] as number) & NAMED) === 0 && statement.kindAt(i) === token) return i;
		return -1;
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
		const { statement } = this;
		const { nodes } = statement;
		for (let i = this.index; i >= 0; i = nodes[i * WORDS + PARENT] as number)
			if (((nodes[i * WORDS] as number) & NAMED) !== 0 && kinds.includes(statement.kindAt(i))) return statement.node(i);
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

/** Of a node's first word: whether it is neither keyword, punctuation nor comment. */
function isNamedCode(word: number): boolean {
	return (word & (NAMED | EXTRA)) === NAMED;
}
