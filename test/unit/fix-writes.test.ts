import { linkSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { type AnalyserParts, createAnalyser } from '../../server/src/analysis/analyser.ts';
import { Checker } from '../../server/src/cli/checker.ts';
import { fixTexts, writeFixedFiles } from '../../server/src/cli/fix.ts';
import { rules } from '../../server/src/rules/index.generated.ts';
import { testParser } from '../support/parser.ts';

const parser = await testParser();
const bad = 'import asyncio\nimport time\n\n\nasync def main():\n    time.sleep(1)\n\n\nasyncio.run(main())\n';
const good = bad.replace('    time.sleep(1)', '    await asyncio.sleep(1)').replace('import time\n', '');

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'asyncio-doctor-fix-'));
});

/** Fixes one file; `during` runs as soon as it was analysed for the first time. */
function fix(path: string, during: () => void = () => {}): readonly string[] {
	const createInterrupted = (parts: AnalyserParts) => {
		const analyser = createAnalyser({ ...parts, parser });
		let isDone = false;
		const check = (one: string) => {
			const report = analyser.check(one);
			if (!isDone) during();
			isDone = true;
			return report;
		};
		return new Proxy(analyser, { get: (target, key) => (key === 'check' ? check : Reflect.get(target, key).bind?.(target)) });
	};
	const logger = { error() {}, warn() {}, debug() {} };
	const known = { rules: rules.map(({ name }) => name), categories: [] };
	const checker = new Checker({ folder, paths: [path], known, settings: {}, config: undefined, logger, createAnalyser: createInterrupted } as never);
	const paths = checker.find([path], () => {});
	return writeFixedFiles(checker, fixTexts(checker, paths, true)).problems.map(({ message }) => message);
}

describe('a file that is fixed', () => {
	test('keeps what somebody saved while it was analysed, and is named', () => {
		const path = join(folder, 'a.py');
		writeFileSync(path, bad);
		const saved = `${bad}# saved by somebody\n`;
		expect(fix(path, () => writeFileSync(path, saved))).toEqual(['cannot be written: it was changed meanwhile']);
		expect(readFileSync(path, 'utf8')).toBe(saved);
		expect(readdirSync(folder)).toEqual(['a.py']);
	});

	test('is written under all of its names', () => {
		const [path, other] = [join(folder, 'a.py'), join(folder, 'b.py')];
		writeFileSync(path, bad);
		linkSync(path, other);
		expect(fix(path)).toEqual([]);
		expect(readFileSync(other, 'utf8')).toBe(good);
	});

	test('may have a name that is as long as names can be', () => {
		const path = join(folder, `${'a'.repeat(252)}.py`);
		writeFileSync(path, bad);
		expect(fix(path)).toEqual([]);
		expect(readFileSync(path, 'utf8')).toBe(good);
		expect(readdirSync(folder)).toHaveLength(1);
	});
});
