import { type ChangedText, chosenFix, type FixOutcome, fixToTheEnd } from '../analysis/fix-rounds.ts';
import { readPythonFile, writePythonFile } from '../disk/files-on-disk.ts';
import { cellOfPath } from '../notebook/notebook.ts';
import type { Checker, FileProblem } from './checker.ts';

/** Fixes what can be fixed in these files. Only the checker's texts change, no file. */
export function fixTexts(checker: Checker, paths: readonly string[], unsafe: boolean): FixOutcome {
	const before = new Map<string, string>();
	const { files, made } = fixToTheEnd({
		paths,
		files: {
			check(path) {
				const report = checker.check(path);
				if ('message' in report) return undefined;
				if (!before.has(path)) before.set(path, checker.textOf(path) ?? '');
				return report;
			},
			setTexts: (texts) => checker.setDocuments(texts),
		},
		choose: (finding) => chosenFix(finding, unsafe ? 'unsafe' : 'safe'),
	});
	// Cells are written in their notebook's JSON.
	const changed = new Set(files.map(({ path }) => cellOfPath(path)?.notebook ?? path));
	return {
		files: [...changed].map((path) => ({ path, before: before.get(path) ?? '', after: checker.textOf(path) ?? '' })),
		made: made.map((fix) => ({ ...fix, path: cellOfPath(fix.path)?.notebook ?? fix.path })),
	};
}

/** Writes fixed texts. A file that cannot be written, or that somebody else changed meanwhile, stays as it is and is named. */
export function writeFixedFiles(checker: Checker, files: readonly ChangedText[]): FileProblem[] {
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
