/**
 * What calling the name gives.
 * - `coroutine`: it does nothing until it is awaited;
 * - `awaitable`: it must be awaited or entered, whichever fits (`session.get()` of aiohttp: both do);
 * - `future`: it must be awaited for its result, but may run already;
 * - `async-context-manager`: good for `async with` alone;
 * - `async-iterator`: good for `async for`;
 * - `class`, `function`: as in plain Python.
 */
export type LibraryKind = 'coroutine' | 'awaitable' | 'future' | 'async-context-manager' | 'async-iterator' | 'class' | 'function';

/** A name of a library that has to do with awaiting. */
export interface LibraryApi {
	readonly kind: LibraryKind;
	/** First 3.N of Python that has it, for the standard library; left out: 3.8 or before. */
	readonly since?: number;
	/** Qualified name of what the call gives; for coroutines and awaitables, of what awaiting (or entering) it gives. */
	readonly returns?: string;
	/** Of an `awaitable`: the call gives the thing itself, which may be used before it is awaited (`pool = asyncpg.create_pool()`). */
	readonly isItself?: true;
	/** Reading the name gives it, without a call. */
	readonly isProperty?: true;
	/** What the call gives can be used in `async with`. */
	readonly asyncWith?: true;
	/** What the call gives can be used in a plain `with`. `refuses`: it has an `__enter__`, whose only purpose is to raise. */
	readonly syncWith?: true | 'refuses';
	/** What the call gives can be used in `async for`. */
	readonly asyncFor?: true;
	/** The coroutine method that closes what the call gives; who makes it must close it or use `async with`. */
	readonly closedBy?: string;
	/** Making it where no loop runs raises `RuntimeError: no running event loop`; older versions of the library warn. */
	readonly needsRunningLoop?: true;
	/** Library and version it was checked against: by introspection, or, where it says so, in the sources. Left out: the standard library. */
	readonly checkedAgainst?: string;
}

export type LibraryTable = Readonly<Record<string, LibraryApi>>;

/** `methodsOf('a.B', 'get put', api)` lists `a.B.get` and `a.B.put` with the same facts. */
export function methodsOf(owner: string, names: string, api: LibraryApi): LibraryTable {
	return Object.fromEntries(names.split(' ').map((name) => [`${owner}.${name}`, api]));
}
