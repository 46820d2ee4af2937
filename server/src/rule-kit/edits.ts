import { kindOfScript } from '../project/cell-scripts.ts';
import { argumentsOf } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { FunctionModel } from '../semantics/functions.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { contains, overlaps, type TextRange } from '../util/text.ts';
import type { DocumentEdit, Fix } from './finding.ts';

/** A fix, or undefined when one of its parts cannot be made or two get in each other's way: rules pass on what they get. */
export function fixOf(title: string, safety: Fix['safety'], ...parts: readonly (readonly DocumentEdit[] | undefined)[]): Fix | undefined {
	if (parts.some((part) => part === undefined)) return undefined;
	const all = parts.flatMap((part) => part ?? []);
	const edits = all.filter((edit, i) => all.findIndex((other) => sameEdit(other, edit)) === i && !all.some((other) => isGoneWith(edit, other)));
	const isClear = edits.every((edit, i) => !edits.some((other, j) => j > i && other.path === edit.path && overlaps(edit.range, other.range)));
	return edits.length > 0 && isClear ? { title, safety, edits } : undefined;
}

/** Whether another part deletes more than what one deletes: a line that moves to the left may go as a whole. */
function isGoneWith(edit: DocumentEdit, other: DocumentEdit): boolean {
	return edit.newText + other.newText === '' && edit.path === other.path && contains(other.range, edit.range) && !sameEdit(edit, other);
}

function sameEdit(a: DocumentEdit, b: DocumentEdit): boolean {
	return a.path === b.path && a.range.start === b.range.start && a.range.end === b.range.end && a.newText === b.newText;
}

export function replaceRange(file: FileModel, range: TextRange, newText: string): DocumentEdit {
	return { path: file.path, range: { start: range.start, end: range.end }, newText };
}

export function replaceNode(node: SyntaxNode, newText: string): DocumentEdit {
	return { path: node.file.path, range: { start: node.start, end: node.end }, newText };
}

export function insertAt(node: SyntaxNode, offset: number, newText: string): DocumentEdit {
	return { path: node.file.path, range: { start: offset, end: offset }, newText };
}

/** Whether nothing but indentation stands before a statement on its line. */
export function startsLine(statement: SyntaxNode): boolean {
	const { text } = statement.file;
	let start = statement.start;
	while (start > 0 && ' \t\f'.includes(text[start - 1] as string)) start--;
	return start === 0 || '\r\n'.includes(text[start - 1] as string);
}

/** The line ending the file uses. */
export function lineEnding(node: SyntaxNode): string {
	const { text } = node.file;
	const feed = text.indexOf('\n');
	if (feed < 0) return text.includes('\r') ? '\r' : '\n';
	return text[feed - 1] === '\r' ? '\r\n' : '\n';
}

/** White space before the first token of the line on which an offset lies. */
export function indentationAt(node: SyntaxNode): string {
	const { text } = node.file;
	let start = node.start;
	while (start > 0 && !'\n\r'.includes(text[start - 1] as string)) start--;
	return /^[ \t\f]*/.exec(text.slice(start, node.start))?.[0] ?? '';
}

/** One level of indentation as the file writes it: that of its first indented block. */
export function indentationUnit(file: FileModel): string {
	for (const statement of file.source.statements) {
		for (const node of statement.root.descendants()) {
			if (node.kind !== 'block' || !node.children[0]) continue;
			const outer = node.parent ? indentationAt(node.parent) : '';
			const inner = indentationAt(node.children[0]);
			if (inner.length > outer.length && inner.startsWith(outer)) return inner.slice(outer.length);
		}
	}
	return '    ';
}

/**
 * Whether `await` may be written at a node: in an `async def` itself or at the top of a notebook's cell, not in a generator expression, lambda or class body inside it.
 * `becomesAsync` tells of functions that a fix turns into one.
 */
export function canAwait(node: SyntaxNode, file: FileModel, becomesAsync: (model: FunctionModel) => boolean = () => false): boolean {
	const scope = file.scopeOf(node);
	const mayHold = scope.function ? scope.function.isAsync || becomesAsync(scope.function) : mayAwaitAtTop(node, file);
	if (!mayHold || scope.kind === 'class' || (!scope.function && node.closest('class_definition'))) return false;
	let comprehensions = 0;
	for (const ancestor of node.ancestors()) {
		if (ancestor === scope.function?.node) break;
		if (ancestor.kind === 'generator_expression') return false;
		if (ancestor.kind.endsWith('_comprehension')) comprehensions++;
		// Decorators, defaults and annotations run outside; type parameters cannot hold an await at all.
		if (ancestor.kind === 'type') return false;
	}
	return comprehensions <= 1;
}

/** Whether code outside of functions is run by a kernel that lets it await. */
function mayAwaitAtTop(node: SyntaxNode, file: FileModel): boolean {
	const { notebook } = file.source;
	return notebook ? notebook.mayAwaitAt(node.start) : kindOfScript(file) === 'interactive';
}

/** Whether `await x` in place of the node needs parentheses of its own. */
export function needsParentheses(node: SyntaxNode): boolean {
	const parent = node.parent;
	if (!parent) return false;
	switch (parent.kind) {
		case 'attribute':
			return parent.field('object') === node;
		case 'subscript':
			return parent.field('value') === node;
		case 'call':
			return parent.field('function') === node;
		case 'binary_operator':
			return parent.hasToken('**') && parent.field('left') === node;
		case 'await':
			return true;
		default:
			return false;
	}
}

/** Puts `await` before an expression that stays as it is. */
export function awaitIt(node: SyntaxNode): DocumentEdit[] {
	if (!needsParentheses(node)) return [insertAt(node, node.start, 'await ')];
	return [insertAt(node, node.start, '(await '), insertAt(node, node.end, ')')];
}

/**
 * Puts `await argument` in place of a call that was given the argument: `asyncio.run(main())` becomes
 * `await main()`. Further arguments go. Comments inside the call keep its parentheses.
 */
export function awaitArgument(call: SyntaxNode, argument: SyntaxNode, file: FileModel): DocumentEdit[] {
	const open = needsParentheses(call) ? '(await ' : 'await ';
	const close = needsParentheses(call) ? ')' : '';
	const list = call.field('arguments') as SyntaxNode;
	const hasComment = file.source.comments.some(
		(comment) => comment.start > call.start && comment.end < call.end && !(comment.start > argument.start && comment.end < argument.end),
	);
	const inner = needsGrouping(argument) ? ['(', ')'] : ['', ''];
	if (!hasComment) {
		const edits = [
			replaceRange(file, { start: call.start, end: argument.start }, open + inner[0]),
			replaceRange(file, { start: argument.end, end: call.end }, inner[1] + close),
		];
		// A parenthesis that stays where it is need not be written again.
		return edits.filter((edit) => file.source.text.slice(edit.range.start, edit.range.end) !== edit.newText);
	}
	const others = argumentsOf(call).filter((one) => one !== argument);
	const commas = list.allChildren().filter((child) => child.kind === ',');
	return [
		replaceRange(file, { start: call.start, end: list.start }, open),
		...[...others, ...commas].map((one) => replaceNode(one, '')),
		...(close ? [insertAt(call, call.end, close)] : []),
	];
}

/** `await a or b` awaits a alone. */
function needsGrouping(argument: SyntaxNode): boolean {
	return !['call', 'identifier', 'attribute', 'subscript', 'parenthesized_expression'].includes(argument.kind);
}

/** Makes a `def` an `async def`. */
export function makeAsync(definition: SyntaxNode): DocumentEdit[] {
	return [insertAt(definition, definition.start, 'async ')];
}

/**
 * Deletes a whole statement with its line. Where it is the only one of its block, `pass` takes its
 * place. Undefined when a comment would be lost.
 */
export function deleteStatement(statement: SyntaxNode, file: FileModel): DocumentEdit[] | undefined {
	const { text, comments } = file.source;
	const siblings = statement.parent ? statement.parent.children : file.source.statements.map((one) => one.root);
	if (statement.parent && siblings.length === 1) {
		if (comments.some((comment) => comment.start >= statement.start && comment.end <= statement.end)) return undefined;
		return [replaceNode(statement, 'pass')];
	}
	let { start, end } = statement;
	while (start > 0 && ' \t\f'.includes(text[start - 1] as string)) start--;
	const startsLine = start === 0 || '\n\r'.includes(text[start - 1] as string);
	while (end < text.length && ' \t\f;'.includes(text[end] as string)) end++;
	const endsLine = end >= text.length || '\n\r'.includes(text[end] as string);
	if (comments.some((comment) => comment.start >= start && comment.start <= end)) return undefined;
	if (!startsLine || !endsLine) {
		// One of several on a line: `a; b`.
		return startsLine
			? [replaceRange(file, { start: statement.start, end }, '')]
			: [replaceRange(file, { start: beforeSemicolon(text, start), end: statement.end }, '')];
	}
	if (text[end] === '\r') end++;
	if (text[end] === '\n') end++;
	return [replaceRange(file, { start, end }, '')];
}

function beforeSemicolon(text: string, offset: number): number {
	let start = offset;
	while (start > 0 && ' \t;'.includes(text[start - 1] as string)) start--;
	return start;
}

/** The smallest enclosing node that stands in a block or at module level. */
export function statementOf(node: SyntaxNode): SyntaxNode {
	let current = node;
	while (current.parent && current.parent.kind !== 'block') current = current.parent;
	return current;
}
