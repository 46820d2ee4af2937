import { defineRule } from '../rule-kit/rule.ts';
import { type AsyncBlock, asyncBlocksOf, createTaskCall, enclosingBlock, usesOfGroup, withItems } from '../rule-kit/task-groups.ts';
import { argumentsOf } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import { isAwaitPoint, ownNodes } from '../semantics/flow.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';

export default defineRule({
	name: 'task-outlives-context',
	category: 'concurrency',
	severity: 'warning',
	fix: 'none',
	since: '0.1.0',
	equivalents: ['ASYNC111'],
	summary: 'A task of a TaskGroup that uses what a `with` inside the group closes first',
	why: `A task that is started in a \`TaskGroup\` runs until the **group** is left. A \`with\` inside the group is left before that: it closes its file, session or connection as soon as its own block ends, while the tasks that were given it have hardly begun. They then fail with \`ValueError: I/O operation on closed file\`, \`Session is closed\` or the like.

The same holds for what stands behind the group in one \`with\`: \`async with TaskGroup() as group, connect() as session:\` leaves the session first.

Open it outside the group, so that the group ends first, or open it inside the task that uses it.`,
	messages: {
		closes: 'The with is left before the group waits for this task: {name} is closed while the task still uses it; open it outside the group or in the task',
	},
	examples: [
		{
			bad: `import asyncio


async def send(session, letter):
    await session.send(letter)


async def main(connect, letters):
    async with asyncio.TaskGroup() as group:
        async with connect() as session:
            for letter in letters:
                group.create_task(send(session, letter))
`,
			good: `import asyncio


async def send(session, letter):
    await session.send(letter)


async def main(connect, letters):
    async with connect() as session, asyncio.TaskGroup() as group:
        for letter in letters:
            group.create_task(send(session, letter))
`,
		},
	],
	on: {
		'node:with_statement'(statement, { file, report }) {
			const block = asyncBlocksOf(statement, file).find((one) => one.kind === 'group');
			if (!block) return;
			for (const use of usesOfGroup(block, file)) {
				const call = createTaskCall(use);
				const closed = call && closedBefore(call, block);
				const name = closed && givenName(call, closed.items);
				if (!call || !closed || !name || waitsForIt(call, closed.statement, file) || enclosingBlock(call, file, 'group')?.statement !== statement) continue;
				const at = closed.items[0]?.value ?? closed.statement;
				report({ at: name, message: 'closes', data: { name: name.text }, related: [{ at, message: 'closed at the end of this with' }] });
			}
		},
	},
});

/** A `with`, and those of its context managers that are left before the group. */
interface ClosedBefore {
	readonly statement: SyntaxNode;
	readonly items: ReturnType<typeof withItems>;
}

/** The innermost `with` between the call and the group, in the same function; or what the group's own `with` enters behind the group, and so leaves before it. */
function closedBefore(call: SyntaxNode, group: AsyncBlock): ClosedBefore | undefined {
	for (const statement of call.ancestors()) {
		if (statement.kind === 'function_definition' || statement.kind === 'lambda') return undefined;
		const all = statement.kind === 'with_statement' ? withItems(statement) : [];
		const items = statement === group.statement ? all.filter(({ value }) => value.start > group.call.start) : all;
		if (items.some(({ target }) => target?.kind === 'identifier')) return { statement, items };
		if (statement === group.statement) return undefined;
	}
	return undefined;
}

/** The argument of the task's own call that one of the context managers gave. */
function givenName(call: SyntaxNode, items: ClosedBefore['items']): SyntaxNode | undefined {
	const names = items.flatMap(({ target }) => (target?.kind === 'identifier' ? [target.text] : []));
	const coroutine = argumentsOf(call)[0];
	if (coroutine?.kind !== 'call') return undefined;
	const given = argumentsOf(coroutine).map((one) => (one.kind === 'keyword_argument' ? one.field('value') : one));
	const receiver = coroutine.field('function')?.field('object');
	return [...given, receiver].find((one) => one?.kind === 'identifier' && names.includes(one.text));
}

/** Whether something in the block of the `with` is awaited after the task was started: it may be the task. */
function waitsForIt(call: SyntaxNode, inner: SyntaxNode, file: FileModel): boolean {
	const body = inner.field('body');
	const isUnused = call.parent?.kind === 'expression_statement';
	const awaits = body ? ownNodes(body).filter((node) => isAwaitPoint(node) && node.start > call.start && file.functionOf(node) === file.functionOf(call)) : [];
	return isUnused ? awaits.some((node) => !/^await asyncio\.sleep\(0\)/.test(node.text)) : awaits.length > 0;
}
