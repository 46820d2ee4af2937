import { type CallSite, isAwaited } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import type { UnfetchedRow } from './django-queries.ts';
import { awaitIt, canAwait, fixOf, insertAt, replaceNode, replaceRange } from './edits.ts';
import type { Fix } from './finding.ts';
import { reference } from './imports.ts';

/** `query.get()` becomes `await query.aget()`. Unsafe like all fixes here: other tasks may run while the query does. */
export function withAsyncForm({ node }: CallSite, attribute: SyntaxNode, asyncName: string, file: FileModel): Fix | undefined {
	const waits = isAwaited(node) ? [] : canAwait(node, file) ? awaitIt(node) : undefined;
	return fixOf(`Await ${asyncName}()`, 'unsafe', waits, [replaceNode(attribute, asyncName)]);
}

/** `get_object_or_404()` becomes `await aget_object_or_404()`. */
export function withAsyncShortcut({ node, callee }: CallSite, name: string, file: FileModel): Fix | undefined {
	const shortcut = reference('django.shortcuts', name, node, file);
	const waits = isAwaited(node) ? [] : canAwait(node, file) ? awaitIt(node) : undefined;
	return shortcut && fixOf(`Await ${name}()`, 'unsafe', waits, [replaceNode(callee, shortcut.text)], shortcut.edits);
}

/** `f(a)` becomes `await sync_to_async(f)(a)`. */
export function inThread({ node, callee }: CallSite, file: FileModel): Fix | undefined {
	const bridge = reference('asgiref.sync', 'sync_to_async', node, file);
	if (!bridge || !canAwait(node, file) || isAwaited(node)) return undefined;
	const [start, ...rest] = awaitIt(node);
	return (
		start &&
		fixOf(
			'Run it in a thread with sync_to_async()',
			'unsafe',
			[{ ...start, newText: `${start.newText}${bridge.text}(` }, insertAt(callee, callee.end, ')'), ...rest],
			bridge.edits,
		)
	);
}

/** `list(query)` becomes `[row async for row in query]`. */
export function asComprehension(call: SyntaxNode, query: SyntaxNode, file: FileModel): Fix | undefined {
	if (!canAwait(call, file) || file.source.comments.some((comment) => comment.start > call.start && comment.end < call.end)) return undefined;
	return fixOf('Go through it with async for', 'unsafe', [
		replaceRange(file, { start: call.start, end: query.start }, '[row async for row in '),
		replaceRange(file, { start: query.end, end: call.end }, ']'),
	]);
}

/** `for row in query` becomes `async for row in query`. */
export function asyncFor(loop: SyntaxNode, file: FileModel): Fix | undefined {
	const token = loop.token('for');
	const place = loop.kind === 'for_statement' ? loop : loop.children[0];
	return token && place && canAwait(place, file) ? fixOf('Use async for', 'unsafe', [insertAt(loop, token.start, 'async ')]) : undefined;
}

/** `if query:` becomes `if await query.aexists():`. */
export function askWhetherAny(query: SyntaxNode, file: FileModel): Fix | undefined {
	if (!canAwait(query, file)) return undefined;
	return fixOf('Await aexists()', 'unsafe', [insertAt(query, query.start, 'await '), insertAt(query, query.end, '.aexists()')]);
}

/** `Book.objects.aget()` becomes `Book.objects.select_related("author").aget()`. */
export function fetchTogether({ field, manager }: UnfetchedRow): Fix | undefined {
	return manager && fixOf('Fetch it with select_related()', 'unsafe', [insertAt(manager, manager.end, `.select_related("${field}")`)]);
}
