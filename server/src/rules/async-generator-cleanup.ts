import { isStreamingGenerator } from '../rule-kit/async-generators.ts';
import { defineRule } from '../rule-kit/rule.ts';
import { enclosingBlock } from '../rule-kit/task-groups.ts';
import { reachingValue } from '../rule-kit/values.ts';
import type { FileModel } from '../semantics/file-model.ts';
import { isAwaitPoint, ownNodes } from '../semantics/flow.ts';
import type { FunctionModel } from '../semantics/functions.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';

export default defineRule({
	name: 'async-generator-cleanup',
	category: 'cancellation',
	severity: 'information',
	fix: 'none',
	since: '0.1.0',
	equivalents: ['ASYNC119', 'ASYNC900'],
	summary: 'An async generator whose cleanup runs late, or not at all',
	why: `An \`async for\` that is left by \`break\`, \`return\` or an exception does **not** close its generator. The \`finally\` blocks and context managers in it stay open until the generator is collected, and then run in a task of their own at some later time, or only when the loop shuts down: connections stay open, locks stay held, and \`await\` in the cleanup may come when what it needs is gone.

Whoever leaves early closes it: \`async with contextlib.aclosing(generator()) as rows: async for row in rows: ...\` (3.10+).`,
	messages: {
		left: 'This loop may end early, and the cleanup of {name}() then runs at some later time; enter contextlib.aclosing() round it',
		held: 'While this yield waits, {manager} stays open, and if whoever iterates stops early nobody closes it in time; they need contextlib.aclosing()',
	},
	examples: [
		{
			bad: `import asyncio


async def entries(handle):
    try:
        async for day in handle:
            yield day
    finally:
        await handle.close()


async def first_storm(handle):
    async for day in entries(handle):
        if day == "storm":
            return day
`,
			good: `import contextlib


async def entries(handle):
    try:
        async for day in handle:
            yield day
    finally:
        await handle.close()


async def first_storm(handle):
    async with contextlib.aclosing(entries(handle)) as days:
        async for day in days:
            if day == "storm":
                return day
`,
		},
	],
	yieldsTo: ['yield-in-task-group'],
	on: {
		'node:for_statement'(loop, { file, report }) {
			const right = loop.hasToken('async') ? loop.field('right') : undefined;
			if (!right || !file.functionOf(loop)?.isAsync) return;
			const made = reachingValue(right, file);
			const callee = made.kind === 'call' ? made.field('function') : undefined;
			const generator = callee && file.functionNamed(callee);
			if (!generator?.isAsync || !generator.isGenerator || generator.decorators.length > 0 || !cleansUp(generator) || !mayEndEarly(loop)) return;
			// A generator under another name may be closed by hand.
			if (right.kind === 'identifier' && file.mentions('aclose').some((node) => node.parent?.field('object')?.text === right.text)) return;
			report({ at: right, message: 'left', data: { name: generator.name }, related: [{ at: generator.nameNode, message: 'its cleanup awaits' }] });
		},
		'node:yield'(node, { file, report }) {
			const owner = file.functionOf(node);
			if (!owner || !isStreamingGenerator(owner) || enclosingBlock(node, file)) return;
			const manager = heldManager(node, owner, file);
			if (manager) report({ at: node, message: 'held', data: { manager }, severity: 'hint' });
		},
	},
});

/** Whether a generator has a `finally`, or a context manager, that awaits round one of its yields. */
function cleansUp(generator: FunctionModel): boolean {
	return ownNodes(generator.body).some((node) => {
		if (node.kind !== 'yield') return false;
		for (const outer of node.ancestors()) {
			if (outer === generator.node) return false;
			if (outer.kind === 'with_statement' && outer.hasToken('async')) return true;
			const last =
				outer.kind === 'try_statement' && node.isInside(outer.field('body') ?? outer) ? outer.children.find((one) => one.kind === 'finally_clause') : undefined;
			if (last && ownNodes(last).some(isAwaitPoint)) return true;
		}
		return false;
	});
}

/** A `break` of this loop, or a `return` in it. */
function mayEndEarly(loop: SyntaxNode): boolean {
	const body = loop.field('body');
	if (!body) return false;
	return ownNodes(body).some(
		(node) => node.kind === 'return_statement' || (node.kind === 'break_statement' && node.closest('for_statement', 'while_statement') === loop),
	);
}

/** A lock or transaction that is held during a yield. */
function heldManager(node: SyntaxNode, owner: FunctionModel, file: FileModel): string | undefined {
	for (const outer of node.ancestors()) {
		if (outer === owner.node) return undefined;
		if (outer.kind !== 'with_statement' || !outer.hasToken('async')) continue;
		for (const item of outer.children.find((child) => child.kind === 'with_clause')?.children ?? []) {
			const value = item.field('value');
			const type = value && file.typeOf(value)?.external;
			if (type !== undefined && /^asyncio\.(Lock|Condition|Semaphore|BoundedSemaphore)$/.test(type)) return value?.text;
		}
	}
	return undefined;
}
