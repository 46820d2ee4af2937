import type { TextRange } from '../util/text.ts';
import type { SourceFile } from './source-file.ts';

export interface Comment extends TextRange {
	readonly text: string;
	/** Whether nothing but white space stands before it on its line. */
	readonly isAlone: boolean;
}

/** All comments of a file, in the order of the text. */
export function commentsIn(file: SourceFile): readonly Comment[] {
	return file.parts.flatMap((part) =>
		part.comments.flatMap((index) => {
			const { start, end, text } = part.node(index);
			if (/[\r\n]/.test(text)) return linesOf(text, start);
			return { start, end, text, isAlone: isBlankBefore(file.text, start) };
		}),
	);
}

/** The comments of which the parser saw one; see comment-runs.ts. */
function linesOf(run: string, start: number): Comment[] {
	return Array.from(run.matchAll(/#[^\r\n]*/g), ({ index, 0: text }) => ({ start: start + index, end: start + index + text.length, text, isAlone: true }));
}

function isBlankBefore(text: string, offset: number): boolean {
	for (let i = offset - 1; i >= 0; i--) {
		const code = text.charCodeAt(i);
		if (code === 10 || code === 13) return true;
		if (code !== 32 && code !== 9 && code !== 12) return false;
	}
	return true;
}
