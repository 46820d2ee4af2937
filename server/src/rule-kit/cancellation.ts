import { argumentsOf, isAwaited, unparenthesized } from '../semantics/calls.ts';
import { type Exit, exitsOf, nextAfter } from '../semantics/exits.ts';
import type { FileModel } from '../semantics/file-model.ts';
import { isAwaitPoint, ownNodes } from '../semantics/flow.ts';
import type { FunctionModel } from '../semantics/functions.ts';
import { perFunction } from '../semantics/per-function.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';

/** What in a handler's types (or `suppress()`'s arguments) catches a cancellation: the exception itself, or something far wider. */
export interface CancellationCatch {
	readonly isWide: boolean;
	/** The name that catches; undefined for a bare `except:`. */
	readonly type: SyntaxNode | undefined;
}

/** Since Python 3.8 CancelledError derives from BaseException: `except Exception` lets it pass. */
export function catchIn(types: readonly SyntaxNode[], file: FileModel): CancellationCatch | undefined {
	for (const type of types) {
		const name = file.qualifiedName(type);
		if (name === 'asyncio.CancelledError') return { isWide: false, type };
		if (name === 'builtins.BaseException') return { isWide: true, type };
	}
	return undefined;
}

/** The exceptions an except clause names; undefined for a bare one. */
export function typesOf(clause: SyntaxNode): readonly SyntaxNode[] | undefined {
	const [first] = clause.children;
	if (!first || first.kind === 'block') return undefined;
	const value = unparenthesized(first.kind === 'as_pattern' ? (first.children[0] ?? first) : first);
	return value.kind === 'tuple' ? value.children.map(unparenthesized) : [value];
}

/** `sys.exit()` and the like, after which nothing goes on. */
export function neverReturns(file: FileModel): (call: SyntaxNode) => boolean {
	return (call) => {
		const callee = call.field('function');
		return callee !== undefined && /^(sys\.exit|os\._exit|os\.abort|builtins\.(exit|quit))$/.test(file.qualifiedName(callee) ?? '');
	};
}

/**
 * Whether the cancellation that comes at these awaits may be the awaited task's own: the function cancels
 * something before, or it awaits nothing but tasks and futures it was given.
 */
export function mayBeOfAnother(awaits: readonly SyntaxNode[], owner: FunctionModel, until: number): boolean {
	const end = firstCancelEnd(owner);
	const cancels = end !== undefined && owner.node.start + end <= until;
	return cancels || awaits.every((node) => node.kind === 'await' && node.children[0] !== undefined && isHeld(node.children[0]));
}

/** How far behind a function's start the first call ends that cancels something or takes that back. */
const firstCancelEnd = perFunction<number | undefined>((model) => {
	const ends = ownNodes(model.body).flatMap((node) => (node.kind === 'call' && /^(cancel|uncancel)$/.test(attributeOf(node)) ? [node.end] : []));
	return ends.length > 0 ? ends.reduce((least, end) => Math.min(least, end)) - model.node.start : undefined;
}, undefined);

function attributeOf(call: SyntaxNode): string {
	const callee = call.field('function');
	return callee?.kind === 'attribute' ? (callee.field('attribute')?.text ?? '') : '';
}

/** `task`, `self._task`, `tasks[i]`, and the same in `gather()`, `wait_for()`, `shield()`. */
function isHeld(expression: SyntaxNode): boolean {
	const node = unparenthesized(expression);
	if (node.kind === 'identifier' || node.kind === 'attribute' || node.kind === 'subscript') return true;
	if (node.kind === 'list_splat') return node.children[0] !== undefined && isHeld(node.children[0]);
	const name = node.kind === 'call' ? node.field('function')?.text : undefined;
	if (!name || !/(^|\.)(gather|wait_for|shield|wait)$/.test(name)) return false;
	const [first] = argumentsOf(node);
	return first !== undefined && isHeld(first);
}

/** Awaits of a body itself, not those of nested functions. */
export function awaitsIn(node: SyntaxNode): SyntaxNode[] {
	return ownNodes(node).filter(isAwaitPoint);
}

/** The next thing that is awaited, in this function, after control leaves a statement by one of the exits. */
export function nextAwait(statement: SyntaxNode, exits: ReadonlySet<Exit>, body: SyntaxNode): SyntaxNode | undefined {
	for (const exit of exits) {
		for (const node of nextAfter(statement, exit, body)) {
			const found = isAwaitPoint(node) ? node : awaitsIn(node)[0];
			if (found) return found;
		}
	}
	return undefined;
}

/** A call in this file that awaits the function and goes on to other awaits when it returns. */
export function callerThatGoesOn(model: FunctionModel, file: FileModel): SyntaxNode | undefined {
	for (const mention of file.mentions(model.name)) {
		const reference = mention.parent?.kind === 'attribute' && mention.fieldName === 'attribute' ? mention.parent : mention;
		const call = reference.parent;
		const caller = file.functionOf(reference);
		if (
			call?.kind !== 'call' ||
			call.field('function') !== reference ||
			!isAwaited(call) ||
			!caller ||
			caller === model ||
			file.functionNamed(reference) !== model
		)
			continue;
		let statement = call;
		while (statement.parent && statement.parent.kind !== 'block') statement = statement.parent;
		if (nextAwait(statement, exitsOf(statement), caller.body)) return call;
	}
	return undefined;
}
