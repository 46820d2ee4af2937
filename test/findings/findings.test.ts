import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, expect, describe as group, test } from 'vitest';
import { rules } from '../../server/src/rules/index.generated.ts';
import { describe, difference } from './difference.ts';
import { type FoundThere, hashOfLine, keyOf, recordsIn, type Verdict } from './record.ts';

const root = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'asyncio-doctor-findings-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function finding(line: number, parts: Partial<FoundThere> = {}): FoundThere {
	return { repository: 'a/b', commit: 'c', path: 'x.py', line, rule: 'one', severity: 'warning', message: 'm', code: `${line}`, nth: 1, ...parts };
}

group('the difference of two runs', () => {
	test('a line that moved is the same finding; white space does not matter', () => {
		const [before, after] = ['\tawait  f( )\n', '    await f()\n'].map(hashOfLine) as [string, string];
		expect(difference([finding(1, { code: before })], [finding(9, { code: after })])).toEqual({ gone: [], come: [], severity: [], message: [] });
	});

	test('what came, went, or is said in another way', () => {
		const before = [finding(1), finding(2), finding(3)];
		const after = [finding(2, { severity: 'hint' }), finding(3, { message: 'n' }), finding(4)];
		const found = difference(before, after);
		expect(found.gone).toEqual([before[0]]);
		expect(found.come).toEqual([after[2]]);
		expect(found.severity).toEqual([{ before: before[1], after: after[0] }]);
		expect(found.message).toEqual([{ before: before[2], after: after[1] }]);
	});

	test('a wrong one that is gone is a gain, a right one a loss', () => {
		const verdict = (one: FoundThere, said: Verdict['verdict']): [string, Verdict] => [keyOf(one), { ...one, verdict: said, reason: 'because' }];
		const ledger = new Map([verdict(finding(1), 'wrong'), verdict(finding(2), 'right')]);
		const text = describe(difference([finding(1), finding(2), finding(3)], []), ledger);
		expect(text).toContain('Gone 3: 1 right (lost), 1 wrong (gained), 0 unclear, 1 not read yet');
		expect(text).toContain('- a/b x.py:1 warning one [wrong: because]');
	});
});

test('two runs over a folder are compared, and a sample of what nobody read is drawn', () => {
	const code = join(folder, 'code');
	mkdirSync(code);
	const blocking = 'import time\n\n\nasync def f():\n    time.sleep(1)\n    time.sleep(1)\n';
	writeFileSync(join(code, 'x.py'), blocking);
	const run = (...args: string[]) => spawnSync(process.execPath, ['scripts/findings.mjs', ...args], { cwd: root, encoding: 'utf8' });
	const first = run('--write', join(folder, 'first.jsonl'), '--sample', '1', `own/code@abc=${code}`);
	expect(first.stderr).toBe('');
	const written = recordsIn<FoundThere>(readFileSync(join(folder, 'first.jsonl'), 'utf8'));
	expect(written).toMatchObject([
		{ repository: 'own/code', commit: 'abc', path: 'x.py', line: 5, rule: 'blocking-sleep', nth: 1 },
		{ line: 6, nth: 2 },
	]);
	expect(first.stdout.split('\n').filter((line) => line.startsWith('{'))).toHaveLength(1);
	writeFileSync(join(code, 'x.py'), `\n${blocking.replace('    time.sleep(1)\n', '')}`);
	expect(run('--against', join(folder, 'first.jsonl'), `own/code=${code}`).stdout).toContain(
		'Gone 1: 0 right (lost), 0 wrong (gained), 0 unclear, 1 not read yet',
	);
}, 60_000);

test('each line of the ledger is whole, names a rule of ours, and stands there once', () => {
	const ledger = recordsIn<Verdict>(readFileSync(join(import.meta.dirname, 'ledger.jsonl'), 'utf8'));
	const names = new Set(rules.map((rule) => rule.name));
	for (const one of ledger) {
		expect(names).toContain(one.rule);
		expect(['right', 'wrong', 'unclear']).toContain(one.verdict);
		expect(one).toMatchObject({
			repository: expect.stringMatching(/./),
			commit: expect.stringMatching(/./),
			path: expect.stringMatching(/./),
			code: expect.stringMatching(/^[0-9a-f]{12}$/),
			reason: expect.stringMatching(/.{10}/),
		});
	}
	expect(new Set(ledger.map(keyOf)).size).toBe(ledger.length);
});
