import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { folderWith, run } from './run.ts';

/** Of the heap, in MB: several times what the largest notebook here takes as text. */
const env = { NODE_OPTIONS: '--max-old-space-size=300' };
const helper = code('import asyncio\n\nasync def f():\n    await asyncio.sleep(0)\n');
const failing = code('asyncio.run(f())\n');

function code(source: string, outputs: readonly unknown[] = []): unknown {
	return { cell_type: 'code', source, outputs, metadata: {}, execution_count: null };
}

function notebook(...cells: readonly unknown[]): string {
	return JSON.stringify({ cells: [helper, ...cells, failing], metadata: {}, nbformat: 4, nbformat_minor: 5 });
}

function times(count: number, cell: (index: number) => unknown): unknown[] {
	return Array.from({ length: count }, (_, index) => cell(index));
}

/** Within the limits of `run` for time, and those of `env` for memory. */
function check(content: string | Uint8Array, ...options: string[]): { status: number | null; found: number; errors: string[] } {
	const { status, stdout, stderr } = run(['check', '--format', 'json', ...options, 'a.ipynb'], { cwd: folderWith({ 'a.ipynb': content }), env });
	expect(stderr).toBe('');
	const { findings, errors } = JSON.parse(stdout) as { findings: unknown[]; errors: { message: string }[] };
	return { status, found: findings.length, errors: errors.map(({ message }) => message) };
}

const one = { status: 1, found: 1, errors: [] };

describe('notebooks, in bounded time and memory', () => {
	test.each([
		['15 MB of pictures', () => notebook(code('plot()', [{ output_type: 'display_data', data: { 'image/png': 'A'.repeat(15_000_000) } }]))],
		['300,000 lines of output', () => notebook(code('show()', [{ output_type: 'stream', text: times(300_000, (index) => `line ${index}\n`) }]))],
		['a line of 1 MB', () => notebook(code(`x = '${'a'.repeat(1_000_000)}'`))],
		['3,000 cells with magics', () => notebook(...times(3000, (index) => code(`x${index} = 1\n!ls\n%time print(1)\n`)))],
	])('%s', { timeout: 70_000 }, (_, content) => {
		expect(check(content())).toEqual(one);
		expect(check(content(), '--fix')).toEqual({ ...one, status: 0, found: 0 });
	});

	test('500 cells that end too early', { timeout: 70_000 }, () => {
		const content = notebook(...times(500, () => code('%time x = (\n')));
		const partly = { ...one, errors: ['not understood in cell 2, line 1: partly checked'] };
		expect(check(content)).toEqual(partly);
		expect(check(content, '--fix')).toEqual(partly);
	});

	test('1,000 findings', { timeout: 70_000 }, () => {
		const content = notebook(...times(999, () => failing));
		expect(check(content)).toEqual({ ...one, found: 1000 });
		expect(check(content, '--fix')).toEqual({ ...one, status: 0, found: 0 });
	});

	test.each([
		['50 MB', () => notebook(code(`x = '${'a'.repeat(50_000_000)}'`)), 'cannot be read: it is larger than 20 MB'],
		['no text', () => randomBytes(5_000_000), /^cannot be (?:read|decoded)/],
		['nothing but openings', () => '{"cells":['.repeat(200_000), /^cannot be read: it is no JSON/],
		['cut off', () => notebook(code('x = 1')).slice(0, -30), /^cannot be read: it is no JSON/],
	])('%s: one clear message', { timeout: 70_000 }, (_, content, message) => {
		const expected = typeof message === 'string' ? message : expect.stringMatching(message);
		expect(check(content())).toEqual({ status: 1, found: 0, errors: [expected] });
	});
});
