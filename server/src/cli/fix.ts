import { type ChangedText, chosenFix, type FixOutcome, fixToTheEnd } from '../analysis/fix-rounds.ts';
import { readPythonFile, writePythonFile } from '../disk/files-on-disk.ts';
import type { Checker, FileProblem } from './checker.ts';

/** Fixes what can be fixed in these files. Only the checker's texts change, no file. */
export function fixTexts(checker: Checker, paths: readonly string[], unsafe: boolean): FixOutcome {
	return fixToTheEnd({
		paths,
		files: {
			check(path) {
				const report = checker.check(path);
				return 'message' in report ? undefined : report;
			},
			setText: (path, text) => checker.setText(path, text),
		},
		choose: (finding) => chosenFix(finding, unsafe ? 'unsafe' : 'safe'),
	});
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
