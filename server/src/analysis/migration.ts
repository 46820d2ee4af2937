import { newestMinor } from '../knowledge/python-releases.ts';
import { type Minor, reachingTo } from '../project/python-version.ts';
import type { Finding, Fix } from '../rule-kit/finding.ts';
import type { Rule } from '../rule-kit/rule.ts';
import { LineIndex } from '../util/text.ts';
import type { SettingsForFile } from './analyser.ts';
import { type ChangedText, chosenFix, type FixableFiles, type FixOutcome, type FixProgress, fixInRounds } from './fix-rounds.ts';
import { type ChangeCount, countChanges, leftToPerson } from './fix-summary.ts';

/** The rules whose findings newer Python versions bring about. Of the category `versions`, some tell of older ones, of systems, and of libraries. */
export const migrationRules: readonly string[] = [
	...['implicit-event-loop', 'event-loop-policy', 'child-watcher', 'removed-loop-argument', 'removed-asyncio-api', 'unguarded-uvloop'],
];

/** The newest 3.N whose removals are known: code that is ready for it is ready for those before it. */
export const migrationTarget: Minor = newestMinor;

/** Whether a rule speaks of what newer Python versions do not have. */
export function isMigrationRule({ name }: Pick<Rule, 'name'>): boolean {
	return migrationRules.includes(name);
}

/** The settings of a file as a migration uses them: only its rules, and Python versions up to the target. What a user turned off stays off. */
export function settingsForMigration(answer: SettingsForFile, target: Minor): SettingsForFile {
	return { ...answer, settings: { ...answer.settings, select: migrationRules }, python: reachingTo(answer.python, target) };
}

/** A file before the migration, with its safe changes, and with all that were wanted. */
export interface MigratedText extends ChangedText {
	readonly safely: string;
}

/** A finding that the migration leaves to a person, in the text as it is then. */
export interface LeftFinding {
	readonly finding: Finding;
	/** 0-based. */
	readonly line: number;
	readonly reason: string;
}

export interface MigrationOutcome {
	readonly files: readonly MigratedText[];
	readonly changes: readonly ChangeCount[];
	readonly left: readonly LeftFinding[];
}

export interface MigrationOrder {
	/** Judged under `settingsForMigration`. */
	readonly files: FixableFiles;
	readonly paths: readonly string[];
	/** `unsafe`: the unsafe changes after the safe ones. */
	readonly safety: Fix['safety'];
}

/** Changes files until nothing more can be changed: all that is safe first, then, where wanted, the rest. Yields after each file. */
export function* migrate({ files, paths, safety }: MigrationOrder): Generator<FixProgress, MigrationOutcome> {
	const safe = yield* fixInRounds({ files, paths, choose: (finding) => chosenFix(finding, 'safe') });
	const rest: FixOutcome =
		safety === 'safe' ? { files: [], made: [] } : yield* fixInRounds({ files, paths, choose: (finding) => chosenFix(finding, 'unsafe') });
	return {
		files: changedIn(safe, rest),
		changes: countChanges([...safe.made, ...rest.made]),
		left: paths.flatMap((path) => leftIn(path, files)),
	};
}

function changedIn(safe: FixOutcome, rest: FixOutcome): MigratedText[] {
	const all = new Map(safe.files.map((file): [string, MigratedText] => [file.path, { ...file, safely: file.after }]));
	for (const { path, before, after } of rest.files) all.set(path, { path, before, safely: before, ...all.get(path), after });
	return [...all.values()];
}

function leftIn(path: string, files: FixableFiles): LeftFinding[] {
	const report = files.check(path);
	if (!report) return [];
	const lines = new Map((report.cells ?? [report]).map((document) => [document.path, new LineIndex(document.text)]));
	return report.findings.map((finding) => ({
		finding,
		line: lines.get(finding.path)?.positionAt(finding.range.start).line ?? 0,
		reason: leftToPerson(finding, report),
	}));
}
