import { argumentsOf, unparenthesized, withParentheses } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { awaitIt, canAwait, fixOf, insertAt, replaceRange } from './edits.ts';
import type { Fix } from './finding.ts';
import type { Iterable } from './iterables.ts';
import { makeAsyncWithCallers } from './make-async.ts';

/** What mends a loop of the wrong kind: `async` put before `for` or taken away, or what it goes through awaited. */
export function fixForLoop(loop: SyntaxNode, iterated: SyntaxNode, found: Iterable, file: FileModel): Fix | undefined {
	const isAsync = loop.hasToken('async');
	if (found.kind === 'sync') return fixOf('Use a plain for', 'safe', keywordEdits(loop, file));
	if (found.kind === 'awaited') return withoutAwait(loop, iterated, file);
	if (found.kind === 'coroutine') {
		const inner = unparenthesized(iterated);
		// The name may be awaited elsewhere too.
		if (!canAwait(iterated, file) || inner.kind !== 'call') return undefined;
		const mustTurn = found.awaitedKind !== undefined && (found.awaitedKind === 'async') !== isAsync;
		if (mustTurn && !mayTurn(loop, file)) return undefined;
		return fixOf('Await it before the loop', found.awaitedKind ? 'safe' : 'unsafe', awaitIt(inner), mustTurn ? keywordEdits(loop, file) : []);
	}
	if (mayTurn(loop, file)) return fixOf('Use async for', 'safe', keywordEdits(loop, file));
	const owner = loop.kind === 'for_statement' ? file.functionOf(loop) : undefined;
	return owner && fixOf(`Use async for, and make ${owner.name}() asynchronous`, 'unsafe', keywordEdits(loop, file), makeAsyncWithCallers(owner, file));
}

/** A generator expression would become asynchronous itself. */
function mayTurn(loop: SyntaxNode, file: FileModel): boolean {
	return loop.hasToken('async') || (loop.parent?.kind !== 'generator_expression' && canAwait(loop, file));
}

/** Puts `async` before `for`, or takes it away. */
function keywordEdits(loop: SyntaxNode, file: FileModel) {
	const token = loop.token('for');
	if (!token) return undefined;
	return loop.hasToken('async') ? [replaceRange(file, { start: loop.start, end: token.start }, '')] : [insertAt(loop, token.start, 'async ')];
}

function withoutAwait(loop: SyntaxNode, iterated: SyntaxNode, file: FileModel): Fix | undefined {
	const node = unparenthesized(iterated);
	const inner = node.children[0];
	if (!inner || !mayTurn(loop, file)) return undefined;
	return fixOf(
		'Iterate it with async for, without await',
		'safe',
		[replaceRange(file, { start: node.start, end: inner.start }, '')],
		loop.hasToken('async') ? [] : keywordEdits(loop, file),
	);
}

/** `list(rows())` becomes `[item async for item in rows()]`; others get such a list. */
export function itemsGathered(given: SyntaxNode, taker: string, file: FileModel): Fix | undefined {
	const call = given.parent?.parent;
	const whole = taker === 'list' && call && argumentsOf(call).length === 1 ? call : withParentheses(given);
	const hasComment = file.source.comments.some((one) => one.start >= whole.start && one.end <= whole.end);
	if (hasComment || !canAwait(given, file) || ['next', 'iter', 'reversed'].includes(taker)) return undefined;
	return fixOf('Gather its items in an asynchronous comprehension', 'safe', [
		replaceRange(file, { start: whole.start, end: given.start }, '[item async for item in '),
		replaceRange(file, { start: given.end, end: whole.end }, ']'),
	]);
}
