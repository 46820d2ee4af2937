import { isPlain } from '../project/decorated.ts';
import type { FileModel } from '../semantics/file-model.ts';
import { ownNodes } from '../semantics/flow.ts';
import type { FunctionModel } from '../semantics/functions.ts';
import { perFunction } from '../semantics/per-function.ts';

/**
 * Whether an async generator gives values to whoever iterates it. One with a single `yield` outside of
 * loops over which nothing in the file iterates, a decorator, or a name that is handed on without a call
 * may be a context manager, a fixture or a dependency, which are entered and left by one task.
 */
export const isStreamingGenerator = perFunction((model, file) => {
	if (!model.isAsync || !model.isGenerator || !isPlain(model)) return false;
	const yields = ownNodes(model.body).filter((node) => node.kind === 'yield');
	const isInLoop = yields.some((node) => {
		for (const outer of node.ancestors()) {
			if (outer === model.node) return false;
			if (outer.kind === 'for_statement' || outer.kind === 'while_statement') return true;
		}
		return false;
	});
	if (yields.length < 2 && !isInLoop && !isIterated(model, file)) return false;
	return file.mentions(model.name).every((use) => {
		if (use === model.nameNode) return true;
		const whole = use.parent?.kind === 'attribute' && use.fieldName === 'attribute' ? use.parent : use;
		return whole.parent?.kind !== 'argument_list' && whole.parent?.kind !== 'keyword_argument';
	});
}, false);

/** Whether an `async for` of the file goes through what the function gives; what `__aiter__` gives nothing else does. */
function isIterated(model: FunctionModel, file: FileModel): boolean {
	if (model.name === '__aiter__' && model.class) return true;
	return file.mentions(model.name).some((use) => {
		const callee = use.parent?.kind === 'attribute' && use.fieldName === 'attribute' ? use.parent : use;
		const call = callee.parent?.kind === 'call' && callee.parent.field('function') === callee ? callee.parent : undefined;
		const loop = call?.parent?.kind === 'for_statement' || call?.parent?.kind === 'for_in_clause' ? call.parent : undefined;
		return loop?.hasToken('async') === true && call?.fieldName === 'right' && file.functionNamed(callee) === model;
	});
}
