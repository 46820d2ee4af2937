import { argumentsOf } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { replaceRange } from './edits.ts';
import type { DocumentEdit } from './finding.ts';

/** Takes one argument with its comma out of a call, and with its line where nothing else stands there. Undefined when a comment would be lost. */
export function withoutArgument(call: SyntaxNode, argument: SyntaxNode, file: FileModel): DocumentEdit[] | undefined {
	const list = call.field('arguments');
	return list && withoutItem(list, argumentsOf(call), argument, file);
}

/** The same for an item in any brackets; `all`: the items in their order. */
export function withoutItem(brackets: SyntaxNode, all: readonly SyntaxNode[], argument: SyntaxNode, file: FileModel): DocumentEdit[] | undefined {
	const index = all.indexOf(argument);
	if (index < 0) return undefined;
	const { text, comments } = file.source;
	const [previous, next] = [all[index - 1], all[index + 1]];
	const comma = brackets.allChildren().find((child) => child.kind === ',' && child.start >= argument.end);
	let start = argument.start;
	let end = comma?.end ?? argument.end;
	const lineStart = startOfLine(text, start);
	const isFirstOnLine = text.slice(lineStart, start).trim() === '';
	const isLastOnLine = /^[ \t]*(\r?\n|\r)/.test(text.slice(end));
	if (isFirstOnLine && isLastOnLine) {
		start = lineStart;
		end += /^[ \t]*(\r\n|\n|\r)/.exec(text.slice(end))?.[0].length ?? 0;
	} else if (next) end = next.start;
	else if (previous) start = previous.end;
	// The comma behind the last argument stays where the one before needs none.
	if (!next && previous && comma && start === previous.end) end = comma.end;
	return comments.some((comment) => comment.start < end && comment.end > start) ? undefined : [replaceRange(file, { start, end }, '')];
}

function startOfLine(text: string, offset: number): number {
	let start = offset;
	while (start > 0 && !'\n\r'.includes(text[start - 1] as string)) start--;
	return start;
}
