import type { SourceFile, SyntaxNode } from '../syntax/source-file.ts';
import type { TextEdit } from '../util/text.ts';

/** An ignore comment that names its rules, up to the closing bracket. */
const ignoreWithRules = /#\s*asyncio-doctor:\s*ignore\[([^\]#]*)(?=\])/i;

/**
 * The edit that silences a rule on the line where `offset` stands: a comment at the line's end, or one more name in the
 * comment that is there. A line that goes on (in a string, behind a backslash) cannot hold a comment; then the next one that can gets it.
 */
export function ignoreCommentEdit(source: SourceFile, offset: number, rule: string): TextEdit {
	const end = endOfCommentableLine(source, offset);
	const comment = source.comments.find((candidate) => candidate.end === end);
	const existing = comment && ignoreWithRules.exec(comment.text);
	if (comment && existing) {
		const names = existing[1]?.trim() === '' ? rule : `, ${rule}`;
		const at = comment.start + existing.index + existing[0].trimEnd().length;
		return { range: { start: at, end: comment.start + existing.index + existing[0].length }, newText: names };
	}
	const codeEnd = end - (/(?<![ \t])[ \t]*$/.exec(source.text.slice(Math.max(0, end - 200), end))?.[0].length ?? 0);
	return { range: { start: codeEnd, end }, newText: `  # asyncio-doctor: ignore[${rule}]` };
}

function endOfCommentableLine(source: SourceFile, offset: number): number {
	const { text } = source;
	let end = lineEnd(text, offset);
	while (end < text.length && (text[end - 1] === '\\' || isInsideString(source, end))) {
		end = lineEnd(text, text[end] === '\r' && text[end + 1] === '\n' ? end + 2 : end + 1);
	}
	return end;
}

function lineEnd(text: string, offset: number): number {
	const length = text.slice(offset).search(/[\r\n]/);
	return length < 0 ? text.length : offset + length;
}

function isInsideString(source: SourceFile, offset: number): boolean {
	for (let node: SyntaxNode | undefined = source.nodeAt(offset); node; node = node.parent) {
		if (node.kind === 'string' && node.start < offset && offset < node.end) return true;
	}
	return false;
}
