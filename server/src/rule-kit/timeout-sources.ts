import { argument, unparenthesized, withParentheses } from '../semantics/calls.ts';
import { type FileModel, fileOf } from '../semantics/file-model.ts';
import { ownNodes } from '../semantics/flow.ts';
import type { FunctionModel } from '../semantics/functions.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';

/** A call that raises a timeout error which up to Python 3.10 is none of the builtin class. */
export interface TimeoutSource {
	/** `asyncio.wait_for` */
	readonly name: string;
	readonly error: 'asyncio.TimeoutError' | 'concurrent.futures.TimeoutError';
	readonly call: SyntaxNode;
}

/** Functions of the project are followed so deep. */
const DEPTH_LIMIT = 3;

/** What in a block, or in functions of the project that it runs, times out; what stands in a `try` of its own is left aside. */
export function timeoutSourceIn(block: SyntaxNode, file: FileModel, depth = 0): TimeoutSource | undefined {
	for (const node of ownNodes(block)) {
		const inner = node.kind === 'call' ? node.closest('try_statement') : undefined;
		if (node.kind !== 'call' || (inner?.isInside(block) && inner !== block.parent)) continue;
		const called = runHere(node, file);
		const found = called ? (depth < DEPTH_LIMIT ? timeoutSourceIn(called.body, fileOf(called), depth + 1) : undefined) : timeoutOf(node, file);
		if (found) return found;
	}
	return undefined;
}

/** The project's function that a call runs on the spot: a plain one, or a coroutine that is awaited or gathered. */
function runHere(call: SyntaxNode, file: FileModel): FunctionModel | undefined {
	const callee = call.field('function');
	const called = callee && file.functionNamed(callee);
	if (!called || called.isGenerator || called.decorators.length > 0) return undefined;
	const taker = call.parent?.kind === 'argument_list' ? call.parent.parent?.field('function') : undefined;
	const isRun = !called.isAsync || withParentheses(call).parent?.kind === 'await' || (taker && file.qualifiedName(taker) === 'asyncio.gather');
	return isRun ? called : undefined;
}

function timeoutOf(call: SyntaxNode, file: FileModel): TimeoutSource | undefined {
	const name = file.qualifiedName(call.field('function') as SyntaxNode);
	if (name === 'asyncio.wait_for') return { name, error: 'asyncio.TimeoutError', call };
	if (name === 'asyncio.as_completed') return isLimited(argument(call, 1, 'timeout')) ? { name, error: 'asyncio.TimeoutError', call } : undefined;
	const isFuture = name === 'concurrent.futures.Future.result' || name === 'concurrent.futures.Future.exception';
	return isFuture && isLimited(argument(call, 0, 'timeout')) ? { name, error: 'concurrent.futures.TimeoutError', call } : undefined;
}

function isLimited(timeout: SyntaxNode | undefined): boolean {
	return timeout !== undefined && unparenthesized(timeout).kind !== 'none';
}
