import { chmodSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkJson, checkJsonWithoutPrivileges, clean, folderWith, permissionsHold, run, sleeping, snapshot } from './run.ts';

/** Each beside a good file that must still be checked. */
const unreadable: readonly [what: string, content: Uint8Array | string, message: RegExp][] = [
	['is not UTF-8', Buffer.from('x = 1\ny = "\xe9"\n', 'latin1'), /^cannot be decoded: it is not UTF-8 \(line 2\)/],
	['is UTF-16', Buffer.from('\ufeffx = 1\n', 'utf16le'), /^cannot be decoded: it contains NUL bytes/],
	['has NUL bytes', 'x = 1\n\0\n', /^cannot be decoded: it contains NUL bytes/],
	['has an unknown coding', '# coding: klingon\nx = 1\n', /^cannot be decoded: its encoding klingon is not supported/],
	['contradicts its coding', Buffer.from([...Buffer.from('# coding: ascii\n# '), 0xe9]), /^cannot be decoded: it is not ascii/],
	['contradicts its byte order mark', '\ufeff# coding: latin-1\nx = 1\n', /^cannot be decoded: its byte order mark/],
	['is too large', Buffer.alloc(20 * 1024 * 1024 + 1, 'x = 1\n'), /^cannot be read: it is larger than 20 MB/],
];

test.each(unreadable)('a file that %s is named, the others are checked', (_, content, message) => {
	const cwd = folderWith({ 'bad.py': content, 'good.py': sleeping });
	const before = snapshot(cwd);
	const report = checkJson(cwd);
	expect(report).toMatchObject({
		status: 1,
		findings: [{ path: 'good.py' }],
		errors: [{ path: 'bad.py', message: expect.stringMatching(message) }],
		summary: { files: 1, findings: 1, errors: 1 },
	});
	expect(checkJson(cwd, ['bad.py', 'good.py']).errors).toEqual(report.errors);
	expect(run(['check', '.'], { cwd }).stdout).toContain('error: bad.py: cannot be ');
	expect(snapshot(cwd)).toEqual(before);
});

const readable: readonly [what: string, content: Uint8Array | string, line: number, column: number][] = [
	['has a byte order mark', `\ufeff${sleeping}`, 5, 5],
	['has a coding comment', Buffer.from(`# vim: set fileencoding=latin-1 :\n# \xe9\n${sleeping}`, 'latin1'), 7, 5],
	['has a coding comment in line 2', Buffer.from(`#!/usr/bin/env python3\n# -*- coding: iso-8859-15 -*-\n# \xa4\n${sleeping}`, 'latin1'), 8, 5],
	['has CRLF ends', sleeping.replaceAll('\n', '\r\n'), 5, 5],
	['has a form feed', `\f\n${sleeping}`, 6, 5],
];

test.each(readable)('a file that %s is checked', (_, content, line, column) => {
	const cwd = folderWith({ 'a.py': content });
	const before = snapshot(cwd);
	expect(checkJson(cwd)).toMatchObject({ findings: [{ path: 'a.py', line, column, rule: 'blocking-sleep' }], errors: [] });
	expect(snapshot(cwd)).toEqual(before);
});

describe('code that is not understood', () => {
	const head = 'import asyncio\nimport time\n\nasync def main():\n    time.sleep(1)\n\n';
	test.each([
		['a half-typed line', `${head}def broken(:\n`, 7],
		['a half-typed line in a function', `${head}def other():\n    x = 1 +* 2\n    return x\n`, 8],
		['merge markers', `${head}<<<<<<< HEAD\nx = time.time()\n=======\nx = time.monotonic()\n>>>>>>> other\n`, 7],
		['an unclosed bracket', `${head}x = (time.time()\n`, 7],
		['an indented line', `${head}  x = time.time()\n`, 7],
	])('%s is named and does not fail; the rest is checked, and nothing is fixed', (_, text, line) => {
		const cwd = folderWith({ 'a.py': text, 'good.py': sleeping });
		const errors = [{ path: 'a.py', message: `not understood in line ${line}: partly checked`, line }];
		expect(checkJson(cwd, ['--fail-on', 'error', '.'])).toMatchObject({ status: 0, errors, findings: [{ path: 'a.py', line: 5 }, { path: 'good.py' }] });
		const fixed = checkJson(cwd, ['--fix', '--unsafe-fixes', '--fail-on', 'error', '--fail-on-unparsed', '.']);
		expect(fixed).toMatchObject({ status: 1, errors, findings: [{ path: 'a.py', line: 5 }], byHand: [{ reason: expect.stringContaining('not understood') }] });
		expect(readFileSync(join(cwd, 'a.py'), 'utf8')).toBe(text);
	});

	test('it is named in each format, and standard input comes back as it is', () => {
		const text = `${head}def broken(:\n`;
		const cwd = folderWith({ 'a.py': text });
		expect(run(['check', '--fix', '.'], { cwd }).stdout).toMatch(
			/^warning: a\.py: not understood in line 7: partly checked$[\s\S]*^1 file not understood as a whole: partly checked, and left as it is\.$/m,
		);
		expect(run(['check', '--format', 'github', '.'], { cwd }).stdout).toContain('::warning file=a.py,line=7::a.py: not understood in line 7');
		const [invocation] = JSON.parse(run(['check', '--format', 'sarif', '.'], { cwd }).stdout).runs[0].invocations;
		expect(invocation).toMatchObject({
			executionSuccessful: true,
			toolExecutionNotifications: [{ level: 'warning', locations: [{ physicalLocation: { region: { startLine: 7 } } }] }],
		});
		expect(run(['check', '--fix', '--stdin-filename', 'a.py', '-'], { cwd, input: text }).stdout).toBe(text);
	});

	test('a cell is named with its notebook', () => {
		const cells = ['import time', 'x = (', 'async def f():\n    time.sleep(1)'].map((source) => ({ cell_type: 'code', source, metadata: {}, outputs: [] }));
		const cwd = folderWith({ 'a.ipynb': JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 }) });
		const before = snapshot(cwd);
		expect(checkJson(cwd, ['--fix', '.'])).toMatchObject({
			errors: [{ path: 'a.ipynb', message: 'not understood in cell 2, line 1: partly checked', cell: 2, line: 1 }],
			findings: [{ cell: 3, line: 2 }],
		});
		expect(snapshot(cwd)).toEqual(before);
	});

	test('a fix of another file does not change it', () => {
		const cwd = folderWith({
			'a.py': 'import asyncio\nfrom b import work\n\nasync def main():\n    work()\n\nasyncio.run(main())\n',
			'b.py': 'import requests\n\ndef work():\n    requests.get("https://example.org")\n\ndef broken(:\n',
		});
		const before = readFileSync(join(cwd, 'b.py'), 'utf8');
		run(['check', '--fix', '--unsafe-fixes', '.'], { cwd });
		expect(readFileSync(join(cwd, 'b.py'), 'utf8')).toBe(before);
	});
});

test('a file with CR ends neither crashes nor is changed', () => {
	const cwd = folderWith({ 'cr.py': sleeping.replaceAll('\n', '\r'), 'good.py': sleeping });
	const before = snapshot(cwd);
	const report = checkJson(cwd);
	expect(report.errors).toEqual([]);
	expect(report.findings.some((finding) => finding.path === 'good.py')).toBe(true);
	expect(snapshot(cwd)).toEqual(before);
});

test('10 MB of code are checked', () => {
	const line = 'value = call(argument, "text", [1, 2, 3])\n';
	const cwd = folderWith({ 'big.py': sleeping + line.repeat(Math.ceil(10_000_000 / line.length)), 'good.py': sleeping });
	expect(checkJson(cwd).findings).toMatchObject([{ path: 'big.py', line: 5 }, { path: 'good.py' }]);
}, 130_000);

test.each([
	['opened', '('.repeat(10_000), [{ path: 'deep.py', message: 'not understood in line 10: partly checked', line: 10 }]],
	['opened and closed', `x = ${'['.repeat(10_000)}${']'.repeat(10_000)}\n`, []],
	['as calls', `x = ${'f('.repeat(10_000)}${')'.repeat(10_000)}\n`, []],
])('10,000 nested brackets, %s', (_, content, expected) => {
	const cwd = folderWith({ 'deep.py': `${sleeping}\nasync def deep():\n    ${content}`, 'good.py': sleeping });
	const { findings, errors } = checkJson(cwd);
	expect(findings.map((finding) => finding.path)).toContain('good.py');
	expect(errors).toEqual(expected);
});

describe('paths', () => {
	test('a path that is not there is named, the others are checked', () => {
		expect(checkJson(folderWith({ 'good.py': sleeping }), ['none.py', 'good.py'])).toMatchObject({
			status: 1,
			findings: [{ path: 'good.py' }],
			errors: [{ path: 'none.py', message: 'cannot be read: no such file or folder' }],
		});
	});

	test('a folder named x.py is walked', () => {
		const cwd = folderWith({ 'x.py/inner.py': sleeping, 'good.py': clean });
		expect(checkJson(cwd).findings).toMatchObject([{ path: 'x.py/inner.py' }]);
		expect(checkJson(cwd, ['x.py']).findings).toMatchObject([{ path: 'x.py/inner.py' }]);
	});

	test('a link to its own parent ends, a file goes by its own name', () => {
		const cwd = folderWith({ 'pkg/a.py': sleeping });
		symlinkSync('..', join(cwd, 'pkg/again'));
		symlinkSync('a.py', join(cwd, 'pkg/0.py'));
		symlinkSync('self', join(cwd, 'self'));
		expect(checkJson(cwd)).toMatchObject({ findings: [{ path: 'pkg/a.py' }], errors: [] });
	});

	test('a link that leads nowhere is named when it should be a module', () => {
		const cwd = folderWith({ 'good.py': sleeping });
		symlinkSync('gone', join(cwd, 'x.py'));
		symlinkSync('gone', join(cwd, 'readme'));
		symlinkSync('somebody@host', join(cwd, '.#good.py'));
		expect(checkJson(cwd)).toMatchObject({ findings: [{ path: 'good.py' }], errors: [{ path: 'x.py', message: expect.stringMatching(/^cannot be read: /) }] });
	});

	test.runIf(permissionsHold)('without permission to read, file and folder are named', () => {
		const cwd = folderWith({ 'a.py': sleeping, 'closed/b.py': sleeping, 'good.py': sleeping });
		chmodSync(join(cwd, 'a.py'), 0o000);
		chmodSync(join(cwd, 'closed'), 0o000);
		const report = checkJsonWithoutPrivileges(cwd);
		chmodSync(join(cwd, 'closed'), 0o755);
		expect(report).toMatchObject({ status: 1, findings: [{ path: 'good.py' }] });
		expect([...report.errors].sort((a, b) => (a.path < b.path ? -1 : 1))).toEqual([
			{ path: 'a.py', message: 'cannot be read: permission denied' },
			{ path: 'closed', message: 'cannot be read: permission denied' },
		]);
	});
});

describe('pyproject.toml', () => {
	test('a broken one is one error with its line, the files are checked by the defaults', () => {
		const cwd = folderWith({ 'pyproject.toml': '[tool.asyncio-doctor]\nexclude = [\n', 'a.py': sleeping, 'sub/b.py': sleeping });
		expect(checkJson(cwd)).toMatchObject({
			status: 1,
			findings: [{ path: 'a.py' }, { path: 'sub/b.py' }],
			errors: [{ path: 'pyproject.toml', message: expect.stringMatching(/^is not valid TOML: .*\(line \d+, column \d+\)$/) }],
		});
	});

	test('unknown settings and wrong values are named with their place, the rest applies', () => {
		const cwd = folderWith({
			'pyproject.toml':
				'[tool.asyncio-doctor]\nexlude = ["a.py"]\npython-version = 3.11\n[tool.asyncio-doctor.severity]\nblocking = "error"\nbloking = "off"\n',
			'a.py': sleeping,
		});
		const report = checkJson(cwd);
		expect(report).toMatchObject({ status: 1, findings: [{ path: 'a.py', severity: 'error' }] });
		expect(report.errors).toEqual([
			{ path: 'pyproject.toml', message: 'unknown setting "exlude" (did you mean "exclude"?) (line 2, column 1)' },
			{ path: 'pyproject.toml', message: '"python-version" must be a text like "3.12", in quotes (line 3, column 18)' },
			{ path: 'pyproject.toml', message: 'no rule or category is named "bloking" (did you mean "blocking"?) (line 6, column 1)' },
		]);
	});
});
