import { parse } from 'smol-toml';
import type { TextRange } from '../util/text.ts';
import { findTomlPlaces } from '../util/toml-places.ts';
import { joinPath, type Workspace } from './workspace.ts';

/** An option as it stands in a configuration file. */
export interface PytestOption {
	/** Lists are joined by blanks. */
	readonly value: string;
	/** Of the value in the text, quotes included. */
	readonly range: TextRange;
}

/** The file in a folder that pytest takes its options from. */
export interface PytestSettings {
	readonly path: string;
	readonly format: 'ini' | 'toml';
	readonly text: string;
	/** The options' section as written between brackets: `tool.pytest.ini_options`. */
	readonly section: string;
	/** Where the line after the section's header begins; undefined for a section that is not there yet. */
	readonly firstLine: number | undefined;
	option(name: string): PytestOption | undefined;
}

/** Files in pytest's order of precedence, with the sections that make them count. */
const candidates: readonly {
	readonly name: string;
	readonly format: 'ini' | 'toml';
	readonly sections: readonly string[];
	readonly countsWithout?: boolean;
}[] = [
	{ name: 'pytest.toml', format: 'toml', sections: ['pytest'], countsWithout: true },
	{ name: '.pytest.toml', format: 'toml', sections: ['pytest'], countsWithout: true },
	{ name: 'pytest.ini', format: 'ini', sections: ['pytest'], countsWithout: true },
	{ name: '.pytest.ini', format: 'ini', sections: ['pytest'], countsWithout: true },
	{ name: 'pyproject.toml', format: 'toml', sections: ['tool.pytest', 'tool.pytest.ini_options'] },
	{ name: 'tox.ini', format: 'ini', sections: ['pytest'] },
	{ name: 'setup.cfg', format: 'ini', sections: ['tool:pytest'] },
];

/** Names of the files that pytest may take its options from. */
export const pytestFiles: readonly string[] = candidates.map(({ name }) => name);

/** pytest's settings in one folder: of the first file that counts. */
export function pytestSettingsIn(folder: string, workspace: Workspace): PytestSettings | undefined {
	for (const { name, format, sections, countsWithout } of candidates) {
		const path = joinPath(folder, name);
		const text = workspace.readText(path);
		if (text === undefined) continue;
		// `[tool.pytest]` alone is an option table since pytest 9; with `ini_options` inside it is only the way there.
		const found = sections
			.map((section) => (format === 'toml' ? fromToml(path, text, section) : fromIni(path, text, section)))
			.findLast((one) => one !== undefined);
		if (found) return found;
		if (countsWithout) return without(path, format, text, sections[0] as string);
	}
	return undefined;
}

/** A pyproject.toml into which the options could be written. */
export function emptyPyprojectIn(folder: string, workspace: Workspace): PytestSettings | undefined {
	const path = joinPath(folder, 'pyproject.toml');
	const text = workspace.readText(path);
	return text === undefined || tomlOf(text) === undefined ? undefined : without(path, 'toml', text, 'tool.pytest.ini_options');
}

function without(path: string, format: 'ini' | 'toml', text: string, section: string): PytestSettings {
	return { path, format, text, section, firstLine: undefined, option: () => undefined };
}

function fromToml(path: string, text: string, section: string): PytestSettings | undefined {
	const keys = section.split('.');
	const table = keys.reduce<unknown>((value, key) => (isTable(value) ? value[key] : undefined), tomlOf(text));
	if (!isTable(table) || Object.keys(table).length === 0 || 'ini_options' in table) return undefined;
	const placeOf = findTomlPlaces(text);
	const header = new RegExp(`^[ \\t]*\\[${section.replaceAll('.', '\\s*\\.\\s*')}\\][^\\n]*\\n?`, 'm').exec(text);
	const option = (name: string) => {
		const value = table[name];
		const range = placeOf([...keys, name])?.value;
		return value === undefined || range === undefined ? undefined : { value: Array.isArray(value) ? value.join(' ') : String(value), range };
	};
	return { path, format: 'toml', text, section, firstLine: header ? header.index + header[0].length : undefined, option };
}

function fromIni(path: string, text: string, section: string): PytestSettings | undefined {
	const header = new RegExp(`^\\[${section}\\][^\\n]*(?:\\n|$)`, 'm').exec(text);
	if (!header) return undefined;
	const firstLine = header.index + header[0].length;
	const next = /^\[/m.exec(text.slice(firstLine));
	const body = text.slice(firstLine, next ? firstLine + next.index : text.length);
	const option = (name: string) => {
		// A value goes on in the indented lines below.
		const found = new RegExp(`^${name}[ \\t]*[=:][ \\t]*([^\\r\\n]*(?:\\r?\\n[ \\t]+[^\\r\\n]*)*)`, 'm').exec(body);
		if (!found) return undefined;
		const raw = found[1] ?? '';
		const start = firstLine + found.index + found[0].length - raw.length;
		const withoutComment = raw.replace(/(?<![ \t])[ \t]+[#;].*$/, '').trimEnd();
		return { value: withoutComment.trim().replace(/\s+/g, ' '), range: { start, end: start + withoutComment.length } };
	};
	return { path, format: 'ini', text, section, firstLine, option };
}

function tomlOf(text: string): unknown {
	try {
		return parse(text);
	} catch {
		return undefined;
	}
}

function isTable(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
