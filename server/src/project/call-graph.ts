import type { CallSite } from '../semantics/calls.ts';
import { type FileModel, fileOf } from '../semantics/file-model.ts';
import { ownNodes } from '../semantics/flow.ts';
import type { ClassModel, FunctionModel } from '../semantics/functions.ts';
import type { QualifiedName } from '../semantics/names.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { type FactRecorder, Memo } from '../util/memo.ts';
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

/** A body that a call runs. */
interface Entered {
	readonly body: FunctionModel;
	/** The class of its `self`: what it calls on `self` may be overridden there. */
	readonly receiver: ClassModel | undefined;
}

/** Functions that are looked at for one path. */
const functionLimit = 2000;

/** Follows calls through the project's functions. */
export class CallGraph {
	readonly #recorder: FactRecorder;
	/** The bodies that a call runs. Each target's paths go by the same calls. */
	readonly #bodies: Memo<CallSite, readonly FunctionModel[]>;
	/** What a body does that may run another. */
	readonly #steps: Memo<FunctionModel, readonly CallSite[]>;
	readonly #paths = new Map<PathTarget, Memo<FunctionModel, readonly CallSite[] | undefined>>();
	/** Paths from methods that an object of a subclass runs, by that class. */
	readonly #inherited = new Map<PathTarget, WeakMap<ClassModel, Memo<FunctionModel, readonly CallSite[] | undefined>>>();

	constructor(recorder: FactRecorder) {
		this.#recorder = recorder;
		this.#bodies = new Memo(recorder, []);
		this.#steps = new Memo(recorder, []);
	}

	/** Lets go of what was remembered, and of the models it holds. */
	forget(): void {
		this.#paths.clear();
		this.#inherited.clear();
		this.#bodies.clear();
		this.#steps.clear();
	}

	resolve(call: CallSite): FunctionModel | undefined {
		return calledFunction(call);
	}

	pathTo(target: PathTarget, call: CallSite): readonly CallSite[] | undefined {
		if (target.matches(fileOf(call).qualifiedName(call.callee), call, fileOf(call))) return [call];
		let shortest: readonly CallSite[] | undefined;
		for (const start of this.#entered(call, target, undefined)) {
			const rest = this.#pathFrom(target, start);
			if (rest && !(shortest && shortest.length <= rest.length)) shortest = rest;
		}
		return shortest && [call, ...shortest];
	}

	/** The shortest chain of calls from a function's body to what is looked for. */
	pathFrom(target: PathTarget, body: FunctionModel): readonly CallSite[] | undefined {
		return this.#pathFrom(target, { body, receiver: body.class });
	}

	#pathFrom(target: PathTarget, start: Entered): readonly CallSite[] | undefined {
		return this.#memoFor(target, start).get(start.body, () => this.#shortestFrom(start, target));
	}

	#memoFor(target: PathTarget, { body, receiver }: Entered): Memo<FunctionModel, readonly CallSite[] | undefined> {
		if (!receiver || receiver === body.class) return getOrMake(this.#paths, target, () => new Memo(this.#recorder, undefined));
		const byClass = getOrMake(this.#inherited, target, () => new WeakMap());
		return getOrMake(byClass, receiver, () => new Memo(this.#recorder, undefined));
	}

	/** The bodies that a call runs at once, if paths go through them. `receiver`: the class of the `self` with which the call's own body runs. */
	#entered(call: CallSite, target: PathTarget, receiver: ClassModel | undefined): readonly Entered[] {
		const bodies = overriddenBodies(call, receiver) ?? this.#bodies.get(call, () => bodiesRunBy(call));
		const own = bodies.some((body) => body.class) ? receiverOf(call, receiver) : undefined;
		return bodies.filter((body) => !target.stopsAt?.(body)).map((body) => ({ body, receiver: body.class && (own ?? body.class) }));
	}

	#stepsFrom(body: FunctionModel): readonly CallSite[] {
		return this.#steps.get(body, () => invocationsIn(body).filter((call) => !isTypeCheckingOnly(call.node, fileOf(body))));
	}

	/** Breadth first, so that functions that call each other do no harm and the shortest chain is shown. */
	#shortestFrom(start: Entered, target: PathTarget): readonly CallSite[] | undefined {
		const seen = new Set([start.body]);
		let frontier: (Entered & { readonly path: readonly CallSite[] })[] = [{ ...start, path: [] }];
		while (frontier.length > 0 && seen.size < functionLimit) {
			const next: typeof frontier = [];
			for (const { body, receiver, path } of frontier) {
				const calls = this.#stepsFrom(body).filter(
					({ node }) => !(target.alwaysReached && isInBranch(node, body)) && !(target.pastReturns && isPastReturn(node, body)),
				);
				const hit = calls.find((call) => target.matches(fileOf(call).qualifiedName(call.callee), call, fileOf(call)));
				if (hit) return [...path, hit];
				for (const call of calls) {
					for (const called of this.#entered(call, target, receiver)) {
						if (seen.has(called.body)) continue;
						seen.add(called.body);
						next.push({ ...called, path: [...path, call] });
					}
				}
			}
			frontier = next;
		}
		return undefined;
	}
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

/** Whether an earlier statement may have returned from the function. */
function isPastReturn(node: SyntaxNode, body: FunctionModel): boolean {
	for (let child = node, parent = node.parent; parent && child !== body.body; child = parent, parent = parent.parent) {
		if (parent.kind !== 'block') continue;
		for (const earlier of parent.children) {
			if (earlier === child) break;
			if (ownNodes(earlier).some((one) => one.kind === 'return_statement')) return true;
		}
	}
	return false;
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
