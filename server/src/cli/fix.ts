import { chosenFix, type FixOutcome, fixToTheEnd } from '../analysis/fix-rounds.ts';
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
				const file = cellOfPath(path)?.notebook ?? path;
				const isFirst = !before.has(file);
				// What is compared with the disk before the write must be the very text that was analysed.
				if (isFirst) before.set(file, checker.hold(file) ?? '');
				const report = checker.check(path);
				if (isFirst && ('message' in report || report.findings.length === 0)) checker.letGo(file);
				return 'message' in report ? undefined : report;
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

/**
 * Writes fixed texts, and answers what was done. A file that cannot be written, or that somebody else changed meanwhile, stays as it is and is
 * named; one that somebody else fixed in the same way has nothing to be done.
 */
export function writeFixedFiles(checker: Checker, { files, made }: FixOutcome): FixOutcome & { readonly problems: readonly FileProblem[] } {
	const problems: FileProblem[] = [];
	const written = files.filter(({ path, before, after }) => {
		try {
			const read = readPythonFile(path);
			if ('error' in read) throw new Error(read.error);
			if (read.text === after) return false;
			writePythonFile(path, after, read.encoding, before);
			return true;
		} catch (error) {
			problems.push({ path, message: error instanceof Error ? error.message : String(error) });
			checker.setText(path, undefined);
			return false;
		}
	});
	const paths = new Set(written.map(({ path }) => path));
	return { files: written, made: made.filter(({ path }) => paths.has(path)), problems };
}
