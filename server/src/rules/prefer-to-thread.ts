import { pythonAt } from '../project/guards.ts';
import { executorToThread } from '../rule-kit/executor-to-thread.ts';
import { defineRule } from '../rule-kit/rule.ts';
import { isAwaited, positionalArguments } from '../semantics/calls.ts';

export default defineRule({
	name: 'prefer-to-thread',
	category: 'blocking',
	severity: 'hint',
	fix: 'unsafe',
	since: '0.1.0',
	equivalents: [],
	yieldsTo: ['async-callback-in-sync-slot'],
	summary: '`loop.run_in_executor(None, ...)` where `asyncio.to_thread()` says it shorter',
	why: `\`await loop.run_in_executor(None, f, a)\` runs \`f(a)\` in the loop's default thread pool. Since Python 3.9 \`await asyncio.to_thread(f, a)\` does the same: it needs no loop at hand, takes keyword arguments without \`functools.partial\`, and **copies the context variables**, so that what \`f\` reads from \`contextvars\` (a request id, a database session) is what the caller sees.

The last point is the only difference in behaviour. With an executor of its own in place of \`None\`, \`run_in_executor()\` is right.`,
	messages: { longer: 'asyncio.to_thread() does the same without the loop, and copies context variables' },
	examples: [
		{
			bad: `import asyncio
import zlib


async def pack(data):
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(None, zlib.compress, data)
`,
			good: `import asyncio
import zlib


async def pack(data):
    return await asyncio.to_thread(zlib.compress, data)
`,
		},
	],
	on: {
		call(call, { file, python, report }) {
			if (call.callee.field('attribute')?.text !== 'run_in_executor' || !call.owner?.isAsync || !isAwaited(call.node)) return;
			if (file.qualifiedName(call.callee) !== 'asyncio.AbstractEventLoop.run_in_executor') return;
			const [executor, callable] = positionalArguments(call.node);
			const versions = pythonAt(call.node, file, python);
			if (executor?.kind !== 'none' || !callable || !versions || versions.floor < 9) return;
			// Of an async function neither form runs a line.
			if (file.functionNamed(callable)?.isAsync) return;
			report({ at: call.node, message: 'longer', fixes: () => [executorToThread(call, file)] });
		},
	},
});
