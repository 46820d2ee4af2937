import { Edge, type Flow, type Place } from './flow.ts';

export interface PathOptions {
	/** Operations that the path may not come by. */
	readonly avoiding?: Iterable<Place>;
	/** The kinds of edges that it may go along; all where nothing is said. */
	readonly edges?: number;
}

/** Whether control may get from right behind one place to another; from the entry, when that is where it starts. */
export function existsPath(flow: Flow, from: Place, to: Place | readonly Place[], options: PathOptions = {}): boolean {
	const targets = new Set((Array.isArray(to) ? (to as readonly Place[]) : [to as Place]).flatMap((place) => [...flow.pointsOf(place)]));
	return reach(flow, flow.pointsOf(from), options, (point) => targets.has(point));
}

/** Whether every path from behind a place to an end of the body comes by one of the operations. */
export function onAllPaths(flow: Flow, from: Place, through: Iterable<Place>, edges: number = Edge.all): boolean {
	return !existsPath(flow, from, ['returned', 'raised', 'cancelled'], { avoiding: through, edges });
}

/** Whether every path from the entry to the second operation comes by the first. */
export function dominates(flow: Flow, first: number, second: number, edges: number = Edge.all): boolean {
	return first === second || !existsPath(flow, 'entry', second, { avoiding: [first], edges });
}

/** Whether every path from the second operation to an end of the body comes by the first. */
export function postDominates(flow: Flow, first: number, second: number, edges: number = Edge.all): boolean {
	return first === second || onAllPaths(flow, second, [first], edges);
}

/** Whether an operation is ever come by. */
export function isReachable(flow: Flow, operation: Place): boolean {
	return existsPath(flow, 'entry', operation);
}

/** Goes along edges from behind some points until one is found. */
function reach(flow: Flow, from: Iterable<number>, { avoiding = [], edges = Edge.all }: PathOptions, isFound: (point: number) => boolean): boolean {
	const seen = new Uint8Array(flow.body.pointCount);
	for (const place of avoiding) for (const point of flow.pointsOf(place)) seen[point] = 1;
	const work = [...from];
	for (let point = work.pop(); point !== undefined; point = work.pop())
		for (const next of flow.successors(point, edges)) {
			if (seen[next]) continue;
			if (isFound(next)) return true;
			seen[next] = 1;
			work.push(next);
		}
	return false;
}
