import { type BlockingCall, type BlockingGroup, blockingCall } from '../knowledge/blocking-calls.ts';
import { isTypeCheckingOnly } from '../project/guards.ts';
import { argumentsOf, unparenthesized } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import type { Questions } from './blocking.ts';
import { asyncAlternatives } from './blocking-advice.ts';
import { takers } from './going-through.ts';

/** The message of rules that speak of loops, for `messages`. */
export const iteratesMessage = 'Each step of this loop waits for {waitsFor}, and every task of this event loop with it; {instead}';

/** What a rule reports of a loop, all but the message's name. */
export interface IterationReport {
	readonly at: SyntaxNode;
	readonly data: { readonly waitsFor: string; readonly instead: string };
	readonly blocking: BlockingCall;
}

/**
 * The report of a plain `for` in a coroutine that goes through something whose next element has to be waited for: `for message in consumer`.
 * `loop` is a `for_statement` or the `for_in_clause` of a comprehension.
 */
export function blockingIteration(loop: SyntaxNode, group: BlockingGroup, context: Questions): IterationReport | undefined {
	const { file } = context;
	const owner = file.functionOf(loop);
	const right = loop.field('right');
	if (!right || !owner?.isAsync || loop.hasToken('async') || loop.parent?.kind === 'generator_expression') return undefined;
	if (file.imports('trio') || file.imports('anyio') || isTypeCheckingOnly(loop, file)) return undefined;
	const iterable = withoutRelay(right, file);
	const blocking = stepOf(iterable, file);
	if (blocking?.group !== group) return undefined;
	return { at: iterable, data: { waitsFor: blocking.waitsFor, instead: `let a thread do the whole loop${asyncAlternatives(blocking, context)}` }, blocking };
}

/** What each step waits for of a plain loop that goes through what a call gives; that is reported where the loop is, and the call is a part of it. */
export function stepThroughWhatIsGiven(call: SyntaxNode, file: FileModel): BlockingCall | undefined {
	let taken = call;
	while (taken.parent?.kind === 'argument_list' && taken.parent.parent && withoutRelay(taken.parent.parent, file) === call) taken = taken.parent.parent;
	const isLoop = taken.parent?.kind === 'for_statement' || taken.parent?.kind === 'for_in_clause';
	return isLoop && taken.fieldName === 'right' && !taken.parent?.hasToken('async') ? stepOf(call, file) : undefined;
}

/** What a builtin waits for that takes all items, or the next, of such a thing: `list(cursor)`. */
export function blockingTaker(call: SyntaxNode, name: string, file: FileModel): BlockingCall | undefined {
	const given = takers.test(name) ? argumentsOf(call)[0] : undefined;
	return given && given.kind !== 'keyword_argument' ? stepOf(withoutRelay(given, file), file) : undefined;
}

/** What each step waits for. */
function stepOf(iterable: SyntaxNode, file: FileModel): BlockingCall | undefined {
	const name = file.typeOf(iterable)?.external ?? file.qualifiedName(iterable);
	return name === undefined ? undefined : blockingCall(`${name}.__next__`);
}

/** `enumerate(consumer)` gives what the consumer gives. */
function withoutRelay(expression: SyntaxNode, file: FileModel): SyntaxNode {
	const node = unparenthesized(expression);
	if (node.kind !== 'call' || !/^builtins\.(enumerate|iter)$/.test(file.qualifiedName(node.field('function') as SyntaxNode) ?? '')) return node;
	const first = node.field('arguments')?.children[0];
	return first ? withoutRelay(first, file) : node;
}
