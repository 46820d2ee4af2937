// Written by `npm run generate` from the files of this folder; changes made here are lost.
import type { Rule } from '../rule-kit/rule.ts';
import asyncCallbackInSyncSlot from './async-callback-in-sync-slot.ts';
import asyncFixtureDecorator from './async-fixture-decorator.ts';
import asyncGeneratorCleanup from './async-generator-cleanup.ts';
import asyncServerlessHandler from './async-serverless-handler.ts';
import asyncTestInTestcase from './async-test-in-testcase.ts';
import asyncToSyncCall from './async-to-sync-call.ts';
import awaitOutsideAsync from './await-outside-async.ts';
import blockingCall from './blocking-call.ts';
import blockingDatabase from './blocking-database.ts';
import blockingFileIo from './blocking-file-io.ts';
import blockingHelper from './blocking-helper.ts';
import blockingHttp from './blocking-http.ts';
import blockingInput from './blocking-input.ts';
import blockingSleep from './blocking-sleep.ts';
import blockingSubprocess from './blocking-subprocess.ts';
import blockingWait from './blocking-wait.ts';
import busyWait from './busy-wait.ts';
import calledTooEarly from './called-too-early.ts';
import childWatcher from './child-watcher.ts';
import closedLoopUse from './closed-loop-use.ts';
import closingRunningLoop from './closing-running-loop.ts';
import controlFlowInTaskGroup from './control-flow-in-task-group.ts';
import danglingTask from './dangling-task.ts';
import eventLoopAfterRun from './event-loop-after-run.ts';
import eventLoopFixture from './event-loop-fixture.ts';
import eventLoopPolicy from './event-loop-policy.ts';
import fixtureLoopScope from './fixture-loop-scope.ts';
import gatherArgument from './gather-argument.ts';
import getEventLoopInCoroutine from './get-event-loop-in-coroutine.ts';
import implicitEventLoop from './implicit-event-loop.ts';
import loopBoundObject from './loop-bound-object.ts';
import loopProbing from './loop-probing.ts';
import manualLoopLifecycle from './manual-loop-lifecycle.ts';
import missingAwait from './missing-await.ts';
import moduleScopeLoop from './module-scope-loop.ts';
import nestAsyncio from './nest-asyncio.ts';
import nestedEventLoop from './nested-event-loop.ts';
import noLoopInThread from './no-loop-in-thread.ts';
import notebookEventLoop from './notebook-event-loop.ts';
import platformSpecificLoopApi from './platform-specific-loop-api.ts';
import preferToThread from './prefer-to-thread.ts';
import removedAsyncioApi from './removed-asyncio-api.ts';
import removedLoopArgument from './removed-loop-argument.ts';
import sequentialAwaits from './sequential-awaits.ts';
import singleTaskGroup from './single-task-group.ts';
import staleAsyncLibrary from './stale-async-library.ts';
import swallowedCancellation from './swallowed-cancellation.ts';
import syncOrmInAsyncView from './sync-orm-in-async-view.ts';
import taskOutlivesContext from './task-outlives-context.ts';
import taskWithoutRunningLoop from './task-without-running-loop.ts';
import threadUnsafeLoopCall from './thread-unsafe-loop-call.ts';
import timeoutBlock from './timeout-block.ts';
import timeoutErrorAlias from './timeout-error-alias.ts';
import timeoutParameter from './timeout-parameter.ts';
import unavailableApi from './unavailable-api.ts';
import uncheckedGatherExceptions from './unchecked-gather-exceptions.ts';
import unclosedResource from './unclosed-resource.ts';
import unguardedUvloop from './unguarded-uvloop.ts';
import unmarkedAsyncTest from './unmarked-async-test.ts';
import unusedAsync from './unused-async.ts';
import wrongFor from './wrong-for.ts';
import wrongWith from './wrong-with.ts';
import yieldInTaskGroup from './yield-in-task-group.ts';

/** Every rule, by name. */
export const rules: readonly Rule[] = [
	asyncCallbackInSyncSlot,
	asyncFixtureDecorator,
	asyncGeneratorCleanup,
	asyncServerlessHandler,
	asyncTestInTestcase,
	asyncToSyncCall,
	awaitOutsideAsync,
	blockingCall,
	blockingDatabase,
	blockingFileIo,
	blockingHelper,
	blockingHttp,
	blockingInput,
	blockingSleep,
	blockingSubprocess,
	blockingWait,
	busyWait,
	calledTooEarly,
	childWatcher,
	closedLoopUse,
	closingRunningLoop,
	controlFlowInTaskGroup,
	danglingTask,
	eventLoopAfterRun,
	eventLoopFixture,
	eventLoopPolicy,
	fixtureLoopScope,
	gatherArgument,
	getEventLoopInCoroutine,
	implicitEventLoop,
	loopBoundObject,
	loopProbing,
	manualLoopLifecycle,
	missingAwait,
	moduleScopeLoop,
	nestAsyncio,
	nestedEventLoop,
	noLoopInThread,
	notebookEventLoop,
	platformSpecificLoopApi,
	preferToThread,
	removedAsyncioApi,
	removedLoopArgument,
	sequentialAwaits,
	singleTaskGroup,
	staleAsyncLibrary,
	swallowedCancellation,
	syncOrmInAsyncView,
	taskOutlivesContext,
	taskWithoutRunningLoop,
	threadUnsafeLoopCall,
	timeoutBlock,
	timeoutErrorAlias,
	timeoutParameter,
	unavailableApi,
	uncheckedGatherExceptions,
	unclosedResource,
	unguardedUvloop,
	unmarkedAsyncTest,
	unusedAsync,
	wrongFor,
	wrongWith,
	yieldInTaskGroup,
];

export type RuleName =
	| 'async-callback-in-sync-slot'
	| 'async-fixture-decorator'
	| 'async-generator-cleanup'
	| 'async-serverless-handler'
	| 'async-test-in-testcase'
	| 'async-to-sync-call'
	| 'await-outside-async'
	| 'blocking-call'
	| 'blocking-database'
	| 'blocking-file-io'
	| 'blocking-helper'
	| 'blocking-http'
	| 'blocking-input'
	| 'blocking-sleep'
	| 'blocking-subprocess'
	| 'blocking-wait'
	| 'busy-wait'
	| 'called-too-early'
	| 'child-watcher'
	| 'closed-loop-use'
	| 'closing-running-loop'
	| 'control-flow-in-task-group'
	| 'dangling-task'
	| 'event-loop-after-run'
	| 'event-loop-fixture'
	| 'event-loop-policy'
	| 'fixture-loop-scope'
	| 'gather-argument'
	| 'get-event-loop-in-coroutine'
	| 'implicit-event-loop'
	| 'loop-bound-object'
	| 'loop-probing'
	| 'manual-loop-lifecycle'
	| 'missing-await'
	| 'module-scope-loop'
	| 'nest-asyncio'
	| 'nested-event-loop'
	| 'no-loop-in-thread'
	| 'notebook-event-loop'
	| 'platform-specific-loop-api'
	| 'prefer-to-thread'
	| 'removed-asyncio-api'
	| 'removed-loop-argument'
	| 'sequential-awaits'
	| 'single-task-group'
	| 'stale-async-library'
	| 'swallowed-cancellation'
	| 'sync-orm-in-async-view'
	| 'task-outlives-context'
	| 'task-without-running-loop'
	| 'thread-unsafe-loop-call'
	| 'timeout-block'
	| 'timeout-error-alias'
	| 'timeout-parameter'
	| 'unavailable-api'
	| 'unchecked-gather-exceptions'
	| 'unclosed-resource'
	| 'unguarded-uvloop'
	| 'unmarked-async-test'
	| 'unused-async'
	| 'wrong-for'
	| 'wrong-with'
	| 'yield-in-task-group';
