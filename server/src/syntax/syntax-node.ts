import type { TextRange } from '../util/text.ts';
import { Home, use, useAt } from '../util/tracking.ts';
import { END, EXTRA, HAS_ERROR, MEMBER, MISSING, NAMED, PARENT, SKIP, START, WORDS } from './flat-tree.ts';
import type { FieldName, NodeKind } from './grammar.generated.ts';
import { type Grammar, kindOf, symbolsOf } from './grammar.ts';
import type { SourceFile } from './source-file.ts';

/** Where a function that is an item of its own stands: the statement around, and the index of the node that stands for it there. */
export interface Place {
	readonly item: Statement;
	readonly place: number;
}

/**
 * A piece of a file with a tree of its own: a top-level statement, without the functions in it that are items
 * themselves (a class without its methods: its shell), or one of those. It outlives an edit elsewhere in the
 * file: its nodes are relative to `start`, and each new parse that finds it unchanged moves it into the new
 * SourceFile. So only the newest SourceFile of a document may be asked. What was found out about its code
 * lives here and goes with it.
 */
export class Statement extends Home {
	readonly nodes: Int32Array;
	readonly grammar: Grammar;
	/** The file it stands in now. */
	file: SourceFile;
	/** Its offset in that file's text. */
	start: number;
	/** Its place among `file.items`. */
	order = -1;
	/** The functions in it that are items of their own, in the order of the text. */
	members: readonly Statement[];
	/** Undefined for a top-level statement. */
	shell: Place | undefined;
	/** By member: its index, its offset in the shell's own text, and how much of the file's text lies in the members before. */
	#layout: { readonly places: readonly number[]; readonly own: readonly number[]; readonly before: readonly number[] } | undefined;
	#comments: readonly number[] | undefined;
	#objects: (SyntaxNode | undefined)[] | undefined;

	constructor(nodes: Int32Array, grammar: Grammar, file: SourceFile, start: number) {
		super();
		this.nodes = nodes;
		this.grammar = grammar;
		this.file = file;
		this.start = start;
		this.members = [];
	}

	/** To be called whenever its text, its members or their lengths are other ones. */
	setMembers(members: readonly Statement[]): void {
		for (const [i, member] of members.entries()) if (member !== this.members[i]) this.#forgetNode((member.shell as Place).place);
		this.members = members;
		this.#layout = undefined;
	}

	#forgetNode(place: number): void {
		if (!this.#objects) return;
		this.#objects[place] = undefined;
		this.#objects[this.nodes[place * WORDS + PARENT] as number]?.forgetChildren();
	}

	/** The top-level statement it is or lies in. */
	get top(): Statement {
		return this.shell?.item ?? this;
	}

	get count(): number {
		return this.nodes.length / WORDS;
	}

	/** The first node of the tree. */
	get root(): SyntaxNode {
		return this.node(0);
	}

	/** Offset behind it in the file's text. */
	get end(): number {
		return this.offsetOf(this.nodes[END] as number, true);
	}

	/** Its text in the file, without that of its members. */
	get ownText(): string {
		const { text } = this.file;
		if (this.members.length === 0) return text.slice(this.start, this.end);
		const pieces: string[] = [];
		let from = this.start;
		for (const member of this.members) {
			pieces.push(text.slice(from, member.start));
			from = member.end;
		}
		return [...pieces, text.slice(from, this.end)].join('');
	}

	/** False for a comment or stray punctuation between statements. */
	get isCode(): boolean {
		return isNamedCode(this.nodes[0] as number);
	}

	/** Whether something in it does not parse; that of a shell leaves the functions in it out. */
	get hasOwnError(): boolean {
		return ((this.nodes[0] as number) & (HAS_ERROR | MISSING)) !== 0;
	}

	/** The same with the functions in it. */
	get hasError(): boolean {
		return this.hasOwnError || this.members.some((member) => member.hasOwnError);
	}

	/** Where in the file's text an offset of the tree is. Where a member stands, `isEnd` tells what lies behind it from what lies before. */
	offsetOf(own: number, isEnd: boolean): number {
		if (this.members.length === 0) return this.start + own;
		const { own: places, before } = this.#memberLayout();
		let low = 0;
		let high = places.length;
		while (low < high) {
			const middle = (low + high) >>> 1;
			const at = places[middle] as number;
			if (at < own || (isEnd && at === own)) low = middle + 1;
			else high = middle;
		}
		return this.start + own + (before[low] as number);
	}

	#memberLayout(): { readonly places: readonly number[]; readonly own: readonly number[]; readonly before: readonly number[] } {
		if (this.#layout) return this.#layout;
		const before = [0];
		for (const member of this.members) before.push((before.at(-1) as number) + (member.nodes[END] as number));
		const places = this.members.map((member) => (member.shell as Place).place);
		const own = places.map((place) => this.nodes[place * WORDS + START] as number);
		this.#layout = { places, own, before };
		return this.#layout;
	}

	/** The item that a node without content stands for. */
	memberAt(index: number): Statement {
		const { places } = this.#memberLayout();
		return this.members[firstAtLeast(places, index)] as Statement;
	}

	/** The members that stand between two indexes. */
	membersBetween(from: number, to: number): readonly Statement[] {
		if (this.members.length === 0) return this.members;
		const { places } = this.#memberLayout();
		return this.members.slice(firstAtLeast(places, from), firstAtLeast(places, to));
	}

	/** The node in which the one that stands for a member lies. */
	nodeAround(place: number): SyntaxNode {
		return this.node(this.nodes[place * WORDS + PARENT] as number);
	}

	kindAt(index: number): NodeKind {
		return kindOf(this.grammar, (this.nodes[index * WORDS] as number) & 0xffff);
	}

	/** Indexes of its own nodes of a kind, in the order of the text; `within`: only of those in that node. Members' nodes are theirs. */
	indexesOf(kind: NodeKind, within?: SyntaxNode): number[] {
		const { nodes } = this;
		const symbols = symbolsOf(this.grammar, kind);
		const found: number[] = [];
		const from = within?.index ?? 0;
		const end = nodes[from * WORDS + SKIP] as number;
		for (let i = from; i < end; i++) {
			const word = nodes[i * WORDS] as number;
			if (symbols.has(word & 0xffff) && (word & MEMBER) === 0) found.push(i);
		}
		return found;
	}

	/** Indexes of its comments. */
	get comments(): readonly number[] {
		this.#comments ??= this.indexesOf('comment');
		return this.#comments;
	}

	/** Offsets of a node in the text of the file. */
	rangeAt(index: number): TextRange {
		return { start: this.offsetOf(this.nodes[index * WORDS + START] as number, false), end: this.offsetOf(this.nodes[index * WORDS + END] as number, true) };
	}

	/** One object for each node, so that nodes can be compared by identity. */
	node(index: number): SyntaxNode {
		this.#objects ??= new Array(this.count);
		let node = this.#objects[index];
		if (node === undefined) {
			node = ((this.nodes[index * WORDS] as number) & MEMBER) !== 0 ? this.memberAt(index).root : new SyntaxNode(this, index);
			this.#objects[index] = node;
		}
		return node;
	}

	/** The same syntax in a file that nothing was asked of yet. */
	copyFor(file: SourceFile): Statement {
		const copy = new Statement(this.nodes, this.grammar, file, this.start);
		copy.setMembers(
			this.members.map((one) => {
				const member = new Statement(one.nodes, one.grammar, file, one.start);
				member.shell = { item: copy, place: (one.shell as Place).place };
				return member;
			}),
		);
		return copy;
	}
}

function firstAtLeast(sorted: readonly number[], value: number): number {
	let low = 0;
	let high = sorted.length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if ((sorted[middle] as number) < value) low = middle + 1;
		else high = middle;
	}
	return low;
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

	/** Every reading of content comes by here: whoever records draws on this item. */
	#word(offset: number): number {
		use(this.statement);
		return this.statement.nodes[this.index * WORDS + offset] as number;
	}

	get kind(): NodeKind {
		const { statement } = this;
		// That a function stands there, its statement says: whoever goes through a class need not depend on each of its methods.
		if (this.index === 0 && statement.shell) useAt(statement, statement.shell.item);
		else if (statement.members.length === 0) use(statement);
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
		return (this.#word(0) & HAS_ERROR) !== 0 || this.statement.membersBetween(this.index, this.#word(SKIP)).some((member) => member.hasOwnError);
	}

	get start(): number {
		return this.statement.offsetOf(this.#word(START), false);
	}

	get end(): number {
		return this.statement.offsetOf(this.#word(END), true);
	}

	get text(): string {
		for (const member of this.statement.membersBetween(this.index, this.#word(SKIP))) use(member);
		return this.statement.file.text.slice(this.start, this.end);
	}

	get file(): SourceFile {
		return this.statement.file;
	}

	/** Undefined for a top-level statement. */
	get parent(): SyntaxNode | undefined {
		const { statement } = this;
		// What lies round a function does not change while the function is the same; see `liesAlike` in parser.ts.
		if (statement.members.length === 0) use(statement);
		const parent = statement.nodes[this.index * WORDS + PARENT] as number;
		return parent >= 0 ? statement.node(parent) : statement.shell?.item.nodeAround(statement.shell.place);
	}

	/** @internal One of the children is another item now. */
	forgetChildren(): void {
		this.#children = undefined;
	}

	/** Named children without comments. */
	get children(): readonly SyntaxNode[] {
		use(this.statement);
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
		use(this.statement);
		const { nodes } = this.statement;
		const found: SyntaxNode[] = [];
		const end = this.#word(SKIP);
		for (let i = this.index + 1; i < end; i = nodes[i * WORDS + SKIP] as number) found.push(this.statement.node(i));
		return found;
	}

	/** The first child with that field name. */
	field(name: FieldName): SyntaxNode | undefined {
		use(this.statement);
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
		const { shell } = this.statement;
		if (this.index === 0 && shell) {
			useAt(this.statement, shell.item);
			return shell.item.grammar.fields[((shell.item.nodes[shell.place * WORDS] as number) >> 16) & 0xff];
		}
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
		const { statement } = ancestor;
		const index = this.#indexIn(statement);
		return index !== undefined && index >= ancestor.index && index < ancestor.#word(SKIP);
	}

	/** Its own index in an item, or that of the node there that stands for the item it lies in. */
	#indexIn(item: Statement): number | undefined {
		if (this.statement === item) return this.index;
		const { shell } = this.statement;
		return shell?.item === item ? shell.place : undefined;
	}

	/** Whether it stands before another node in the text, or around it. */
	precedes(other: SyntaxNode): boolean {
		if (this.statement === other.statement) return this.index < other.index;
		const top = this.statement.top;
		if (top !== other.statement.top) return top.order < other.statement.top.order;
		const [own, others] = [this.#indexIn(top), other.#indexIn(top)] as [number, number];
		// Of a member and what stands for it, the latter is never asked about.
		return own < others;
	}

	/** This node's ancestors, innermost first. */
	*ancestors(): Generator<SyntaxNode> {
		for (let node = this.parent; node !== undefined; node = node.parent) yield node;
	}

	/** The innermost ancestor (or the node itself) of one of the kinds. */
	closest(...kinds: readonly NodeKind[]): SyntaxNode | undefined {
		let { statement, index } = this as { statement: Statement; index: number };
		for (;;) {
			if (statement.members.length === 0) use(statement);
			const { nodes } = statement;
			for (; index >= 0; index = nodes[index * WORDS + PARENT] as number)
				if (((nodes[index * WORDS] as number) & NAMED) !== 0 && kinds.includes(statement.kindAt(index))) return statement.node(index);
			const { shell } = statement;
			if (!shell) return undefined;
			index = shell.item.nodes[shell.place * WORDS + PARENT] as number;
			statement = shell.item;
		}
	}

	/** All named nodes below, in the order of the text; with `enter`, subtrees for which it is false are left out (they themselves are given). */
	*descendants(enter?: (node: SyntaxNode) => boolean): Generator<SyntaxNode> {
		use(this.statement);
		const { nodes } = this.statement;
		const end = this.#word(SKIP);
		for (let i = this.index + 1; i < end; ) {
			const word = nodes[i * WORDS] as number;
			if ((word & NAMED) === 0) {
				i++;
				continue;
			}
			const node = this.statement.node(i);
			yield node;
			const isEntered = !enter || enter(node);
			if (isEntered && (word & MEMBER) !== 0) yield* node.descendants(enter);
			i = isEntered ? i + 1 : (nodes[i * WORDS + SKIP] as number);
		}
	}
}

/** Of a node's first word: whether it is neither keyword, punctuation nor comment. */
function isNamedCode(word: number): boolean {
	return (word & (NAMED | EXTRA)) === NAMED;
}
