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
		part.comments.map((index) => {
			const { start, end, text } = part.node(index);
			return { start, end, text, isAlone: isBlankBefore(file.text, start) };
		}),
	);
}

function isBlankBefore(text: string, offset: number): boolean {
	for (let i = offset - 1; i >= 0; i--) {
		const code = text.charCodeAt(i);
		if (code === 10 || code === 13) return true;
		if (code !== 32 && code !== 9 && code !== 12) return false;
	}
	return true;
}
