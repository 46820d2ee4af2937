import type { Body } from '../bodies/body.ts';
import { ASSERTION, CANCEL, CANCELLED, ENTRY, ERROR, isSuspending, NEXT, Op, OTHER, PART, RAISED, RETURNED } from '../bodies/operations.ts';

/** Kinds of edges, to be put together by `|`. */
export const Edge = {
	normal: 1,
	/** An exception that is no cancellation. */
	error: 2,
	/** A cancellation: where a task may be suspended. */
	cancel: 4,
	all: 7,
} as const;

export type Exception = 'error' | 'cancel';

export type Quantity = 'always' | 'sometimes' | 'never';

/** What the graph of a body cannot know by itself. */
export interface Knowledge {
	/** What an operation may raise: `Edge.error`, `Edge.cancel`, both or 0. */
	raises(body: Body, operation: number): number;
	/** False for a call that never returns. */
	returns(body: Body, operation: number): boolean;
	/** Whether the handler of a `catch` takes such an exception. */
	takes(body: Body, operation: number, exception: Exception): Quantity;
	/** Whether the manager of an `exit` may swallow such an exception. */
	swallows(body: Body, operation: number, exception: Exception): boolean;
}

/** What never raises, or only as a mistake that rules have nothing to do with: a name that is not bound, a truth test. */
const silent: ReadonlySet<number> = new Set([
	Op.constant,
	Op.load,
	Op.store,
	Op.unbind,
	Op.return,
	Op.branch,
	Op.build,
	Op.function,
	Op.catch,
	Op.parameter,
	Op.collect,
]);

/** What can be said without knowing what names stand for. */
export const syntaxOnly: Knowledge = {
	raises(body, operation) {
		const code = body.code(operation);
		if (silent.has(code)) return 0;
		// What is raised may be a cancellation, made or caught.
		if ((code === Op.raise && body.flags(operation) !== ASSERTION) || code === Op.regroup) return Edge.error | Edge.cancel;
		const isCancellable = code !== Op.yield && code !== Op.yieldFrom && isSuspending(code, body.flags(operation));
		return isCancellable ? Edge.error | Edge.cancel : Edge.error;
	},
	returns: () => true,
	takes: (body, operation) => (body.operand(operation, 0) < 0 ? 'always' : 'sometimes'),
	swallows: () => true,
};

/** An operation, or an end of the body. */
export type Place = number | 'entry' | 'returned' | 'raised' | 'cancelled';

const ends = { entry: ENTRY, returned: RETURNED, raised: RAISED, cancelled: CANCELLED } as const;

/** The edges of a body, as far as somebody knows. All questions about its control flow are asked of this. */
export class Flow {
	readonly body: Body;
	/** The edges that leave point `p` are those from `first[p]` to before `first[p + 1]`. */
	readonly first: Int32Array;
	/** By edge: the point it leads to, and its kind. */
	readonly to: Int32Array;
	readonly kind: Uint8Array;
	#points: { readonly first: Int32Array; readonly points: Int32Array } | undefined;

	constructor(body: Body, knowledge: Knowledge = syntaxOnly) {
		this.body = body;
		const count = body.pointCount;
		this.first = new Int32Array(count + 1);
		const to: number[] = [];
		const kinds: number[] = [];
		const edge = (target: number, kind: number) => {
			if (target < 0) return;
			to.push(target);
			kinds.push(kind);
		};
		for (let point = 0; point < count; point++) {
			this.first[point] = to.length;
			addEdges(body, point, knowledge, edge);
		}
		this.first[count] = to.length;
		this.to = Int32Array.from(to);
		this.kind = Uint8Array.from(kinds);
	}

	/** The points of an operation or end. */
	pointsOf(place: Place): Iterable<number> {
		if (typeof place === 'string') return [ends[place]];
		this.#points ??= pointsByOperation(this.body);
		const { first, points } = this.#points;
		return points.subarray(first[place] as number, first[place + 1] as number);
	}

	/** Whether an edge leaves the point, of one of the kinds. */
	*successors(point: number, edges: number): Generator<number> {
		for (let i = this.first[point] as number; i < (this.first[point + 1] as number); i++)
			if (((this.kind[i] as number) & edges) !== 0) yield this.to[i] as number;
	}
}

function addEdges(body: Body, point: number, knowledge: Knowledge, edge: (target: number, kind: number) => void): void {
	const operation = body.at(point);
	const next = body.way(point, NEXT);
	const other = body.way(point, OTHER);
	const error = body.way(point, ERROR);
	const cancel = body.way(point, CANCEL);
	if (operation < 0) {
		edge(next, Edge.normal);
		edge(other, Edge.normal);
		return;
	}
	const code = body.code(operation);
	if (code === Op.reraise) {
		const exit = body.operand(operation, 0);
		if (exit >= 0 && knowledge.swallows(body, exit, error >= 0 ? 'error' : 'cancel')) edge(other, Edge.normal);
		edge(error, Edge.error);
		edge(cancel, Edge.cancel);
		return;
	}
	if (code === Op.catch) {
		const isPart = (body.flags(operation) & PART) !== 0;
		const taken = isPart ? 'sometimes' : knowledge.takes(body, operation, body.isCancelling(point) ? 'cancel' : 'error');
		if (taken !== 'never') edge(next, Edge.normal);
		if (taken !== 'always') edge(other, Edge.normal);
	} else if (code !== Op.call || knowledge.returns(body, operation)) {
		edge(next, Edge.normal);
		edge(other, Edge.normal);
	}
	const raised = raisedBy(body, operation, knowledge);
	if ((raised & Edge.error) !== 0) edge(error, Edge.error);
	if ((raised & Edge.cancel) !== 0) edge(cancel, Edge.cancel);
}

/** A bare `raise` raises what its handler takes. */
function raisedBy(body: Body, operation: number, knowledge: Knowledge): number {
	const handler = body.code(operation) === Op.raise && body.operand(operation, 0) < 0 ? body.operand(operation, 2) : -1;
	if (handler < 0) return knowledge.raises(body, operation);
	const mayTake = (exception: Exception) => knowledge.takes(body, handler, exception) !== 'never';
	return (mayTake('error') ? Edge.error : 0) | (mayTake('cancel') ? Edge.cancel : 0);
}

function pointsByOperation(body: Body): { readonly first: Int32Array; readonly points: Int32Array } {
	const first = new Int32Array(body.count + 1);
	for (let point = 0; point < body.pointCount; point++) {
		const operation = body.at(point);
		if (operation >= 0) first[operation + 1] = (first[operation + 1] as number) + 1;
	}
	for (let i = 0; i < body.count; i++) first[i + 1] = (first[i + 1] as number) + (first[i] as number);
	const points = new Int32Array(first[body.count] as number);
	const at = first.slice();
	for (let point = 0; point < body.pointCount; point++) {
		const operation = body.at(point);
		if (operation < 0) continue;
		const place = at[operation] as number;
		points[place] = point;
		at[operation] = place + 1;
	}
	return { first, points };
}
