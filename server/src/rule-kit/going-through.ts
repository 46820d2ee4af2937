import type { FileModel } from '../semantics/file-model.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';

/** Builtins that take all that an iterator gives, or the next of it. */
export const takers = /^builtins\.(all|any|dict|frozenset|list|max|min|next|set|sorted|sum|tuple|str\.join)$/;
/** Functions that hand on what an iterator gives, one by one. */
const relays = /^builtins\.(enumerate|filter|iter|map|zip)$|^itertools\.\w+$/;

/** Whether a plain loop, a comprehension, an unpacking or a function like `list` goes through what an expression gives, right where it stands. */
export function isGoneThrough(node: SyntaxNode, file: FileModel): boolean {
	const { parent } = node;
	if (parent?.kind === 'for_statement' || parent?.kind === 'for_in_clause') return parent.field('right') === node && !parent.hasToken('async');
	if (parent?.kind === 'list_splat' || parent?.kind === 'yield') return parent.kind === 'list_splat' || parent.hasToken('from');
	const call = parent?.kind === 'argument_list' ? parent.parent : undefined;
	const callee = call?.kind === 'call' ? file.qualifiedName(call.field('function') as SyntaxNode) : undefined;
	if (call === undefined || callee === undefined) return false;
	return takers.test(callee) || (relays.test(callee) && isGoneThrough(call, file));
}
