import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { testParser } from '../support/parser.ts';
import { classModule } from './generated-class.ts';
import { Random } from './random.ts';
import { failureOf, minimised, runSession } from './session.ts';
import { read, written } from './shrink.ts';
import { anyStart, fixtureTexts } from './starts.ts';

const parser = await testParser();

/** With `FUZZ=1` new ones are drawn; the number that is printed draws them again: `FUZZ_SEED=123`. */
const firstSeed = Number(process.env.FUZZ_SEED ?? (process.env.FUZZ ? Date.now() % 1e9 : 1));
const count = Number(process.env.FUZZ_SESSIONS ?? 36);

describe('after random work on several files the answers are those of an analyser that sees them for the first time', () => {
	const groups = 6;
	test.each(Array.from({ length: groups }, (_, i) => i))(
		'sessions %i of each 6',
		(group) => {
			for (let seed = firstSeed + group; seed < firstSeed + count; seed += groups) {
				const start = anyStart(new Random(seed), [], 400);
				const result = runSession({ parser, seed, start, pool: [...fixtureTexts, ...start.files.values()], edits: 80, every: 12 });
				const failure = result.failure ?? result.thrown[0];
				if (!failure) continue;
				const smallest = minimised(failure, parser, 15_000);
				expect.fail(`Seed ${seed}: ${smallest.what}\nThe smallest session, for test/fuzz/cases: ${written(smallest.session)}`);
			}
		},
		120_000,
	);
});

test('so they are in a class of two thousand lines', () => {
	const path = '/project/service.py';
	const text = classModule(firstSeed, 2000);
	const result = runSession({ parser, seed: firstSeed, start: { files: new Map([[path, text]]), open: [path] }, pool: [text], edits: 60, every: 4 });
	expect(result.comparisons).toBeGreaterThan(0);
	const failure = result.failure ?? result.thrown[0];
	expect(failure?.what, failure && written(failure.session)).toBeUndefined();
}, 300_000);

/** Sessions that once failed, as small as they could be made. */
describe('sessions that once failed', () => {
	const folder = join(import.meta.dirname, 'cases');
	test.each(readdirSync(folder))('%s', (name) => {
		const session = read(readFileSync(join(folder, name), 'utf8'));
		expect(failureOf(session, parser)).toBeUndefined();
	});
});
