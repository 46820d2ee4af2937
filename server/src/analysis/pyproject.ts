import { parse, TomlError } from 'smol-toml';
import type { SettingsProblem } from '../project/settings-problem.ts';
import { LineIndex, type TextRange } from '../util/text.ts';
import { findTomlPlaces } from '../util/toml-places.ts';
import { isTable, readSettings, type Spelling } from './read-settings.ts';
import type { KnownNames, PartialSettings } from './settings.ts';

const spelling: Spelling = {
	keys: {
		'python-version': 'pythonVersion',
		severity: 'severity',
		exclude: 'exclude',
		'blocking-calls': 'blockingCalls',
		'other-tools': 'otherTools',
	},
	tableWord: 'a table',
};

export interface ParsedPyproject {
	/** Undefined when the file has no `[tool.asyncio-doctor]`, or is no TOML. */
	readonly settings: PartialSettings | undefined;
	readonly problems: readonly SettingsProblem[];
}

/** Reads `[tool.asyncio-doctor]`. What is wrong is named with its place; the rest still applies. Never throws. */
export function parsePyproject(text: string, path: string, known: KnownNames): ParsedPyproject {
	let document: unknown;
	try {
		document = parse(text);
	} catch (error) {
		return { settings: undefined, problems: [syntaxProblem(error, text, path)] };
	}
	const tool = isTable(document) ? document.tool : undefined;
	const section = isTable(tool) ? tool['asyncio-doctor'] : undefined;
	if (section === undefined) return { settings: undefined, problems: [] };

	const placeOf = findTomlPlaces(text);
	const top = ['tool', 'asyncio-doctor'];
	if (!isTable(section)) {
		return { settings: {}, problems: [{ path, range: placeOf(top)?.value, message: '"tool.asyncio-doctor" must be a table', fatal: false }] };
	}
	const { settings, problems } = readSettings(section, spelling, known);
	return { settings, problems: problems.map(({ at, part, message }) => ({ path, range: placeOf([...top, ...at])?.[part], message, fatal: false })) };
}

function syntaxProblem(error: unknown, text: string, path: string): SettingsProblem {
	if (!(error instanceof TomlError)) return { path, range: undefined, message: `is not valid TOML: ${String(error)}`, fatal: true };
	// The parser's message goes on with an excerpt of the text.
	const reason = error.message.split('\n')[0]?.replace(/^Invalid TOML document: /, '') ?? '';
	return {
		path,
		range: restOfLine(text, error.line - 1, error.column - 1),
		message: `is not valid TOML: ${reason} (line ${error.line}, column ${error.column})`,
		fatal: true,
	};
}

function restOfLine(text: string, line: number, column: number): TextRange {
	const start = new LineIndex(text).offsetAt({ line, column });
	const length = text.slice(start).search(/[\r\n]|$/);
	return { start, end: start + length };
}
