import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');

test('the benchmark runs and prints a figure in every place of its tables', () => {
	const { stdout, stderr, status } = spawnSync(process.execPath, ['scripts/bench.mjs', '--quick'], { cwd: root, encoding: 'utf8' });
	expect(stderr).toBe('');
	expect(status).toBe(0);
	for (const heading of ['over the pipe (ms)', 'processor time of a key', 'cold check', 'exponent', 'dependants', 'start (ms)'])
		expect(stdout).toContain(heading);
	expect(stdout).toMatch(/classes of 50 lines, \d+ lines +[\d.]+ +[\d.]+ +[\d.]+ +[\d.]+ +[\d.]+x +[\d.]+-[\d.]+ +[\d.]+x +[\d.]+/);
	expect(stdout).toMatch(/classes of 50 lines, \d+ lines +[\d.]+ +[\d.]+ +[\d.]+x +[\d.]+ +[\d.]+ +[\d.]+x +\d+ +\d+ +\d+/);
	expect(stdout).not.toContain('NaN');
}, 180_000);
