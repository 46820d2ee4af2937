import type { LineIndex, TextRange } from '../util/text.ts';

/** A real comment token, with its `#`. */
export interface CommentToken extends TextRange {
	readonly text: string;
}

/** A name in `ignore[...]` and its place in the file. */
export interface IgnoredName extends TextRange {
	readonly name: string;
}

/** One wish to silence findings. Ranges are those of the file. */
export interface IgnoreDirective extends TextRange {
	/** `line` and `file` are our own comments, `noqa` and `noqa-file` those of other tools. */
	readonly kind: 'line' | 'file' | 'noqa' | 'noqa-file';
	/** 0-based. */
	readonly line: number;
	/** Undefined: everything is silenced. */
	readonly names: readonly IgnoredName[] | undefined;
	readonly comment: CommentToken;
}

const ownPattern = /#\s*asyncio-doctor:\s*ignore(-file)?(?![\w-])(?:\[([^\]]*)\]?)?/gi;
const noqaPattern = /#\s*noqa(?![\w-])(?:\s*:([^#]*))?/gi;

/** For a whole file; without codes it is about the other tool, not about the code. */
const fileNoqaPattern = /#\s*(?:ruff|flake8)\s*:\s*noqa\s*:([^#]*)/gi;

/** What the comments of a file ask to be silenced, in the order of the text. */
export function findIgnoreDirectives(comments: readonly CommentToken[], lines: LineIndex): IgnoreDirective[] {
	return comments.filter(mayHoldDirective).flatMap((comment) => directivesIn(comment, lines));
}

/** Most comments are prose: one cheap look spares two patterns. */
export function mayHoldDirective(comment: CommentToken): boolean {
	return /ignore|noqa/i.test(comment.text);
}

function directivesIn(comment: CommentToken, lines: LineIndex): IgnoreDirective[] {
	const { line } = lines.positionAt(comment.start);
	const own = [...comment.text.matchAll(ownPattern)].map((found) => directive(found, found[1] ? 'file' : 'line', found[2]));
	const noqa = [...comment.text.matchAll(noqaPattern)].map((found) => directive(found, 'noqa', found[1]));
	const whole = [...comment.text.matchAll(fileNoqaPattern)].map((found) => directive(found, 'noqa-file', found[1]));
	return [...own, ...noqa, ...whole];

	function directive(found: RegExpExecArray, kind: IgnoreDirective['kind'], list: string | undefined): IgnoreDirective {
		const start = comment.start + found.index;
		const end = start + found[0].length;
		const listStart = list === undefined ? end : start + found[0].lastIndexOf(list);
		return { kind, line, names: list === undefined ? undefined : namesIn(list, listStart), comment, start, end };
	}
}

function namesIn(list: string, listStart: number): IgnoredName[] {
	return [...list.matchAll(/[^\s,]+/g)].map((found) => {
		const start = listStart + found.index;
		return { name: found[0], start, end: start + found[0].length };
	});
}
