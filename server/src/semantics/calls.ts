import type { SyntaxNode } from '../syntax/source-file.ts';
import type { FunctionModel } from './functions.ts';
import type { StatementModel } from './statement-model.ts';

/** A call and the function whose body it runs in. */
export interface CallSite {
	readonly node: SyntaxNode;
	/** The expression before the parentheses. */
	readonly callee: SyntaxNode;
	/** Undefined at module level and in class bodies there. */
	readonly owner: FunctionModel | undefined;
	/** Whether it stands directly under `await`. */
	readonly isAwaited: boolean;
	readonly statement: StatementModel;
}

/** The arguments in order, comments and punctuation left out. A lone generator expression is the one argument. */
export function argumentsOf(call: SyntaxNode): readonly SyntaxNode[] {
	const list = call.field('arguments');
	if (!list) return [];
	return list.kind === 'argument_list' ? list.children : [list];
}

/** Positional arguments before the first `*args`. */
export function positionalArguments(call: SyntaxNode): SyntaxNode[] {
	const found: SyntaxNode[] = [];
	for (const argument of argumentsOf(call)) {
		if (argument.kind === 'list_splat') break;
		if (argument.kind !== 'keyword_argument' && argument.kind !== 'dictionary_splat') found.push(argument);
	}
	return found;
}

/** The value of `name=value`. */
export function keywordArgument(call: SyntaxNode, name: string): SyntaxNode | undefined {
	return keywordNode(call, name)?.field('value');
}

/** The whole `name=value`. */
export function keywordNode(call: SyntaxNode, name: string): SyntaxNode | undefined {
	return argumentsOf(call).find((argument) => argument.kind === 'keyword_argument' && argument.field('name')?.text === name);
}

/** An argument given either by position (from 0) or by keyword. */
export function argument(call: SyntaxNode, position: number, name: string): SyntaxNode | undefined {
	return positionalArguments(call)[position] ?? keywordArgument(call, name);
}

/** The expression without the parentheses around it. */
export function unparenthesized(node: SyntaxNode): SyntaxNode {
	let inner = node;
	while (inner.kind === 'parenthesized_expression' && inner.children[0]) inner = inner.children[0];
	return inner;
}

/** The node with all parentheses around it: what takes part in the larger expression. */
export function withParentheses(node: SyntaxNode): SyntaxNode {
	let outer = node;
	while (outer.parent?.kind === 'parenthesized_expression') outer = outer.parent;
	return outer;
}

/** Whether the value of an expression is awaited where it stands. `await f() ** 2` parses as `await (f() ** 2)`, but Python awaits `f()`. */
export function isAwaited(node: SyntaxNode): boolean {
	const outer = withParentheses(node);
	const parent = outer.parent;
	if (parent?.kind === 'await' && parent.isNamed) return true;
	return (
		parent?.kind === 'binary_operator' && parent.hasToken('**') && parent.field('left') === outer && parent.parent?.kind === 'await' && parent.parent.isNamed
	);
}

/** Whether the expression is a statement of its own, its value dropped. */
export function isStatement(node: SyntaxNode): boolean {
	const parent = withParentheses(node).parent;
	return parent?.kind === 'expression_statement' && parent.children.length === 1;
}
