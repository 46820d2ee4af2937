import { loopItStops } from '../rule-kit/blocking.ts';
import { softnessAt } from '../rule-kit/blocking-softness.ts';
import { contextPlaces } from '../rule-kit/chains.ts';
import { awaitIt, canAwait, fixOf, replaceNode } from '../rule-kit/edits.ts';
import type { Fix } from '../rule-kit/finding.ts';
import { reference, unusedImportEdits } from '../rule-kit/imports.ts';
import { defineRule } from '../rule-kit/rule.ts';
import { argument, type CallSite } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';

export default defineRule({
	name: 'blocking-sleep',
	category: 'blocking',
	severity: 'warning',
	fix: 'safe',
	since: '0.1.0',
	equivalents: ['ASYNC251', 'S7488'],
	summary: '`time.sleep()` in a coroutine stops the whole event loop',
	why: `\`time.sleep()\` puts the thread to sleep, and the event loop lives in that thread. Until it returns, no other task runs: servers do not answer, timeouts do not fire, connections are not kept alive. Nothing is raised; in debug mode asyncio logs \`Executing <Task ...> took 1.000 seconds\`.

\`await asyncio.sleep()\` waits as long, and lets the other tasks run meanwhile. It can also be cancelled, which \`time.sleep()\` cannot.

This holds on every Python version. In a function that runs in a thread of its own, \`time.sleep()\` is right.`,
	messages: {
		blocks: 'time.sleep() stops every task of this event loop until it returns; await asyncio.sleep() instead',
		callback: '{call} stops every task of this event loop until it returns: the loop calls {function}(); use loop.call_later() for what comes after',
	},
	examples: [
		{
			bad: `import asyncio
import time


async def poll():
    time.sleep(1)


asyncio.run(poll())
`,
			good: `import asyncio


async def poll():
    await asyncio.sleep(1)


asyncio.run(poll())
`,
		},
	],
	on: {
		call(call, context) {
			const { file, report } = context;
			const running = call.owner && file.qualifiedName(call.callee) === 'time.sleep' ? loopItStops(call, context) : undefined;
			if (!call.owner || !running) return;
			// `time.sleep(0)` lets other threads run and returns.
			const severity = argument(call.node, 0, 'secs')?.text === '0' ? 'hint' : softnessAt(call, 'sleep', context);
			if (call.owner.isAsync) return report({ at: call.node, message: 'blocks', severity, fixes: () => [asyncioSleep(call, file)] });
			const data = { call: `${call.callee.text}()`, function: call.owner.name };
			report({ at: call.node, message: 'callback', severity, data, related: contextPlaces(running) });
		},
	},
});

/** Safe: it returns None after as long, and raises for the same arguments but a negative time. */
function asyncioSleep({ node, callee }: CallSite, file: FileModel): Fix | undefined {
	const sleep = reference('asyncio', 'sleep', node, file);
	if (!sleep || !canAwait(node, file)) return undefined;
	return fixOf(
		'Await asyncio.sleep() instead',
		'safe',
		awaitIt(node),
		[replaceNode(callee, sleep.text)],
		sleep.edits,
		unusedImportEdits(callee, [callee], file),
	);
}
