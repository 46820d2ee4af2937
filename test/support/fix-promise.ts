import type { DocumentEdit, Finding, Fix } from '../../server/src/rule-kit/finding.ts';
import { checkFiles, type Directives, type Files, withEdits } from './check-files.ts';
import { documentText, pythonOf } from './notebooks.ts';
import { testParser } from './parser.ts';

type DirectivesFor = (path: string) => Directives;

const parser = await testParser();

/** The files after one fix. Throws an Error that says which promise the fix breaks. */
export function filesAfter(fix: Fix, finding: Finding, before: Files, findings: readonly Finding[], directives: DirectivesFor): Files {
	if (fix.edits.length === 0) throw new Error('the fix edits nothing');
	for (const edit of fix.edits)
		if (documentText(before, edit.path)?.slice(edit.range.start, edit.range.end) === edit.newText)
			throw new Error(`an edit replaces ${JSON.stringify(edit.newText)} by itself`);
	const after = withEdits(before, fix.edits);
	for (const [path, text] of after) {
		if (!/\.(?:py|ipynb)$/.test(path) || text === before.get(path)) continue;
		expectParses(path, pythonOf(path, text), pythonOf(path, before.get(path) ?? ''));
		expectComments(path, pythonOf(path, text), pythonOf(path, before.get(path) ?? ''));
	}
	expectNothingNew(fix, finding, findings, checkFiles(after, directives), after);
	return after;
}

/** Applies the preferred fix of the first finding of a rule that has one, until there is none. Throws an Error when that does not end. */
export function filesAfterAllFixes(rule: string, files: Files, directives: DirectivesFor): Files {
	let current = files;
	let stepsLeft = 2 * checkFiles(files, directives).length + 1;
	for (;;) {
		const fix = checkFiles(current, directives)
			.filter((finding) => finding.rule.name === rule)
			.map((finding) => finding.fixes()[0])
			.find((first) => first !== undefined);
		if (!fix) return current;
		if (stepsLeft-- === 0) throw new Error('the fixes never come to an end');
		current = withEdits(current, fix.edits);
	}
}

function expectParses(path: string, after: string, before: string): void {
	const [fixed, original] = [parser.parse(path, after), parser.parse(path, before)];
	if (fixed.errors().length > original.errors().length || (fixed.hasError && !original.hasError)) throw new Error(`${path} no longer parses:\n${after}`);
}

function expectComments(path: string, after: string, before: string): void {
	const kept = commentsOf(path, after);
	for (const comment of commentsOf(path, before)) {
		const index = kept.indexOf(comment);
		if (index < 0) throw new Error(`${path} lost the comment ${comment}:\n${after}`);
		kept.splice(index, 1);
	}
}

function commentsOf(path: string, text: string): string[] {
	return parser.parse(path, text).comments.map((comment) => comment.text.trimEnd());
}

/** Every finding after the fix must be one from before, at the place where the edits moved it; the mended one must be gone. */
function expectNothingNew(fix: Fix, mended: Finding, before: readonly Finding[], after: readonly Finding[], files: Files): void {
	const unclaimed = before.filter((finding) => finding !== mended);
	for (const finding of after) {
		const index = unclaimed.findIndex((old) => old.rule === finding.rule && old.path === finding.path && mayHaveMovedTo(old, finding.range.start, fix.edits));
		if (index < 0) throw new Error(`after "${fix.title}": ${finding.rule.name}: ${finding.message}\n${documentText(files, finding.path)}`);
		unclaimed.splice(index, 1);
	}
}

/** Whether the beginning of `old` can stand at `offset` after the edits: moved where it was kept, anywhere in the new text where it was replaced. */
function mayHaveMovedTo(old: Finding, offset: number, edits: readonly DocumentEdit[]): boolean {
	let low = old.range.start;
	let high = old.range.start;
	for (const { path, range, newText } of edits) {
		if (path !== old.path || range.start > old.range.start) continue;
		const isBefore = range.end < old.range.start;
		low -= isBefore ? range.end - range.start - newText.length : old.range.start - range.start;
		high += newText.length - (isBefore ? range.end - range.start : 0);
	}
	return low <= offset && offset <= high;
}
