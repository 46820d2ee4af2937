import { fixOf, needsParentheses, replaceRange } from '../rule-kit/edits.ts';
import type { Fix } from '../rule-kit/finding.ts';
import { reference } from '../rule-kit/imports.ts';
import { isIndependent, takesTime } from '../rule-kit/independence.ts';
import { defineRule } from '../rule-kit/rule.ts';
import { unparenthesized } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';

export default defineRule({
	name: 'sequential-awaits',
	category: 'concurrency',
	severity: 'hint',
	fix: 'unsafe',
	since: '0.1.0',
	equivalents: [],
	summary: 'Independent coroutines awaited one after another',
	why: `\`await\` waits until the coroutine is done before the next line begins. Two calls that need nothing from each other take as long as both together; run at the same time, with \`asyncio.gather()\` or an \`asyncio.TaskGroup\` (3.11+), they take as long as the slower one.

Only where the functions' own code shows that they share no data, session, lock or order is this said at all. It is a hint: a server at the other end may not like a hundred requests at once, for which an \`asyncio.Semaphore\` is good.`,
	messages: {
		loop: 'The runs of {name}() do not depend on each other: asyncio.gather() runs them at the same time',
		row: '{first}() and {second}() do not depend on each other: asyncio.gather() runs them at the same time',
	},
	examples: [
		{
			bad: `import asyncio


async def tile(x, y):
    await asyncio.sleep(0.001)
    return f"{x}/{y}"


async def row(y, width):
    return [await tile(x, y) for x in range(width)]
`,
			good: `import asyncio


async def tile(x, y):
    await asyncio.sleep(0.001)
    return f"{x}/{y}"


async def row(y, width):
    return await asyncio.gather(*[tile(x, y) for x in range(width)])
`,
		},
	],
	on: {
		'node:list_comprehension'(node, { file, report }) {
			const body = node.field('body');
			const call = body && callInComprehension(node, body, file);
			if (call) report({ at: body, message: 'loop', data: { name: nameOf(call) }, fixes: () => [gatherAll(node, body, call, file)] });
		},
		'node:dictionary_comprehension'(node, { file, report }) {
			const value = node.field('body')?.field('value');
			const call = value && callInComprehension(node, value, file);
			if (call) report({ at: value, message: 'loop', data: { name: nameOf(call) } });
		},
		'node:for_statement'(loop, { file, report }) {
			const [statement, ...others] = loop.field('body')?.children ?? [];
			const append = statement?.kind === 'expression_statement' ? statement.children[0] : undefined;
			const target = append?.kind === 'call' ? append.field('function') : undefined;
			const awaited = target?.field('attribute')?.text === 'append' ? append?.field('arguments')?.children[0] : undefined;
			const call = awaited && others.length === 0 && !loop.hasToken('async') ? independentCall(awaited, file) : undefined;
			const list = target?.field('object');
			if (!awaited || !call || !list || file.typeOf(list)?.external !== 'builtins.list' || call.text.includes(list.text)) return;
			report({ at: awaited, message: 'loop', data: { name: nameOf(call) } });
		},
		'node:assignment'(first, { file, report }) {
			const statement = first.parent;
			const block = statement?.parent;
			if (statement?.kind !== 'expression_statement' || block?.kind !== 'block') return;
			const second = block.children[block.children.indexOf(statement) + 1]?.children[0];
			const before = block.children[block.children.indexOf(statement) - 1]?.children[0];
			const [one, other] = [assignedCall(first, file), second && assignedCall(second, file)];
			// Of a row the first pair is named.
			if (!one || !other || !second || isGuard(one) || (before && assignedCall(before, file)) || mentions(other, first.field('left')?.text ?? '', file)) return;
			report({ at: one, message: 'row', data: { first: nameOf(one), second: nameOf(other) }, fixes: () => [gatherTwo(first, second, one, other, file)] });
		},
	},
});

/** What lets the next line run only when it does not raise. */
function isGuard(call: SyntaxNode): boolean {
	return /(^|[._])(acquire|assert|auth\w*|check|ensure|login|require|validate|verify)(_|$)/i.test(nameOf(call));
}

function nameOf(call: SyntaxNode): string {
	return call.field('function')?.text ?? '';
}

/** `await f(x)` of an independent function of the project. */
function independentCall(expression: SyntaxNode, file: FileModel): SyntaxNode | undefined {
	const node = unparenthesized(expression);
	const call = node.kind === 'await' ? node.children[0] : undefined;
	const callee = call?.kind === 'call' ? call.field('function') : undefined;
	const called = call && callee && file.functionOf(call)?.isAsync ? file.functionNamed(callee) : undefined;
	if (!call || !called || !isIndependent(called) || !takesTime(called)) return undefined;
	return [...call.descendants()].some((inner) => inner.kind === 'await' || inner.kind === 'named_expression') ? undefined : call;
}

/** The call that each round of a comprehension awaits and does nothing else with. */
function callInComprehension(comprehension: SyntaxNode, item: SyntaxNode, file: FileModel): SyntaxNode | undefined {
	const call = independentCall(item, file);
	const clauses = comprehension.children.filter((child) => child !== comprehension.field('body'));
	const isPlain = clauses.every((one) => !one.hasToken('async') && [...one.descendants()].every((inner) => inner.kind !== 'await'));
	return isPlain ? call : undefined;
}

function assignedCall(assignment: SyntaxNode, file: FileModel): SyntaxNode | undefined {
	const right =
		assignment.kind === 'assignment' && assignment.field('left')?.kind === 'identifier' && !assignment.field('type') ? assignment.field('right') : undefined;
	return right && independentCall(right, file);
}

function mentions(call: SyntaxNode, name: string, file: FileModel): boolean {
	return file.mentions(name).some((use) => use.isInside(call));
}

function hasComment(file: FileModel, start: number, end: number): boolean {
	return file.source.comments.some((comment) => comment.start >= start && comment.end <= end);
}

/** Unsafe like all of it: what ran in order now runs at the same time. */
function gatherAll(comprehension: SyntaxNode, body: SyntaxNode, call: SyntaxNode, file: FileModel): Fix | undefined {
	const gather = reference('asyncio', 'gather', comprehension, file);
	if (!gather || body.kind !== 'await' || hasComment(file, comprehension.start, call.start)) return undefined;
	const [open, close] = needsParentheses(comprehension) ? ['(', ')'] : ['', ''];
	const edits = [
		replaceRange(file, { start: comprehension.start, end: call.start }, `${open}await ${gather.text}(*[`),
		replaceRange(file, { start: comprehension.end, end: comprehension.end }, `)${close}`),
	];
	return fixOf('Run them at the same time with asyncio.gather()', 'unsafe', edits, gather.edits);
}

function gatherTwo(first: SyntaxNode, second: SyntaxNode, one: SyntaxNode, other: SyntaxNode, file: FileModel): Fix | undefined {
	const gather = reference('asyncio', 'gather', first, file);
	if (!gather || hasComment(file, first.start, second.end)) return undefined;
	const names = [first, second].map((each) => each.field('left')?.text).join(', ');
	return fixOf(
		'Run both at the same time with asyncio.gather()',
		'unsafe',
		[replaceRange(file, { start: first.start, end: second.end }, `${names} = await ${gather.text}(${one.text}, ${other.text})`)],
		gather.edits,
	);
}
