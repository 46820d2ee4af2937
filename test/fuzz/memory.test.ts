import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { MemoryFigures } from './memory.ts';

const root = join(import.meta.dirname, '../..');

/** Megabytes. What V8 keeps of code and tables moves by a few without anything being lost. */
const NOISE = 6;
/** As long as a session of ten thousand steps gains less than the noise, nobody ever notices. */
const FLAT = 0.6;

const known = new Map<string, MemoryFigures>();

/** In a process of its own, where collecting can be forced and nothing else is held. */
function figuresOf(program: string, steps: number): MemoryFigures {
	const earlier = known.get(program);
	if (earlier) return earlier;
	const args = ['scripts/fuzz.mjs', 'memory', '--json', '--only', program, '--edits', String(steps), '--files', String(steps)];
	const { stdout, stderr, status } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
	expect(stderr).toBe('');
	expect(status).toBe(0);
	const [figures] = JSON.parse(stdout) as [MemoryFigures];
	known.set(program, figures);
	return figures;
}

/** Noise of a few samples must not look like a slope: over few steps it may be as steep as the noise makes it. */
function expectFlat({ slope, samples }: MemoryFigures): void {
	const steps = (samples.at(-1)?.after ?? 0) / 2;
	expect(slope, 'MB gained for each 1,000 steps').toBeLessThan(Math.max(FLAT, (1000 * NOISE) / steps));
}

function expectGivenBack({ before, closed }: MemoryFigures): void {
	expect(closed - before, 'MB held after everything was closed').toBeLessThan(NOISE);
}

describe('memory after a forced collection', () => {
	test('is flat over edits in a class of 6,000 lines', () => {
		expectFlat(figuresOf('edits', 200));
	}, 180_000);

	test('is given back when a class of 6,000 lines is closed', () => {
		expectGivenBack(figuresOf('edits', 200));
	}, 180_000);

	test('is flat over files that are opened and closed again and again', () => {
		expectFlat(figuresOf('again', 100));
	}, 180_000);

	test('is given back when they are closed', () => {
		expectGivenBack(figuresOf('again', 100));
	}, 180_000);

	test('is flat over files of a large project that are opened and closed once', () => {
		const figures = figuresOf('once', 60);
		expectGivenBack(figures);
		expectFlat(figures);
	}, 180_000);

	test('is at most 250 MB with a hundred files open, edits in them included', () => {
		const figures = figuresOf('open', 100);
		expectFlat(figures);
		for (const { resident } of figures.samples) expect(resident).toBeLessThan(250);
	}, 180_000);

	test('is given back when a hundred files are closed', () => {
		expectGivenBack(figuresOf('open', 100));
	}, 180_000);
});
