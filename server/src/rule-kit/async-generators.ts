import type { FileModel } from '../semantics/file-model.ts';
import { ownNodes } from '../semantics/flow.ts';
import type { FunctionModel } from '../semantics/functions.ts';

/**
 * Whether an async generator gives values to whoever iterates it. One with a single `yield` outside of
 * loops, a decorator, or a name that is handed on without a call may be a context manager, a fixture or
 * a dependency, which are entered and left by one task.
 */
export function isStreamingGenerator(model: FunctionModel, file: FileModel): boolean {
	if (!model.isAsync || !model.isGenerator || model.decorators.length > 0) return false;
	const yields = ownNodes(model.body).filter((node) => node.kind === 'yield');
	const isInLoop = yields.some((node) => {
		for (const outer of node.ancestors()) {
			if (outer === model.node) return false;
			if (outer.kind === 'for_statement' || outer.kind === 'while_statement') return true;
		}
		return false;
	});
	if (yields.length < 2 && !isInLoop) return false;
	return file.mentions(model.name).every((use) => {
		if (use === model.nameNode) return true;
		const whole = use.parent?.kind === 'attribute' && use.fieldName === 'attribute' ? use.parent : use;
		return whole.parent?.kind !== 'argument_list' && whole.parent?.kind !== 'keyword_argument';
	});
}
