import type { CallSite } from '../semantics/calls.ts';
import { type FileModel, fileOf } from '../semantics/file-model.ts';
import type { ClassModel, FunctionModel } from '../semantics/functions.ts';
import type { QualifiedName } from '../semantics/names.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { type FactRecorder, Memo } from '../util/memo.ts';
import { OrderedAnswers } from '../util/ordered-answers.ts';
import { isTypeCheckingOnly } from './guards.ts';
import { bodiesRunBy, calledFunction, invocationsIn } from './invocations.ts';
import { overriddenBodies, receiverOf } from './receivers.ts';

/** What a path leads to. The object is the key under which answers are remembered, so keep one for each purpose. */
export interface PathTarget {
	/** Whether a call in a synchronous function is what is looked for. */
	matches(name: QualifiedName | undefined, call: CallSite, file: FileModel): boolean;
	/** Whether to leave out a function with all it calls. */
	stopsAt?(called: FunctionModel): boolean;
	/** Whether to pass over calls that only some runs of a function come to: in a branch or an exception handler. */
	readonly alwaysReached?: boolean;
	/** With it: also over those behind a `return` that stands in a branch, as in `if not items: return`. */
	readonly pastReturns?: boolean;
}

/** A body that a call runs. There is one object for each. */
interface Entered {
	readonly body: FunctionModel;
	/** The class of its `self`: what it calls on `self` may be overridden there. */
	readonly receiver: ClassModel | undefined;
}

/** The shortest chain of calls to what is looked for. */
interface Path {
	readonly call: CallSite;
	readonly rest: Path | undefined;
	readonly length: number;
}

/** What a body does on the way to a target. */
interface Steps {
	readonly hit: CallSite | undefined;
	readonly calls: readonly { readonly call: CallSite; readonly entered: readonly Entered[] }[];
}

/** Functions that are looked at for one path while somebody waits for an answer that is kept. */
const functionLimit = 2000;

/** Follows calls through the project's functions. */
export class CallGraph {
	readonly #recorder: FactRecorder;
	/** The bodies that a call runs. Each target's paths go by the same calls. */
	readonly #bodies: Memo<CallSite, readonly FunctionModel[]>;
	/** What a body does that may run another. */
	readonly #steps: Memo<FunctionModel, readonly CallSite[]>;
	readonly #paths = new Map<PathTarget, OrderedAnswers<Entered, Path | undefined>>();
	/** Whether paths go round a function. */
	readonly #stops = new Map<PathTarget, Memo<FunctionModel, boolean>>();
	#plain = new WeakMap<FunctionModel, Entered>();
	/** Methods that an object of a subclass runs, by that class. */
	#inherited = new WeakMap<ClassModel, WeakMap<FunctionModel, Entered>>();

	constructor(recorder: FactRecorder) {
		this.#recorder = recorder;
		this.#bodies = new Memo(recorder, []);
		this.#steps = new Memo(recorder, []);
	}

	/** Lets go of what was remembered, and of the models it holds. */
	forget(): void {
		this.#paths.clear();
		this.#stops.clear();
		this.#plain = new WeakMap();
		this.#inherited = new WeakMap();
		this.#bodies.clear();
		this.#steps.clear();
	}

	resolve(call: CallSite): FunctionModel | undefined {
		return calledFunction(call);
	}

	pathTo(target: PathTarget, call: CallSite): readonly CallSite[] | undefined {
		if (target.matches(fileOf(call).qualifiedName(call.callee), call, fileOf(call))) return [call];
		let shortest: Path | undefined;
		for (const start of this.#entered(call, target, undefined)) {
			const path = this.#pathsTo(target).get(start);
			if (path && !(shortest && shortest.length <= path.length)) shortest = path;
		}
		return shortest && [call, ...callsOf(shortest)];
	}

	/** The shortest chain of calls from a function's body to what is looked for. */
	pathFrom(target: PathTarget, body: FunctionModel): readonly CallSite[] | undefined {
		const path = this.#pathsTo(target).get(this.#enter(body, body.class));
		return path && callsOf(path);
	}

	#pathsTo(target: PathTarget): OrderedAnswers<Entered, Path | undefined> {
		return getOrMake(this.#paths, target, () => {
			const stepsOf = (start: Entered) => this.#stepsOf(start, target);
			return new OrderedAnswers<Entered, Path | undefined>(this.#recorder, {
				restsOn: (start) => stepsOf(start).calls.flatMap(({ entered }) => entered),
				solve: (start, pathFrom) => shortestPath(stepsOf(start), pathFrom),
				solveRing: (starts, pathFrom) => shortestPaths(new Map(starts.map((start) => [start, stepsOf(start)])), pathFrom),
				otherwise: undefined,
				limit: functionLimit,
			});
		});
	}

	#enter(body: FunctionModel, receiver: ClassModel | undefined): Entered {
		if (!receiver || receiver === body.class) return getOrMake(this.#plain, body, () => ({ body, receiver: body.class }));
		const byBody = getOrMake(this.#inherited, receiver, () => new WeakMap());
		return getOrMake(byBody, body, () => ({ body, receiver }));
	}

	/** The bodies that a call runs at once, if paths go through them. `receiver`: the class of the `self` with which the call's own body runs. */
	#entered(call: CallSite, target: PathTarget, receiver: ClassModel | undefined): readonly Entered[] {
		const bodies = overriddenBodies(call, receiver) ?? this.#bodies.get(call, () => bodiesRunBy(call));
		const own = bodies.some((body) => body.class) ? receiverOf(call, receiver) : undefined;
		return bodies.filter((body) => !this.#stopsAt(body, target)).map((body) => this.#enter(body, body.class && (own ?? body.class)));
	}

	#stopsAt(body: FunctionModel, target: PathTarget): boolean {
		if (!target.stopsAt) return false;
		const known = getOrMake(this.#stops, target, () => new Memo(this.#recorder, false));
		return known.get(body, () => target.stopsAt?.(body) === true);
	}

	#stepsFrom(body: FunctionModel): readonly CallSite[] {
		return this.#steps.get(body, () => invocationsIn(body).filter((call) => !isTypeCheckingOnly(call.node, fileOf(body))));
	}

	#stepsOf({ body, receiver }: Entered, target: PathTarget): Steps {
		const calls = this.#stepsFrom(body).filter(
			({ node }) => !(target.alwaysReached && isInBranch(node, body)) && !(target.pastReturns && isPastReturn(node, body)),
		);
		const hit = calls.find((call) => target.matches(fileOf(call).qualifiedName(call.callee), call, fileOf(call)));
		if (hit) return { hit, calls: [] };
		return { hit, calls: calls.map((call) => ({ call, entered: this.#entered(call, target, receiver) })) };
	}
}

function callsOf(path: Path): readonly CallSite[] {
	const calls: CallSite[] = [];
	for (let step: Path | undefined = path; step; step = step.rest) calls.push(step.call);
	return calls;
}

function shortestPath({ hit, calls }: Steps, pathFrom: (start: Entered) => Path | undefined): Path | undefined {
	if (hit) return { call: hit, rest: undefined, length: 1 };
	let shortest: Path | undefined;
	for (const { call, entered } of calls) {
		for (const start of entered) {
			const rest = pathFrom(start);
			if (rest && !(shortest && shortest.length <= rest.length + 1)) shortest = { call, rest, length: rest.length + 1 };
		}
	}
	return shortest;
}

/** For bodies that run each other: those come first whose paths lead out of the ring soonest, then those that call them. */
function shortestPaths(ring: ReadonlyMap<Entered, Steps>, pathFrom: (start: Entered) => Path | undefined): ReadonlyMap<Entered, Path | undefined> {
	const found = new Map<Entered, Path | undefined>();
	const callers = new Map<Entered, Set<Entered>>();
	const byLength: Entered[][] = [];
	const wait = (start: Entered, length: number) => {
		byLength[length] ??= [];
		byLength[length].push(start);
	};
	const outside = (start: Entered) => (ring.has(start) ? undefined : pathFrom(start));
	for (const [start, steps] of ring) {
		for (const { entered } of steps.calls) for (const one of entered) getOrMake(callers, one, () => new Set()).add(start);
		const path = shortestPath(steps, outside);
		if (path) wait(start, path.length);
	}
	for (let length = 0; length < byLength.length; length++) {
		for (const start of byLength[length] ?? []) {
			if (found.has(start)) continue;
			const isShorter = (one: Entered) => {
				const path = ring.has(one) ? found.get(one) : pathFrom(one);
				return path && path.length < length ? path : undefined;
			};
			found.set(start, shortestPath(ring.get(start) as Steps, isShorter));
			for (const caller of callers.get(start) ?? []) if (!found.has(caller)) wait(caller, length + 1);
		}
	}
	return new Map([...ring.keys()].map((start) => [start, found.get(start)]));
}

function getOrMake<K extends object, V>(map: { get(key: K): V | undefined; set(key: K, value: V): unknown }, key: K, make: () => V): V {
	const known = map.get(key);
	if (known !== undefined) return known;
	const made = make();
	map.set(key, made);
	return made;
}

const branches: ReadonlySet<string> = new Set([
	'elif_clause',
	'else_clause',
	'except_clause',
	'case_clause',
	'conditional_expression',
	'boolean_operator',
	'if_clause',
]);

/** Whether an earlier statement may have returned from the function: one of a block that the node stands in. */
function isPastReturn(node: SyntaxNode, body: FunctionModel): boolean {
	for (let child = node, parent = node.parent; parent && child !== body.body; child = parent, parent = parent.parent) {
		if (parent.kind === 'block' && hasReturnBetween(body.returns, parent.index, child.index)) return true;
	}
	return false;
}

/** Whether one of the statements, which are in the order of the text, stands between two places. */
function hasReturnBetween(returns: readonly SyntaxNode[], from: number, to: number): boolean {
	let low = 0;
	let high = returns.length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if ((returns[middle] as SyntaxNode).index > from) high = middle;
		else low = middle + 1;
	}
	return low < returns.length && (returns[low] as SyntaxNode).index < to;
}

/** Whether a call of a function's body stands in a branch or handler: then it may never be reached. */
function isInBranch(node: SyntaxNode, body: FunctionModel): boolean {
	for (let child = node, parent = node.parent; parent && child !== body.body; child = parent, parent = parent.parent) {
		if (parent.kind === 'if_statement' && child !== parent.field('condition')) return true;
		if (branches.has(parent.kind) && child !== parent.field('condition') && !(parent.kind === 'boolean_operator' && child === parent.field('left')))
			return true;
	}
	return false;
}
