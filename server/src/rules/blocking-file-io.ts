import { isTestFile } from '../project/test-files.ts';
import { blockingReport, blocksMessage } from '../rule-kit/blocking.ts';
import { defineRule } from '../rule-kit/rule.ts';

export default defineRule({
	name: 'blocking-file-io',
	category: 'blocking',
	severity: 'hint',
	fix: 'unsafe',
	since: '0.1.0',
	equivalents: ['ASYNC230', 'ASYNC231', 'ASYNC232', 'ASYNC240', 'S7493'],
	yieldsTo: ['called-too-early'],
	summary: 'Reading or writing files in a coroutine stops the event loop while the disk works',
	why: `No system that Python runs on has files that can be awaited: \`open()\`, \`Path.read_text()\`, \`os.listdir()\` wait for the disk in the calling thread. With a small file on a local disk that is a fraction of a millisecond, and often not worth a change; this is why it is only a hint. On a network drive, a slow card or with large files it can take seconds, in which no other task runs.

\`text = await asyncio.to_thread(path.read_text)\` (3.9; before that \`loop.run_in_executor()\`) lets a thread wait. The libraries \`aiofiles\` and \`anyio\` do the same behind a file-like interface. Files of tests are left alone.`,
	messages: { blocks: blocksMessage },
	examples: [
		{
			bad: `from pathlib import Path


async def motto():
    return Path("motto.txt").read_text()
`,
			good: `import asyncio
from pathlib import Path


async def motto():
    return await asyncio.to_thread(Path("motto.txt").read_text)
`,
		},
	],
	on: {
		call(call, context) {
			if (isTestFile(context.file.path)) return;
			const found = blockingReport(call, 'file-io', context);
			if (found) context.report({ ...found, message: 'blocks' });
		},
	},
});
