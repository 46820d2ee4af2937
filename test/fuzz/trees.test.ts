import { expect, test } from 'vitest';
import { testParser } from '../support/parser.ts';
import { Random } from './random.ts';
import { written } from './shrink.ts';
import { anyStart, fixtureTexts } from './starts.ts';
import { treeSession } from './tree-session.ts';

const parser = await testParser();

test('the tree of an edited text that parses is the one that a parse from scratch gives', () => {
	const firstSeed = Number(process.env.FUZZ_SEED ?? 1);
	for (let seed = firstSeed; seed < firstSeed + 10; seed++) {
		const start = anyStart(new Random(seed), [], 400);
		const { differentWhole, whole } = treeSession(parser, seed, start, [...fixtureTexts, ...start.files.values()], 100);
		expect(whole, `seed ${seed}`).toBeGreaterThan(0);
		expect(differentWhole.slice(0, 1).map(written), `seed ${seed}`).toEqual([]);
	}
}, 200_000);
