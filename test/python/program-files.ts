import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { newestMinor, oldestMinor } from '../../server/src/knowledge/python-releases.ts';
import type { Rule } from '../../server/src/rule-kit/rule.ts';

const folder = join(import.meta.dirname, 'programs');

/** What a program does on some versions of Python. */
export interface Expectation {
	readonly from: number;
	readonly to: number;
	/** `runs`: nothing goes wrong there. */
	readonly verb: 'raises' | 'warns' | 'logs' | 'prints' | 'stands still' | 'hangs' | 'runs';
	/** `RuntimeError: no running event loop`, a line of output, or a duration such as `0.3 s`. `...` stands for anything. */
	readonly text: string;
}

/** A whole program that makes one mistake, with what comes of it. */
export interface Program {
	/** From the folder of programs, without `.py`: `blocking-sleep/poll`. */
	readonly name: string;
	readonly rule: Rule;
	readonly source: string;
	/** The mended program, where a person wrote one. */
	readonly mended: string | undefined;
	/** Oldest and newest Python that it is for. */
	readonly versions: { readonly floor: number; readonly ceiling: number };
	readonly expectations: readonly Expectation[];
	/** The lines that the mended program prints; undefined where nobody looks. */
	readonly mendedPrints: readonly string[] | undefined;
	/** Whether its findings have a fix. */
	readonly hasFix: boolean;
	readonly input: string | undefined;
}

const header = {
	expectation: /^# (?:(?<versions>[\d.-]+): )?(?<verb>raises|warns|logs|prints|stands still|hangs|runs)(?: (?<text>.*))?$/,
	setting: /^# (?<name>python|input|fix|mended prints): ?(?<value>.*)$/,
};

/** Names of the folders; each is a rule's. */
export function programFolders(): readonly string[] {
	return readdirSync(folder).sort();
}

/**
 * The programs of a rule. `example.py` (and `example-2.py`) is put behind the text of the rule's first (second) example, which it makes run.
 * Throws an Error where a header cannot be understood.
 */
export function programsOf(rule: Rule): readonly Program[] {
	const home = join(folder, rule.name);
	if (!existsSync(home)) return [];
	const names = readdirSync(home).filter((name) => name.endsWith('.py') && !name.endsWith('.mended.py'));
	return names.sort().map((name) => readProgram(rule, name.replace(/\.py$/, '')));
}

/** The index in `examples` of the example that a program makes run; undefined for a program of its own. */
export function exampleIndex(program: string): number | undefined {
	const number = /\/example(?:-(\d+))?$/.exec(program);
	return number ? Number(number[1] ?? 1) - 1 : undefined;
}

function readProgram(rule: Rule, name: string): Program {
	const path = join(folder, rule.name, name);
	const { lines, body } = splitHeader(readFileSync(`${path}.py`, 'utf8'));
	const own = existsSync(`${path}.mended.py`) ? readFileSync(`${path}.mended.py`, 'utf8') : undefined;
	const index = exampleIndex(`${rule.name}/${name}`);
	const example = index === undefined ? undefined : rule.examples[index];
	if (index !== undefined && !example) throw new Error(`${path}.py: ${rule.name} has no such example`);
	const settings = settingsIn(lines, path);
	const versions = versionsIn(settings.get('python') ?? '');
	return {
		name: `${rule.name}/${name}`,
		rule,
		source: example ? joined(example.bad, body) : body,
		mended: example ? joined(example.good, own ?? body) : own,
		versions: { floor: versions.from, ceiling: versions.to },
		expectations: expectationsIn(lines),
		mendedPrints: settings.has('mended prints') ? (settings.get('mended prints') ?? '').split(' | ').filter(Boolean) : undefined,
		hasFix: settings.get('fix') !== 'none' && rule.fix !== 'none',
		input: settings.get('input'),
	};
}

function joined(example: string, driver: string): string {
	return driver.trim() === '' ? example : `${example}\n\n${driver}`;
}

function splitHeader(text: string): { readonly lines: readonly string[]; readonly body: string } {
	const lines = text.split('\n');
	const end = lines.findIndex((line) => !header.expectation.test(line) && !header.setting.test(line));
	return { lines: lines.slice(0, end), body: lines.slice(end).join('\n').trimStart() };
}

function settingsIn(lines: readonly string[], path: string): ReadonlyMap<string, string> {
	const found = lines.map((line) => header.setting.exec(line)?.groups).filter((groups) => groups !== undefined);
	const settings = new Map(found.map(({ name = '', value = '' }) => [name, value]));
	if (settings.size < found.length) throw new Error(`${path}.py: something is said twice in the header`);
	return settings;
}

function expectationsIn(lines: readonly string[]): readonly Expectation[] {
	return lines.flatMap((line) => {
		const groups = header.expectation.exec(line)?.groups;
		return groups ? [{ ...versionsIn(groups.versions ?? ''), verb: groups.verb as Expectation['verb'], text: groups.text ?? '' }] : [];
	});
}

/** `3.8`, `3.8-3.10`, `3.11-`, `-3.10`, and nothing for all versions. */
function versionsIn(said: string): { readonly from: number; readonly to: number } {
	const [first = '', last = first] = said.split('-');
	const minor = (version: string, open: number) => (version === '' ? open : Number(version.replace(/^3\./, '')));
	const [from, to] = [minor(first, oldestMinor), minor(last, newestMinor)];
	if (!(from <= to)) throw new Error(`no versions of Python: ${said}`);
	return { from, to };
}
