import { ancestorsOf } from './types.ts';

/** Who runs a function that is handed to it, and where. */
export interface Taker {
	readonly name: string;
	/** Where the function stands: a position from 0, and its keyword. */
	readonly position: number;
	readonly keyword?: string;
	/** Where a plain function runs. */
	readonly runs: 'on-loop' | 'worker-thread' | 'process';
	/**
	 * How it is told with which arguments to call the function:
	 * - `all`: they follow, keyword arguments too; `positional`: they follow, without keyword arguments;
	 * - `args`: as a tuple in `args=`, and a dictionary in `kwargs=`;
	 * - `own`: it makes them itself.
	 */
	readonly arguments: 'all' | 'positional' | 'args' | 'own';
	/** It awaits what an async function gives. */
	readonly takesAsync?: true;
}

/*
 * threading, concurrent.futures and asyncio as documented for CPython 3.8-3.14; anyio and asgiref by
 * their documentation. Loop callbacks run while the loop runs, in its thread.
 */
const takers: readonly Taker[] = [
	{ name: 'threading.Thread', position: 1, keyword: 'target', runs: 'worker-thread', arguments: 'args' },
	{ name: 'threading.Timer', position: 1, keyword: 'function', runs: 'worker-thread', arguments: 'args' },
	{ name: 'concurrent.futures.Executor.submit', position: 0, keyword: 'fn', runs: 'worker-thread', arguments: 'all' },
	{ name: 'concurrent.futures.Executor.map', position: 0, keyword: 'fn', runs: 'worker-thread', arguments: 'own' },
	{ name: 'concurrent.futures.ProcessPoolExecutor.submit', position: 0, keyword: 'fn', runs: 'process', arguments: 'all' },
	{ name: 'concurrent.futures.ProcessPoolExecutor.map', position: 0, keyword: 'fn', runs: 'process', arguments: 'own' },
	...poolMethods('multiprocessing.pool.Pool', 'process'),
	...poolMethods('multiprocessing.pool.ThreadPool', 'worker-thread'),
	{ name: 'asyncio.to_thread', position: 0, keyword: 'func', runs: 'worker-thread', arguments: 'all' },
	{ name: 'asyncio.AbstractEventLoop.run_in_executor', position: 1, keyword: 'func', runs: 'worker-thread', arguments: 'positional' },
	{ name: 'anyio.to_thread.run_sync', position: 0, keyword: 'func', runs: 'worker-thread', arguments: 'positional' },
	{ name: 'asgiref.sync.sync_to_async', position: 0, keyword: 'func', runs: 'worker-thread', arguments: 'own' },
	{ name: 'multiprocessing.Process', position: 1, keyword: 'target', runs: 'process', arguments: 'args' },
	{ name: 'starlette.background.BackgroundTasks.add_task', position: 0, keyword: 'func', runs: 'worker-thread', arguments: 'all', takesAsync: true },
	{ name: 'starlette.background.BackgroundTask', position: 0, keyword: 'func', runs: 'worker-thread', arguments: 'all', takesAsync: true },
	{ name: 'asyncio.AbstractEventLoop.call_soon', position: 0, keyword: 'callback', runs: 'on-loop', arguments: 'positional' },
	{ name: 'asyncio.AbstractEventLoop.call_soon_threadsafe', position: 0, keyword: 'callback', runs: 'on-loop', arguments: 'positional' },
	{ name: 'asyncio.AbstractEventLoop.call_later', position: 1, keyword: 'callback', runs: 'on-loop', arguments: 'positional' },
	{ name: 'asyncio.AbstractEventLoop.call_at', position: 1, keyword: 'callback', runs: 'on-loop', arguments: 'positional' },
	{ name: 'asyncio.AbstractEventLoop.add_reader', position: 1, keyword: 'callback', runs: 'on-loop', arguments: 'positional' },
	{ name: 'asyncio.AbstractEventLoop.add_writer', position: 1, keyword: 'callback', runs: 'on-loop', arguments: 'positional' },
	{ name: 'asyncio.AbstractEventLoop.add_signal_handler', position: 1, keyword: 'callback', runs: 'on-loop', arguments: 'positional' },
	{ name: 'asyncio.Future.add_done_callback', position: 0, keyword: 'fn', runs: 'on-loop', arguments: 'own' },
];

const takersByName: ReadonlyMap<string, Taker> = new Map(takers.map((taker) => [taker.name, taker]));

function poolMethods(pool: string, runs: Taker['runs']): Taker[] {
	const methods = ['apply', 'apply_async', 'imap', 'imap_unordered', 'map', 'map_async', 'starmap', 'starmap_async'];
	return methods.map((method) => ({ name: `${pool}.${method}`, position: 0, keyword: 'func', runs, arguments: 'own' }));
}

/** Where a function runs that is an argument (position or keyword) of a call of this name; undefined when nothing is known. */
export function handsOver(callee: string, argument: number | string): 'on-loop' | 'worker-thread' | undefined {
	const runs = takerOf(callee, argument)?.runs;
	return runs === 'process' ? undefined : runs;
}

/** What takes a function as this argument (position or keyword) of a call of this name. */
export function takerOf(callee: string, argument: number | string): Taker | undefined {
	const dot = callee.lastIndexOf('.');
	const names = [callee, ...ancestorsOf(callee.slice(0, dot)).map((base) => base + callee.slice(dot)), ...ancestorsOf(callee)];
	// A class's own method says more than that of the class it extends.
	const [taker] = names.flatMap((name) => takersByName.get(name) ?? []);
	return taker && (argument === taker.position || argument === taker.keyword) ? taker : undefined;
}
