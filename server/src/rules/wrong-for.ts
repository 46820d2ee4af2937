import { isTypeCheckingOnly } from '../project/guards.ts';
import { coroutineArguments } from '../rule-kit/coroutine-arguments.ts';
import { consumerOf, iterableOf, makerPlaces } from '../rule-kit/iterables.ts';
import { keepsReportedCoroutine } from '../rule-kit/kept-coroutines.ts';
import { fixForLoop, itemsGathered } from '../rule-kit/loop-fixes.ts';
import { defineRule, type RuleContext } from '../rule-kit/rule.ts';
import { isExpectedToRaise } from '../rule-kit/tests.ts';
import { argumentsOf, unparenthesized, withParentheses } from '../semantics/calls.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';

const messages = {
	needsAsync: '{name} is asynchronous: a plain for raises TypeError; use async for',
	needsPlain: '{name} is not asynchronous: async for raises TypeError; use a plain for',
	coroutine: '{name} gives a coroutine, which cannot be iterated: {keyword} raises TypeError; await it first',
	awaited: '{name} is an asynchronous generator, which cannot be awaited: TypeError; iterate it with async for, without await',
	notTaken: '{name} is an asynchronous generator, but {taker} takes a coroutine, and raises {error}; go through it with async for in one',
	consumed: '{taker} cannot go through {name}, which is asynchronous: TypeError; use [item async for item in ...]',
} as const;

export default defineRule({
	name: 'wrong-for',
	category: 'forgotten-await',
	severity: 'error',
	fix: 'safe',
	since: '0.1.0',
	equivalents: [],
	summary: '`for` over an asynchronous iterator, or `async for` over a synchronous one',
	why: `An \`async def\` with a \`yield\` makes an asynchronous generator. Each of its items may have to be waited for, so only \`async for\` can go through it, in a statement or in a comprehension: \`[row async for row in rows()]\`. A plain \`for\`, \`list()\`, \`sum()\` or \`*\` raises \`TypeError: 'async_generator' object is not iterable\`.

The reverse raises too. Lists, dictionaries, ranges and plain generators have nothing to wait for: \`TypeError: 'async for' requires an object with __aiter__ method, got list\`.

An \`async def\` without \`yield\` makes a coroutine, which is neither. Await it, then go through what it returns: \`for row in await fetch():\`. And an asynchronous generator cannot be awaited. This is the same on every Python version.`,
	messages,
	examples: [
		{
			bad: `import asyncio


async def ticks():
    for second in range(3):
        await asyncio.sleep(0.1)
        yield second


async def main():
    for second in ticks():
        print(second)


asyncio.run(main())
`,
			good: `import asyncio


async def ticks():
    for second in range(3):
        await asyncio.sleep(0.1)
        yield second


async def main():
    async for second in ticks():
        print(second)


asyncio.run(main())
`,
		},
	],
	on: {
		'node:for_statement': judge,
		'node:for_in_clause': judge,
		'node:await': (node, { file, report }) => {
			const awaited = isIterated(node) || !node.isNamed ? undefined : iterableOf(node, file);
			if (awaited?.kind !== 'awaited' || isExpectedToRaise(node, file) || isTypeCheckingOnly(node, file)) return;
			report({ at: node, message: 'awaited', data: { name: awaited.name }, related: makerPlaces(awaited, file) });
		},
		call(call, { file, python, report }) {
			for (const { given, taker, error } of coroutineArguments(call, file, python)) {
				const found = given.kind === 'call' ? iterableOf(given, file) : undefined;
				if (found?.kind !== 'async' || !found.maker?.isGenerator) continue;
				report({ at: given, message: 'notTaken', data: { name: found.name, taker, error }, related: makerPlaces(found, file) });
			}
			const { node } = call;
			for (const argument of argumentsOf(node)) {
				const given = argument.kind === 'list_splat' ? argument.children[0] : argument;
				const taker = given && consumerOf(given, file);
				const found = taker && given.kind !== 'keyword_argument' ? iterableOf(given, file) : undefined;
				if (!given || !taker || found?.kind !== 'async' || isExpectedToRaise(node, file) || isTypeCheckingOnly(node, file)) continue;
				const data = { name: found.name, taker: taker === '*' ? taker : `${taker}()` };
				report({ at: given, message: 'consumed', data, related: makerPlaces(found, file), fixes: () => [itemsGathered(given, taker, file)] });
			}
		},
	},
});

/** Whether a loop goes through the value: then the loop is judged. */
function isIterated(expression: SyntaxNode): boolean {
	const outer = withParentheses(expression);
	return (outer.parent?.kind === 'for_statement' || outer.parent?.kind === 'for_in_clause') && outer.fieldName === 'right';
}

function judge(loop: SyntaxNode, { file, report }: RuleContext<typeof messages>): void {
	const iterated = loop.field('right');
	const found = iterated && iterableOf(iterated, file);
	const isAsync = loop.hasToken('async');
	if (iterated && found?.kind === 'coroutine' && keepsReportedCoroutine(iterated, file)) return;
	if (!found || found.kind === (isAsync ? 'async' : 'sync') || isExpectedToRaise(loop, file) || isTypeCheckingOnly(loop, file)) return;
	const { name, kind } = found;
	const place = { at: unparenthesized(iterated), related: makerPlaces(found, file), fixes: () => [fixForLoop(loop, iterated, found, file)] };
	if (kind === 'async') report({ ...place, message: 'needsAsync', data: { name } });
	else if (kind === 'sync') report({ ...place, message: 'needsPlain', data: { name } });
	else if (kind === 'awaited') report({ ...place, message: 'awaited', data: { name } });
	else report({ ...place, message: 'coroutine', data: { name, keyword: isAsync ? 'async for' : 'for' } });
}
