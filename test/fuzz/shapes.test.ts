import { describe, expect, test } from 'vitest';
import { createAnalyser } from '../../server/src/analysis/analyser.ts';
import { knownNames } from '../../server/src/analysis/settings.ts';
import { SettingsStore } from '../../server/src/analysis/settings-store.ts';
import type { Finding } from '../../server/src/rule-kit/finding.ts';
import { rules } from '../../server/src/rules/index.generated.ts';
import { memoryWorkspace } from '../support/memory-workspace.ts';
import { testParser } from '../support/parser.ts';
import { type Cost, expectLinear, type GrowthLimits, secondsOf } from './growth.ts';
import { filesOf, type Shape, shapes } from './shapes.ts';

/*
 * Code of any shape takes time in proportion to its length. Each shape is checked at two sizes, one four times the other, by
 * processor time, because the machine may have other things to do. `FUZZ=1` takes sizes at which small costs that grow show, too.
 */
const scale = process.env.FUZZ ? 2 : 0.2;
/** A program that has just started takes several times as many seconds for a megabyte as one that runs. */
const limits: GrowthLimits = process.env.FUZZ ? { exponent: 1.3, measurable: 0.08, rate: 15 } : { exponent: 1.4, measurable: 0.08, rate: 80 };

const parser = await testParser();

interface Outcome extends Cost {
	readonly findings: readonly Finding[];
	readonly files: ReadonlyMap<string, string>;
}

/** A rule that fails, or anything that is thrown, fails the test. */
function check({ make }: Shape, n: number): Outcome {
	const files = filesOf(make(Math.max(1, Math.round(n * scale))));
	const errors: string[] = [];
	const workspace = memoryWorkspace(files);
	const settings = new SettingsStore({ workspace, known: knownNames(rules), outside: () => ({ layers: [] }) });
	const logger = { error: (message: string) => errors.push(message), warn() {}, debug() {} };
	const analyser = createAnalyser({ workspace, logger, settingsFor: (path) => settings.settingsFor(path), parser });
	analyser.setProjectFiles(files.keys());
	let findings: Finding[] = [];
	const seconds = secondsOf(() => {
		findings = [...files.keys()].flatMap((path) => analyser.check(path)?.findings ?? []);
	});
	expect(errors).toEqual([]);
	return { seconds, length: [...files.values()].reduce((sum, text) => sum + text.length, 0), findings, files };
}

/** Files in which the last line, which blocks a loop, is not found. */
function withoutCanary({ files, findings }: Outcome): string[] {
	const isCanary = ({ path, rule, range }: Finding, text: string, at: string) =>
		path === at && rule.name === 'blocking-sleep' && range.start > text.length - 20;
	return [...files].filter(([path, text]) => !findings.some((finding) => isCanary(finding, text, path))).map(([path]) => path);
}

describe('time grows with the text, and the end of it is still seen', () => {
	test.each(shapes.map((shape) => [shape.name, shape] as const))('%s', (_, shape) => {
		const run = (n: number) => () => {
			const outcome = check(shape, n);
			if (!shape.hidesEnd) expect(withoutCanary(outcome)).toEqual([]);
			return outcome;
		};
		expectLinear(limits, run(shape.n), run(4 * shape.n));
	});
});
