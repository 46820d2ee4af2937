import type { Finding, Fix } from '../rule-kit/finding.ts';
import type { FileReport } from './analyser.ts';
import { applyOneRound, type ChosenFix } from './apply-fixes.ts';

/** A fix that was made in a file. */
export interface MadeFix {
	readonly path: string;
	/** The rule's name. */
	readonly rule: string;
	readonly title: string;
	readonly safety: Fix['safety'];
}

/** A file, or a cell of a notebook. */
export interface ChangedText {
	readonly path: string;
	readonly before: string;
	readonly after: string;
}

export interface FixOutcome {
	/** Only files whose text is another one now. */
	readonly files: readonly ChangedText[];
	/** In the order in which they were made. */
	readonly made: readonly MadeFix[];
}

/** The files that are fixed, as the caller keeps them. */
export interface FixableFiles {
	/** Undefined for what cannot be checked. */
	check(path: string): Pick<FileReport, 'path' | 'text' | 'cells' | 'findings' | 'broken' | 'isCutOff'> | undefined;
	/** From now on files, and cells of notebooks, have these texts. */
	setTexts(texts: ReadonlyMap<string, string>): void;
}

export interface FixOrder {
	readonly files: FixableFiles;
	readonly paths: readonly string[];
	/** The fix to make for a finding, if any. */
	readonly choose: (finding: Finding) => Fix | undefined;
}

/** How far the work is: files looked at in this round. */
export interface FixProgress {
	readonly round: number;
	readonly done: number;
	readonly total: number;
}

/** Fixes can uncover others; ones that undo each other must not go on for ever. */
const mostRounds = 50;

/**
 * Fixes what can be fixed in the files, round after round until nothing changes: a fix may free the way for the next one, in other files
 * too. It yields after each file, so that whoever drives it can show progress, let others work, or stop; then nothing is left half done
 * but what `files.setTexts` was told.
 */
export function* fixInRounds({ files, paths, choose }: FixOrder): Generator<FixProgress, FixOutcome> {
	const before = new Map<string, string>();
	const after = new Map<string, string>();
	/** Notebooks by their cells, files by themselves. */
	const fileOf = new Map<string, string>();
	const made: MadeFix[] = [];
	let pending = paths;
	for (let round = 1; round <= mostRounds; round++) {
		const chosen: ChosenFix[] = [];
		const withFindings = new Set<string>();
		for (const [index, path] of pending.entries()) {
			const checked = files.check(path);
			// What was not understood may need what a fix takes away: such a file is left as it is, also by fixes in others.
			const report = checked?.broken || checked?.isCutOff ? undefined : checked;
			for (const document of report?.cells ?? (report ? [report] : [])) {
				if (!before.has(document.path)) before.set(document.path, document.text);
				fileOf.set(document.path, path);
			}
			if (report && report.findings.length > 0) withFindings.add(path);
			for (const finding of report?.findings ?? []) {
				const fix = choose(finding);
				if (fix) chosen.push({ rule: finding.rule.name, path: finding.path, fix });
			}
			yield { round, done: index + 1, total: pending.length };
		}
		// Nobody asked for changes in files that were not named: `before` knows only those that were.
		const { texts, applied } = applyOneRound(chosen, (path) => after.get(path) ?? before.get(path));
		const origin = new Map(chosen.map((each) => [each.fix, each]));
		for (const fix of applied) {
			const { rule = '', path = '' } = origin.get(fix) ?? {};
			made.push({ path, rule, title: fix.title, safety: fix.safety });
		}
		for (const [path, text] of texts) after.set(path, text);
		files.setTexts(texts);
		const touched = new Set([...texts.keys()].map((path) => fileOf.get(path)));
		if (texts.size === 0 && pending === paths) break;
		// What was quiet and untouched is looked at again once the others are done: a change elsewhere may concern it.
		pending = texts.size === 0 ? paths : paths.filter((path) => withFindings.has(path) || touched.has(path));
	}
	const changed = [...after].map(([path, text]) => ({ path, before: before.get(path) ?? '', after: text }));
	return { files: changed.filter((file) => file.before !== file.after), made };
}

/** Runs `fixInRounds` to its end without a pause. */
export function fixToTheEnd(order: FixOrder): FixOutcome {
	const rounds = fixInRounds(order);
	for (;;) {
		const step = rounds.next();
		if (step.done) return step.value;
	}
}

/** The one to make of a finding's fixes: the first safe one, else the first where `safety` lets unsafe ones be made. */
export function chosenFix(finding: Finding, safety: Fix['safety']): Fix | undefined {
	const fixes = finding.fixes();
	return fixes.find((fix) => fix.safety === 'safe') ?? (safety === 'unsafe' ? fixes[0] : undefined);
}
