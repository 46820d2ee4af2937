import { isTypeCheckingOnly } from '../project/guards.ts';
import { coroutineArguments } from '../rule-kit/coroutine-arguments.ts';
import { awaitIt, canAwait, fixOf, insertAt, replaceRange } from '../rule-kit/edits.ts';
import type { Fix } from '../rule-kit/finding.ts';
import { consumerOf, type Iterable, iterableOf, makerPlaces } from '../rule-kit/iterables.ts';
import { misuseOfVariable } from '../rule-kit/kept-coroutines.ts';
import { makeAsyncWithCallers } from '../rule-kit/make-async.ts';
import { defineRule, type RuleContext } from '../rule-kit/rule.ts';
import { isExpectedToRaise } from '../rule-kit/tests.ts';
import { argumentsOf, unparenthesized, withParentheses } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
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
				report({ at: given, message: 'consumed', data, related: makerPlaces(found, file), fixes: () => [gathered(given, taker, file)] });
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
	if (iterated && found?.kind === 'coroutine' && isReportedWhereMade(iterated, file)) return;
	if (!found || found.kind === (isAsync ? 'async' : 'sync') || isExpectedToRaise(loop, file) || isTypeCheckingOnly(loop, file)) return;
	const keyword = isAsync ? 'async for' : 'for';
	const message = found.kind === 'async' ? 'needsAsync' : found.kind === 'sync' ? 'needsPlain' : found.kind;
	const data = { name: found.name, keyword };
	report({ at: unparenthesized(iterated), message, data, related: makerPlaces(found, file), fixes: () => [fixFor(loop, iterated, found, file)] } as never);
}

/** Whether a name keeps a coroutine that nothing awaits: then the call that makes it is reported, where the fix belongs. */
function isReportedWhereMade(iterated: SyntaxNode, file: FileModel): boolean {
	const name = unparenthesized(iterated);
	const made = name.kind === 'identifier' ? file.reaching(name).map(({ value }) => value) : [];
	return made.length > 0 && made.every((value) => value !== undefined && misuseOfVariable(unparenthesized(value), file) !== undefined);
}

function fixFor(loop: SyntaxNode, iterated: SyntaxNode, found: Iterable, file: FileModel): Fix | undefined {
	const isAsync = loop.hasToken('async');
	if (found.kind === 'sync') return fixOf('Use a plain for', 'safe', keywordEdits(loop, file));
	if (found.kind === 'awaited') return withoutAwait(loop, iterated, file);
	if (found.kind === 'coroutine') {
		const inner = unparenthesized(iterated);
		// The name may be awaited elsewhere too.
		if (!canAwait(iterated, file) || inner.kind !== 'call') return undefined;
		const mustTurn = found.awaitedKind !== undefined && (found.awaitedKind === 'async') !== isAsync;
		if (mustTurn && !mayTurn(loop, file)) return undefined;
		return fixOf('Await it before the loop', found.awaitedKind ? 'safe' : 'unsafe', awaitIt(inner), mustTurn ? keywordEdits(loop, file) : []);
	}
	if (mayTurn(loop, file)) return fixOf('Use async for', 'safe', keywordEdits(loop, file));
	const owner = loop.kind === 'for_statement' ? file.functionOf(loop) : undefined;
	return owner && fixOf(`Use async for, and make ${owner.name}() asynchronous`, 'unsafe', keywordEdits(loop, file), makeAsyncWithCallers(owner, file));
}

/** A generator expression would become asynchronous itself. */
function mayTurn(loop: SyntaxNode, file: FileModel): boolean {
	return loop.hasToken('async') || (loop.parent?.kind !== 'generator_expression' && canAwait(loop, file));
}

/** Puts `async` before `for`, or takes it away. */
function keywordEdits(loop: SyntaxNode, file: FileModel) {
	const token = loop.token('for');
	if (!token) return undefined;
	return loop.hasToken('async') ? [replaceRange(file, { start: loop.start, end: token.start }, '')] : [insertAt(loop, token.start, 'async ')];
}

function withoutAwait(loop: SyntaxNode, iterated: SyntaxNode, file: FileModel): Fix | undefined {
	const node = unparenthesized(iterated);
	const inner = node.children[0];
	if (!inner || !mayTurn(loop, file)) return undefined;
	return fixOf(
		'Iterate it with async for, without await',
		'safe',
		[replaceRange(file, { start: node.start, end: inner.start }, '')],
		loop.hasToken('async') ? [] : keywordEdits(loop, file),
	);
}

/** `list(rows())` becomes `[item async for item in rows()]`; others get such a list. */
function gathered(given: SyntaxNode, taker: string, file: FileModel): Fix | undefined {
	const call = given.parent?.parent;
	const whole = taker === 'list' && call && argumentsOf(call).length === 1 ? call : withParentheses(given);
	const hasComment = file.source.comments.some((one) => one.start >= whole.start && one.end <= whole.end);
	if (hasComment || !canAwait(given, file) || ['next', 'iter', 'reversed'].includes(taker)) return undefined;
	return fixOf('Gather its items in an asynchronous comprehension', 'safe', [
		replaceRange(file, { start: whole.start, end: given.start }, '[item async for item in '),
		replaceRange(file, { start: given.end, end: whole.end }, ']'),
	]);
}
