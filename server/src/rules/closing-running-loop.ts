import { deleteStatement, fixOf, statementOf } from '../rule-kit/edits.ts';
import type { Fix } from '../rule-kit/finding.ts';
import { loopMethod, threadsRunning } from '../rule-kit/loops.ts';
import { closesOwnLoop } from '../rule-kit/own-loop-close.ts';
import { mentionsOfSame, methodCalledOn } from '../rule-kit/references.ts';
import { defineRule } from '../rule-kit/rule.ts';
import { isHandedOn, isRightBefore, joinFirst, mayRunStill, stopFirst } from '../rule-kit/thread-of-loop.ts';
import { type CallSite, isStatement } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';

export default defineRule({
	name: 'closing-running-loop',
	category: 'loop-lifetime',
	severity: 'error',
	fix: 'safe',
	since: '0.1.0',
	equivalents: [],
	yieldsTo: ['notebook-event-loop'],
	summary: 'An event loop is closed while it runs',
	why: `Code in an \`async def\`, and every callback of the loop, runs on the loop. There \`loop.close()\` raises \`RuntimeError: Cannot close a running event loop\`, on every Python version: a loop can be closed only when it has stopped.

Whoever started the loop closes it. \`asyncio.run()\` does so when the coroutine ends, so the line can go.

A loop that runs in a thread of its own is stopped first, and closed when the thread is done:

\`\`\`python
loop.call_soon_threadsafe(loop.stop)
thread.join()
loop.close()
\`\`\``,
	messages: {
		running: '{loop}.close() raises RuntimeError: Cannot close a running event loop, because this code runs on that loop; whoever started the loop closes it',
		thread: '{loop}.close() raises RuntimeError: Cannot close a running event loop, because a thread still runs it and nothing stops it first',
		unjoined: '{loop}.close() does not wait for the thread that runs the loop: RuntimeError: Cannot close a running event loop; join the thread first',
	},
	examples: [
		{
			bad: `import asyncio


async def main():
    loop = asyncio.get_running_loop()
    await asyncio.sleep(0)
    loop.close()


asyncio.run(main())
`,
			good: `import asyncio


async def main():
    await asyncio.sleep(0)


asyncio.run(main())
`,
		},
	],
	on: {
		call(call, { file, project, report }) {
			const loop = call.callee.kind === 'attribute' ? call.callee.field('object') : undefined;
			if (!loop || call.callee.field('attribute')?.text !== 'close') return;
			if (closesOwnLoop(call, loop, file, project)) {
				report({ at: call.node, message: 'running', data: { loop: loop.text }, fixes: () => [leaveOut(call, file)] });
				return;
			}
			const [thread] = loopMethod(call, file) === 'close' ? threadsRunning(loop, file) : [];
			if (!thread || call.owner?.isAsync) return;
			const mentions = mentionsOfSame(loop, file);
			const stops = mentions.filter((mention) => mention.parent?.field('attribute')?.text === 'stop');
			const related = [{ at: thread, message: 'this thread runs the loop' }];
			if (stops.some((stop) => isRightBefore(stop, call, file)))
				report({ at: call.node, message: 'unjoined', data: { loop: loop.text }, related, fixes: () => [joinFirst(call, thread, file)] });
			if (
				stops.length > 0 ||
				mentions.some((mention) => methodCalledOn(mention) === undefined && isHandedOn(mention, file)) ||
				!mayRunStill(thread, call, file)
			)
				return;
			report({
				at: call.node,
				message: 'thread',
				data: { loop: loop.text },
				related,
				fixes: () => [stopFirst(call, loop, thread, file)],
			});
		},
	},
});

function leaveOut(call: CallSite, file: FileModel): Fix | undefined {
	return isStatement(call.node) ? fixOf('Leave the loop to whoever started it', 'safe', deleteStatement(statementOf(call.node), file)) : undefined;
}
