import ignore from 'ignore';
import { parse } from 'smol-toml';
import { folderOf, foldersUpwards, joinPath, leadsAway, type Workspace } from '../project/workspace.ts';
import { pathInside } from './excluded-paths.ts';

/** What one folder's configuration makes Ruff report. */
export interface RuffSettings {
	reports(code: string, path: string): boolean;
}

type Table = Readonly<Record<string, unknown>>;

/** What Ruff selects where nothing else is said. */
const defaultSelection = ['E4', 'E7', 'E9', 'F'];

/** The configuration that Ruff takes for a file: of the nearest folder that has one; undefined without any, or when it cannot be read. */
export function ruffSettingsFor(path: string, workspace: Pick<Workspace, 'readText'>): RuffSettings | undefined {
	for (const folder of foldersUpwards(folderOf(path))) {
		for (const name of ['.ruff.toml', 'ruff.toml', 'pyproject.toml']) {
			const table = readTable(joinPath(folder, name), workspace);
			if (table) return settingsFrom(withExtended(table, folder, workspace), folder);
		}
	}
	return undefined;
}

function readTable(path: string, workspace: Pick<Workspace, 'readText'>): Table | undefined {
	const text = workspace.readText(path);
	if (text === undefined || (path.endsWith('pyproject.toml') && !text.includes('ruff'))) return undefined;
	try {
		const whole = asTable(parse(text));
		return path.endsWith('pyproject.toml') ? tableAt(whole, 'tool', 'ruff') : whole;
	} catch {
		return undefined;
	}
}

/** `extend` takes over what another file says, under what this one says. */
function withExtended(table: Table, folder: string, workspace: Pick<Workspace, 'readText'>, depth = 0): Table {
	if (typeof table.extend !== 'string' || leadsAway(table.extend, folder) || depth > 5) return table;
	const path = resolved(folder, table.extend);
	const below = readTable(path, workspace);
	if (!below) return table;
	const base = withExtended(below, folderOf(path), workspace, depth + 1);
	return { ...base, ...table, lint: { ...asTable(base.lint), ...asTable(table.lint) } };
}

/** A path that may go up with `..`. */
function resolved(folder: string, path: string): string {
	let from = path.startsWith('/') ? '/' : folder;
	for (const part of path.split('/')) if (part !== '' && part !== '.') from = part === '..' ? folderOf(from) : joinPath(from, part);
	return from;
}

function settingsFrom(table: Table, folder: string): RuffSettings {
	// Options of the linter stand in `lint`, in older projects at the top.
	const lint = { ...table, ...asTable(table.lint) };
	const selected = [...(strings(lint.select) ?? defaultSelection), ...(strings(lint['extend-select']) ?? [])];
	const ignored = [...(strings(lint.ignore) ?? []), ...(strings(lint['extend-ignore']) ?? [])];
	const excluded = [...(strings(table.exclude) ?? []), ...(strings(table['extend-exclude']) ?? []), ...(strings(lint.exclude) ?? [])];
	const perFile = [...Object.entries(asTable(lint['per-file-ignores'])), ...Object.entries(asTable(lint['extend-per-file-ignores']))];
	return {
		reports(code, path) {
			const inside = pathInside(folder, path);
			if (inside === undefined || matches(excluded, inside)) return false;
			if (specificity(selected, code) <= specificity(ignored, code)) return false;
			return !perFile.some(([pattern, codes]) => matchesPattern(pattern, inside) && specificity(strings(codes) ?? [], code) > 0);
		},
	};
}

/** How closely the best of some selectors names a code: 0 not at all, 1 by `ALL`, otherwise by its length. */
function specificity(selectors: readonly string[], code: string): number {
	return Math.max(0, ...selectors.map((selector) => (selector === 'ALL' ? 1 : isPrefix(selector, code) ? 1 + selector.length : 0)));
}

/** `ASYNC`, `ASYNC2` and `PL` begin codes; `A` is another linter's. */
function isPrefix(selector: string, code: string): boolean {
	const linter = /^[A-Z]+/.exec(selector)?.[0];
	return code.startsWith(selector) && (linter === /^[A-Z]+/.exec(code)?.[0] || linter === 'PL');
}

function matchesPattern(pattern: string, path: string): boolean {
	return pattern.startsWith('!') ? !matches([pattern.slice(1)], path) : matches([pattern], path);
}

function matches(patterns: readonly string[], path: string): boolean {
	return patterns.length > 0 && ignore({ ignorecase: false, allowRelativePaths: true }).add(patterns.slice()).ignores(path);
}

function strings(value: unknown): readonly string[] | undefined {
	return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : undefined;
}

function asTable(value: unknown): Table {
	return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Table) : {};
}

function tableAt(table: Table, ...keys: readonly string[]): Table | undefined {
	let found: unknown = table;
	for (const key of keys) found = asTable(found)[key];
	return found === undefined ? undefined : asTable(found);
}
