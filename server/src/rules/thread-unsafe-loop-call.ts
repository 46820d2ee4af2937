import { isTypeCheckingOnly } from '../project/guards.ts';
import { contextPlaces } from '../rule-kit/chains.ts';
import { foreignThread, fromThread, runsForeignLoop, waitForLoop, wayFromThread } from '../rule-kit/loop-from-thread.ts';
import { defineRule } from '../rule-kit/rule.ts';
import { isExpectedToRaise } from '../rule-kit/tests.ts';

const instead = {
	rename: 'use call_soon_threadsafe()',
	coroutine: 'use asyncio.run_coroutine_threadsafe()',
	schedule: 'hand it to loop.call_soon_threadsafe()',
};

export default defineRule({
	name: 'thread-unsafe-loop-call',
	category: 'no-loop',
	severity: 'error',
	fix: 'unsafe',
	since: '0.1.0',
	equivalents: [],
	yieldsTo: ['task-without-running-loop', 'no-loop-in-thread'],
	summary: 'The event loop, a queue, task or event of asyncio is used from another thread',
	why: `An event loop and all that belongs to it (\`asyncio.Queue\`, \`Event\`, futures, tasks, streams) may be touched by the loop's own thread alone. \`loop.call_soon()\`, \`queue.put_nowait()\` or \`event.set()\` from another thread put something on the loop's list without waking it: it is seen when something else wakes the loop, perhaps much later, perhaps never. And two threads that change the same list at once can damage it. In debug mode asyncio raises \`RuntimeError: Non-thread-safe operation invoked on an event loop other than the current one\`; otherwise nothing is said.

Two functions are made for other threads: \`loop.call_soon_threadsafe(queue.put_nowait, item)\` for a plain call, \`asyncio.run_coroutine_threadsafe(f(), loop)\` for a coroutine, whose \`.result()\` such a thread may wait for. \`loop.run_until_complete()\` from another thread raises \`RuntimeError: This event loop is already running\`.

A thread that makes and runs a loop of its own may use that as it likes.`,
	messages: {
		unsafe: '{call}() is called in a thread that is not that of the event loop, which does not wake up for it; {instead}',
		running:
			'{call}() is called in another thread while that loop runs: RuntimeError: This event loop is already running; use asyncio.run_coroutine_threadsafe()',
	},
	examples: [
		{
			bad: `import asyncio
import sys
import threading


def read(queue):
    queue.put_nowait(sys.stdin.readline())


async def main():
    queue = asyncio.Queue()
    threading.Thread(target=lambda: read(queue)).start()
    print(await queue.get())


asyncio.run(main())
`,
			good: `import asyncio
import sys
import threading


def read(queue, loop):
    loop.call_soon_threadsafe(queue.put_nowait, sys.stdin.readline())


async def main():
    queue = asyncio.Queue()
    loop = asyncio.get_running_loop()
    threading.Thread(target=lambda: read(queue, loop)).start()
    print(await queue.get())


asyncio.run(main())
`,
		},
	],
	on: {
		call(call, { file, project, report }) {
			if (!call.owner || call.owner.isAsync) return;
			const way = wayFromThread(call, file);
			const isRun = way === undefined && runsForeignLoop(call, file);
			if (!way && !isRun) return;
			const context = isRun ? project.contextsOf(call.owner, call.node).find((one) => one.kind === 'worker-thread') : foreignThread(call.owner, project);
			if (!context || isTypeCheckingOnly(call.node, file) || isExpectedToRaise(call.node, file)) return;
			const related = contextPlaces(context);
			const name = call.callee.text.replace(/\s+/g, ' ');
			if (way) report({ at: call.node, message: 'unsafe', data: { call: name, instead: instead[way] }, related, fixes: () => [fromThread(call, way, file)] });
			else report({ at: call.node, message: 'running', data: { call: name }, related, fixes: () => [waitForLoop(call, file)] });
		},
	},
});
