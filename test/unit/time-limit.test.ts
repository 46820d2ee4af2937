import { describe, expect, test } from 'vitest';
import { type Analyser, createAnalyser, type FileReport } from '../../server/src/analysis/analyser.ts';
import { defaultSettings } from '../../server/src/analysis/settings.ts';
import { TimeIsUp, TimeLimit } from '../../server/src/util/time-limit.ts';
import { classModule } from '../fuzz/generated-class.ts';
import { Random } from '../fuzz/random.ts';
import { memoryWorkspace } from '../support/memory-workspace.ts';
import { testParser } from '../support/parser.ts';

const parser = await testParser();
const python = { floor: 9, ceiling: 14, isAssumed: false, source: 'the test' };
const path = '/fixture/service.py';

/** A clock on which a millisecond passes each time that somebody looks; `limit` such looks are allowed for a file. */
class Clock {
	looks = 0;
	limit = Number.POSITIVE_INFINITY;
	readonly now = () => ++this.looks;
}

function analyserWith(clock: Clock, files: ReadonlyMap<string, string> = new Map()): Analyser {
	return createAnalyser({
		workspace: memoryWorkspace(files),
		parser,
		logger: { error: (message: string) => expect.fail(message), warn() {}, debug() {} },
		settingsFor: () => ({ settings: defaultSettings, problems: [], python }),
		timeLimit: () => clock.limit,
		now: clock.now,
	});
}

const said = (report: FileReport | undefined) => report?.findings.map(({ rule, range, message }) => `${rule.name} ${range.start}-${range.end} ${message}`);

describe('a limit', () => {
	test('ends work that asks, and only inside', () => {
		let now = 0;
		const limit = new TimeLimit(() => now);
		const work = () => {
			for (;;) {
				now++;
				limit.pass();
			}
		};
		expect(() => limit.within(1000, work)).toThrow(TimeIsUp);
		expect(now).toBeGreaterThanOrEqual(1000);
		expect(now).toBeLessThan(1100);
		expect(limit.isUp).toBe(false);
		expect(() => limit.pass()).not.toThrow();
	});

	test('inside another one ends no later than that', () => {
		let now = 0;
		const limit = new TimeLimit(() => now);
		limit.within(10, () =>
			limit.within(1000, () => {
				now = 20;
				expect(limit.isUp).toBe(true);
			}),
		);
	});
});

describe('a file that takes too long', () => {
	test('keeps what was found so far, and says that something was left out', () => {
		const clock = new Clock();
		const text = classModule(3, 400);
		const analyser = analyserWith(clock, new Map([[path, text]]));
		const whole = said(analyser.check(path)) as string[];
		expect(whole.length).toBeGreaterThan(10);
		clock.limit = 150;
		const cut = analyserWith(clock, new Map([[path, text]])).check(path);
		expect(cut?.isCutOff).toBe(true);
		expect(said(cut)?.length).toBeGreaterThan(0);
		expect(whole).toEqual(expect.arrayContaining(said(cut) as string[]));
		expect(said(cut)?.length).toBeLessThan(whole.length);
	});

	test('is gone on with when it is open, from where it stopped', () => {
		const clock = new Clock();
		const analyser = analyserWith(clock);
		const text = classModule(3, 400);
		analyser.change(path, text);
		clock.limit = 20;
		const judged: number[] = [];
		let report = analyser.check(path);
		for (let rounds = 0; report?.isCutOff && rounds < 500; rounds++) {
			judged.push(analyser.judgedItems);
			const known = said(report)?.length ?? 0;
			report = analyser.check(path);
			expect(said(report)?.length).toBeGreaterThanOrEqual(known);
			if (analyser.judgedItems === judged.at(-1)) break;
		}
		expect(judged.length).toBeGreaterThan(2);
		expect(analyser.judgedItems).toBeLessThan(200);
	});

	test('is whole as soon as there is time enough', () => {
		for (const limit of [50, 100, 150, 300]) {
			const clock = new Clock();
			const analyser = analyserWith(clock);
			const text = classModule(3, 400);
			analyser.change(path, text);
			clock.limit = limit;
			expect(analyser.check(path)?.isCutOff).toBe(true);
			clock.limit = Number.POSITIVE_INFINITY;
			const fresh = analyserWith(clock);
			fresh.change(path, text);
			expect(analyser.check(path)?.isCutOff).toBe(false);
			expect(said(analyser.check(path))).toEqual(said(fresh.check(path)));
		}
	});

	test('does not keep others from being checked', () => {
		const clock = new Clock();
		const other = '/fixture/other.py';
		const analyser = analyserWith(
			clock,
			new Map([
				[path, classModule(3, 400)],
				[other, 'import time\n\n\nasync def f():\n    time.sleep(1)\n'],
			]),
		);
		clock.limit = 5;
		expect(analyser.check(path)?.isCutOff).toBe(true);
		clock.limit = 1000;
		expect(analyser.check(other)).toMatchObject({ isCutOff: false, findings: [{ rule: { name: 'blocking-sleep' } }] });
	});
});

test.each([1, 2, 3])(
	'wherever the time is up over many edits, later answers are those of a first look (seed %i)',
	(seed) => {
		const random = new Random(seed);
		const clock = new Clock();
		const analyser = analyserWith(clock);
		let text = classModule(seed, 250);
		analyser.change(path, text);
		const names = [...text.matchAll(/\b[a-z]{4,}\w*/g)].map((match) => match.index);
		let cuts = 0;
		for (let i = 0; i < 60; i++) {
			const start = random.pick(names);
			const newText = random.pick(['x', '', 'await ', 'time.sleep(1); ']);
			const end = newText === '' ? start + 1 : start;
			text = text.slice(0, start) + newText + text.slice(end);
			analyser.change(path, text, [{ range: { start, end }, newText }]);
			clock.limit = random.below(7);
			if (analyser.check(path)?.isCutOff) cuts++;
			if (i % 6 !== 5) continue;
			// What was cut off stays so until its code changes: the items are shown anew.
			clock.limit = Number.POSITIVE_INFINITY;
			analyser.settingsChanged();
			const fresh = analyserWith(clock);
			fresh.change(path, text);
			expect(said(analyser.check(path))).toEqual(said(fresh.check(path)));
		}
		expect(cuts).toBeGreaterThan(2);
	},
	60_000,
);
