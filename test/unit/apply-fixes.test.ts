import { expect, test } from 'vitest';
import { applyFixes, applyOneRound, type ChosenFix } from '../../server/src/analysis/apply-fixes.ts';
import type { Fix } from '../../server/src/rule-kit/finding.ts';

function fix(title: string, ...edits: [path: string, start: number, end: number, newText: string][]): Fix {
	return { title, safety: 'safe', edits: edits.map(([path, start, end, newText]) => ({ path, range: { start, end }, newText })) };
}

function run(texts: Record<string, string>, fixes: Fix[]) {
	const result = applyFixes(fixes, (path) => texts[path]);
	return { texts: Object.fromEntries(result.texts), applied: result.applied.map((each) => each.title), postponed: result.postponed.map((each) => each.title) };
}

test('fixes side by side are applied together, whatever their order', () => {
	expect(run({ a: '0123456789' }, [fix('late', ['a', 6, 8, 'X']), fix('early', ['a', 0, 2, ''])])).toEqual({
		texts: { a: '2345X89' },
		applied: ['late', 'early'],
		postponed: [],
	});
});

test('of two fixes that touch, the first one is applied and the other waits', () => {
	expect(run({ a: '0123456789' }, [fix('one', ['a', 0, 4, 'X']), fix('two', ['a', 4, 6, 'Y']), fix('three', ['a', 9, 10, 'Z'])])).toEqual({
		texts: { a: 'X45678Z' },
		applied: ['one', 'three'],
		postponed: ['two'],
	});
});

test('two insertions at one place are not both made', () => {
	expect(run({ a: 'x' }, [fix('one', ['a', 0, 0, 'import asyncio\n']), fix('two', ['a', 0, 0, 'import asyncio\n'])]).texts).toEqual({ a: 'import asyncio\nx' });
});

test('a line that one fix indents is not broken into several by another one at the same time', () => {
	const text = 'run()\n  stop()\n';
	const indented = fix('indent', ['a', 0, 0, '  '], ['a', 6, 6, '  ']);
	const guarded = fix('guard', ['a', 8, 14, 'if on:\n    stop()']);
	expect(run({ a: text }, [indented, guarded])).toMatchObject({ texts: { a: '  run()\n    stop()\n' }, postponed: ['guard'] });
	expect(run({ a: text }, [indented, fix('rename', ['a', 8, 12, 'halt'])]).texts).toEqual({ a: '  run()\n    halt()\n' });
});

test('a fix over several files is made whole or not at all', () => {
	const both = fix('both', ['a', 0, 1, 'A'], ['b', 0, 1, 'B']);
	expect(run({ a: 'a', b: 'b' }, [both]).texts).toEqual({ a: 'A', b: 'B' });
	expect(run({ a: 'a', b: 'b' }, [fix('first', ['b', 0, 1, 'Z']), both])).toMatchObject({ texts: { b: 'Z' }, postponed: ['both'] });
	expect(run({ a: 'a' }, [both])).toEqual({ texts: {}, applied: [], postponed: [] });
});

test('a fix that changes nothing changes no file', () => {
	expect(run({ a: 'a' }, [fix('same', ['a', 0, 1, 'a']), fix('empty')]).texts).toEqual({});
});

test('the last of several fixes of a rule waits, so that it can take an import away', () => {
	const chosen = (rule: string, path: string, at: number) => ({ rule, path, fix: fix(`${rule} ${at}`, [path, at, at + 1, 'X']) }) satisfies ChosenFix;
	const round = (...all: ChosenFix[]) => applyOneRound(all, (path) => ({ a: '0123456789', b: '0123456789' })[path]).applied.map(({ title }) => title);
	expect(round(chosen('sleep', 'a', 1), chosen('sleep', 'a', 3), chosen('sleep', 'a', 5))).toEqual(['sleep 1', 'sleep 3']);
	expect(round(chosen('sleep', 'a', 1), chosen('input', 'a', 3), chosen('sleep', 'b', 5))).toEqual(['sleep 1', 'input 3', 'sleep 5']);
	expect(round(chosen('sleep', 'missing', 1), chosen('sleep', 'missing', 3), chosen('input', 'a', 5))).toEqual(['input 5']);
	expect(round()).toEqual([]);
});
