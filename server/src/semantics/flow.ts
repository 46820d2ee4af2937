import type { SyntaxNode } from '../syntax/source-file.ts';
import type { FileModel } from './file-model.ts';
import type { Binding } from './scopes.ts';

/**
 * The bindings that may hold at a use of a name. In the binding's own scope the order of the text
 * counts: an assignment that is always passed hides those before it. From elsewhere (a nested
 * function, another function's global) any of them may hold.
 */
export function reachingBindings(bindings: readonly Binding[], use: SyntaxNode, file: FileModel): readonly Binding[] {
	if (bindings.length <= 1) return bindings;
	const scope = bindings[0]?.scope;
	const useScope = file.scopeOf(use);
	const isSameCode = scope !== undefined && (scope.function ?? null) === (useScope.function ?? null) && sameBody(scope.kind, useScope.kind);
	if (!isSameCode) return withoutFallbacks(bindings);
	return withoutFallbacks(reachingInOrder(bindings, use));
}

function sameBody(one: string, other: string): boolean {
	return one === other || other === 'comprehension' || (one === 'comprehension' && other === 'function');
}

/** Of the bindings that may reach a use so many are told, the nearest: real code has a handful. */
const reachingLimit = 200;

function reachingInOrder(bindings: readonly Binding[], use: SyntaxNode): readonly Binding[] {
	const reaching: Binding[] = [];
	const loop = use.closest('for_statement', 'while_statement');
	const later = firstBehind(bindings, use);
	for (let i = later - 1; i >= 0 && reaching.length < reachingLimit; i--) {
		const binding = bindings[i] as Binding;
		if (isAfter(binding.node, use)) {
			if (loop && binding.node.isInside(loop)) reaching.unshift(binding);
			continue;
		}
		reaching.unshift(binding);
		if (isAlwaysPassed(binding.node, use)) break;
	}
	// The next round of a loop sees what this round bound.
	for (let i = later; loop && i < bindings.length && reaching.length < reachingLimit && (bindings[i] as Binding).node.isInside(loop); i++)
		reaching.push(bindings[i] as Binding);
	return reaching.length > 0 ? reaching : bindings;
}

/** The place in the list of the first binding that stands behind a use in the text. */
function firstBehind(bindings: readonly Binding[], use: SyntaxNode): number {
	let low = 0;
	let high = bindings.length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if (use.precedes((bindings[middle] as Binding).node)) high = middle;
		else low = middle + 1;
	}
	return low;
}

/** Order in the file; a value is evaluated before its target is bound: in `x = f(x)` the binding comes after the use. */
function isAfter(binding: SyntaxNode, use: SyntaxNode): boolean {
	if (binding.statement !== use.statement) return use.precedes(binding);
	const assignment = binding.closest('assignment', 'augmented_assignment', 'named_expression');
	if (assignment && use.isInside(assignment) && binding !== use) return !use.isInside(binding) && assignment.field('left') !== use;
	return use.precedes(binding);
}

/** Whether control comes by an earlier node whenever it reaches a later one: no branch, loop or handler lies round the one that does not lie round the other. */
export function isAlwaysPassed(binding: SyntaxNode, use: SyntaxNode): boolean {
	for (let node: SyntaxNode | undefined = binding.parent, child = binding; node !== undefined; child = node, node = node.parent) {
		if (!branching.has(node.kind)) continue;
		if (child === node.field('condition') || child === node.field('subject')) continue;
		if (node.kind === 'for_statement' && child === node.field('right')) continue;
		if (node.kind === 'try_statement' && child === node.field('body')) {
			if (use.isInside(child) || use.statement.top !== node.statement.top || isInHandlerOf(node, use)) {
				if (use.isInside(child)) continue;
				return false;
			}
			// After the try statement: its body ran through, or a handler did.
			const handlers = node.children.filter((one) => one.kind === 'except_clause');
			if (handlers.every(leaves)) continue;
			return false;
		}
		if (node.kind === 'if_statement' && child === node.field('consequence')) {
			if (!use.isInside(child)) return false;
			continue;
		}
		if (!use.isInside(child)) return false;
	}
	return true;
}

function isInHandlerOf(tryStatement: SyntaxNode, use: SyntaxNode): boolean {
	return use.isInside(tryStatement) && !use.isInside(tryStatement.field('body') ?? tryStatement);
}

const branching: ReadonlySet<string> = new Set([
	'if_statement',
	'elif_clause',
	'else_clause',
	'for_statement',
	'while_statement',
	'try_statement',
	'except_clause',
	'match_statement',
	'case_clause',
	'conditional_expression',
	'boolean_operator',
	'for_in_clause',
	'if_clause',
]);

/** Whether a block never runs off its end. */
export function leaves(clause: SyntaxNode): boolean {
	const block = clause.kind === 'block' ? clause : (clause.children.findLast((child) => child.kind === 'block') ?? clause);
	const last = block.children.at(-1);
	return last !== undefined && alwaysLeaves(last);
}

/** Whether control never comes past a statement: return, raise, continue, break, or an if whose every branch does. */
export function alwaysLeaves(statement: SyntaxNode): boolean {
	switch (statement.kind) {
		case 'return_statement':
		case 'raise_statement':
		case 'continue_statement':
		case 'break_statement':
			return true;
		case 'if_statement': {
			const consequence = statement.field('consequence');
			const others = statement.fields('alternative');
			return consequence !== undefined && leaves(consequence) && others.some((one) => one.kind === 'else_clause') && others.every(leaves);
		}
		case 'with_statement':
			return leaves(statement);
		default:
			return false;
	}
}

/** Drops what stands in only where the real thing is missing: `x = None`, and bindings in `except ImportError`. */
function withoutFallbacks(bindings: readonly Binding[]): readonly Binding[] {
	const kept = bindings.filter(
		(binding) => binding.value?.kind !== 'none' && !(binding.kind === 'assignment' && !binding.value && binding.annotation) && !isImportFallback(binding.node),
	);
	return kept.length > 0 ? kept : bindings;
}

function isImportFallback(node: SyntaxNode): boolean {
	const handler = node.closest('except_clause');
	return handler !== undefined && /\b(ImportError|ModuleNotFoundError)\b/.test(handler.children[0]?.text ?? '');
}

/** Nodes below that run as part of the same body: not those of nested functions, lambdas and classes. */
export function ownNodes(node: SyntaxNode): SyntaxNode[] {
	const isOwnBody = (one: SyntaxNode) => one.kind === 'function_definition' || one.kind === 'lambda' || one.kind === 'class_definition';
	return [...node.descendants((one) => !isOwnBody(one))];
}

/** Whether a coroutine may be suspended at a node, and cancelled there: `await`, `async for`, `async with`. */
export function isAwaitPoint(node: SyntaxNode): boolean {
	if (node.kind === 'await') return true;
	return (node.kind === 'for_statement' || node.kind === 'with_statement' || node.kind === 'for_in_clause') && node.hasToken('async');
}

/** Whether a function may be left at a node and entered again later: also `yield`. */
export function isSuspension(node: SyntaxNode): boolean {
	return node.kind === 'yield' || isAwaitPoint(node);
}
