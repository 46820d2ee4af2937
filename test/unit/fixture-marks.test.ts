import { expect, test } from 'vitest';
import { readMarks } from '../support/marks.ts';
import { variants } from '../support/variants.ts';

test('a mark names the line above, its columns, the rule, a severity and a part of the message', () => {
	const { text, marks, linesOnDisk } = readMarks('/a.py', 'def f():\n    time.sleep(1)\n#   ^^^^^^^^^^ some-rule (error): stops all\nend\n');
	expect(text).toBe('def f():\n    time.sleep(1)\nend\n');
	expect(marks).toEqual([{ path: '/a.py', line: 1, column: 4, endColumn: 14, rule: 'some-rule', severity: 'error', message: 'stops all', lineOnDisk: 2 }]);
	expect(linesOnDisk).toEqual([1, 2, 4, 5]);
});

test('several marks belong to the same line of code', () => {
	const { text, marks } = readMarks('/a.py', 'one\nf(g())\n#^^^^ outer\n# ^^^ inner\n');
	expect(text).toBe('one\nf(g())\n');
	expect(marks.map(({ line, column, endColumn, rule }) => [line, column, endColumn, rule])).toEqual([
		[1, 0, 5, 'outer'],
		[1, 2, 5, 'inner'],
	]);
});

test('an indented mark counts from the beginning of the line', () => {
	const { marks } = readMarks('/a.py', '\tf()\n\t#^^ a-rule\n');
	expect(marks.map(({ column, endColumn }) => [column, endColumn])).toEqual([[1, 4]]);
});

test('what looks like a mark and is none is an error, not a comment', () => {
	expect(() => readMarks('/a.py', 'f()\n# ^^^ Not A Rule\n')).toThrow('/a.py:2: not a mark');
	expect(() => readMarks('/a.py', 'f()\n# ^^^\n')).toThrow('/a.py:2: not a mark');
});

test('the variant with tabs moves the marks with the code', () => {
	const source = 'if x:\n    if y:\n        f(1)\n#       ^^^^ a-rule\n';
	const { text, marks } = readMarks('/a.py', source);
	const tabs = variants.find(({ name }) => name === 'indented with tabs');
	expect(tabs?.fits(text)).toBe(true);
	expect(tabs?.rewrite(text)).toBe('if x:\n\tif y:\n\t\tf(1)\n');
	expect(marks.map((mark) => tabs?.moved(mark, text)).map((mark) => [mark?.column, mark?.endColumn])).toEqual([[2, 6]]);
	expect(tabs?.fits('if x:\n  f()\n')).toBe(false);
	expect(tabs?.fits('f()\n')).toBe(false);
});
