import { spawnSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { explain } from '../../server/src/explain/explain.ts';
import { findPythons, type Python } from '../support/pythons.ts';
import { type FailingProgram, failingPrograms } from './failing-programs.ts';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'asyncio-doctor-tracebacks-')));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const { selected } = await findPythons();

describe.each(selected)('what Python $version prints', (python) => {
	const programs = failingPrograms.filter(({ from = 0, to = Infinity }) => from <= python.minor && python.minor <= to);
	test.each(programs.map((program, index) => [`${index} ${program.error}`, program] as const))('%s', (name, program) => {
		const path = join(folder, `program_${name.split(' ')[0]}.py`);
		const written = run(python, program, path);
		// On a busy machine any callback may take long.
		const printed = program.error === 'slow-callback' ? written : written.replace(/^Executing <.*\n/gm, '');
		const first = explain(printed)[0];
		const here = program.source.split('\n').findIndex((line) => line.endsWith('# here')) + 1;
		expect(first && { error: first.error, frame: first.frame && `${first.frame.path}:${first.frame.line}` }, printed).toEqual({
			error: program.error,
			frame: here === 0 ? null : `${path}:${here}`,
		});
	});
});

/** What the program prints, or would have to print forever. */
function run({ executable }: Python, { source, options = [] }: FailingProgram, path: string): string {
	writeFileSync(path, source);
	const { PYTHONASYNCIODEBUG, PYTHONWARNINGS, PYTHONPATH, ...env } = process.env;
	const { stderr, error } = spawnSync(executable, [...options, path], { cwd: folder, env, encoding: 'utf8', timeout: 20_000 });
	if (error) throw error;
	return stderr;
}
