import type { ProjectModel } from '../project/project.ts';
import { type CallSite, withParentheses } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { declaredAwaitable, isDroppedInside, misuseOfAttribute, wrongTaker } from './coroutine-uses.ts';
import { awaitableFrom, type CoroutineSource, coroutineFrom, type Misuse, misuseOf, misuseOfItems } from './coroutines.ts';
import { misuseOfVariable, raisingMisuses } from './kept-coroutines.ts';
import { breaksPromise, isReturnedInPlaceOfResult } from './returned-coroutines.ts';
import type { Severity } from './rule.ts';
import { isExpectedToRaise } from './tests.ts';

/** Something to await that is used as if it were the result. */
export interface ForgottenAwait {
	/** `passed`: the function it is given to does so; `promised`: the plain function that returns it promises a value. */
	readonly misuse: Misuse | 'passed' | 'promised';
	readonly source: CoroutineSource;
	/** The attribute that a coroutine does not have, the variable that nobody awaits, the function that it is passed to; else empty. */
	readonly name: string;
	/** Where that is less than certain. */
	readonly severity: Severity | undefined;
	readonly related: readonly { readonly at: SyntaxNode; readonly message: string }[];
}

/** How the coroutine is misused that a call, or the reading of a property, makes; undefined where something may await it. */
export function forgottenAwait(call: CallSite, file: FileModel, project: ProjectModel): ForgottenAwait | undefined {
	const misuse = misuseIn(call, file, project);
	const taker = misuse ? undefined : wrongTaker(call.node, file);
	const mayBreak = !misuse && !taker && withParentheses(call.node).parent?.kind === 'return_statement';
	if (!misuse && !taker && !mayBreak) return undefined;
	if (misuse && raisingMisuses.has(misuse) && isExpectedToRaise(call.node, file)) return undefined;
	const name = misuse ? nameFor(call, misuse, file) : '';
	const source = coroutineFrom(call, file, project) ?? awaitableFrom(call, misuse, name, file) ?? declaredSource(call, misuse, file);
	if (!source) return undefined;
	const found = { source, severity: undefined, related: [] };
	if (taker) {
		const called = (taker.function.name === '__init__' && taker.function.class?.name) || taker.function.name;
		return { ...found, misuse: 'passed', name: called, related: [{ at: taker.use, message: `${called}() uses it here as if it were the result` }] };
	}
	if (!misuse) return breaksPromise(call, source, project) ? { ...found, misuse: 'promised', name } : undefined;
	const severity = 'isCertain' in source && !source.isCertain ? 'warning' : undefined;
	return { ...found, misuse, name, severity };
}

function misuseIn(call: CallSite, file: FileModel, project: ProjectModel): Misuse | undefined {
	const { node } = call;
	const direct = misuseOf(node, file) ?? (isDroppedInside(node) ? 'dropped' : undefined);
	// To look for all uses of a variable costs far more than to see that most calls give nothing to await.
	if (direct || !mayGiveAwaitable(call, file, project)) return direct;
	return (
		misuseOfVariable(node, file) ??
		misuseOfItems(node, file) ??
		misuseOfAttribute(node, file, project) ??
		(isReturnedInPlaceOfResult(call, file, project) ? 'returned' : undefined)
	);
}

function mayGiveAwaitable(call: CallSite, file: FileModel, project: ProjectModel): boolean {
	if (coroutineFrom(call, file, project) || declaredAwaitable(call.callee, file)) return true;
	const name = file.qualifiedName(call.callee);
	return name !== undefined && file.apiOf(name) !== undefined;
}

/** A variable that holds an async function, by its annotation. Something awaitable may also be a task, which runs although nobody keeps it. */
function declaredSource(call: CallSite, misuse: Misuse | undefined, file: FileModel): (CoroutineSource & { readonly isCertain: boolean }) | undefined {
	const declared = misuse && declaredAwaitable(call.callee, file);
	if (!declared || misuse === 'unused') return undefined;
	return { function: undefined, text: `${call.callee.text.replace(/\s+/g, ' ')}()`, isCertain: declared === 'coroutine' };
}

function nameFor(call: CallSite, misuse: Misuse, file: FileModel): string {
	const attributeOf = (node: SyntaxNode | undefined) =>
		node?.parent?.kind === 'attribute' && node.fieldName === 'object' ? node.parent.field('attribute')?.text : undefined;
	const target = call.node.closest('assignment')?.field('left');
	if (misuse !== 'attribute') return target?.text ?? '';
	const direct = attributeOf(withParentheses(call.node));
	if (direct !== undefined) return direct;
	const uses = target?.kind === 'identifier' ? file.usesOfName(target) : undefined;
	const binding = target && uses?.bindings.get(target);
	const reads = (binding && uses?.readsOf(binding)) ?? [];
	return reads.map(attributeOf).find((name) => name !== undefined) ?? target?.text ?? '';
}
