import type { ErrorEntry } from './entry.ts';

/** No loop where one is needed, a loop that is closed, or an object that belongs to another loop. */
export const missingLoopErrors: readonly ErrorEntry[] = [
	{
		id: 'no-running-loop',
		texts: ['no running event loop', 'Not currently running on any asynchronous event loop', 'unknown async library, or not in async context'],
		title: 'An event loop must be running here, and none is',
		cause:
			'The call works only while an event loop runs in this thread, that is in a coroutine or something a coroutine calls. It was made at module level, in synchronous code before `asyncio.run()`, or in another thread.',
		rules: ['task-without-running-loop', 'no-loop-in-thread'],
		advice: [
			'Make the call inside the coroutine that `asyncio.run()` runs.',
			'From another thread, hand the coroutine to the loop: `asyncio.run_coroutine_threadsafe(f(), loop)`.',
		],
	},
	{
		id: 'no-current-loop',
		texts: ['There is no current event loop in thread {thread}'],
		title: 'This thread has no event loop',
		cause:
			'Only the main thread may ever get a loop by itself; the thread {thread} has none. `get_event_loop()`, or an object that asks for it, was used there.',
		rules: ['no-loop-in-thread', 'loop-bound-object', 'thread-unsafe-loop-call'],
		advice: [
			'In a worker thread, run the coroutine with `asyncio.run(f())`: it makes a loop and closes it.',
			'To use the loop of another thread, pass that loop in and call `asyncio.run_coroutine_threadsafe(f(), loop)`.',
		],
		place: 'owner',
		cases: [
			{
				when: { captured: { name: 'thread', matches: /^["']?AnyIO worker thread/ } },
				cause: 'A synchronous route or dependency (FastAPI, Starlette) runs in a worker thread, and no loop is set there.',
				advice: ['Make the function `async def` and await in it.', 'Or keep it synchronous and run the coroutine with `asyncio.run(f())`.'],
			},
			{
				when: { captured: { name: 'thread', matches: /^["']?MainThread/ }, since: 14 },
				cause:
					'Since Python 3.14, `asyncio.get_event_loop()` makes no loop any more, and neither does what relies on it (`ensure_future`, `gather`, `Future()`): outside a running loop it raises.',
				rules: ['implicit-event-loop', 'event-loop-after-run', 'task-without-running-loop'],
				advice: ['Start with `asyncio.run(main())` and make these calls inside `main()`.'],
			},
			{
				when: { captured: { name: 'thread', matches: /^["']?MainThread/ }, before: 14 },
				cause:
					'In the main thread this happens after `asyncio.run()` has ended, or after `set_event_loop(None)`: from then on `get_event_loop()` makes no loop any more.',
				rules: ['event-loop-after-run', 'implicit-event-loop', 'task-without-running-loop'],
				advice: ['Do all of the asynchronous work inside one `asyncio.run(main())`.', 'If another run is needed later, call `asyncio.run()` again.'],
			},
			{
				when: { captured: { name: 'thread', matches: /^["']?MainThread/ } },
				cause: 'In the main thread this happens after `asyncio.run()` has ended or after `set_event_loop(None)`, and since Python 3.14 whenever no loop runs.',
				rules: ['event-loop-after-run', 'implicit-event-loop', 'task-without-running-loop'],
				advice: ['Do all of the asynchronous work inside one `asyncio.run(main())`.'],
			},
		],
	},
	{
		id: 'no-current-loop-warning',
		texts: ['There is no current event loop'],
		title: 'get_event_loop() is used where no loop runs',
		cause:
			'No loop is running here. Up to Python 3.13, `get_event_loop()`, or something that relies on it, still makes one in the main thread; since 3.14 it raises RuntimeError.',
		rules: ['implicit-event-loop'],
		advice: ['Start with `asyncio.run(main())`.', 'Inside coroutines, use `asyncio.get_running_loop()`.'],
	},
	{
		id: 'loop-closed',
		texts: ['Event loop is closed', 'that handles pid {pid} is closed'],
		title: 'A closed event loop is used',
		cause:
			'The loop was closed, by `loop.close()` or at the end of `asyncio.run()`, and something still uses it: a kept loop, or a client, task or connection made while it was open.',
		rules: ['closed-loop-use', 'unclosed-resource', 'loop-bound-object', 'dangling-task'],
		advice: [
			'Do everything that belongs together inside one `asyncio.run(main())`.',
			'Close clients, sessions and connections before the coroutine that opened them ends: `async with`.',
		],
		cases: [
			{
				when: { captured: { name: 'pid', matches: /./ } },
				cause: 'The loop was closed before a subprocess that was started on it had ended (process {pid}), so nothing waited for that process any more.',
				rules: ['unclosed-resource', 'closed-loop-use'],
				advice: ['Before the main coroutine ends: `await process.wait()`, or `process.terminate()` first.'],
			},
			{
				when: { in: ['__del__', '_process_write_backlog'] },
				cause: 'A transport was still open when its loop was closed; when Python cleaned it up later, it wanted to use that loop.',
				rules: ['unclosed-resource', 'closed-loop-use'],
				advice: [
					'Close sessions, clients, writers and subprocesses before the main coroutine ends: `async with`, or `writer.close(); await writer.wait_closed()`.',
				],
			},
		],
	},
	{
		id: 'runner-closed',
		texts: ['Runner is closed'],
		title: 'A closed Runner is used',
		cause: 'The Runner was closed, by `close()` or at the end of its `with` block, and `run()` was called on it afterwards.',
		rules: ['closed-loop-use', 'event-loop-after-run'],
		advice: ['Keep all `runner.run()` calls inside the `with asyncio.Runner()` block.'],
	},
	{
		id: 'different-loop',
		texts: ['attached to a different loop'],
		title: 'A future of another event loop is awaited',
		cause: 'The object waited for (a lock, queue, client or future) was made for one event loop and is used on another.',
		rules: ['loop-bound-object', 'fixture-loop-scope', 'thread-unsafe-loop-call'],
		advice: [
			'Make the object inside the coroutine that uses it, so that it belongs to the loop that runs.',
			'Use one `asyncio.run(main())` for everything that shares it.',
		],
		cases: [
			{
				when: { before: 10 },
				cause:
					'Before Python 3.10, a lock, event or queue belongs to the loop that is current where it is made. Made at module level, it belongs to another loop than the one `asyncio.run()` creates.',
			},
		],
	},
	{
		id: 'bound-to-different-loop',
		texts: ['is bound to a different event loop'],
		title: 'A lock, event or queue of another event loop is used',
		cause:
			'Since Python 3.10 such an object binds itself to the loop on which it first has to wait. It was used on one loop and is used again on another, often by a second `asyncio.run()`.',
		rules: ['loop-bound-object', 'fixture-loop-scope'],
		advice: [
			'Make the object inside the coroutine that uses it, not at module or class level.',
			'Use one `asyncio.run(main())` for everything that shares it.',
		],
	},
	{
		id: 'future-other-loop',
		texts: ['The future belongs to a different loop than the one specified as the loop argument', 'loop argument must agree with Future'],
		title: 'Awaitables of different event loops are put together',
		cause: 'One of the futures or tasks passed in belongs to another event loop than the others, or than the loop that runs.',
		rules: ['loop-bound-object'],
		advice: ['Create tasks and futures inside the coroutine that waits for them.'],
	},
	{
		id: 'timeout-outside-task',
		texts: ['Timeout context manager should be used inside a task'],
		title: 'aiohttp is used outside a task of its own loop',
		cause:
			'aiohttp’s timeouts need a running task of the loop that the session belongs to. The session was made for another loop, or the call does not run in a task.',
		rules: ['loop-bound-object', 'task-without-running-loop'],
		advice: [
			'Make the session inside the coroutine that uses it: `async with aiohttp.ClientSession() as session:`.',
			'Start the coroutine with `asyncio.run()` or `asyncio.create_task()`.',
		],
	},
	{
		id: 'non-threadsafe',
		texts: ['Non-thread-safe operation invoked on an event loop other than the current one'],
		title: 'An event loop is used from another thread',
		cause:
			'Loops, tasks and queues may only be touched in the thread that runs the loop. Debug mode checks that and raises; without it, the call may be lost or come late.',
		rules: ['thread-unsafe-loop-call'],
		advice: ['Use `loop.call_soon_threadsafe(callback)`.', 'For a coroutine: `asyncio.run_coroutine_threadsafe(f(), loop)`.'],
	},
	{
		id: 'unclosed-loop',
		texts: ['unclosed event loop'],
		title: 'An event loop was never closed',
		cause: 'A loop made by `new_event_loop()` or `get_event_loop()` was thrown away without `close()`.',
		rules: ['manual-loop-lifecycle', 'unclosed-resource'],
		advice: ['Use `asyncio.run(main())`, which closes its loop.', 'Run with `-X tracemalloc` to see where the loop was made.'],
		place: 'maker',
	},
	{
		id: 'unclosed-session',
		texts: [
			'Unclosed client session',
			'Unclosed connector',
			'unclosed transport',
			'Unclosed <httpx.',
			'unclosed <StreamWriter',
			'Unclosed connection',
			'Unclosed AIOKafka',
			'Unclosed RedisConnection',
		],
		title: 'A connection, session or client was never closed',
		cause: 'The object was thrown away while it was still open.',
		rules: ['unclosed-resource'],
		advice: ['Open it with `async with`, or close it in a `finally` block before the coroutine ends.'],
		place: 'maker',
		follows: true,
	},
];
