import { blockingCall } from '../knowledge/blocking-calls.ts';
import { isPlain } from '../project/decorated.ts';
import { unparenthesized } from '../semantics/calls.ts';
import { type FileModel, fileOf } from '../semantics/file-model.ts';
import { ownNodes } from '../semantics/flow.ts';
import type { FunctionModel } from '../semantics/functions.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { namedErrors } from './caught.ts';
import { isStub } from './results.ts';

/** How many awaited functions are looked into. */
const DEPTH_LIMIT = 4;

/** What of asyncio fails for reasons that no caller controls: a timeout, the network, a process. */
const failsInAsyncio =
	/^asyncio\.(wait_for|timeout|timeout_at|open_(unix_)?connection|start_(unix_)?server|create_subprocess_(exec|shell)|Stream(Reader|Writer)\.\w+|AbstractEventLoop\.(create_(unix_)?(connection|server)|sock_\w+|getaddrinfo))$/;

/** The first place from which an error visibly leaves an async function, and so reaches whoever awaits it; undefined where none is certain. */
export function failureOf(model: FunctionModel, depth = 0): SyntaxNode | undefined {
	if (!model.isAsync || model.isGenerator || !isPlain(model) || isStub(model.body) || depth > DEPTH_LIMIT) return undefined;
	const file = fileOf(model);
	return ownNodes(model.body).find((node) => fails(node, file, depth) && !isHandled(node, model.body, file));
}

function fails(node: SyntaxNode, file: FileModel, depth: number): boolean {
	if (node.kind === 'raise_statement') return raisesError(node, file);
	const callee = node.kind === 'call' ? node.field('function') : undefined;
	if (!callee) return false;
	const isAwaited = withAwait(node);
	const called = isAwaited ? file.functionNamed(callee) : undefined;
	if (called) return failureOf(called, depth + 1) !== undefined;
	const name = file.qualifiedName(callee);
	if (name === undefined) return false;
	if (blockingCall(name)?.cost === 'network') return true;
	if (name.startsWith('asyncio.')) return failsInAsyncio.test(name);
	return isAwaited && file.apiOf(name)?.kind === 'coroutine';
}

/** A bare `raise` only hands on, and being cancelled is no failure. */
function raisesError(statement: SyntaxNode, file: FileModel): boolean {
	const raised = statement.children[0];
	const type = raised && unparenthesized(raised.kind === 'call' ? (raised.field('function') ?? raised) : raised);
	return type !== undefined && !/(^|\.)(CancelledError|StopAsyncIteration|SystemExit|KeyboardInterrupt)$/.test(file.qualifiedName(type) ?? type.text);
}

function withAwait(call: SyntaxNode): boolean {
	return call.parent?.kind === 'await';
}

/** Whether a `try` or `suppress()` round a node may take its error. A handler that names something else may be the right one too. */
function isHandled(node: SyntaxNode, body: SyntaxNode, file: FileModel): boolean {
	for (let child = node, parent = node.parent; parent && child !== body; child = parent, parent = parent.parent) {
		const handlers = parent.kind === 'try_statement' && parent.field('body') === child ? parent.children.filter((one) => one.kind === 'except_clause') : [];
		if (handlers.some((one) => !namedErrors(one, file).every((name) => /CancelledError$/.test(name)) || one.children[0]?.kind === 'block')) return true;
		if (parent.kind === 'with_statement' && parent.children[0]?.text.includes('suppress(')) return true;
	}
	return false;
}
