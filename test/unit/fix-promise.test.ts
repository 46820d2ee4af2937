import { expect, test } from 'vitest';
import type { Finding } from '../../server/src/rule-kit/finding.ts';
import { checkFiles } from '../support/check-files.ts';
import { filesAfter, filesAfterAllFixes } from '../support/fix-promise.ts';
import { brokenForPython, fixedProject } from '../support/fixed-files.ts';

const path = '/fixture/example.py';
const source = 'import time\n\n\nasync def f():\n    time.sleep(1)  # one\n';
const files = new Map([[path, source]]);
const directives = () => ({ settings: [] });
const findings = checkFiles(files);
const finding = findings[0] as Finding;

/** Judges a fix that replaces parts of the source, each given by its text. */
function tryFix(...replacements: readonly (readonly [old: string, next: string])[]): () => unknown {
	const edits = replacements.map(([old, newText]) => ({ path, range: { start: source.indexOf(old), end: source.indexOf(old) + old.length }, newText }));
	return () => filesAfter({ title: 'try', safety: 'safe', edits }, finding, files, findings, directives);
}

test('the fix that the rule offers passes', () => {
	const [fix] = finding.fixes();
	expect(fix && filesAfter(fix, finding, files, findings, directives).get(path)).toContain('await asyncio.sleep(1)  # one');
	expect(filesAfterAllFixes('blocking-sleep', files, directives).get(path)).toContain('await asyncio.sleep(1)  # one');
});

test.each([
	['nothing to do', tryFix(), 'edits nothing'],
	['an edit without effect', tryFix(['sleep', 'sleep']), 'by itself'],
	['edits that overlap', tryFix(['time.sleep', 'a'], ['sleep(1)', 'b']), 'overlaps'],
	['code that does not parse', tryFix(['sleep(1)', 'monotonic((']), 'no longer parses'],
	['a lost comment', tryFix(['time.sleep(1)  # one', 'pass']), 'lost the comment # one'],
	['the same problem once more', tryFix(['sleep(1)', 'sleep(2)']), 'after "try": blocking-sleep'],
	['a new problem', tryFix(['sleep(1)', 'monotonic()'], ['async def f', 'async def g():\n    time.sleep(1)\n\n\nasync def f']), 'after "try": blocking-sleep'],
])('the promise is broken by %s', (_, fix, message) => {
	expect(fix).toThrow(message);
});

test('the promise is broken by an edit of an unknown file', () => {
	const edits = [{ path: '/fixture/other.py', range: { start: 0, end: 0 }, newText: 'x' }];
	expect(() => filesAfter({ title: 'try', safety: 'safe', edits }, finding, files, findings, directives)).toThrow('/fixture/other.py');
});

test.for<readonly [what: string, before: string, after: string, message: string, other?: string]>([
	['an import in use that goes', 'import time\ntime.sleep(1)\n', 'time.sleep(1)\n', 'time is not defined'],
	['an import in use in a function that goes', 'import a, b\ndef f():\n    return b.c\n', 'import a\ndef f():\n    return b.c\n', 'b is not defined'],
	['a name that is brought without its import', 'def f():\n    pass\n', 'def f():\n    return asyncio.sleep(1)\n', 'asyncio is not defined'],
	['a variable that goes', 'def f():\n    x = 1\n    return x\n', 'def f():\n    return x\n', 'x is not defined'],
	['an import that moves into another scope', 'import b\ndef f():\n    b\n', 'def g():\n    import b\ndef f():\n    b\n', 'b is not defined'],
	['an import behind its use', 'f = 1\n', 'f = asyncio\nimport asyncio\n', 'asyncio is used before it is there'],
	[
		'an import that an annotation in quotes names',
		'import time\nx: "list[time.struct_time]"\n',
		'x: "list[time.struct_time]"\n',
		'time is gone, which a string names',
	],
	['a name that another module imports', 'import time\nx = 1\n', 'x = 1\n', 'imports time, which /fixture/a.py no longer has', 'from .a import time\n'],
	[
		'an await of a function of the library',
		'import time\nasync def f():\n    time.time()\n',
		'import time\nasync def f():\n    await time.time()\n',
		'no coroutine function',
	],
	['an await of an object', 'class A:\n    pass\nasync def f():\n    A()\n', 'class A:\n    pass\nasync def f():\n    await A()\n', 'without __await__'],
	['an await of a plain function', 'def g():\n    pass\nasync def f():\n    g()\n', 'def g():\n    pass\nasync def f():\n    await g()\n', 'returns nothing'],
	[
		'an await of a generator',
		'async def g():\n    yield\nasync def f():\n    g()\n',
		'async def g():\n    yield\nasync def f():\n    await g()\n',
		'async generator',
	],
	['an await of a list', 'async def f():\n    [1]\n', 'async def f():\n    await [1]\n', 'no awaitable'],
	['async for over arguments', 'async def f(*a):\n    [x for x in a]\n', 'async def f(*a):\n    [x async for x in a]\n', 'gathered arguments'],
	['code that does not compile', 'def f():\n    g()\n', 'def f():\n    await g()\n', 'does not compile'],
])('Python tells of $0', ([, before, after, message, other = ''], context) => {
	const filesWith = (text: string) =>
		new Map([
			['/fixture/a.py', text],
			['/fixture/b.py', other],
		]);
	const project = (name: string, one: string, two: string) => fixedProject(name, filesWith(one), filesWith(two));
	// What was there before is no matter of the fix.
	const broken = brokenForPython([project('fix', before, after), project('same', after, after), project('same', before, before)]);
	if (!broken) context.skip('no python3 here');
	expect(broken).toEqual([['fix', expect.stringContaining(message)]]);
});
