// Written by `npm run generate` from the files of this folder; changes made here are lost.
import type { Rule } from '../rule-kit/rule.ts';
import blockingCall from './blocking-call.ts';
import blockingDatabase from './blocking-database.ts';
import blockingFileIo from './blocking-file-io.ts';
import blockingHelper from './blocking-helper.ts';
import blockingHttp from './blocking-http.ts';
import blockingInput from './blocking-input.ts';
import blockingSleep from './blocking-sleep.ts';
import blockingSubprocess from './blocking-subprocess.ts';
import calledTooEarly from './called-too-early.ts';
import closedLoopUse from './closed-loop-use.ts';
import closingRunningLoop from './closing-running-loop.ts';
import danglingTask from './dangling-task.ts';
import gatherArgument from './gather-argument.ts';
import getEventLoopInCoroutine from './get-event-loop-in-coroutine.ts';
import implicitEventLoop from './implicit-event-loop.ts';
import missingAwait from './missing-await.ts';
import nestedEventLoop from './nested-event-loop.ts';
import swallowedCancellation from './swallowed-cancellation.ts';
import unavailableApi from './unavailable-api.ts';
import wrongWith from './wrong-with.ts';

/** Every rule, by name. */
export const rules: readonly Rule[] = [
	blockingCall,
	blockingDatabase,
	blockingFileIo,
	blockingHelper,
	blockingHttp,
	blockingInput,
	blockingSleep,
	blockingSubprocess,
	calledTooEarly,
	closedLoopUse,
	closingRunningLoop,
	danglingTask,
	gatherArgument,
	getEventLoopInCoroutine,
	implicitEventLoop,
	missingAwait,
	nestedEventLoop,
	swallowedCancellation,
	unavailableApi,
	wrongWith,
];

export type RuleName =
	| 'blocking-call'
	| 'blocking-database'
	| 'blocking-file-io'
	| 'blocking-helper'
	| 'blocking-http'
	| 'blocking-input'
	| 'blocking-sleep'
	| 'blocking-subprocess'
	| 'called-too-early'
	| 'closed-loop-use'
	| 'closing-running-loop'
	| 'dangling-task'
	| 'gather-argument'
	| 'get-event-loop-in-coroutine'
	| 'implicit-event-loop'
	| 'missing-await'
	| 'nested-event-loop'
	| 'swallowed-cancellation'
	| 'unavailable-api'
	| 'wrong-with';
