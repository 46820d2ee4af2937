import { describe, expect, test } from 'vitest';
import { exitsOf, mayMiss, mayRunAfter } from '../../server/src/semantics/exits.ts';
import { isAwaitPoint, isSuspension, ownNodes } from '../../server/src/semantics/flow.ts';
import type { SyntaxNode } from '../../server/src/syntax/source-file.ts';
import { testParser } from '../support/parser.ts';

const parser = await testParser();

/** The body of `async def f` made of the lines. */
function bodyOf(...lines: readonly string[]): SyntaxNode {
	const file = parser.parse('f.py', `async def f():\n${lines.map((line) => `    ${line}\n`).join('')}`);
	expect(file.errors()).toEqual([]);
	return file.statements[0]?.root.field('body') as SyntaxNode;
}

function exits(...lines: readonly string[]): string[] {
	return [...exitsOf(bodyOf(...lines), (call) => call.field('function')?.text === 'sys.exit')].sort();
}

describe('exitsOf', () => {
	test.each([
		[['a()'], ['end']],
		[['return 1', 'a()'], ['return']],
		[['sys.exit()'], ['raise']],
		[
			['if a:', '    raise'],
			['end', 'raise'],
		],
		[
			['if a:', '    raise', 'else:', '    return'],
			['raise', 'return'],
		],
		[['if a:', '    raise', 'elif b:', '    raise', 'else:', '    raise'], ['raise']],
		[['if a:', '    raise', 'raise'], ['raise']],
		[['while True:', '    a()'], []],
		[['while True:', '    break'], ['end']],
		[['while True:', '    if a:', '        return', '    continue'], ['return']],
		[
			['while a:', '    raise'],
			['end', 'raise'],
		],
		[
			['for a in b:', '    break', 'else:', '    raise'],
			['end', 'raise'],
		],
		[['for a in b:', '    pass', 'else:', '    raise'], ['raise']],
		[['with a:', '    raise'], ['raise']],
		[
			['try:', '    raise', 'except A:', '    pass'],
			['end', 'raise'],
		],
		[['try:', '    raise', 'except:', '    pass'], ['end']],
		[
			['try:', '    a()', 'except A:', '    raise'],
			['end', 'raise'],
		],
		[
			['try:', '    a()', 'except A:', '    raise', 'else:', '    return'],
			['raise', 'return'],
		],
		[['try:', '    a()', 'finally:', '    return'], ['return']],
		[['try:', '    raise', 'finally:', '    a()'], ['raise']],
		[
			['match a:', '    case 1:', '        raise'],
			['end', 'raise'],
		],
		[
			['match a:', '    case 1:', '        raise', '    case _:', '        return'],
			['raise', 'return'],
		],
		[['def g():', '    return 1'], ['end']],
	] as const)('%j', (lines, expected) => {
		expect(exits(...lines)).toEqual(expected);
	});

	test('jumps of a block inside a loop', () => {
		const loop = bodyOf('while True:', '    if a:', '        continue', '    break').children[0] as SyntaxNode;
		expect([...exitsOf(loop.field('body') as SyntaxNode)].sort()).toEqual(['break', 'continue']);
	});
});

describe('mayRunAfter', () => {
	/** Texts (first lines) of what may run after the statement that begins with `here()`. */
	function ranAfter(exit: 'end' | 'break' | 'continue' | 'return', ...lines: readonly string[]): string[] {
		const body = bodyOf(...lines);
		const call = ownNodes(body).find((node) => node.kind === 'expression_statement' && node.text === 'here()') as SyntaxNode;
		return mayRunAfter(call, exit, body).map((node) => node.text.split('\n')[0] as string);
	}

	test('what follows, outwards', () => {
		expect(ranAfter('end', 'if a:', '    here()', '    b()', 'else:', '    c()', 'd()')).toEqual(['b()', 'd()']);
	});
	test('not past a statement that always leaves', () => {
		expect(ranAfter('end', 'here()', 'return 1', 'b()')).toEqual(['return 1']);
	});
	test('the loop again, and what follows it', () => {
		expect(ranAfter('end', 'while a:', '    b()', '    here()', 'c()')).toEqual(['while a:', 'c()']);
		expect(ranAfter('continue', 'while a:', '    here()', '    b()', 'c()')).toEqual(['while a:', 'c()']);
	});
	test('break leaves the loop', () => {
		expect(ranAfter('break', 'while a:', '    here()', '    b()', 'c()')).toEqual(['c()']);
	});
	test('return ends it', () => {
		expect(ranAfter('return', 'while a:', '    here()', 'c()')).toEqual([]);
	});
	test('a handler goes on behind the try statement; finally is not counted', () => {
		expect(ranAfter('end', 'try:', '    b()', 'except A:', '    here()', 'else:', '    c()', 'finally:', '    d()', 'e()')).toEqual(['e()']);
	});
	test('the body of a try statement goes on with else', () => {
		expect(ranAfter('end', 'try:', '    here()', 'except A:', '    b()', 'else:', '    c()', 'd()')).toEqual(['else:', 'd()']);
	});
	test('out of a case', () => {
		expect(ranAfter('end', 'match a:', '    case 1:', '        here()', '    case 2:', '        b()', 'c()')).toEqual(['c()']);
	});
	test('a later statement may jump back', () => {
		expect(ranAfter('end', 'while a:', '    here()', '    if b:', '        continue', '    return')).toContain('while a:');
	});
});

test('ownNodes leaves nested functions out; suspension points are told apart', () => {
	const nodes = ownNodes(
		bodyOf(
			'await a',
			'async for b in c: pass',
			'async with d: pass',
			'for e in g: yield',
			'lambda: (yield)',
			'async def h():',
			'    await i',
			'[j async for j in k]',
		),
	);
	expect(nodes.filter(isAwaitPoint).map((node) => node.kind)).toEqual(['await', 'for_statement', 'with_statement', 'for_in_clause']);
	expect(nodes.filter(isSuspension)).toHaveLength(5);
});

describe('mayRunAfter in a module', () => {
	test('gives the statements behind, and those of a further round', () => {
		const file = parser.parse('m.py', 'a()\nfor x in y:\n    b()\n    c()\nd()\n');
		const loop = file.statements[1]?.root as SyntaxNode;
		const b = loop.field('body')?.children[0] as SyntaxNode;
		const module = { roots: file.statements.map(({ root }) => root) };
		expect(mayRunAfter(file.statements[0]?.root as SyntaxNode, 'end', module).map((one) => one.kind)).toEqual(['for_statement', 'expression_statement']);
		expect(mayRunAfter(b, 'end', module).map((one) => one.text.split('\n')[0])).toEqual(['c()', 'for x in y:', 'd()']);
	});
});

describe('mayMiss', () => {
	/** From `x = make()` to the end of f, past no `x.close()`. */
	function misses(...lines: readonly string[]): boolean {
		const body = bodyOf(...lines);
		const origin = [...body.descendants()].find((node) => node.kind === 'expression_statement' && node.text === 'x = make()') as SyntaxNode;
		return mayMiss(origin, body, (node) => node.kind === 'expression_statement' && node.text === 'x.close()');
	}

	test.each([
		[['x = make()'], true],
		[['x = make()', 'x.close()'], false],
		[['x = make()', 'if a:', '    return', 'x.close()'], true],
		[['x = make()', 'if a:', '    raise', 'x.close()'], false],
		[['x = make()', 'if a:', '    x.close()', 'else:', '    x.close()'], false],
		[['x = make()', 'if a:', '    x.close()'], true],
		[['x = make()', 'try:', '    if a:', '        return', 'finally:', '    x.close()'], false],
		[['try:', '    x = make()', '    if a:', '        return', 'finally:', '    x.close()'], false],
		[['try:', '    x = make()', '    a()', 'except b:', '    pass', 'else:', '    x.close()'], false],
		[['try:', '    x = make()', '    a()', 'finally:', '    a()'], true],
		[['for a in b:', '    x = make()', '    if a:', '        continue', '    x.close()'], true],
		[['for a in b:', '    x = make()', '    x.close()'], false],
		[['for a in b:', '    try:', '        x = make()', '        break', '    except c:', '        a()', 'x.close()'], false],
		[['while True:', '    x = make()', '    a()'], true],
		[['with a:', '    x = make()', 'x.close()'], false],
	])('%j: %j', (lines, expected) => expect(misses(...lines)).toBe(expected));
});
