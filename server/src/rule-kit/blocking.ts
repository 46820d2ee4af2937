import { type BlockingCall, type BlockingGroup, blockingCall, type NonBlockingArgument, waitsWhenUsed } from '../knowledge/blocking-calls.ts';
import type { Context } from '../project/contexts.ts';
import { originNode } from '../project/contexts.ts';
import { isTypeCheckingOnly, pythonAt } from '../project/guards.ts';
import { argument, argumentsOf, type CallSite, unparenthesized } from '../semantics/calls.ts';
import { type FileModel, fileOf } from '../semantics/file-model.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { exactly, fitsWildcards } from '../util/wildcards.ts';
import { adviceFor } from './blocking-advice.ts';
import { groupOf, threadFix } from './blocking-fixes.ts';
import { blockingTaker, stepThroughWhatIsGiven } from './blocking-iteration.ts';
import { hasEnded, softnessAt } from './blocking-softness.ts';
import { calledName } from './called-name.ts';
import type { Fix } from './finding.ts';
import { isGoneThrough } from './going-through.ts';
import { runningLoopAt } from './loop-running.ts';
import { isMocked } from './mocks.ts';
import type { RelatedNode, RuleContext } from './rule.ts';
import { runInThread } from './to-thread.ts';

/** The message all rules about blocking calls share, for `messages`. */
export const blocksMessage = '{call}() waits for {waitsFor}, and every task of this event loop with it; {instead}';

/** What a rule is told, whatever its messages are. */
export type Questions = Omit<RuleContext, 'report'>;

/** What a rule reports of a blocking call, all but the message's name. */
export interface BlockingReport {
	readonly at: SyntaxNode;
	readonly data: { readonly call: string; readonly waitsFor: string; readonly instead: string };
	readonly blocking: BlockingCall;
	/** Less than the rule's own where the code waits on purpose, or has no other task to stop. */
	readonly severity: 'information' | 'hint' | undefined;
	readonly related: readonly RelatedNode[];
	readonly hover: string | undefined;
	readonly fixes: () => readonly (Fix | undefined)[];
}

/**
 * The report of a call that is known to block and runs on an event loop: in a coroutine, or in a
 * plain function that is given to the loop as a callback. Undefined for calls of other groups, and
 * where it is not certain that the loop stands still.
 */
export function blockingReport(call: CallSite, group: BlockingGroup, context: Questions): BlockingReport | undefined {
	const { file } = context;
	const name = file.qualifiedName(call.callee);
	const blocking = name === undefined ? undefined : (blockingCall(name) ?? blockingTaker(call.node, name, file));
	if (name === undefined || blocking?.group !== group || call.isAwaited) return undefined;
	const running = loopItStops(call, context);
	if (!running || returnsAtOnce(call.node, blocking, file) || isHarmless(call, blocking, file) || isPartOfReported(call, file)) return undefined;
	if (isInMemory(call.node, blocking, file)) return undefined;
	if (stepThroughWhatIsGiven(call.node, file) || hasEnded(call, blocking, file)) return undefined;
	if (waitsWhenUsed.has(blocking.name) && !isUsedAtOnce(call.node, file)) return undefined;
	return {
		at: call.node,
		data: { call: calledName(call.callee, file), waitsFor: blocking.waitsFor, instead: adviceFor(call, blocking, context) },
		blocking,
		severity: softnessAt(call, blocking.cost, context),
		related: handedOver(running),
		hover: blocking.caveat === undefined ? undefined : `When it blocks: ${blocking.caveat}.`,
		fixes: () => [threadFix(call, blocking, context)],
	};
}

/** The report of a call that the user lists as blocking, by its qualified name or by a pattern. */
export function listedByUser(call: CallSite, context: Questions) {
	const found = call.isAwaited ? undefined : userListing(call, context.file, context.blockingCalls);
	const running = found && loopItStops(call, context);
	if (!found || !running) return undefined;
	const range = pythonAt(call.node, context.file, context.python) ?? context.python;
	return {
		at: call.node,
		data: { call: found.name, advice: found.advice || 'run it in a thread' },
		related: handedOver(running),
		fixes: () => [runInThread(call.node, context.file, range)],
	};
}

/** The user's entry for a call: what it is called there, and the advice. */
export function userListing(
	call: CallSite,
	file: FileModel,
	blockingCalls: Readonly<Record<string, string>>,
): { readonly name: string; readonly advice: string } | undefined {
	const entries = Object.entries(blockingCalls);
	if (entries.length === 0) return undefined;
	const names = namesOf(call, file);
	return entries.flatMap(([pattern, advice]) => names.filter((name) => matchesPattern(name, pattern)).map((name) => ({ name, advice })))[0];
}

/** What a call may be listed as: its qualified name; for the project's own function the path of its file with its name. */
function namesOf(call: CallSite, file: FileModel): readonly string[] {
	const outside = file.qualifiedName(call.callee);
	if (outside !== undefined) return [outside];
	const own = file.functionNamed(call.callee);
	if (!own || own.isAsync) return [];
	const path = fileOf(own).path.replace(/(\/__init__)?\.pyi?$/, '');
	const parts = [...path.split('/').filter(Boolean), ...(own.class ? [own.class.name] : []), own.name];
	return parts.slice(0, -1).map((_, i) => parts.slice(parts.length - 2 - i).join('.'));
}

/** `*` stands for anything. */
function matchesPattern(name: string, pattern: string): boolean {
	return fitsWildcards(
		name,
		[...pattern].map((character) => (character === '*' ? character : exactly(character))),
	);
}

/** The event loop of asyncio that stands still during a call; undefined when there is none, or it is not known. */
export function loopItStops(call: CallSite, { file, project }: Questions): Context | undefined {
	if (file.imports('trio') || file.imports('anyio')) return undefined;
	const running = runningLoopAt(call, project);
	if (!running || isLazy(call.node, file) || isTypeCheckingOnly(call.node, file) || isMocked(call, file)) return undefined;
	return running;
}

/** The body of a generator expression runs where it is iterated; only a builtin that takes it whole does so at once. */
function isLazy(node: SyntaxNode, file: FileModel): boolean {
	const generator = node.closest('generator_expression', 'function_definition', 'lambda');
	if (generator?.kind !== 'generator_expression') return false;
	const firstIterable = generator.children.find((child) => child.kind === 'for_in_clause')?.field('right');
	if (firstIterable && node.isInside(firstIterable)) return false;
	const taker = generator.parent?.kind === 'argument_list' ? generator.parent.parent : generator.parent;
	const callee = taker?.kind === 'call' ? taker.field('function') : undefined;
	return !/^builtins\.(all|any|dict|frozenset|list|max|min|set|sorted|sum|tuple|str\.join)$/.test((callee && file.qualifiedName(callee)) ?? '');
}

/** Whether what a call gives is gone through, or entered in a `with`, where the call stands or under the name it is given. */
function isUsedAtOnce(call: SyntaxNode, file: FileModel): boolean {
	const { parent } = call;
	if (isGoneThrough(call, file) || parent?.kind === 'with_item' || parent?.kind === 'as_pattern') return true;
	const name = parent?.kind === 'assignment' && parent.field('right') === call ? parent.field('left') : undefined;
	const owner = file.functionOf(call);
	if (name?.kind !== 'identifier' || !owner) return false;
	return file.mentions(name.text, owner.node).some((use) => use.start > call.start && file.functionOf(use) === owner && isGoneThrough(use, file));
}

/** Whether an argument makes the call return at once: `block=False`, `os.WNOHANG`. */
export function returnsAtOnce(call: SyntaxNode, { returnsAtOnceWith, dependsOnKeywords }: BlockingCall, file: FileModel): boolean {
	if (dependsOnKeywords && argumentsOf(call).some((one) => one.kind === 'dictionary_splat')) return true;
	return (returnsAtOnceWith ?? []).some((one) => {
		const given = argument(call, one.position, one.keyword);
		return given !== undefined && hasValue(given, one, file);
	});
}

/** A flag counts also when it is one of several: `os.WEXITED | os.WNOHANG`. */
function hasValue(given: SyntaxNode, wanted: NonBlockingArgument, file: FileModel): boolean {
	const node = unparenthesized(given);
	if (node.kind === 'binary_operator') return node.children.some((operand) => hasValue(operand, wanted, file));
	if (node.kind === 'float' || node.kind === 'integer') return Number(node.text) === Number(wanted.value);
	if (node.kind === 'false') return wanted.value === 'False';
	if (node.kind === 'true') return wanted.value === 'True';
	if (file.qualifiedName(node) === wanted.value) return true;
	return node.kind === 'identifier' && file.reaching(node).some(({ value }) => value && value.kind !== 'identifier' && hasValue(value, wanted, file));
}

/** Whether a call that is known to wait for the disk works on a file in memory: `Image.open(io.BytesIO(data))`. */
function isInMemory(call: SyntaxNode, { cost }: BlockingCall, file: FileModel): boolean {
	const values = cost === 'disk' ? argumentsOf(call).map((one) => (one.kind === 'keyword_argument' ? (one.field('value') ?? one) : one)) : [];
	return values.some((one) => /^io\.(BytesIO|StringIO)$/.test(file.typeOf(one)?.external ?? ''));
}

/** Sockets that were told not to wait do not, and a callback of `add_reader` reads what has come already. */
function isHarmless(call: CallSite, blocking: BlockingCall, file: FileModel): boolean {
	const { unlessMentioned } = blocking;
	return unlessMentioned !== undefined && (!call.owner?.isAsync || unlessMentioned.some((name) => file.isMentioned(name)));
}

/** Whether the call works on what another blocking call of this function gave, and that one is reported: a chain, or a file opened here. */
function isPartOfReported(call: CallSite, file: FileModel): boolean {
	if (call.callee.kind !== 'attribute') return false;
	const object = unparenthesized(call.callee.field('object') as SyntaxNode);
	if (callsBelow(object).some((one) => groupOf(one, file) !== undefined)) return true;
	if (isFetchAfterExecute(call, object)) return true;
	if (object.kind !== 'identifier') return false;
	return file.reaching(object).some(({ value, scope }) => {
		const made = value && unparenthesized(value);
		if (!made || scope.function !== call.owner) return false;
		return opensFile(made, file);
	});
}

/** Fetching rows belongs to the query that the same function sent before it. */
function isFetchAfterExecute(call: CallSite, object: SyntaxNode): boolean {
	if (!call.callee.field('attribute')?.text.startsWith('fetch')) return false;
	const calls = call.owner?.calls ?? [];
	return calls.some(
		({ callee, node }) =>
			node.start < call.node.start &&
			callee.kind === 'attribute' &&
			callee.field('object')?.text === object.text &&
			callee.field('attribute')?.text.startsWith('execute'),
	);
}

/** `open(path)` or `await asyncio.to_thread(open, path)`. */
function opensFile(expression: SyntaxNode, file: FileModel): boolean {
	const call = expression.kind === 'await' ? expression.children[0] : expression;
	if (call?.kind !== 'call') return false;
	const callee = call.field('function') as SyntaxNode;
	const handed = file.qualifiedName(callee) === 'asyncio.to_thread' ? argument(call, 0, 'func') : callee;
	return handed !== undefined && blockingCall(file.qualifiedName(handed) ?? '')?.group === 'file-io';
}

/** The calls an expression is a chain of, last first: of `f(x).a.g()` both. */
function callsBelow(expression: SyntaxNode): SyntaxNode[] {
	const found: SyntaxNode[] = [];
	for (let node: SyntaxNode | undefined = expression; node; ) {
		if (node.kind === 'call') found.push(node);
		node =
			node.kind === 'call'
				? node.field('function')
				: node.kind === 'attribute'
					? node.field('object')
					: node.kind === 'subscript'
						? node.field('value')
						: undefined;
	}
	return found;
}

/** Where a callback is given to the loop. */
function handedOver(running: Context): readonly RelatedNode[] {
	const origin = originNode(running);
	return origin?.kind === 'call' ? [{ at: origin, message: 'The event loop is given the function here' }] : [];
}
