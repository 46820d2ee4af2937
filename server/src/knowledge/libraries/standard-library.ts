import { type LibraryTable, methodsOf } from './entry.ts';

/** contextlib and other modules beside asyncio; checked on each CPython found. */
export const standardLibraries: LibraryTable = {
	'contextlib.AsyncExitStack': { kind: 'async-context-manager', asyncWith: true },
	...methodsOf('contextlib.AsyncExitStack', 'enter_async_context aclose', { kind: 'coroutine' }),
	...methodsOf('contextlib.AsyncExitStack', 'enter_context push push_async_exit callback push_async_callback pop_all', { kind: 'function' }),
	'contextlib.aclosing': { kind: 'async-context-manager', since: 10, asyncWith: true },
};
