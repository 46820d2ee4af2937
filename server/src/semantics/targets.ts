import type { SyntaxNode } from '../syntax/source-file.ts';
import type { Binding, BindingKind } from './scopes.ts';

/** A name or attribute that gets a value. */
export interface Target {
	readonly node: SyntaxNode;
	/** The expression it gets whole. */
	readonly value: SyntaxNode | undefined;
	/** The part of an expression it gets. */
	readonly part: Binding['part'] | undefined;
}

/** The names and attributes in the target of an assignment, a loop, a `with` or a `del`, with what each gets of the value: `a, (b, self.c) = value`. */
export function targetsIn(target: SyntaxNode, kind: BindingKind, value?: SyntaxNode, part?: Binding['part']): readonly Target[] {
	switch (target.kind) {
		case 'identifier':
		case 'attribute':
			return [{ node: target, value, part }];
		case 'pattern_list':
		case 'tuple_pattern':
		case 'list_pattern':
		case 'tuple':
		case 'list':
		case 'expression_list': {
			const values = kind === 'assignment' ? itemsOf(value, target.children.length) : undefined;
			const hasStar = target.children.some((child) => child.kind.startsWith('list_splat'));
			const isUnclear = values !== undefined || hasStar || !value;
			return target.children.flatMap((child, index) => targetsIn(child, kind, values?.[index], isUnclear ? undefined : { of: value, index }));
		}
		case 'list_splat_pattern':
		case 'list_splat':
		case 'parenthesized_expression':
		case 'as_pattern_target':
			return target.children.flatMap((child) => targetsIn(child, kind, target.kind.startsWith('list') ? undefined : value));
		default:
			return [];
	}
}

/** The items of a tuple or list written out, if there is one for each target. */
function itemsOf(value: SyntaxNode | undefined, count: number): readonly SyntaxNode[] | undefined {
	return value && ['expression_list', 'tuple', 'list'].includes(value.kind) && value.children.length === count ? value.children : undefined;
}

/** The name that a part of a match pattern captures. A lone name captures; a dotted one is compared. */
export function captureIn(pattern: SyntaxNode): SyntaxNode | undefined {
	const [inner] = pattern.children;
	const name = inner?.kind === 'keyword_pattern' ? inner.children[1] : inner;
	if (name?.kind === 'dotted_name') return name.children.length === 1 ? name : undefined;
	return name?.kind === 'identifier' && name === inner ? name : undefined;
}
