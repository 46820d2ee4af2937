import type { CallSite } from '../semantics/calls.ts';
import { type FileModel, fileOf } from '../semantics/file-model.ts';
import type { ClassModel, FunctionModel } from '../semantics/functions.ts';
import type { QualifiedName } from '../semantics/names.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { type Inquiry, Memo } from '../util/memo.ts';
import { OrderedAnswers } from '../util/ordered-answers.ts';
import { type Home, isSame } from '../util/tracking.ts';
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

/** The shortest way to what is looked for: the bodies that are entered, the first one left out. */
interface Way {
	readonly next: Entered | undefined;
	readonly rest: Way | undefined;
	readonly length: number;
}

/** What a body does on the way to a target. */
interface Exits {
	/** Whether one of its calls is what is looked for. */
	readonly isThere: boolean;
	readonly entered: readonly Entered[];
}

/** What is asked about one target. */
interface Answers {
	readonly exits: Memo<Entered, Exits>;
	/** The call by which a body goes on along its way. */
	readonly calls: Memo<Entered, CallSite | undefined>;
	readonly ways: OrderedAnswers<Entered, Way | undefined>;
	/** Whether ways go round a function. */
	readonly stops: Memo<FunctionModel, boolean>;
}

/** Functions that are looked at for one path while somebody waits for an answer that is kept. */
const functionLimit = 2000;

/**
 * Follows calls through the project's functions. Ways are remembered as functions, which outlive edits in their bodies; the calls
 * on them are looked up for who wants to show them.
 */
export class CallGraph {
	readonly #inquiry: Inquiry;
	/** The bodies that a call runs. Each target's ways go by the same calls. */
	readonly #bodies: Memo<CallSite, readonly FunctionModel[]>;
	/** What a body does that may run another. */
	readonly #steps: Memo<FunctionModel, readonly CallSite[]>;
	readonly #answers = new Map<PathTarget, Answers>();
	readonly #plain = new WeakMap<FunctionModel, Entered>();
	/** Methods that an object of a subclass runs, by that class. */
	readonly #inherited = new WeakMap<ClassModel, WeakMap<FunctionModel, Entered>>();

	constructor(inquiry: Inquiry) {
		this.#inquiry = inquiry;
		this.#bodies = new Memo<CallSite, readonly FunctionModel[]>({ inquiry, homeOf: (call) => call.statement.syntax, whenCircular: [] });
		this.#steps = new Memo<FunctionModel, readonly CallSite[]>({ inquiry, homeOf: (body) => body.statement.syntax, whenCircular: [] });
	}

	resolve(call: CallSite): FunctionModel | undefined {
		return calledFunction(call);
	}

	pathTo(target: PathTarget, call: CallSite): readonly CallSite[] | undefined {
		if (isHit(call, target)) return [call];
		const shortest = this.#shortestFrom(call, target);
		return shortest && [call, ...this.#callsAlong(shortest.start, shortest.way, target)];
	}

	/** How many calls that is: who asks this first need not go along thousands in vain. */
	distanceTo(target: PathTarget, call: CallSite): number | undefined {
		if (isHit(call, target)) return 1;
		const shortest = this.#shortestFrom(call, target);
		return shortest && shortest.way.length + 1;
	}

	#shortestFrom(call: CallSite, target: PathTarget): { readonly start: Entered; readonly way: Way } | undefined {
		let shortest: { readonly start: Entered; readonly way: Way } | undefined;
		for (const start of this.#entered(call, target, undefined)) {
			const way = this.#answersFor(target).ways.get(start);
			if (way && !(shortest && shortest.way.length <= way.length)) shortest = { start, way };
		}
		return shortest;
	}

	/** The shortest chain of calls from a function's body to what is looked for. */
	pathFrom(target: PathTarget, body: FunctionModel): readonly CallSite[] | undefined {
		const start = this.#enter(body, body.class);
		const way = this.#answersFor(target).ways.get(start);
		return way && this.#callsAlong(start, way, target);
	}

	#answersFor(target: PathTarget): Answers {
		return getOrMake(this.#answers, target, () => {
			const inquiry = this.#inquiry;
			const exitsOf = (start: Entered) => this.#exitsOf(start, target);
			return {
				exits: new Memo<Entered, Exits>({ inquiry, homeOf, whenCircular: { isThere: false, entered: [] }, isSame: areSameExits }),
				calls: new Memo<Entered, CallSite | undefined>({ inquiry, homeOf: ({ body }) => body.statement.syntax, whenCircular: undefined, isFinal: true }),
				ways: new OrderedAnswers<Entered, Way | undefined>(inquiry, {
					homeOf,
					restsOn: (start) => exitsOf(start).entered,
					solve: (start, wayFrom) => shortestWay(exitsOf(start), wayFrom),
					solveRing: (starts, wayFrom) => shortestWays(new Map(starts.map((start) => [start, exitsOf(start)])), wayFrom),
					otherwise: undefined,
					isSame: areSameWays,
					limit: functionLimit,
				}),
				stops: new Memo<FunctionModel, boolean>({ inquiry, homeOf: (body) => body.home, whenCircular: false }),
			};
		});
	}

	#enter(body: FunctionModel, receiver: ClassModel | undefined): Entered {
		if (!receiver || receiver === body.class) return getOrMake(this.#plain, body, () => ({ body, receiver: body.class }));
		const byBody = getOrMake(this.#inherited, receiver, () => new WeakMap());
		return getOrMake(byBody, body, () => ({ body, receiver }));
	}

	/** The bodies that a call runs at once, if ways go through them. `receiver`: the class of the `self` with which the call's own body runs. */
	#entered(call: CallSite, target: PathTarget, receiver: ClassModel | undefined): readonly Entered[] {
		const bodies = overriddenBodies(call, receiver) ?? this.#bodies.get(call, () => bodiesRunBy(call));
		const own = bodies.some((body) => body.class) ? receiverOf(call, receiver) : undefined;
		return bodies.filter((body) => !this.#stopsAt(body, target)).map((body) => this.#enter(body, body.class && (own ?? body.class)));
	}

	#stopsAt(body: FunctionModel, target: PathTarget): boolean {
		return target.stopsAt !== undefined && this.#answersFor(target).stops.get(body, () => target.stopsAt?.(body) === true);
	}

	/** The calls of a body that count for a target. */
	#stepsFrom(body: FunctionModel, target: PathTarget): readonly CallSite[] {
		const all = this.#steps.get(body, () => invocationsIn(body).filter((call) => !isTypeCheckingOnly(call.node, fileOf(body))));
		return all.filter(({ node }) => !(target.alwaysReached && isInBranch(node, body)) && !(target.pastReturns && isPastReturn(node, body)));
	}

	#exitsOf(start: Entered, target: PathTarget): Exits {
		return this.#answersFor(target).exits.get(start, () => {
			const calls = this.#stepsFrom(start.body, target);
			if (calls.some((call) => isHit(call, target))) return { isThere: true, entered: [] };
			return { isThere: false, entered: [...new Set(calls.flatMap((call) => this.#entered(call, target, start.receiver)))] };
		});
	}

	/** One call in each of the bodies on a way: the first that enters the next body, in the last one what is looked for. */
	#callsAlong(start: Entered, way: Way, target: PathTarget): CallSite[] {
		const calls: CallSite[] = [];
		const memo = this.#answersFor(target).calls;
		let from = start;
		for (let step: Way | undefined = way; step; step = step.rest) {
			const { next } = step;
			const { body, receiver } = from;
			const found = memo.get(from, () =>
				this.#stepsFrom(body, target).find((call) => (next ? this.#entered(call, target, receiver).includes(next) : isHit(call, target))),
			);
			if (found) calls.push(found);
			if (next) from = next;
		}
		return calls;
	}
}

function homeOf({ body }: Entered): Home {
	return body.home;
}

function isHit(call: CallSite, target: PathTarget): boolean {
	return target.matches(fileOf(call).qualifiedName(call.callee), call, fileOf(call));
}

function areSameExits(one: Exits, other: Exits): boolean {
	return one.isThere === other.isThere && isSame(one.entered, other.entered);
}

function areSameWays(one: Way | undefined, other: Way | undefined): boolean {
	let [a, b] = [one, other];
	while (a && b && a !== b) {
		if (a.next !== b.next || a.length !== b.length) return false;
		a = a.rest;
		b = b.rest;
	}
	return a === b;
}

function shortestWay({ isThere, entered }: Exits, wayFrom: (start: Entered) => Way | undefined): Way | undefined {
	if (isThere) return { next: undefined, rest: undefined, length: 1 };
	let shortest: Way | undefined;
	for (const next of entered) {
		const rest = wayFrom(next);
		if (rest && !(shortest && shortest.length <= rest.length + 1)) shortest = { next, rest, length: rest.length + 1 };
	}
	return shortest;
}

/** For bodies that run each other: those come first whose ways lead out of the ring soonest, then those that call them. */
function shortestWays(ring: ReadonlyMap<Entered, Exits>, wayFrom: (start: Entered) => Way | undefined): ReadonlyMap<Entered, Way | undefined> {
	const found = new Map<Entered, Way | undefined>();
	const callers = new Map<Entered, Set<Entered>>();
	const byLength: Entered[][] = [];
	const wait = (start: Entered, length: number) => {
		byLength[length] ??= [];
		byLength[length].push(start);
	};
	const outside = (start: Entered) => (ring.has(start) ? undefined : wayFrom(start));
	for (const [start, exits] of ring) {
		for (const one of exits.entered) getOrMake(callers, one, () => new Set()).add(start);
		const way = shortestWay(exits, outside);
		if (way) wait(start, way.length);
	}
	for (let length = 0; length < byLength.length; length++) {
		for (const start of byLength[length] ?? []) {
			if (found.has(start)) continue;
			const isShorter = (one: Entered) => {
				const way = ring.has(one) ? found.get(one) : wayFrom(one);
				return way && way.length < length ? way : undefined;
			};
			found.set(start, shortestWay(ring.get(start) as Exits, isShorter));
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
