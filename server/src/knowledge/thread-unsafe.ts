import { ancestorsOf } from './types.ts';

/**
 * How a call that belongs into the loop's own thread is made from another one.
 * - `rename`: another method of the loop does it, `call_soon_threadsafe`;
 * - `coroutine`: `asyncio.run_coroutine_threadsafe` takes its first argument;
 * - `schedule`: it is handed to `call_soon_threadsafe`.
 */
export type ThreadsafeWay = 'rename' | 'coroutine' | 'schedule';

const schedule = (type: string, methods: string): readonly (readonly [string, ThreadsafeWay])[] =>
	methods.split(' ').map((method) => [`${type}.${method}`, 'schedule'] as const);

/* As asyncio-dev.html and the pages of the classes say; each of these changes what the loop does next without waking it. */
const ways: ReadonlyMap<string, ThreadsafeWay> = new Map<string, ThreadsafeWay>([
	['asyncio.AbstractEventLoop.call_soon', 'rename'],
	['asyncio.AbstractEventLoop.create_task', 'coroutine'],
	['asyncio.ensure_future', 'coroutine'],
	...schedule('asyncio.AbstractEventLoop', 'call_later call_at stop'),
	...schedule('asyncio.Future', 'set_result set_exception cancel'),
	...schedule('asyncio.Queue', 'put_nowait get_nowait'),
	...schedule('asyncio.Event', 'set'),
	...schedule('asyncio.Lock', 'release'),
	...schedule('asyncio.Semaphore', 'release'),
	...schedule('asyncio.Condition', 'notify notify_all'),
	...schedule('asyncio.StreamWriter', 'write writelines write_eof close'),
	...schedule('asyncio.WriteTransport', 'write writelines write_eof abort'),
	...schedule('asyncio.BaseTransport', 'close'),
	...schedule('asyncio.DatagramTransport', 'sendto abort'),
]);

/** What to do instead of a call that only the loop's own thread may make; undefined for calls that any thread may make, or that are not known. */
export function threadsafeWay(qualifiedName: string): ThreadsafeWay | undefined {
	const dot = qualifiedName.lastIndexOf('.');
	const names = [qualifiedName, ...ancestorsOf(qualifiedName.slice(0, dot)).map((base) => base + qualifiedName.slice(dot))];
	return names.map((name) => ways.get(name)).find((way) => way !== undefined);
}
