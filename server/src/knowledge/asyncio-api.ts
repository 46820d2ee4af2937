import { remember } from '../util/remember.ts';
import type { AsyncioEntry, AsyncioTable } from './asyncio/entry.ts';
import { loopTable, runnerTable } from './asyncio/loop.ts';
import { policyTable } from './asyncio/policies.ts';
import { callGraphTable, exceptionTable, protocolTable, waitConstants } from './asyncio/protocols.ts';
import { streamTable, subprocessTable } from './asyncio/streams.ts';
import { taskTable } from './asyncio/tasks.ts';
import { futureTable, lockTable, queueTable } from './asyncio/waiting.ts';
import { ancestorsOf } from './types.ts';

export type { AsyncioKind, KeywordFact } from './asyncio/entry.ts';

/** A public name of asyncio with its place in the documentation. */
export interface AsyncioApi extends AsyncioEntry {
	/** As a user's imports resolve it: `asyncio.run`, `asyncio.AbstractEventLoop.run_until_complete`. */
	readonly name: string;
	/** Page and anchor below `documentationRoot`. */
	readonly docs: string;
}

/** What `AsyncioApi.docs` is relative to. */
export const documentationRoot = 'https://docs.python.org/3/library/';

const pages: Readonly<Record<string, readonly AsyncioTable[]>> = {
	'asyncio-runner.html': [runnerTable],
	'asyncio-task.html': [taskTable, waitConstants],
	'asyncio-eventloop.html': [loopTable],
	'asyncio-future.html': [futureTable],
	'asyncio-sync.html': [lockTable],
	'asyncio-queue.html': [queueTable],
	'asyncio-stream.html': [streamTable],
	'asyncio-subprocess.html': [subprocessTable],
	'asyncio-policy.html': [policyTable],
	'asyncio-protocol.html': [protocolTable],
	'asyncio-exceptions.html': [exceptionTable],
	'asyncio-graph.html': [callGraphTable],
};

/** Every public name of asyncio that is known, by its qualified name. */
export const asyncioApis: ReadonlyMap<string, AsyncioApi> = new Map(
	Object.entries(pages).flatMap(([page, tables]) => tables.flatMap((table) => onPage(page, table))),
);

/**
 * What is known of a name of asyncio, in whichever spelling: `asyncio.tasks.sleep` is `asyncio.sleep`, and a method that a class inherits is found with
 * the class that has it (`asyncio.LifoQueue.get`).
 */
export const asyncioApi: (qualifiedName: string) => AsyncioApi | undefined = remember((qualifiedName) => {
	const name = canonicalAsyncioName(qualifiedName);
	const known = asyncioApis.get(name);
	if (known) return known;
	const dot = name.lastIndexOf('.');
	for (const ancestor of ancestorsOf(name.slice(0, dot))) {
		const inherited = asyncioApis.get(ancestor + name.slice(dot));
		if (inherited) return inherited;
	}
	return undefined;
});

/** The name under which `asyncioApis` lists it: `asyncio.tasks.Task.cancel` is `asyncio.Task.cancel`; anything else comes back as it is. */
export function canonicalAsyncioName(qualifiedName: string): string {
	const parts = qualifiedName.split('.');
	const [root, module, name] = parts;
	if (root !== 'asyncio' || module === undefined || name === undefined) return qualifiedName;
	return submodules[module]?.includes(name) ? ['asyncio', ...parts.slice(2)].join('.') : qualifiedName;
}

/** Where asyncio defines its public names: `from asyncio.tasks import sleep` is found in real code. */
export const submodules: Readonly<Record<string, readonly string[]>> = {
	base_events: ['BaseEventLoop', 'Server'],
	coroutines: ['coroutine', 'iscoroutine', 'iscoroutinefunction'],
	events: [
		...['AbstractEventLoop', 'AbstractEventLoopPolicy', 'AbstractServer', 'Handle', 'TimerHandle', 'get_child_watcher', 'get_event_loop'],
		...['get_event_loop_policy', 'get_running_loop', 'new_event_loop', 'set_child_watcher', 'set_event_loop', 'set_event_loop_policy'],
	],
	exceptions: [
		...['BrokenBarrierError', 'CancelledError', 'IncompleteReadError', 'InvalidStateError', 'LimitOverrunError', 'SendfileNotAvailableError'],
		'TimeoutError',
	],
	futures: ['Future', 'isfuture', 'wrap_future'],
	graph: ['capture_call_graph', 'print_call_graph'],
	locks: ['Barrier', 'BoundedSemaphore', 'Condition', 'Event', 'Lock', 'Semaphore'],
	protocols: ['BaseProtocol', 'BufferedProtocol', 'DatagramProtocol', 'Protocol', 'SubprocessProtocol'],
	queues: ['LifoQueue', 'PriorityQueue', 'Queue', 'QueueEmpty', 'QueueFull', 'QueueShutDown'],
	runners: ['Runner', 'run'],
	streams: ['StreamReader', 'StreamReaderProtocol', 'StreamWriter', 'open_connection', 'open_unix_connection', 'start_server', 'start_unix_server'],
	subprocess: ['create_subprocess_exec', 'create_subprocess_shell'],
	taskgroups: ['TaskGroup'],
	tasks: [
		...['ALL_COMPLETED', 'FIRST_COMPLETED', 'FIRST_EXCEPTION', 'Task', 'all_tasks', 'as_completed', 'create_eager_task_factory', 'create_task'],
		...['current_task', 'eager_task_factory', 'ensure_future', 'gather', 'run_coroutine_threadsafe', 'shield', 'sleep', 'wait', 'wait_for'],
	],
	threads: ['to_thread'],
	timeouts: ['Timeout', 'timeout', 'timeout_at'],
	transports: ['BaseTransport', 'DatagramTransport', 'ReadTransport', 'SubprocessTransport', 'Transport', 'WriteTransport'],
	unix_events: [
		...['AbstractChildWatcher', 'DefaultEventLoopPolicy', 'EventLoop', 'FastChildWatcher', 'MultiLoopChildWatcher', 'PidfdChildWatcher'],
		...['SafeChildWatcher', 'SelectorEventLoop', 'ThreadedChildWatcher'],
	],
	windows_events: [
		...['DefaultEventLoopPolicy', 'EventLoop', 'ProactorEventLoop', 'SelectorEventLoop', 'WindowsProactorEventLoopPolicy'],
		'WindowsSelectorEventLoopPolicy',
	],
};

/** The documentation writes the methods of a loop as `asyncio.loop.method`; every other anchor is the name. */
function onPage(page: string, table: AsyncioTable): readonly (readonly [string, AsyncioApi])[] {
	return Object.entries(table).map(([name, entry]) => {
		const anchor = entry.anchor ?? name.replace('asyncio.AbstractEventLoop.', 'asyncio.loop.');
		return [name, { ...entry, name, docs: anchor === '' ? page : `${page}#${anchor}` }];
	});
}
