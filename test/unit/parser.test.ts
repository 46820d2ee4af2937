import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Parser } from '../../server/src/syntax/parser.ts';
import type { SourceFile } from '../../server/src/syntax/source-file.ts';
import { applyEdits } from '../../server/src/util/text.ts';
import { fixtureFiles } from '../support/fixture-files.ts';
import { testParser } from '../support/parser.ts';
import { isWellFormed } from '../support/well-formed.ts';

let parser: Parser;
beforeAll(async () => {
	parser = await testParser();
});

/** Everything that can be read from a file: kinds, fields and offsets of all nodes. */
function dump(file: SourceFile): string[] {
	return file.parts.flatMap((part) =>
		Array.from({ length: part.count }, (_, i) => part.node(i)).map(
			(node) => `${node.start}-${node.end} ${node.kind} ${node.fieldName ?? ''} ${node.hasError ? 'error' : ''}`,
		),
	);
}

test('the fast copy is in use', () => {
	expect(parser.problem).toBeUndefined();
});

describe('a document that changes', () => {
	test('equals a fresh parse after every edit', () => {
		const texts = fixtureFiles()
			.slice(0, 60)
			.map((file) => readFileSync(file, 'utf8'));
		const pieces = ['\n', ' ', '(', ')', '"', "'''", ':', 'async ', '\ndef f():\n    pass\n', 'x', '#', '\\', 'é', '😀', 'await ', '[', '\r\n', '', '\t'];
		const edit = fc.tuple(fc.nat(), fc.nat(40), fc.constantFrom(...pieces));
		fc.assert(
			fc.property(
				fc.constantFrom(...texts),
				fc.array(fc.array(edit, { minLength: 1, maxLength: 3 }), { maxLength: 6 }),
				fc.boolean(),
				(first, rounds, withEdits) => {
					const document = parser.open('a.py');
					let text = first;
					document.update(text);
					for (const round of rounds) {
						const edits = [];
						for (const [at, length, newText] of round) {
							const start = at % (text.length + 1);
							const one = { range: { start, end: Math.min(text.length, start + length) }, newText };
							text = applyEdits(text, [one]);
							edits.push(one);
						}
						const file = document.update(text, withEdits ? edits : undefined);
						if (isWellFormed(text, parser)) expect(dump(file)).toEqual(dump(parser.parse('a.py', text)));
					}
					document.close();
				},
			),
			{ numRuns: 150 },
		);
	});

	test('keeps the statements that an edit does not touch', () => {
		const document = parser.open('a.py');
		const before = Array.from({ length: 50 }, (_, i) => `def f${i}():\n    x = ${i}\n\n`).join('');
		const old = [...document.update(before).statements];
		const file = document.update(before.replace('x = 20', 'x = 12345'));
		const kept = file.statements.filter((one) => old.includes(one));
		expect(kept.length).toBeGreaterThanOrEqual(45);
		expect(kept).toContain(old[0]);
		expect(kept).toContain(old[49]);
		expect(file.statements[49]?.root.text).toBe('def f49():\n    x = 49');
		document.close();
	});
});

test('a lone CR ends a line as in Python', () => {
	const file = parser.parse('a.py', 'x = 1\ry = 2\r\nz = 3');
	expect(file.hasError).toBe(false);
	expect(file.statements.map((one) => one.root.text)).toEqual(['x = 1', 'y = 2', 'z = 3']);
	expect(file.lines.positionAt(file.statements[1]?.start ?? -1)).toEqual({ line: 1, column: 0 });
});

test('ten thousand nested brackets', () => {
	expect(parser.parse('a.py', `x = ${'['.repeat(10_000)}${']'.repeat(10_000)}\ny = 1\n`).statements).toHaveLength(2);
});

test('errors are known by their place', () => {
	const text = 'def f():\n    x = (1 +\n\ny = 2\n';
	const [error] = parser.parse('a.py', text).errors();
	expect(error?.start).toBeGreaterThanOrEqual(0);
	expect(parser.parse('a.py', 'x = 1\n').errors()).toEqual([]);
});

test('comments, string contents and parts of f-strings are reachable', () => {
	const file = parser.parse('a.py', '# one\nx = f"a {b!r:>{w}} c"  # two\ndef f():\n    # three\n    return "text"\n');
	expect(file.comments.map(({ text, isAlone }) => [text, isAlone])).toEqual([
		['# one', true],
		['# two', false],
		['# three', true],
	]);
	const kinds = file.statements.flatMap((one) => [...one.root.descendants()]).map((node) => `${node.kind} ${node.text}`);
	expect(kinds).toContain('interpolation {b!r:>{w}}');
	expect(kinds).toContain('identifier w');
	expect(kinds).toContain('string_content text');
});

test('the node at an offset', () => {
	const file = parser.parse('a.py', 'import asyncio\nasyncio.run(main())\n');
	expect(file.nodeAt(16)?.text).toBe('asyncio');
	expect(file.nodeAt(23)?.text).toBe('run');
	expect(file.nodeAt(25)?.text).toBe('run');
});
