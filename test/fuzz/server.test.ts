import { expect, test } from 'vitest';
import { testParser } from '../support/parser.ts';
import { Random } from './random.ts';
import { serverSession } from './server-session.ts';
import { anyStart, fixtureTexts } from './starts.ts';

const parser = await testParser();
const firstSeed = Number(process.env.FUZZ_SEED ?? (process.env.FUZZ ? Date.now() % 1e9 : 1));

test.each([0, 1, 2, 3])(
	'after hurried work over the pipe the server answers as one that was started just now (%i)',
	async (i) => {
		const seed = firstSeed + i;
		const start = anyStart(new Random(seed), [], 400);
		const { failures, comparisons } = await serverSession(seed, start, [...fixtureTexts, ...start.files.values()], 150, parser);
		expect(failures, `seed ${seed}`).toEqual([]);
		expect(comparisons).toBeGreaterThan(0);
	},
	60_000,
);
