import { isStreamingGenerator } from '../rule-kit/async-generators.ts';
import { defineRule } from '../rule-kit/rule.ts';
import { enclosingBlock } from '../rule-kit/task-groups.ts';

export default defineRule({
	name: 'yield-in-task-group',
	category: 'concurrency',
	severity: 'warning',
	fix: 'none',
	since: '0.1.0',
	equivalents: ['ASYNC101'],
	summary: 'A `yield` inside a TaskGroup or timeout, which then cancels whoever iterates',
	why: `\`asyncio.TaskGroup\` and \`asyncio.timeout()\` end their block by **cancelling the task that entered it**. In an async generator that is the task that asks for the next value; at a \`yield\` it is no longer in the block but somewhere in its own code. When the time is up or a task of the group fails meanwhile, the cancellation hits that code, which knows nothing of the block and cannot tell it from a real cancellation. And a generator that is not iterated to its end leaves the block open until somebody collects it.

Yield outside the block, put the values into an \`asyncio.Queue\`, or hand them over through an \`@asynccontextmanager\`, whose block is left where it was entered.`,
	messages: { yields: 'While this yield waits, {block} cancels whoever iterates, in the middle of their own code; yield outside the block' },
	examples: [
		{
			bad: `import asyncio


async def ticks(limit):
    async with asyncio.timeout(limit):
        while True:
            await asyncio.sleep(0.1)
            yield 1
`,
			good: `import asyncio


async def ticks(limit):
    while True:
        async with asyncio.timeout(limit):
            await asyncio.sleep(0.1)
        yield 1
`,
		},
	],
	on: {
		'node:yield'(node, { file, report }) {
			const owner = file.functionOf(node);
			const block = owner?.isAsync ? enclosingBlock(node, file) : undefined;
			if (!owner || !block || !isStreamingGenerator(owner)) return;
			report({ at: node, message: 'yields', data: { block: block.text }, related: [{ at: block.call, message: 'the block that is left open' }] });
		},
	},
});
