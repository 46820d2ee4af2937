import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { migrationPage } from '../../client/src/migration-page.ts';
import { isRuleName, markdown, notification, plainText } from '../../server/src/util/markup.ts';
import '../support/property-tests.ts';
import { asHover, asPage } from '../support/rendered.ts';

const root = join(import.meta.dirname, '../..');

const pieces = [
	...Array.from('`*_[]()<>!#+-=~|\\&$@:/.{}"\' \n\tax1é'),
	...['](', '![', '``', '```\n', '\n\n', '---\n', '# ', '1. ', '> ', '- ', '<b>', '</code>', '<!--', '&lt;', '&#91;', '\u202e', '\u200b', '\u001b['],
	...[
		'https://evil.example',
		'www.evil.example',
		'//evil.example',
		'mailto:a@evil.example',
		'a@evil.example',
		'command:workbench.action.quit',
		'$(zap)',
		':smile:',
	],
	...['[x](command:a)', '![x](https://evil.example/i.png)', '<img src=x>', '[a]: https://evil.example\n', '<https://evil.example>'],
];
const hostile = fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 12 }).map((parts) => parts.join(''));

/** What people should read: the words, without line ends, what is not seen spelled out. */
const readable = (words: string): string => plainText.text(words.replace(/[\t\n\r ]+/g, ' '));
const same = (shown: string, words: string): void => expect(shown.replace(/\s+/g, ' ').trim()).toBe(words.replace(/\s+/g, ' ').trim());

describe.each([
	['in a hover', asHover],
	['on a page', asPage],
])('words of others stay words, %s', (_, render) => {
	test.each(['text', 'strong', 'code'] as const)('as %s, at every place', (kind) => {
		fc.assert(
			fc.property(hostile, (words) => {
				const written = markdown[kind](words);
				for (const [before, after] of [
					['', ''],
					['', ' behind'],
					['before ', ' and behind.\n\n- an item'],
					['- before ', ''],
					['before (', ')'],
				] as const) {
					const { links, foreign, words: shown } = render(`${before}${written}${after}`);
					expect({ links, foreign }).toEqual({ links: [], foreign: [] });
					const rest = render(`${before}x${after}`).words;
					const expected = kind === 'text' ? readable(words) : readable(words).trim();
					same(
						shown,
						rest.replace('x', () => expected),
					);
				}
			}),
			{ numRuns: 200 },
		);
	});

	test('as the label and the address of a link', () => {
		fc.assert(
			fc.property(hostile, hostile, (label, address) => {
				const { links, foreign, words } = render(`called from ${markdown.link(`a${label}`, `file:///${address}`)} (x)`);
				expect(foreign).toEqual([]);
				expect(links).toHaveLength(1);
				expect(links[0]).toMatch(/^file:\/\/\/[^\s()<>[\]`\\]*$/);
				same(words, `called from a${readable(label)} (x)`);
			}),
			{ numRuns: 200, examples: [['`https://evil.example//evil.example![', '`']] },
		);
	});

	test('in the page about a migration', () => {
		fc.assert(
			fc.property(hostile, hostile, hostile, (name, title, message) => {
				const uri = `file:///${encodeURIComponent(name)}.py`;
				const page = migrationPage(
					{
						files: 1,
						applied: true,
						cancelled: false,
						changes: [{ uri, rule: 'blocking-sleep', title, safety: 'safe', count: 1 }],
						left: [{ uri, line: 3, rule: 'blocking-sleep', message, reason: title }],
					},
					() => name,
				);
				const { links, foreign, words } = render(page);
				expect(foreign).toEqual([]);
				expect(links).toHaveLength(2);
				for (const link of links) expect(link).toMatch(/^file:\/\/\/[^\s()<>[\]`\\]*\.py(?:#L4)?$/);
				expect(words.replace(/\s+/g, ' ')).toContain(`: ${readable(message).trim()}`.replace(/\s+/g, ' ').trim());
			}),
			{ numRuns: 200 },
		);
	});
});

test('commands in links take names of rules only', () => {
	expect(markdown.ruleLink('More', 'asyncioDoctor.showRuleDocumentation', 'blocking-sleep')).toBe(
		'[More](command:asyncioDoctor.showRuleDocumentation?%5B%22blocking-sleep%22%5D)',
	);
	for (const name of ['', '../x', 'a b', 'A', 'x"]', 'a.md', 'x\n', 1, undefined, ['a']]) expect(isRuleName(name)).toBe(false);
	expect(markdown.ruleLink('More', 'asyncioDoctor.showRuleDocumentation', '"],"evil')).toBe('More');
	expect(markdown.link('More', 'command:workbench.action.quit')).toBe('More');
	expect(markdown.link('More', 'Command:workbench.action.quit')).toBe('More');
});

test('plain words are left as they are', () => {
	const words = 'time.sleep() stops every task of this event loop; call_soon(x) -> None, 50% of "a" & b: see PEP 492 (3.10)';
	expect(markdown.text(words)).toBe(words);
	expect(markdown.link('app.py:12', 'file:///a/app.py#L12')).toBe('[app.py:12](file:///a/app.py#L12)');
	expect(markdown.code('a`b``c')).toBe('``` a`b``c ```');
});

test('nothing in a notification is a link', () => {
	// What VS Code looks for in the text of a notification.
	const link = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/gi;
	fc.assert(
		fc.property(hostile, (words) => {
			expect(notification(words)).not.toMatch(link);
		}),
	);
	expect('see [x](command:workbench.action.quit)').toMatch(link);
	expect(notification('see [x](command:workbench.action.quit)')).toBe('see [x] (command:workbench.action.quit)');
});

test('every notification is written by the one function', () => {
	const sources = ['client/src', 'server/src/lsp'].flatMap((folder) =>
		readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
			.filter((name) => name.endsWith('.ts'))
			.map((name) => readFileSync(join(root, folder, name), 'utf8')),
	);
	const calls = sources.flatMap((text) => [...text.matchAll(/\.show(?:Information|Warning|Error)Message\(\s*(\w*)/g)].map(([, first]) => first));
	expect(calls.length).toBeGreaterThan(5);
	expect(calls.filter((first) => first !== 'notification')).toEqual([]);
});
