import { newestMinor } from '../knowledge/python-releases.ts';
import { minorOfVersion } from '../project/python-specifiers.ts';
import { severities } from '../rule-kit/rule.ts';
import { suggestion } from '../util/nearest.ts';
import type { KnownNames, PartialSettings, SeverityOrOff } from './settings.ts';

/** Something wrong in a table of settings: `at` leads to the entry, `part` says which half of it is meant. */
export interface EntryProblem {
	readonly at: readonly (string | number)[];
	readonly part: 'key' | 'value';
	readonly message: string;
}

/** How one source spells the settings. */
export interface Spelling {
	/** Written name to setting; undefined for a name that is legal and read elsewhere. */
	readonly keys: Readonly<Record<string, keyof PartialSettings | undefined>>;
	/** How the source calls a set of named entries. */
	readonly tableWord: string;
}

export interface ReadSettings {
	readonly settings: PartialSettings;
	readonly problems: readonly EntryProblem[];
}

/** Takes what is usable from a table of settings and says what is not; `null` counts as not set. */
export function readSettings(table: Readonly<Record<string, unknown>>, spelling: Spelling, known: KnownNames): ReadSettings {
	const settings: Record<string, unknown> = {};
	const problems: EntryProblem[] = [];
	for (const [name, value] of Object.entries(table)) {
		if (value === null || value === undefined) continue;
		if (!Object.hasOwn(spelling.keys, name)) {
			problems.push({ at: [name], part: 'key', message: `unknown setting "${name}"${suggestion(name, Object.keys(spelling.keys))}` });
			continue;
		}
		const key = spelling.keys[name];
		if (!key) continue;
		const read = readers[key]({ name, value, known, tableWord: spelling.tableWord, report: (problem) => problems.push(problem) });
		if (read !== undefined) settings[key] = read;
	}
	return { settings, problems };
}

/** The message for a name that is neither a rule nor a category; undefined for one that is. */
export function unknownNameMessage(name: string, known: KnownNames): string | undefined {
	if (known.rules.includes(name) || known.categories.includes(name)) return undefined;
	return `no rule or category is named "${name}"${suggestion(name, [...known.rules, ...known.categories])}`;
}

/** The message for a text that names no Python version; undefined for one that does. */
export function wrongVersionMessage(version: string): string | undefined {
	const minor = minorOfVersion(version);
	if (minor !== undefined && minor <= newestMinor) return undefined;
	return `"${version}" is not a Python version: write "3.N" with N up to ${newestMinor}, like "3.12"`;
}

interface Entry {
	readonly name: string;
	readonly value: unknown;
	readonly known: KnownNames;
	readonly tableWord: string;
	report(problem: EntryProblem): void;
}

const readers: Readonly<Record<keyof PartialSettings, (entry: Entry) => unknown>> = {
	enable: readBoolean,
	pythonVersion: readVersion,
	severity: readSeverities,
	exclude: readStrings,
	blockingCalls: readTexts,
	otherTools: (entry) => readChoice(entry, [entry.name], entry.value, ['yield', 'show']),
	select: readStrings,
	ignore: readStrings,
};

function readBoolean({ name, value, report }: Entry): boolean | undefined {
	if (typeof value === 'boolean') return value;
	report({ at: [name], part: 'value', message: `"${name}" must be true or false` });
	return undefined;
}

function readVersion({ name, value, report }: Entry): string | undefined {
	if (value === '') return undefined;
	const message = typeof value === 'string' ? wrongVersionMessage(value) : `"${name}" must be a text like "3.12", in quotes`;
	if (message === undefined) return value as string;
	report({ at: [name], part: 'value', message });
	return undefined;
}

function readSeverities(entry: Entry): Record<string, SeverityOrOff> | undefined {
	const { name, known, report } = entry;
	const table = readTable(entry, 'rules or categories and their severities');
	if (!table) return undefined;
	const result: Record<string, SeverityOrOff> = {};
	for (const [key, value] of Object.entries(table)) {
		const message = unknownNameMessage(key, known);
		if (message !== undefined) {
			report({ at: [name, key], part: 'key', message });
			continue;
		}
		const severity = readChoice(entry, [name, key], value, [...severities, 'off']);
		if (severity !== undefined) result[key] = severity;
	}
	return result;
}

function readTexts(entry: Entry): Record<string, string> | undefined {
	const { name, report } = entry;
	const table = readTable(entry, 'qualified names and advice');
	if (!table) return undefined;
	const result: Record<string, string> = {};
	for (const [key, value] of Object.entries(table)) {
		if (typeof value === 'string') result[key] = value;
		else report({ at: [name, key], part: 'value', message: `the advice for "${key}" must be a text` });
	}
	return result;
}

function readStrings({ name, value, report }: Entry): string[] | undefined {
	if (!Array.isArray(value)) {
		report({ at: [name], part: 'value', message: `"${name}" must be a list of texts` });
		return undefined;
	}
	return value.filter((item, index): item is string => {
		if (typeof item !== 'string') report({ at: [name, index], part: 'value', message: `"${name}" must hold texts only` });
		return typeof item === 'string';
	});
}

function readTable({ name, value, tableWord, report }: Entry, content: string): Record<string, unknown> | undefined {
	if (isTable(value)) return value;
	report({ at: [name], part: 'value', message: `"${name}" must be ${tableWord} of ${content}` });
	return undefined;
}

function readChoice<T extends string>({ report }: Entry, at: EntryProblem['at'], value: unknown, choices: readonly T[]): T | undefined {
	const choice = choices.find((candidate) => candidate === value);
	if (choice !== undefined) return choice;
	const hint = typeof value === 'string' ? suggestion(value, choices) : '';
	report({ at, part: 'value', message: `"${at.at(-1)}" must be one of ${choices.join(', ')}${hint}` });
	return undefined;
}

/** Whether a value holds named entries (and is neither a list nor a date). */
export function isTable(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}
