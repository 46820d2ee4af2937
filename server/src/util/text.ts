/** A stretch of text: UTF-16 offsets, `end` exclusive, as JavaScript strings and LSP count. */
export interface TextRange {
	readonly start: number;
	readonly end: number;
}

/** A replacement of `range` by `newText` in one document. */
export interface TextEdit {
	readonly range: TextRange;
	readonly newText: string;
}

/** 0-based line and UTF-16 column, as LSP counts. */
export interface LinePosition {
	readonly line: number;
	readonly column: number;
}

export function contains(outer: TextRange, inner: TextRange): boolean {
	return outer.start <= inner.start && inner.end <= outer.end;
}

export function overlaps(a: TextRange, b: TextRange): boolean {
	return a.start < b.end && b.start < a.end;
}

/** Converts offsets to lines and back. Ends of line are LF, CRLF and a lone CR, as in Python and LSP. */
export class LineIndex {
	readonly #starts: readonly number[];
	readonly #length: number;

	constructor(text: string) {
		// Most texts have LF only, and those are found at the speed of memory.
		this.#starts = text.includes('\r') ? lineStarts(text) : lineStartsByFeeds(text);
		this.#length = text.length;
	}

	get lineCount(): number {
		return this.#starts.length;
	}

	/** Offset of the first character of a 0-based line; the end of the text for lines past it. */
	lineStart(line: number): number {
		return this.#starts[line] ?? this.#length;
	}

	positionAt(offset: number): LinePosition {
		let low = 0;
		let high = this.#starts.length;
		while (high - low > 1) {
			const middle = (low + high) >> 1;
			if ((this.#starts[middle] as number) <= offset) low = middle;
			else high = middle;
		}
		return { line: low, column: offset - (this.#starts[low] as number) };
	}

	/** Clamped to the line and to the text, as LSP asks. */
	offsetAt(position: LinePosition): number {
		if (position.line < 0) return 0;
		if (position.line >= this.#starts.length) return this.#length;
		const next = this.#starts[position.line + 1] ?? this.#length;
		return Math.min((this.#starts[position.line] as number) + Math.max(0, position.column), next);
	}
}

function lineStartsByFeeds(text: string): number[] {
	const starts = [0];
	for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
	return starts;
}

function lineStarts(text: string): number[] {
	const starts = [0];
	for (let i = 0; i < text.length; i++) {
		const code = text.charCodeAt(i);
		if (code !== 10 && code !== 13) continue;
		if (code === 13 && text.charCodeAt(i + 1) === 10) i++;
		starts.push(i + 1);
	}
	return starts;
}

/** Applies edits that do not overlap; edits at one offset keep their order. Throws a RangeError on overlap or a range outside the text. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
	const ordered = edits
		.map((edit, index) => ({ edit, index }))
		.sort((a, b) => a.edit.range.start - b.edit.range.start || a.edit.range.end - b.edit.range.end || a.index - b.index);
	let result = '';
	let done = 0;
	for (const { edit } of ordered) {
		const { start, end } = edit.range;
		if (start < done || end < start || end > text.length) throw new RangeError(`edit ${start}-${end} overlaps another or lies outside the text`);
		result += text.slice(done, start) + edit.newText;
		done = end;
	}
	return result + text.slice(done);
}

/** The same text with memory of its own: a part cut out of a file's text keeps that whole text in memory as long as it lives. */
export function detached(text: string): string {
	// Joining makes a new text; cutting one off it again costs the one character that is left over.
	return ` ${text}`.slice(1);
}

/** The text without halves of characters, which no URI can hold. */
export function wellFormed(text: string): string {
	return text.replace(/\p{Cs}/gu, '\ufffd');
}
