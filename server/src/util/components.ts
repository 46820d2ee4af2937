interface Visit<T> {
	readonly node: T;
	readonly index: number;
	readonly next: Iterator<T>;
	/** The earliest node that is still open and that this one leads to. */
	low: number;
	isOpen: boolean;
}

/**
 * The strongly connected components of what can be reached from a node (Tarjan's algorithm): what leads to each other
 * comes together, and what something leads to comes before it. Without recursion, so that it may be as deep as it likes.
 */
export function* componentsFrom<T>(start: T, next: (node: T) => Iterable<T>): Generator<readonly T[]> {
	const visits = new Map<T, Visit<T>>();
	const open: Visit<T>[] = [];
	const path: Visit<T>[] = [];
	const enter = (node: T) => {
		const visit = { node, index: visits.size, next: next(node)[Symbol.iterator](), low: visits.size, isOpen: true };
		visits.set(node, visit);
		open.push(visit);
		path.push(visit);
	};
	enter(start);
	for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
		const { value, done } = top.next.next();
		if (!done) {
			const known = visits.get(value);
			if (!known) enter(value);
			else if (known.isOpen) top.low = Math.min(top.low, known.index);
			continue;
		}
		path.pop();
		const above = path.at(-1);
		if (above) above.low = Math.min(above.low, top.low);
		if (top.low !== top.index) continue;
		const component = open.splice(open.lastIndexOf(top));
		for (const visit of component) visit.isOpen = false;
		yield component.map(({ node }) => node);
	}
}
