import { mayHaveCompany } from '../rule-kit/alone.ts';
import { blockingReport, blocksMessage } from '../rule-kit/blocking.ts';
import { blockingIteration, iteratesMessage } from '../rule-kit/blocking-iteration.ts';
import { defineRule } from '../rule-kit/rule.ts';
import type { CallSite } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';

export default defineRule({
	name: 'blocking-input',
	category: 'blocking',
	severity: 'warning',
	fix: 'unsafe',
	since: '0.1.0',
	equivalents: ['ASYNC250', 'S7501'],
	yieldsTo: ['called-too-early'],
	summary: '`input()` in a coroutine stops the whole event loop until somebody types',
	why: `\`input()\`, \`getpass.getpass()\` and reading \`sys.stdin\` wait for a person, and the thread they wait in is the event loop's. Until the Enter key is pressed no task runs: messages are not received, timeouts do not fire, connections are dropped by the other side.

\`line = await asyncio.to_thread(input, "> ")\` (3.9; before that \`loop.run_in_executor()\`) waits in a thread. Mind that a thread cannot be cancelled: the program ends only after the line has been typed.

Where nothing in sight runs beside it (no task is started in the file, no connection is open round the call), the finding is information: a program that only asks has nothing to stop.`,
	messages: { blocks: blocksMessage, steps: iteratesMessage },
	examples: [
		{
			bad: `import asyncio


async def ask():
    return input("Name: ")


asyncio.run(ask())
`,
			good: `import asyncio


async def ask():
    return await asyncio.to_thread(input, "Name: ")


asyncio.run(ask())
`,
		},
	],
	on: {
		call(call, context) {
			const found = blockingReport(call, 'input', context);
			if (found) context.report({ ...found, message: 'blocks', severity: isHarmless(call, context.file) ? 'information' : found.severity });
		},
		'node:for_statement'(loop, context) {
			const found = blockingIteration(loop, 'input', context);
			if (found) context.report({ ...found, message: 'steps' });
		},
		'node:for_in_clause'(loop, context) {
			const found = blockingIteration(loop, 'input', context);
			if (found) context.report({ ...found, message: 'steps' });
		},
	},
});

/** A program that only asks has nothing to stop, and one that reads all of its input mostly does so before anything else. */
function isHarmless(call: CallSite, file: FileModel): boolean {
	return !mayHaveCompany(call.node, file) || file.qualifiedName(call.callee) === 'sys.stdin.read';
}
