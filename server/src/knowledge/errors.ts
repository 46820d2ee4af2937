import { awaitingErrors } from './errors/awaiting.ts';
import type { ErrorEntry } from './errors/entry.ts';
import { environmentErrors } from './errors/environment.ts';
import { missingLoopErrors } from './errors/missing-loop.ts';
import { runningLoopErrors } from './errors/running-loop.ts';
import { syntaxErrors } from './errors/syntax.ts';
import { taskErrors } from './errors/tasks.ts';

export type { Circumstances, ErrorCase, ErrorEntry, ErrorPlace, ErrorText } from './errors/entry.ts';

/**
 * The errors that `explain` knows. Of two that fit one message the first wins. The texts were printed by CPython 3.8 to 3.15 and by the
 * libraries they name; test/python/tracebacks.test.ts provokes them again on the CPythons it finds.
 */
export const errors: readonly ErrorEntry[] = [
	...runningLoopErrors,
	...missingLoopErrors,
	...taskErrors,
	...awaitingErrors,
	...syntaxErrors,
	...environmentErrors,
];
