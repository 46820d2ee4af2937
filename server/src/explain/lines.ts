import { tracebackTextOf } from './json-logs.ts';
import { atEnds, holdsEnds, withoutMarkup } from './markup.ts';

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
	const boxes = new BoxIndents();
	for (const raw of splitLines(whole ?? text)) {
		if (raw === '') yield emptyLine;
		else for (const line of unfold(raw)) yield cleanLine(line, prefixes, boxes);
	}
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
	if (isEscaped && line.length < maxJsonLength) return unescaped(line).split('\n').map(shorten);
	if (holdsEnds(line) && line.length < maxJsonLength) return atEnds(line).map(shorten);
	return line.includes('File "') && flattened.test(line) && line.length < maxJsonLength ? inLines(line).map(shorten) : [shorten(line)];
}

/** Two frames in one line: a field for one line has swallowed the ends of lines. */
const flattened = /File "[^"]{1,400}", line \d+.*\bFile "[^"]{1,400}", line \d+|Traceback \(most recent call last\):\s+File "/;

function inLines(line: string): readonly string[] {
	return line
		.replace(/\s+(?=File "[^"]{1,400}", line \d)/g, '\n  ')
		.replace(/\s(?=(?:[A-Za-z_]\w{0,80}\.){0,8}[A-Z]\w{0,80}(?:Error|Exception|Warning|Operation|Group): )/g, '\n')
		.split('\n');
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '', '"': '"', "'": "'", '\\': '\\', '/': '/' };

function unescaped(line: string): string {
	return line.replace(/\\u001b|\\x1b/gi, '\u001b').replace(/\\(["'\\/nrt])/g, (_, character: string) => escapes[character] ?? '');
}

function shorten(line: string): string {
	return line.length > maxLineLength ? `${line.slice(0, maxLineLength / 2)} ${line.slice(-maxLineLength / 2)}` : line;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: terminals are controlled by them
const terminalControl = /\u001b(?:\[[0-9;:?]*[A-Za-z]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[()][A-Z0-9])|\u001b|\u200b|\ufeff/g;
/** What copying out of a terminal or log viewer leaves of an escape sequence; some write its first character out. */
const brokenColour = /(?:\^\[|\\x1b|\\u001b|\\033|\\e|#033)?\[(?:\d{1,3};)*\d{1,3}m|(?:\^\[|\\x1b|\\u001b|\\033|\\e|#033)\[[mK]/gi;

function cleanLine(line: string, prefixes: LearntPrefixes, boxes: BoxIndents): LogLine {
	let text = line;
	if (text.includes('\u001b') || text.includes('\u200b') || text.includes('\ufeff')) text = text.replace(terminalControl, '');
	if (text.includes('m') && text.includes('[')) text = text.replace(brokenColour, '');
	if (text.includes('\u00a0')) text = text.replaceAll('\u00a0', ' ');
	text = withoutMarkup(text);
	text = withoutBox(boxes.strip(prefixes.strip(withoutPrefixes(text)))).trimEnd();
	return withoutGroupBars(text);
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
function withoutPrefixes(line: string): string {
	let text = line;
	for (let round = 0; round < 5; round++) {
		const prefix = knownPrefixes.find((known) => known.test(text));
		if (!prefix) return text;
		text = text.replace(prefix, '');
	}
	return text;
}

/** Rich draws boxes, loguru draws lines under values. */
function withoutBox(line: string): string {
	if (!/[│┃╭╰┏┗]/.test(line)) return line;
	const inside = /^\s*[│┃] ?(.*?)\s*[│┃]?\s*$/.exec(line)?.[1];
	return (
		inside ??
		line
			.replace(/[─━╭╮╰╯┏┓┗┛]{2,}/g, ' ')
			.replace(/[╭╮╰╯┏┓┗┛]/g, ' ')
			.trim()
	);
}

/** Rich's log handler draws boxes in a column of its own; what follows in that column belongs to the box. */
class BoxIndents {
	#indent = '';

	strip(line: string): string {
		const opened = /^(\s+)╭/.exec(line)?.[1];
		if (opened !== undefined) this.#indent = opened;
		else if (this.#indent !== '' && !line.startsWith(this.#indent)) this.#indent = '';
		return line.slice(this.#indent.length);
	}
}

function withoutGroupBars(line: string): LogLine {
	const bar = /^( {2,})(?:\| ?|\+(?:-|\s(?=Exception Group)))/.exec(line);
	if (!bar) return { text: line, group: 0 };
	const group = Math.max(1, (bar[1] as string).length >> 1);
	return { text: line.slice(bar[0].length), group };
}

/** Whatever stands before `File "..."` or `Traceback` stands before the other lines of that traceback too, digits apart. */
class LearntPrefixes {
	#shape: string | undefined;

	strip(line: string): string {
		const mark = line.search(/ {0,8}File "[^"]+", line |Traceback \(most recent call last\)/);
		if (mark > 0 && mark < 200) {
			const prefix = line.slice(0, mark);
			if (/\S/.test(prefix) && !/^[\s|+│]*$/.test(prefix) && !/^\S+\s{4,}$/.test(prefix)) this.#shape = shapeOf(prefix);
		}
		const length = this.#shape?.length;
		return length !== undefined && line.length >= length && shapeOf(line.slice(0, length)) === this.#shape ? line.slice(length) : line;
	}
}

function shapeOf(prefix: string): string {
	return prefix.replace(/\d/g, '0');
}
