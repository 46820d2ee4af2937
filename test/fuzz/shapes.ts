/** A kind of code that can grow without end. */
export interface Shape {
	readonly name: string;
	/** How large it is made, more or less; four times this is the larger of the two sizes that are compared. */
	readonly n: number;
	/** The files of a project by their paths. A single text is `/fixture/example.py`, with imports before it and a canary behind it. */
	readonly make: (n: number) => string | ReadonlyMap<string, string>;
	/** True where the shape itself keeps the end of the file from being read: CPython refuses it there, too. */
	readonly hidesEnd?: boolean;
}

const head = 'import asyncio, functools, threading, time, pytest\n\nasync def first():\n    time.sleep(1)\n\n';
/** What is found behind the shape: the last line blocks a loop. */
const canary = '\nasync def canary():\n    time.sleep(1)\n';

const each = (n: number, line: (i: number) => string): string => Array.from({ length: n }, (_, i) => line(i)).join('');
const list = (n: number, item: (i: number) => string, separator = ', '): string => Array.from({ length: n }, (_, i) => item(i)).join(separator);
/** `open` n times round `core`. */
const nest = (n: number, open: string, core: string, close: string): string => open.repeat(n) + core + close.repeat(n);
/** Blocks in each other: a text as long as the square of their number. */
const blocks = (n: number, headOf: (i: number) => string, core: string): string =>
	`${each(Math.round(Math.sqrt(n)), (i) => `${' '.repeat(i + 1)}${headOf(i)}\n`)}${' '.repeat(Math.round(Math.sqrt(n)) + 1)}${core}\n`;
const inCoroutine = (body: string): string => `async def g(c, x, y):\n${body}`;
const modules = (n: number, text: (i: number) => string): ReadonlyMap<string, string> =>
	new Map(Array.from({ length: n }, (_, i) => [`/fixture/m${i}.py`, head + text(i) + canary]));

/** The files that a shape makes. */
export function filesOf(made: string | ReadonlyMap<string, string>): ReadonlyMap<string, string> {
	return typeof made === 'string' ? new Map([['/fixture/example.py', head + made + canary]]) : made;
}

const shape = (name: string, n: number, make: Shape['make'], more: Partial<Shape> = {}): Shape => ({ name, n, make, ...more });

export const shapes: readonly Shape[] = [
	// Calls between functions
	shape(
		'each function calls the one before',
		800,
		(n) => `def f0():\n    time.sleep(1)\n${each(n, (i) => `def f${i + 1}():\n    f${i}()\n`)}async def g():\n    f${n}()\n`,
	),
	shape(
		'each function calls the one behind',
		800,
		(n) => `${each(n, (i) => `def f${i}():\n    f${i + 1}()\n`)}def f${n}():\n    time.sleep(1)\nasync def g():\n    f0()\n`,
	),
	shape(
		'each coroutine awaits the one before',
		800,
		(n) => `async def f0():\n    time.sleep(1)\n${each(n, (i) => `async def f${i + 1}():\n    await f${i}()\n`)}`,
	),
	shape('each function calls all', 900, (n) => each(Math.sqrt(n), (i) => `def f${i}():\n${each(Math.sqrt(n), (j) => `    f${j}()\n`)}`)),
	shape(
		'each function calls all, a coroutine one',
		900,
		(n) => `${each(Math.sqrt(n), (i) => `def f${i}():\n${each(Math.sqrt(n), (j) => `    f${j}()\n`)}`)}async def g():\n    f1()\n`,
	),
	shape('each coroutine awaits all', 900, (n) => each(Math.sqrt(n), (i) => `async def f${i}():\n${each(Math.sqrt(n), (j) => `    await f${j}()\n`)}`)),
	shape(
		'each method calls all',
		900,
		(n) => `class A:\n${each(Math.sqrt(n), (i) => `    def f${i}(self):\n${each(Math.sqrt(n), (j) => `        self.f${j}()\n`)}`)}`,
	),
	shape(
		'each method calls the one before',
		800,
		(n) =>
			'class A:\n    def f0(self):\n        time.sleep(1)\n' +
			each(n, (i) => `    def f${i + 1}(self):\n        self.f${i}()\n`) +
			`    async def g(self):\n        self.f${n}()\n`,
	),
	shape(
		'each function calls both of the rank before',
		600,
		(n) => `${each(n, (i) => `def a${i + 1}():\n    a${i}()\n    b${i}()\ndef b${i + 1}():\n    b${i}()\n    a${i}()\n`)}async def g():\n    a${n}()\n`,
	),
	shape(
		'each function returns what the one before gives',
		800,
		(n) => `def f0():\n    return asyncio.sleep(1)\n${each(n, (i) => `def f${i + 1}():\n    return f${i}()\n`)}async def g():\n    f${n}()\n`,
	),
	shape(
		'each function hands its parameter on',
		800,
		(n) => `def f0(x):\n    x()\n${each(n, (i) => `def f${i + 1}(x):\n    f${i}(x)\n`)}async def g():\n    f${n}(time.sleep)\n`,
	),
	shape('one function is called from many', 800, (n) => `def f():\n    time.sleep(1)\n${each(n, (i) => `async def g${i}():\n    f()\n`)}`),
	shape('one function is called many times', 1600, (n) => `def f(x):\n    time.sleep(x)\nasync def g():\n${each(n, () => '    f(1)\n')}`),
	shape(
		'many functions are called from one',
		800,
		(n) => `${each(n, (i) => `def f${i}():\n    time.sleep(1)\n`)}async def g():\n${each(n, (i) => `    f${i}()\n`)}`,
	),
	shape(
		'each decorator is decorated by the one before',
		500,
		(n) =>
			'def d0(f):\n    return f\n' +
			each(n, (i) => `@d${i}\ndef d${i + 1}(f):\n    return f\n`) +
			`@d${n}\ndef h():\n    time.sleep(1)\nasync def g():\n    h()\n`,
	),
	shape(
		'each fixture asks for the one before',
		500,
		(n) =>
			'@pytest.fixture\nasync def f0():\n    return 1\n' +
			each(n, (i) => `@pytest.fixture\ndef f${i + 1}(f${i}):\n    return f${i}\n`) +
			`async def test_it(f${n}):\n    f${n}.x()\n`,
	),
	shape(
		'functions handed over in each other',
		800,
		(n) => `def h():\n    time.sleep(1)\nx = ${nest(n, 'functools.partial(', 'h', ')')}\nasync def g():\n    x()\n`,
	),
	shape('many aliases of one function', 1600, (n) => `n0 = time.sleep\n${each(n, (i) => `n${i + 1} = n${i}\n`)}async def g():\n    n${n}(1)\n`),
	shape('many aliases in a coroutine', 1600, (n) => `async def g():\n    n0 = time.sleep\n${each(n, (i) => `    n${i + 1} = n${i}\n`)}    n${n}(1)\n`),
	shape(
		'each name is one of both before',
		800,
		(n) => `a0 = b0 = asyncio.sleep\n${each(n, (i) => `a${i + 1} = a${i} if x else b${i}\nb${i + 1} = b${i} or a${i}\n`)}async def g():\n    a${n}(1)\n`,
	),

	// Classes
	shape(
		'each class derives from the one before',
		800,
		(n) => `class C0:\n    def f(self):\n        time.sleep(1)\n${each(n, (i) => `class C${i + 1}(C${i}):\n    pass\n`)}async def g():\n    C${n}().f()\n`,
	),
	shape(
		'each class overrides a method of the one before',
		500,
		(n) =>
			'class C0:\n    async def f(self):\n        time.sleep(1)\n' +
			each(n, (i) => `class C${i + 1}(C${i}):\n    async def f(self):\n        super().f()\n`) +
			`async def g():\n    C${n}().f()\n`,
	),
	shape('a ring of classes', 800, (n) => `${each(n, (i) => `class C${i}(C${(i + 1) % n}):\n    pass\n`)}async def g():\n    C0().f()\n`),
	shape(
		'each class derives from both of the rank before',
		400,
		(n) =>
			'class A0: pass\nclass B0: pass\n' +
			each(n, (i) => `class A${i + 1}(A${i}, B${i}): pass\nclass B${i + 1}(B${i}, A${i}): pass\n`) +
			`async def g():\n    A${n}().f()\n`,
	),
	shape(
		'many classes derive from one',
		800,
		(n) =>
			'class B:\n    async def f(self): ...\n' +
			each(n, (i) => `class C${i}(B):\n    def f(self):\n        time.sleep(1)\n`) +
			'async def g(b: B):\n    b.f()\n',
	),
	shape(
		'one class derives from many',
		800,
		(n) => `${each(n, (i) => `class B${i}: pass\n`)}class C(${list(n, (i) => `B${i}`)}): pass\nasync def g():\n    C().f()\n`,
	),
	shape(
		'each class holds one of the class before',
		500,
		(n) =>
			'class C0:\n    def f(self):\n        time.sleep(1)\n' +
			each(n, (i) => `class C${i + 1}:\n    def __init__(self):\n        self.x = C${i}()\n`) +
			`async def g():\n    C${n}()${'.x'.repeat(n)}.f()\n`,
	),
	shape(
		'a class with many methods',
		500,
		(n) => `class A:\n${each(n, (i) => `    async def f${i}(self):\n        self.x${i} = await self.f${i + 1}()\n        time.sleep(1)\n`)}`,
	),
	shape(
		'many methods set one attribute',
		500,
		(n) => `class A:\n${each(n, (i) => `    async def f${i}(self):\n        self.x = asyncio.create_task(first())\n        await self.x\n`)}`,
	),
	shape('classes in each other', 2500, (n) => `class A:\n${blocks(n, (i) => `class C${i}:`, 'pass')}`),
	shape('metaclasses and decorators of a class', 500, (n) => `${each(n, (i) => `@d${i}\n`)}class A(metaclass=M):\n    pass\n`),

	// Many of one kind in one body
	shape('many sleeps in one coroutine', 1600, (n) => inCoroutine('    time.sleep(1)\n'.repeat(n))),
	shape('many awaits in one coroutine', 1600, (n) => inCoroutine('    await first()\n'.repeat(n))),
	shape('many coroutines that nobody awaits', 800, (n) => inCoroutine('    first()\n'.repeat(n))),
	shape('many tasks in one coroutine', 800, (n) => inCoroutine('    asyncio.create_task(first())\n'.repeat(n))),
	shape('many tasks that are kept', 800, (n) =>
		inCoroutine(each(n, (i) => `    t${i} = asyncio.create_task(first())\n`) + each(n, (i) => `    await t${i}\n`)),
	),
	shape('many tasks of one name', 800, (n) => inCoroutine('    t = asyncio.create_task(first())\n    await t\n'.repeat(n))),
	shape('many tasks of one name at module level', 800, (n) => 't = asyncio.create_task(first())\n'.repeat(n)),
	shape('many threads at module level', 300, (n) =>
		each(n, (i) => `loop${i} = asyncio.new_event_loop()\nthreading.Thread(target=loop${i}.run_forever).start()\nloop${i}.call_soon(first)\n`),
	),
	shape(
		'many threads in one function',
		300,
		(n) =>
			'def h():\n' +
			each(n, (i) => `    loop${i} = asyncio.new_event_loop()\n    threading.Thread(target=loop${i}.run_forever).start()\n    loop${i}.call_soon(first)\n`),
	),
	shape('many threads that run one function', 400, (n) => `def w():\n    asyncio.get_event_loop()\n${each(n, () => `threading.Thread(target=w).start()\n`)}`),
	shape(
		'many loops of one name',
		400,
		(n) => `def h():\n${each(n, () => `    loop = asyncio.new_event_loop()\n    loop.run_until_complete(first())\n    loop.close()\n`)}`,
	),
	shape('many runs at module level', 800, (n) => 'asyncio.run(first())\n'.repeat(n)),
	shape('many runs in one function', 800, (n) => `def h():\n${'    asyncio.run(first())\n'.repeat(n)}`),
	shape('many get_event_loop', 800, (n) => `def h():\n${'    loop = asyncio.get_event_loop()\n    loop.run_until_complete(first())\n'.repeat(n)}`),
	shape(
		'many set_event_loop',
		400,
		(n) => `def h():\n${'    loop = asyncio.new_event_loop()\n    asyncio.set_event_loop(loop)\n    loop.run_until_complete(first())\n'.repeat(n)}`,
	),
	shape('many callbacks', 800, (n) =>
		inCoroutine(`    loop = asyncio.get_running_loop()\n${each(n, (i) => `    loop.call_soon(lambda: time.sleep(${i}))\n`)}`),
	),
	shape('many arguments of gather', 800, (n) => inCoroutine(`    await asyncio.gather(${list(n, () => 'first()')})\n`)),
	shape('many arguments of gather that return exceptions', 800, (n) =>
		inCoroutine(`    r = await asyncio.gather(${list(n, () => 'first()')}, return_exceptions=True)\n    print(r)\n`),
	),
	shape('many gathers', 500, (n) => inCoroutine('    await asyncio.gather(first(), first())\n'.repeat(n))),
	shape('a task group of many tasks', 800, (n) => inCoroutine(`    async with asyncio.TaskGroup() as tg:\n${'        tg.create_task(first())\n'.repeat(n)}`)),
	shape('many task groups', 400, (n) => inCoroutine('    async with asyncio.TaskGroup() as tg:\n        tg.create_task(first())\n'.repeat(n))),
	shape('many locks', 400, (n) => `lock = asyncio.Lock()\n${inCoroutine('    async with lock:\n        await first()\n'.repeat(n))}`),
	shape(
		'many locks at module level',
		600,
		(n) => each(n, (i) => `lock${i} = asyncio.Lock()\n`) + inCoroutine(each(n, (i) => `    async with lock${i}:\n        await first()\n`)),
	),
	shape('many queues', 400, (n) => inCoroutine(each(n, (i) => `    q${i} = asyncio.Queue()\n    await q${i}.put(1)\n    q${i}.get()\n`))),
	shape('many timeouts', 400, (n) =>
		inCoroutine('    async with asyncio.timeout(1):\n        await first()\n    await asyncio.wait_for(first(), 1)\n'.repeat(n)),
	),
	shape(
		'many sessions',
		300,
		(n) =>
			`import aiohttp, requests\n${inCoroutine(each(n, (i) => `    s${i} = aiohttp.ClientSession()\n    r = requests.get("x")\n    await s${i}.get("x")\n`))}`,
	),
	shape(
		'many sessions in with',
		300,
		(n) =>
			'import aiohttp\n' +
			inCoroutine(`    async with aiohttp.ClientSession() as s:\n        async with s.get("x") as r:\n            await r.text()\n`.repeat(n)),
	),
	shape('many opened files', 500, (n) => inCoroutine('    with open("x") as f:\n        f.read()\n'.repeat(n))),
	shape('many cursors', 400, (n) => `import sqlite3\n${inCoroutine('    c = sqlite3.connect("x")\n    c.execute("x").fetchall()\n'.repeat(n))}`),
	shape('many subprocesses', 500, (n) => `import subprocess\n${inCoroutine('    subprocess.run(["x"])\n'.repeat(n))}`),
	shape('many loops with await', 400, (n) => inCoroutine('    for i in x:\n        await first()\n'.repeat(n))),
	shape(
		'many async for',
		400,
		(n) => `async def ag():\n    yield 1\n${inCoroutine('    async for i in ag():\n        break\n    for i in ag():\n        print(i)\n'.repeat(n))}`,
	),
	shape('many polling loops', 400, (n) => inCoroutine('    while not x.done:\n        await asyncio.sleep(0.1)\n'.repeat(n))),
	shape('many handlers', 500, (n) => inCoroutine(`    try:\n        await first()\n${each(n, (i) => `    except E${i}:\n        pass\n`)}`)),
	shape('many handlers for everything', 400, (n) => inCoroutine('    try:\n        await first()\n    except BaseException:\n        pass\n'.repeat(n))),
	shape('many handlers of cancellation', 400, (n) =>
		inCoroutine(`    while True:\n${'        try:\n            await first()\n        except asyncio.CancelledError:\n            pass\n'.repeat(n)}`),
	),
	shape('many finally', 400, (n) => inCoroutine('    try:\n        await first()\n    finally:\n        await first()\n'.repeat(n))),
	shape('many returns', 500, (n) => inCoroutine(each(n, (i) => `    if x == ${i}:\n        return first()\n`))),
	shape('many yields', 800, (n) => `async def g():\n${'    yield 1\n    await first()\n'.repeat(n)}`),
	shape('many assignments to one name', 1600, (n) => inCoroutine('    x = x + y\n'.repeat(n))),
	shape('many assignments to one name in branches', 500, (n) =>
		inCoroutine(`${'    if c:\n        x = first()\n    else:\n        x = y\n'.repeat(n)}    await x\n`),
	),
	shape('many assignments to one name in a loop', 800, (n) => inCoroutine(`    while c:\n${'        x = first()\n        await x\n'.repeat(n)}`)),
	shape('many assignments to one name at module level', 1600, (n) => `${'x = first\n'.repeat(n)}async def h():\n    x()\n`),
	shape('many uses of one global', 1600, (n) => `count = 0\nasync def h():\n    global count\n${'    count = count + await first()\n'.repeat(n)}`),
	shape('many definitions of one function', 600, (n) => `${'def f():\n    time.sleep(1)\n'.repeat(n)}async def h():\n    f()\n`),
	shape(
		'many definitions of one method',
		600,
		(n) => `class A:\n${'    def f(self):\n        time.sleep(1)\n'.repeat(n)}    async def h(self):\n        self.f()\n`,
	),
	shape('many definitions of one class', 600, (n) => `${'class A:\n    def f(self):\n        time.sleep(1)\n'.repeat(n)}async def h():\n    A().f()\n`),
	shape('many imports of one name', 1600, (n) => `${'from time import sleep\n'.repeat(n)}async def h():\n    sleep(1)\n`),
	shape('many imports in one coroutine', 1600, (n) => inCoroutine(`${'    from time import sleep\n'.repeat(n)}    sleep(1)\n`)),
	shape('many names of one import', 1600, (n) => `from m import (${list(n, (i) => `n${i}`)})\n`),
	shape('many star imports', 1600, (n) => `${each(n, (i) => `from m${i} import *\n`)}async def h():\n    nothing()\n`),
	shape(
		'many assignments to attributes of one object',
		1600,
		(n) => `x = object()\n${each(n, (i) => `x.a${i} = time.sleep\n`)}${inCoroutine('    x.a0(1)\n')}`,
	),
	shape('many replaced functions', 800, (n) => `class A:\n    async def f(self): ...\n${'a = A()\na.f = time.sleep\n'.repeat(n)}${inCoroutine('    a.f()\n')}`),
	shape(
		'many parameters',
		1600,
		(n) => `async def f(${list(n, (i) => `p${i}: int = 1`)}):\n    time.sleep(1)\nasync def h():\n    f(${list(n, (i) => `p${i}=1`)})\n`,
	),
	shape('many globals in one statement', 1600, (n) => `async def f():\n    global ${list(n, (i) => `p${i}`)}\n    p1 = await first()\n`),
	shape('many functions of one name as handlers', 500, (n) => `import signal\n${each(n, () => `signal.signal(1, lambda *a: asyncio.create_task(first()))\n`)}`),
	shape('many decorators', 1600, (n) => `${each(n, (i) => `@d${i}\n`)}def f():\n    time.sleep(1)\nasync def h():\n    f()\n`),
	shape(
		'many routes',
		400,
		(n) => `from fastapi import FastAPI\napp = FastAPI()\n${each(n, (i) => `@app.get("/${i}")\nasync def r${i}():\n    time.sleep(1)\n`)}`,
	),
	shape('many tests', 400, (n) => each(n, (i) => `async def test_${i}():\n    await first()\n`)),
	shape(
		'many test methods',
		400,
		(n) => `import unittest\nclass T(unittest.TestCase):\n${each(n, (i) => `    async def test_${i}(self):\n        await first()\n`)}`,
	),
	shape('many guards', 500, (n) => `import sys\n${each(n, (i) => `if sys.version_info >= (3, ${i}):\n    from a import b${i}\n`)}${inCoroutine('    b1()\n')}`),

	// Wide
	shape('elifs', 800, (n) => inCoroutine(`    if c:\n        pass\n${each(n, (i) => `    elif c == ${i}:\n        await first()\n`)}`)),
	shape('a giant match', 800, (n) => inCoroutine(`    match c:\n${each(n, (i) => `        case ${i}:\n            await first()\n`)}`)),
	shape('a giant pattern', 1600, (n) => inCoroutine(`    match c:\n        case ${list(n, (i) => `${i}`, ' | ')}:\n            await first()\n`)),
	shape('a huge dict', 1600, (n) => `x = {${list(n, (i) => `"k${i}": first`)}}\nasync def h(k):\n    x[k]()\n`),
	shape('a huge dict in a coroutine', 1600, (n) => inCoroutine(`    x = {${list(n, (i) => `"k${i}": first()`)}}\n`)),
	shape('a huge list', 1600, (n) => `x = [${list(n, (_i) => `first`)}]\nasync def h(k):\n    for y in x:\n        y()\n`),
	shape('strings beside each other', 1600, (n) => `x = (${list(n, (i) => `"a${i}"`, '\n')})\n`),
	shape('pieces of a formatted string', 1600, (n) => inCoroutine(`    x = f"${list(n, () => '{await first()}', ' ')}"\n`)),
	shape('escapes in a string', 4000, (n) => `x = "${'\\n'.repeat(n)}"\n`),
	shape('targets in one assignment', 1600, (n) => `${list(n, (i) => `x${i}`, ' = ')} = first\n${inCoroutine('    x5()\n')}`),
	shape('a tuple of targets', 1600, (n) => inCoroutine(`    ${list(n, (i) => `x${i}`)} = await asyncio.gather(*c)\n`)),
	shape('items of one with', 800, (n) => inCoroutine(`    async with ${list(n, (i) => `c() as x${i}`)}:\n        await first()\n`)),
	shape('clauses of a comprehension', 400, (n) => inCoroutine(`    x = [i ${list(n, (_i) => `for i in x`, ' ')}]\n`)),
	shape('statements in one line', 1600, (n) => inCoroutine(`    ${'x = await first(); '.repeat(n)}\n`)),
	shape('comparisons in a row', 1600, (n) => inCoroutine(`    x = ${list(n, (i) => `a${i}`, ' < ')}\n`)),

	// Deep
	shape('calls in each other', 1600, (n) => inCoroutine(`    x = ${nest(n, 'f(', 'await first()', ')')}\n`)),
	shape('calls in each other at module level', 1600, (n) => `x = ${nest(n, 'asyncio.wait_for(', 'first()', ', 1)')}\n`),
	shape('calls behind each other', 1600, (n) => inCoroutine(`    x = c${'.f()'.repeat(n)}\n`)),
	shape('calls of results', 1600, (n) => inCoroutine(`    x = first${'()'.repeat(n)}\n`)),
	shape('calls behind each other with arguments', 1600, (n) => inCoroutine(`    x = c${'.f(await first())'.repeat(n)}\n`)),
	shape('attributes of attributes', 1600, (n) => inCoroutine(`    x = c${'.f'.repeat(n)}()\n`)),
	shape('attributes of a module', 1600, (n) => inCoroutine(`    x = asyncio${'.f'.repeat(n)}()\n`)),
	shape('items of items', 1600, (n) => inCoroutine(`    x = c${'[0]'.repeat(n)}()\n`)),
	shape('subscripts in each other', 1600, (n) => inCoroutine(`    x = ${nest(n, 'c[', '0', ']')}\n`)),
	shape('a sum', 1600, (n) => inCoroutine(`    x = ${list(n, (i) => `a${i}`, ' + ')}\n`)),
	shape('a sum of awaits', 1600, (n) => inCoroutine(`    x = ${list(n, () => `await first()`, ' + ')}\n`)),
	shape('a sum of coroutines', 800, (n) => inCoroutine(`    x = ${list(n, () => `first()`, ' + ')}\n`)),
	shape('a sum of strings', 1600, (n) => `x = ${list(n, (i) => `"a${i}"`, ' + ')}\n`),
	shape('powers', 1600, (n) => `x = ${list(n, (i) => `a${i}`, ' ** ')}\n`),
	shape('an or of many', 1600, (n) => inCoroutine(`    if ${list(n, (i) => `a${i}`, ' or ')}:\n        await first()\n`)),
	shape('an or of coroutines', 800, (n) => inCoroutine(`    if ${list(n, () => `first()`, ' or ')}:\n        await first()\n`)),
	shape('and, or and not', 1600, (n) => inCoroutine(`    if ${list(n, (i) => `not a${i}`, ' and b or ')}:\n        await first()\n`)),
	shape('nots', 1600, (n) => inCoroutine(`    x = ${'not '.repeat(n)}c\n`)),
	shape('signs', 1600, (n) => inCoroutine(`    x = ${'-'.repeat(n)}c\n`)),
	shape('awaits of awaits', 1600, (n) => inCoroutine(`    x = ${'await '.repeat(n)}c\n`)),
	shape('choices in each other', 1600, (n) => inCoroutine(`    x = ${nest(n, 'first() if c else ', 'y', '')}\n`)),
	shape('lambdas in each other', 1600, (n) => inCoroutine(`    x = ${'lambda: '.repeat(n)}time.sleep(1)\n`)),
	shape('parentheses', 1600, (n) => inCoroutine(`    x = ${nest(n, '(', 'first()', ')')}\n`)),
	shape('lists in lists', 1600, (n) => inCoroutine(`    x = ${nest(n, '[', 'first()', ']')}\n`)),
	shape('dicts in dicts', 1600, (n) => inCoroutine(`    x = ${nest(n, '{1: ', 'first()', '}')}\n`)),
	shape('tuples on the left', 1600, (n) => inCoroutine(`    ${nest(n, '(', 'x', ',)')} = first()\n`)),
	shape('comprehensions in each other', 400, (n) => inCoroutine(`    x = ${nest(n, '[', 'first()', ' for i in y]')}\n`)),
	shape('generators in each other', 400, (n) => inCoroutine(`    x = ${nest(n, '(i for i in ', 'y', ')')}\n`)),
	shape('formatted strings in each other', 20, (n) => inCoroutine(`    x = ${nest(n, 'f"{', '1', '}"')}\n`)),
	shape('annotations in each other', 800, (n) => `async def f(x: ${nest(n, 'list[', 'int', ']')}):\n    for y in x:\n        await y\n`),
	shape('a union of many', 800, (n) => `async def f(x: ${list(n, (i) => `A${i}`, ' | ')}):\n    x.f()\n`),
	shape('patterns in each other', 800, (n) => inCoroutine(`    match c:\n        case ${nest(n, '[', 'x', ']')}:\n            await first()\n`)),
	shape('gathers in each other', 800, (n) => inCoroutine(`    await ${nest(n, 'asyncio.gather(', 'first()', ')')}\n`)),
	shape('waits in each other', 800, (n) => inCoroutine(`    await ${nest(n, 'asyncio.wait_for(', 'first()', ', 1)')}\n`)),
	shape('tasks in each other', 800, (n) => inCoroutine(`    ${nest(n, 'asyncio.create_task(', 'first()', ')')}\n`)),
	shape('if in if', 2500, (n) => inCoroutine(blocks(n, (i) => `if x == ${i}:`, 'await first()'))),
	shape('for in for', 2500, (n) => inCoroutine(blocks(n, () => 'for i in x:', 'await first()'))),
	shape('while in while', 2500, (n) => inCoroutine(blocks(n, () => 'while c:', 'await first()'))),
	shape('with in with', 2500, (n) => inCoroutine(blocks(n, () => 'with c:', 'await first()'))),
	shape('async with in async with', 2500, (n) => inCoroutine(blocks(n, (i) => `async with c() as x${i}:`, 'await first()'))),
	shape('task group in task group', 2500, (n) => inCoroutine(blocks(n, (i) => `async with asyncio.TaskGroup() as x${i}:`, 'await first()'))),
	shape('try in try', 2500, (n) =>
		inCoroutine(
			blocks(n, () => 'try:', 'await first()') +
				each(
					Math.round(Math.sqrt(n)),
					(i) => `${' '.repeat(Math.round(Math.sqrt(n)) - i)}finally:\n${' '.repeat(Math.round(Math.sqrt(n)) - i + 1)}await first()\n`,
				),
		),
	),
	shape('try in except', 2500, (n) =>
		inCoroutine(
			each(Math.round(Math.sqrt(n)), (i) => `${' '.repeat(i + 1)}try:\n${' '.repeat(i + 2)}await first()\n${' '.repeat(i + 1)}except BaseException:\n`) +
				`${' '.repeat(Math.round(Math.sqrt(n)) + 1)}pass\n`,
		),
	),
	shape('if in else', 2500, (n) =>
		inCoroutine(
			each(Math.round(Math.sqrt(n)), (i) => `${' '.repeat(i + 1)}if c:\n${' '.repeat(i + 2)}await first()\n${' '.repeat(i + 1)}else:\n`) +
				`${' '.repeat(Math.round(Math.sqrt(n)) + 1)}pass\n`,
		),
	),
	shape('match in match', 1600, (n) =>
		inCoroutine(
			each(Math.round(Math.sqrt(n)), (i) => `${' '.repeat(2 * i + 1)}match c:\n${' '.repeat(2 * i + 2)}case ${i}:\n`) +
				`${' '.repeat(2 * Math.round(Math.sqrt(n)) + 1)}await first()\n`,
		),
	),
	shape('functions in functions', 2500, (n) => inCoroutine(blocks(n, (i) => `def f${i}():`, 'time.sleep(1)'))),
	shape('coroutines in coroutines', 2500, (n) => inCoroutine(blocks(n, (i) => `async def f${i}():`, 'time.sleep(1)'))),

	// Text
	shape('comments', 4000, (n) => '# a note\n'.repeat(n)),
	shape('comments in a coroutine', 4000, (n) => inCoroutine(`${'    # await first()\n'.repeat(n)}    time.sleep(1)\n`)),
	shape('comments of growing indentation', 2500, (n) => inCoroutine(`    time.sleep(1)\n${each(n, (i) => `${' '.repeat(i % 9)}# a note\n`)}`)),
	shape('comments and empty lines', 4000, (n) => '# a note\n\n'.repeat(n)),
	shape('comments with carriage returns', 4000, (n) => '# a note\r\n'.repeat(n)),
	shape('comments in brackets', 4000, (n) => `x = [\n${'# a note\n'.repeat(n)}]\n`),
	shape('comments behind code', 4000, (n) => 'x = 1  # a note\n'.repeat(n)),
	shape('lines of a string that look like comments', 4000, (n) => `x = f"""\n${'# {first()}\n'.repeat(n)}"""\n`),
	shape('empty lines', 40_000, (n) => '\n'.repeat(n)),
	shape('blank lines', 20_000, (n) => '  \n'.repeat(n)),
	shape('continued lines', 10_000, (n) => `x = 1 ${'\\\n'.repeat(n)}\n`),
	shape('a long line', 40_000, (n) => `x = "${'a'.repeat(n)}"\n`),
	shape('a long name', 40_000, (n) => `${'a'.repeat(n)} = 1\n`),
	shape('a long docstring', 4000, (n) => `async def f():\n    """${'await asyncio\n'.repeat(n)}"""\n    time.sleep(1)\n`),
	shape('a long number', 40_000, (n) => `x = ${'1'.repeat(n)}\n`),

	// What else may be many
	shape(
		'each property reads the one before',
		500,
		(n) =>
			`class A:\n    @property\n    def p0(self):\n        time.sleep(1)\n${each(n, (i) => `    @property\n    def p${i + 1}(self):\n        return self.p${i}\n`)}async def h(a: A):\n    a.p${n}\n`,
	),
	shape(
		'each generator yields from the one before',
		500,
		(n) =>
			`def g0():\n    yield time.sleep(1)\n${each(n, (i) => `def g${i + 1}():\n    yield from g${i}()\n`)}async def h():\n    for x in g${n}():\n        print(x)\n`,
	),
	shape(
		'each async generator iterates the one before',
		500,
		(n) => `async def g0():\n    yield 1\n${each(n, (i) => `async def g${i + 1}():\n    async for x in g${i}():\n        yield x\n`)}`,
	),
	shape(
		'each wrapper wraps the one before',
		300,
		(n) =>
			`def d0(f):\n    return f\n${each(n, (i) => `def d${i + 1}(f):\n    @d${i}\n    @functools.wraps(f)\n    def wrapper(*args):\n        return f(*args)\n    return wrapper\n`)}@d${n}\ndef h():\n    time.sleep(1)\nasync def g():\n    h()\n`,
	),
	shape(
		'wrappers round one function',
		400,
		(n) =>
			`def d(f):\n    def wrapper(*args):\n        return f(*args)\n    return wrapper\n${'@d\n'.repeat(n)}def h():\n    time.sleep(1)\nasync def g():\n    h()\n`,
	),
	shape(
		'each function runs the one before',
		400,
		(n) => `async def f0():\n    await first()\n${each(n, (i) => `async def f${i + 1}():\n    asyncio.run(f${i}())\n`)}`,
	),
	shape(
		'each function starts the one before in a thread',
		400,
		(n) => `def f0():\n    time.sleep(1)\n${each(n, (i) => `def f${i + 1}():\n    threading.Thread(target=f${i}).start()\n`)}async def g():\n    f${n}()\n`,
	),
	shape(
		'each function hands the one before to a thread',
		400,
		(n) => `async def f0():\n    await first()\n${each(n, (i) => `async def f${i + 1}():\n    await asyncio.to_thread(f${i})\n`)}`,
	),
	shape(
		'each function makes a task of the one before',
		400,
		(n) => `async def f0():\n    await first()\n${each(n, (i) => `async def f${i + 1}():\n    asyncio.create_task(f${i}())\n`)}`,
	),
	shape(
		'each call back calls the one before',
		400,
		(n) => `def f0():\n    time.sleep(1)\n${each(n, (i) => `def f${i + 1}():\n    asyncio.get_event_loop().call_soon(f${i})\n`)}`,
	),
	shape('many methods of one name', 400, (n) => `${each(n, (i) => `class C${i}:\n    def run(self):\n        time.sleep(1)\n`)}async def h(x):\n    x.run()\n`),
	shape(
		'many calls of methods of one name',
		400,
		(n) => `${each(n, (i) => `class C${i}:\n    def run(self):\n        time.sleep(1)\n    async def go(self):\n        self.run()\n`)}`,
	),
	shape('many lambdas', 800, (n) => `x = [${list(n, (i) => `lambda: time.sleep(${i})`)}]\n`),
	shape(
		'many tables of functions',
		300,
		(n) => `def f():\n    time.sleep(1)\n${each(n, (i) => `T${i} = {"a": f}\n`)}async def h(k):\n${each(n, (i) => `    T${i}[k]()\n`)}`,
	),
	shape('many deletions', 1600, (n) => inCoroutine('    x = 1\n    del x\n'.repeat(n))),
	shape('many walruses', 800, (n) => inCoroutine('    if (r := first()) and r:\n        pass\n'.repeat(n))),
	shape('many events', 400, (n) => inCoroutine(each(n, (i) => `    e${i} = asyncio.Event()\n    e${i}.wait()\n    e${i}.set()\n`))),
	shape('many futures', 400, (n) =>
		inCoroutine(`    loop = asyncio.get_running_loop()\n${each(n, (i) => `    f${i} = loop.create_future()\n    f${i}.set_result(1)\n    await f${i}\n`)}`),
	),
	shape('many executors', 300, (n) => inCoroutine('    loop = asyncio.get_running_loop()\n    await loop.run_in_executor(None, time.sleep, 1)\n'.repeat(n))),
	shape('many cancellations', 400, (n) =>
		inCoroutine(
			'    t = asyncio.create_task(first())\n    t.cancel()\n    try:\n        await t\n    except asyncio.CancelledError:\n        pass\n'.repeat(n),
		),
	),
	shape('many callbacks of tasks', 400, (n) => inCoroutine('    t = asyncio.create_task(first())\n    t.add_done_callback(print)\n'.repeat(n))),
	shape(
		'a set of tasks',
		400,
		(n) => `tasks = set()\n${inCoroutine('    t = asyncio.create_task(first())\n    tasks.add(t)\n    t.add_done_callback(tasks.discard)\n'.repeat(n))}`,
	),
	shape('a list of tasks', 400, (n) => inCoroutine(`    tasks = []\n${'    tasks.append(first())\n'.repeat(n)}    await asyncio.gather(*tasks)\n`)),
	shape('many thread classes', 200, (n) =>
		each(
			n,
			(i) =>
				`class T${i}(threading.Thread):\n    def run(self):\n        self.loop = asyncio.new_event_loop()\n        self.loop.run_forever()\nt${i} = T${i}()\nt${i}.start()\n`,
		),
	),
	shape(
		'many calls into a loop of a thread',
		400,
		(n) =>
			`loop = asyncio.new_event_loop()\nthreading.Thread(target=loop.run_forever).start()\n${'asyncio.run_coroutine_threadsafe(first(), loop)\nloop.call_soon(print)\n'.repeat(n)}`,
	),
	shape(
		'many models and queries',
		200,
		(n) =>
			`from django.db import models\nfrom django.http import HttpRequest\n${each(n, (i) => `class M${i}(models.Model):\n    name = models.CharField()\nasync def v${i}(request: HttpRequest):\n    return M${i}.objects.filter(name="x").first()\n`)}`,
	),
	shape('many child watchers and policies', 400, (n) =>
		each(n, () => 'asyncio.set_event_loop_policy(asyncio.WindowsSelectorEventLoopPolicy())\nasyncio.get_child_watcher()\n'),
	),
	shape('many removed arguments', 400, (n) => inCoroutine('    await asyncio.sleep(1, loop=loop)\n    asyncio.Queue(loop=loop)\n'.repeat(n))),
	shape('many old coroutines', 300, (n) => each(n, (i) => `@asyncio.coroutine\ndef f${i}():\n    yield from asyncio.sleep(1)\n`)),
	shape('many patches', 300, (n) => `from unittest import mock\ndef test_it():\n${'    mock.patch("time.sleep").start()\n    time.sleep(1)\n'.repeat(n)}`),
	shape('many parametrized tests', 300, (n) =>
		each(n, (i) => `@pytest.mark.asyncio\n@pytest.mark.parametrize("a", [1])\nasync def test_${i}(a, event_loop):\n    time.sleep(1)\n`),
	),
	shape(
		'many overloads',
		500,
		(n) => `from typing import overload\n${each(n, () => '@overload\nasync def f(x: int) -> int: ...\n')}async def f(x): ...\nasync def h():\n    f(1)\n`,
	),
	shape(
		'many fields',
		800,
		(n) => `from dataclasses import dataclass\n@dataclass\nclass D:\n${each(n, (i) => `    f${i}: int = 0\n`)}async def h(d: D):\n    d.f1\n`,
	),
	shape('many names in __all__', 1600, (n) => `__all__ = [${list(n, (i) => `"n${i}"`)}]\nasync def n1():\n    time.sleep(1)\n`),
	shape('many type aliases', 800, (n) => `A0 = asyncio.Queue\n${each(n, (i) => `A${i + 1} = A${i}\n`)}async def h(q: A${n}):\n    q.get()\n`),
	shape('a long dotted import', 1600, (n) => `import ${list(n, () => 'a', '.')}\n`),
	shape('a relative import of many dots', 1600, (n) => `from ${'.'.repeat(n)} import a\nasync def h():\n    a()\n`),
	shape('many ignore comments', 800, (n) => inCoroutine('    time.sleep(1)  # asyncio-doctor: ignore[blocking-sleep]\n'.repeat(n))),
	shape('many comments that ignore nothing', 800, (n) => inCoroutine('    x = 1  # asyncio-doctor: ignore[blocking-sleep]\n'.repeat(n))),
	shape('cells of a script', 400, (n) => each(n, (i) => `# %%\nx${i} = await first()\n`)),
	shape(
		'many conditions of versions',
		500,
		(n) => `import sys\n${inCoroutine(`${each(n, (i) => `    if sys.version_info >= (3, ${i % 20}):\n        asyncio.get_event_loop()\n`)}`)}`,
	),
	shape(
		'many early returns before a call',
		500,
		(n) => `def f(x):\n${each(n, (i) => `    if x == ${i}:\n        return\n`)}    time.sleep(1)\nasync def h():\n    f(1)\n`,
	),
	shape('many assertions', 800, (n) => inCoroutine(`${'    assert x\n'.repeat(n)}    asyncio.get_event_loop()\n`)),

	// Text that does not parse
	shape('open brackets', 800, (n) => `x = ${'('.repeat(n)}\n`, { hidesEnd: true }),
	shape('open calls', 800, (n) => `x = ${'f('.repeat(n)}\n`, { hidesEnd: true }),
	shape('closing brackets', 800, (n) => `x = ${')'.repeat(n)}\n`, { hidesEnd: true }),
	shape('open definitions', 400, (n) => 'async def f(:\n'.repeat(n), { hidesEnd: true }),
	shape('colons', 800, (n) => `${':'.repeat(n)}\n`, { hidesEnd: true }),
	shape('operators', 800, (n) => `x = ${'+ * '.repeat(n)}\n`, { hidesEnd: true }),
	shape('keywords', 400, (n) => 'if else for in\n'.repeat(n), { hidesEnd: true }),
	shape('open strings', 400, (n) => 'x = "a\n'.repeat(n)),
	shape('merge markers', 400, (n) => '<<<<<<< a\nx = 1\n=======\nx = 2\n>>>>>>> b\n'.repeat(n)),
	shape('misindented lines', 400, (n) => each(n, (i) => `${' '.repeat(i % 7)}x = 1\n`)),

	// Several files
	shape('modules that star-import all', 36, (n) =>
		modules(Math.sqrt(n), () => `${each(Math.sqrt(n), (j) => `from m${j} import *\n`)}async def h():\n    nothing()\n`),
	),
	shape('modules that star-import the next', 40, (n) => modules(n, (i) => `from m${(i + 1) % n} import *\nasync def h():\n    nothing()\n`)),
	shape('modules that import a name of the next', 40, (n) =>
		modules(n, (i) => `${i === n - 1 ? 'def f():\n    time.sleep(1)\n' : `from m${i + 1} import f\n`}async def h():\n    f()\n`),
	),
	shape('modules that import a name in a ring', 40, (n) => modules(n, (i) => `from m${(i + 1) % n} import f\nasync def h():\n    f()\n`)),
	shape('modules that import all', 144, (n) => modules(Math.sqrt(n), () => `${each(Math.sqrt(n), (j) => `import m${j}\n`)}async def h():\n    m1.nothing()\n`)),
	shape('modules that call the next', 40, (n) =>
		modules(n, (i) => `${i === n - 1 ? 'def f():\n    time.sleep(1)\n' : `import m${i + 1}\ndef f():\n    m${i + 1}.f()\n`}async def h():\n    f()\n`),
	),
	shape('classes that derive from that of the next module', 40, (n) =>
		modules(n, (i) => `from m${(i + 1) % n} import C as B\nclass C(B):\n    async def f(self): ...\nasync def h():\n    C().g()\n`),
	),
];
