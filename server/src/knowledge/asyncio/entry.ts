import type { Minor, VersionFact } from '../version-facts.ts';

/**
 * What a public name of asyncio is.
 * - `coroutine`: calling it makes a coroutine, which does nothing until it is awaited;
 * - `awaitable`: calling it gives a future or task that is under way already; awaiting it fetches the result;
 * - `async-context-manager`: a class or function that is only good for `async with`;
 * - `async-iterator`: calling it gives something for `async for`;
 * - `function`, `class`, `constant`: as in plain Python (`constant` covers attributes and properties).
 */
export type AsyncioKind = 'coroutine' | 'awaitable' | 'function' | 'class' | 'async-context-manager' | 'async-iterator' | 'constant';

/** From when to when a keyword argument is accepted; left out: before 3.8, and still. */
export interface KeywordFact {
	readonly since?: Minor;
	readonly removed?: Minor;
}

/**
 * One public name of asyncio. Existence, kinds, context managers and keywords were read from CPython 3.8 to 3.13 by introspection, and are read
 * again by test/python/knowledge.test.ts; what concerns 3.14 to 3.16 was run on 3.14.2 and 3.15.0rc1 or read in CPython's main branch.
 */
export interface AsyncioEntry {
	readonly kind: AsyncioKind;
	/** One sentence for someone who meets the name for the first time. */
	readonly summary: string;
	/** First 3.N that has it; left out: 3.8 or before. */
	readonly since?: Minor;
	/** From which 3.N calling it warns, and the exact text of the warning. */
	readonly deprecated?: { readonly in: Minor; readonly text: string };
	/** First 3.N without it. */
	readonly removed?: Minor;
	/** Exists on this platform alone. */
	readonly platform?: 'windows' | 'posix';
	/** Qualified name of the type that a call gives; for a coroutine, what awaiting it gives. */
	readonly returns?: string;
	/** What the call gives can be used in `async with`. */
	readonly asyncWith?: true;
	/** What the call gives can be used in a plain `with`. */
	readonly syncWith?: true;
	/** What the call gives can be used in `async for`; a number: since 3.N. */
	readonly asyncFor?: true | Minor;
	/** What happens when it is called where no loop runs. Left out: nothing special. */
	readonly needsRunningLoop?: readonly VersionFact[];
	/** What happens when it is called where a loop runs already. Left out: nothing special. */
	readonly raisesOnLoop?: readonly VersionFact[];
	/** Keyword arguments that not every version takes. */
	readonly keywords?: Readonly<Record<string, KeywordFact>>;
	/** The `loop=` argument: `legal`, or when it began to warn and when it went (a TypeError since then). Left out: never had one. */
	readonly loopArgument?: 'legal' | { readonly deprecated: Minor; readonly removed: Minor };
	/** It is no `async def` in CPython although a call gives a coroutine, or the reverse; says why. Read by the proof alone. */
	readonly kindDiffersFromCode?: string;
	/** Anchor when it is not the name itself; empty where the page has none. */
	readonly anchor?: string;
}

/** Names and what is known of them. */
export type AsyncioTable = Readonly<Record<string, AsyncioEntry>>;

/** `loop=` of the functions and classes that lost it together. */
export const loopGoneIn310 = { deprecated: 8, removed: 10 } as const;
