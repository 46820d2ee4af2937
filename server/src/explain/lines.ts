import { withoutHardWraps } from './hard-wraps.ts';
import { tracebackTextOf } from './json-logs.ts';
import { atEnds, holdsEnds, withoutMarkup } from './markup.ts';
import { bySource } from './sources.ts';

/** A line of a log or traceback without what was put round it. */
export interface LogLine {
	readonly text: string;
	/** Nesting inside exception groups: 0 outside of any. */
	readonly group: number;
}

const emptyLine: LogLine = { text: '', group: 0 };

/** Of longer lines the start and the end are read. */
const maxLineLength = 20_000;
/** Longer lines are not tried as JSON. */
const maxJsonLength = 8_000_000;

/**
 * The lines of a text as Python printed them: without colours, boxes and the prefixes of containers, loggers and hosts;
 * JSON log lines and escaped tracebacks are unfolded.
 */
export function* logLines(text: string): Generator<LogLine> {
	const whole = wholeJson(text);
	const prefixes = new LearntPrefixes();
	const boxes = new Boxes();
	for (const raw of inOrder(whole ?? text)) {
		if (raw === '') yield emptyLine;
		else for (const line of unfold(raw)) yield cleanLine(line, prefixes, boxes);
	}
}

function inOrder(text: string): Iterable<string> {
	return withoutHardWraps(splitLines(text)) ?? bySource(splitLines(text)) ?? splitLines(text);
}

function* splitLines(text: string): Generator<string> {
	let start = 0;
	while (start <= text.length) {
		let end = start;
		while (end < text.length && text.charCodeAt(end) !== 10 && text.charCodeAt(end) !== 13) end++;
		yield text.slice(start, end);
		start = end + (text.charCodeAt(end) === 13 && text.charCodeAt(end + 1) === 10 ? 2 : 1);
	}
}

function wholeJson(text: string): string | undefined {
	const first = /^\s*[[{]/.test(text.slice(0, 200));
	return first && text.length < maxJsonLength ? tracebackTextOf(text) : undefined;
}

/** One line may hold a whole traceback, as JSON or as an escaped string. */
function unfold(line: string): readonly string[] {
	const brace = line.indexOf('{"');
	if (brace !== -1 && line.endsWith('}') && line.length < maxJsonLength) {
		const text = tracebackTextOf(line.slice(brace));
		if (text !== undefined) return text.split(/\r\n|\n|\r/);
	}
	// A Windows path holds \n too (C:\app\net), so it must be followed by what follows in a traceback.
	const isEscaped = line.includes('\\n') && /\\n[\s|+]*(?:File \\?"|Traceback \(most|[\w.]{1,100}(?:Error|Exception|Warning)\b)/.test(line);
	if (isEscaped && line.length < maxJsonLength) return withoutLastQuote(unescaped(line).split('\n')).map(shorten);
	if (holdsEnds(line) && line.length < maxJsonLength) return atEnds(line).map(shorten);
	return line.includes('File "') && isFlattened(line) && line.length < maxJsonLength ? inLines(line).map(shorten) : [shorten(line)];
}

/** Two frames in one line, or a frame behind the head of a traceback: a field for one line has swallowed the ends of lines. */
function isFlattened(line: string): boolean {
	if (/Traceback \(most recent call last\):\s+File "/.test(line)) return true;
	const frames = line.matchAll(/\bFile "[^"]{1,400}", line \d/g);
	frames.next();
	return frames.next().done === false;
}

function inLines(line: string): readonly string[] {
	return line
		.replace(/(?<!\s)\s+(?=File "[^"]{1,400}", line \d)/g, '\n  ')
		.replace(/\s(?=(?:[A-Za-z_]\w{0,80}\.){0,8}[A-Z]\w{0,80}(?:Error|Exception|Warning|Operation|Group): )/g, '\n')
		.split('\n');
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '', '"': '"', "'": "'", '\\': '\\', '/': '/' };

function unescaped(line: string): string {
	return line.replace(/\\u001b|\\x1b/gi, '\u001b').replace(/\\(["'\\/nrt])/g, (_, character: string) => escapes[character] ?? '');
}

/** The quotation mark that ends the string is no part of its last line. */
function withoutLastQuote(lines: readonly string[]): readonly string[] {
	return lines.map((line, index) => (index === lines.length - 1 && (line.split('"').length - 1) % 2 === 1 ? line.replace(/"$/, '') : line));
}

function shorten(line: string): string {
	return line.length > maxLineLength ? `${line.slice(0, maxLineLength / 2)} ${line.slice(-maxLineLength / 2)}` : line;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: terminals are controlled by them
const terminalControl = /\u001b(?:\[[0-9;:?]*[A-Za-z]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[()][A-Z0-9])|\u001b|\u200b|\ufeff/g;
/** What copying out of a terminal or log viewer leaves of an escape sequence; some write its first character out. */
const brokenColour = /(?:\^\[|\\x1b|\\u001b|\\033|\\e|#033)?\[(?:\d{1,3};)*\d{1,3}m|(?:\^\[|\\x1b|\\u001b|\\033|\\e|#033)\[[mK]/gi;

function cleanLine(line: string, prefixes: LearntPrefixes, boxes: Boxes): LogLine {
	let text = line;
	if (text.includes('\u001b') || text.includes('\u200b') || text.includes('\ufeff')) text = text.replace(terminalControl, '');
	if (text.includes('m') && text.includes('[')) text = text.replace(brokenColour, '');
	if (text.includes('\u00a0')) text = text.replaceAll('\u00a0', ' ');
	text = withoutMarkup(text);
	text = boxes.strip(prefixes.strip(withoutPrefixes(text, prefixes)));
	if (boxes.isLocals(text)) return emptyLine;
	const group = boxes.groupOf(text);
	for (let layer = 0; layer <= group; layer++) text = withoutBox(text).trimEnd();
	return group > 0 ? { text, group } : withoutGroupBars(text);
}

const timestamp = /^\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?(?:\s?\||)\s/;
const knownPrefixes: readonly RegExp[] = [
	timestamp,
	/^(?:stdout|stderr) [FP] /,
	/^[\w.-]+\[[\w./-]+\]: /,
	/^(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [ \d]\d \d\d:\d\d:\d\d \S+ [^\s:[]+(?:\[\d+\])?: /,
	/^[\w.-]+ +\| /,
	/^ ?\d+\|[\w-]+ *\| /,
	/^\[[^\]<>]*\]:? /,
	/^\| /,
	/^- [\w.-]+ - (?:\w+ - )?/,
	/^(?:DEBUG|INFO|WARNING|ERROR|CRITICAL|FATAL)\s*(?::(?=\s|[\w.]+:)|-|\|)(?:[\w.]+:(?!\d))?\s?/,
];

/** Several may stand before one another: a container's name, a time, a level. */
function withoutPrefixes(line: string, learnt: LearntPrefixes): string {
	let text = line;
	for (let round = 0; round < 5 && !learnt.begins(text); round++) {
		const prefix = knownPrefixes.find((known) => known.test(text));
		if (!prefix) return text;
		text = text.replace(prefix, '');
	}
	return text;
}

/** Rich draws boxes, loguru draws lines under values. */
function withoutBox(line: string): string {
	if (!/[│┃╭╰┏┗]/.test(line)) return line;
	const bar = /^\s*[│┃] ?/.exec(line)?.[0];
	if (bar !== undefined) {
		const inside = line.slice(bar.length).trimEnd();
		return /[│┃]$/.test(inside) ? inside.slice(0, -1).trimEnd() : inside;
	}
	return line
		.replace(/[─━╭╮╰╯┏┓┗┛]{2,}/g, ' ')
		.replace(/[╭╮╰╯┏┓┗┛]/g, ' ')
		.trim();
}

/** Rich's log handler draws boxes in a column of its own, where what follows belongs to the box; the members of a group are boxes in boxes. */
class Boxes {
	#indent = '';
	#group = 0;
	#isInLocals = false;

	/** Whether a line is of the box that tells the values of variables, in whose text anything may stand. */
	isLocals(line: string): boolean {
		if (/[│┃]\s*╭[─━]+ locals [─━]+╮/.test(line)) this.#isInLocals = true;
		else if (!/^\s*[│┃]/.test(line)) this.#isInLocals = false;
		const is = this.#isInLocals;
		if (/^(?:\s*[│┃])+\s*╰/.test(line)) this.#isInLocals = false;
		return is;
	}

	/** The nesting inside exception groups of a line, as Rich draws it. */
	groupOf(line: string): number {
		const edge = /^((?:\s*[│┃] ?){0,9})\s*(╭[─━]+ Sub-exception #|╰)/.exec(line);
		if (edge) {
			const layers = (edge[1] as string).replace(/[^│┃]/g, '').length;
			this.#group = edge[2] === '╰' ? Math.min(this.#group, layers) : layers + 1;
		}
		return this.#group;
	}

	strip(line: string): string {
		const opened = /^(\s+)╭/.exec(line)?.[1];
		if (opened !== undefined) this.#indent = opened;
		else if (this.#indent !== '' && !line.startsWith(this.#indent)) this.#indent = '';
		return line.slice(this.#indent.length);
	}
}

function withoutGroupBars(line: string): LogLine {
	const bar = /^([ \t]{2,})(?:\| ?|\+(?:-|\s(?=Exception Group)))/.exec(line);
	if (!bar) return { text: line, group: 0 };
	const group = Math.max(1, (bar[1] as string).length >> 1);
	return { text: line.slice(bar[0].length), group };
}

/** Whatever stands before `File "..."` or `Traceback` stands before the other lines of that traceback too, digits apart. */
class LearntPrefixes {
	#shape: string | undefined;

	strip(line: string): string {
		const mark = line.search(/ {0,8}File "[^"]{1,1000}", line(?:no)? |(?:Traceback|\b\w{1,40} (?:created|allocated) at) \(most recent call last\)/);
		if (mark > 0 && mark < 200) {
			const prefix = line.slice(0, mark).replace(/(?<! ) {2,}(?:\| *|\+ Exception Group ){1,9}$|(?<!\s)\s*[╭┏][─━]*\s*$/, '');
			if (/\S/.test(prefix) && !/^[\s|+│]*$/.test(prefix) && !/^\S+\s{4,}$/.test(prefix)) this.#shape = shapeOf(prefix);
		}
		return this.begins(line) ? line.slice(this.#shape?.length) : line;
	}

	/** Whether a line begins with the prefix learnt last. */
	begins(line: string): boolean {
		return this.#shape !== undefined && line.length >= this.#shape.length && shapeOf(line.slice(0, this.#shape.length)) === this.#shape;
	}
}

/** Alike for numbers of any width in a column. */
function shapeOf(prefix: string): string {
	return prefix.replace(/(?<! ) +(?=\d)/g, (gap) => '0'.repeat(gap.length)).replace(/\d/g, '0');
}
