import { takerOf } from './handed-functions.ts';
import { methodNames } from './types.ts';

/**
 * What becomes of the coroutine when an async function stands where a plain one is called.
 * - `dropped`: nobody looks at it;
 * - `result`: it comes back in place of the result;
 * - `tested`: it counts as true, whatever the result would be;
 * - `compared`: `<` on two coroutines is a TypeError;
 * - `text`: it is put where a string belongs, a TypeError;
 * - `refused`: the call itself raises a TypeError.
 */
export type SlotConsequence = 'dropped' | 'result' | 'tested' | 'compared' | 'text' | 'refused';

interface SyncSlot {
	readonly name: string;
	/** Where the function stands: a position from 0, and its keyword. */
	readonly position?: number;
	readonly keyword?: string;
	readonly consequence: SlotConsequence;
}

/* Tried on CPython 3.8, 3.12 and 3.13. */
const callers: readonly SyncSlot[] = [
	{ name: 'signal.signal', position: 1, keyword: 'handler', consequence: 'dropped' },
	{ name: 'atexit.register', position: 0, consequence: 'dropped' },
	{ name: 'weakref.finalize', position: 1, consequence: 'dropped' },
	{ name: 'concurrent.futures.Future.add_done_callback', position: 0, keyword: 'fn', consequence: 'dropped' },
	{ name: 'tkinter.Misc.after', position: 1, keyword: 'func', consequence: 'dropped' },
	{ name: 'tkinter.Misc.after_idle', position: 0, keyword: 'func', consequence: 'dropped' },
	{ name: 'tkinter.Misc.bind', position: 1, keyword: 'func', consequence: 'dropped' },
	...['tkinter', 'tkinter.ttk'].map((module) => ({ name: `${module}.Button`, keyword: 'command', consequence: 'dropped' as const })),
	{ name: 'schedule.Job.do', position: 0, keyword: 'job_func', consequence: 'dropped' },
	{ name: 'builtins.map', position: 0, consequence: 'result' },
	{ name: 'builtins.filter', position: 0, consequence: 'tested' },
	{ name: 'itertools.filterfalse', position: 0, consequence: 'tested' },
	{ name: 'itertools.takewhile', position: 0, consequence: 'tested' },
	{ name: 'itertools.dropwhile', position: 0, consequence: 'tested' },
	{ name: 'builtins.sorted', keyword: 'key', consequence: 'compared' },
	{ name: 'builtins.list.sort', keyword: 'key', consequence: 'compared' },
	{ name: 'builtins.min', keyword: 'key', consequence: 'compared' },
	{ name: 'builtins.max', keyword: 'key', consequence: 'compared' },
	{ name: 'heapq.nsmallest', position: 2, keyword: 'key', consequence: 'compared' },
	{ name: 'heapq.nlargest', position: 2, keyword: 'key', consequence: 'compared' },
	{ name: 'functools.cmp_to_key', position: 0, keyword: 'mycmp', consequence: 'compared' },
	{ name: 're.sub', position: 1, keyword: 'repl', consequence: 'text' },
	{ name: 're.Pattern.sub', position: 0, keyword: 'repl', consequence: 'text' },
];

/** Those of handed-functions.ts that do more than to call the function and drop what it gives. */
const consequences: Readonly<Record<string, SlotConsequence>> = {
	'asyncio.to_thread': 'result',
	'asyncio.AbstractEventLoop.run_in_executor': 'result',
	'concurrent.futures.Executor.submit': 'result',
	'concurrent.futures.Executor.map': 'result',
	'concurrent.futures.ProcessPoolExecutor.submit': 'result',
	'concurrent.futures.ProcessPoolExecutor.map': 'result',
	'anyio.to_thread.run_sync': 'result',
	'asyncio.AbstractEventLoop.add_signal_handler': 'refused',
	'asgiref.sync.sync_to_async': 'refused',
};

/** What becomes of an async function that is an argument (position or keyword) of a call of this name; undefined when that may be right, or is not known. */
export function slotConsequence(callee: string, argument: number | string): SlotConsequence | undefined {
	const taker = takerOf(callee, argument);
	if (taker) return taker.takesAsync ? undefined : (consequences[taker.name] ?? (taker.name.startsWith('multiprocessing.pool.') ? 'result' : 'dropped'));
	const names = methodNames(callee);
	return callers.find((slot) => names.includes(slot.name) && (argument === slot.position || argument === slot.keyword))?.consequence;
}

/** Whether a function of the standard library calls the function it is given before it returns, in the same thread. What `map()` gives is nearly always used up at once. */
export function callsItsArgument(callee: string, argument: number | string): boolean {
	if (callee === 'functools.reduce') return argument === 0;
	return !takerOf(callee, argument) && !callee.startsWith('itertools.') && (slotConsequence(callee, argument) ?? 'dropped') !== 'dropped';
}
