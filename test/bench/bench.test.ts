import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');

test('the benchmark runs and prints a figure in every place of its tables', () => {
	const { stdout, stderr, status } = spawnSync(process.execPath, ['scripts/bench.mjs', '--quick'], { cwd: root, encoding: 'utf8' });
	expect(stderr).toBe('');
	expect(status).toBe(0);
	for (const heading of ['keystroke (ms)', 'cold check', 'exponent', 'dependants', 'start (ms)']) expect(stdout).toContain(heading);
	for (const row of ['a word in a function', 'an import at the top', 'an opening quote'])
		expect(stdout).toMatch(new RegExp(`lines, ${row} +[\\d.]+ +[\\d.]+ +[\\d.]+ +[\\d.]+ +[\\d.]+ +[\\d.]+x +[\\d.]+x`));
	expect(stdout).not.toContain('NaN');
}, 180_000);
