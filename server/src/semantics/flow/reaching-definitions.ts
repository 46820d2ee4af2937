import type { Body } from '../bodies/body.ts';
import { ALL_NAMES, ENTRY, Op } from '../bodies/operations.ts';
import { Edge, type Flow } from './flow.ts';
import { reachablePoints } from './steps.ts';

/** What a name may stand for where it is read. */
export interface Definitions {
	/** The `store` operations, in the order of the code. */
	readonly operations: readonly number[];
	/** Whether it may be bound by something else too: another body, code that does not parse, `from m import *`. */
	readonly isOpen: boolean;
	/** Whether it may not be bound at all. */
	readonly mayBeUnbound: boolean;
}

/** So many steps are taken for one name, far more than code that people write needs. Where they do not suffice, what is found is open. */
const stepLimit = 4_000_000;

const answers = new WeakMap<Flow, Map<number, ReadonlyMap<number, Definitions>>>();

/** The definitions that reach a `load`. */
export function reachingDefinitions(flow: Flow, load: number): Definitions {
	const slot = flow.body.operand(load, 0);
	const bySlot = answers.get(flow) ?? new Map<number, ReadonlyMap<number, Definitions>>();
	answers.set(flow, bySlot);
	const byLoad = bySlot.get(slot) ?? definitionsOf(flow, slot);
	bySlot.set(slot, byLoad);
	return byLoad.get(load) ?? { operations: [], isOpen: false, mayBeUnbound: false };
}

/** Each definition is followed until another takes its place. */
function definitionsOf(flow: Flow, slot: number): ReadonlyMap<number, Definitions> {
	const { body } = flow;
	const found = new Map<number, { operations: Set<number>; isOpen: boolean; mayBeUnbound: boolean }>();
	const isFree = body.slots[slot]?.isLocal !== true;
	const isReached = reachablePoints(flow);
	let steps = 0;
	const follow = (start: number, note: (definitions: { operations: Set<number>; isOpen: boolean; mayBeUnbound: boolean }) => void) => {
		const seen = new Uint8Array(body.pointCount);
		// What raises has not bound anything.
		const work = [...flow.successors(start, body.at(start) < 0 ? Edge.all : Edge.normal)];
		for (let point = work.pop(); point !== undefined; point = work.pop()) {
			if (seen[point]) continue;
			seen[point] = 1;
			steps++;
			const operation = body.at(point);
			if (operation >= 0) {
				if (body.code(operation) === Op.load && body.operand(operation, 0) === slot) {
					const definitions = found.get(operation) ?? { operations: new Set(), isOpen: isFree, mayBeUnbound: false };
					found.set(operation, definitions);
					note(definitions);
				}
				if (binds(body, operation, slot)) continue;
			}
			for (const next of flow.successors(point, Edge.all)) work.push(next);
		}
	};
	follow(ENTRY, (definitions) => (definitions.mayBeUnbound = true));
	for (let point = 0; point < body.pointCount && steps < stepLimit; point++) {
		const operation = body.at(point);
		if (operation < 0 || !isReached[point]) continue;
		if (mayBindAll(body, operation)) follow(point, (definitions) => (definitions.isOpen = true));
		else if (!binds(body, operation, slot)) continue;
		else if (body.code(operation) === Op.unbind) follow(point, (definitions) => (definitions.mayBeUnbound = true));
		else follow(point, (definitions) => definitions.operations.add(operation));
	}
	if (steps >= stepLimit) for (const definitions of found.values()) definitions.isOpen = true;
	return new Map([...found].map(([load, { operations, ...rest }]) => [load, { operations: [...operations].sort((a, b) => a - b), ...rest }]));
}

function binds(body: Body, operation: number, slot: number): boolean {
	const code = body.code(operation);
	return (code === Op.store || code === Op.unbind) && body.operand(operation, 0) === slot;
}

/** It may bind any name, and need not. */
function mayBindAll(body: Body, operation: number): boolean {
	const code = body.code(operation);
	return code === Op.unknown || (code === Op.import && (body.flags(operation) & ALL_NAMES) !== 0);
}
