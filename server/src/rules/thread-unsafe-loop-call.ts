import { isTypeCheckingOnly } from '../project/guards.ts';
import { contextPlaces } from '../rule-kit/chains.ts';
import { boundUsedBy } from '../rule-kit/loop-bound.ts';
import { foreignThread, fromThread, loopOfItsOwn, runsForeignLoop, waitForLoop, wayFromThread } from '../rule-kit/loop-from-thread.ts';
import { loopMethod } from '../rule-kit/loops.ts';
import { defineRule } from '../rule-kit/rule.ts';
import { otherRunOf, otherThreadOf } from '../rule-kit/shared-loop.ts';
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

A thread that makes and runs a loop of its own may use that as it likes. But one loop runs in one thread at a time: where several threads call \`run_until_complete()\` or \`run_forever()\` of the same loop, all but the first get \`RuntimeError: This event loop is already running\`. Each may call \`asyncio.run()\`, which makes a loop of its own, or one thread runs the loop and the others use \`asyncio.run_coroutine_threadsafe(f(), loop).result()\`.`,
	messages: {
		unsafe: '{call}() is called in a thread that is not that of the event loop, which does not wake up for it; {instead}',
		running:
			'{call}() is called in another thread while that loop runs: RuntimeError: This event loop is already running; use asyncio.run_coroutine_threadsafe()',
		shared:
			'{call}() runs one loop in several threads at once; all but the first get RuntimeError: This event loop is already running; give each thread a loop of its own, with asyncio.run()',
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
		{
			bad: `import asyncio
import threading

loop = asyncio.new_event_loop()


async def weigh(crate):
    await asyncio.sleep(0.1)
    print(crate)


def work(crate):
    loop.run_until_complete(weigh(crate))


for crate in ["plums", "pears"]:
    threading.Thread(target=work, args=(crate,)).start()
`,
			good: `import asyncio
import threading


async def weigh(crate):
    await asyncio.sleep(0.1)
    print(crate)


def work(crate):
    asyncio.run(weigh(crate))


for crate in ["plums", "pears"]:
    threading.Thread(target=work, args=(crate,)).start()
`,
		},
	],
	on: {
		call(call, { file, project, report }) {
			const way = wayFromThread(call, file);
			const thread = way && loopMethod(call, file) ? otherThreadOf(call, file, project) : undefined;
			if (way && thread && !isTypeCheckingOnly(call.node, file) && !isExpectedToRaise(call.node, file)) {
				const data = { call: call.callee.text, instead: instead[way] };
				const related = [{ at: thread, message: 'this thread runs the loop' }];
				report({ at: call.node, message: 'unsafe', data, related, fixes: () => [fromThread(call, way, file, project)] });
				return;
			}
			if (!call.owner || call.owner.isAsync) return;
			const isRun = way === undefined && runsForeignLoop(call, file);
			if (!way && !isRun) return;
			const context = isRun ? project.contextsOf(call.owner, call.node).find((one) => one.kind === 'worker-thread') : foreignThread(call.owner, project);
			if (!context || isTypeCheckingOnly(call.node, file) || isExpectedToRaise(call.node, file)) return;
			const related = contextPlaces(context);
			const name = call.callee.text.replace(/\s+/g, ' ');
			if (way)
				report({ at: call.node, message: 'unsafe', data: { call: name, instead: instead[way] }, related, fixes: () => [fromThread(call, way, file, project)] });
			else report({ at: call.node, message: 'running', data: { call: name }, related, fixes: () => [waitForLoop(call, file)] });
		},
		'node:attribute'(method, { file, project, report }) {
			const meanwhile = otherRunOf(method, file, project);
			if (!meanwhile || isTypeCheckingOnly(method, file) || isExpectedToRaise(method, file)) return;
			const call = file.statementOf(method).calls.find((one) => one.callee === method);
			report({
				at: call?.node ?? method,
				message: meanwhile.kind,
				data: { call: method.text },
				related: [{ at: meanwhile.other, message: 'here the same loop is run' }],
				fixes: () =>
					call ? [meanwhile.kind === 'running' ? waitForLoop(call, file) : boundUsedBy([call], project) ? undefined : loopOfItsOwn(call, file)] : [],
			});
		},
	},
});
