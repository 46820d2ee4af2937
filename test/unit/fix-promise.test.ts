import { expect, test } from 'vitest';
import type { Finding } from '../../server/src/rule-kit/finding.ts';
import { checkFiles } from '../support/check-files.ts';
import { filesAfter, filesAfterAllFixes } from '../support/fix-promise.ts';

const path = '/fixture/example.py';
const source = 'import time\n\n\nasync def f():\n    time.sleep(1)  # one\n';
const files = new Map([[path, source]]);
const directives = () => ({ settings: [] });
const findings = checkFiles(files);
const finding = findings[0] as Finding;

/** Judges a fix that replaces parts of the source, each given by its text. */
function tryFix(...replacements: readonly (readonly [old: string, next: string])[]): () => unknown {
	const edits = replacements.map(([old, newText]) => ({ path, range: { start: source.indexOf(old), end: source.indexOf(old) + old.length }, newText }));
	return () => filesAfter({ title: 'try', safety: 'safe', edits }, finding, files, findings, directives);
}

test('the fix that the rule offers passes', () => {
	const [fix] = finding.fixes();
	expect(fix && filesAfter(fix, finding, files, findings, directives).get(path)).toContain('await asyncio.sleep(1)  # one');
	expect(filesAfterAllFixes('blocking-sleep', files, directives).get(path)).toContain('await asyncio.sleep(1)  # one');
});

test.each([
	['nothing to do', tryFix(), 'edits nothing'],
	['an edit without effect', tryFix(['sleep', 'sleep']), 'by itself'],
	['edits that overlap', tryFix(['time.sleep', 'a'], ['sleep(1)', 'b']), 'overlaps'],
	['code that does not parse', tryFix(['sleep(1)', 'monotonic((']), 'no longer parses'],
	['a lost comment', tryFix(['time.sleep(1)  # one', 'pass']), 'lost the comment # one'],
	['the same problem once more', tryFix(['sleep(1)', 'sleep(2)']), 'after "try": blocking-sleep'],
	['a new problem', tryFix(['sleep(1)', 'monotonic()'], ['async def f', 'async def g():\n    time.sleep(1)\n\n\nasync def f']), 'after "try": blocking-sleep'],
])('the promise is broken by %s', (_, fix, message) => {
	expect(fix).toThrow(message);
});

test('the promise is broken by an edit of an unknown file', () => {
	const edits = [{ path: '/fixture/other.py', range: { start: 0, end: 0 }, newText: 'x' }];
	expect(() => filesAfter({ title: 'try', safety: 'safe', edits }, finding, files, findings, directives)).toThrow('/fixture/other.py');
});
