import type { ErrorEntry } from './entry.ts';

const insteadOfResult = 'A coroutine was used in place of its result: calling an `async def` only makes the coroutine, and nothing awaited it.';
const awaitTheCall = ['Await the call, in parentheses before a dot or bracket: `(await f()).name`.'];

const neverAsynchronous = /^(?:str|bytes|int|float|bool|list|tuple|dict|set|NoneType|function|method|type|generator)$/;

/** `await` is missing, or there for something that it does not fit. */
export const awaitingErrors: readonly ErrorEntry[] = [
	{
		id: 'never-awaited',
		texts: ["coroutine '{name}' was never awaited", "coroutine method '{name}' of '{owner}' was never awaited"],
		title: 'A coroutine was made and never awaited',
		cause: 'Calling `{name}` only makes a coroutine. Nothing awaited it, so its body never ran.',
		rules: ['missing-await'],
		advice: [
			'Await the call: `await {name}(...)`.',
			'To let it run beside the rest, use `asyncio.create_task()` and keep the task.',
			'If the place does not tell where it was made, run with `-X tracemalloc` or `PYTHONASYNCIODEBUG=1`.',
		],
		place: 'maker',
		follows: true,
		cases: [
			{
				when: { captured: { name: 'name', matches: /(^|\.)test_\w+$/ } },
				title: 'An asynchronous test was never awaited',
				cause: 'The test runner called `{name}` as if it were synchronous, so the test did not run and could not fail.',
				rules: ['async-test-in-testcase', 'unmarked-async-test', 'missing-await'],
				advice: ['Derive the class from `unittest.IsolatedAsyncioTestCase`.', 'With pytest, mark the test with `@pytest.mark.asyncio` (pytest-asyncio).'],
			},
		],
	},
	{
		id: 'coroutine-subscript',
		texts: [
			"'coroutine' object is not subscriptable",
			"'coroutine' object does not support item assignment",
			"'coroutine' object does not support item deletion",
		],
		title: 'A coroutine is indexed',
		cause: insteadOfResult,
		rules: ['missing-await'],
		advice: ['Await the call, in parentheses before the bracket: `(await f())["key"]`.'],
	},
	{
		id: 'coroutine-attribute',
		texts: [
			"'coroutine' object has no attribute",
			"'coroutine' object is not iterable",
			"'coroutine' object is not an iterator",
			"'coroutine' object is not callable",
			"'coroutine' object is not a mapping",
			"'coroutine' object cannot be interpreted",
			"argument of type 'coroutine' is not",
			"object of type 'coroutine' has no len()",
			'Object of type coroutine is not JSON serializable',
			'cannot unpack non-iterable coroutine object',
			"'coroutine' and '",
			"' and 'coroutine'",
			"not 'coroutine'",
			'(not "coroutine")',
			{ text: ', not coroutine', exception: 'TypeError' },
			{ text: ', coroutine found', exception: 'TypeError' },
		],
		title: 'A coroutine is used in place of its result',
		cause: insteadOfResult,
		rules: ['missing-await'],
		advice: awaitTheCall,
	},
	{
		id: 'coroutine-reused',
		texts: ['cannot reuse already awaited coroutine', 'cannot reuse already awaited __anext__()/asend()', 'cannot reuse already awaited aclose()/athrow()'],
		title: 'A coroutine is awaited a second time',
		cause: 'A coroutine object can be awaited once. This one has already run.',
		rules: ['missing-await'],
		advice: ['Call the function again for each await.', 'To share one result, make a task: `task = asyncio.create_task(f())`; it can be awaited many times.'],
	},
	{
		id: 'coroutine-awaited-already',
		texts: ['coroutine is being awaited already'],
		title: 'Two places await one coroutine at the same time',
		cause: 'A coroutine object can be awaited once. Another task is awaiting this one now.',
		rules: ['missing-await'],
		advice: ['Call the function once for each await.', 'To share one result, make a task: `task = asyncio.create_task(f())`; it can be awaited many times.'],
	},
	{
		id: 'async-for-sync-iterable',
		texts: [
			"'async for' requires an object with __aiter__ method, got {type}",
			"'async for' received an object from __aiter__ that does not implement __anext__: {type}",
		],
		title: 'async for is used on something that is not asynchronous',
		cause: '`async for` needs an asynchronous iterator. This is a {type}.',
		rules: ['wrong-for'],
		advice: ['Use a plain `for`.'],
		cases: [
			{
				when: { captured: { name: 'type', matches: /^coroutine\b/ } },
				cause: 'The function called is a plain `async def` that returns its result; it does not yield, so `async for` cannot go through it.',
				rules: ['wrong-for', 'missing-await'],
				advice: ['Await it and use a plain `for`: `for x in await f():`.'],
			},
		],
	},
	{
		id: 'sync-for-async-gen',
		texts: [
			"'async_generator' object is not iterable",
			"'async_generator' object is not an iterator",
			"'async_generator' object is not subscriptable",
			"object of type 'async_generator' has no len()",
		],
		title: 'An asynchronous generator is used as a plain one',
		cause: 'An `async def` with `yield` makes an asynchronous generator, which only `async for` can go through.',
		rules: ['wrong-for'],
		advice: ['Use `async for` in a coroutine, or an asynchronous comprehension: `[x async for x in f()]`.'],
	},
	{
		id: 'async-with-sync-cm',
		texts: [
			"'{type}' object does not support the asynchronous context manager protocol",
			{ text: '__aexit__', exception: 'AttributeError', whole: true },
			{ text: '__aenter__', exception: 'AttributeError', whole: true },
		],
		title: 'async with is used on something that is not an asynchronous context manager',
		cause: 'The object has no `__aenter__` and `__aexit__`: it is for a plain `with`, or it is a coroutine that must be awaited first.',
		rules: ['wrong-with', 'missing-await'],
		advice: ['Use a plain `with`.', 'If the function called is `async def`: `async with await f() as x:`.'],
		cases: [
			{
				when: { captured: { name: 'type', matches: /^coroutine$/ } },
				cause: 'The function called is `async def`: the call gives a coroutine, and only awaiting it gives the context manager.',
				advice: ['Await the call first: `async with await f() as x:`.'],
			},
			{
				when: { captured: { name: 'type', matches: /./ } },
				cause: 'An object of type `{type}` has no `__aenter__` and `__aexit__`.',
				advice: ['Use a plain `with`.'],
				rules: ['wrong-with'],
			},
		],
	},
	{
		id: 'sync-with-async-cm',
		texts: [
			'(missed __exit__ method) but it supports the asynchronous context manager protocol',
			{ text: "'{type}' object does not support the context manager protocol", nearAsyncio: true, unless: { name: 'type', matches: neverAsynchronous } },
			{ text: '__enter__', exception: 'AttributeError', whole: true, nearAsyncio: true },
			{ text: '__exit__', exception: 'AttributeError', whole: true, nearAsyncio: true },
			'"yield from" should be used as context manager expression',
		],
		title: 'A plain with is used on something it does not fit',
		cause:
			'The object has no `__enter__` and `__exit__`. asyncio’s locks, and most sessions, pools and connections of asynchronous libraries, are for `async with`.',
		rules: ['wrong-with', 'missing-await'],
		advice: ['If the object is asynchronous, use `async with` in a coroutine.', 'If it is a coroutine, await it first: `with await f() as x:`.'],
		cases: [
			{
				when: { captured: { name: 'type', matches: /^coroutine$/ } },
				cause: 'The function called is `async def`: the call gives a coroutine, and only awaiting it gives the object.',
				advice: ['Await the call first: `with await f() as x:`, or `async with` if what it gives is asynchronous.'],
			},
		],
	},
	{
		id: 'use-async-with',
		texts: ['Use async with instead'],
		title: 'A plain with is used on an asynchronous session',
		cause: 'The object can only be opened and closed in a coroutine, so it refuses a plain `with`.',
		rules: ['wrong-with'],
		advice: ['Write `async with` instead of `with`, inside an `async def`.'],
	},
	{
		id: 'not-awaitable',
		texts: ["object {type} can't be used in 'await' expression", "'{type}' object can't be awaited"],
		title: 'Something is awaited that cannot be',
		cause: 'The call gives an object of type `{type}`, which is not awaitable: the function is synchronous, or its result was awaited already.',
		rules: ['missing-await'],
		advice: ['Remove this `await`.', 'If the function should be asynchronous, make it `async def`.'],
		cases: [
			{
				when: { captured: { name: 'type', matches: /^async_generator$/ } },
				cause: 'An `async def` with `yield` makes an asynchronous generator, which is gone through, not awaited.',
				rules: ['wrong-for'],
				advice: ['Use `async for x in f():`.'],
			},
			{
				when: { captured: { name: 'type', matches: /^function$|^method$/ } },
				cause: 'The function itself is awaited, not a call of it.',
				advice: ['Call it: `f()` instead of `f`.'],
			},
			{
				when: { captured: { name: 'type', matches: /^(list|tuple|dict|set|generator)$/ }, raisedElsewhere: true },
				cause: 'The function called here awaits what it is given, and that is a {type}.',
				rules: ['gather-argument', 'missing-await'],
				advice: ['Pass one awaitable; `asyncio.gather(*items)` makes one of several.'],
			},
			{
				when: { raisedElsewhere: true },
				cause:
					'The function called here awaits what it is given, or what a function of yours gives it back. It got an object of type `{type}`, which cannot be awaited.',
				advice: ['If it calls a function of yours, make that function `async def`.', 'If it awaits an argument, pass a coroutine, task or future.'],
			},
			{
				when: { captured: { name: 'type', matches: /^NoneType$/ } },
				cause: 'The call gives None, which cannot be awaited: the function is synchronous, or returns nothing to wait for.',
			},
			{
				when: { captured: { name: 'type', matches: /^(list|tuple|dict|set|generator)$/ } },
				advice: ['Remove this `await`.', 'To wait for all awaitables in it: `await asyncio.gather(*items)`.'],
			},
		],
	},
	{
		id: 'coroutine-expected',
		texts: ['a coroutine was expected, got {what}'],
		title: 'Something other than a coroutine is passed in',
		cause: 'A coroutine is needed, which a call of an `async def` gives. This is `{what}`.',
		rules: ['missing-await', 'gather-argument'],
		advice: ['Pass the call of an `async def` function: `asyncio.run(main())`.'],
		cases: [
			{
				when: { captured: { name: 'what', matches: /^<async_generator/ } },
				cause: 'The function yields, so calling it makes an asynchronous generator, not a coroutine.',
				rules: ['wrong-for'],
				advice: ['Go through it with `async for` in a coroutine, and pass that coroutine.'],
			},
			{
				when: { captured: { name: 'what', matches: /^<(bound method|function)/ } },
				cause: 'The function itself was passed, not the coroutine that calling it gives.',
				rules: ['missing-await', 'async-callback-in-sync-slot'],
				advice: ['Add the parentheses: `main()` instead of `main`.'],
			},
			{
				when: { captured: { name: 'what', matches: /^<(Task|Future|_GatheringFuture|_asyncio)/ } },
				cause: 'A future was passed. It is already under way; only a coroutine can be made into a new task.',
				advice: ['Await it, or wrap it in a coroutine that awaits it.'],
			},
			{
				when: { captured: { name: 'what', matches: /^None\b/ } },
				cause: 'None was passed: the function called is synchronous and returns nothing.',
				advice: ['Call the function without `asyncio.run()`, or make it `async def`.'],
			},
		],
	},
	{
		id: 'awaitable-required',
		texts: ['An asyncio.Future, a coroutine or an awaitable is required'],
		title: 'Something is passed in that cannot be awaited',
		cause: 'A coroutine, task or future is needed. Often the function itself was passed, not the coroutine that calling it gives.',
		rules: ['missing-await', 'async-callback-in-sync-slot', 'gather-argument'],
		advice: ['Call the function: pass `f()` instead of `f`.', 'For a list of awaitables: `asyncio.gather(*items)`.'],
	},
	{
		id: 'coroutine-object-required',
		texts: ['A coroutine object is required'],
		title: 'run_coroutine_threadsafe() is given something other than a coroutine',
		cause: 'It needs the coroutine that calling an `async def` gives. Often the function itself was passed.',
		rules: ['async-callback-in-sync-slot', 'missing-await'],
		advice: ['Call the function: `asyncio.run_coroutine_threadsafe(f(), loop)`.'],
	},
];
