import { CANCELLED, ENTRY } from '../bodies/operations.ts';
import type { Flow } from './flow.ts';

/**
 * By which points control must come to get to a point, along edges of all kinds. Found by semidominators and nearest common ancestors
 * (Georgiadis), in time that grows little faster than the graph. Points that are never reached, and the ends of the body, are not in it.
 */
export class DominatorTree {
	/** Points whose places in a walk through the tree are from `enter[p]` to before `leave[p]` are dominated by point `p`; -1 for one that is not in it. */
	readonly enter: Int32Array;
	readonly leave: Int32Array;
	readonly #parent: Int32Array;
	readonly #predecessors: { readonly first: Int32Array; readonly points: Int32Array };
	#frontiers: readonly (readonly number[] | undefined)[] | undefined;

	constructor(flow: Flow) {
		const { order, treeParent, numbers } = depthFirst(flow);
		this.#predecessors = predecessorsOf(flow, order, numbers);
		this.#parent = immediateDominators(order, treeParent, numbers, (point) => this.predecessors(point));
		this.enter = new Int32Array(numbers.length).fill(-1);
		this.leave = new Int32Array(numbers.length);
		this.#walk(order);
	}

	/** The points from which an edge leads to one, as far as they are reached. */
	predecessors(point: number): Int32Array {
		const { first, points } = this.#predecessors;
		return points.subarray(first[point] as number, first[point + 1] as number);
	}

	/** The innermost other point that control must come by to get to one. */
	parent(point: number): number {
		return this.#parent[point] as number;
	}

	/** Where ways that come by a point meet others that do not. */
	frontier(point: number): readonly number[] {
		this.#frontiers ??= this.#findFrontiers();
		return this.#frontiers[point] ?? [];
	}

	#findFrontiers(): readonly (readonly number[] | undefined)[] {
		const frontiers: (number[] | undefined)[] = new Array(this.enter.length);
		const seenFor = new Int32Array(this.enter.length).fill(-1);
		for (let join = 0; join < this.enter.length; join++) {
			const predecessors = this.predecessors(join);
			if (predecessors.length < 2 || this.enter[join] === -1) continue;
			for (const predecessor of predecessors)
				for (let point = predecessor; point !== this.#parent[join] && seenFor[point] !== join; point = this.#parent[point] as number) {
					seenFor[point] = join;
					const list = frontiers[point];
					if (list) list.push(join);
					else frontiers[point] = [join];
				}
		}
		return frontiers;
	}

	/** A parent comes before its children in `order`; places are given by the sizes of subtrees. */
	#walk(order: readonly number[]): void {
		const size = new Int32Array(this.enter.length).fill(1);
		for (let i = order.length - 1; i > 0; i--) {
			const point = order[i] as number;
			const parent = this.#parent[point] as number;
			size[parent] = (size[parent] as number) + (size[point] as number);
		}
		const free = new Int32Array(this.enter.length);
		for (const point of order) {
			const parent = this.#parent[point] as number;
			const place = point === ENTRY ? 0 : (free[parent] as number);
			if (point !== ENTRY) free[parent] = place + (size[point] as number);
			this.enter[point] = place;
			this.leave[point] = place + (size[point] as number);
			free[point] = place + 1;
		}
	}
}

/** Points in the order in which a walk from the entry comes to them, from where it came (by numbers in that order), and the number of each point. */
function depthFirst(flow: Flow): { readonly order: readonly number[]; readonly treeParent: readonly number[]; readonly numbers: Int32Array } {
	const numbers = new Int32Array(flow.body.pointCount).fill(-1);
	const order: number[] = [];
	const treeParent: number[] = [];
	const work = [{ point: ENTRY, from: -1 }];
	for (let one = work.pop(); one; one = work.pop()) {
		const { point, from } = one;
		if (numbers[point] !== -1) continue;
		const number = order.push(point) - 1;
		numbers[point] = number;
		treeParent.push(from);
		for (let i = flow.first[point] as number; i < (flow.first[point + 1] as number); i++) {
			const next = flow.to[i] as number;
			if (isInner(next) && numbers[next] === -1) work.push({ point: next, from: number });
		}
	}
	return { order, treeParent, numbers };
}

/** Not one of the ends, to which an edge leads from nearly everywhere. */
function isInner(point: number): boolean {
	return point === ENTRY || point > CANCELLED;
}

function predecessorsOf(flow: Flow, order: readonly number[], numbers: Int32Array): { readonly first: Int32Array; readonly points: Int32Array } {
	const first = new Int32Array(numbers.length + 1);
	const each = (visit: (point: number, next: number) => void) => {
		for (const point of order)
			for (let i = flow.first[point] as number; i < (flow.first[point + 1] as number); i++)
				if (isInner(flow.to[i] as number)) visit(point, flow.to[i] as number);
	};
	each((_, next) => {
		first[next + 1] = (first[next + 1] as number) + 1;
	});
	for (let i = 0; i < numbers.length; i++) first[i + 1] = (first[i + 1] as number) + (first[i] as number);
	const points = new Int32Array(first[numbers.length] as number);
	const at = first.slice();
	each((point, next) => {
		points[at[next] as number] = point;
		at[next] = (at[next] as number) + 1;
	});
	return { first, points };
}

/** By point; that of the entry is itself. Inside, points go by their numbers in the walk. */
function immediateDominators(
	order: readonly number[],
	treeParent: readonly number[],
	numbers: Int32Array,
	predecessors: (point: number) => Int32Array,
): Int32Array {
	const count = order.length;
	const semi = Int32Array.from({ length: count }, (_, i) => i);
	const best = semi.slice();
	const ancestor = new Int32Array(count).fill(-1);
	const path: number[] = [];
	/** Of a point and its ancestors so far, the one with the least semidominator. Paths that were walked are made short. */
	const evaluate = (number: number): number => {
		let top = number;
		for (; ancestor[top] !== -1 && ancestor[ancestor[top] as number] !== -1; top = ancestor[top] as number) path.push(top);
		for (let one = path.pop(); one !== undefined; one = path.pop()) {
			const above = ancestor[one] as number;
			if ((semi[best[above] as number] as number) < (semi[best[one] as number] as number)) best[one] = best[above] as number;
			ancestor[one] = ancestor[above] as number;
		}
		return ancestor[number] === -1 ? number : (best[number] as number);
	};
	for (let number = count - 1; number > 0; number--) {
		for (const predecessor of predecessors(order[number] as number)) {
			const candidate = semi[evaluate(numbers[predecessor] as number)] as number;
			if (candidate < (semi[number] as number)) semi[number] = candidate;
		}
		ancestor[number] = treeParent[number] as number;
	}
	const dominator = new Int32Array(count);
	const parent = new Int32Array(numbers.length).fill(-1);
	for (let number = 0; number < count; number++) {
		let found = number === 0 ? 0 : (treeParent[number] as number);
		while (found > (semi[number] as number)) found = dominator[found] as number;
		dominator[number] = found;
		parent[order[number] as number] = order[found] as number;
	}
	return parent;
}
