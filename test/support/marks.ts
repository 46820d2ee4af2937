import type { Finding } from '../../server/src/rule-kit/finding.ts';
import { LineIndex } from '../../server/src/util/text.ts';

/** A finding that a fixture expects, on the first line it covers. Lines and columns are 0-based, columns in UTF-16 units. */
export interface Mark {
	readonly path: string;
	/** In the text without mark lines. */
	readonly line: number;
	readonly column: number;
	readonly endColumn: number;
	readonly rule: string;
	/** Where the mark says it: `rule-name (error)`. */
	readonly severity: string | undefined;
	/** A part of the message, where the mark gives one. */
	readonly message: string | undefined;
	/** 1-based line of the fixture as it lies on disk, for whoever reads a failure. */
	readonly lineOnDisk: number;
}

export interface MarkedText {
	/** Without the mark lines: what is analysed. */
	readonly text: string;
	readonly marks: readonly Mark[];
	/** 1-based lines on disk of the lines of `text`. */
	readonly linesOnDisk: readonly number[];
}

/** `#   ^^^^ rule-name (severity): part of the message`; the two last are optional. */
const markLine = /^(?<before>\s*)#(?<gap>\s*)(?<carets>\^+) (?<rule>[a-z][a-z0-9-]*)(?: \((?<severity>\w+)\))?(?:: (?<message>.*?))?\s*$/;

/** Takes the marks out of a fixture with LF line ends. A line that looks like a mark but is none throws an Error. */
export function readMarks(path: string, marked: string): MarkedText {
	const kept: string[] = [];
	const linesOnDisk: number[] = [];
	const marks: Mark[] = [];
	for (const [index, line] of marked.split('\n').entries()) {
		const found = markLine.exec(line)?.groups;
		if (!found && /^\s*#\s*\^/.test(line)) throw new Error(`${path}:${index + 1}: not a mark: ${line.trim()}`);
		if (!found) {
			kept.push(line);
			linesOnDisk.push(index + 1);
			continue;
		}
		const { before = '', gap = '', carets = '', rule = '', severity, message } = found;
		// Nothing can point at the column of the `#` itself, so `#^^` counts it as the first caret.
		const column = gap === '' ? before.length : before.length + 1 + gap.length;
		const endColumn = before.length + 1 + gap.length + carets.length;
		marks.push({ path, line: kept.length - 1, column, endColumn, rule, severity, message, lineOnDisk: linesOnDisk.at(-1) ?? 0 });
	}
	return { text: kept.join('\n'), marks, linesOnDisk };
}

/** Where a finding lies, told as a mark would tell it: of several lines only the first. */
export function placeOf(finding: Finding, text: string): Pick<Mark, 'line' | 'column' | 'endColumn'> {
	const lines = new LineIndex(text);
	const start = lines.positionAt(finding.range.start);
	const end = lines.positionAt(finding.range.end);
	if (end.line === start.line) return { line: start.line, column: start.column, endColumn: end.column };
	const firstLine = text.slice(lines.lineStart(start.line), lines.lineStart(start.line + 1));
	return { line: start.line, column: start.column, endColumn: firstLine.trimEnd().length };
}
