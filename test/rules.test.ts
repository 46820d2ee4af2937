import { describe, expect, test } from 'vitest';
import { cellOfPath, cellPath, isNotebookPath } from '../server/src/notebook/notebook.ts';
import type { Finding } from '../server/src/rule-kit/finding.ts';
import type { Rule } from '../server/src/rule-kit/rule.ts';
import { rules } from '../server/src/rules/index.generated.ts';
import { checkFiles, type Directives, type Files } from './support/check-files.ts';
import { filesAfter, filesAfterAllFixes } from './support/fix-promise.ts';
import { brokenForPython, type FixedProject, fixedProject } from './support/fixed-files.ts';
import { directivesIn, type Fixture, fixtureFolders, fixturesOf } from './support/fixtures.ts';
import { type Mark, placeOf } from './support/marks.ts';
import { documentText, pythonOf, rewriteFile } from './support/notebooks.ts';
import { type Variant, variants } from './support/variants.ts';

/** The Python files of a project before and after every fix, for Python's own judgement. */
const fixed: FixedProject[] = [];

test('every fixture folder belongs to a rule', () => {
	const names = rules.map((rule) => rule.name);
	expect(fixtureFolders().filter((folder) => !names.includes(folder))).toEqual([]);
});

describe.each(rules.map((rule) => [rule.name, rule] as const))('%s', (name, rule) => {
	const fixtures = fixturesOf(name);

	test('has a bad fixture, a good neighbour and a fixed file', () => {
		expect(
			fixtures.some((fixture) => fixture.marks.some((mark) => mark.rule === name)),
			'a fixture with a mark',
		).toBe(true);
		expect(fixtures.some(hasFileWithoutMarks), 'a fixture without a mark').toBe(true);
		if (rule.fix !== 'none')
			expect(
				fixtures.some((fixture) => fixture.fixed.size > 0),
				'a .fixed.py file',
			).toBe(true);
	});

	test('offers at best the fix it declares', () => {
		const safeties = fixtures
			.flatMap((fixture) => findingsOf(fixture, rule).filter((finding) => finding.rule === rule))
			.flatMap((finding) => finding.fixes().map((fix) => fix.safety));
		expect(safeties.includes('safe') ? 'safe' : (safeties[0] ?? 'none')).toBe(rule.fix);
	});

	for (const fixture of fixtures) {
		for (const variant of variants.filter(({ fits }) => [...fixture.files].some(([path, text]) => fits(pythonOf(path, text))))) {
			const written = rewritten(fixture.files, variant);
			const directives = directivesFor(written, rule);

			test(`${fixture.name} ${variant.name}: what is marked is found, and nothing else`, () => {
				const marks = fixture.marks.map((mark) => variant.moved(mark, documentText(fixture.files, mark.path) ?? ''));
				expectMarked(marks, checkFiles(written, directives), written, fixture);
			});

			test(`${fixture.name} ${variant.name}: fixes keep their promise`, () => {
				expectPromise(rule, fixture, variant, written, directives);
			});
		}
	}
});

test('Python compiles every fixed text, no name is lost and nothing is awaited that cannot be', (context) => {
	const broken = brokenForPython(fixed);
	if (!broken) context.skip('no python3 here');
	expect(broken).toEqual([]);
	expect(fixed.length).toBeGreaterThan(0);
}, 180_000);

function expectPromise(rule: Rule, fixture: Fixture, variant: Variant, written: Files, directives: (path: string) => Directives): void {
	const findings = checkFiles(written, directives);
	for (const finding of findings.filter((found) => found.rule === rule)) {
		for (const fix of finding.fixes()) {
			const after = filesAfter(fix, finding, written, findings, directives);
			fixed.push(fixedProject(`${fixture.name}: ${fix.title}`, written, after));
		}
	}
	const all = filesAfterAllFixes(rule.name, written, directives);
	const namesLeft = findings.map((finding) => finding.rule.name);
	for (const finding of checkFiles(all, directives)) {
		const index = namesLeft.indexOf(finding.rule.name);
		expect(index, `after all fixes: ${finding.rule.name}: ${finding.message}`).toBeGreaterThanOrEqual(0);
		namesLeft.splice(index, 1);
	}
	const expected = fixture.fixed.size > 0 ? rewritten(fixture.fixed, variant) : rewritten(filesAfterAllFixes(rule.name, fixture.files, directives), variant);
	for (const [path, text] of expected) expect(all.get(path), `${path} after all fixes`).toBe(text);
	// A project's files without a fixed neighbour stay as they are.
	if (fixture.fixed.size > 0) for (const [path, text] of all) if (!expected.has(path)) expect(text, path).toBe(written.get(path));
}

function expectMarked(marks: readonly Mark[], findings: readonly Finding[], files: Files, fixture: Fixture): void {
	const places = findings.map((finding) => ({ finding, place: placeOf(finding, documentText(files, finding.path) ?? '') }));
	const left = new Set(places);
	const missing: string[] = [];
	for (const mark of marks) {
		const hit = [...left].find(
			({ finding, place }) => finding.path === mark.path && finding.rule.name === mark.rule && isSamePlace(place, mark) && saysWhatIsMarked(finding, mark),
		);
		if (hit) left.delete(hit);
		else
			missing.push(
				`${mark.path}:${mark.lineOnDisk}: marked, not found: ${mark.column}-${mark.endColumn} ${mark.rule}${mark.message ? `: ${mark.message}` : ''}`,
			);
	}
	const unmarked = [...left].map(({ finding, place }) => {
		const line = fixture.linesOnDisk.get(finding.path)?.[place.line];
		return `${finding.path}:${line}: found, not marked: ${place.column}-${place.endColumn} ${finding.rule.name} (${finding.severity}): ${finding.message}`;
	});
	expect([...missing, ...unmarked].sort()).toEqual([]);
	for (const finding of findings) expect(unfilled(finding), finding.message).toEqual([]);
}

function isSamePlace(place: Pick<Mark, 'line' | 'column' | 'endColumn'>, mark: Mark): boolean {
	return place.line === mark.line && place.column === mark.column && place.endColumn === mark.endColumn;
}

function saysWhatIsMarked(finding: Finding, mark: Mark): boolean {
	return finding.message.includes(mark.message ?? '') && (mark.severity === undefined || mark.severity === finding.severity);
}

/** Placeholders of the rule's messages that still stand in a finding's message. */
function unfilled(finding: Finding): readonly string[] {
	const placeholders = Object.values(finding.rule.messages).flatMap((template) => template.match(/\{\w+\}/g) ?? []);
	return placeholders.filter((placeholder) => finding.message.includes(placeholder));
}

function hasFileWithoutMarks(fixture: Fixture): boolean {
	return [...fixture.files.keys()].some(
		(path) => /\.(?:py|ipynb)$/.test(path) && !fixture.marks.some((mark) => (cellOfPath(mark.path)?.notebook ?? mark.path) === path),
	);
}

function findingsOf(fixture: Fixture, rule: Rule): readonly Finding[] {
	return checkFiles(fixture.files, directivesFor(fixture.files, rule));
}

function directivesFor(files: Files, rule: Rule): (path: string) => Directives {
	return (path) => directivesIn(documentText(files, isNotebookPath(path) ? cellPath(path, 1) : path) ?? '', rule);
}

function rewritten(files: Files, variant: Variant): Files {
	return new Map([...files].map(([path, text]) => [path, rewriteFile(path, text, variant.rewrite)]));
}
