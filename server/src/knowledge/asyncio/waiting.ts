import { bindsLoopWhenBuiltUntil39, followsGetEventLoop } from '../version-facts.ts';
import { type AsyncioTable, loopGoneIn310 } from './entry.ts';

/** What `Lock()`, `Queue()` and their like have in common. */
const boundToOneLoop = { needsRunningLoop: bindsLoopWhenBuiltUntil39, loopArgument: loopGoneIn310 } as const;

/** Documented on asyncio-future.html. */
export const futureTable: AsyncioTable = {
	'asyncio.isfuture': { kind: 'function', summary: 'Tells whether an object is a future.' },
	'asyncio.ensure_future': {
		kind: 'awaitable',
		summary: 'Makes a task of a coroutine and hands futures back as they are. create_task is the modern form.',
		returns: 'asyncio.Task',
		needsRunningLoop: followsGetEventLoop,
		loopArgument: 'legal',
	},
	'asyncio.wrap_future': {
		kind: 'awaitable',
		summary: 'Makes the future of a thread pool awaitable.',
		returns: 'asyncio.Future',
		needsRunningLoop: followsGetEventLoop,
		loopArgument: 'legal',
	},
	'asyncio.Future': {
		kind: 'class',
		summary: 'A result that will come later. Made by the create_future method of a loop.',
		needsRunningLoop: followsGetEventLoop,
		loopArgument: 'legal',
	},
	'asyncio.Future.result': { kind: 'function', summary: 'Gives the result, or raises the exception. It does not wait.' },
	'asyncio.Future.set_result': { kind: 'function', summary: 'Ends the future with a result. Not from another thread.' },
	'asyncio.Future.set_exception': { kind: 'function', summary: 'Ends the future with an exception. Not from another thread.' },
	'asyncio.Future.done': { kind: 'function', summary: 'Tells whether the future has ended.' },
	'asyncio.Future.cancelled': { kind: 'function', summary: 'Tells whether the future was cancelled.' },
	'asyncio.Future.add_done_callback': { kind: 'function', summary: 'Calls a plain function when the future has ended.' },
	'asyncio.Future.remove_done_callback': { kind: 'function', summary: 'Takes back a callback for the end of the future.' },
	'asyncio.Future.cancel': { kind: 'function', summary: 'Cancels the future.', keywords: { msg: { since: 9 } } },
	'asyncio.Future.exception': { kind: 'function', summary: 'Gives the exception, or None. It does not wait.' },
	'asyncio.Future.get_loop': { kind: 'function', summary: 'Gives the loop of the future.', returns: 'asyncio.AbstractEventLoop' },
};

/** Documented on asyncio-sync.html. */
export const lockTable: AsyncioTable = {
	'asyncio.Lock': { kind: 'class', summary: 'Lets one task at a time through.', asyncWith: true, ...boundToOneLoop },
	'asyncio.Lock.acquire': { kind: 'coroutine', summary: 'Waits for the lock and takes it.' },
	'asyncio.Lock.release': { kind: 'function', summary: 'Gives the lock back. Not from another thread.' },
	'asyncio.Lock.locked': { kind: 'function', summary: 'Tells whether somebody holds the lock.' },
	'asyncio.Event': { kind: 'class', summary: 'A flag that tasks can wait for.', ...boundToOneLoop },
	'asyncio.Event.wait': { kind: 'coroutine', summary: 'Waits until the flag is set.' },
	'asyncio.Event.set': { kind: 'function', summary: 'Sets the flag and wakes who waits. Not from another thread.' },
	'asyncio.Event.clear': { kind: 'function', summary: 'Takes the flag back.' },
	'asyncio.Event.is_set': { kind: 'function', summary: 'Tells whether the flag is set.' },
	'asyncio.Condition': { kind: 'class', summary: 'A lock with a bell: tasks wait for a notice under the lock.', asyncWith: true, ...boundToOneLoop },
	'asyncio.Condition.acquire': { kind: 'coroutine', summary: 'Waits for the lock and takes it.' },
	'asyncio.Condition.release': { kind: 'function', summary: 'Gives the lock back.' },
	'asyncio.Condition.locked': { kind: 'function', summary: 'Tells whether somebody holds the lock.' },
	'asyncio.Condition.notify': { kind: 'function', summary: 'Wakes one or more of those who wait.' },
	'asyncio.Condition.notify_all': { kind: 'function', summary: 'Wakes all who wait.' },
	'asyncio.Condition.wait': { kind: 'coroutine', summary: 'Gives the lock back, waits for a notice, takes the lock again.' },
	'asyncio.Condition.wait_for': { kind: 'coroutine', summary: 'Waits until a condition holds.' },
	'asyncio.Semaphore': { kind: 'class', summary: 'Lets so many tasks at a time through.', asyncWith: true, ...boundToOneLoop },
	'asyncio.Semaphore.acquire': { kind: 'coroutine', summary: 'Waits for a free place and takes it.' },
	'asyncio.Semaphore.release': { kind: 'function', summary: 'Gives a place back.' },
	'asyncio.Semaphore.locked': { kind: 'function', summary: 'Tells whether no place is free.' },
	'asyncio.BoundedSemaphore': {
		kind: 'class',
		summary: 'A semaphore that minds when more is given back than was taken.',
		asyncWith: true,
		...boundToOneLoop,
	},
	'asyncio.Barrier': { kind: 'class', summary: 'Holds tasks until so many have come.', since: 11, asyncWith: true },
	'asyncio.Barrier.wait': { kind: 'coroutine', summary: 'Waits until all have come.', since: 11 },
	'asyncio.Barrier.reset': { kind: 'coroutine', summary: 'Empties the barrier; who waits gets BrokenBarrierError.', since: 11 },
	'asyncio.Barrier.abort': { kind: 'coroutine', summary: 'Breaks the barrier for good.', since: 11 },
	'asyncio.Barrier.parties': { kind: 'constant', summary: 'How many must come.', since: 11 },
	'asyncio.Barrier.n_waiting': { kind: 'constant', summary: 'How many have come.', since: 11 },
	'asyncio.Barrier.broken': { kind: 'constant', summary: 'Whether the barrier was broken.', since: 11 },
	'asyncio.BrokenBarrierError': { kind: 'class', summary: 'Raised when a barrier was reset or broken.', since: 11 },
};

/** Documented on asyncio-queue.html. */
export const queueTable: AsyncioTable = {
	'asyncio.Queue': { kind: 'class', summary: 'Hands things from task to task, first in, first out. Not for threads.', ...boundToOneLoop },
	'asyncio.PriorityQueue': { kind: 'class', summary: 'A queue that gives the smallest first.', ...boundToOneLoop },
	'asyncio.LifoQueue': { kind: 'class', summary: 'A queue that gives the newest first.', ...boundToOneLoop },
	'asyncio.Queue.get': { kind: 'coroutine', summary: 'Waits for a thing and takes it out.' },
	'asyncio.Queue.put': { kind: 'coroutine', summary: 'Puts a thing in, waiting for room.' },
	'asyncio.Queue.join': { kind: 'coroutine', summary: 'Waits until every thing put in was marked done.' },
	'asyncio.Queue.get_nowait': { kind: 'function', summary: 'Takes a thing out or raises QueueEmpty.' },
	'asyncio.Queue.put_nowait': { kind: 'function', summary: 'Puts a thing in or raises QueueFull. Not from another thread.' },
	'asyncio.Queue.task_done': { kind: 'function', summary: 'Marks a thing taken out as done.' },
	'asyncio.Queue.qsize': { kind: 'function', summary: 'Tells how many things are in.' },
	'asyncio.Queue.empty': { kind: 'function', summary: 'Tells whether nothing is in.' },
	'asyncio.Queue.full': { kind: 'function', summary: 'Tells whether there is no room.' },
	'asyncio.Queue.shutdown': { kind: 'function', summary: 'Ends the queue: further puts and, once empty, gets raise QueueShutDown.', since: 13 },
	'asyncio.Queue.maxsize': { kind: 'constant', summary: 'How many things fit; 0 means any number.' },
	'asyncio.QueueEmpty': { kind: 'class', summary: 'Raised by get_nowait on an empty queue.' },
	'asyncio.QueueFull': { kind: 'class', summary: 'Raised by put_nowait on a full queue.' },
	'asyncio.QueueShutDown': { kind: 'class', summary: 'Raised by a queue that was shut down.', since: 13 },
};
