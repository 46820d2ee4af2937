import { defineRule } from '../rule-kit/rule.ts';
import { type AsyncBlock, enclosingBlock, usesOfGroup } from '../rule-kit/task-groups.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';

export default defineRule({
	name: 'control-flow-in-task-group',
	category: 'concurrency',
	severity: 'warning',
	fix: 'none',
	since: '0.1.0',
	equivalents: ['ASYNC121', 'S7514'],
	summary: 'A `return`, `break` or `continue` out of a TaskGroup, which still waits for its tasks',
	why: `Leaving the block of an \`asyncio.TaskGroup\` early does not end its tasks. The group first waits until every one of them is done, and only then does the \`return\`, \`break\` or \`continue\` take effect: the value that was found early comes as late as the slowest task.

To stop early, cancel the tasks that are left before leaving, or collect the result in a variable and leave after the block.`,
	messages: { waits: 'Before this {jump} takes effect, the TaskGroup waits for all its tasks; cancel those that are left, or leave after the block' },
	examples: [
		{
			bad: `import asyncio


async def look(shelf):
    await asyncio.sleep(shelf)
    return shelf


async def find(shelves):
    async with asyncio.TaskGroup() as group:
        looks = [group.create_task(look(shelf)) for shelf in shelves]
        for one in looks:
            if await one:
                return one.result()
`,
			good: `import asyncio


async def look(shelf):
    await asyncio.sleep(shelf)
    return shelf


async def find(shelves):
    async with asyncio.TaskGroup() as group:
        looks = [group.create_task(look(shelf)) for shelf in shelves]
    return [one.result() for one in looks]
`,
		},
	],
	on: {
		'node:return_statement': (jump, { file, report }) => leavesGroup(jump, file) && report({ at: jump, message: 'waits', data: { jump: 'return' } }),
		'node:break_statement': (jump, { file, report }) => leavesGroup(jump, file) && report({ at: jump, message: 'waits', data: { jump: 'break' } }),
		'node:continue_statement': (jump, { file, report }) => leavesGroup(jump, file) && report({ at: jump, message: 'waits', data: { jump: 'continue' } }),
	},
});

/** Whether a jump leaves a group whose tasks may still run, with more of the block behind it. */
function leavesGroup(jump: SyntaxNode, file: FileModel): boolean {
	const block = enclosingBlock(jump, file, 'group');
	if (!block || (jump.kind !== 'return_statement' && staysInside(jump, block))) return false;
	// At the very end of the block the group would wait there anyway.
	if (jump.parent === block.body && jump.kind === 'return_statement') return false;
	const started = usesOfGroup(block, file).filter((use) => use.start < jump.start);
	return started.length > 0 && !cancelsBefore(jump, block);
}

/** A `break` or `continue` of a loop in the block itself. */
function staysInside(jump: SyntaxNode, { body }: AsyncBlock): boolean {
	const loop = jump.closest('for_statement', 'while_statement');
	return loop === undefined || loop.isInside(body);
}

/** Tasks that are cancelled, or a group that is given up, end at once. */
function cancelsBefore(jump: SyntaxNode, { body }: AsyncBlock): boolean {
	return [...body.descendants()].some(
		(node) =>
			node.kind === 'call' &&
			node.start < jump.start &&
			/^(cancel|_abort|cancel_\w+)$/.test(node.field('function')?.field('attribute')?.text ?? node.field('function')?.text ?? ''),
	);
}
