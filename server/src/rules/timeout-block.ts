import { typesOf } from '../rule-kit/cancellation.ts';
import { canAwait, fixOf, insertAt } from '../rule-kit/edits.ts';
import type { DocumentEdit } from '../rule-kit/finding.ts';
import { defineRule } from '../rule-kit/rule.ts';
import { type AsyncBlock, asyncBlocksOf, withItems } from '../rule-kit/task-groups.ts';
import { swapWithTry } from '../rule-kit/wrap.ts';
import { argumentsOf } from '../semantics/calls.ts';
import { type FileModel, fileOf } from '../semantics/file-model.ts';
import { isSuspension, ownNodes } from '../semantics/flow.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';

export default defineRule({
	name: 'timeout-block',
	category: 'cancellation',
	severity: 'error',
	fix: 'safe',
	since: '0.1.0',
	equivalents: ['ASYNC100', 'S7490'],
	summary: 'A timeout block that cannot work: without `async`, without an `await`, or with the `except` inside',
	why: `\`asyncio.timeout()\` (3.11+) is an asynchronous context manager. It lets the event loop cancel the task when the time is up, catches that cancellation **when the block is left**, and raises \`TimeoutError\` there.

- \`with asyncio.timeout(5):\` raises at once (\`TypeError: 'Timeout' object does not support the context manager protocol\`); it must be \`async with\`.
- Without an \`await\` in the block the loop never gets to run, so the timeout can never strike.
- An \`except TimeoutError\` inside the block comes too early: there the timeout is still a \`CancelledError\`. It belongs round the \`async with\`.`,
	messages: {
		plain: '{name} needs async with; a plain with raises TypeError',
		neverStrikes: 'Nothing is awaited in this block, so the timeout can never strike',
		inside: 'Inside the block the timeout is still a CancelledError, and this does not catch it; put the try round the async with',
	},
	examples: [
		{
			bad: `import asyncio


async def well(bore):
    with asyncio.timeout(3):
        return await bore()
`,
			good: `import asyncio


async def well(bore):
    async with asyncio.timeout(3):
        return await bore()
`,
		},
	],
	on: {
		'node:with_statement'(statement, { file, report }) {
			const block = asyncBlocksOf(statement, file).find((one) => one.kind === 'timeout');
			if (!block?.text.startsWith('asyncio.')) return;
			if (!statement.hasToken('async')) {
				const token = statement.token('with');
				const isAlone = withItems(statement).every(({ value }) => value === block.call);
				const canEnter = token && isAlone && canAwait(statement, file);
				const fixes = () => [canEnter ? fixOf('Use async with', 'safe', [insertAt(statement, token.start, 'async ')]) : undefined];
				report({ at: block.call, message: 'plain', data: { name: block.text }, fixes });
				return;
			}
			if (!mayBeCancelled(block)) {
				if (argumentsOf(block.call)[0]?.kind !== 'none') report({ at: block.call, message: 'neverStrikes', severity: 'warning' });
				return;
			}
			const handler = handlerInside(block, file);
			const fixes = () => [fixOf('Put the try round the timeout', 'safe', handler && moveOutside(handler, block, file))];
			if (handler) report({ at: handler, message: 'inside', severity: 'warning', related: [{ at: block.call, message: 'the timeout' }], fixes });
		},
	},
});

/** Whether the task may be suspended in the block, or the timeout is used in another way. */
function mayBeCancelled({ body, statement, target }: AsyncBlock): boolean {
	// Leaving another context manager of the same statement awaits, too.
	return target !== undefined || withItems(statement).length > 1 || ownNodes(body).some(isSuspension) || /^\s*(\.\.\.|pass)\s*$/.test(body.text);
}

/** An `except TimeoutError` of a try that is all there is in the block, where nothing else has a timeout of its own. */
function handlerInside({ body, statement }: AsyncBlock, file: FileModel): SyntaxNode | undefined {
	const [only, ...others] = body.children;
	const tried = only?.kind === 'try_statement' && others.length === 0 ? only.field('body') : undefined;
	if (!tried || isHandledOutside(statement, file)) return undefined;
	// A library may raise a TimeoutError of its own; asyncio's sleep, events and queues, and the project's functions that only use them, do not.
	const awaited = ownNodes(tried).filter((node) => node.kind === 'await');
	if (
		!awaited.every((node) => node.children[0] !== undefined && raisesNoTimeout(node.children[0], file)) ||
		ownNodes(tried).some((node) => isSuspension(node) && node.kind !== 'await')
	)
		return undefined;
	return only?.children
		.flatMap((one) => (one.kind === 'except_clause' ? (typesOf(one) ?? []) : []))
		.find((type) => /^(asyncio\.|builtins\.)TimeoutError$/.test(file.qualifiedName(type) ?? ''));
}

/** Other handlers, too, would run outside of the timeout then: they must not await anything. */
function moveOutside(handler: SyntaxNode, { statement, body }: AsyncBlock, file: FileModel): DocumentEdit[] | undefined {
	const [tried] = body.children;
	const others = tried?.children.filter((one) => one.kind === 'except_clause' && !handler.isInside(one)) ?? [];
	if (!tried || withItems(statement).length > 1 || others.some((one) => ownNodes(one).some(isSuspension))) return undefined;
	return swapWithTry(statement, tried, file);
}

function isHandledOutside(statement: SyntaxNode, file: FileModel): boolean {
	const outer = statement.parent?.closest('try_statement', 'function_definition');
	if (outer?.kind !== 'try_statement') return false;
	return outer.children.some(
		(one) =>
			one.kind === 'except_clause' &&
			(one.children[0]?.kind === 'block' ||
				/TimeoutError|Exception/.test(one.children[0]?.text ?? '') ||
				file.qualifiedName(one.children[0] as SyntaxNode) === undefined),
	);
}

/** How many functions of the project are followed to see what they await. */
const DEPTH_LIMIT = 4;

const harmless = /^asyncio\.(?:sleep|gather|wait|(?:Event|Condition)\.wait|Queue\.(?:get|put|join)|Lock\.acquire|Semaphore\.acquire)$/;

function raisesNoTimeout(expression: SyntaxNode, file: FileModel, depth = 0): boolean {
	const callee = expression.kind === 'call' ? expression.field('function') : undefined;
	if (!callee) return false;
	if (harmless.test(file.qualifiedName(callee) ?? '')) return true;
	const called = file.functionNamed(callee);
	if (!called?.isAsync || depth > DEPTH_LIMIT) return false;
	const isHarmless = (node: SyntaxNode) => {
		if (!isSuspension(node)) return node.kind !== 'raise_statement';
		return node.kind === 'await' && node.children[0] !== undefined && raisesNoTimeout(node.children[0], fileOf(called), depth + 1);
	};
	return ownNodes(called.body).every(isHarmless);
}
