import type { Body } from '../bodies/body.ts';
import { ALL_NAMES, Op } from '../bodies/operations.ts';
import { DominatorTree } from './dominator-tree.ts';
import type { Flow } from './flow.ts';

/** What a name may stand for where it is read. */
export interface Definitions {
	/** The `store` operations, in the order of the code. */
	readonly operations: readonly number[];
	/** Whether it may be bound by something else too: another body, code that does not parse, `from m import *`. */
	readonly isOpen: boolean;
	/** Whether it may not be bound at all. */
	readonly mayBeUnbound: boolean;
}

/** So many changes are looked at for one use of a name, far more than code that people write needs. Where there are more, what is found is open. */
const changeLimit = 200;

/** The definitions that reach a `load`. */
export function reachingDefinitions(flow: Flow, load: number): Definitions {
	let definitions = known.get(flow);
	if (!definitions) {
		definitions = new AllDefinitions(flow);
		known.set(flow, definitions);
	}
	return definitions.at(load);
}

const known = new WeakMap<Flow, AllDefinitions>();

/** Where the value of a slot may become another one: at points that bind or unbind it, and where ways meet of which some come by such a point. */
interface Changes {
	readonly meetings: ReadonlySet<number>;
	/** Places in a walk through the dominator tree, ascending, and the change that holds from each on; -1 before any. */
	readonly from: readonly number[];
	readonly holding: readonly number[];
}

/**
 * A definition reaches what it dominates, up to the next change of that slot. Where ways meet, what holds there is what holds at the end
 * of each of them: the static single assignment form, made for a slot when somebody asks about it.
 */
class AllDefinitions {
	readonly #flow: Flow;
	readonly #tree: DominatorTree;
	/** By slot: the points that bind it. */
	readonly #bindings = new Map<number, number[]>();
	/** Points that may bind any name, and need not. */
	readonly #bindingAll: number[] = [];
	readonly #changes = new Map<number, Changes>();

	constructor(flow: Flow) {
		this.#flow = flow;
		this.#tree = new DominatorTree(flow);
		const { body } = flow;
		for (let point = 0; point < body.pointCount; point++) {
			const operation = body.at(point);
			if (operation < 0 || this.#tree.enter[point] === -1) continue;
			const code = body.code(operation);
			if (mayBindAll(body, operation)) this.#bindingAll.push(point);
			else if (code === Op.store || code === Op.unbind) {
				const slot = body.operand(operation, 0);
				const list = this.#bindings.get(slot);
				if (list) list.push(point);
				else this.#bindings.set(slot, [point]);
			}
		}
	}

	at(load: number): Definitions {
		const { body } = this.#flow;
		const slot = body.operand(load, 0);
		const changes = this.#changesOf(slot);
		const operations = new Set<number>();
		const points = [...this.#flow.pointsOf(load)].filter((point) => this.#tree.enter[point] !== -1);
		let isOpen = points.length > 0 && body.slots[slot]?.isLocal !== true;
		let mayBeUnbound = false;
		// Changes; -1 is the entry.
		const seen = new Set<number>();
		const work: number[] = [];
		const come = (behind: number) => {
			const change = this.#holdingBehind(changes, behind);
			if (seen.has(change)) return;
			seen.add(change);
			work.push(change);
		};
		for (const point of points) come(point);
		for (let change = work.pop(); change !== undefined; change = work.pop()) {
			if (seen.size > changeLimit) {
				isOpen = true;
				mayBeUnbound = true;
				break;
			}
			const operation = change === -1 ? -1 : body.at(change);
			if (change === -1) mayBeUnbound = true;
			else if (changes.meetings.has(change)) for (const predecessor of this.#tree.predecessors(change)) come(predecessor);
			else if (mayBindAll(body, operation)) {
				isOpen = true;
				come(this.#tree.parent(change));
			} else if (body.code(operation) === Op.unbind) mayBeUnbound = true;
			else operations.add(operation);
		}
		return { operations: [...operations].sort((a, b) => a - b), isOpen, mayBeUnbound };
	}

	#changesOf(slot: number): Changes {
		const known = this.#changes.get(slot);
		if (known) return known;
		const meetings = new Set<number>();
		const binding = [...(this.#bindings.get(slot) ?? []), ...this.#bindingAll];
		const work = [...binding];
		for (let point = work.pop(); point !== undefined; point = work.pop())
			for (const meeting of this.#tree.frontier(point))
				if (!meetings.has(meeting)) {
					meetings.add(meeting);
					work.push(meeting);
				}
		const changes = { meetings, ...this.#spans([...new Set([...binding, ...meetings])]) };
		this.#changes.set(slot, changes);
		return changes;
	}

	/** Which change holds where: each in what it dominates, up to the next one there. */
	#spans(points: number[]): Pick<Changes, 'from' | 'holding'> {
		const { enter, leave } = this.#tree;
		const from: number[] = [];
		const holding: number[] = [];
		const around: number[] = [];
		const leaveBefore = (place: number) => {
			for (let inner = around.at(-1); inner !== undefined && (leave[inner] as number) <= place; inner = around.at(-1)) {
				around.pop();
				from.push(leave[inner] as number);
				holding.push(around.at(-1) ?? -1);
			}
		};
		for (const point of points.sort((a, b) => (enter[a] as number) - (enter[b] as number))) {
			const place = enter[point] as number;
			leaveBefore(place);
			from.push(place);
			holding.push(point);
			around.push(point);
		}
		leaveBefore(Number.POSITIVE_INFINITY);
		return { from, holding };
	}

	/** The change that holds behind a point: the innermost that dominates it. A `load` changes nothing, so it holds there, too. */
	#holdingBehind({ from, holding }: Changes, point: number): number {
		const place = this.#tree.enter[point] as number;
		let low = 0;
		let high = from.length;
		while (low < high) {
			const middle = (low + high) >>> 1;
			if ((from[middle] as number) <= place) low = middle + 1;
			else high = middle;
		}
		return low === 0 ? -1 : (holding[low - 1] as number);
	}
}

function mayBindAll(body: Body, operation: number): boolean {
	const code = body.code(operation);
	return code === Op.unknown || (code === Op.import && (body.flags(operation) & ALL_NAMES) !== 0);
}
