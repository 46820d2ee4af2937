import { describe, expect, test } from 'vitest';
import type { CheckReport } from '../../server/src/cli/report.ts';
import { folderWith, type Run, run, sleeping } from './run.ts';

/** One of each kind: orders to a terminal (ESC, CSI in one byte, BEL), bidirectional, of no width, a tag, a filler, a line separator. */
const hostile = '\u001b]0;x\u0007\u009b2J\u202e\u2066\u200b\u200d\ufeff\u061c\u{e0041}\u3164\u2028';
const spelled = '\\u{1b}]0;x\\u{7}\\u{9b}2J\\u{202e}\\u{2066}\\u{200b}\\u{200d}\\u{feff}\\u{61c}\\u{e0041}\\u{3164}\\u{2028}';
/** Ranges of code points that no output may have; tab and line feed may stand. */
const notSeen: readonly (readonly [number, number])[] = [
	[0x00, 0x08],
	[0x0b, 0x1f],
	[0x7f, 0x9f],
	[0x61c, 0x61c],
	[0x200b, 0x200f],
	[0x2028, 0x202e],
	[0x2060, 0x206f],
	[0x3164, 0x3164],
	[0xd800, 0xdfff],
	[0xfeff, 0xfeff],
	[0xe0000, 0xe0fff],
];

const name = process.platform === 'win32' ? '\u202e\u200b.py' : `a${hostile}\n.py`;
const code = sleeping.replace('time.sleep(1)', `time.sleep(1)  # ${hostile}`);

function expectVisible({ stdout, stderr }: Run): void {
	const found = [...stdout, ...stderr].map((character) => character.codePointAt(0) as number);
	expect(found.filter((code) => notSeen.some(([first, last]) => first <= code && code <= last))).toEqual([]);
}

function folder(): string {
	return folderWith({
		[name]: code,
		[`bad${name}`]: '\0',
		'pyproject.toml': `[tool.asyncio-doctor]\n"x\u202e" = 1\n[tool.asyncio-doctor.severity]\n"y\u200b" = "off"\n`,
	});
}

describe('what is not seen is spelled out', () => {
	test.each([
		'check',
		'check --format github',
		'check --format json',
		'check --format sarif',
		'check --fix --diff',
		'check --fix --diff --format github',
		'check --fix',
	])('by %s', (command) => {
		const result = run([...command.split(' '), '.'], { cwd: folder() });
		expect(result.stdout).not.toBe('');
		expectVisible(result);
	});

	test('as the code points of the characters', () => {
		const cwd = folder();
		expect(run(['check', '.'], { cwd }).stdout).toContain(`time.sleep(1)  # ${spelled}\n`);
		expect(run(['check', '--fix', '--diff', '.'], { cwd }).stdout).toContain(`-    time.sleep(1)  # ${spelled}\n`);
		expect(run(['check', '--format', 'github', '.'], { cwd }).stdout).toContain('file=a\\u{1b}]0;x'.replaceAll(':', '%3A'));
	});

	test.each([
		['check', hostile],
		['check', '.', `--${hostile}`],
		['check', '.', '--select', hostile],
		['check', '.', '--python-version', hostile],
		['check', '.', '--config', hostile],
		['check', '.', '--format', hostile],
		[hostile],
		['explain', hostile],
	])('in errors, %#', (...args) => {
		const result = run(args, { cwd: folderWith({}) });
		expect(`${result.stdout}${result.stderr}`).toContain('\\u{202e}');
		expectVisible(result);
	});

	test('in what explains a log', () => {
		const log = `Traceback (most recent call last):\n  File "/srv/${hostile.replace('\u2028', '')}.py", line 7, in sail\n    loop.call_soon(go)  # ${hostile}\nRuntimeError: Event loop is closed\n`;
		for (const format of ['text', 'json']) {
			const result = run(['explain', '--format', format], { cwd: folderWith({}), input: log });
			expect(result.status).toBe(0);
			expectVisible(result);
		}
	});
});

test('JSON stays the same data', () => {
	const cwd = folder();
	const report = JSON.parse(run(['check', '--format', 'json', '.'], { cwd }).stdout) as CheckReport;
	expect(report.findings.map((finding) => finding.path)).toContain(name);
	expect(report.errors.map((error) => error.path)).toContain(`bad${name}`);
});

test('carets stand under the place, and ends of line and emoji are not spelled out', () => {
	const cwd = folderWith({ 'a.py': sleeping.replace('    time.sleep(1)', '    x = "\u202e\u{e0041}⚠️"; time.sleep(1)').replaceAll('\n', '\r\n') });
	const lines = run(['check', '.'], { cwd }).stdout.split('\n');
	const at = lines.findIndex((line) => line.startsWith(' 5 |'));
	expect(lines[at]).toMatch(/^ 5 \| {5}x = "\\u\{202e\}\\u\{e0041\}⚠️"; time\.sleep\(1\)$/);
	// The warning sign takes one column, the selector behind it none.
	expect(lines[at + 1]?.indexOf('^')).toBe((lines[at]?.indexOf('time.sleep') ?? 0) - 1);
	expect(run(['check', '--fix', '--diff', '.'], { cwd }).stdout).toMatch(/\n\+ {4}x = .*await asyncio\.sleep\(1\)\r\n/);
});

test('a long line is not cut through a character', () => {
	for (const shift of ['', 'a'])
		expectVisible(
			run(['check', '.'], {
				cwd: folderWith({ 'a.py': sleeping.replace('time.sleep(1)', `${shift}x = "${'🙂'.repeat(300)}"; time.sleep(1)  # ${'🙂'.repeat(300)}`) }),
			}),
		);
});

test('a patch that does not apply for that says so, another one does not', () => {
	const { stdout } = run(['check', '--fix', '--diff', '.'], { cwd: folderWith({ 'a.py': code, 'b.py': sleeping }) });
	expect(stdout.split('\n').filter((line) => line.startsWith('#'))).toEqual([
		'# a.py: characters that are not seen are spelled out, so this is for reading, not to be applied',
	]);
});
