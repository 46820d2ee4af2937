import { contextPlaces } from '../rule-kit/chains.ts';
import { isCaught, runInstead } from '../rule-kit/get-event-loop.ts';
import { defineRule } from '../rule-kit/rule.ts';
import { setsLoop } from '../rule-kit/set-loop.ts';
import type { FileModel } from '../semantics/file-model.ts';

export default defineRule({
	name: 'no-loop-in-thread',
	category: 'no-loop',
	severity: 'error',
	fix: 'unsafe',
	since: '0.1.0',
	equivalents: [],
	yieldsTo: ['event-loop-after-run', 'loop-probing'],
	summary: '`asyncio.get_event_loop()` in a thread that has no loop',
	why: `\`asyncio.get_event_loop()\` never makes a loop in any thread but the main one. In a worker thread it raises, on every Python version, for example:

- \`RuntimeError: There is no current event loop in thread 'Thread-1'.\`
- \`RuntimeError: There is no current event loop in thread 'ThreadPoolExecutor-0_0'.\`
- \`RuntimeError: There is no current event loop in thread 'AnyIO worker thread'.\` (a plain \`def\` route of FastAPI or Starlette)

A thread that wants to run a coroutine to its end makes a loop for it: \`asyncio.run(f())\`. A thread that wants the program's own loop to run it needs that loop in a variable, taken on the loop's side with \`asyncio.get_running_loop()\`: \`asyncio.run_coroutine_threadsafe(f(), loop).result()\`.`,
	messages: { raises: "asyncio.get_event_loop() runs in a thread without a loop here: RuntimeError: There is no current event loop in thread '...'" },
	examples: [
		{
			bad: `import asyncio
import threading


async def work():
    await asyncio.sleep(0)


def in_thread():
    loop = asyncio.get_event_loop()
    loop.run_until_complete(work())


threading.Thread(target=in_thread).start()
`,
			good: `import asyncio
import threading


async def work():
    await asyncio.sleep(0)


def in_thread():
    asyncio.run(work())


threading.Thread(target=in_thread).start()
`,
		},
	],
	on: {
		call(call, { file, project, report }) {
			if (file.qualifiedName(call.callee) !== 'asyncio.get_event_loop' || setsLoop(file, call.node) || setsPolicy(file) || isCaught(call.node)) return;
			const context = project.contextsOf(call.owner, call.node).find((one) => one.kind === 'worker-thread');
			if (context) report({ at: call.node, message: 'raises', related: contextPlaces(context), fixes: () => [runInstead(call, file, project)] });
		},
	},
});

/** A policy of one's own may make loops in any thread. */
function setsPolicy(file: FileModel): boolean {
	return file.isMentioned('set_event_loop_policy');
}
