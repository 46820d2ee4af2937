import { blockingReport, blocksMessage } from '../rule-kit/blocking.ts';
import { defineRule } from '../rule-kit/rule.ts';

export default defineRule({
	name: 'blocking-http',
	category: 'blocking',
	severity: 'warning',
	fix: 'unsafe',
	since: '0.1.0',
	equivalents: ['ASYNC210', 'ASYNC211', 'ASYNC212', 'S7499'],
	yieldsTo: ['called-too-early'],
	summary: 'A synchronous HTTP request stops the whole event loop',
	why: `\`requests\`, \`urllib\`, \`urllib3\` and the plain functions and \`Client\` of \`httpx\` wait for the answer in the thread that asks. On an event loop that is the loop's own thread: until the other server has answered, or the time allowed for it is over, no other task runs. Without a \`timeout=\`, \`requests\` waits for ever. A server that asks itself this way never answers.

The small change is to let a thread wait: \`answer = await asyncio.to_thread(requests.get, url, timeout=5)\` (3.9; before that \`loop.run_in_executor()\`). With many requests an asynchronous client does more with less: \`httpx.AsyncClient\`, \`aiohttp.ClientSession\`.

In a plain function that runs in a thread of its own, these calls are right.`,
	messages: { blocks: blocksMessage },
	examples: [
		{
			bad: `import asyncio

import requests


async def weather(town):
    return requests.get(f"https://weather.example/{town}", timeout=5).json()


asyncio.run(weather("Graz"))
`,
			good: `import asyncio

import requests


async def weather(town):
    answer = await asyncio.to_thread(requests.get, f"https://weather.example/{town}", timeout=5)
    return answer.json()


asyncio.run(weather("Graz"))
`,
		},
	],
	on: {
		call(call, context) {
			const found = blockingReport(call, 'http', context);
			if (found) context.report({ ...found, message: 'blocks' });
		},
	},
});
