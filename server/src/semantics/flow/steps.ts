import type { Body } from '../bodies/body.ts';
import { isSuspending, Op } from '../bodies/operations.ts';
import { Edge, type Flow } from './flow.ts';

/** By point: 1 where control may come by. */
export function reachablePoints(flow: Flow): Uint8Array {
	const seen = new Uint8Array(flow.body.pointCount);
	const work = [...flow.pointsOf('entry')];
	for (let point = work.pop(); point !== undefined; point = work.pop()) {
		if (seen[point]) continue;
		seen[point] = 1;
		for (const next of flow.successors(point, Edge.all)) work.push(next);
	}
	return seen;
}

/** The operations that control may come by, in the order of the code. */
export function reachableOperations(flow: Flow): readonly number[] {
	const { body } = flow;
	const found = new Set<number>();
	for (const [point, isReached] of reachablePoints(flow).entries()) if (isReached && body.at(point) >= 0) found.add(body.at(point));
	return [...found].sort((a, b) => a - b);
}

/** Whether an operation lets an exception go on that was raised elsewhere. */
export function goesOn(body: Body, operation: number): boolean {
	const code = body.code(operation);
	return code === Op.reraise || code === Op.regroup || (code === Op.raise && body.operand(operation, 0) < 0 && body.operand(operation, 2) >= 0);
}

/** Where the body may hand control to the event loop, or to who drives the generator. */
export function suspensionPoints(flow: Flow): readonly number[] {
	const { body } = flow;
	return reachableOperations(flow).filter((operation) => isSuspending(body.code(operation), body.flags(operation)));
}

/** What may raise exceptions of one of the kinds. What only lets one go on is not among them: a bare `raise`, the end of a `finally`. */
export function raisingOperations(flow: Flow, kinds: number = Edge.error | Edge.cancel): readonly number[] {
	return reachableOperations(flow).filter((operation) => {
		if (goesOn(flow.body, operation)) return false;
		for (const point of flow.pointsOf(operation)) for (const _ of flow.successors(point, kinds)) return true;
		return false;
	});
}
