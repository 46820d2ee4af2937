import { eastAsianWidth } from 'get-east-asian-width';
import { LineIndex } from '../../util/text.ts';
import { visible } from '../../util/visible.ts';
import type { Paint, Style } from '../console.ts';
import type { ReportedPlace } from '../report.ts';

/** Lines wider than this are cut round the marked part. */
const maxWidth = 160;
const tabWidth = 4;
/** Of a place over more lines, the first ones and the last are shown. */
const maxLines = 4;

export interface FrameOptions {
	readonly paint: Paint;
	/** Of the carets. */
	readonly style: Style;
	/** Columns for line numbers, so that frames below each other line up. */
	readonly gutter: number;
}

/** The source lines of a place with carets under it; empty where the text has no such line. */
export function codeFrame(text: string, place: ReportedPlace, { paint, style, gutter }: FrameOptions): string[] {
	const lines = new LineIndex(text);
	const bar = paint('dim', '|');
	const empty = `${' '.repeat(gutter)} ${bar}`;
	const frame = [empty];
	for (const line of shownLines(place)) {
		if (line === 'gap') {
			frame.push(`${' '.repeat(gutter)} ${paint('dim', '...')}`);
			continue;
		}
		const source = text.slice(lines.lineStart(line - 1), lines.lineStart(line)).replace(/(?<![\r\n])[\r\n]+$/, '');
		const from = line === place.line ? place.column - 1 : source.search(/\S|$/);
		const to = line === place.endLine ? place.endColumn - 1 : source.trimEnd().length;
		const { shown, before, marked } = layOut(source, from, Math.max(from, to));
		frame.push(
			`${paint('dim', String(line).padStart(gutter))} ${bar} ${shown}`.trimEnd(),
			`${empty} ${' '.repeat(before)}${paint(style, '^'.repeat(Math.max(1, marked)))}`,
		);
	}
	return frame;
}

function shownLines({ line, endLine, endColumn }: ReportedPlace): (number | 'gap')[] {
	// A place that ends at the start of a line does not reach into it.
	const last = endColumn === 1 && endLine > line ? endLine - 1 : endLine;
	const all = Array.from({ length: Math.min(last - line + 1, maxLines) }, (_, index) => line + index);
	return last - line < maxLines ? all : [line, line + 1, 'gap', last];
}

/** A source line as a terminal shows it, and where the marked part lies in columns of the terminal. */
function layOut(source: string, from: number, to: number): { shown: string; before: number; marked: number } {
	const start = source.length > maxWidth ? wholeCharacter(source, Math.max(0, Math.min(from - maxWidth / 4, source.length - maxWidth))) : 0;
	const end = wholeCharacter(source, Math.min(source.length, start + maxWidth));
	const [head, middle, tail] = [source.slice(start, from), source.slice(from, Math.min(to, end)), source.slice(Math.min(to, end), end)].map(shownText) as [
		string,
		string,
		string,
	];
	const cut = start > 0 ? '…' : '';
	return { shown: `${cut}${head}${middle}${tail}${end < source.length ? '…' : ''}`, before: widthOf(cut + head), marked: widthOf(middle) };
}

/** Tabs become spaces, and what is not seen is spelled out, so that carets stand where they belong. */
function shownText(text: string): string {
	return visible(text.replaceAll('\t', ' '.repeat(tabWidth)));
}

/** An offset that does not lie between the halves of a character. */
function wholeCharacter(text: string, offset: number): number {
	return offset > 0 && (text.codePointAt(offset - 1) ?? 0) > 0xffff ? offset - 1 : offset;
}

function widthOf(text: string): number {
	let width = 0;
	for (const character of text) {
		if (!/^[\p{Mn}\p{Me}]$/u.test(character)) width += eastAsianWidth(character.codePointAt(0) as number);
	}
	return width;
}
