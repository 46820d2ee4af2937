import { argument, argumentsOf, type CallSite } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { canAwait, fixOf, insertAt, needsParentheses, replaceRange } from './edits.ts';
import type { Fix } from './finding.ts';
import { reference } from './imports.ts';

/** `run_coroutine_threadsafe(f(), loop).result()` becomes `await f()`; of a future in a variable, `await asyncio.wrap_future(future)`. */
export function awaitCoroutine(call: CallSite, submission: SyntaxNode, file: FileModel): Fix | undefined {
	const coroutine = argument(submission, 0, 'coro');
	const isChained = call.callee.field('object') === submission;
	if (!isChained) return awaitFuture(call, file);
	if (coroutine?.kind !== 'call' || !isBareResult(call, file)) return undefined;
	const [open, close] = needsParentheses(call.node) ? ['(await ', ')'] : ['await ', ''];
	return fixOf('Await the coroutine', 'unsafe', [
		replaceRange(file, { start: call.node.start, end: coroutine.start }, open),
		replaceRange(file, { start: coroutine.end, end: call.node.end }, close),
	]);
}

/** `future.result()` of another thread's future becomes `await asyncio.wrap_future(future)`. Unsafe: other tasks run meanwhile. */
export function awaitFuture(call: CallSite, file: FileModel): Fix | undefined {
	const future = call.callee.field('object');
	const wrap = reference('asyncio', 'wrap_future', call.node, file);
	if (!future || !wrap || !isBareResult(call, file)) return undefined;
	const [open, close] = needsParentheses(call.node) ? ['(await ', '))'] : ['await ', ')'];
	return fixOf(
		'Await the future with asyncio.wrap_future()',
		'unsafe',
		[insertAt(call.node, call.node.start, `${open}${wrap.text}(`), replaceRange(file, { start: future.end, end: call.node.end }, close)],
		wrap.edits,
	);
}

/** `exception()` gives what went wrong and raises nothing; a timeout has no place in `await`. */
function isBareResult(call: CallSite, file: FileModel): boolean {
	const method = call.callee.field('attribute')?.text;
	const hasComment = file.source.comments.some((comment) => comment.start >= call.node.start && comment.end <= call.node.end);
	return method === 'result' && argumentsOf(call.node).length === 0 && !hasComment && canAwait(call.node, file);
}
