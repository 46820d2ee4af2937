import { handsOver } from '../knowledge/handed-functions.ts';
import { argumentsOf } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { startsTask } from './made-task.ts';

/** What makes a task when the loop calls it, which then drops the task. */
export interface HandedStarter {
	/** The argument: the starter, or a partial of it. */
	readonly given: SyntaxNode;
	/** `create_task()` */
	readonly maker: string;
}

/** `loop.call_soon(asyncio.create_task, f())`, also with a partial of both: the loop calls it and drops the task. */
export function handedStarters(call: SyntaxNode, file: FileModel): readonly HandedStarter[] {
	const callee = call.field('function');
	const name = callee && file.qualifiedName(callee);
	if (name === undefined) return [];
	return argumentsOf(call).flatMap((given, i) => {
		if (handsOver(name, i) !== 'on-loop') return [];
		const isPartial = given.kind === 'call' && file.qualifiedName(given.field('function') as SyntaxNode) === 'functools.partial';
		const starter = isPartial ? argumentsOf(given)[0] : given;
		if ((starter?.kind !== 'attribute' && starter?.kind !== 'identifier') || !startsTask(starter, file)) return [];
		return [{ given, maker: `${starter.text.split('.').at(-1)}()` }];
	});
}
