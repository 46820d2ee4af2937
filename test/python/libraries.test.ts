import { afterAll, describe, expect, test } from 'vitest';
import { explain } from '../../server/src/explain/explain.ts';
import { cellsOf, LibraryPythons } from '../support/library-pythons.ts';
import { type LibraryProgram, libraryPrograms } from './library-programs.ts';

const pythons = await LibraryPythons.find();
afterAll(() => pythons.close());

describe('what libraries print', () => {
	const named = libraryPrograms.map((program, index) => ({ name: `${index} ${program.needs.join(' ')} ${program.error}`, program, index }));
	test.for(named)('$name', ({ program, index }, context) => {
		const python = pythons.with(program.needs);
		if (python === undefined) return context.skip(`not run: no Python here has ${program.needs.join(' and ')}`);
		const path = `${pythons.folder}/test_program_${index}.py`;
		const { printed } = pythons.run(python, program.source, path, program.runner, program.options);
		const first = explain(printed)[0];
		const [line, cell] = placeOf(program);
		expect(first && { error: first.error, line: first.frame?.line ?? 0 }, printed).toEqual({ error: program.error, line });
		if (line === 0) return;
		if (program.runner === 'cells') expect(first?.frame?.path).toMatch(new RegExp(`In ?\\[${cell}\\]|ipython-input-${cell}-`));
		else expect(first?.frame?.path.split('/').at(-1)).toBe(path.split('/').at(-1));
	});
});

/** Line to look at, and the 1-based cell it is in; 0 for a program whose output names no place. */
function placeOf({ source, runner }: LibraryProgram): readonly [line: number, cell: number] {
	const parts = runner === 'cells' ? cellsOf(source) : [source];
	const cell = parts.findIndex((part) => part.includes('# here'));
	return [(parts[cell] ?? '').split('\n').findIndex((line) => line.endsWith('# here')) + 1, cell + 1];
}
