import { parse } from 'smol-toml';
import { applyEdits, type TextEdit } from '../util/text.ts';
import { findTomlPlaces } from '../util/toml-places.ts';
import { parsePyproject } from './pyproject.ts';
import { isTable } from './read-settings.ts';

const section = ['tool', 'asyncio-doctor'];

/**
 * The smallest edit of a pyproject.toml that turns a rule off, in the style the file already uses.
 * Undefined when the file is no TOML, or is written in a way that this does not know how to extend.
 */
export function turnOffInPyproject(text: string, rule: string): TextEdit | undefined {
	try {
		if (severityOf(parse(text), rule) === 'off') return undefined;
		const edit = editFor(text, rule);
		// Whatever the file looks like: what is offered has been read back.
		return severityOf(parse(applyEdits(text, [edit])), rule) === 'off' ? edit : undefined;
	} catch {
		return undefined;
	}
}

/** Whether a pyproject.toml speaks of this program; settings are read from the nearest one that does. */
export function hasOurSection(text: string): boolean {
	return parsePyproject(text, '', { rules: [], categories: [] }).settings !== undefined;
}

/** A new pyproject.toml that only turns a rule off. */
export function newPyproject(rule: string): string {
	return `[tool.asyncio-doctor.severity]\n${rule} = "off"\n`;
}

function editFor(text: string, rule: string): TextEdit {
	const placeOf = findTomlPlaces(text);
	const newline = text.includes('\r\n') ? '\r\n' : '\n';
	const own = placeOf([...section, 'severity', rule]);
	if (own) return { range: own.value, newText: '"off"' };
	const severity = placeOf([...section, 'severity']);
	if (severity && text[severity.value.start] === '{') return insertInInlineTable(text, severity.value.end, rule);
	if (severity) {
		const lineStart = text.lastIndexOf('\n', severity.key.start) + 1;
		if (text.slice(lineStart).trimStart().startsWith('[')) return insertAfterLine(text, severity.key.start, `${rule} = "off"`, newline);
		return insertion(lineStart, `severity.${rule} = "off"${newline}`);
	}
	const table = placeOf(section);
	if (table) return insertAfterLine(text, table.key.start, `severity = { ${rule} = "off" }`, newline);
	const gap = text === '' ? '' : text.endsWith('\n') ? newline : newline + newline;
	return insertion(text.length, gap + newPyproject(rule).replaceAll('\n', newline));
}

/** `end` is behind the closing brace. */
function insertInInlineTable(text: string, end: number, rule: string): TextEdit {
	const inside = text.slice(0, end - 1).trimEnd();
	const separator = inside.endsWith('{') || inside.endsWith(',') ? ' ' : ', ';
	return { range: { start: inside.length, end: end - 1 }, newText: `${separator}${rule} = "off" ` };
}

function insertAfterLine(text: string, offset: number, line: string, newline: string): TextEdit {
	const end = text.indexOf('\n', offset);
	return end < 0 ? insertion(text.length, newline + line + newline) : insertion(end + 1, line + newline);
}

function insertion(offset: number, newText: string): TextEdit {
	return { range: { start: offset, end: offset }, newText };
}

function severityOf(document: unknown, rule: string): unknown {
	return [...section, 'severity', rule].reduce<unknown>((value, key) => (isTable(value) ? value[key] : undefined), document);
}
