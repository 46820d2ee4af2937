import { ItemTree } from '../../syntax/item-tree.ts';
import type { Body } from '../bodies/body.ts';
import { CANCELLED, NEXT, Op, RAISED } from '../bodies/operations.ts';
import { Edge, type Exception, type Flow, type Quantity } from './flow.ts';
import { reachablePoints } from './steps.ts';

/** Whether exceptions of a kind are instances of what an expression stands for; asked where no answer follows from the body alone. */
export type IsInstance = (body: Body, operation: number, exception: Exception) => Quantity;

/** What a handler takes: nothing named is everything, a tuple is what one of its members takes, a name bound once is what it was bound to. */
export function takes(body: Body, handler: number, exception: Exception, isInstance: IsInstance): Quantity {
	const type = body.operand(handler, 0);
	if (type < 0) return 'always';
	const asked = new Set<number>();
	const answers = new Set<Quantity>();
	const work = [type];
	for (let operation = work.pop(); operation !== undefined; operation = work.pop()) {
		if (asked.has(operation)) continue;
		asked.add(operation);
		const value = valueBehind(body, operation);
		if (body.code(value) === Op.build) work.push(...body.list(body.operand(value, 0)));
		else if (value === operation) answers.add(isInstance(body, value, exception));
		else work.push(value);
	}
	if (answers.has('always')) return 'always';
	return answers.has('sometimes') ? 'sometimes' : 'never';
}

/** What a local is bound to, where it is bound once. */
function valueBehind(body: Body, operation: number): number {
	if (body.code(operation) !== Op.load) return operation;
	const slot = body.operand(operation, 0);
	if (!body.slots[slot]?.isLocal) return operation;
	const [only, ...others] = storesOf(body).get(slot) ?? [];
	return only !== undefined && others.length === 0 && body.operand(only, 1) >= 0 ? body.operand(only, 1) : operation;
}

const stores = new WeakMap<Body, ReadonlyMap<number, readonly number[]>>();

function storesOf(body: Body): ReadonlyMap<number, readonly number[]> {
	const known = stores.get(body);
	if (known) return known;
	const bySlot = new Map<number, number[]>();
	for (let operation = 0; operation < body.count; operation++) {
		if (body.code(operation) !== Op.store) continue;
		const slot = body.operand(operation, 0);
		const list = bySlot.get(slot);
		if (list) list.push(operation);
		else bySlot.set(slot, [operation]);
	}
	stores.set(body, bySlot);
	return bySlot;
}

/** The exceptions that may come into a handler. */
export function handledExceptions(flow: Flow, handler: number): readonly Exception[] {
	const { body } = flow;
	const isReached = reachablePoints(flow);
	const taking = [...flow.pointsOf(handler)].filter((point) => isReached[point] && [...flow.successors(point, Edge.normal)].includes(body.way(point, NEXT)));
	return (['error', 'cancel'] as const).filter((exception) => taking.some((point) => body.isCancelling(point) === (exception === 'cancel')));
}

/** What a handler does with what it took. */
export interface HandlerEnd {
	/** Whether it leaves by an exception: by a `raise` in it, whatever that raises. What else in it may raise is left aside. */
	readonly raises: Quantity;
	/** Whether the function may return out of it. */
	readonly mayReturn: boolean;
	/** Whether the code behind it may run, or the next round of a loop. */
	readonly mayGoOn: boolean;
}

/** How control is about to leave a handler. */
type Leaving = 'on' | 'return' | 'raise';

/** Follows control from where a handler took an exception to where it leaves the clause. */
export function handlerEnd(flow: Flow, handler: number): HandlerEnd {
	const { body } = flow;
	const item = body.itemOf(handler);
	const clause = body.nodeIndex(handler);
	const end = new ItemTree(item).end(clause);
	const isInside = (operation: number) => body.itemOf(operation) === item && body.nodeIndex(operation) >= clause && body.nodeIndex(operation) < end;
	const ways = new Set<Leaving>();
	const seen = new Set<string>();
	const work: { readonly point: number; readonly leaving: Leaving }[] = [];
	const go = (point: number, leaving: Leaving) => {
		const operation = body.at(point);
		if (operation >= 0 ? !isInside(operation) : point <= CANCELLED) {
			ways.add(leaving);
			return;
		}
		const key = `${point} ${leaving}`;
		if (!seen.has(key)) work.push({ point, leaving });
		seen.add(key);
	};
	for (const point of flow.pointsOf(handler)) {
		const inside = body.way(point, NEXT);
		for (const next of flow.successors(point, Edge.normal)) if (next === inside) go(inside, 'on');
	}
	for (let one = work.pop(); one; one = work.pop()) {
		const { point, leaving } = one;
		const operation = body.at(point);
		const code = operation < 0 ? undefined : body.code(operation);
		if (code === Op.raise || code === Op.reraise || code === Op.regroup) for (const next of flow.successors(point, Edge.error | Edge.cancel)) go(next, 'raise');
		const normal = [...flow.successors(point, Edge.normal)];
		for (const next of normal) go(next, leavingAfter(code, leaving, next === body.way(point, NEXT)));
		// It never returns, as `sys.exit()` does by raising.
		if (code === Op.call && normal.length === 0) ways.add('raise');
	}
	const raises = !ways.has('raise') ? 'never' : ways.size === 1 ? 'always' : 'sometimes';
	return { raises, mayReturn: ways.has('return'), mayGoOn: ways.has('on') };
}

/** What is taken by a `catch` or swallowed by a manager is no longer on its way. */
function leavingAfter(code: number | undefined, leaving: Leaving, isNext: boolean): Leaving {
	if (code === Op.return) return 'return';
	if (code === Op.reraise || (code === Op.catch && isNext && leaving === 'raise')) return 'on';
	return leaving;
}

/** Whether an exception that an operation raises may leave the body, also by way of a handler that raises it again. */
export function escapes(flow: Flow, raising: number, exception: Exception): boolean {
	const { body } = flow;
	const seen = new Set<string>();
	const work: { readonly point: number; readonly handler: number }[] = [];
	/** `handler`: the `catch` that took it; -1 while it is on its way. */
	const go = (points: Iterable<number>, handler: number) => {
		for (const point of points) {
			const key = `${point} ${handler}`;
			if (!seen.has(key)) work.push({ point, handler });
			seen.add(key);
		}
	};
	for (const point of flow.pointsOf(raising)) go(flow.successors(point, exception === 'error' ? Edge.error : Edge.cancel), -1);
	for (let one = work.pop(); one; one = work.pop()) {
		const { point, handler } = one;
		if (handler < 0 && (point === RAISED || point === CANCELLED)) return true;
		const operation = body.at(point);
		const code = operation < 0 ? undefined : body.code(operation);
		const isRaisedAgain = handler >= 0 && code === Op.raise && body.operand(operation, 2) === handler;
		if (isRaisedAgain || (handler < 0 && (code === Op.reraise || code === Op.regroup))) go(flow.successors(point, Edge.error | Edge.cancel), -1);
		else if (handler < 0 && code === Op.catch)
			for (const next of flow.successors(point, Edge.normal)) go([next], next === body.way(point, NEXT) ? operation : handler);
		else go(flow.successors(point, Edge.normal), handler);
	}
	return false;
}
