import { asyncioApi } from '../knowledge/asyncio-api.ts';
import { libraryApi } from '../knowledge/libraries.ts';
import { type CallSite, isAwaited, withParentheses } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { methodCalledOn } from './references.ts';

/** Something that stays open until it is closed. */
export interface Resource {
	readonly kind: 'library' | 'stream' | 'loop';
	/** Methods after which it counts as closed. */
	readonly closers: readonly string[];
	/** Which part of a tuple it is. */
	readonly part?: number;
}

/** What a call opens, when somebody must close it. */
export function resourceOf(call: CallSite, file: FileModel): Resource | undefined {
	const name = file.qualifiedName(call.callee);
	if (name === undefined) return undefined;
	if (name === 'asyncio.open_connection' || name === 'asyncio.open_unix_connection')
		return isAwaited(call.node) ? { kind: 'stream', closers: ['close'], part: 1 } : undefined;
	if (name === 'asyncio.new_event_loop') return { kind: 'loop', closers: ['close'] };
	const api = libraryApi(name);
	if (api?.closedBy === undefined || asyncioApi(name) || ((api.kind === 'coroutine' || api.kind === 'awaitable') && !isAwaited(call.node))) return undefined;
	return { kind: 'library', closers: ['close', 'aclose', 'wait_closed', 'terminate', 'detach', '__aexit__', 'disconnect', 'stop', api.closedBy] };
}

/** A loop or connection made in passing may be kept by what its method does. */
export function isUsedInPassing(call: CallSite, resource: Resource): boolean {
	return (
		resource.kind === 'library' &&
		/^(get|post|put|patch|delete|head|options|request|send|fetch|fetchrow|fetchval|execute|run_until_complete)$/.test(
			methodCalledOn(withParentheses(call.node)) ?? '',
		)
	);
}

/** The local variable a value goes to. */
export function targetOf(value: SyntaxNode, part: number | undefined, file: FileModel): SyntaxNode | undefined {
	const assignment = value.parent?.kind === 'assignment' && value.parent.field('right') === value ? value.parent : undefined;
	const left = assignment?.field('left');
	const target = part === undefined ? left : left?.kind === 'pattern_list' || left?.kind === 'tuple_pattern' ? left.children[part] : undefined;
	if (target?.kind !== 'identifier' || assignment?.parent?.kind !== 'expression_statement') return undefined;
	const { bindings, scope } = file.lookup(target);
	return bindings.length === 1 && scope?.kind === 'function' && scope.function === file.functionOf(target) ? target : undefined;
}
