import { unparenthesized } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';

/** What catches an error whatever its class. */
const catchesAll: readonly string[] = ['Exception', 'BaseException'];

/** A handler of every `Exception` says that one error is expected only where little is tried. */
const LITTLE = 2;

/**
 * Whether code round a node is ready for one of the errors: a `try` with such a handler, or `contextlib.suppress()`. Builtins by their plain names.
 * Nobody foresees a TypeError without naming it.
 */
export function isCaught(node: SyntaxNode, errors: readonly string[], file: FileModel): boolean {
	for (let child = node, parent = node.parent; parent; child = parent, parent = parent.parent) {
		if (isBody(parent)) return false;
		if (
			parent.kind === 'try_statement' &&
			parent.field('body') === child &&
			handlersOf(parent).some((handler) => catches(handler, errors, child.children.length <= LITTLE && !errors.includes('TypeError'), file))
		)
			return true;
		if (parent.kind === 'with_statement' && suppresses(parent, errors, file)) return true;
	}
	return false;
}

/** The `try` bodies that ended without an error where a node runs: it stands in their `else`. */
export function* passedBodies(node: SyntaxNode): Generator<SyntaxNode> {
	for (let child = node, parent = node.parent; parent; child = parent, parent = parent.parent) {
		const body = parent.kind === 'try_statement' && child.kind === 'else_clause' ? parent.field('body') : undefined;
		if (body) yield body;
	}
}

/** The `try` bodies whose failure with one of the errors leads to a node, innermost first. */
export function* failedBodies(node: SyntaxNode, errors: readonly string[], file: FileModel): Generator<SyntaxNode> {
	for (let child = node, parent = node.parent; parent; child = parent, parent = parent.parent) {
		const body = parent.kind === 'try_statement' && child.kind === 'except_clause' ? parent.field('body') : undefined;
		if (body && namedErrors(child, file).some((name) => errors.includes(name))) yield body;
	}
}

/** Whether code round a node shows that it knows of the warning or error: `catch_warnings()` that ignores, `pytest.warns()`, `pytest.raises()`, `assertRaises()`. */
export function isExpected(node: SyntaxNode, what: 'warning' | 'error', file: FileModel): boolean {
	if (isExpectedAt(node, what, file)) return true;
	// What such a block imports is known for what it is wherever it is used.
	if (what === 'error' || node.kind !== 'identifier') return false;
	return file.reaching(node).some((binding) => binding.kind === 'import' && isExpectedAt(binding.node, what, file));
}

function isExpectedAt(node: SyntaxNode, what: 'warning' | 'error', file: FileModel): boolean {
	for (const outer of node.ancestors()) {
		if (what === 'warning' && outer.kind === 'decorated_definition' && outer.children.some((child) => child.kind === 'decorator' && ignoresByMark(child, file)))
			return true;
		if (outer.kind !== 'with_statement') continue;
		for (const item of outer.children[0]?.children ?? []) {
			const call = item.children[0]?.kind === 'as_pattern' ? item.children[0].children[0] : item.children[0];
			const callee = call?.kind === 'call' ? call.field('function') : undefined;
			const name = callee && (file.qualifiedName(callee) ?? callee.text);
			if (name === undefined) continue;
			if (/\b(raises|assertRaises\w*)$/.test(name)) return true;
			if (
				what === 'warning' &&
				(/\b(warns|deprecated_call|assertWarns\w*)$/.test(name) ||
					(name === 'warnings.catch_warnings' && (/\brecord\s*=\s*True\b/.test(call?.field('arguments')?.text ?? '') || ignoresWarnings(outer))))
			)
				return true;
		}
	}
	return false;
}

/** `@pytest.mark.filterwarnings("ignore::DeprecationWarning")` */
function ignoresByMark(decorator: SyntaxNode, file: FileModel): boolean {
	const call = decorator.children[0];
	const callee = call?.kind === 'call' ? call.field('function') : undefined;
	return callee !== undefined && file.qualifiedName(callee) === 'pytest.mark.filterwarnings' && /["']ignore/.test(call?.field('arguments')?.text ?? '');
}

function ignoresWarnings(statement: SyntaxNode): boolean {
	return [...statement.descendants()].some((node) => node.kind === 'call' && /["']ignore["']/.test(node.field('arguments')?.children[0]?.text ?? ''));
}

function isBody(node: SyntaxNode): boolean {
	return node.kind === 'function_definition' || node.kind === 'lambda';
}

function handlersOf(statement: SyntaxNode): SyntaxNode[] {
	return statement.children.filter((child) => child.kind === 'except_clause');
}

function catches(handler: SyntaxNode, errors: readonly string[], mayBeBroad: boolean, file: FileModel): boolean {
	const named = namedErrors(handler, file);
	const isBroad = handler.children[0]?.kind === 'block' || named.some((name) => catchesAll.includes(name));
	return (isBroad && mayBeBroad) || named.some((name) => errors.includes(name));
}

/** The classes a handler names. */
export function namedErrors(handler: SyntaxNode, file: FileModel): string[] {
	const first = handler.children[0];
	if (!first || first.kind === 'block') return [];
	const value = unparenthesized(first.kind === 'as_pattern' ? (first.children[0] ?? first) : first);
	return (value.kind === 'tuple' ? value.children : [value]).map((one) => (file.qualifiedName(one) ?? one.text).replace(/^builtins\./, ''));
}

function suppresses(statement: SyntaxNode, errors: readonly string[], file: FileModel): boolean {
	const items = statement.children[0]?.children ?? [];
	return items.some((item) => {
		const call = item.children[0];
		const callee = call?.kind === 'call' ? call.field('function') : undefined;
		if (!callee || file.qualifiedName(callee) !== 'contextlib.suppress') return false;
		return (call?.field('arguments')?.children ?? []).some((one) =>
			[...errors, ...catchesAll].includes((file.qualifiedName(one) ?? one.text).replace(/^builtins\./, '')),
		);
	});
}
