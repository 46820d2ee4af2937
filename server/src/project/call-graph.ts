import type { CallSite } from '../semantics/calls.ts';
import { type FileModel, fileOf } from '../semantics/file-model.ts';
import type { FunctionModel } from '../semantics/functions.ts';
import { decoratorNames } from '../semantics/members.ts';
import type { QualifiedName } from '../semantics/names.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { type FactRecorder, Memo } from '../util/memo.ts';
import { isTypeCheckingOnly } from './guards.ts';

/** What a path leads to. The object is the key under which answers are remembered, so keep one for each purpose. */
export interface PathTarget {
	/** Whether a call in a synchronous function is what is looked for. */
	matches(name: QualifiedName | undefined, call: CallSite, file: FileModel): boolean;
	/** Whether to leave out a function with all it calls. */
	stopsAt?(called: FunctionModel): boolean;
	/** Whether to pass over calls that only some runs of a function come to: in a branch or an exception handler. */
	readonly alwaysReached?: boolean;
}

/** Decorators after which a call still runs the function itself, now, in the caller's thread. */
const keepsFunction: ReadonlySet<string> = new Set([
	'staticmethod',
	'classmethod',
	'functools.wraps',
	'functools.lru_cache',
	'functools.cache',
	'typing.overload',
	'typing.final',
	'typing.override',
	'typing_extensions.override',
	'abc.abstractmethod',
	'typing.no_type_check',
	'deprecated',
	'warnings.deprecated',
]);

/** Whether calling the name runs the function as written. Unknown decorators may do anything. */
export function isPlain(model: FunctionModel): boolean {
	return decoratorNames(model).every((name) => keepsFunction.has(name));
}

/** Functions that are looked at for one path. */
const functionLimit = 2000;

/** Follows calls through the project's functions. */
export class CallGraph {
	readonly #recorder: FactRecorder;
	readonly #paths = new Map<PathTarget, Memo<FunctionModel, readonly CallSite[] | undefined>>();

	constructor(recorder: FactRecorder) {
		this.#recorder = recorder;
	}

	/** Lets go of what was remembered, and of the models it holds. */
	forget(): void {
		this.#paths.clear();
	}

	resolve(call: CallSite): FunctionModel | undefined {
		const file = fileOf(call);
		const called = file.functionNamed(call.callee);
		if (called) return called;
		const constructed = file.classNamed(call.callee);
		return constructed && file.inference.constructorOf(constructed);
	}

	pathTo(target: PathTarget, call: CallSite): readonly CallSite[] | undefined {
		if (target.matches(fileOf(call).qualifiedName(call.callee), call, fileOf(call))) return [call];
		const called = this.#entered(call, target);
		const rest = called && this.#memoFor(target).get(called, () => this.#shortestFrom(called, target));
		return rest && [call, ...rest];
	}

	#memoFor(target: PathTarget): Memo<FunctionModel, readonly CallSite[] | undefined> {
		let memo = this.#paths.get(target);
		if (!memo) {
			memo = new Memo(this.#recorder, undefined);
			this.#paths.set(target, memo);
		}
		return memo;
	}

	/** The function whose body a call runs at once, if paths go through it. */
	#entered(call: CallSite, target: PathTarget): FunctionModel | undefined {
		const called = this.resolve(call);
		return called && !called.isAsync && !called.isGenerator && isPlain(called) && !target.stopsAt?.(called) ? called : undefined;
	}

	/** Breadth first, so that functions that call each other do no harm and the shortest chain is shown. */
	#shortestFrom(start: FunctionModel, target: PathTarget): readonly CallSite[] | undefined {
		const seen = new Set([start]);
		let frontier: { readonly body: FunctionModel; readonly path: readonly CallSite[] }[] = [{ body: start, path: [] }];
		while (frontier.length > 0 && seen.size < functionLimit) {
			const next: typeof frontier = [];
			for (const { body, path } of frontier) {
				const calls = body.calls.filter((call) => !isTypeCheckingOnly(call.node, fileOf(body)) && !(target.alwaysReached && isInBranch(call.node, body)));
				const hit = calls.find((call) => target.matches(fileOf(call).qualifiedName(call.callee), call, fileOf(call)));
				if (hit) return [...path, hit];
				for (const call of calls) {
					const called = this.#entered(call, target);
					if (!called || seen.has(called)) continue;
					seen.add(called);
					next.push({ body: called, path: [...path, call] });
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

/** Whether a call of a function's body stands in a branch or handler: then it may never be reached. */
function isInBranch(node: SyntaxNode, body: FunctionModel): boolean {
	for (let child = node, parent = node.parent; parent && child !== body.body; child = parent, parent = parent.parent) {
		if (parent.kind === 'if_statement' && child !== parent.field('condition')) return true;
		if (branches.has(parent.kind) && child !== parent.field('condition') && !(parent.kind === 'boolean_operator' && child === parent.field('left')))
			return true;
	}
	return false;
}
