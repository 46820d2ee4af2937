import { type BlockingFamily, inAsyncio, type NonBlockingArgument, words } from './entry.ts';

const notBlocking = (keyword: string, position: number): NonBlockingArgument => ({ keyword, position, value: 'False' });
const noTimeout = (position: number): NonBlockingArgument => ({ keyword: 'timeout', position, value: '0' });

/** Waiting for another thread or process. On a loop this is a deadlock when that thread needs the loop to go on. */
export const threadWaits: readonly BlockingFamily[] = [
	{
		group: 'wait',
		cost: 'thread',
		waitsFor: 'another thread or process to finish the work',
		alternatives: inAsyncio('asyncio.wrap_future'),
		returnsAtOnceWith: [noTimeout(0)],
		caveat: 'not when the future is done',
		methods: { 'concurrent.futures.Future': words('result exception') },
	},
	{
		group: 'wait',
		cost: 'thread',
		waitsFor: 'all the work of the pool',
		alternatives: inAsyncio('loop.run_in_executor'),
		functions: ['concurrent.futures.wait', 'concurrent.futures.as_completed'],
		methods: { 'concurrent.futures.Executor': ['__exit__', 'map'] },
	},
	{
		group: 'wait',
		cost: 'thread',
		waitsFor: 'all the work of the pool',
		returnsAtOnceWith: [notBlocking('wait', 0)],
		methods: { 'concurrent.futures.Executor': ['shutdown'] },
	},
	{
		group: 'wait',
		cost: 'thread',
		waitsFor: 'the thread to end',
		alternatives: inAsyncio('asyncio.to_thread'),
		returnsAtOnceWith: [noTimeout(0)],
		methods: { 'threading.Thread': ['join'] },
	},
	{
		group: 'wait',
		cost: 'thread',
		waitsFor: 'whoever holds the lock',
		alternatives: inAsyncio('asyncio.Lock, where no thread shares it'),
		returnsAtOnceWith: [notBlocking('blocking', 0), noTimeout(1)],
		methods: {
			'threading.Lock': words('acquire __enter__'),
			'threading.RLock': words('acquire __enter__'),
			'threading.Condition': words('acquire __enter__'),
			'threading.Semaphore': words('acquire __enter__'),
		},
	},
	{
		group: 'wait',
		cost: 'thread',
		waitsFor: 'another thread to give the sign',
		alternatives: inAsyncio('asyncio.Event, where no thread shares it'),
		returnsAtOnceWith: [noTimeout(0)],
		methods: { 'threading.Condition': ['wait'], 'threading.Event': ['wait'], 'threading.Barrier': ['wait'] },
	},
	{
		group: 'wait',
		cost: 'thread',
		waitsFor: 'another thread to give the sign',
		returnsAtOnceWith: [noTimeout(1)],
		methods: { 'threading.Condition': ['wait_for'] },
	},
	{
		group: 'wait',
		cost: 'thread',
		waitsFor: 'something to come into the queue',
		alternatives: inAsyncio('asyncio.Queue, where no thread shares it'),
		returnsAtOnceWith: [notBlocking('block', 0), noTimeout(1)],
		methods: { 'queue.Queue': ['get'], 'queue.SimpleQueue': ['get'], 'multiprocessing.queues.Queue': ['get'] },
	},
	{
		group: 'wait',
		cost: 'thread',
		waitsFor: 'room in the queue',
		alternatives: inAsyncio('asyncio.Queue, where no thread shares it'),
		returnsAtOnceWith: [notBlocking('block', 1), noTimeout(2)],
		caveat: 'only when the queue was made with a limit and is full',
		methods: { 'queue.Queue': ['put'], 'multiprocessing.queues.Queue': ['put'] },
	},
	{
		group: 'wait',
		cost: 'thread',
		waitsFor: 'everything in the queue to be marked done',
		methods: { 'queue.Queue': ['join'], 'multiprocessing.queues.JoinableQueue': ['join'] },
	},
	{
		group: 'wait',
		cost: 'process',
		waitsFor: 'another process',
		methods: {
			'multiprocessing.process.BaseProcess': ['join'],
			'multiprocessing.pool.Pool': words('apply imap imap_unordered join map starmap'),
			'multiprocessing.pool.AsyncResult': words('get wait'),
			'multiprocessing.connection.Connection': words('recv recv_bytes recv_bytes_into'),
			'multiprocessing.synchronize.Event': ['wait'],
			'multiprocessing.synchronize.SemLock': ['acquire', '__enter__'],
		},
		functions: ['multiprocessing.connection.wait'],
	},
];
