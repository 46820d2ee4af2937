import ini from 'ini';
import { parse, TomlDate } from 'smol-toml';
import { newestMinor } from '../knowledge/python-releases.ts';
import type { TextRange } from '../util/text.ts';
import { findTomlPlaces } from '../util/toml-places.ts';
import { clampMinor, type MinorRange, minorOfPin, rangeOfSpecifier } from './python-specifiers.ts';
import { toxMinors } from './tox-envlist.ts';

/** A Python version as a project's file states it, not judged yet. */
export interface Declaration {
	/** A specifier gives a range, pins one version each, minors are known already. */
	readonly kind: 'specifier' | 'pins' | 'minors';
	/** As written. */
	readonly values: readonly string[];
	/** What it is called: "requires-python in pyproject.toml". */
	readonly source: string;
	readonly range: TextRange | undefined;
}

/** Reads one kind of file; gives nothing where the file says nothing about the version. */
export interface DeclarationFile {
	readonly name: string;
	read(text: string): readonly Declaration[];
}

/** The files of a project folder that can declare the Python version, the strongest first. */
export const declarationFiles: readonly DeclarationFile[] = [
	{ name: 'pyproject.toml', read: readPyproject },
	{ name: 'setup.cfg', read: readSetupCfg },
	{ name: 'setup.py', read: readSetupPy },
	{ name: '.python-version', read: (text) => pins(linesOf(text), '.python-version') },
	{ name: '.tool-versions', read: readToolVersions },
	{ name: 'runtime.txt', read: (text) => pins(linesOf(text), 'runtime.txt') },
	{ name: 'Pipfile', read: readPipfile },
	{ name: 'tox.ini', read: readTox },
];

/** The `requires-python` of a script's own metadata block (PEP 723). */
export function readScriptBlock(text: string): Declaration | undefined {
	const start = /^# \/\/\/ script[ \t]*\r?$/m.exec(text);
	if (!start) return undefined;
	const lines: string[] = [];
	for (const line of text
		.slice(start.index)
		.split(/\r\n|\r|\n/)
		.slice(1)) {
		if (line.trimEnd() === '# ///' || !line.startsWith('#')) break;
		lines.push(line.replace(/^# ?/, ''));
	}
	const required = stringAt(tomlOf(lines.join('\n')), ['requires-python']);
	if (required === undefined) return undefined;
	const at = text.indexOf(required, start.index);
	return {
		kind: 'specifier',
		values: [required],
		source: 'requires-python in the script',
		range: at < 0 ? undefined : { start: at, end: at + required.length },
	};
}

/** The versions a declaration stands for; undefined when it names none that is known, 'anything' when it excludes none. */
export function rangeOfDeclaration({ kind, values }: Declaration): MinorRange | 'anything' | undefined {
	if (kind === 'specifier') return rangeOfSpecifier(values[0] ?? '');
	const minors = values
		.map((value) => (kind === 'pins' ? minorOfPin(value) : Number(value)))
		.filter((minor) => minor !== undefined && minor <= newestMinor) as number[];
	if (minors.length === 0) return undefined;
	return { floor: clampMinor(Math.min(...minors)), ceiling: clampMinor(Math.max(...minors)) };
}

function readPyproject(text: string): Declaration[] {
	const document = tomlOf(text);
	const placeOf = findTomlPlaces(text);
	const poetry = ['tool', 'poetry', 'dependencies', 'python'];
	const candidates = [
		{ path: ['project', 'requires-python'], source: 'requires-python in pyproject.toml' },
		{ path: poetry, source: 'python of Poetry in pyproject.toml' },
		{ path: [...poetry, 'version'], source: 'python of Poetry in pyproject.toml' },
	];
	return candidates.flatMap(({ path, source }) => {
		const value = stringAt(document, path);
		return value === undefined ? [] : [{ kind: 'specifier', values: [value], source, range: placeOf(path)?.value } as const];
	});
}

function readSetupCfg(text: string): Declaration[] {
	const value = stringAt(ini.parse(text), ['options', 'python_requires']);
	return value === undefined ? [] : [specifier(value, 'python_requires in setup.cfg', text)];
}

/** Only literals count, in the call or in a variable it is given: what the script computes is not known without running it. */
function readSetupPy(text: string): Declaration[] {
	const given = /^[^#\n\r\u2028\u2029]*\bpython_requires\s*=\s*(?:(["'])([^"'\n]*)\1|(\w+))(?=\s*(?:[,)#]|$))/m.exec(text);
	if (!given) return [];
	// `python_requires = ">=3.8"`, then perhaps `python_requires += ",<3.12"` in a branch: the narrower range is the one that is published.
	const variable = given[3] ?? 'python_requires';
	const parts = [...text.matchAll(new RegExp(`^[ \\t]*${variable}[ \\t]*(\\+?)=[ \\t]*(["'])([^"'\\n]*)\\2[ \\t]*(?:#.*)?$`, 'gm'))];
	const isOneRange = parts.length > 0 && parts.every((part, i) => (part[1] === '') === (i === 0));
	if (isOneRange && (given[3] !== undefined || parts.length > 1))
		return [{ kind: 'specifier', values: [parts.map((part) => part[3]).join('')], source: 'python_requires in setup.py', range: undefined }];
	return given[2] === undefined ? [] : [specifier(given[2], 'python_requires in setup.py', text)];
}

function readToolVersions(text: string): Declaration[] {
	const line = linesOf(text).find((candidate) => /^python\s/.test(candidate));
	return line === undefined ? [] : pins(line.split(/\s+/).slice(1), '.tool-versions');
}

function readPipfile(text: string): Declaration[] {
	const document = tomlOf(text);
	const values = ['python_version', 'python_full_version'].map((key) => stringAt(document, ['requires', key])).filter((value) => value !== undefined);
	return pins(values.slice(0, 1), 'python_version in Pipfile');
}

function readTox(text: string): Declaration[] {
	const minors = toxMinors(text);
	return minors.length === 0 ? [] : [{ kind: 'minors', values: minors.map(String), source: 'envlist in tox.ini', range: undefined }];
}

/** Names that hold no version ("system", the name of a virtual environment) declare nothing. */
function pins(values: readonly string[], source: string): Declaration[] {
	const versions = values.filter((value) => /\d\.\d/.test(value));
	return versions.length === 0 ? [] : [{ kind: 'pins', values: versions, source, range: undefined }];
}

function specifier(value: string, source: string, text: string): Declaration {
	const start = text.indexOf(value, text.indexOf('python_requires'));
	return { kind: 'specifier', values: [value], source, range: start < 0 ? undefined : { start, end: start + value.length } };
}

function linesOf(text: string): string[] {
	return text
		.split(/\r\n|\r|\n/)
		.map((line) => line.replace(/#.*/, '').trim())
		.filter((line) => line !== '');
}

/** An unreadable file declares nothing here; that it is broken is said where its settings are read. */
function tomlOf(text: string): unknown {
	try {
		return parse(text);
	} catch {
		return undefined;
	}
}

function stringAt(document: unknown, path: readonly string[]): string | undefined {
	let value: unknown = document;
	for (const key of path) {
		if (typeof value !== 'object' || value === null || value instanceof TomlDate || !Object.hasOwn(value, key)) return undefined;
		value = (value as Record<string, unknown>)[key];
	}
	return typeof value === 'string' ? value : undefined;
}
