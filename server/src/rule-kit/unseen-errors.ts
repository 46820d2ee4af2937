import { argument, positionalArguments, unparenthesized, withParentheses } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { fixOf, insertAt } from './edits.ts';
import { failureOf } from './failures.ts';
import type { Fix } from './finding.ts';

/** A concurrent future logs what its callbacks raise, and nothing else it holds. */
const showsError = '.add_done_callback(lambda future: future.result())';

/** An error that nobody will hear of: the name of the function that raises it, and the place. */
export interface UnseenError {
	readonly name: string;
	readonly at: SyntaxNode;
}

/** How the coroutine of a dropped `run_coroutine_threadsafe()` visibly fails; undefined when the call is another or its future is not dropped. */
export function unseenError(call: SyntaxNode, file: FileModel): UnseenError | undefined {
	const callee = call.field('function');
	const parent = withParentheses(call).parent;
	const isDropped = parent?.kind === 'expression_statement' && parent.children.length === 1;
	if (!callee || !isDropped || file.qualifiedName(callee) !== 'asyncio.run_coroutine_threadsafe') return undefined;
	const coroutine = positionalArguments(call)[0] ?? argument(call, 0, 'coro');
	return coroutine && errorOf(coroutine, file);
}

function errorOf(coroutine: SyntaxNode, file: FileModel): UnseenError | undefined {
	const made = unparenthesized(coroutine);
	const callee = made.kind === 'call' ? made.field('function') : undefined;
	const model = callee && file.functionNamed(callee);
	const at = model && failureOf(model);
	return at && { name: model.name, at };
}

/** Lets the future of another thread's coroutine log an error. */
export function logError(call: SyntaxNode): Fix | undefined {
	return fixOf('Add a callback that logs its error', 'unsafe', [insertAt(call, call.end, showsError)]);
}

/** What a fix that hands a coroutine to another thread's loop, as a statement, puts behind the call, so that no error of the coroutine is lost. */
export function afterHandingOver(function_: SyntaxNode, file: FileModel): string {
	const model = file.functionNamed(function_);
	return model && failureOf(model) ? showsError : '';
}

/** Whether the coroutine of a task tells its end, errors too, to a future of somebody else, who then has what the task could say. */
export function tellsFuture(coroutine: SyntaxNode, file: FileModel): boolean {
	const callee = coroutine.kind === 'call' ? coroutine.field('function') : undefined;
	const run = callee && file.functionNamed(callee);
	return run?.calls.some(({ callee: told }) => told.kind === 'attribute' && told.field('attribute')?.text === 'set_result') === true;
}
