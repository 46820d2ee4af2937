import { ancestorsOf } from './types.ts';

/** Who runs a function that is handed to it, and where. */
interface Taker {
	readonly name: string;
	/** Where the function stands: a position from 0, and its keyword. */
	readonly position: number;
	readonly keyword?: string;
	readonly runs: 'on-loop' | 'worker-thread';
}

/*
 * threading, concurrent.futures and asyncio as documented for CPython 3.8-3.14; anyio and asgiref by
 * their documentation. Loop callbacks run while the loop runs, in its thread.
 */
const takers: readonly Taker[] = [
	{ name: 'threading.Thread', position: 1, keyword: 'target', runs: 'worker-thread' },
	{ name: 'threading.Timer', position: 1, keyword: 'function', runs: 'worker-thread' },
	{ name: 'concurrent.futures.Executor.submit', position: 0, keyword: 'fn', runs: 'worker-thread' },
	{ name: 'concurrent.futures.Executor.map', position: 0, keyword: 'fn', runs: 'worker-thread' },
	{ name: 'asyncio.to_thread', position: 0, keyword: 'func', runs: 'worker-thread' },
	{ name: 'asyncio.AbstractEventLoop.run_in_executor', position: 1, keyword: 'func', runs: 'worker-thread' },
	{ name: 'anyio.to_thread.run_sync', position: 0, keyword: 'func', runs: 'worker-thread' },
	{ name: 'asgiref.sync.sync_to_async', position: 0, keyword: 'func', runs: 'worker-thread' },
	{ name: 'asyncio.AbstractEventLoop.call_soon', position: 0, keyword: 'callback', runs: 'on-loop' },
	{ name: 'asyncio.AbstractEventLoop.call_soon_threadsafe', position: 0, keyword: 'callback', runs: 'on-loop' },
	{ name: 'asyncio.AbstractEventLoop.call_later', position: 1, keyword: 'callback', runs: 'on-loop' },
	{ name: 'asyncio.AbstractEventLoop.call_at', position: 1, keyword: 'callback', runs: 'on-loop' },
	{ name: 'asyncio.AbstractEventLoop.add_reader', position: 1, keyword: 'callback', runs: 'on-loop' },
	{ name: 'asyncio.AbstractEventLoop.add_writer', position: 1, keyword: 'callback', runs: 'on-loop' },
	{ name: 'asyncio.AbstractEventLoop.add_signal_handler', position: 1, keyword: 'callback', runs: 'on-loop' },
	{ name: 'asyncio.Future.add_done_callback', position: 0, keyword: 'fn', runs: 'on-loop' },
];

/** Where a function runs that is an argument (position or keyword) of a call of this name; undefined when nothing is known. */
export function handsOver(callee: string, argument: number | string): Taker['runs'] | undefined {
	const dot = callee.lastIndexOf('.');
	const names = [callee, ...ancestorsOf(callee.slice(0, dot)).map((base) => base + callee.slice(dot)), ...ancestorsOf(callee)];
	return takers.find((taker) => names.includes(taker.name) && (argument === taker.position || argument === taker.keyword))?.runs;
}
