import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Explanation, explain } from '../../server/src/explain/explain.ts';
import { errors } from '../../server/src/knowledge/errors.ts';
import { failingPrograms } from '../python/failing-programs.ts';

const brief = (text: string) => explain(text).map(({ error, frame }) => `${error} ${frame ? `${frame.path}:${frame.line}` : '-'}`);

/** A traceback through these places, outermost first. */
const traceback = (exception: string, ...places: readonly (readonly [path: string, line: number, name: string, code?: string])[]) =>
	[
		'Traceback (most recent call last):',
		...places.map(([path, line, name, code]) => `  File "${path}", line ${line}, in ${name}${code ? `\n    ${code}` : ''}`),
		exception,
	].join('\n');

describe('what is known', () => {
	test('ids and texts are there once', () => {
		expect(new Set(errors.map(({ id }) => id)).size).toBe(errors.length);
		const texts = errors.flatMap((entry) => entry.texts.map((text) => JSON.stringify(text)));
		expect(texts.filter((text, index) => texts.indexOf(text) !== index && !text.includes('NotImplementedError'))).toEqual([]);
	});

	test.each(errors.flatMap((entry) => entry.texts.map((text) => [entry.id, typeof text === 'string' ? { text } : text] as const)))(
		'%s: %j',
		(id, { text, ...needs }) => {
			const exception = 'exception' in needs && needs.exception ? needs.exception : 'RuntimeError';
			const message = text.replace(/\{\w+\}/g, 'X');
			const inside = 'in' in needs && needs.in ? needs.in[0] : 'run';
			const shown = traceback(
				message === '' ? exception : `${exception}: ${message}`,
				['app.py', 3, 'main'],
				['/usr/lib/python3.12/asyncio/tasks.py', 9, inside as string],
			);
			expect(brief(shown)[0]).toBe(`${id} app.py:3`);
			// What needs nothing else is recognised in a line of a log too.
			if (Object.keys(needs).length === 0) expect(brief(`2024-05-01 10:00:00 ERROR something failed: ${message}`)).toEqual([`${id} -`]);
		},
	);

	test('every error whose program runs everywhere is provoked on real Pythons', () => {
		const provoked = new Set(failingPrograms.map(({ error }) => error));
		const needsOthers = [
			'async-to-sync',
			'playwright-sync',
			'nest-uvloop',
			'task-reentered',
			'sync-only-operation',
			'timeout-outside-task',
			'unclosed-session',
			'use-async-with',
			'child-watcher',
			'not-implemented-signal',
			'not-implemented-subprocess',
			'not-implemented-reader',
			'async-test-unsupported',
			'async-fixture',
			'fixture-event-loop',
		];
		expect(errors.map(({ id }) => id).filter((id) => !provoked.has(id) && !needsOthers.includes(id))).toEqual([]);
	});
});

describe('the place', () => {
	const runners = ['/usr/lib/python3.12/asyncio/runners.py', 190, 'run'] as const;
	const nested = 'RuntimeError: asyncio.run() cannot be called from a running event loop';

	test('is the innermost line of the project, not of a library that it calls', () => {
		expect(
			brief(traceback(nested, ['/srv/app/main.py', 4, 'main'], ['/srv/app/.venv/lib/python3.12/site-packages/syncer/api.py', 7, 'call'], runners)),
		).toEqual(['nested-run /srv/app/main.py:4']);
	});

	test('is not whoever sent the request that failed', () => {
		const test = ['tests/test_app.py', 4, 'test_route', 'client.get("/")'] as const;
		const routing = ['/x/site-packages/starlette/routing.py', 73, 'app'] as const;
		expect(brief(traceback(nested, test, routing, ['app.py', 9, 'route'], runners))).toEqual(['nested-run app.py:9']);
		expect(
			brief(traceback("TypeError: 'coroutine' object is not iterable", test, routing, ['/x/site-packages/fastapi/encoders.py', 7, 'jsonable_encoder'])),
		).toEqual(['coroutine-attribute -']);
	});

	test('is in a library when the text shows nothing else, but not in one that only carries code along', () => {
		const path = '/usr/lib/python3/dist-packages/syncer/api.py';
		expect(brief(traceback(nested, [path, 7, 'call'], ['/usr/lib/python3/dist-packages/uvicorn/server.py', 9, 'run'], runners))).toEqual([
			`nested-run ${path}:7`,
		]);
		expect(brief(traceback(nested, ['/x/site-packages/uvicorn/server.py', 9, 'run'], runners))).toEqual(['nested-run -']);
	});

	test.each([
		['C:\\Users\\ida\\tide\\pages.py', 'C:\\Python312\\Lib\\asyncio\\runners.py'],
		['D:\\work\\net\\pages.py', 'c:\\users\\ida\\appdata\\local\\programs\\python\\python312\\lib\\threading.py'],
		['\\\\quay\\share\\pages.py', 'C:\\ProgramData\\miniconda3\\envs\\tide\\Lib\\concurrent\\futures\\thread.py'],
		['/app/lib/queue/pages.py', '/usr/local/lib/python3.13t/queue.py'],
		['pages.py', 'uvloop/loop.pyx'],
		['<stdin>', '<frozen runpy>'],
		['/var/task/pages.py', '/var/task/aiohttp/client.py'],
		['/home/ida/tide/pages.py', '/home/ida/tide/.venv/bin/uvicorn'],
		['C:/Users/ida/PycharmProjects/tide/pages.py', '/opt/pycharm-2024.1/plugins/python/helpers/pydev/pydevd.py'],
	])('is %s, not %s', (own, other) => {
		expect(brief(traceback(nested, [other, 2, 'x'], [own, 4, 'main'], [other, 7, 'call']))).toEqual([`nested-run ${own}:4`]);
	});

	test('is where an outdated library passes loop=, or calls what the platform has not', () => {
		const library = ['/x/site-packages/oldmq/client.py', 7, '__init__'] as const;
		expect(
			brief(
				traceback('TypeError: As of 3.10, the *loop* parameter was removed from Lock() since it is no longer necessary', ['app.py', 1, 'main'], library, [
					'/usr/lib/python3.10/asyncio/locks.py',
					5,
					'__init__',
				]),
			),
		).toEqual(['loop-argument /x/site-packages/oldmq/client.py:7']);
		expect(brief(traceback('NotImplementedError', ['app.py', 1, 'main'], library, ['C:\\Python39\\lib\\asyncio\\events.py', 5, 'add_signal_handler']))).toEqual(
			['not-implemented-signal /x/site-packages/oldmq/client.py:7'],
		);
	});

	test('stands in the message when the traceback has none', () => {
		expect(
			brief(
				"Task was destroyed but it is pending!\ntask: <Task pending name='Task-9' coro=<Pump.poll() running at /srv/pump/poll.py:31> wait_for=<Future pending cb=[Task.task_wakeup()]>>",
			),
		).toEqual(['task-destroyed /srv/pump/poll.py:31']);
		expect(explain('Executing <Handle poll(1) at /srv/pump/poll.py:31 created at /srv/pump/main.py:5> took 0.312 seconds')[0]?.frame).toMatchObject({
			path: '/srv/pump/poll.py',
			line: 31,
			function: 'poll',
		});
		expect(
			explain("Executing <Task pending name='Task-1' coro=<main.<locals>.poll() running at a b\\c.py:8> wait_for=<Future pending>> took 1.500 seconds")[0],
		).toMatchObject({ frame: { path: 'a b\\c.py', line: 8, function: 'main.<locals>.poll' }, cause: expect.stringContaining('1.500 seconds') });
	});

	test('stands in a message that the terminal broke into lines', () => {
		const message =
			"RuntimeError: Task <Task pending name='Task-12' coro=<Pump.poll() running at /srv/pump/po\nll.py:31> cb=[run_until_complete.<locals>.done_cb()]> got Future <Future pending> atta\nched to a different loop";
		expect(brief(message)).toEqual(['different-loop /srv/pump/poll.py:31']);
	});

	test('of a coroutine is where it was made, if the text tells', () => {
		const warning = "app.py:30: RuntimeWarning: coroutine 'poll' was never awaited\n";
		expect(
			brief(
				`${warning}Coroutine created at (most recent call last)\n  File "app.py", line 12, in main\n    poll()\n  File "/usr/lib/python3.9/asyncio/base_events.py", line 1, in x\n`,
			),
		).toEqual(['never-awaited app.py:12']);
		expect(brief(`${warning}  gc.collect()\nObject allocated at (most recent call last):\n  File "app.py", lineno 14\n    poll()\n`)).toEqual([
			'never-awaited app.py:14',
		]);
		expect(brief("sys:1: RuntimeWarning: coroutine 'poll' was never awaited")).toEqual(['never-awaited -']);
	});

	test('of a coroutine, where pytest reports its end', () => {
		const report = [
			'tests/test_a.py::test_b',
			'  /x/site-packages/_pytest/unraisableexception.py:67: PytestUnraisableExceptionWarning: Exception ignored in: <coroutine object poll at 0x7f2>',
			'  ',
			'  Traceback (most recent call last):',
			'    File "/usr/lib/python3.12/warnings.py", line 553, in _warn_unawaited_coroutine',
			'      warn(msg, category=RuntimeWarning, stacklevel=2, source=coro)',
			"  RuntimeWarning: coroutine 'poll' was never awaited",
			'  Coroutine created at (most recent call last)',
			'    File "tests/test_a.py", line 9, in test_a',
			'      poll()',
		].join('\n');
		expect(brief(report)).toEqual(['never-awaited tests/test_a.py:9']);
	});

	test.each([
		["WARNING:py.warnings:/srv/pump poll/a.py:3: RuntimeWarning: coroutine 'f' was never awaited", '/srv/pump poll/a.py:3'],
		["[2024-05-01 10:00:00] [W] C:\\pump poll\\a.py:3: RuntimeWarning: coroutine 'f' was never awaited", 'C:\\pump poll\\a.py:3'],
		["  tests/test_a.py:3: RuntimeWarning: coroutine 'f' was never awaited", 'tests/test_a.py:3'],
		["/tmp/ipykernel_7/12345.py:3: RuntimeWarning: coroutine 'f' was never awaited", '/tmp/ipykernel_7/12345.py:3'],
	])('of a warning: %s', (text, place) => {
		expect(brief(text)).toEqual([`never-awaited ${place}`]);
	});

	test('of a task that goes on too long is where its work came in', () => {
		const shutdown = 'RuntimeError: cannot schedule new futures after shutdown';
		const submit = ['/usr/lib/python3.12/concurrent/futures/thread.py', 9, 'submit'] as const;
		const lookup = ['/usr/lib/python3.12/asyncio/base_events.py', 8, 'getaddrinfo'] as const;
		expect(
			brief(
				traceback(
					shutdown,
					['app.py', 3, 'wrapper', 'return await fn(*args)'],
					['app.py', 9, 'watch', 'await self.connect()'],
					['net.py', 4, 'connect', 'await open()'],
					lookup,
					submit,
				),
			),
		).toEqual(['executor-shutdown app.py:9']);
		expect(brief(traceback(shutdown, ['app.py', 9, 'watch', 'await self.save()'], ['net.py', 4, 'save', 'pool.submit(f)'], submit))).toEqual([
			'executor-shutdown net.py:4',
		]);
		const cleaning = traceback(
			"RuntimeError: can't create new thread at interpreter shutdown",
			['app.py', 20, '<lambda>'],
			['/usr/lib/python3.12/asyncio/base_events.py', 9, 'shutdown_default_executor'],
		);
		const first = traceback(shutdown, ['app.py', 9, 'watch', 'await asyncio.to_thread(f)'], ['/usr/lib/python3.12/asyncio/threads.py', 5, 'to_thread'], submit);
		expect(brief(`${first}\n\nDuring handling of the above exception, another exception occurred:\n\n${cleaning}`)[0]).toBe('executor-shutdown app.py:9');
	});
});

describe('the cause', () => {
	const about = (text: string): Explanation => explain(text)[0] as Explanation;

	test('is true for the thread and for this Python', () => {
		const inThread = (thread: string, minor: number) =>
			about(
				traceback(
					`RuntimeError: There is no current event loop in thread '${thread}'.`,
					['app.py', 3, 'f'],
					[`/usr/lib/python3.${minor}/asyncio/events.py`, 7, 'get_event_loop'],
				),
			);
		expect(inThread('Thread-1 (poll)', 12)).toMatchObject({
			rules: expect.arrayContaining(['no-loop-in-thread']),
			cause: expect.stringContaining("'Thread-1 (poll)'"),
		});
		expect(inThread('AnyIO worker thread', 12).cause).toContain('FastAPI');
		expect(inThread('MainThread', 12)).toMatchObject({ rules: expect.arrayContaining(['event-loop-after-run']), cause: expect.stringContaining('has ended') });
		expect(inThread('MainThread', 14).cause).toContain('3.14');
	});

	test('depends on what was awaited, iterated or passed', () => {
		expect(about("TypeError: object NoneType can't be used in 'await' expression").cause).toContain('None');
		expect(about('ValueError: a coroutine was expected, got <function main at 0x7f0000000000>').advice[0]).toContain('parentheses');
		expect(about('ValueError: a coroutine was expected, got <async_generator object rows at 0x7f0000000000>').rules).toEqual(['wrong-for']);
		expect(about("case.py:1: RuntimeWarning: coroutine 'TestPump.test_poll' was never awaited").rules[0]).toBe('async-test-in-testcase');
	});

	test('never shows a placeholder', () => {
		const shown = errors.flatMap(({ texts }) =>
			texts.map((text) => JSON.stringify(explain(`RuntimeError: ${typeof text === 'string' ? text : text.text}`.replace(/\{\w+\}/g, 'X')))),
		);
		expect(shown.filter((text) => /\{(?:type|name|thread|what|group|loop|method|seconds|task)\}/.test(text))).toEqual([]);
	});
});

describe('several in one text', () => {
	const closed = traceback('RuntimeError: Event loop is closed', ['app.py', 3, 'f']);
	const nested = traceback('RuntimeError: asyncio.run() cannot be called from a running event loop', ['app.py', 9, 'g']);

	test('each is explained once, what only follows from others comes last', () => {
		expect(brief(`Unclosed client session\n\n${closed}\nINFO fine\n${nested}\n${closed}\n`)).toEqual([
			'loop-closed app.py:3',
			'nested-run app.py:9',
			'unclosed-session -',
		]);
	});

	test('a coroutine that a failed call left behind is not told', () => {
		expect(brief(`${nested}\nsys:1: RuntimeWarning: coroutine 'f' was never awaited`)).toEqual(['nested-run app.py:9']);
		expect(brief(`${nested}\nother.py:7: RuntimeWarning: coroutine 'f' was never awaited`)).toEqual(['nested-run app.py:9', 'never-awaited other.py:7']);
	});

	test('a coroutine that the failed call was handed is not told, wherever it ended', () => {
		const failed = traceback('RuntimeError: asyncio.run() cannot be called from a running event loop', ['app.py', 9, 'g', 'asyncio.run(fetch(3))']);
		expect(brief(`${failed}\nlogs.py:7: RuntimeWarning: coroutine 'fetch' was never awaited`)).toEqual(['nested-run app.py:9']);
	});

	test('each of two processes that print at the same time', () => {
		const [one, other] = [closed.split('\n'), nested.split('\n')];
		const mixed = one.flatMap((line, index) => [`web-1     | ${line}`, `worker-1  | ${other[index]}`]);
		expect(brief(mixed.join('\n'))).toEqual(['loop-closed app.py:3', 'nested-run app.py:9']);
	});

	test('a test that never ran is told beside the failure of another', () => {
		const unittest = "/usr/lib/python3.12/unittest/case.py:589: RuntimeWarning: coroutine 'PumpTest.test_poll' was never awaited";
		expect(brief(`${nested}\n\n${unittest}\n  if method() is not None:`)).toEqual(['nested-run app.py:9', 'never-awaited -']);
	});

	test('a group is not told beside what failed in it', () => {
		const group =
			'  + Exception Group Traceback (most recent call last):\n  |   File "app.py", line 2, in main\n  | ExceptionGroup: unhandled errors in a TaskGroup (1 sub-exception)\n  +-+---------------- 1 ----------------\n';
		expect(brief(`${group}${closed.replace(/^/gm, '    | ')}\n    +------------------------------------\n`)).toEqual(['loop-closed app.py:3']);
		expect(
			brief(
				`${group}    | Traceback (most recent call last):\n    |   File "app.py", line 7, in fail\n    | KeyError: 1\n    +------------------------------------\n`,
			),
		).toEqual(['task-group-failed app.py:7']);
	});

	test('of groups in groups, what failed innermost is told', () => {
		const row = '      | Traceback (most recent call last):\n      |   File "feed.py", line 19, in parse\n      | ValueError: bad row\n      +---\n';
		const inner = `    | Exception Group Traceback (most recent call last):\n    |   File "feed.py", line 12, in pull\n    | ExceptionGroup: unhandled errors in a TaskGroup (1 sub-exception)\n    +-+---------------- 1 ----------------\n${row}`;
		const outer = `  + Exception Group Traceback (most recent call last):\n  |   File "main.py", line 40, in main\n  | ExceptionGroup: unhandled errors in a TaskGroup (1 sub-exception)\n  +-+---------------- 1 ----------------\n${inner}`;
		expect(brief(outer)).toEqual(['task-group-failed feed.py:19']);
	});

	test('of a failed task, the last exception of its chain that names a place', () => {
		const chain = `${traceback('ConnectionRefusedError: no', ['/x/site-packages/aiohttp/connector.py', 9, 'connect'])}\n\nThe above exception was the direct cause of the following exception:\n\n${traceback('ClientError: no', ['app.py', 31, 'fetch'], ['/x/site-packages/aiohttp/client.py', 7, 'get'])}`;
		expect(brief(`Task exception was never retrieved\nfuture: <Task finished coro=<fetch() done, defined at app.py:28>>\n${chain}`)).toEqual([
			'task-exception app.py:31',
		]);
	});

	test('other exceptions between them do not mix', () => {
		expect(brief(`${traceback("KeyError: 'a'", ['other.py', 1, 'x'])}\n${closed}\n${traceback('ValueError', ['other.py', 2, 'x'])}`)).toEqual([
			'loop-closed app.py:3',
		]);
	});
});

describe('any text', () => {
	test.each([
		'',
		'\n\n',
		'All is well.',
		'Traceback (most recent call last):\n  File "a.py", line 1, in f\nKeyError: 1',
		"TypeError: play() got an unexpected keyword argument 'loop'",
		"TypeError: unhashable type: 'list'",
		traceback("TypeError: unhashable type: 'list'", ['/usr/lib/python3.12/asyncio/runners.py', 9, 'run'], ['app.py', 3, 'gather']),
		traceback(
			"TypeError: 'str' object does not support the context manager protocol",
			['/usr/lib/python3.12/asyncio/runners.py', 9, 'run'],
			['app.py', 3, 'f'],
		),
		traceback(
			'RuntimeError: cannot schedule new futures after shutdown',
			['app.py', 3, 'f', 'pool.submit(g)'],
			['/usr/lib/python3.12/concurrent/futures/thread.py', 9, 'submit'],
		),
		traceback("KeyError: 'x'", ['/usr/lib/python3.12/asyncio/runners.py', 9, 'run'], ['app.py', 3, 'f', 'await g()']),
		'INFO Executing query took 3.2 seconds',
		'[ERROR] Exception in callback handler: list index out of range',
		'AttributeError: __enter__',
		'import asyncio\n\nasync def main():\n    await asyncio.sleep(1)\n\nasyncio.run(main())\n',
		'{"level": "info"}',
		'{"broken',
		'\u0000\u0001\ufffd\u001b[',
	])('%j says nothing about asyncio', (text) => {
		expect(explain(text)).toEqual([]);
	});

	const pieces = [
		'Traceback (most recent call last):',
		'  File "a.py", line 1, in f',
		'RuntimeError: Event loop is closed',
		'  + Exception Group',
		'    | ',
		'+-+---- 1 ----',
		'Cell In[1], line 2',
		'----> 3 x',
		'E   ',
		'a.py:3: in f',
		'│',
		'╭─',
		'\u001b[31m',
		'{"a": "',
		'\\n',
		'"}',
		"coroutine 'x' was never awaited",
		'> ',
		'\r',
		'\n',
		'\n',
		' running at ',
		':1',
		'<Task ',
		'During handling of the above exception, another exception occurred:',
		'Object created at (most recent call last):',
		'___ test ___',
		'\u00e9\ud800',
	];

	test('is read without an exception', () => {
		fc.assert(
			fc.property(fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string()), { maxLength: 40 }), (parts) => {
				for (const { frame } of explain(parts.join(''))) expect(frame === null || frame.line > 0).toBe(true);
			}),
			{ numRuns: 1000 },
		);
	});

	test.each([...pieces, ' at x:', 'a.', '((((', 'Handle <Handle ', 'x: ', 'got Future <Task coro=<f() running at /a'])(
		'takes time in proportion to its length: %j',
		(piece) => {
			const time = (text: string) => {
				const start = performance.now();
				explain(text);
				return performance.now() - start;
			};
			for (const text of [piece.repeat(300_000 / piece.length), `${piece.repeat(Math.ceil(500 / piece.length))}\n`.repeat(600)])
				expect(time(text)).toBeLessThan(8000);
		},
	);
});
