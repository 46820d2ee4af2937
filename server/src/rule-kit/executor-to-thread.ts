import { argumentsOf, type CallSite } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import { fixOf, replaceRange } from './edits.ts';
import type { Fix } from './finding.ts';
import { reference, unusedImportEdits } from './imports.ts';
import { loopVariableEdits } from './loop-variable.ts';

/** `run_in_executor(None, f, a)` becomes `asyncio.to_thread(f, a)`. Unsafe: what the function reads from context variables may be something else then. */
export function executorToThread(call: CallSite, file: FileModel): Fix | undefined {
	const thread = reference('asyncio', 'to_thread', call.node, file);
	const [, callable, ...others] = argumentsOf(call.node);
	const list = call.node.field('arguments');
	if (!thread || !callable || !list) return undefined;
	const { text, comments } = file.source;
	const isInside = (start: number, end: number) => comments.some((comment) => comment.start >= start && comment.end <= end);
	if (isInside(call.node.start, callable.start)) return undefined;
	const partial = callable.kind === 'call' ? callable.field('function') : undefined;
	const inner = callable.kind === 'call' ? callable.field('arguments') : undefined;
	const space = text.slice(list.start + 1, argumentsOf(call.node)[0]?.start);
	const start = replaceRange(file, { start: call.node.start, end: callable.start }, `${thread.text}(${space}`);
	const loop = loopVariableEdits(call, file);
	if (
		!partial ||
		inner?.kind !== 'argument_list' ||
		file.qualifiedName(partial) !== 'functools.partial' ||
		others.length > 0 ||
		isInside(callable.start, callable.end)
	) {
		return fixOf('Use asyncio.to_thread()', 'unsafe', [start], thread.edits, loop);
	}
	const given = inner.children.map((one) => one.text).join(', ');
	return fixOf(
		'Use asyncio.to_thread()',
		'unsafe',
		[replaceRange(file, { start: call.node.start, end: callable.end }, `${thread.text}(${space}${given}`)],
		thread.edits,
		loop,
		unusedImportEdits(partial, [partial], file),
	);
}
