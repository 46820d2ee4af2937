import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { newestFinalMinor } from '../../server/src/knowledge/python-releases.ts';
import type { PythonRange } from '../../server/src/project/python-version.ts';
import type { Finding } from '../../server/src/rule-kit/finding.ts';
import { rules } from '../../server/src/rules/index.generated.ts';
import { checkFiles, type Directives, type Files, withEdits } from '../support/check-files.ts';
import { filesAfterAllFixes } from '../support/fix-promise.ts';
import { ForkServer, type Run, type RunRequest } from '../support/fork-server.ts';
import { findPythons, type Python } from '../support/pythons.ts';
import { notShown } from './not-shown.ts';
import { differences, expectedOn, flaws, isWrongOn } from './outcome.ts';
import { exampleIndex, type Program, programFolders, programsOf } from './program-files.ts';
import { ProofTable } from './proof-table.ts';
import { untruths } from './statements.ts';

const path = '/fixture/main.py';
const stubs = join(import.meta.dirname, 'stubs');
/** Seconds after which a program that is to hang does so, and those that any other has to come to its end. */
const patience = { hanging: 1.5, other: 15 } as const;

const programs = rules.flatMap(programsOf);
const pythons = await findPythons();
const table = new ProofTable(programs, pythons);
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'asyncio-doctor-programs-')));

// A test runs its program several times.
vi.setConfig({ testTimeout: 60_000 });

afterAll(() => {
	rmSync(folder, { recursive: true, force: true });
	console.log(table.text());
});

test('every rule and every example of the docs is shown by a program, or it is said why not', () => {
	const shown = new Set(programs.map((program) => program.rule.name));
	const examples = new Set(programs.map(({ name }) => name).filter((name) => exampleIndex(name) !== undefined));
	const wanted = rules.flatMap((rule) => rule.examples.map((_, index) => `${rule.name}/example${index === 0 ? '' : `-${index + 1}`}`));
	expect(rules.filter((rule) => !shown.has(rule.name) && !notShown[rule.name]).map((rule) => rule.name)).toEqual([]);
	expect(wanted.filter((name) => !examples.has(name) && !notShown[name] && !notShown[name.split('/')[0] ?? ''])).toEqual([]);
	expect(Object.keys(notShown).filter((name) => shown.has(name) || examples.has(name))).toEqual([]);
	expect(programFolders().filter((name) => !shown.has(name))).toEqual([]);
});

describe.each(programs.map((program) => [program.name, program] as const))('%s', (_, program) => {
	const minors = Array.from({ length: program.versions.ceiling - program.versions.floor + 1 }, (__, index) => program.versions.floor + index);

	test('says what happens on every version', () => {
		expect(minors.filter((minor) => expectedOn(program, minor).length === 0)).toEqual([]);
		expect(program.expectations.some(({ verb }) => verb !== 'runs')).toBe(true);
	});

	test('is reported, and the message says what happens', () => {
		const onEach = telling(minors, program).flatMap((minor) => faultsOn(program, minor).map((text) => `to whoever has 3.${minor} only: ${text}`));
		expectNone(onEach, program.source);
		const findings = findingsIn(program, allVersions(program));
		expect(findings.length).toBeGreaterThan(0);
		expectNone(
			findings.flatMap(({ message }) => untruths(message, program, []).map((text) => `${text}: ${message}`)),
			program.source,
		);
	});
});

describe.concurrent.each(pythons.selected)('CPython $version', (python) => {
	const broken = new ForkServer(python, ['-W', 'default']);
	const mended = new ForkServer(python, ['-X', 'dev', '-W', 'error']);
	afterAll(() => {
		broken.close();
		mended.close();
	});
	const here = programs.filter(({ versions }) => versions.floor <= python.minor && python.minor <= versions.ceiling);

	test.each(here.map((program) => [program.name, program] as const))('%s', async (_, program) => {
		const expected = expectedOn(program, python.minor);
		const seconds = expected.some(({ verb }) => verb === 'hangs') ? patience.hanging : patience.other;
		const before = await runSource(broken, program, program.source, seconds, python);
		expectNone(differences(expected, before), before.stderr);
		for (const one of mendedSources(program, python)) expectNone(await flawsOf(mended, program, one, python), `${one.how}:\n${one.source}`);
		table.proved(program, python);
	});
});

/** Fails with all there is to say, where there is something. */
function expectNone(problems: readonly string[], about: string): void {
	if (problems.length > 0) expect.fail(`${problems.join('\n')}\n\n${about}`);
}

/** What stands still is given more chances: on a busy machine it may be the machine that did. */
async function flawsOf(server: ForkServer, program: Program, { source, isPreferred }: Mended, python: Python): Promise<readonly string[]> {
	let found: readonly string[] = [];
	for (let attempt = 0; attempt < 5; attempt++) {
		const run = await runSource(server, program, source, patience.other, python);
		found = flaws(program, run, !isPreferred).map((flaw) => `${flaw}\n${run.stderr}`);
		if (!found.every((flaw) => flaw.startsWith('stands still'))) break;
	}
	return found;
}

let runs = 0;

function runSource(server: ForkServer, program: Program, source: string, timeout: number, python: Python): Promise<Run> {
	const home = join(folder, `${python.minor}-${runs++}`);
	mkdirSync(home);
	writeFileSync(join(home, 'main.py'), source);
	const watch = program.expectations.some(({ verb }) => verb === 'stands still');
	const request: RunRequest = { folder: home, program: 'main.py', path: [stubs], input: program.input ?? null, timeout, watch };
	return server.run(request);
}

/** A program without its mistake. */
interface Mended {
	readonly how: string;
	readonly source: string;
	readonly isPreferred: boolean;
}

/** The program as a person mended it, after the fixes for this version, after those for all versions and after each other fix; each text once. */
function mendedSources(program: Program, python: Python): readonly Mended[] {
	const byHand = program.mended === undefined ? [] : [{ how: 'as mended by hand', source: program.mended, isPreferred: true }];
	const fixed = program.hasFix ? [exactly(python.minor), allVersions(program)].flatMap((range) => fixedSources(program, range)) : [];
	if (program.hasFix && fixed.length === 0 && isWrongOn(program, python.minor)) throw new Error(`${program.name} has no fix`);
	const sources = [...byHand, ...fixed];
	return sources.filter(({ source }, index) => sources.findIndex((one) => one.source === source) === index);
}

const fixedBefore = new Map<string, readonly Mended[]>();

/** The program after each fix that the first finding is offered, and after the preferred ones of what is found then. */
function fixedSources(program: Program, range: PythonRange): readonly Mended[] {
	const key = `${program.name} ${range.floor} ${range.ceiling}`;
	const known = fixedBefore.get(key);
	if (known) return known;
	const files: Files = new Map([[path, program.source]]);
	const fixes = findingsIn(program, range)[0]?.fixes() ?? [];
	const sources = fixes.map((fix, index) => {
		const started = index === 0 ? files : withEdits(files, fix.edits);
		const after = filesAfterAllFixes(program.rule.name, started, () => directives(program, range));
		return { how: fix.title, source: after.get(path) ?? '', isPreferred: index === 0 };
	});
	fixedBefore.set(key, sources);
	return sources;
}

/** Of versions on which the same happens the first and the last. */
function telling(minors: readonly number[], program: Program): readonly number[] {
	const happening = (minor: number | undefined) => minor !== undefined && JSON.stringify(expectedOn(program, minor));
	return minors.filter((minor, index) => happening(minor) !== happening(minors[index - 1]) || happening(minor) !== happening(minors[index + 1]));
}

/** What is wrong with what we say to a project of one version. */
function faultsOn(program: Program, minor: number): readonly string[] {
	const findings = findingsIn(program, exactly(minor));
	// A script that names its versions is judged by those.
	if (!isWrongOn(program, minor) && !isScript(program)) {
		const loud = findings.filter(({ severity }) => severity === 'error');
		return loud.map(({ message }) => `reported, though nothing happens: ${message}`);
	}
	return findings.length === 0 ? ['not reported'] : findings.flatMap(({ message }) => untruths(message, program, [minor]).map((text) => `${text}: ${message}`));
}

/** What this program's rule finds. */
function findingsIn(program: Program, range: PythonRange): readonly Finding[] {
	return checkFiles(new Map([[path, program.source]]), () => directives(program, range)).filter(({ rule }) => rule === program.rule);
}

function directives(program: Program, range: PythonRange): Directives {
	const { rule } = program;
	const settings = rule.severity === 'off' ? [{ severity: { [rule.name]: 'warning' as const } }] : [];
	return { settings, python: isScript(program) ? undefined : range };
}

function isScript({ source }: Program): boolean {
	return source.startsWith('# /// script');
}

function exactly(minor: number): PythonRange {
	return { floor: minor, ceiling: minor, source: 'the test', isAssumed: false };
}

function allVersions({ versions }: Program): PythonRange {
	return { floor: versions.floor, ceiling: Math.max(versions.floor, Math.min(versions.ceiling, newestFinalMinor)), source: 'the test', isAssumed: false };
}
