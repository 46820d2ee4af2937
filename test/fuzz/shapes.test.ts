import { describe, expect, test } from 'vitest';
import { createAnalyser } from '../../server/src/analysis/analyser.ts';
import { knownNames } from '../../server/src/analysis/settings.ts';
import { SettingsStore } from '../../server/src/analysis/settings-store.ts';
import type { Finding } from '../../server/src/rule-kit/finding.ts';
import { rules } from '../../server/src/rules/index.generated.ts';
import { memoryWorkspace } from '../support/memory-workspace.ts';
import { testParser } from '../support/parser.ts';
import { filesOf, type Shape, shapes } from './shapes.ts';

/*
 * Code of any shape takes time in proportion to its length. Each shape is checked at two sizes, one four times the other, by
 * processor time, because the machine may have other things to do. `FUZZ=1` takes sizes at which small costs that grow show, too.
 */
const scale = process.env.FUZZ ? 2 : 0.2;
/** Quadratic growth is 2; n^1.2 is what is wanted. Times of small texts are uncertain. */
const growthLimit = process.env.FUZZ ? 1.3 : 1.4;
/** Shorter times, in seconds, say nothing of growth. */
const measurable = 0.08;
/** Seconds for a megabyte, of which a program that has just started takes several times as many as one that runs. */
const rateLimit = process.env.FUZZ ? 15 : 80;

const parser = await testParser();

interface Outcome {
	readonly seconds: number;
	readonly length: number;
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
	const start = process.cpuUsage();
	const findings = [...files.keys()].flatMap((path) => analyser.check(path)?.findings ?? []);
	const { user, system } = process.cpuUsage(start);
	expect(errors).toEqual([]);
	return { seconds: (user + system) / 1e6, length: [...files.values()].reduce((sum, text) => sum + text.length, 0), findings, files };
}

/** Files in which the last line, which blocks a loop, is not found. */
function withoutCanary({ files, findings }: Outcome): string[] {
	const isCanary = ({ path, rule, range }: Finding, text: string, at: string) =>
		path === at && rule.name === 'blocking-sleep' && range.start > text.length - 20;
	return [...files].filter(([path, text]) => !findings.some((finding) => isCanary(finding, text, path))).map(([path]) => path);
}

function growthOf(small: Outcome, large: Outcome): number {
	return Math.log(large.seconds / small.seconds) / Math.log(large.length / small.length);
}

const quicker = (one: Outcome, other: Outcome) => (one.seconds <= other.seconds ? one : other);

describe('time grows with the text, and the end of it is still seen', () => {
	test.each(shapes.map((shape) => [shape.name, shape] as const))('%s', (_, shape) => {
		let small = check(shape, shape.n);
		let large = check(shape, 4 * shape.n);
		for (const one of [small, large]) if (!shape.hidesEnd) expect(withoutCanary(one)).toEqual([]);
		// Another try, for others may have disturbed the first one.
		for (let tries = 0; tries < 3 && large.seconds > measurable && growthOf(small, large) > growthLimit; tries++) {
			small = quicker(small, check(shape, shape.n));
			large = quicker(large, check(shape, 4 * shape.n));
		}
		if (large.seconds <= measurable) return;
		expect(growthOf(small, large), `${small.seconds} s for ${small.length} characters, ${large.seconds} s for ${large.length}`).toBeLessThan(growthLimit);
		expect((large.seconds / large.length) * 1e6).toBeLessThan(rateLimit);
	});
});
