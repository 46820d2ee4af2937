import { chmodSync, lstatSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkJson, checkJsonWithoutPrivileges, clean, folderWith, permissionsHold, requesting, run, sleeping, sleepingFixed, snapshot } from './run.ts';

describe('--fix', () => {
	test('writes safe fixes; findings and status are what remains', () => {
		const cwd = folderWith({ 'a.py': sleeping, 'b.py': requesting, 'c.py': clean });
		const before = snapshot(cwd);
		const { status, stdout } = run(['check', '--fix', '.'], { cwd });
		expect(readFileSync(join(cwd, 'a.py'), 'utf8')).toBe(sleepingFixed);
		expect(snapshot(cwd).slice(1)).toEqual(before.slice(1));
		expect(stdout).toMatch(/^Fixed 1 problem\.\nFound 1 problem \(1 warning\) in 3 files\.$/m);
		expect(status).toBe(1);
		expect(run(['check', '--fix', 'a.py'], { cwd })).toMatchObject({
			status: 0,
			stdout: expect.stringContaining('Fixed 0 problems.\nNo problems found in 1 file.'),
		});
	});

	test('makes unsafe fixes only when asked', () => {
		const cwd = folderWith({ 'b.py': requesting });
		run(['check', '--fix', '.'], { cwd });
		expect(readFileSync(join(cwd, 'b.py'), 'utf8')).toBe(requesting);
		expect(checkJson(cwd, ['--fix', '--unsafe-fixes', '.'])).toMatchObject({ status: 0, findings: [] });
		expect(readFileSync(join(cwd, 'b.py'), 'utf8')).toContain('await ');
	});

	test('fixes many places of one file', () => {
		const calls = Array.from({ length: 60 }, (_, i) => `    time.sleep(${i})\n`).join('');
		const text = `import asyncio\nimport time\n\nasync def main():\n${calls}    print(time.time())\n\nasyncio.run(main())\n`;
		const cwd = folderWith({ 'a.py': text });
		expect(checkJson(cwd, ['--fix', '.'])).toMatchObject({ status: 0, findings: [] });
		expect(readFileSync(join(cwd, 'a.py'), 'utf8')).toBe(text.replaceAll('time.sleep', 'await asyncio.sleep'));
	});

	test.each([
		[
			'a byte order mark',
			Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(sleeping)]),
			Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(sleepingFixed)]),
		],
		['CRLF', Buffer.from(sleeping.replaceAll('\n', '\r\n')), Buffer.from(sleepingFixed.replaceAll('\n', '\r\n'))],
		[
			'latin-1',
			Buffer.from(`# -*- coding: latin-1 -*-\n# \xe9\x80\n${sleeping}`, 'latin1'),
			Buffer.from(`# -*- coding: latin-1 -*-\n# \xe9\x80\n${sleepingFixed}`, 'latin1'),
		],
		[
			'cp1252',
			Buffer.concat([Buffer.from('#!/usr/bin/python\n# coding=cp1252\n# '), Buffer.from([0x80, 10]), Buffer.from(sleeping)]),
			Buffer.concat([Buffer.from('#!/usr/bin/python\n# coding=cp1252\n# '), Buffer.from([0x80, 10]), Buffer.from(sleepingFixed)]),
		],
		['no newline at the end', Buffer.from(sleeping.trimEnd()), Buffer.from(sleepingFixed.trimEnd())],
	])('keeps %s', (_, before, after) => {
		const cwd = folderWith({ 'a.py': before });
		run(['check', '--fix', '.'], { cwd });
		expect(readFileSync(join(cwd, 'a.py'))).toEqual(after);
	});

	test('a file whose encoding cannot be written stays as it is and is named', () => {
		// Shift JIS has two bytes for these characters.
		const cwd = folderWith({
			'a.py': Buffer.concat([Buffer.from('# coding: shift_jis\n# '), Buffer.from([0x93, 0xfa, 0x96, 0x7b, 10]), Buffer.from(sleeping)]),
		});
		const before = snapshot(cwd);
		expect(checkJson(cwd, ['--fix', '.'])).toMatchObject({
			status: 1,
			findings: [{ rule: 'blocking-sleep' }],
			errors: [{ path: 'a.py', message: expect.stringMatching(/^cannot be written: .*shift_jis/) }],
		});
		expect(snapshot(cwd)).toEqual(before);
	});

	test('keeps the mode, writes through a link and leaves nothing behind', () => {
		const cwd = folderWith({ 'real/a.py': sleeping });
		chmodSync(join(cwd, 'real/a.py'), 0o751);
		mkdirSync(join(cwd, 'links'));
		symlinkSync('../real/a.py', join(cwd, 'links/b.py'));
		run(['check', '--fix', 'links/b.py'], { cwd });
		expect(readFileSync(join(cwd, 'real/a.py'), 'utf8')).toBe(sleepingFixed);
		expect(statSync(join(cwd, 'real/a.py')).mode & 0o777).toBe(0o751);
		expect(lstatSync(join(cwd, 'links/b.py')).isSymbolicLink()).toBe(true);
		expect(readdirSync(join(cwd, 'real'))).toEqual(['a.py']);
	});

	test.runIf(permissionsHold)('a file that may not be written stays as it is and is named', () => {
		const cwd = folderWith({ 'a.py': sleeping, 'b.py': clean });
		chmodSync(join(cwd, 'a.py'), 0o444);
		const before = snapshot(cwd);
		expect(checkJsonWithoutPrivileges(cwd, ['--fix', '.'])).toMatchObject({
			status: 1,
			errors: [{ path: 'a.py', message: 'cannot be written: permission denied' }],
			summary: { files: 2, findings: 1 },
		});
		expect(snapshot(cwd)).toEqual(before);
	});
});

describe('--fix --diff', () => {
	test('prints a diff that git can apply, writes nothing, and tells the rest on standard error', () => {
		const cwd = folderWith({ 'app/a.py': sleeping, 'b.py': requesting });
		const before = snapshot(cwd);
		const { status, stdout, stderr } = run(['check', '--fix', '--diff', '.'], { cwd });
		expect(stdout).toMatch(/^--- a\/app\/a\.py\n\+\+\+ b\/app\/a\.py\n@@ -\d+,\d+ \+\d+,\d+ @@\n/);
		expect(stdout.split('\n').filter((line) => /^[-+] /.test(line))).toEqual(['-    time.sleep(1)', '+    await asyncio.sleep(1)']);
		expect(stderr).toContain('Would fix 1 problem');
		expect(stderr).toMatch(/^b\.py:5:\d+ warning blocking-http/m);
		expect(status).toBe(1);
		expect(snapshot(cwd)).toEqual(before);
	});

	test('prints nothing where nothing can be fixed', () => {
		expect(run(['check', '--fix', '--diff', '.'], { cwd: folderWith({ 'a.py': clean }) })).toMatchObject({ status: 0, stdout: '' });
	});
});

describe('standard input', () => {
	test('--fix prints the fixed text, the rest on standard error', () => {
		const { status, stdout, stderr } = run(['check', '--fix', '--stdin-filename', 'a.py', '-'], { cwd: folderWith({}), input: sleeping });
		expect({ status, stdout }).toEqual({ status: 0, stdout: sleepingFixed });
		expect(stderr).toContain('Fixed 1 problem.');
	});

	test('--fix does not touch the file of that name', () => {
		const cwd = folderWith({ 'a.py': clean });
		const before = snapshot(cwd);
		run(['check', '--fix', '--stdin-filename', 'a.py', '-'], { cwd, input: sleeping });
		expect(snapshot(cwd)).toEqual(before);
	});

	test('what cannot be decoded comes back unchanged', () => {
		const { status, stdout, stderr } = run(['check', '--fix', '-'], { cwd: folderWith({}), input: Buffer.from('x = 1\0\n') });
		expect({ status, stdout }).toEqual({ status: 1, stdout: 'x = 1\0\n' });
		expect(stderr).toContain('stdin.py: cannot be decoded: it contains NUL bytes');
	});

	test('--fix --diff prints the diff', () => {
		expect(run(['check', '--fix', '--diff', '--stdin-filename', 'a.py', '-'], { cwd: folderWith({}), input: sleeping }).stdout).toContain(
			'+    await asyncio.sleep(1)\n',
		);
	});
});
