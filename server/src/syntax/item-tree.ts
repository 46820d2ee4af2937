import { use } from '../util/tracking.ts';
import { ERROR_SYMBOL, EXTRA, HAS_ERROR, MEMBER, MISSING, NAMED, PARENT, SKIP, START, WORDS } from './flat-tree.ts';
import type { FieldName, NodeKind } from './grammar.generated.ts';
import type { Statement } from './syntax-node.ts';

/** Reads an item's nodes by their numbers, for who goes through all of them: no object is made for a node. Where there is none, the number is -1. */
export class ItemTree {
	readonly item: Statement;
	readonly #nodes: Int32Array;

	constructor(item: Statement) {
		use(item);
		this.item = item;
		this.#nodes = item.nodes;
	}

	/** The symbol of a node's kind, for tables; see `Grammar`. */
	symbol(node: number): number {
		return (this.#nodes[node * WORDS] as number) & 0xffff;
	}

	kind(node: number): NodeKind {
		return this.item.kindAt(node);
	}

	/** The item that stands there, if the node is not a node of its own. */
	member(node: number): Statement | undefined {
		return ((this.#nodes[node * WORDS] as number) & MEMBER) === 0 ? undefined : this.item.memberAt(node);
	}

	/** Whether the node or something below does not parse. */
	hasError(node: number): boolean {
		return ((this.#nodes[node * WORDS] as number) & (HAS_ERROR | MISSING)) !== 0;
	}

	/** Whether it is what the parser could not read, or made up. */
	isError(node: number): boolean {
		return this.symbol(node) === ERROR_SYMBOL || ((this.#nodes[node * WORDS] as number) & MISSING) !== 0;
	}

	parent(node: number): number {
		return this.#nodes[node * WORDS + PARENT] as number;
	}

	/** The number behind the last node below. */
	end(node: number): number {
		return this.#nodes[node * WORDS + SKIP] as number;
	}

	/** The first named child that is neither a comment nor an error. */
	first(node: number): number {
		return this.#codeFrom(node + 1, this.end(node));
	}

	/** The next one after such a child. */
	next(child: number): number {
		return this.#codeFrom(this.end(child), this.end(this.parent(child)));
	}

	#codeFrom(from: number, end: number): number {
		for (let i = from; i < end; i = this.end(i)) if (((this.#nodes[i * WORDS] as number) & (NAMED | EXTRA)) === NAMED && !this.isError(i)) return i;
		return -1;
	}

	/** The first child that fills the field. */
	field(node: number, name: FieldName): number {
		const end = this.end(node);
		for (let i = node + 1; i < end; i = this.end(i)) if (this.fieldOf(i) === name) return i;
		return -1;
	}

	/** The field that a node fills. */
	fieldOf(node: number): FieldName | undefined {
		return this.item.grammar.fields[((this.#nodes[node * WORDS] as number) >> 16) & 0xff];
	}

	/** Whether a keyword or punctuation stands directly in the node. */
	hasToken(node: number, token: NodeKind): boolean {
		const end = this.end(node);
		for (let i = node + 1; i < end; i = this.end(i)) if (((this.#nodes[i * WORDS] as number) & NAMED) === 0 && this.kind(i) === token) return true;
		return false;
	}

	/** The text of a node in which no member lies. */
	text(node: number): string {
		const { item } = this;
		const start = item.offsetOf(this.#nodes[node * WORDS + START] as number, false);
		const length = (this.#nodes[node * WORDS + START + 1] as number) - (this.#nodes[node * WORDS + START] as number);
		return item.file.text.slice(start, start + length);
	}
}
