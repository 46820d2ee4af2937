import type { ErrorCase, ErrorEntry } from './entry.ts';

const inNotebook: ErrorCase = {
	when: { notebook: true },
	cause: 'A notebook runs its cells on an event loop. Another run cannot start in the same thread while that loop runs.',
	rules: ['notebook-event-loop', 'nested-event-loop'],
	advice: [
		'In the cell, write `await main()`: notebooks allow await at the top level.',
		'A function that is called from cells and starts a loop becomes `async def`, and the cell awaits it.',
	],
};

const awaitInstead = [
	'In a coroutine, await the other coroutine: `await f()`.',
	'A function that has to stay synchronous can run in a worker thread: `await asyncio.to_thread(f)` (Python 3.9 or newer).',
];

/** A loop is started, stopped or patched while one runs in the thread. */
export const runningLoopErrors: readonly ErrorEntry[] = [
	{
		id: 'nested-run',
		texts: [
			'asyncio.run() cannot be called from a running event loop',
			'Already running asyncio in this thread',
			'Attempted to call run() from inside a run()',
		],
		title: 'An event loop is started where one already runs',
		cause:
			'This thread already runs an event loop, and a second one cannot be started in it. The call was made by a coroutine, or by a synchronous function that a coroutine calls.',
		rules: ['nested-event-loop', 'notebook-event-loop'],
		advice: awaitInstead,
		cases: [inNotebook],
	},
	{
		id: 'runner-in-loop',
		texts: ['Runner.run() cannot be called from a running event loop'],
		title: 'A Runner is used where an event loop already runs',
		cause: 'This thread already runs an event loop, so `Runner.run()` refuses to start another.',
		rules: ['nested-event-loop', 'notebook-event-loop'],
		advice: awaitInstead,
		cases: [inNotebook],
	},
	{
		id: 'loop-already-running',
		texts: ['This event loop is already running', 'this event loop is already running'],
		title: 'A running event loop is told to run again',
		cause: '`run_until_complete()` or `run_forever()` was called on a loop that is running: from code that the loop itself runs, or from another thread.',
		rules: ['nested-event-loop', 'notebook-event-loop'],
		advice: [...awaitInstead, 'From another thread, hand the coroutine over: `asyncio.run_coroutine_threadsafe(f(), loop).result()`.'],
		cases: [inNotebook],
	},
	{
		id: 'another-loop-running',
		texts: ['Cannot run the event loop while another loop is running'],
		title: 'A second event loop is run where one already runs',
		cause: 'A thread can run one event loop at a time. A new loop does not help while this thread still runs the other one.',
		rules: ['nested-event-loop', 'notebook-event-loop'],
		advice: awaitInstead,
		cases: [inNotebook],
	},
	{
		id: 'async-to-sync',
		texts: ['You cannot use AsyncToSync in the same thread as an async event loop'],
		title: 'async_to_sync is called where an event loop runs',
		cause: '`async_to_sync` is for synchronous code. Here it was called, perhaps inside a library, by code that runs on an event loop.',
		rules: ['nested-event-loop', 'sync-orm-in-async-view', 'async-to-sync-call'],
		advice: [
			'In a coroutine, await the asynchronous function itself: `await f()`.',
			'Synchronous code that uses `async_to_sync` inside (a lazy user, a signal handler) runs with `await sync_to_async(f)()`.',
		],
	},
	{
		id: 'playwright-sync',
		texts: ['It looks like you are using Playwright Sync API inside the asyncio loop'],
		title: 'The synchronous Playwright API is used where an event loop runs',
		cause: 'Playwright’s synchronous API runs a loop of its own and refuses to start in a thread that runs one.',
		rules: ['nested-event-loop', 'blocking-call'],
		advice: [
			'Use `async_playwright` from `playwright.async_api` and await its calls.',
			'Or run the synchronous code in a worker thread: `await asyncio.to_thread(f)`.',
		],
		cases: [
			{
				when: { notebook: true },
				rules: ['notebook-event-loop', 'nested-event-loop', 'blocking-call'],
				advice: ['A notebook runs its cells on a loop: use `async_playwright` from `playwright.async_api` and await its calls in the cell.'],
			},
		],
	},
	{
		id: 'nest-uvloop',
		texts: ["Can't patch loop of type {loop}"],
		title: 'nest_asyncio cannot patch this event loop',
		cause: 'nest_asyncio can only patch loops that asyncio itself brings. The current loop is another one: `{loop}`.',
		rules: ['nest-asyncio', 'unguarded-uvloop'],
		advice: [
			'Remove `nest_asyncio.apply()` and await the coroutines instead.',
			'If a library insists on it, run on the default loop: with uvicorn `--loop asyncio`.',
		],
	},
	{
		id: 'task-reentered',
		texts: ['Cannot enter into task {task} while another task', 'Leaving task {task} does not match the current task'],
		title: 'A task was entered while another one was being run',
		cause: 'Something ran the loop again from inside a task, which asyncio does not support; nest_asyncio does so.',
		rules: ['nest-asyncio', 'nested-event-loop'],
		advice: ['Await the inner coroutine instead of running the loop again, and remove `nest_asyncio.apply()`.'],
	},
	{
		id: 'close-running-loop',
		texts: ['Cannot close a running event loop'],
		title: 'A running event loop is closed',
		cause: '`loop.close()` was called while the loop was running: by code that runs on it, or by another thread.',
		rules: ['closing-running-loop', 'manual-loop-lifecycle'],
		advice: [
			'Remove the call: `asyncio.run()` closes its loop by itself.',
			'From another thread: `loop.call_soon_threadsafe(loop.stop)`, wait for that thread, then close.',
		],
	},
	{
		id: 'loop-stopped-early',
		texts: ['Event loop stopped before Future completed'],
		title: 'The event loop was stopped before its work was done',
		cause:
			'Something called `loop.stop()`, often a signal handler or a callback, while `run_until_complete()` or `asyncio.run()` was still waiting for its result.',
		rules: ['closing-running-loop', 'manual-loop-lifecycle'],
		advice: ['Do not stop the loop: let the main coroutine return, or cancel its task.'],
	},
	{
		id: 'sync-only-operation',
		texts: ['You cannot call this from an async context - use a thread or sync_to_async'],
		title: 'Django’s synchronous ORM is used where an event loop runs',
		cause: 'Django refuses synchronous database access in a thread that runs an event loop, since it would stop the whole loop.',
		rules: ['sync-orm-in-async-view'],
		advice: [
			'Use the asynchronous methods (Django 4.1 or newer): `await Model.objects.aget(...)`, `async for row in queryset`.',
			'Put several calls into one synchronous function and run it with `await sync_to_async(function)(...)`.',
		],
	},
];
