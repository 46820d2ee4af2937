import type { FileModel } from '../semantics/file-model.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { indentationAt, indentationUnit, insertAt, lineEnding, replaceRange } from './edits.ts';
import type { DocumentEdit } from './finding.ts';

/**
 * Indents whole statements by one level, with the comments between them. Undefined where they do not
 * stand on lines of their own, or hold a string over several lines, whose text would change.
 */
export function indentStatements(first: SyntaxNode, last: SyntaxNode, file: FileModel): DocumentEdit[] | undefined {
	const unit = indentationUnit(file);
	const { text } = file.source;
	const start = lineStart(text, first.start);
	if (text.slice(start, first.start).trim() !== '' || !endsLine(text, last.end, file)) return undefined;
	for (const root of statementsBetween(first, last)) {
		for (const node of [root, ...root.descendants()]) if (node.kind === 'string' && /[\r\n]/.test(node.text)) return undefined;
	}
	const edits: DocumentEdit[] = [];
	for (let line = start; line < last.end; line = nextLine(text, line)) {
		const isBlank = /^[ \t\f]*(\r|\n|$)/.test(text.slice(line, nextLine(text, line)));
		if (!isBlank) edits.push(replaceRange(file, { start: line, end: line }, unit));
		if (nextLine(text, line) <= line) break;
	}
	return edits;
}

/** `try:` before the first statement, `finally:` with the given lines behind the last, and all between indented. */
export function wrapInFinally(first: SyntaxNode, last: SyntaxNode, finalLines: readonly string[], file: FileModel): DocumentEdit[] | undefined {
	const indented = indentStatements(first, last, file);
	if (!indented) return undefined;
	const { text } = file.source;
	const indentation = indentationAt(first);
	const end = lineEnding(first);
	const lineEnd = endOfLine(text, last.end);
	const closing = [`${indentation}finally:`, ...finalLines.map((line) => indentation + indentationUnit(file) + line)].map((line) => end + line).join('');
	const [head, ...rest] = indented;
	if (!head) return undefined;
	return [{ ...head, newText: `${indentation}try:${end}${head.newText}` }, ...rest, insertAt(last, lineEnd, closing)];
}

/** A header (`async with x as y:`) in place of a statement, and what follows up to `last` indented under it. */
export function openBlock(statement: SyntaxNode, header: string, last: SyntaxNode, file: FileModel): DocumentEdit[] | undefined {
	const next = followers(statement)[0];
	const indented = next && indentStatements(next, last, file);
	return indented && endsLine(file.source.text, statement.end, file) ? [replaceRange(file, statement, header), ...indented] : undefined;
}

/** A header on a line of its own before the first statement, and all up to the last indented under it. */
export function wrapInBlock(header: string, first: SyntaxNode, last: SyntaxNode, file: FileModel): DocumentEdit[] | undefined {
	const [head, ...rest] = indentStatements(first, last, file) ?? [];
	return head && [{ ...head, newText: `${indentationAt(first)}${header}${lineEnding(first)}${head.newText}` }, ...rest];
}

/**
 * Takes a `try` with nothing but a `finally` away from round its body, the `finally` with it. Undefined
 * where a comment would be lost or a string over several lines would change.
 */
export function unwrapTry(statement: SyntaxNode, file: FileModel): DocumentEdit[] | undefined {
	const { text, comments } = file.source;
	const body = statement.field('body');
	const last = statement.children.find((one) => one.kind === 'finally_clause');
	const [first] = body?.children ?? [];
	const end = body?.children.at(-1)?.end;
	if (!body || !last || !first || end === undefined || lineStart(text, first.start) === lineStart(text, statement.start)) return undefined;
	if (holdsLongString(body)) return undefined;
	const start = nextLine(text, statement.start);
	if (
		comments.some((one) => (one.start > statement.start && one.start < start) || (one.start >= endOfLine(text, end) && one.start < endOfLine(text, last.end)))
	)
		return undefined;
	const surplus = indentationAt(first).length - indentationAt(statement).length;
	return [
		replaceRange(file, { start: lineStart(text, statement.start), end: start }, ''),
		...dedented(start, end, surplus, file),
		replaceRange(file, { start: endOfLine(text, end), end: endOfLine(text, last.end) }, ''),
	];
}

/**
 * `with x:` round a `try` with nothing but handlers becomes a `try` round `with x:`. Undefined where the two do not stand on lines of their own,
 * or a string over several lines would change.
 */
export function swapWithTry(statement: SyntaxNode, inner: SyntaxNode, file: FileModel): DocumentEdit[] | undefined {
	const { text } = file.source;
	const [outerColon, innerColon] = [statement.token(':'), inner.token(':')];
	const [first, ...others] = inner.children.filter((one) => one !== inner.field('body'));
	if (!outerColon || !innerColon || first?.kind !== 'except_clause' || others.some((one) => one.kind !== 'except_clause')) return undefined;
	const header = text.slice(statement.start, outerColon.end);
	const surplus = indentationAt(inner).length - indentationAt(statement).length;
	const isLaidOut = surplus > 0 && text.slice(lineStart(text, first.start), first.start).trim() === '' && !/[\r\n#]/.test(header);
	if (!isLaidOut || [first, ...others].some(holdsLongString)) return undefined;
	return [
		replaceRange(file, { start: statement.start, end: outerColon.end }, 'try:'),
		replaceRange(file, { start: inner.start, end: innerColon.end }, header),
		...dedented(lineStart(text, first.start), inner.end, surplus, file),
	];
}

function holdsLongString(node: SyntaxNode): boolean {
	return [...node.descendants()].some((one) => one.kind === 'string' && /[\r\n]/.test(one.text));
}

/** Takes so many characters of indentation from each line, as far as it has them. */
function dedented(start: number, end: number, surplus: number, file: FileModel): DocumentEdit[] {
	const { text } = file.source;
	const edits: DocumentEdit[] = [];
	for (let line = start; line < end; line = nextLine(text, line)) {
		const blank = /^[ \t]*/.exec(text.slice(line, endOfLine(text, line)))?.[0].length ?? 0;
		edits.push(replaceRange(file, { start: line, end: line + Math.min(blank, surplus) }, ''));
	}
	return edits.filter((edit) => edit.range.end > edit.range.start);
}

/** The statements behind one in its block or in the module. */
export function followers(statement: SyntaxNode): readonly SyntaxNode[] {
	const { parent } = statement;
	if (!parent) return statement.file.statementsAfter(statement.statement);
	return parent.children.slice(parent.children.indexOf(statement) + 1);
}

function statementsBetween(first: SyntaxNode, last: SyntaxNode): readonly SyntaxNode[] {
	const all = [first, ...followers(first)];
	return all.slice(0, all.indexOf(last) + 1);
}

/** Nothing but a comment may follow on the line. */
function endsLine(text: string, offset: number, file: FileModel): boolean {
	const rest = text.slice(offset, endOfLine(text, offset)).trim();
	return rest === '' || file.source.comments.some((comment) => comment.start >= offset && comment.end <= endOfLine(text, offset) && rest.startsWith('#'));
}

function lineStart(text: string, offset: number): number {
	let start = offset;
	while (start > 0 && !'\r\n'.includes(text[start - 1] as string)) start--;
	return start;
}

/** Where the line that an offset lies on ends, its line ending left out. */
export function endOfLine(text: string, offset: number): number {
	let end = offset;
	while (end < text.length && !'\r\n'.includes(text[end] as string)) end++;
	return end;
}

function nextLine(text: string, offset: number): number {
	const end = endOfLine(text, offset);
	return Math.min(text.length, text.startsWith('\r\n', end) ? end + 2 : end + 1);
}
