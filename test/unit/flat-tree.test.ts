import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { Language, Parser as TreeSitter } from 'web-tree-sitter';
import { chooseCopier } from '../../server/src/syntax/choose-copier.ts';
import { cursorCopier, difference, itemSymbolsOf, nothingKnown, type TreeCopier } from '../../server/src/syntax/flat-tree.ts';
import { memoryCopier, type WasmMemory } from '../../server/src/syntax/memory-copier.ts';
import { fixtureFiles } from '../support/fixture-files.ts';
import { locateWasm } from '../support/parser.ts';

let parser: TreeSitter;
let memory: WasmMemory;
let language: Language;
let fast: TreeCopier;
let slow: TreeCopier;

beforeAll(async () => {
	memory = { locateFile: locateWasm } as unknown as WasmMemory;
	await TreeSitter.init(memory as unknown as Record<string, unknown>);
	language = await Language.load(locateWasm('tree-sitter-python.wasm'));
	parser = new TreeSitter();
	parser.setLanguage(language);
	fast = memoryCopier(memory, language);
	slow = cursorCopier(itemSymbolsOf(language));
});

function expectEqualCopies(text: string): void {
	const tree = parser.parse(text);
	if (!tree) throw new Error('no tree');
	expect(difference(fast(tree, nothingKnown), slow(tree, nothingKnown)), text.slice(0, 200)).toBeUndefined();
	tree.delete();
}

describe('the fast copy equals the public cursor', () => {
	test('on every fixture', () => {
		const files = fixtureFiles();
		expect(files.length).toBeGreaterThan(0);
		for (const file of files) expectEqualCopies(readFileSync(file, 'utf8'));
	});

	test.each([
		'',
		'\n',
		'# only a comment',
		'x',
		'\n\n  x = 1',
		'def f(:\n  pass',
		'((((',
		"f'{x!r:>{y}}'",
		'é = "日本"\nprint(é)',
		'a; b; c',
		`${'('.repeat(10_000)}${')'.repeat(10_000)}`,
		'async def f():\n  await g(\nasync def h(): pass\n',
	])('on %j', (text) => expectEqualCopies(text));

	test('after random edits of real files', () => {
		const texts = fixtureFiles()
			.slice(0, 40)
			.map((file) => readFileSync(file, 'utf8'));
		const pieces = ['\n', ' ', '(', ')', '"', "'''", ':', 'async ', 'def f():\n', 'x', '#', '\\', 'é', '😀', 'await ', '[', '}', 'with a as b:\n    '];
		fc.assert(
			fc.property(fc.constantFrom(...texts), fc.array(fc.tuple(fc.nat(), fc.nat(30), fc.constantFrom(...pieces)), { maxLength: 6 }), (start, edits) => {
				let text = start;
				for (const [at, length, piece] of edits) {
					const from = at % (text.length + 1);
					text = text.slice(0, from) + piece + text.slice(from + length);
				}
				expectEqualCopies(text);
			}),
			{ numRuns: 150 },
		);
	});
});

test('a copier that disagrees with the cursor is not chosen', () => {
	const broken = new Proxy(language, { get: (target, key) => (key === '0' ? 64 : Reflect.get(target, key)) });
	const { copier, problem } = chooseCopier(memory, broken as Language, (text) => parser.parse(text));
	expect(problem).toBeDefined();
	const tree = parser.parse('x = 1\n');
	if (!tree) throw new Error('no tree');
	expect(difference(copier(tree, nothingKnown), slow(tree, nothingKnown))).toBeUndefined();
	tree.delete();
});
