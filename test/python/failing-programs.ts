/** A program that ends in, or prints, one error. The line to look at ends in `# here`; without it the text holds no place. */
export interface FailingProgram {
	/** What `explain` calls the error. */
	readonly error: string;
	readonly source: string;
	/** Minor versions of Python that behave so. */
	readonly from?: number;
	readonly to?: number;
	/** Options for the interpreter. */
	readonly options?: readonly string[];
}

const work = 'import asyncio, threading, signal\n\nasync def work():\n    await asyncio.sleep(0)\n\n';
const debug = ['-X', 'dev'];

function running(error: string, body: string, rest: Partial<FailingProgram> = {}): FailingProgram {
	return { error, source: `${work}async def main():\n${body.replace(/^/gm, '    ')}\n\nasyncio.run(main())\n`, ...rest };
}

function script(error: string, body: string, rest: Partial<FailingProgram> = {}): FailingProgram {
	return { error, source: `${work}${body}\n`, ...rest };
}

export const failingPrograms: readonly FailingProgram[] = [
	running('nested-run', 'asyncio.run(work())  # here'),
	script(
		'nested-run',
		'def helper():\n    return asyncio.run(work())  # here\n\nclass Page:\n    async def show(self):\n        helper()\n\nasyncio.run(Page().show())',
	),
	script(
		'nested-run',
		'def helper():\n    asyncio.run(work())  # here\n\nasync def main():\n    asyncio.get_running_loop().call_soon(helper)\n    await asyncio.sleep(0.01)\n\nasyncio.run(main())',
	),
	script(
		'nested-run',
		'async def main():\n    try:\n        {}["a"]\n    except KeyError as error:\n        raise ValueError("no") from error\n\nasync def other():\n    try:\n        await main()\n    except ValueError:\n        asyncio.run(work())  # here\n\nasyncio.run(other())',
	),
	running('loop-already-running', 'asyncio.get_running_loop().run_until_complete(work())  # here'),
	running('another-loop-running', 'loop = asyncio.new_event_loop()\nloop.run_until_complete(work())  # here'),
	running('runner-in-loop', 'runner = asyncio.Runner()\nrunner.run(work())  # here', { from: 11 }),
	running('another-loop-running', 'with asyncio.Runner() as runner:  # here\n    runner.run(work())', { from: 11 }),
	script('runner-closed', 'runner = asyncio.Runner()\nrunner.run(work())\nrunner.close()\nrunner.run(work())  # here', { from: 11 }),
	script('loop-closed', 'loop = asyncio.new_event_loop()\nloop.close()\nloop.run_until_complete(work())  # here'),
	running('close-running-loop', 'asyncio.get_running_loop().close()  # here'),
	script('loop-stopped-early', 'async def main():\n    asyncio.get_running_loop().stop()\n    await asyncio.sleep(1)\n\nasyncio.run(main())  # here'),
	script('no-running-loop', 'asyncio.get_running_loop()  # here'),
	script('no-running-loop', 'class Page:\n    def __init__(self):\n        self.task = asyncio.create_task(work())  # here\n\nPage()'),
	script('no-current-loop', 'def poll():\n    asyncio.get_event_loop()  # here\n\nthreading.Thread(target=poll).start()'),
	script(
		'no-current-loop',
		'from concurrent.futures import ThreadPoolExecutor\n\ndef fetch(n):\n    return asyncio.get_event_loop().run_until_complete(work())  # here\n\nwith ThreadPoolExecutor() as pool:\n    print(list(pool.map(fetch, range(2))))',
	),
	script('no-current-loop', 'asyncio.run(work())\nasyncio.get_event_loop()  # here'),
	script('no-current-loop-warning', 'asyncio.get_event_loop()  # here', { from: 12, to: 13, options: ['-W', 'default'] }),
	script('no-current-loop', 'asyncio.gather(work())  # here', { from: 14 }),
	script('coroutine-expected', 'asyncio.run(work)  # here', { to: 13 }),
	script('coroutine-expected', 'async def rows():\n    yield 1\n\nasyncio.run(rows())  # here', { to: 13 }),
	running('coroutine-expected', 'asyncio.create_task(work)  # here'),
	running('awaitable-required', 'asyncio.ensure_future(work)  # here'),
	running('coroutine-object-required', 'asyncio.run_coroutine_threadsafe(work, asyncio.get_running_loop())  # here'),
	running('gather-list', 'await asyncio.gather([work(), work()])  # here'),
	running('wait-coroutines', 'await asyncio.wait([work()])  # here', { from: 11 }),
	running('wait-coroutines-warning', 'await asyncio.wait([work()])  # here', { from: 9, to: 10, options: ['-W', 'default'] }),
	running('wait-empty', 'await asyncio.wait([])  # here'),
	running('wait-futures-type', 'await asyncio.wait(asyncio.create_task(work()))  # here'),
	running('loop-argument', 'await asyncio.sleep(0, loop=asyncio.get_running_loop())  # here', { from: 10 }),
	running('loop-argument', 'asyncio.Lock(loop=asyncio.get_running_loop())  # here', { from: 10 }),
	running('loop-argument', 'await asyncio.open_connection("localhost", 9, loop=asyncio.get_running_loop())  # here', { from: 10 }),
	script(
		'different-loop',
		'gate = asyncio.Lock()\n\nasync def use():\n    async with gate:  # here\n        await asyncio.sleep(0.01)\n\nasync def main():\n    await asyncio.gather(use(), use())\n\nasyncio.run(main())',
		{ to: 9 },
	),
	script(
		'bound-to-different-loop',
		'gate = asyncio.Lock()\n\nasync def use():\n    async with gate:  # here\n        await asyncio.sleep(0.01)\n\nasync def main():\n    await asyncio.gather(use(), use())\n\nasyncio.run(main())\nasyncio.run(main())',
		{ from: 10 },
	),
	script(
		'different-loop',
		'other = asyncio.new_event_loop()\nfuture = other.create_future()\n\nasync def main():\n    await future  # here\n\nasyncio.run(main())',
	),
	script(
		'future-other-loop',
		'other = asyncio.new_event_loop()\nfuture = other.create_future()\n\nasync def main():\n    await asyncio.gather(asyncio.sleep(0), future)  # here\n\nasyncio.run(main())',
		{ from: 9 },
	),
	running(
		'non-threadsafe',
		'loop = asyncio.get_running_loop()\ndef pressed():\n    loop.call_soon(print)  # here\nthread = threading.Thread(target=pressed)\nthread.start()\nthread.join()',
		{ options: debug },
	),
	running('sync-with-async-cm', 'with asyncio.Lock():  # here\n    pass'),
	running('async-with-sync-cm', 'async with open(__file__):  # here\n    pass'),
	running('async-with-sync-cm', 'async with work():  # here\n    pass'),
	running('not-awaitable', 'await {}.get("a")  # here'),
	running('not-awaitable', 'await dict()  # here'),
	running('not-awaitable', 'await asyncio.wait_for([work()], 1)  # here', { from: 12 }),
	running('awaitable-required', 'await asyncio.wait_for([work()], 1)  # here', { to: 11 }),
	running('sync-for-async-gen', 'async def rows():\n    yield 1\nfor row in rows():  # here\n    pass'),
	running('async-for-sync-iterable', 'async for row in [1]:  # here\n    pass'),
	running('async-for-sync-iterable', 'async for row in work():  # here\n    pass'),
	running('coroutine-attribute', 'print(work().name)  # here'),
	running('coroutine-attribute', 'for row in work():  # here\n    pass'),
	running('coroutine-attribute', 'print(work() + 1)  # here'),
	running('coroutine-attribute', 'print(1 < work())  # here'),
	running('coroutine-attribute', 'import json\nprint(json.dumps(work()))  # here'),
	running('coroutine-subscript', 'print(work()["name"])  # here'),
	running('coroutine-reused', 'job = work()\nawait job\nawait job  # here'),
	running('coroutine-awaited-already', 'job = asyncio.sleep(1)\nasync def wait():\n    await job  # here\nawait asyncio.gather(wait(), wait())'),
	running(
		'async-gen-running',
		'async def rows():\n    yield await asyncio.sleep(1)\ngen = rows()\ntask = asyncio.ensure_future(gen.__anext__())\nawait asyncio.sleep(0)\nawait gen.aclose()  # here',
	),
	running('task-group-misuse', 'group = asyncio.TaskGroup()\ngroup.create_task(work())  # here', { from: 11 }),
	running('task-group-misuse', 'async with asyncio.TaskGroup() as group:\n    pass\ngroup.create_task(work())  # here', { from: 11 }),
	running(
		'task-group-failed',
		'async def fail():\n    raise LookupError("nut")  # here\nasync with asyncio.TaskGroup() as group:\n    group.create_task(fail())',
		{ from: 11 },
	),
	running('nested-run', 'async def fail():\n    asyncio.run(work())  # here\nasync with asyncio.TaskGroup() as group:\n    group.create_task(fail())', {
		from: 11,
	}),
	running('timeout-misuse', 'limit = asyncio.timeout(1)\nasync with limit:\n    pass\nasync with limit:  # here\n    pass', { from: 11 }),
	running('coroutine-callback', 'asyncio.get_running_loop().call_later(1, work)  # here', { options: debug }),
	running('coroutine-callback', 'await asyncio.get_running_loop().run_in_executor(None, work)  # here', { options: debug }),
	running('signal-coroutine', 'asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, work)  # here'),
	script(
		'signal-thread',
		'async def agent():\n    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, print)  # here\n\nthreading.Thread(target=asyncio.run, args=(agent(),)).start()',
	),
	running(
		'executor-shutdown',
		'from concurrent.futures import ThreadPoolExecutor\npool = ThreadPoolExecutor()\npool.shutdown()\nawait asyncio.get_running_loop().run_in_executor(pool, print)  # here',
	),
	script(
		'executor-shutdown',
		'import time\n\nasync def poll():\n    await asyncio.sleep(0.2)\n    await asyncio.get_running_loop().run_in_executor(None, print)  # here\n\nthreading.Thread(target=lambda: asyncio.run(poll())).start()',
		{ from: 9 },
	),
	running('never-awaited', 'work()  # here'),
	running('never-awaited', 'import gc\njob = [work()]  # here\nawait asyncio.sleep(0)\ndel job\ngc.collect()', { options: debug }),
	running('never-awaited', 'job = [work()]  # here\nawait asyncio.sleep(0)\ndel job', { options: ['-X', 'tracemalloc=5'] }),
	running('task-exception', 'async def fail():\n    raise ValueError("ouch")  # here\nasyncio.ensure_future(fail())\nawait asyncio.sleep(0.01)'),
	running('nested-run', 'async def fail():\n    asyncio.run(work())  # here\nasyncio.ensure_future(fail())\nawait asyncio.sleep(0.01)'),
	running(
		'task-exception',
		'async def fail():\n    try:\n        await asyncio.sleep(9)\n    finally:\n        raise ValueError("ouch")  # here\ntask = asyncio.ensure_future(fail())\nawait asyncio.sleep(0)',
	),
	running('callback-exception', 'def tick():\n    [][0]  # here\nasyncio.get_running_loop().call_soon(tick)\nawait asyncio.sleep(0.01)'),
	running(
		'callback-exception',
		'def tick(task):\n    print(task.result().name)  # here\ntask = asyncio.ensure_future(work())\ntask.add_done_callback(tick)\nawait asyncio.sleep(0.01)',
		{ options: debug },
	),
	running(
		'nested-run',
		'def tick(task):\n    asyncio.run(work())  # here\ntask = asyncio.ensure_future(work())\ntask.add_done_callback(tick)\nawait asyncio.sleep(0.01)',
	),
	script(
		'callback-exception',
		'class Echo(asyncio.Protocol):\n    def data_received(self, data):\n        int(data)  # here\n\nasync def main():\n    server = await asyncio.get_running_loop().create_server(Echo, "127.0.0.1", 0)\n    _, writer = await asyncio.open_connection(*server.sockets[0].getsockname())\n    writer.write(b"x")\n    await asyncio.sleep(0.1)\n    writer.close()\n    server.close()\n\nasyncio.run(main())',
	),
	script(
		'async-gen-closing',
		'async def rows():\n    try:\n        yield 1\n    finally:\n        raise ValueError("ouch")  # here\n\nasync def main():\n    global kept\n    kept = rows()\n    await kept.__anext__()\n\nasyncio.run(main())',
	),
	script(
		'no-running-loop',
		'from concurrent.futures import ProcessPoolExecutor\n\ndef compute():\n    asyncio.get_running_loop()  # here\n\nasync def main():\n    with ProcessPoolExecutor(1) as pool:\n        await asyncio.get_running_loop().run_in_executor(pool, compute)\n\nif __name__ == "__main__":\n    asyncio.run(main())',
	),
	script(
		'task-destroyed',
		// Python 3.11 names the line where it waits, others the one where it begins.
		'async def wait(): await asyncio.sleep(9)  # here\n\nloop = asyncio.new_event_loop()\ntask = loop.create_task(wait())\nloop.run_until_complete(work())\nloop.close()\ndel task, loop',
	),
	script(
		'task-destroyed',
		'async def wait():\n    await asyncio.sleep(9)\n\nloop = asyncio.new_event_loop()\ntask = loop.create_task(wait())  # here\nloop.run_until_complete(work())\nloop.close()\ndel task, loop',
		{ options: debug },
	),
	running('slow-callback', 'import time\nimport logging\nlogging.basicConfig()\nawait asyncio.sleep(0)\ntime.sleep(0.15)\nawait asyncio.sleep(0)  # here', {
		options: debug,
	}),
	script('unclosed-loop', 'loop = asyncio.new_event_loop()  # here\ndel loop', { from: 12, options: ['-X', 'tracemalloc=9', '-W', 'default'] }),
	script('unclosed-loop', 'loop = asyncio.new_event_loop()\ndel loop', { options: ['-W', 'default'] }),
	script('await-outside-function', 'await work()  # here'),
	script('await-outside-async', 'def main():\n    await work()  # here'),
	script('async-with-outside-async', 'def main():\n    async with lock:  # here\n        pass'),
	script('async-for-outside-async', 'def main():\n    async for x in y:  # here\n        pass'),
	// The parser of Python 3.8 and 3.9 did not know the line.
	script('async-comprehension', 'def main():\n    return [x async for x in y]', { to: 9 }),
	script('async-comprehension', 'def main():\n    return [x async for x in y]  # here', { from: 10 }),
	script('yield-from-in-async', 'async def main():\n    yield from work()  # here'),
	script('return-in-async-gen', 'async def main():\n    yield 1\n    return 2  # here'),
	script('unavailable-api', 'asyncio.TaskGroup()  # here', { to: 10 }),
	script('windows-only-api', 'asyncio.WindowsSelectorEventLoopPolicy()  # here', { to: 13 }),
	script('asyncio-api-deprecated', '@asyncio.coroutine  # here\ndef old():\n    yield', { from: 11 }),
	script('policy-deprecated', 'asyncio.set_event_loop_policy(None)  # here', { from: 14, to: 15, options: ['-W', 'default'] }),
];
