import type { CallSite } from '../semantics/calls.ts';
import { type FileModel, fileOf } from '../semantics/file-model.ts';
import { ownNodes } from '../semantics/flow.ts';
import type { FunctionModel } from '../semantics/functions.ts';
import type { QualifiedName } from '../semantics/names.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { type FactRecorder, Memo } from '../util/memo.ts';
import { isTypeCheckingOnly } from './guards.ts';
import { bodiesRunBy, calledFunction, invocationsIn } from './invocations.ts';

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

	constructor(recorder: FactRecorder) {
		this.#recorder = recorder;
		this.#bodies = new Memo(recorder, []);
		this.#steps = new Memo(recorder, []);
	}

	/** Lets go of what was remembered, and of the models it holds. */
	forget(): void {
		this.#paths.clear();
		this.#bodies.clear();
		this.#steps.clear();
	}

	resolve(call: CallSite): FunctionModel | undefined {
		return calledFunction(call);
	}

	pathTo(target: PathTarget, call: CallSite): readonly CallSite[] | undefined {
		if (target.matches(fileOf(call).qualifiedName(call.callee), call, fileOf(call))) return [call];
		let shortest: readonly CallSite[] | undefined;
		for (const body of this.#entered(call, target)) {
			const rest = this.pathFrom(target, body);
			if (rest && !(shortest && shortest.length <= rest.length)) shortest = rest;
		}
		return shortest && [call, ...shortest];
	}

	/** The shortest chain of calls from a function's body to what is looked for. */
	pathFrom(target: PathTarget, body: FunctionModel): readonly CallSite[] | undefined {
		return this.#memoFor(target).get(body, () => this.#shortestFrom(body, target));
	}

	#memoFor(target: PathTarget): Memo<FunctionModel, readonly CallSite[] | undefined> {
		let memo = this.#paths.get(target);
		if (!memo) {
			memo = new Memo(this.#recorder, undefined);
			this.#paths.set(target, memo);
		}
		return memo;
	}

	/** The bodies that a call runs at once, if paths go through them. */
	#entered(call: CallSite, target: PathTarget): readonly FunctionModel[] {
		const bodies = this.#bodies.get(call, () => bodiesRunBy(call));
		return target.stopsAt ? bodies.filter((body) => !target.stopsAt?.(body)) : bodies;
	}

	#stepsFrom(body: FunctionModel): readonly CallSite[] {
		return this.#steps.get(body, () => invocationsIn(body).filter((call) => !isTypeCheckingOnly(call.node, fileOf(body))));
	}

	/** Breadth first, so that functions that call each other do no harm and the shortest chain is shown. */
	#shortestFrom(start: FunctionModel, target: PathTarget): readonly CallSite[] | undefined {
		const seen = new Set([start]);
		let frontier: { readonly body: FunctionModel; readonly path: readonly CallSite[] }[] = [{ body: start, path: [] }];
		while (frontier.length > 0 && seen.size < functionLimit) {
			const next: typeof frontier = [];
			for (const { body, path } of frontier) {
				const calls = this.#stepsFrom(body).filter(
					({ node }) => !(target.alwaysReached && isInBranch(node, body)) && !(target.pastReturns && isPastReturn(node, body)),
				);
				const hit = calls.find((call) => target.matches(fileOf(call).qualifiedName(call.callee), call, fileOf(call)));
				if (hit) return [...path, hit];
				for (const call of calls) {
					for (const called of this.#entered(call, target)) {
						if (seen.has(called)) continue;
						seen.add(called);
						next.push({ body: called, path: [...path, call] });
					}
				}
			}
			frontier = next;
		}
		return undefined;
	}
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
