import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Comment } from '../../server/src/syntax/comments.ts';
import type { SourceFile, SyntaxNode } from '../../server/src/syntax/source-file.ts';
import { applyEdits } from '../../server/src/util/text.ts';
import { testParser } from '../support/parser.ts';

const parser = await testParser();

const parse = (text: string) => parser.parse('a.py', text);

function nodesOf(file: SourceFile): SyntaxNode[] {
	return file.parts.flatMap((part) => Array.from({ length: part.count }, (_, i) => part.node(i)));
}

const depthOf = (node: SyntaxNode) => [...node.ancestors()].length;

test.each([
	['brackets', 'x = ', '(', 'name', ')'],
	['calls', 'x = ', 'f(', 'name', ')'],
	['a sum', 'x = name', ' + b', '', ''],
	['calls behind each other', 'x = name', '.f()', '', ''],
	['lambdas', 'x = ', 'lambda: ', 'name', ''],
])('a tree is never deep, and names in it are seen: %s', (_, start, open, core, close) => {
	const nodes = nodesOf(parse(`${start}${open.repeat(10_000)}${core}${close.repeat(10_000)}\nlast = 1\n`));
	expect(nodes.reduce((deepest, node) => Math.max(deepest, depthOf(node)), 0)).toBeLessThanOrEqual(201);
	expect(nodes.filter((node) => node.kind === 'identifier').map((node) => node.text)).toEqual(expect.arrayContaining(['name', 'last']));
	for (const node of nodes.slice(0, 1000)) for (const child of node.children) expect(child.isInside(node) && child.parent === node).toBe(true);
});

test('what is as deep as real code is not cut', () => {
	const nodes = nodesOf(parse(`x = ${'f('.repeat(90)}name${')'.repeat(90)}\n`));
	expect(nodes.filter((node) => node.kind === 'call')).toHaveLength(90);
	expect(nodes.some((node) => node.kind === 'ERROR')).toBe(false);
});

/** The comments that stand alone in lines of code without strings. */
function commentsByLine(text: string): Comment[] {
	return Array.from(text.matchAll(/^[ \t]*(#[^\r\n]*)/gm), ({ index, 0: line, 1: comment = '' }) => {
		const start = index + line.length - comment.length;
		return { start, end: start + comment.length, text: comment, isAlone: true };
	});
}

test.each([
	['at the top', '# a note\n'.repeat(300)],
	['with empty lines', '# a note\n\n  \n'.repeat(300)],
	['with carriage returns', '# a note\r\n'.repeat(300)],
	['with carriage returns alone', '# a note\r'.repeat(300)],
	['in a function', `async def f():\n${'    # await g()\n'.repeat(300)}    pass\n`],
	['of growing indentation', `async def f():\n    pass\n${Array.from({ length: 300 }, (_, i) => `${' '.repeat(i % 9)}# a note ${i}\n`).join('')}x = 1\n`],
	['of falling indentation', `async def f():\n    pass\n${Array.from({ length: 300 }, (_, i) => `${' '.repeat(300 - i)}# a note ${i}\n`).join('')}x = 1\n`],
	['in brackets', `x = [\n${'# a note\n'.repeat(300)}]\n`],
])('all comments of a long run are known: %s', (_, text) => {
	const file = parse(text);
	expect(file.comments).toEqual(commentsByLine(text.replace(/\r(?!\n)/g, '\n')));
	expect(file.hasError).toBe(false);
});

test('a function ends where it did, when a long run of comments follows', () => {
	const withRun = (lines: number) => parse(`async def f():\n    pass\n    # last\n${'# note\n'.repeat(lines)}x = 1\n`).statements[0]?.root.end;
	expect(withRun(300)).toBe(withRun(3));
});

test('lines of a string that look like comments stay as they are', () => {
	const file = parse(`x = f"""\n${'# {call()}\n'.repeat(300)}"""\n`);
	expect(file.comments).toEqual([]);
	expect(nodesOf(file).filter((node) => node.kind === 'call')).toHaveLength(300);
});

test('edits in and beside long runs of comments lead to what a first look sees', () => {
	const first = `import a\n${'# note\n'.repeat(60)}def f():\n    pass\n${'    # inner\n# outer\n'.repeat(30)}y = 1\n`;
	const pieces = ['#', '\n', '    ', 'x = 1\n', '# more\n# and more\n', '"""', '', '\r\n'];
	const edit = fc.tuple(fc.nat(first.length), fc.nat(60), fc.constantFrom(...pieces));
	fc.assert(
		fc.property(fc.array(edit, { minLength: 1, maxLength: 6 }), fc.boolean(), (edits, withEdits) => {
			const document = parser.open('a.py');
			let text = first;
			document.update(text);
			for (const [at, length, newText] of edits) {
				const start = Math.min(at, text.length);
				const one = { range: { start, end: Math.min(text.length, start + length) }, newText };
				text = applyEdits(text, [one]);
				const file = document.update(text, withEdits ? [one] : undefined);
				const fresh = parse(text);
				if (fresh.hasError) continue;
				expect(file.hasError).toBe(false);
				expect(file.comments).toEqual(fresh.comments);
				expect(file.statements.map(({ root }) => [root.kind, root.start, root.end])).toEqual(
					fresh.statements.map(({ root }) => [root.kind, root.start, root.end]),
				);
			}
			document.close();
		}),
		{ numRuns: 30 },
	);
});
