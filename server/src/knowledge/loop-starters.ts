import { anotherLoopRunning, loopAlreadyRunning } from './version-facts.ts';

/** What a loop starter is given to run. */
export type StarterTakes =
	/** A coroutine or other awaitable: `asyncio.run(main())`. */
	| 'awaitable'
	/** An async function, with its arguments after it: `anyio.run(main, 1)`. */
	| 'function'
	/** Nothing: it runs what was set up before. */
	| 'nothing';

/**
 * A call that runs a loop in this thread and returns when that loop is done. The texts of errors were printed by CPython 3.8 to 3.15 for asyncio, and by
 * the version in `checkedAgainst` for libraries.
 */
export interface LoopStarter {
	/** As imports and inferred types resolve it. */
	readonly name: string;
	readonly takes: StarterTakes;
	/** Where the awaitable or function stands; only with `takes` other than nothing. */
	readonly argument?: { readonly position: number; readonly keyword: string };
	/** `blocks`: it works where a loop runs (trio beside asyncio), but that loop stands still meanwhile. */
	readonly onRunningLoop: 'raises' | 'blocks';
	/** Text of the RuntimeError when the loop it would run is running already, or any loop is where it makes one of its own. */
	readonly error?: string;
	/** Text of the RuntimeError when another loop runs in this thread; only for methods of a loop. */
	readonly errorOnOtherLoop?: string;
	/** It gives a callable; the loop is started when that one is called (`async_to_sync(f)(a)`). */
	readonly startsWhenResultIsCalled?: true;
	/** What to use instead where a loop runs, when it is more than awaiting the argument. */
	readonly insteadOnLoop?: string;
	/** First 3.N; left out: 3.8 or before. */
	readonly since?: number;
	readonly checkedAgainst?: string;
}

const nestedRun = 'asyncio.run() cannot be called from a running event loop';
const alreadyRunning = loopAlreadyRunning.text;
const otherLoop = anotherLoopRunning.text;

const starters: readonly LoopStarter[] = [
	{ name: 'asyncio.run', takes: 'awaitable', argument: { position: 0, keyword: 'main' }, onRunningLoop: 'raises', error: nestedRun },
	{
		name: 'asyncio.Runner.run',
		takes: 'awaitable',
		argument: { position: 0, keyword: 'coro' },
		onRunningLoop: 'raises',
		error: 'Runner.run() cannot be called from a running event loop',
		since: 11,
	},
	{
		name: 'asyncio.AbstractEventLoop.run_until_complete',
		takes: 'awaitable',
		argument: { position: 0, keyword: 'future' },
		onRunningLoop: 'raises',
		error: alreadyRunning,
		errorOnOtherLoop: otherLoop,
	},
	{
		name: 'asyncio.AbstractEventLoop.run_forever',
		takes: 'nothing',
		onRunningLoop: 'raises',
		error: alreadyRunning,
		errorOnOtherLoop: otherLoop,
	},
	{
		name: 'uvloop.run',
		takes: 'awaitable',
		argument: { position: 0, keyword: 'main' },
		onRunningLoop: 'raises',
		error: nestedRun,
		checkedAgainst: 'uvloop 0.23.0',
	},
	{
		name: 'anyio.run',
		takes: 'function',
		argument: { position: 0, keyword: 'func' },
		onRunningLoop: 'raises',
		error: 'Already running asyncio in this thread',
		checkedAgainst: 'anyio 3.6.2',
	},
	{
		name: 'trio.run',
		takes: 'function',
		argument: { position: 0, keyword: 'async_fn' },
		onRunningLoop: 'blocks',
		insteadOnLoop: 'a function written for asyncio: trio cannot run on the loop of asyncio',
		checkedAgainst: 'trio 0.22.0',
	},
	{
		name: 'tornado.ioloop.IOLoop.run_sync',
		takes: 'function',
		argument: { position: 0, keyword: 'func' },
		onRunningLoop: 'raises',
		error: alreadyRunning,
		errorOnOtherLoop: otherLoop,
		checkedAgainst: 'tornado 6.2.0',
	},
	{
		name: 'tornado.ioloop.IOLoop.start',
		takes: 'nothing',
		onRunningLoop: 'raises',
		error: alreadyRunning,
		errorOnOtherLoop: otherLoop,
		checkedAgainst: 'tornado 6.2.0',
	},
	{
		name: 'asgiref.sync.async_to_sync',
		takes: 'function',
		argument: { position: 0, keyword: 'awaitable' },
		onRunningLoop: 'raises',
		error: 'You cannot use AsyncToSync in the same thread as an async event loop - just await the async function directly.',
		startsWhenResultIsCalled: true,
		checkedAgainst: 'asgiref 3.6.0',
	},
	{
		name: 'aiohttp.web.run_app',
		takes: 'nothing',
		onRunningLoop: 'raises',
		error: otherLoop,
		insteadOnLoop: 'aiohttp.web.AppRunner and aiohttp.web.TCPSite',
		checkedAgainst: 'aiohttp 3.8.4',
	},
	{
		name: 'uvicorn.run',
		takes: 'nothing',
		onRunningLoop: 'raises',
		error: nestedRun,
		insteadOnLoop: 'await uvicorn.Server(uvicorn.Config(...)).serve()',
		checkedAgainst: 'uvicorn 0.17.6',
	},
	{
		name: 'uvicorn.Server.run',
		takes: 'nothing',
		onRunningLoop: 'raises',
		error: nestedRun,
		insteadOnLoop: 'await server.serve()',
		checkedAgainst: 'uvicorn 0.17.6',
	},
	{
		name: 'discord.Client.run',
		takes: 'nothing',
		onRunningLoop: 'raises',
		error: nestedRun,
		insteadOnLoop: 'await client.start(token)',
		checkedAgainst: 'discord.py 2.2.2',
	},
	{
		name: 'telegram.ext.Application.run_polling',
		takes: 'nothing',
		onRunningLoop: 'raises',
		error: alreadyRunning,
		insteadOnLoop: 'await application.initialize(), start() and updater.start_polling()',
		checkedAgainst: 'python-telegram-bot 22.8, in its sources',
	},
	{
		name: 'telegram.ext.Application.run_webhook',
		takes: 'nothing',
		onRunningLoop: 'raises',
		error: alreadyRunning,
		insteadOnLoop: 'await application.initialize(), start() and updater.start_webhook()',
		checkedAgainst: 'python-telegram-bot 22.8, in its sources',
	},
	{
		name: 'aiogram.Dispatcher.run_polling',
		takes: 'nothing',
		onRunningLoop: 'raises',
		error: nestedRun,
		insteadOnLoop: 'await dispatcher.start_polling(bot)',
		checkedAgainst: 'aiogram 3.30.0, in its sources',
	},
];

/** By qualified name. Methods that a class inherits are listed with the class that has them: ask `ancestorsOf` of types.ts. */
export const loopStarters: ReadonlyMap<string, LoopStarter> = new Map(starters.map((starter) => [starter.name, starter]));

/** Calls after which a loop may be run where one runs. They patch asyncio's own loops, not uvloop: `Can't patch loop of type <class 'uvloop.Loop'>`. */
export const loopPatches: readonly string[] = ['nest_asyncio.apply', 'nest_asyncio2.apply'];
