import { DiagnosticSeverity, DiagnosticTag, ErrorCodes, type Position, type Range, ResponseError } from 'vscode-languageserver';
import { URI } from 'vscode-uri';
import type { Tag } from '../rule-kit/finding.ts';
import type { Severity } from '../rule-kit/rule.ts';
import { type LineIndex, type TextRange, wellFormed } from '../util/text.ts';

/**
 * The core's name for a document: an absolute path with `/` for files, the URI itself for all else (untitled, virtual file systems).
 * Throws the protocol's error for wrong parameters when a client has sent something else in its place.
 */
export function pathOfUri(uri: string): string {
	if (typeof uri !== 'string') throw new ResponseError(ErrorCodes.InvalidParams, 'A URI must be a string.');
	const parsed = parse(uri);
	// What is no URI by the rules is a name like any other.
	if (!parsed) return uri;
	// Some editors name the cells of a notebook by a fragment behind the file's URI.
	if (parsed.scheme !== 'file' || parsed.fragment !== '') return uri;
	if (parsed.authority !== '') return `//${parsed.authority}${parsed.path}`;
	const drive = /^\/([A-Za-z]):/.exec(parsed.path);
	return drive ? `${(drive[1] as string).toUpperCase()}:${parsed.path.slice(3)}` : parsed.path;
}

function parse(uri: string): URI | undefined {
	try {
		return URI.parse(uri);
	} catch {
		return undefined;
	}
}

/** The reverse of `pathOfUri`. */
export function uriOfPath(path: string): string {
	// A single letter before the colon is a Windows drive, not a scheme.
	return /^[A-Za-z][\w+.-]+:/.test(path) ? path : URI.file(wellFormed(path)).toString();
}

export function toRange(range: TextRange, lines: LineIndex): Range {
	return { start: toPosition(range.start, lines), end: toPosition(range.end, lines) };
}

export function toPosition(offset: number, lines: LineIndex): Position {
	const { line, column } = lines.positionAt(offset);
	return { line, character: column };
}

/** A position behind the end of its line means the end of that line, as LSP says. */
export function toOffset(position: Position, text: string, lines: LineIndex): number {
	const offset = lines.offsetAt({ line: position.line, column: position.character });
	if (position.character === 0 || position.line + 1 >= lines.lineCount || offset < lines.lineStart(position.line + 1)) return offset;
	return text[offset - 1] === '\n' && text[offset - 2] === '\r' ? offset - 2 : offset - 1;
}

export function toTextRange(range: Range, text: string, lines: LineIndex): TextRange {
	const start = toOffset(range.start, text, lines);
	// Some clients have sent ranges the wrong way round; an empty range does less harm than an exception.
	return { start, end: Math.max(start, toOffset(range.end, text, lines)) };
}

export function toSeverity(severity: Severity): DiagnosticSeverity {
	return severityOf[severity];
}

export function toTags(tags: readonly Tag[]): DiagnosticTag[] {
	return tags.map((tag) => (tag === 'deprecated' ? DiagnosticTag.Deprecated : DiagnosticTag.Unnecessary));
}

const severityOf: Readonly<Record<Severity, DiagnosticSeverity>> = {
	error: DiagnosticSeverity.Error,
	warning: DiagnosticSeverity.Warning,
	information: DiagnosticSeverity.Information,
	hint: DiagnosticSeverity.Hint,
};
