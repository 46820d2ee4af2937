import type { Statement, SyntaxNode } from '../../syntax/source-file.ts';
import { CANCELLING, OPERATION_WORDS, type OpCode, POINT_WORDS, VALUE } from './operations.ts';

/** Whose code a body is. */
export type BodyKind = 'function' | 'lambda' | 'generator' | 'class' | 'module';

/** A name in a body. Names of a comprehension are slots of their own; a slot without a name holds the value of an expression. */
export interface Slot {
	readonly name: string | undefined;
	/** Bound here and nowhere else. One that is free, declared `global` or `nonlocal`, or bound by a function in this one, may be bound by others. */
	readonly isLocal: boolean;
}

/** Operations from one on stand in an item: those of a module in many. */
export interface Segment {
	readonly from: number;
	readonly item: Statement;
}

/** The control-flow graph of operations of a function, lambda, generator expression, class or module. What the numbers mean: `operations.ts`. */
export class Body {
	readonly kind: BodyKind;
	readonly operations: Int32Array;
	readonly points: Int32Array;
	readonly lists: Int32Array;
	readonly slots: readonly Slot[];
	readonly segments: readonly Segment[];

	constructor(kind: BodyKind, operations: Int32Array, points: Int32Array, lists: Int32Array, slots: readonly Slot[], segments: readonly Segment[]) {
		this.kind = kind;
		this.operations = operations;
		this.points = points;
		this.lists = lists;
		this.slots = slots;
		this.segments = segments;
	}

	get count(): number {
		return this.operations.length / OPERATION_WORDS;
	}

	get pointCount(): number {
		return this.points.length / POINT_WORDS;
	}

	code(operation: number): OpCode {
		return ((this.operations[operation * OPERATION_WORDS] as number) & 0xff) as OpCode;
	}

	flags(operation: number): number {
		return (this.operations[operation * OPERATION_WORDS] as number) >> 8;
	}

	/** One of its three operands. */
	operand(operation: number, which: 0 | 1 | 2): number {
		return this.operations[operation * OPERATION_WORDS + 2 + which] as number;
	}

	/** The operations in a list, without the marks of arguments. */
	list(place: number): readonly number[] {
		return this.marked(place).map((one) => (one < 0 ? one : one & VALUE));
	}

	/** The same with the marks. */
	marked(place: number): readonly number[] {
		return place < 0 ? [] : [...this.lists.subarray(place + 1, place + 1 + (this.lists[place] as number))];
	}

	/** The operation at a point; -1 where ways only meet. */
	at(point: number): number {
		const word = this.points[point * POINT_WORDS] as number;
		return word < 0 ? word : word & ~CANCELLING;
	}

	/** Of a `catch`: whether it is a cancellation that arrives there, and no error. */
	isCancelling(point: number): boolean {
		const word = this.points[point * POINT_WORDS] as number;
		return word >= 0 && (word & CANCELLING) !== 0;
	}

	/** Where a point leads: `way` is NEXT, OTHER, ERROR or CANCEL. */
	way(point: number, way: number): number {
		return this.points[point * POINT_WORDS + way] as number;
	}

	itemOf(operation: number): Statement {
		let low = 0;
		let high = this.segments.length - 1;
		while (low < high) {
			const middle = (low + high + 1) >>> 1;
			if ((this.segments[middle] as Segment).from <= operation) low = middle;
			else high = middle - 1;
		}
		return (this.segments[low] as Segment).item;
	}

	nodeIndex(operation: number): number {
		return this.operations[operation * OPERATION_WORDS + 1] as number;
	}

	/** The syntax an operation comes from. */
	node(operation: number): SyntaxNode {
		return this.itemOf(operation).node(this.nodeIndex(operation));
	}
}
