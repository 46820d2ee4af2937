import type { TextRange } from '../util/text.ts';
import type { SourceFile, Statement } from './source-file.ts';

export interface Comment extends TextRange {
	readonly text: string;
	/** Whether nothing but white space stands before it on its line. */
	readonly isAlone: boolean;
}

/** All comments of a file, in the order of the text. */
export function commentsIn(file: SourceFile): readonly Comment[] {
	const commentsOf = (item: Statement): Comment[] =>
		item.comments.flatMap((index) => {
			const { start, end, text } = item.node(index);
			if (/[\r\n]/.test(text)) return linesOf(text, start);
			return { start, end, text, isAlone: isBlankBefore(file.text, start) };
		});
	return file.parts.flatMap((part) =>
		part.members.length === 0 ? commentsOf(part) : [part, ...part.members].flatMap(commentsOf).sort((a, b) => a.start - b.start),
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
