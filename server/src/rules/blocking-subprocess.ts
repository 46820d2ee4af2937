import { blockingReport, blocksMessage } from '../rule-kit/blocking.ts';
import { blockingIteration, iteratesMessage } from '../rule-kit/blocking-iteration.ts';
import { defineRule } from '../rule-kit/rule.ts';
import { isInTest } from '../rule-kit/tests.ts';

export default defineRule({
	name: 'blocking-subprocess',
	category: 'blocking',
	severity: 'warning',
	fix: 'unsafe',
	since: '0.1.0',
	equivalents: ['ASYNC220', 'ASYNC221', 'ASYNC222', 'S7487', 'S7489'],
	yieldsTo: ['called-too-early'],
	summary: 'Waiting for another program stops the whole event loop',
	why: `\`subprocess.run()\`, \`os.system()\`, \`Popen.wait()\` and their relatives wait in the calling thread until the other program has ended. On an event loop nothing else runs meanwhile, however long the program takes. \`subprocess.Popen()\` itself waits only until the program has started, which asyncio does on the loop too: that is a hint.

\`await asyncio.to_thread(subprocess.run, [...])\` (3.9; before that \`loop.run_in_executor()\`) lets a thread wait and changes nothing else. asyncio's own way is \`process = await asyncio.create_subprocess_exec("git", "status")\` with \`await process.communicate()\` or \`await process.wait()\`: it needs no thread, and a cancelled task stops waiting at once.`,
	messages: { blocks: blocksMessage, steps: iteratesMessage },
	examples: [
		{
			bad: `import asyncio
import subprocess


async def branch():
    return subprocess.run(["git", "branch"], capture_output=True).stdout


asyncio.run(branch())
`,
			good: `import asyncio


async def branch():
    process = await asyncio.create_subprocess_exec("git", "branch", stdout=asyncio.subprocess.PIPE)
    output, _ = await process.communicate()
    return output


asyncio.run(branch())
`,
		},
	],
	on: {
		call(call, context) {
			const found = blockingReport(call, 'subprocess', context);
			if (!found) return;
			// asyncio starts programs on the loop's own thread too: what takes long is waiting for them.
			const isHint = found.blocking.name === 'subprocess.Popen' || isInTest(call.node, context.file);
			context.report({ ...found, message: 'blocks', severity: isHint ? 'hint' : found.severity });
		},
		'node:for_statement'(loop, context) {
			const found = blockingIteration(loop, 'subprocess', context);
			if (found) context.report({ ...found, message: 'steps' });
		},
		'node:for_in_clause'(loop, context) {
			const found = blockingIteration(loop, 'subprocess', context);
			if (found) context.report({ ...found, message: 'steps' });
		},
	},
});
