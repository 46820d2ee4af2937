import { ItemTree } from '../../syntax/item-tree.ts';
import type { Statement } from '../../syntax/source-file.ts';
import { Body, type BodyKind, type Segment, type Slot } from './body.ts';
import { GraphBuilder } from './builder.ts';
import { OPERATION_WORDS, Op, RETURNED } from './operations.ts';

/** Lowers a kind of node; gives the operation that is its value, or -1. */
export type Handler = (lowerer: Lowerer, node: number) => number;

/** By the symbol of a kind of node. */
export interface Handlers {
	readonly handlers: readonly (Handler | undefined)[];
	readonly isStatement: readonly boolean[];
}

interface OpenSlot {
	readonly name: string | undefined;
	isBound: boolean;
	/** Declared `global` or `nonlocal`, or bound by a function in this one. */
	isShared: boolean;
}

/** What is known while a body is being lowered: where it stands, its graph so far, its names. */
export class Lowerer {
	readonly kind: BodyKind;
	readonly graph = new GraphBuilder();
	tree: ItemTree;
	readonly #handlers: Handlers;
	/** The `catch` around, whose exception a bare `raise` raises again. */
	handler = -1;
	readonly #segments: Segment[];
	readonly #slots: OpenSlot[] = [];
	readonly #slotOf = new Map<string, number>();
	/** Names of the comprehensions around, outermost first. */
	readonly #comprehensions: Map<string, number>[] = [];

	constructor(kind: BodyKind, item: Statement, handlers: Handlers) {
		this.kind = kind;
		this.#handlers = handlers;
		this.tree = new ItemTree(item);
		this.#segments = [{ from: 0, item }];
		const { graph } = this;
		const entry = graph.label();
		const [returned, raised, cancelled] = [graph.label(), graph.label(), graph.label()];
		graph.ways = { error: raised, cancel: cancelled, return: returned, break: -1, continue: -1 };
		graph.begin(entry);
	}

	finish(): Body {
		const { graph } = this;
		graph.goto(RETURNED);
		const { operations, points, lists } = graph;
		const slots = this.#slots.map(({ name, isBound, isShared }): Slot => ({ name, isLocal: isBound && !isShared }));
		const taken = [operations, points, lists].map((rows) => rows.data.slice(0, rows.length)) as [Int32Array, Int32Array, Int32Array];
		return new Body(this.kind, ...taken, slots, this.#segments);
	}

	/** Lowers code that stands in another item. */
	within(item: Statement, lower: () => void): void {
		const outer = this.tree;
		this.tree = new ItemTree(item);
		this.#startSegment();
		lower();
		this.tree = outer;
		this.#startSegment();
	}

	#startSegment(): void {
		const from = this.graph.operations.length / OPERATION_WORDS;
		if (this.#segments.at(-1)?.from === from) this.#segments.pop();
		this.#segments.push({ from, item: this.tree.item });
	}

	emit(code: Parameters<GraphBuilder['emit']>[0], node: number, a = -1, b = -1, c = -1, flags = 0): number {
		return this.graph.emit(code, node, a, b, c, flags);
	}

	/** The named children of a node that are neither comments nor errors. */
	*children(node: number): Generator<number> {
		for (let child = this.tree.first(node); child >= 0; child = this.tree.next(child)) yield child;
	}

	/** Lowers a statement or expression; gives the operation that is its value, or -1. */
	lower(node: number): number {
		if (node < 0) return -1;
		const { tree } = this;
		if (tree.isError(node)) return this.#lowerUnknown(node);
		const symbol = tree.symbol(node);
		if (tree.hasError(node) && this.#handlers.isStatement[symbol]) this.#lowerErrors(node);
		const handler = this.#handlers.handlers[symbol];
		return handler ? handler(this, node) : this.emit(tree.first(node) < 0 ? Op.constant : Op.build, node, this.list(tree.first(node)));
	}

	/** Errors in a statement, wherever in it they stand, come before what could be read of it. Those in statements in it are left to these. */
	#lowerErrors(node: number): void {
		const { tree } = this;
		const end = tree.end(node);
		for (let i = node + 1; i < end; ) {
			const isError = tree.isError(i);
			if (isError) this.#lowerUnknown(i);
			i = isError || this.#handlers.isStatement[tree.symbol(i)] ? tree.end(i) : i + 1;
		}
	}

	/** What does not parse may do anything; the calls in it are seen nevertheless. */
	#lowerUnknown(node: number): number {
		const { graph } = this;
		const [after, jumps, loopJumps] = [graph.label(), graph.label(), graph.label()];
		const operation = this.emit(Op.unknown, node);
		graph.fork(after, jumps);
		graph.begin(jumps);
		graph.fork(graph.ways.return, loopJumps);
		graph.begin(loopJumps);
		graph.fork(graph.ways.break, graph.ways.continue);
		graph.begin(after);
		this.#lowerErrors(node);
		for (const child of this.children(node)) this.lower(child);
		return operation;
	}

	/** Lowers a node and the siblings behind it; gives the list of their values. */
	list(first: number): number {
		if (first < 0) return -1;
		const values: number[] = [];
		for (let child = first; child >= 0; child = this.tree.next(child)) values.push(this.lower(child));
		return this.graph.list(values);
	}

	slot(name: string): number {
		for (let i = this.#comprehensions.length - 1; i >= 0; i--) {
			const found = this.#comprehensions[i]?.get(name);
			if (found !== undefined) return found;
		}
		return this.#ownSlot(name);
	}

	#ownSlot(name: string): number {
		let slot = this.#slotOf.get(name);
		if (slot === undefined) {
			slot = this.#newSlot(name);
			this.#slotOf.set(name, slot);
		}
		return slot;
	}

	#newSlot(name: string | undefined): number {
		return this.#slots.push({ name, isBound: false, isShared: false }) - 1;
	}

	/** A slot for the value of an expression whose parts are evaluated on different ways. */
	temporary(): number {
		const slot = this.#newSlot(undefined);
		this.#markBound(slot);
		return slot;
	}

	#markBound(slot: number): void {
		(this.#slots[slot] as OpenSlot).isBound = true;
	}

	store(nameNode: number, value: number, scope: 'body' | 'comprehension' = 'body'): number {
		const name = this.tree.text(nameNode);
		const names = scope === 'comprehension' ? this.#comprehensions.at(-1) : undefined;
		let slot: number;
		if (names) {
			slot = names.get(name) ?? this.#newSlot(name);
			names.set(name, slot);
		} else {
			slot = this.#ownSlot(name);
			// What a generator expression binds by `:=` belongs to the function around.
			if (this.kind === 'generator') this.share(name);
		}
		this.#markBound(slot);
		return this.emit(Op.store, nameNode, slot, value);
	}

	unbind(nameNode: number): void {
		const slot = this.slot(this.tree.text(nameNode));
		this.#markBound(slot);
		this.emit(Op.unbind, nameNode, slot);
	}

	/** Says that a name may be bound by others too. */
	share(name: string): void {
		(this.#slots[this.#ownSlot(name)] as OpenSlot).isShared = true;
	}

	/** Lowers a comprehension with names of its own. */
	comprehension(lower: () => void): void {
		this.#comprehensions.push(new Map());
		lower();
		this.#comprehensions.pop();
	}

	/** Names that code of another body in this node binds here, by `nonlocal` and `:=` in a generator expression, of a module also by `global`. */
	shareNamesBoundIn(node: number): void {
		this.#shareNamesBoundIn(this.tree, node);
	}

	#shareNamesBoundIn(tree: ItemTree, node: number): void {
		const isGenerator = tree.kind(node) === 'generator_expression';
		for (let i = node + 1; i < tree.end(node); i++) {
			const member = tree.member(i);
			if (member) {
				this.#shareNamesBoundIn(new ItemTree(member), 0);
				continue;
			}
			const kind = tree.kind(i);
			if (kind === 'nonlocal_statement' || (kind === 'global_statement' && this.kind === 'module'))
				for (let name = tree.first(i); name >= 0; name = tree.next(name)) this.share(tree.text(name));
			else if (isGenerator && kind === 'named_expression') {
				const name = tree.field(i, 'name');
				if (name >= 0) this.share(tree.text(name));
			}
		}
	}
}
