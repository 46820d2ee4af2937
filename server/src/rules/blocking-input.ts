import { blockingReport, blocksMessage } from '../rule-kit/blocking.ts';
import { defineRule } from '../rule-kit/rule.ts';

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

\`line = await asyncio.to_thread(input, "> ")\` (3.9; before that \`loop.run_in_executor()\`) waits in a thread. Mind that a thread cannot be cancelled: the program ends only after the line has been typed.`,
	messages: { blocks: blocksMessage },
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
			if (found) context.report({ ...found, message: 'blocks' });
		},
	},
});
