import { deleteStatement, fixOf, replaceRange } from '../rule-kit/edits.ts';
import type { Fix } from '../rule-kit/finding.ts';
import { defineRule } from '../rule-kit/rule.ts';
import { type AsyncBlock, asyncBlocksOf, createTaskCall, usesOfGroup, withItems } from '../rule-kit/task-groups.ts';
import { argument, isStatement } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import { isAwaitPoint, ownNodes } from '../semantics/flow.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';

export default defineRule({
	name: 'single-task-group',
	category: 'concurrency',
	severity: 'hint',
	fix: 'unsafe',
	since: '0.1.0',
	equivalents: ['S7513', 'ASYNC112'],
	summary: 'A TaskGroup that starts a single task and then waits for it',
	why: `A \`TaskGroup\` waits at the end of its block for the tasks that were started in it. With one task, and nothing awaited beside it, that is what a plain \`await\` does, with less to read: no group, no task, and an exception comes as itself in place of \`ExceptionGroup: unhandled errors in a TaskGroup (1 sub-exception)\`.`,
	messages: { single: 'This group starts one task and waits for it: await the coroutine itself' },
	examples: [
		{
			bad: `import asyncio


async def send(letter):
    async with asyncio.TaskGroup() as group:
        group.create_task(asyncio.sleep(1, letter))
`,
			good: `import asyncio


async def send(letter):
    await asyncio.sleep(1, letter)
`,
		},
	],
	on: {
		'node:with_statement'(statement, { file, report }) {
			const block = asyncBlocksOf(statement, file).find((one) => one.kind === 'group');
			const [use, ...others] = block ? usesOfGroup(block, file) : [];
			const call = use && others.length === 0 ? createTaskCall(use) : undefined;
			if (!block || !use || !call || isRepeated(call, block) || waitsBeside(call, block, file)) return;
			report({ at: block.call, message: 'single', fixes: () => [plainAwait(block, call, file)] });
		},
	},
});

/** In a loop, a comprehension or a function of its own it may start several. */
function isRepeated(call: SyntaxNode, { body }: AsyncBlock): boolean {
	for (const outer of call.ancestors()) {
		if (outer === body) return false;
		if (/^(for_statement|while_statement|lambda|function_definition|\w+_comprehension|generator_expression)$/.test(outer.kind)) return true;
	}
	return false;
}

/** Whether something else is awaited while the task runs. */
function waitsBeside(call: SyntaxNode, { body }: AsyncBlock, file: FileModel): boolean {
	const assignment = call.parent?.kind === 'assignment' ? call.parent.field('left')?.text : undefined;
	return ownNodes(body).some((node) => {
		if (node.kind === 'yield') return true;
		return (
			isAwaitPoint(node) &&
			node.start > call.start &&
			!(node.kind === 'await' && node.children[0]?.text === assignment) &&
			file.functionOf(node) === file.functionOf(call)
		);
	});
}

/** Unsafe: an exception is no longer wrapped in a group. */
function plainAwait(block: AsyncBlock, call: SyntaxNode, file: FileModel): Fix | undefined {
	const coroutine = argument(call, 0, 'coro');
	const [only, ...others] = block.body.children;
	const hasComment = file.source.comments.some((comment) => comment.start > block.statement.start && comment.end < block.statement.end);
	if (!coroutine || !only || others.length > 0 || !isStatement(call) || hasComment || withItems(block.statement).length > 1) return undefined;
	if (coroutine.kind !== 'call' || deleteStatement(only, file) === undefined) return undefined;
	return fixOf('Await it without a group', 'unsafe', [
		replaceRange(file, { start: block.statement.start, end: coroutine.start }, 'await '),
		replaceRange(file, { start: coroutine.end, end: block.statement.end }, ''),
	]);
}
