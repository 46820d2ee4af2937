import type { CallSite } from '../semantics/calls.ts';
import { fileOf, type FileModel } from '../semantics/file-model.ts';
import type { FunctionModel } from '../semantics/functions.ts';
import type { QualifiedName } from '../semantics/names.ts';
import { decoratorNames } from '../semantics/types.ts';
import { type FactRecorder, Memo } from '../util/memo.ts';
import { isTypeCheckingOnly } from './guards.ts';

/** What a path leads to. The object is the key under which answers are remembered, so keep one for each purpose. */
export interface PathTarget {
	/** Whether a call in a synchronous function is what is looked for. */
	matches(name: QualifiedName | undefined, call: CallSite, file: FileModel): boolean;
	/** Whether to leave out a function with all it calls. */
	stopsAt?(called: FunctionModel): boolean;
}

/** Decorators after which a call still runs the function itself, now, in the caller's thread. */
const keepsFunction: ReadonlySet<string> = new Set(['staticmethod', 'classmethod', 'functools.wraps', 'functools.lru_cache', 'functools.cache', 'typing.overload', 'typing.final', 'typing.override', 'typing_extensions.override', 'abc.abstractmethod', 'typing.no_type_check', 'deprecated', 'warnings.deprecated']);

/** Whether calling the name runs the function as written. Unknown decorators may do anything. */
export function isPlain(model: FunctionModel): boolean {
	return decoratorNames(model).every((name) => keepsFunction.has(name));
}

/** Follows calls through the project's functions. */
export class CallGraph {
	readonly #recorder: FactRecorder;
	readonly #paths = new Map<PathTarget, Memo<FunctionModel, readonly CallSite[] | undefined>>();

	constructor(recorder: FactRecorder) {
		this.#recorder = recorder;
	}

	resolve(call: CallSite): FunctionModel | undefined {
		const file = fileOf(call);
		const called = file.functionNamed(call.callee);
		if (called) return called;
		const constructed = file.classNamed(call.callee);
		return constructed && file.inference.constructorOf(constructed);
	}

	pathTo(target: PathTarget, call: CallSite): readonly CallSite[] | undefined {
		const file = fileOf(call);
		const name = file.qualifiedName(call.callee);
		if (target.matches(name, call, file)) return [call];
		const called = this.resolve(call);
		if (!called || called.isAsync || called.isGenerator || !isPlain(called) || target.stopsAt?.(called)) return undefined;
		const rest = this.#pathFrom(called, target);
		return rest && [call, ...rest];
	}

	#pathFrom(called: FunctionModel, target: PathTarget): readonly CallSite[] | undefined {
		let memo = this.#paths.get(target);
		if (!memo) {
			memo = new Memo(this.#recorder, undefined);
			this.#paths.set(target, memo);
		}
		return memo.get(called, () => {
			let best: readonly CallSite[] | undefined;
			for (const call of called.calls) {
				if (isTypeCheckingOnly(call.node, fileOf(called))) continue;
				const path = this.pathTo(target, call);
				if (path && (!best || path.length < best.length)) best = path;
				if (best?.length === 1) break;
			}
			return best;
		});
	}
}
