import type { ErrorEntry } from './entry.ts';

/** SyntaxErrors: `await` and its like stand where they cannot. */
export const syntaxErrors: readonly ErrorEntry[] = [
	{
		id: 'await-outside-async',
		texts: ["'await' outside async function"],
		title: 'await stands in a function that is not async',
		cause: '`await` is only allowed in the body of an `async def`. A lambda, or a `def` inside of it, is a function of its own.',
		rules: ['await-outside-async'],
		advice: ['Make the function `async def` and await it where it is called.'],
	},
	{
		id: 'await-outside-function',
		texts: ["'await' outside function"],
		title: 'await stands outside of any function',
		cause: 'At module level there is no coroutine to wait in. Only notebooks, IPython and `python -m asyncio` allow it.',
		rules: ['await-outside-async'],
		advice: ['Put it into `async def main():` and start that with `asyncio.run(main())`.'],
	},
	{
		id: 'async-with-outside-async',
		texts: ["'async with' outside async function", "'async with' outside function"],
		title: 'async with stands in a function that is not async',
		cause: '`async with` waits, which only the body of an `async def` can.',
		rules: ['await-outside-async'],
		advice: ['Make the function `async def` and await it where it is called.'],
	},
	{
		id: 'async-for-outside-async',
		texts: ["'async for' outside async function", "'async for' outside function"],
		title: 'async for stands in a function that is not async',
		cause: '`async for` waits, which only the body of an `async def` can.',
		rules: ['await-outside-async', 'wrong-for'],
		advice: ['Make the function `async def` and await it where it is called.'],
	},
	{
		id: 'async-comprehension',
		texts: ['asynchronous comprehension outside of an asynchronous function'],
		title: 'An asynchronous comprehension stands where it cannot wait',
		cause:
			'A comprehension with `async for` or `await` waits, which only the body of an `async def` can. Up to Python 3.10 it may not stand inside a synchronous comprehension either.',
		rules: ['await-outside-async'],
		advice: ['Make the function `async def`.', 'For Python 3.10 and older, compute the inner list in a statement of its own.'],
	},
	{
		id: 'yield-from-in-async',
		texts: ["'yield from' inside async function"],
		title: 'yield from stands in an async function',
		cause: '`yield from` belongs to the generator-based coroutines of old; `async def` uses `await`.',
		rules: ['removed-asyncio-api', 'await-outside-async'],
		advice: ['Write `await f()` instead of `yield from f()`.', 'To pass on the values of another generator: `async for x in f(): yield x`.'],
	},
	{
		id: 'return-in-async-gen',
		texts: ["'return' with value in async generator"],
		title: 'An asynchronous generator returns a value',
		cause: 'An `async def` with `yield` is an asynchronous generator; it can only yield values.',
		rules: ['wrong-for'],
		advice: ['Yield the value, or write a plain `return`.', 'If the function should return one result, remove its `yield`.'],
	},
];
