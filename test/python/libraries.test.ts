import { spawnSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { explain } from '../../server/src/explain/explain.ts';
import { findPythons } from '../support/pythons.ts';
import { type LibraryProgram, libraryPrograms } from './library-programs.ts';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'asyncio-doctor-libraries-')));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The interpreter with libraries that the environment names, else the system's own, to which distributions install them, else any. */
const candidates = [
	process.env.ASYNCIO_DOCTOR_PYTHON ?? [],
	'/usr/bin/python3',
	'python3',
	(await findPythons()).selected.map(({ executable }) => executable),
].flat(2);
const { PYTHONASYNCIODEBUG, PYTHONWARNINGS, PYTHONPATH, FORCE_COLOR, ...env } = process.env;
const cells = fileURLToPath(new URL('run_cells.py', import.meta.url));

describe('what libraries print', () => {
	const named = libraryPrograms.map((program, index) => ({ name: `${index} ${program.needs.join(' ')} ${program.error}`, program, index }));
	test.for(named)('$name', ({ program, index }, context) => {
		const python = interpreterWith(program.needs);
		if (python === undefined) return context.skip(`not run: no Python here has ${program.needs.join(' and ')}`);
		const path = join(folder, `test_program_${index}.py`);
		const printed = run(python, program, path);
		const first = explain(printed)[0];
		const [line, cell] = placeOf(program);
		expect(first && { error: first.error, line: first.frame?.line ?? 0 }, printed).toEqual({ error: program.error, line });
		if (line === 0) return;
		if (program.runner === 'cells') expect(first?.frame?.path).toMatch(new RegExp(`In ?\\[${cell}\\]|ipython-input-${cell}-`));
		else expect(first?.frame?.path.split('/').at(-1)).toBe(path.split('/').at(-1));
	});
});

/** The first interpreter that can import all of the modules. */
function interpreterWith(modules: readonly string[]): string | undefined {
	const program = `import ${modules.join(', ')}`;
	return candidates.find((candidate) => importable(candidate, program));
}

const answers = new Map<string, boolean>();

function importable(python: string, program: string): boolean {
	const key = `${python} ${program}`;
	const known = answers.get(key);
	if (known !== undefined) return known;
	const answer = spawnSync(python, ['-W', 'ignore', '-c', program], { cwd: folder, env, timeout: 30_000 }).status === 0;
	answers.set(key, answer);
	return answer;
}

/** Line to look at, and the 1-based cell it is in; 0 for a program whose output names no place. */
function placeOf({ source, runner }: LibraryProgram): readonly [line: number, cell: number] {
	const parts = runner === 'cells' ? cellsOf(source) : [source];
	const cell = parts.findIndex((part) => part.includes('# here'));
	return [(parts[cell] ?? '').split('\n').findIndex((line) => line.endsWith('# here')) + 1, cell + 1];
}

function cellsOf(source: string): readonly string[] {
	return source.split('# %%\n');
}

/** All that the program prints, or would have to print forever. */
function run(python: string, { source, runner, options = [] }: LibraryProgram, path: string): string {
	writeFileSync(path, source);
	const script = { cells: [cells], ipython: ['-m', 'IPython', '--no-banner', path] };
	const args = Array.isArray(runner)
		? ['-m', 'pytest', '-p', 'no:cacheprovider', path, ...runner.slice(1)]
		: typeof runner === 'string'
			? script[runner]
			: [path];
	const input = runner === 'cells' ? JSON.stringify(cellsOf(source)) : '';
	const { stdout, stderr, error } = spawnSync(python, [...options, ...args], {
		cwd: folder,
		env: { ...env, IPYTHONDIR: folder, HOME: folder },
		input,
		encoding: 'utf8',
		timeout: 60_000,
	});
	if (error) throw error;
	return stdout + stderr;
}
