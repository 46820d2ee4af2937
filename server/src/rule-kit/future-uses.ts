import { type CallSite, withParentheses } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';

/** Calls that give a future of asyncio at once, in place of the result. */
const makers = /^asyncio\.(gather|ensure_future|create_task|shield|AbstractEventLoop\.(create_task|run_in_executor))$/;

/** What a future itself has, and a task with it; using these is no mistake. */
export const futureAttributes =
	/^(add_done_callback|cancel|cancelled|cancelling|done|exception|get_context|get_coro|get_loop|get_name|get_stack|print_stack|remove_done_callback|result|set_exception|set_name|set_result|uncancel|_.*)$/;

/** How a future is used where only its result makes sense, and what Python raises there. */
export interface FutureMisuse {
	/** The call as a person would write it. */
	readonly call: string;
	/** What is wrong about the use: `has no items`. */
	readonly use: string;
	readonly error: string;
	/** The place of the use, where that is not the call itself. */
	readonly related: readonly { readonly at: SyntaxNode; readonly message: string }[];
}

interface UseAsResult {
	readonly at: SyntaxNode;
	readonly use: string;
	readonly error: string;
}

/** How what a call gives is used as if it were the result of the future; undefined when it is no future, or some use may be right. */
export function futureMisuse(call: CallSite, file: FileModel): FutureMisuse | undefined {
	if (!makers.test(file.qualifiedName(call.callee) ?? '')) return undefined;
	const found = useAsResult(call, file);
	if (!found) return undefined;
	const { at, use, error } = found;
	const related = at === withParentheses(call.node) ? [] : [{ at, message: 'It is used here as if it were the result' }];
	return { call: `${call.callee.text.replace(/\s+/g, ' ')}()`, use, error, related };
}

function useAsResult(call: CallSite, file: FileModel): UseAsResult | undefined {
	const node = withParentheses(call.node);
	const direct = misuseAt(node);
	if (direct) return direct;
	const target = node.parent?.kind === 'assignment' && node.fieldName === 'right' ? node.parent.field('left') : undefined;
	const owner = file.functionOf(call.node);
	const name = target?.kind === 'identifier' && owner ? file.usesOfName(target) : undefined;
	const binding = target && name?.bindings.get(target);
	if (!name || !binding || binding.scope.function !== owner) return undefined;
	let first: UseAsResult | undefined;
	for (const use of name.all) {
		if (name.bindings.has(use)) continue;
		const found = file.reaching(use).length === 1 && file.functionOf(use) === owner ? misuseAt(withParentheses(use)) : undefined;
		if (!found) return undefined;
		first ??= found;
	}
	return first;
}

function misuseAt(node: SyntaxNode): UseAsResult | undefined {
	const { parent } = node;
	if (!parent) return undefined;
	if (parent.kind === 'subscript' && parent.field('value') === node) return { at: node, use: 'has no items', error: 'TypeError' };
	if (parent.kind === 'binary_operator') return { at: node, use: 'cannot be calculated with', error: 'TypeError' };
	if (parent.kind === 'attribute' && parent.field('object') === node && !futureAttributes.test(parent.field('attribute')?.text ?? ''))
		return { at: node, use: `has no attribute "${parent.field('attribute')?.text}"`, error: 'AttributeError' };
	const isIterated = (parent.kind === 'for_statement' || parent.kind === 'for_in_clause') && node.fieldName === 'right' && !parent.hasToken('async');
	const isUnpacked =
		parent.kind === 'list_splat' ||
		(parent.kind === 'assignment' &&
			node.fieldName === 'right' &&
			['pattern_list', 'tuple_pattern', 'list_pattern'].includes(parent.field('left')?.kind ?? ''));
	return isIterated || isUnpacked ? { at: node, use: 'cannot be gone through', error: "RuntimeError, await wasn't used with future" } : undefined;
}
