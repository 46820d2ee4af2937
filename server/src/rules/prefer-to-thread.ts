import { pythonAt } from '../project/guards.ts';
import { fixOf, replaceRange } from '../rule-kit/edits.ts';
import type { Fix } from '../rule-kit/finding.ts';
import { reference, unusedImportEdits } from '../rule-kit/imports.ts';
import { loopVariableEdits } from '../rule-kit/loop-variable.ts';
import { defineRule } from '../rule-kit/rule.ts';
import { argumentsOf, type CallSite, isAwaited, positionalArguments } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';

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
			report({ at: call.node, message: 'longer', fixes: () => [withToThread(call, file)] });
		},
	},
});

/** Unsafe: what the function reads from context variables may be something else then. */
function withToThread(call: CallSite, file: FileModel): Fix | undefined {
	const thread = reference('asyncio', 'to_thread', call.node, file);
	const [, callable, ...others] = argumentsOf(call.node);
	const list = call.node.field('arguments');
	if (!thread || !callable || !list) return undefined;
	const { text, comments } = file.source;
	const isInside = (start: number, end: number) => comments.some((comment) => comment.start >= start && comment.end <= end);
	if (isInside(call.node.start, callable.start)) return undefined;
	const partial = callable.kind === 'call' ? callable.field('function') : undefined;
	const inner = callable.kind === 'call' ? callable.field('arguments') : undefined;
	const space = text.slice(list.start + 1, argumentsOf(call.node)[0]?.start);
	const start = replaceRange(file, { start: call.node.start, end: callable.start }, `${thread.text}(${space}`);
	const loop = loopVariableEdits(call, file);
	if (
		!partial ||
		inner?.kind !== 'argument_list' ||
		file.qualifiedName(partial) !== 'functools.partial' ||
		others.length > 0 ||
		isInside(callable.start, callable.end)
	) {
		return fixOf('Use asyncio.to_thread()', 'unsafe', [start], thread.edits, loop);
	}
	const given = inner.children.map((one) => one.text).join(', ');
	return fixOf(
		'Use asyncio.to_thread()',
		'unsafe',
		[replaceRange(file, { start: call.node.start, end: callable.end }, `${thread.text}(${space}${given}`)],
		thread.edits,
		loop,
		unusedImportEdits(partial, [partial], file),
	);
}
