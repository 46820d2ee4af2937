import { argument, type CallSite, isStatement } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { fixOf, indentationAt, insertAt, lineEnding, statementOf } from './edits.ts';
import type { Fix } from './finding.ts';

/** In the same body the thread was started just before; elsewhere it still runs unless somebody has waited for it. What runs the loop itself goes on when it has ended. */
export function mayRunStill(thread: SyntaxNode, call: CallSite, file: FileModel): boolean {
	if (call.owner?.calls.some((one) => one.callee.field('attribute')?.text === 'run_forever')) return false;
	if (file.functionOf(thread) === call.owner) return true;
	return call.owner !== undefined && !call.owner.calls.some((one) => one.callee.field('attribute')?.text === 'join');
}

/** Whether a loop is told to stop, and closed by the next statement, when its thread has hardly heard of it. */
export function isRightBefore(stop: SyntaxNode, call: CallSite, file: FileModel): boolean {
	const [told, closed] = [statementOf(stop), statementOf(call.node)];
	const siblings = closed.parent?.children ?? file.roots;
	return siblings.includes(told) && siblings.indexOf(told) === siblings.indexOf(closed) - 1;
}

/** Given to a function, which may stop it. */
export function isHandedOn(mention: SyntaxNode, file: FileModel): boolean {
	const holder = mention.parent?.kind === 'keyword_argument' ? mention.parent : mention;
	const callee = holder.parent?.kind === 'argument_list' ? holder.parent.parent?.field('function') : undefined;
	return callee !== undefined && !/^asyncio\.(run_coroutine_threadsafe|set_event_loop)$/.test(file.qualifiedName(callee) ?? '');
}

/** Waits for the thread, which has been told to end. */
export function joinFirst(call: CallSite, thread: SyntaxNode, file: FileModel): Fix | undefined {
	const target = thread.parent?.kind === 'assignment' ? thread.parent.field('left') : undefined;
	const isInReach = target?.kind === 'attribute' ? call.owner !== undefined : target?.kind === 'identifier' && file.functionOf(target) === call.owner;
	const statement = statementOf(call.node);
	if (!target || !isInReach || !isStatement(call.node)) return undefined;
	return fixOf('Wait for the thread first', 'unsafe', [
		insertAt(statement, statement.start, `${target.text}.join()${lineEnding(statement)}${indentationAt(statement)}`),
	]);
}

/** Stops the loop and waits for its thread. */
export function stopFirst(call: CallSite, loop: SyntaxNode, thread: SyntaxNode, file: FileModel): Fix | undefined {
	const target = thread.parent?.kind === 'assignment' ? thread.parent.field('left') : undefined;
	const statement = statementOf(call.node);
	if (target?.kind !== 'identifier' || !isStatement(call.node) || file.functionOf(target) !== call.owner || argument(thread, 1, 'target') === undefined)
		return undefined;
	const next = lineEnding(statement) + indentationAt(statement);
	return fixOf('Stop the loop and wait for its thread', 'unsafe', [
		insertAt(statement, statement.start, `${loop.text}.call_soon_threadsafe(${loop.text}.stop)${next}${target.text}.join()${next}`),
	]);
}
