import { blockingReport, blocksMessage, listedByUser } from '../rule-kit/blocking.ts';
import { defineRule } from '../rule-kit/rule.ts';

export default defineRule({
	name: 'blocking-call',
	category: 'blocking',
	severity: 'warning',
	fix: 'unsafe',
	since: '0.1.0',
	equivalents: ['ASYNC200'],
	yieldsTo: ['blocking-sleep', 'blocking-http', 'blocking-database', 'blocking-subprocess', 'blocking-file-io', 'blocking-input', 'called-too-early'],
	summary: 'A call that waits stops the whole event loop',
	why: `Some calls wait in the calling thread, for the network, a mail server, a device or the processor. On an event loop no other task runs until they return. This rule speaks of those that have no rule of their own: \`smtplib\`, \`socket\`, \`ftplib\`, \`boto3\`, \`openai\`, \`kafka\`, \`paramiko\`, \`selenium\` and more, and of those you list yourself:

\`\`\`toml
[tool.asyncio-doctor.blocking-calls]
"vendor.fetch" = "use vendor.fetch_async"
"vendor.legacy.*" = "run it in a thread"
\`\`\`

\`await asyncio.to_thread(f, argument)\` (3.9; before that \`loop.run_in_executor()\`) lets a thread wait. Many libraries have an asynchronous twin. What only reads a file or works for a moment is reported as a hint.`,
	messages: {
		blocks: blocksMessage,
		listed: '{call}() is listed as blocking in the settings; {advice}',
	},
	examples: [
		{
			bad: `import socket


async def address(name):
    return socket.gethostbyname(name)
`,
			good: `import asyncio


async def address(name):
    return await asyncio.get_running_loop().getaddrinfo(name, 443)
`,
		},
	],
	on: {
		call(call, context) {
			const listed = listedByUser(call, context);
			if (listed) context.report({ ...listed, message: 'listed' });
			const found = listed ? undefined : blockingReport(call, 'call', context);
			if (!found) return;
			const isShort = found.blocking.cost === 'disk' || found.blocking.cost === 'cpu';
			context.report({ ...found, message: 'blocks', severity: isShort ? 'hint' : undefined });
		},
	},
});
