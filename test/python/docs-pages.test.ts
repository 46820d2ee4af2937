import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { LibraryPythons } from '../support/library-pythons.ts';

const page = readFileSync(new URL('../../docs/testing-and-boundaries.md', import.meta.url), 'utf8');
const snippets = [...page.matchAll(/```python\n([\s\S]*?)```/g)].map(([, text]) => text ?? '');
const pythons = await LibraryPythons.find();
afterAll(() => pythons.close());

/** The snippet that has a text in it. */
function snippetWith(text: string): string {
	const [found, ...others] = snippets.filter((snippet) => snippet.includes(text));
	if (found === undefined || others.length > 0) throw new Error(`not one snippet has ${text}`);
	return found;
}

describe('the page on testing with both loops', () => {
	const factories = snippetWith('# conftest.py');
	const withRunner = factories.replace(/@pytest\.fixture[\s\S]*/, () => snippetWith('with asyncio.Runner'));

	test.for([
		['a loop for each run', factories, 8],
		['a Runner', withRunner, 11],
	] as const)('%s: every test runs on asyncio and on uvloop', ([, conftest, minor], context) => {
		const python = pythons.with(['pytest', 'uvloop'], {}, minor);
		if (python === undefined) return context.skip('not run: no Python here has pytest and uvloop');
		writeFileSync(`${pythons.folder}/conftest.py`, conftest);
		const { printed, status } = pythons.run(
			python,
			snippetWith('# test_shop.py'),
			`${pythons.folder}/test_shop.py`,
			['pytest', '-v', '-p', 'no:asyncio'],
			['-X', 'dev', '-W', 'error'],
		);
		expect(printed).toContain('test_price[asyncio] PASSED');
		expect(printed).toContain('test_price[uvloop] PASSED');
		expect(status, printed).toBe(0);
	});

	test('the boundary between both kinds of functions runs', () => {
		const python = pythons.with(['asyncio']) ?? expect.fail('no Python runs');
		const source = `${snippetWith('def load_blocking')}\n\nprint(load_blocking("tea"))\n`;
		expect(pythons.run(python, source, `${pythons.folder}/boundary.py`, undefined, ['-X', 'dev', '-W', 'error'])).toEqual({ status: 0, printed: 'tea\n' });
	});
});
