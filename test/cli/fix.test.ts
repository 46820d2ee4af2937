import { execFile } from 'node:child_process';
import {
	chmodSync,
	chownSync,
	linkSync,
	lstatSync,
	lutimesSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	statSync,
	symlinkSync,
	utimesSync,
	writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { CheckReport } from '../../server/src/cli/report.ts';
import {
	builtProgram,
	checkJson,
	checkJsonWithoutPrivileges,
	clean,
	folderWith,
	permissionsHold,
	requesting,
	run,
	sleeping,
	sleepingFixed,
	snapshot,
} from './run.ts';

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

describe('--fix beside others', () => {
	test('two at once lose and tear nothing, and each says what it did', async () => {
		const count = 40;
		const cwd = folderWith(Object.fromEntries(Array.from({ length: count }, (_, i) => [`m${i}.py`, sleeping])));
		for (let i = 0; i < 5; i++) linkSync(join(cwd, `m${i}.py`), join(cwd, `linked${i}.txt`));
		const one = () => promisify(execFile)(process.execPath, [builtProgram, 'check', '--fix', '--format', 'json', '.'], { cwd }).catch((error) => error);
		const reports = (await Promise.all([one(), one()])).map(({ stdout }) => JSON.parse(stdout) as CheckReport);
		for (let i = 0; i < count; i++) expect(readFileSync(join(cwd, `m${i}.py`), 'utf8')).toBe(sleepingFixed);
		expect(readdirSync(cwd)).toHaveLength(count + 5);
		const changed = reports.flatMap(({ changes = [] }) => changes.map(({ path }) => path));
		expect(new Set(changed).size).toBe(count);
		for (const { errors, findings } of reports) {
			expect(findings).toEqual([]);
			for (const { message } of errors) expect(message).toBe('cannot be written: it was changed meanwhile');
		}
	});

	test('what was left by runs that were ended is taken away: only files of ours that nobody can be writing', () => {
		const name = (digit: string) => `.asyncio-doctor-${digit.repeat(32)}.tmp`;
		const cwd = folderWith({
			'a.py': clean,
			[name('0')]: 'old',
			[name('1')]: 'new',
			'.asyncio-doctor-1.tmp': 'other',
			'target.txt': 'x',
			'sub/b.py': sleeping,
		});
		symlinkSync('target.txt', join(cwd, name('2')));
		mkdirSync(join(cwd, name('3')));
		const longAgo = new Date(Date.now() - 2 * 3_600_000);
		for (const old of [name('0'), '.asyncio-doctor-1.tmp', 'target.txt']) utimesSync(join(cwd, old), longAgo, longAgo);
		lutimesSync(join(cwd, name('2')), longAgo, longAgo);
		utimesSync(join(cwd, name('3')), longAgo, longAgo);
		const before = readdirSync(cwd);
		run(['check', '.'], { cwd });
		run(['check', '--fix', '--diff', '.'], { cwd });
		expect(readdirSync(cwd)).toEqual(before);
		run(['check', '--fix', '.'], { cwd });
		expect(readdirSync(cwd)).toEqual(before.filter((one) => one !== name('0')));
	});

	test('a link leads out of what was named: the file is checked and left, unless the link is named', () => {
		const cwd = folderWith({ 'inside/a.py': sleeping, 'outside/b.py': sleeping, 'outside/c/d.py': sleeping });
		symlinkSync('../outside/b.py', join(cwd, 'inside/b.py'));
		symlinkSync('../outside/c', join(cwd, 'inside/c'));
		symlinkSync('a.py', join(cwd, 'inside/e.py'));
		const reason = 'a link leads to it, out of what was named: name it to have it fixed';
		expect(checkJson(cwd, ['--fix', 'inside'])).toMatchObject({
			findings: [{ path: 'inside/b.py' }, { path: 'inside/c/d.py' }],
			byHand: [{ path: 'inside/b.py', reason }, { reason }],
			changes: [{ path: 'inside/a.py' }],
		});
		expect(readFileSync(join(cwd, 'outside/b.py'), 'utf8')).toBe(sleeping);
		expect(readFileSync(join(cwd, 'outside/c/d.py'), 'utf8')).toBe(sleeping);
		expect(checkJson(cwd, ['--fix', 'inside/b.py', 'inside/c'])).toMatchObject({ findings: [] });
		expect(readFileSync(join(cwd, 'outside/b.py'), 'utf8')).toBe(sleepingFixed);
		expect(readFileSync(join(cwd, 'outside/c/d.py'), 'utf8')).toBe(sleepingFixed);
	});

	test.runIf(process.platform === 'linux')('names that are no UTF-8 are shown, read and written', () => {
		const cwd = folderWith({ 'good.py': clean });
		const folder = Buffer.concat([Buffer.from(`${cwd}/d`), Buffer.of(0xe9, 0x2f)]);
		const file = Buffer.concat([folder, Buffer.from('€'), Buffer.of(0xff, 0xe2), Buffer.from('.py')]);
		mkdirSync(folder);
		writeFileSync(file, sleeping);
		const path = 'd\udce9/€\udcff\udce2.py';
		expect(checkJson(cwd)).toMatchObject({ findings: [{ path }], errors: [] });
		expect(run(['check', '.'], { cwd }).stdout).toContain('d\\u{dce9}/€\\u{dcff}\\u{dce2}.py:5:5 warning');
		expect(JSON.parse(run(['check', '--format', 'sarif', '.'], { cwd }).stdout).runs[0].results).toHaveLength(1);
		expect(checkJson(cwd, ['--fix', '.'])).toMatchObject({ status: 0, findings: [], errors: [], changes: [{ path }] });
		expect(readFileSync(file, 'utf8')).toBe(sleepingFixed);
		expect(readdirSync(folder)).toHaveLength(1);
	});

	test.runIf(process.getuid?.() === 0)('owner and group stay', () => {
		const cwd = folderWith({ 'a.py': sleeping });
		chownSync(join(cwd, 'a.py'), 12345, 23456);
		run(['check', '--fix', '.'], { cwd });
		expect(readFileSync(join(cwd, 'a.py'), 'utf8')).toBe(sleepingFixed);
		expect(statSync(join(cwd, 'a.py'))).toMatchObject({ uid: 12345, gid: 23456 });
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
