import { exitsOf } from '../semantics/exits.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import type { CancellationCatch } from './cancellation.ts';
import { fixOf, indentationAt, insertAt, lineEnding, replaceNode, replaceRange } from './edits.ts';
import type { Fix } from './finding.ts';

/** Lets a cancellation out of a handler: a narrower type where it catches too much, else `raise` at its end. */
export function reraise(clause: SyntaxNode, found: CancellationCatch, file: FileModel): Fix | undefined {
	const { type } = found;
	if (!type) {
		const token = clause.token('except');
		return token && fixOf('Catch Exception', 'unsafe', [insertAt(clause, token.end, ' Exception')]);
	}
	const list = type.parent;
	const others = list?.kind === 'tuple' ? list.children.filter((one) => one !== type) : [];
	if (list?.kind === 'tuple' && others.length > 0) return withoutType(list, type, others, found, file);
	return found.isWide ? fixOf('Catch Exception', 'unsafe', [replaceNode(type, 'Exception')]) : raiseAtEnd(clause, file);
}

/** Takes one type out of `(A, B)`; a single other one loses its parentheses when nothing else stands between them. */
function withoutType(list: SyntaxNode, type: SyntaxNode, others: readonly SyntaxNode[], found: CancellationCatch, file: FileModel): Fix | undefined {
	if (found.isWide) return fixOf('Catch Exception', 'unsafe', [replaceNode(type, 'Exception')]);
	const title = 'Do not catch CancelledError here';
	if (file.source.comments.some((comment) => comment.start > list.start && comment.end < list.end)) return undefined;
	if (others.length === 1) return fixOf(title, 'unsafe', [replaceNode(list, (others[0] as SyntaxNode).text)]);
	const index = list.children.indexOf(type);
	const next = list.children[index + 1];
	const previous = list.children[index - 1];
	if (next) return fixOf(title, 'unsafe', [replaceRange(file, { start: type.start, end: next.start }, '')]);
	return previous && fixOf(title, 'unsafe', [replaceRange(file, { start: previous.end, end: type.end }, '')]);
}

function raiseAtEnd(clause: SyntaxNode, file: FileModel): Fix | undefined {
	const block = clause.children.at(-1);
	const last = block?.children.at(-1);
	const title = 'Raise it again';
	if (!block || !last) return undefined;
	// Earlier ways out would still swallow it.
	if (block.children.slice(0, -1).some((one) => [...exitsOf(one)].some((exit) => exit !== 'end' && exit !== 'raise'))) return undefined;
	switch (last.kind) {
		case 'pass_statement':
		case 'continue_statement':
		case 'break_statement':
			return fixOf(title, 'unsafe', [replaceNode(last, 'raise')]);
		case 'return_statement': {
			const holdsComment = file.source.comments.some((comment) => comment.start >= last.start && comment.end <= last.end);
			const value = last.children[0];
			// A value with a call or an await may do something.
			return holdsComment || (value && [value, ...value.descendants()].some((node) => node.kind === 'call' || node.kind === 'await'))
				? undefined
				: fixOf(title, 'unsafe', [replaceNode(last, 'raise')]);
		}
		default: {
			if ([...exitsOf(last)].some((exit) => exit !== 'end' && exit !== 'raise')) return undefined;
			const isOnHeaderLine = !/[\r\n]/.test(file.source.text.slice(clause.start, last.start));
			if (isOnHeaderLine) return fixOf(title, 'unsafe', [insertAt(last, last.end, '; raise')]);
			return fixOf(title, 'unsafe', [replaceRange(file, atLineEnd(last, file), `${lineEnding(last)}${indentationAt(block.children[0] as SyntaxNode)}raise`)]);
		}
	}
}

/** Behind a comment that follows on the same line. */
function atLineEnd(statement: SyntaxNode, file: FileModel): { start: number; end: number } {
	const { text } = file.source;
	let end = statement.end;
	while (end < text.length && !'\r\n'.includes(text[end] as string)) end++;
	return { start: end, end };
}
