import { addTimeout } from './add-timeout.ts';
import { executorToThread } from './executor-to-thread.ts';
import { gatherAwaits } from './gather-awaits.ts';
import { gatherToTaskGroup } from './gather-to-task-group.ts';
import { keepTaskInSet } from './keep-task-in-set.ts';
import type { Refactoring } from './refactoring.ts';
import { requestsToAiohttp } from './requests-to-aiohttp.ts';
import { requestsToHttpx } from './requests-to-httpx.ts';

/** All refactorings, in the order in which they are offered. */
export const refactorings: readonly Refactoring[] = [
	gatherAwaits,
	gatherToTaskGroup,
	addTimeout,
	executorToThread,
	keepTaskInSet,
	requestsToHttpx,
	requestsToAiohttp,
];
