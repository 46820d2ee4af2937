import { blockingReport, blocksMessage, listedByUser } from '../rule-kit/blocking.ts';
import { blockingIteration, iteratesMessage } from '../rule-kit/blocking-iteration.ts';
import { networkLogging } from '../rule-kit/network-logging.ts';
import { defineRule, type RuleContext } from '../rule-kit/rule.ts';
import type { CallSite } from '../semantics/calls.ts';

const messages = {
	blocks: blocksMessage,
	steps: iteratesMessage,
	logs: 'Each record that coroutines write to {logger} waits for {waitsFor}, and every task of the event loop with it; give {logger} a logging.handlers.QueueHandler, and this handler to a QueueListener',
	listed: '{call}() is listed as blocking in the settings; {advice}',
} as const;

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

\`await asyncio.to_thread(f, argument)\` (3.9; before that \`loop.run_in_executor()\`) lets a thread wait. Many libraries have an asynchronous twin. What only reads a file or works for a moment is reported as a hint.

A logger with a handler that mails or posts its records blocks as well, at every record: put a \`logging.handlers.QueueHandler\` in front, and let a \`QueueListener\`, which has a thread of its own, feed the slow handler.`,
	messages,
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
			if (!found) return reportLogging(call, context);
			const isShort = found.blocking.cost === 'disk' || found.blocking.cost === 'cpu';
			context.report({ ...found, message: 'blocks', severity: isShort ? 'hint' : found.severity });
		},
		'node:for_statement'(loop, context) {
			const found = blockingIteration(loop, 'call', context);
			if (found) context.report({ ...found, message: 'steps' });
		},
		'node:for_in_clause'(loop, context) {
			const found = blockingIteration(loop, 'call', context);
			if (found) context.report({ ...found, message: 'steps' });
		},
	},
});

function reportLogging(call: CallSite, { file, report }: RuleContext<typeof messages>): void {
	const found = networkLogging(call, file);
	if (!found) return;
	const data = { logger: call.callee.field('object')?.text ?? 'the logger', waitsFor: found.waitsFor };
	report({ at: call.node, message: 'logs', data, related: [{ at: found.record, message: 'A coroutine writes a record here' }] });
}
