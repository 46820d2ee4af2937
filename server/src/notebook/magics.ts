import type { TextRange } from '../util/text.ts';

/** IPython's own syntax in a cell: `%time`, `%%bash`, `!ls`, `f?`. Offsets count in the cell. */
export interface Magic extends TextRange {
	/** `time` for `%time` and `%%time`; `!` for a shell command, `?` for help; IPython's other escapes by their character. */
	readonly name: string;
	/** What follows the name on its line. */
	readonly argument: string;
	/** `cell`: `%%name`, which is given the whole cell. */
	readonly kind: 'line' | 'cell';
}

/** A cell as Python sees it. */
export interface CellSyntax {
	/** As long as the cell's text and equal to it but for the magics, which have become something without meaning. */
	readonly python: string;
	readonly magics: readonly Magic[];
	/** Code that a magic compiles by itself, where `await` is a SyntaxError (IPython 8.5: `%time`, `%%time`, `%%timeit`, `%%prun`; `%%capture` loses the coroutine). */
	readonly withoutAwait: readonly MagicCode[];
}

/** Python that a magic runs. */
export interface MagicCode extends TextRange {
	/** As it is written: `%time`. */
	readonly magic: string;
}

/** Cell magics that run the cell's Python in the kernel itself; any other may be given anything, in any language. */
const runsCell: ReadonlySet<string> = new Set(['time', 'timeit', 'capture', 'prun', 'debug', 'memit']);

/** Line magics that are given a Python statement, with what may stand before it. */
const runsLine: Readonly<Record<string, RegExp>> = {
	time: /^/,
	timeit: /^(?:-(?:[nrpv]\s*\S+|[tcqo]+)\s+)*/,
	memit: /^(?:-(?:[rti]\s*\S+|[co]+)\s+)*/,
	prun: /^(?:-(?:[lsTD]\s*\S+|[qr]+)\s+)*/,
};

/** One of these makes the rest of its line more than a simple statement, which cannot stand behind another one. */
const compoundStatement = /^(?:async|class|def|for|if|match|try|while|with|@)\b/;

/** A cell of which nothing is read. */
export function emptyCell(text: string): CellSyntax {
	return { python: blank(text), magics: [], withoutAwait: [] };
}

/** Finds IPython's syntax in the text of a cell as IPython would: only where a statement begins, not in strings or brackets. */
export function readMagics(text: string): CellSyntax {
	const cellMagic = /^\s*%%(\w+)([^\r\n]*)/.exec(text);
	// IPython takes the indentation of its first line off a whole cell; no text of the same length means the same.
	if (!cellMagic) return /^(?:[ \t]*[\r\n])*[ \t]+[^\s#]/.test(text) ? emptyCell(text) : new CellReader(text).read(0);
	const [line, name = '', argument = ''] = cellMagic;
	const magic: Magic = { name, argument: argument.trim(), kind: 'cell', start: line.indexOf('%'), end: line.length };
	if (!runsCell.has(name)) return { ...emptyCell(text), magics: [{ ...magic, end: text.length }] };
	const inner = new CellReader(text).read(line.length);
	return {
		python: blank(line) + inner.python.slice(line.length),
		magics: [magic, ...inner.magics],
		withoutAwait: [{ magic: `%%${name}`, start: line.length, end: text.length }],
	};
}

/** Spaces in place of all but ends of line. */
function blank(text: string): string {
	return text.replace(/[^\r\n]/g, ' ');
}

/** A statement without effect, as long as the text; blank where none is needed. */
function noStatement(text: string, isIndented: boolean): string {
	return isIndented ? `0${blank(text.slice(1))}` : blank(text);
}

/** The end of the token at an offset, as far as statements' ends depend on tokens; a string that nothing closes goes on to the end of its line or of the text. */
function endOfToken(text: string, start: number): number {
	const character = text[start] as string;
	if (character === '#') return endOfLine(text, start);
	if (character === '\\') return start + 1 + lengthOfBreak(text, start + 1);
	if (character === '\r' || character === '\n') return start + lengthOfBreak(text, start);
	const prefix = /[A-Za-z]{0,2}(?=["'])/y;
	prefix.lastIndex = start;
	const quote = start + (prefix.exec(text)?.[0].length ?? 0);
	return text[quote] === '"' || text[quote] === "'" ? endOfString(text, quote) : start + 1;
}

/** Goes from character to character: an expression runs out of memory on strings of megabytes. */
function endOfString(text: string, quote: number): number {
	const mark = text[quote] as string;
	const isLong = text.startsWith(mark.repeat(3), quote);
	for (let at = quote + (isLong ? 3 : 1); at < text.length; at++) {
		const character = text[at];
		if (character === '\\') at += Math.max(0, lengthOfBreak(text, at + 1) - 1) + 1;
		else if (isLong ? text.startsWith(mark.repeat(3), at) : character === mark) return at + (isLong ? 3 : 1);
		else if (!isLong && (character === '\r' || character === '\n')) return at;
	}
	return text.length;
}

function endOfLine(text: string, start: number): number {
	let end = start;
	while (end < text.length && text[end] !== '\r' && text[end] !== '\n') end++;
	return end;
}

/** Of the end of line at an offset: 0 where there is none. */
function lengthOfBreak(text: string, at: number): number {
	if (text[at] === '\n') return 1;
	if (text[at] !== '\r') return 0;
	return text[at + 1] === '\n' ? 2 : 1;
}

class CellReader {
	readonly #text: string;
	readonly #magics: Magic[] = [];
	readonly #withoutAwait: MagicCode[] = [];
	#python = '';
	/** As far as `#python` goes. */
	#done = 0;

	constructor(text: string) {
		this.#text = text;
	}

	read(from: number): CellSyntax {
		const text = this.#text;
		for (let at = from; at < text.length; ) {
			const indentation = /[ \t\f]*/y;
			indentation.lastIndex = at;
			const start = at + (indentation.exec(text)?.[0].length ?? 0);
			at = this.#magicAt(start, start > at) ?? endOfStatement(text, start);
		}
		return { python: this.#python + text.slice(this.#done), magics: this.#magics, withoutAwait: this.#withoutAwait };
	}

	/** Reads the magic that makes the statement at an offset; gives its end, or undefined when there is none. */
	#magicAt(start: number, isIndented: boolean): number | undefined {
		const end = endOfMagicLine(this.#text, start);
		const line = this.#text.slice(start, end);
		const sign = /^(?:%%?(\w[\w.]*)|([%!?,;/]))/.exec(line);
		const isHelp = /^[^#'"\r\n]*[\w\])*]\?{1,2}[ \t]*$/.test(line);
		if (isHelp) this.#hide({ start, end }, '?', line.replace(/(?<![?\s])[?\s]+$/, ''), isIndented);
		else if (sign) this.#lineMagic({ start, end }, sign[1] ?? sign[2] ?? '', line.slice(sign[0].length), isIndented);
		else return this.#assigned(start, line) ? end : undefined;
		return end;
	}

	#hide({ start, end }: TextRange, name: string, argument: string, isIndented: boolean): void {
		this.#magics.push({ name, argument: argument.trim(), kind: 'line', start, end });
		this.#replace({ start, end }, noStatement(this.#text.slice(start, end), isIndented));
	}

	#lineMagic(range: TextRange, name: string, rest: string, isIndented: boolean): void {
		const statement = statementStart(name, rest);
		if (statement === undefined || compoundStatement.test(rest.slice(statement))) {
			this.#hide(range, name, rest, isIndented);
			return;
		}
		const start = range.end - rest.length + statement;
		this.#magics.push({ name, argument: rest.trim(), kind: 'line', start: range.start, end: start });
		this.#withoutAwait.push({ magic: `%${name}`, start, end: range.end });
		this.#replace({ start: range.start, end: start }, `0;${blank(this.#text.slice(range.start + 2, start))}`);
	}

	/** `x = !ls`, `x = %time f()`: the value is the magic's. */
	#assigned(start: number, line: string): boolean {
		const found = /^([\w.,[\]*'" \t]+=(?!=)\s*(?:\\\s*)?)(?:%(\w[\w.]*)|(!)(?!=))/.exec(line);
		if (!found) return false;
		const [whole, before = '', name = '!'] = found;
		const rest = line.slice(whole.length);
		const at = start + before.length;
		const statement = statementStart(name, rest);
		const end = statement === undefined ? start + line.length : start + whole.length + statement;
		this.#magics.push({ name, argument: rest.trim(), kind: 'line', start: at, end });
		if (statement !== undefined) this.#withoutAwait.push({ magic: `%${name}`, start: end, end: start + line.length });
		this.#replace({ start: at, end }, statement === undefined ? noStatement(this.#text.slice(at, end), true) : blank(this.#text.slice(at, end)));
		return true;
	}

	#replace({ start, end }: TextRange, python: string): void {
		this.#python += this.#text.slice(this.#done, start) + python;
		this.#done = end;
	}
}

/** Where in `rest` the Python begins that a line magic is given; undefined for a magic that is given none. */
function statementStart(name: string, rest: string): number | undefined {
	const options = Object.hasOwn(runsLine, name) ? runsLine[name] : undefined;
	if (!options) return undefined;
	const space = rest.length - rest.trimStart().length;
	const start = space + (options.exec(rest.slice(space))?.[0].length ?? 0);
	return start < rest.length ? start : undefined;
}

/** The end of the line, or of the last one that a backslash adds to it. */
function endOfMagicLine(text: string, start: number): number {
	let end = start;
	for (; end < text.length && text[end] !== '\r' && text[end] !== '\n'; end++) if (text[end] === '\\') end += Math.max(1, lengthOfBreak(text, end + 1));
	return Math.min(end, text.length);
}

/** The start of the line behind the statement at an offset. */
function endOfStatement(text: string, start: number): number {
	let depth = 0;
	for (let at = start; at < text.length; ) {
		const end = endOfToken(text, at);
		const first = text[at] as string;
		if ('([{'.includes(first)) depth++;
		else if (')]}'.includes(first)) depth = Math.max(0, depth - 1);
		else if ((first === '\r' || first === '\n') && depth === 0) return end;
		at = end;
	}
	return text.length;
}
