import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { clean, folderWith, run } from './run.ts';

const helper = `import asyncio


async def load():
    await asyncio.sleep(0)


def refresh():
    return asyncio.run(load())
`;
const app = `import asyncio
from helper import refresh


async def main():
    refresh()


asyncio.run(main())
`;

const tracebackIn = (folder: string) => `Traceback (most recent call last):
  File "${folder}/app.py", line 9, in <module>
    asyncio.run(main())
  File "/usr/lib/python3.11/asyncio/runners.py", line 190, in run
    return runner.run(main)
  File "${folder}/app.py", line 6, in main
    refresh()
  File "${folder}/helper.py", line 9, in refresh
    return asyncio.run(load())
  File "/usr/lib/python3.11/asyncio/runners.py", line 186, in run
    raise RuntimeError(
RuntimeError: asyncio.run() cannot be called from a running event loop
`;

interface ExplainReport {
	readonly version: number;
	readonly explanations: readonly {
		readonly error: string;
		readonly frame: unknown;
		readonly findings: readonly { readonly path: string; readonly line: number; readonly rule: string; readonly fixes: readonly unknown[] }[];
	}[];
}

const explainJson = (cwd: string, args: readonly string[], input = '') =>
	JSON.parse(run(['explain', '--format', 'json', ...args], { cwd, input }).stdout) as ExplainReport;

describe('explain', () => {
	test('prints message, place, cause and advice, and what the analysis says of the place', () => {
		const folder = folderWith({ 'app.py': app, 'helper.py': helper });
		const { status, stdout, stderr } = run(['explain'], { cwd: folder, input: tracebackIn(folder) });
		expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
		expect(stdout).toMatch(/^RuntimeError: asyncio\.run\(\) cannot be called from a running event loop\n/);
		expect(stdout).toContain('Where  helper.py:9, in refresh\n       9 | return asyncio.run(load())\nFrom   app.py:6, in main\n       app.py:9\nWhy    ');
		expect(stdout).toContain('app.py:6:5 error nested-event-loop: ');
		expect(stdout).toMatch(/= helper\.py:9:12: /);
		expect(stdout).toContain('fix: ');
	});

	test('reads a file, standard input, and - for it', () => {
		const folder = folderWith({});
		const text = tracebackIn('/srv/ferry');
		const saved = folderWith({ 'log.txt': text, 'utf16.txt': Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]) });
		const expected = [{ error: 'nested-run', frame: { path: '/srv/ferry/helper.py', line: 9, function: 'refresh' }, findings: [] }];
		for (const report of [
			explainJson(saved, ['log.txt']),
			explainJson(saved, ['utf16.txt']),
			explainJson(folder, ['-'], text),
			explainJson(folder, [], text),
		]) {
			expect(report).toMatchObject({ version: 1, explanations: expected });
		}
	});

	test('finds the file of a container by its last parts, when the line reads the same', () => {
		const folder = folderWith({ 'app.py': app, 'helper.py': helper });
		expect(explainJson(folder, [], tracebackIn('/usr/src/app')).explanations[0]?.findings).toMatchObject([
			{ path: 'app.py', line: 6, rule: 'nested-event-loop' },
		]);
		const other = folderWith({ 'app.py': clean, 'helper.py': clean });
		expect(explainJson(other, [], tracebackIn('/usr/src/app')).explanations[0]?.findings).toEqual([]);
	});

	test('says so and exits with 1 when nothing is known', () => {
		const folder = folderWith({ 'binary.log': Buffer.from([0, 1, 2, 255, 254, 10, 0]) });
		expect(run(['explain', '-'], { cwd: folder, input: 'KeyError: 1\n' })).toMatchObject({ status: 1, stdout: 'nothing about asyncio found\n' });
		expect(run(['explain', 'binary.log'], { cwd: folder })).toMatchObject({ status: 1, stdout: 'nothing about asyncio found\n' });
		expect(run(['explain', '--format', 'json'], { cwd: folder, input: '' })).toMatchObject({
			status: 1,
			stdout: '{\n  "version": 1,\n  "explanations": []\n}\n',
		});
	});

	test('exits with 2 for a file it cannot read', () => {
		const folder = folderWith({});
		expect(run(['explain', join(folder, 'none.txt')], { cwd: folder })).toMatchObject({
			status: 2,
			stdout: '',
			stderr: expect.stringContaining('cannot be read'),
		});
		expect(run(['explain', '.'], { cwd: folder })).toMatchObject({ status: 2, stdout: '' });
	});

	test('shows no control characters of the text', () => {
		const { stdout } = run(['explain'], { cwd: folderWith({}), input: 'RuntimeError: Event loop is closed\u0007\u009b31m' });
		// biome-ignore lint/suspicious/noControlCharactersInRegex: terminals obey them
		expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u0080-\u009f]/);
	});
});
