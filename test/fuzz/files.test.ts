import { expect, test } from 'vitest';
import { testParser } from '../support/parser.ts';
import { brokenPromises } from './file-promises.ts';
import { Random } from './random.ts';
import { fixtureTexts } from './starts.ts';

const parser = await testParser();

test('findings lie inside the text, fixes fit and leave it parsable, and nothing throws, in fixtures and what may become of them', () => {
	const seed = Number(process.env.FUZZ_SEED ?? 1);
	const random = new Random(seed);
	for (let i = 0; i < 60; i++) {
		const text = random.pick(fixtureTexts);
		const broken = brokenPromises(text, parser, new Random(seed + i), 2);
		expect(
			broken.filter(({ kind }) => kind !== 'slow check'),
			`seed ${seed + i} on\n${text}`,
		).toEqual([]);
	}
}, 200_000);

test.each(['# licence\nimport asyncio\n', 'import asyncio; asyncio.run(main());\n', 'x = (\nfoo\n', 'import asyncio\n)\n', '\\', '@', '"""', 'async', ''])(
	'a key at any place of %j is answered',
	(text) => {
		expect(brokenPromises(text, parser, new Random(1), 0)).toEqual([]);
	},
);
