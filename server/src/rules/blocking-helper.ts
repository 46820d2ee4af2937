import type { BlockingCost } from '../knowledge/blocking-calls.ts';
import { propertyRead } from '../project/invocations.ts';
import { loopItStops } from '../rule-kit/blocking.ts';
import { blockingCallAt, blockingTargets } from '../rule-kit/blocking-helpers.ts';
import { softnessAt } from '../rule-kit/blocking-softness.ts';
import { calledName } from '../rule-kit/called-name.ts';
import { asSubject, chainPlaces } from '../rule-kit/chains.ts';
import { defineRule, type RuleContext } from '../rule-kit/rule.ts';
import { isInTest } from '../rule-kit/tests.ts';
import { runHelperInThread } from '../rule-kit/to-thread.ts';
import type { CallSite } from '../semantics/calls.ts';
import { fileOf } from '../semantics/file-model.ts';

const messages = {
	blocks: '{helper} stops every task of this event loop: it calls {call}(), which waits for {waitsFor}',
	mayBlock: '{helper} can stop every task of this event loop: in some cases it calls {call}(), which waits for {waitsFor}',
} as const;

export default defineRule({
	name: 'blocking-helper',
	category: 'blocking',
	severity: 'warning',
	fix: 'unsafe',
	since: '0.1.0',
	equivalents: [],
	yieldsTo: ['nested-event-loop', 'called-too-early'],
	summary: 'A plain function that waits is called on the event loop',
	why: `A plain function runs in the thread of whoever calls it. Called from a coroutine, that is the thread of the event loop; when the function, or one it calls, sends a request, sleeps or waits for a process, no other task runs until it returns. Nothing is raised, and the coroutine looks harmless: the call that waits stands somewhere else. The chain that leads to it is shown with the finding.

Where the helper comes to that call in some cases only (a branch, an exception handler), and in tests and fixtures, the finding is a hint. So it is where the helper waits for somebody to type or for another program: helpers that ask or call \`git\` mostly do so before anything else runs.

In a script or in a thread the helper is right. In a coroutine let a thread run it: \`await asyncio.to_thread(helper, argument)\` (3.9; before that \`loop.run_in_executor()\`).

Calls of your own that wait can be listed in the setting \`blockingCalls\`.`,
	messages,
	examples: [
		{
			bad: `import asyncio
import time


def rest():
    time.sleep(1)


def work():
    rest()


async def main():
    work()


asyncio.run(main())
`,
			good: `import asyncio
import time


def rest():
    time.sleep(1)


def work():
    rest()


async def main():
    await asyncio.to_thread(work)


asyncio.run(main())
`,
		},
	],
	on: {
		call: check,
		'node:attribute': (attribute, context) => {
			const read = propertyRead(attribute, context.file);
			if (read?.owner?.isAsync) check(read, context);
		},
	},
});

/** Calls in a path that some runs only take, for it still to be likely. */
const LIKELY = 4;

function check(call: CallSite, context: RuleContext<typeof messages>): void {
	const { file, project, python, report } = context;
	if (call.isAwaited) return;
	const { always, sometimes } = blockingTargets(context.blockingCalls);
	// A path of one step is a blocking call itself, which has rules of its own.
	if ((project.distanceTo(sometimes, call) ?? 0) < 2 || !loopItStops(call, context)) return;
	const certain = project.pathTo(always, call);
	const path = certain ?? project.pathTo(sometimes, call);
	if (!path) return;
	// What may happen in a test, its author has seen; and over many steps with an `if` each it hardly ever does.
	if (!certain && (path.length > LIKELY || isInTest(call.node, file))) return;
	const last = path.at(-1) as CallSite;
	const found = blockingCallAt(last, fileOf(last));
	// Tests start programs, and wait for them.
	if (found?.cost === 'process' && isInTest(call.node, file)) return;
	const waitsFor = found?.waitsFor ?? 'something outside';
	const data = { helper: asSubject(path), call: calledName(last.callee, fileOf(last)), waitsFor };
	report({
		at: call.node,
		message: certain ? 'blocks' : 'mayBlock',
		severity: certain && !isInTest(call.node, file) ? (softnessAt(call, found?.cost, context) ?? severityOf(found?.cost)) : 'hint',
		data,
		related: chainPlaces(path),
		fixes: () => [runHelperInThread(call, file, python)],
	});
}

/** A prompt or a short command mostly stands where a program starts, with no other task to stop. */
function severityOf(cost: BlockingCost | undefined): 'hint' | undefined {
	return cost === 'terminal' || cost === 'process' ? 'hint' : undefined;
}
