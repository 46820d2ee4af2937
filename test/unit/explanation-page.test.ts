import fc from 'fast-check';
import { expect, test } from 'vitest';
import { explanationPage } from '../../client/src/explain/page.ts';
import '../support/property-tests.ts';

function pageOf(words: string): string {
	const place = { uri: 'file:///work/shop/main.py', range: { start: { line: 4, character: 4 }, end: { line: 4, character: 9 } } };
	return explanationPage(
		[
			{
				...{ error: 'loop-closed', message: words, title: words, cause: words, advice: [words, words], rules: ['blocking-sleep', words] },
				frame: { path: words, line: 5, function: words, code: words },
				location: place,
				findings: [{ ...place, rule: 'blocking-sleep', message: words, fixes: [words], related: [{ ...place, message: words }] }],
			},
		],
		words,
	);
}

/** Tags with their attributes, the values of which end at quotes. */
const tagsOf = (page: string): readonly string[] => page.match(/<(?:[^<>"]|"[^"]*")*>/g) ?? [];

test('what a log holds stays words', () => {
	const pieces = [
		'<',
		'>',
		'"',
		"'",
		'&',
		'&lt;',
		'&#60;',
		'</pre>',
		'<script>',
		'<img src=x onerror=y>',
		'-->',
		'<!--',
		'command:',
		'A',
		' ',
		'\n',
		'](',
		'\u0000',
	];
	const expected = tagsOf(pageOf('X'));
	expect(expected.filter((tag) => tag.startsWith('<a ')).length).toBeGreaterThan(4);
	for (const tag of expected) if (tag.startsWith('<a ')) expect(tag).toMatch(/^<a href="command:asyncioDoctor\.[\w.]+\?[\w%.~!*()-]*">$/);
	fc.assert(
		fc.property(fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 8 }), (parts) => {
			expect(tagsOf(pageOf(parts.join('')))).toEqual(expected);
		}),
	);
});
