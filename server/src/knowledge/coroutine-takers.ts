import { ancestorsOf } from './types.ts';

/** What takes a coroutine and runs it. */
export interface CoroutineTaker {
	readonly name: string;
	/** Whether every positional argument is one, not only the first. */
	readonly takesMany?: true;
	/** Up to 3.13 anything else raises ValueError, from 3.14 on TypeError; others raise TypeError on every version. */
	readonly raisedValueError?: true;
}

/* Tried with functions and asynchronous generators on CPython 3.8, 3.11 and 3.13; 3.14 by its sources. */
const takers: readonly CoroutineTaker[] = [
	{ name: 'asyncio.run', raisedValueError: true },
	{ name: 'asyncio.Runner.run', raisedValueError: true },
	{ name: 'asyncio.create_task' },
	{ name: 'asyncio.ensure_future' },
	{ name: 'asyncio.gather', takesMany: true },
	{ name: 'asyncio.shield' },
	{ name: 'asyncio.wait_for' },
	{ name: 'asyncio.run_coroutine_threadsafe' },
	{ name: 'asyncio.TaskGroup.create_task' },
	{ name: 'asyncio.AbstractEventLoop.create_task' },
	{ name: 'asyncio.AbstractEventLoop.run_until_complete' },
];

/** The taker of that name, if the argument at that position (from 0) is a coroutine it runs. */
export function coroutineTaker(callee: string, position: number): CoroutineTaker | undefined {
	const dot = callee.lastIndexOf('.');
	const names = [callee, ...ancestorsOf(callee.slice(0, dot)).map((base) => base + callee.slice(dot))];
	return takers.find((taker) => names.includes(taker.name) && (position === 0 || taker.takesMany));
}
