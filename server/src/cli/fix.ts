import { applyOneRound, type ChosenFix } from '../analysis/apply-fixes.ts';
import { readPythonFile, writePythonFile } from '../disk/files-on-disk.ts';
import type { Finding } from '../rule-kit/finding.ts';
import type { Checker, FileProblem } from './checker.ts';

/** Fixes can uncover others; ones that undo each other must not go on for ever. */
const maxRounds = 10;

export interface FixedFile {
	readonly path: string;
	readonly before: string;
	readonly after: string;
}

export interface FixResult {
	readonly files: readonly FixedFile[];
	/** How many fixes were made. */
	readonly count: number;
}

/** Fixes what can be fixed in these files, round after round until nothing changes. Only the checker's texts change, no file. */
export function fixTexts(checker: Checker, paths: readonly string[], unsafe: boolean): FixResult {
	const before = new Map<string, string>();
	const after = new Map<string, string>();
	let count = 0;
	for (let round = 0; round < maxRounds; round++) {
		const chosen: ChosenFix[] = [];
		for (const path of paths) {
			const report = checker.check(path);
			if ('message' in report) continue;
			if (!before.has(path)) before.set(path, report.text);
			chosen.push(...report.findings.flatMap((finding) => chosenFix(finding, unsafe) ?? []));
		}
		// Nobody asked for changes in files that were not named: `before` knows only those that were.
		const { texts, applied } = applyOneRound(chosen, (path) => after.get(path) ?? before.get(path));
		if (texts.size === 0) break;
		count += applied.length;
		for (const [path, text] of texts) {
			after.set(path, text);
			checker.setText(path, text);
		}
	}
	const changed = [...after].map(([path, text]) => ({ path, before: before.get(path) ?? '', after: text }));
	return { files: changed.filter((file) => file.before !== file.after), count };
}

/** Writes fixed texts. A file that cannot be written, or that somebody else changed meanwhile, stays as it is and is named. */
export function writeFixedFiles(checker: Checker, files: readonly FixedFile[]): FileProblem[] {
	const problems: FileProblem[] = [];
	for (const { path, before, after } of files) {
		try {
			const read = readPythonFile(path);
			if ('error' in read) throw new Error(read.error);
			if (read.text !== before) throw new Error('cannot be written: it was changed meanwhile');
			writePythonFile(path, after, read.encoding);
		} catch (error) {
			problems.push({ path, message: error instanceof Error ? error.message : String(error) });
			checker.setText(path, undefined);
		}
	}
	return problems;
}

function chosenFix(finding: Finding, unsafe: boolean): ChosenFix | undefined {
	const fixes = finding.fixes();
	const fix = unsafe ? fixes[0] : fixes.find((candidate) => candidate.safety === 'safe');
	return fix && { finding, fix };
}
