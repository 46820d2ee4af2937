import { describe, expect, test } from 'vitest';
import { readMagics } from '../../server/src/notebook/magics.ts';
import { NotebookModule } from '../../server/src/notebook/module.ts';

/** A module of cells that go by their numbers. */
function moduleOf(...texts: string[]): NotebookModule {
	return new NotebookModule({ cells: texts.map((text, i) => ({ path: String(i + 1), index: i + 1, text })) });
}

describe('magics', () => {
	// Which lines IPython takes for its own was asked of IPython 8.12's transformer.
	test.each([
		['%matplotlib inline\nx = 1', '                  \nx = 1'],
		['!ls "\nx = 1', '     \nx = 1'],
		['%run a.py \\\n  b\nx = 1', '           \n   \nx = 1'],
		['f?\n?f\na.b??', '  \n  \n     '],
		['if x:\n    !ls\n    %time f()', 'if x:\n    0  \n    0;    f()'],
		['x = %time f()\ny[0] = !ls', 'x =       f()\ny[0] = 0  '],
		['%timeit -n 3 -r2 f()', '0;               f()'],
		['%time for x in y: f()', '                     '],
		['\n%%time\nf()\n!ls', '\n      \nf()\n   '],
		['%%bash\necho "', '      \n      '],
		['  x = 1\n  y = 2', '       \n       '],
	])('%j', (cell, python) => {
		expect(readMagics(cell).python).toBe(python);
	});

	test.each(["'''\n%x\n'''", '(\n%x\n)', 'a = (b\n  % c)', 'x != y', 'x = 1  # why?', "s = '%d' % x", 'x = 1; !ls', 'x = [1,\n!x]'])(
		'%j is left as it is',
		(cell) => {
			expect(readMagics(cell).python).toBe(cell);
		},
	);

	test.each([
		'"'.repeat(200_000),
		`'''${'\\'.repeat(200_000)}`,
		'%time \\\n'.repeat(30_000),
		'x = [\n'.repeat(30_000),
		`${' '.repeat(200_000)}x`,
		'[a '.repeat(60_000),
	])(
		'hostile text number %# takes bounded time',
		(cell) => {
			expect(readMagics(cell).python.length).toBe(cell.length);
		},
		10_000,
	);
});

describe('positions', () => {
	test('offsets of the module are those of the cells, in UTF-16 units', () => {
		const module = moduleOf('"\u{1d538}"', '', '!ls\nx = 1');
		const at = module.python.indexOf('x = 1');
		expect(module.locate({ start: at, end: at + 1 })).toEqual({ path: '3', range: { start: 4, end: 5 } });
		expect(module.locate({ start: 0, end: 100 })).toEqual({ path: '1', range: { start: 0, end: 4 } });
	});

	test('an edit that fits into a cell becomes one of it, any other is refused', () => {
		const module = moduleOf('a = 1\nb = 2', '%time f()\nc = 3', '%%time\nd = 4');
		const edit = (start: number, end: number, newText: string) => module.toCellEdits([{ range: { start, end }, newText }]);
		// With its last line a cell loses the end of line before it.
		expect(edit(6, 12, '')).toEqual([{ path: '1', range: { start: 5, end: 11 }, newText: '' }]);
		expect(edit(6, 14, '')).toBeUndefined();
		const second = module.cells[1]?.start ?? 0;
		expect(edit(second, second, 'import x\n')).toEqual([{ path: '2', range: { start: 0, end: 0 }, newText: 'import x\n' }]);
		expect(edit(second + 6, second + 6, 'await ')).toEqual([{ path: '2', range: { start: 6, end: 6 }, newText: 'await ' }]);
		expect(edit(second + 6, second + 10, '')).toBeUndefined();
		expect(edit(second + 6, second + 6, 'x = 1\n')).toBeUndefined();
		const third = module.cells[2]?.start ?? 0;
		expect(edit(third, third, 'import x\n')).toBeUndefined();
		expect(edit(third + 7, third + 7, 'import x\n')).toEqual([{ path: '3', range: { start: 7, end: 7 }, newText: 'import x\n' }]);
	});

	test('where a cell may await', () => {
		const module = moduleOf('a', '%time b', '%%capture\nc', '%autoawait off', 'd', '%autoawait True\ne');
		const may = (name: string) => module.mayAwaitAt(module.python.indexOf(name));
		expect(['a', 'b', 'c', 'd', 'e'].map(may)).toEqual([true, false, false, false, true]);
	});
});
