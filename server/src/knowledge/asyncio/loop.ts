import { anotherLoopRunning, followsGetEventLoop, loopAlreadyRunning, noRunningLoop } from '../version-facts.ts';
import type { AsyncioTable } from './entry.ts';

/** Documented on asyncio-runner.html: the entry points. */
export const runnerTable: AsyncioTable = {
	'asyncio.run': {
		kind: 'function',
		summary: 'Makes a loop, runs one coroutine on it to its end and closes the loop: the entry point of a program.',
		keywords: { loop_factory: { since: 12 } },
		raisesOnLoop: [
			{
				place: 'any-thread',
				effect: 'raises',
				exception: 'RuntimeError',
				text: 'asyncio.run() cannot be called from a running event loop',
			},
		],
	},
	'asyncio.Runner': {
		kind: 'class',
		summary: 'Runs several coroutines one after another on one loop of its own, which it closes in the end.',
		since: 11,
		syncWith: true,
	},
	'asyncio.Runner.run': {
		kind: 'function',
		summary: 'Runs a coroutine to its end on the loop of the runner.',
		since: 11,
		raisesOnLoop: [
			{
				place: 'any-thread',
				from: 11,
				effect: 'raises',
				exception: 'RuntimeError',
				text: 'Runner.run() cannot be called from a running event loop',
			},
		],
	},
	'asyncio.Runner.get_loop': { kind: 'function', summary: 'Gives the loop of the runner.', since: 11, returns: 'asyncio.AbstractEventLoop' },
	'asyncio.Runner.close': { kind: 'function', summary: 'Cancels what is left, closes the loop of the runner.', since: 11 },
};

const serverCalls = { ssl_shutdown_timeout: { since: 11 } } as const;

/** Documented on asyncio-eventloop.html: getting a loop, and the loop's methods (their anchors begin with `asyncio.loop.`). */
export const loopTable: AsyncioTable = {
	'asyncio.get_running_loop': {
		kind: 'function',
		summary: 'Gives the loop that runs in this thread.',
		returns: 'asyncio.AbstractEventLoop',
		needsRunningLoop: noRunningLoop,
	},
	'asyncio.get_event_loop': {
		kind: 'function',
		summary: 'Gives the running loop; where none runs, the one that was set for the thread, which depends on the Python version.',
		returns: 'asyncio.AbstractEventLoop',
		needsRunningLoop: followsGetEventLoop,
	},
	'asyncio.new_event_loop': { kind: 'function', summary: 'Makes a loop, which you must close.', returns: 'asyncio.AbstractEventLoop' },
	'asyncio.set_event_loop': { kind: 'function', summary: 'Sets the loop that get_event_loop() gives in this thread where none runs.' },
	'asyncio.AbstractEventLoop': { kind: 'class', summary: 'What every event loop can do.' },
	'asyncio.BaseEventLoop': { kind: 'class', summary: "The common part of asyncio's own loops.", anchor: 'asyncio.AbstractEventLoop' },
	'asyncio.SelectorEventLoop': { kind: 'class', summary: 'The loop that waits with select, poll, epoll or kqueue; the default outside Windows.' },
	'asyncio.ProactorEventLoop': {
		kind: 'class',
		summary: 'The loop that waits with completion ports; the default on Windows.',
		platform: 'windows',
	},
	'asyncio.EventLoop': { kind: 'class', summary: 'The best loop for the platform.', since: 13 },
	'asyncio.Handle': { kind: 'class', summary: 'A callback that waits for its turn on the loop.' },
	'asyncio.Handle.cancel': { kind: 'function', summary: 'Takes the callback back.' },
	'asyncio.Handle.cancelled': { kind: 'function', summary: 'Tells whether the callback was taken back.' },
	'asyncio.TimerHandle': { kind: 'class', summary: 'A callback that waits for its time.' },
	'asyncio.TimerHandle.when': { kind: 'function', summary: 'Gives the time of the clock of the loop at which the callback runs.' },

	'asyncio.AbstractEventLoop.run_until_complete': {
		kind: 'function',
		summary: 'Runs the loop until what it is given is done, and gives its result.',
		raisesOnLoop: [loopAlreadyRunning, anotherLoopRunning],
	},
	'asyncio.AbstractEventLoop.run_forever': {
		kind: 'function',
		summary: 'Runs the loop until stop() is called.',
		raisesOnLoop: [loopAlreadyRunning, anotherLoopRunning],
	},
	'asyncio.AbstractEventLoop.stop': { kind: 'function', summary: 'Makes the loop stop at the next turn.' },
	'asyncio.AbstractEventLoop.is_running': { kind: 'function', summary: 'Tells whether the loop runs now.' },
	'asyncio.AbstractEventLoop.is_closed': { kind: 'function', summary: 'Tells whether the loop was closed.' },
	'asyncio.AbstractEventLoop.close': {
		kind: 'function',
		summary: 'Closes a loop that stands still; closing it twice does no harm.',
		raisesOnLoop: [{ place: 'any-thread', effect: 'raises', exception: 'RuntimeError', text: 'Cannot close a running event loop' }],
	},
	'asyncio.AbstractEventLoop.shutdown_asyncgens': { kind: 'coroutine', summary: 'Closes the async generators that are still open.' },
	'asyncio.AbstractEventLoop.shutdown_default_executor': {
		kind: 'coroutine',
		summary: 'Waits for the default thread pool to end.',
		since: 9,
		keywords: { timeout: { since: 12 } },
	},
	'asyncio.AbstractEventLoop.call_soon': {
		kind: 'function',
		summary: 'Calls a plain function at the next turn of the loop. Not from another thread.',
		returns: 'asyncio.Handle',
	},
	'asyncio.AbstractEventLoop.call_soon_threadsafe': {
		kind: 'function',
		summary: 'Calls a plain function at the next turn of the loop, from any thread.',
		returns: 'asyncio.Handle',
	},
	'asyncio.AbstractEventLoop.call_later': {
		kind: 'function',
		summary: 'Calls a plain function after so many seconds.',
		returns: 'asyncio.TimerHandle',
	},
	'asyncio.AbstractEventLoop.call_at': {
		kind: 'function',
		summary: 'Calls a plain function at a time of the clock of the loop.',
		returns: 'asyncio.TimerHandle',
	},
	'asyncio.AbstractEventLoop.time': { kind: 'function', summary: 'Gives the time of the clock of the loop, in seconds.' },
	'asyncio.AbstractEventLoop.create_future': { kind: 'function', summary: 'Makes a future that belongs to the loop.', returns: 'asyncio.Future' },
	'asyncio.AbstractEventLoop.create_task': {
		kind: 'awaitable',
		summary: 'Starts a coroutine in the background on this loop. Keep the task; not from another thread.',
		returns: 'asyncio.Task',
		keywords: { context: { since: 11 }, eager_start: { since: 14 } },
	},
	'asyncio.AbstractEventLoop.set_task_factory': { kind: 'function', summary: 'Says how create_task makes tasks.' },
	'asyncio.AbstractEventLoop.get_task_factory': { kind: 'function', summary: 'Gives the task factory, or None.' },
	'asyncio.AbstractEventLoop.run_in_executor': {
		kind: 'awaitable',
		summary: 'Calls a blocking function in a pool of threads or processes. Takes the function, not its result.',
		returns: 'asyncio.Future',
	},
	'asyncio.AbstractEventLoop.set_default_executor': { kind: 'function', summary: 'Sets the thread pool that run_in_executor(None, ...) uses.' },
	'asyncio.AbstractEventLoop.getaddrinfo': { kind: 'coroutine', summary: 'Looks a host name up without blocking.' },
	'asyncio.AbstractEventLoop.getnameinfo': { kind: 'coroutine', summary: 'Looks the name of an address up without blocking.' },
	'asyncio.AbstractEventLoop.create_connection': {
		kind: 'coroutine',
		summary: 'Opens a TCP connection and gives transport and protocol.',
		keywords: { ...serverCalls, all_errors: { since: 12 } },
	},
	'asyncio.AbstractEventLoop.create_datagram_endpoint': {
		kind: 'coroutine',
		summary: 'Opens a UDP endpoint and gives transport and protocol.',
		keywords: { reuse_address: { removed: 11 } },
	},
	'asyncio.AbstractEventLoop.create_unix_connection': {
		kind: 'coroutine',
		summary: 'Connects to a Unix socket and gives transport and protocol.',
		keywords: serverCalls,
	},
	'asyncio.AbstractEventLoop.create_server': {
		kind: 'coroutine',
		summary: 'Listens on a TCP port.',
		returns: 'asyncio.Server',
		keywords: { ...serverCalls, keep_alive: { since: 13 } },
	},
	'asyncio.AbstractEventLoop.create_unix_server': {
		kind: 'coroutine',
		summary: 'Listens on a Unix socket.',
		returns: 'asyncio.Server',
		keywords: { ...serverCalls, cleanup_socket: { since: 13 } },
	},
	'asyncio.AbstractEventLoop.connect_accepted_socket': {
		kind: 'coroutine',
		summary: 'Wraps an accepted socket in transport and protocol.',
		keywords: serverCalls,
	},
	'asyncio.AbstractEventLoop.sendfile': { kind: 'coroutine', summary: 'Sends a file over a transport.' },
	'asyncio.AbstractEventLoop.start_tls': { kind: 'coroutine', summary: 'Turns a connection into an encrypted one.', keywords: serverCalls },
	'asyncio.AbstractEventLoop.add_reader': {
		kind: 'function',
		summary: 'Calls a plain function whenever a file descriptor can be read. Not on the Windows proactor loop.',
	},
	'asyncio.AbstractEventLoop.remove_reader': { kind: 'function', summary: 'Stops watching a file descriptor for reading.' },
	'asyncio.AbstractEventLoop.add_writer': {
		kind: 'function',
		summary: 'Calls a plain function whenever a file descriptor can be written. Not on the Windows proactor loop.',
	},
	'asyncio.AbstractEventLoop.remove_writer': { kind: 'function', summary: 'Stops watching a file descriptor for writing.' },
	'asyncio.AbstractEventLoop.sock_recv': { kind: 'coroutine', summary: 'Receives from a non-blocking socket.' },
	'asyncio.AbstractEventLoop.sock_recv_into': { kind: 'coroutine', summary: 'Receives from a non-blocking socket into a buffer.' },
	'asyncio.AbstractEventLoop.sock_recvfrom': { kind: 'coroutine', summary: 'Receives a datagram and its sender.', since: 11 },
	'asyncio.AbstractEventLoop.sock_recvfrom_into': { kind: 'coroutine', summary: 'Receives a datagram into a buffer.', since: 11 },
	'asyncio.AbstractEventLoop.sock_sendall': { kind: 'coroutine', summary: 'Sends all the data over a non-blocking socket.' },
	'asyncio.AbstractEventLoop.sock_sendto': { kind: 'coroutine', summary: 'Sends a datagram to an address.', since: 11 },
	'asyncio.AbstractEventLoop.sock_connect': { kind: 'coroutine', summary: 'Connects a non-blocking socket.' },
	'asyncio.AbstractEventLoop.sock_accept': { kind: 'coroutine', summary: 'Accepts a connection on a non-blocking socket.' },
	'asyncio.AbstractEventLoop.sock_sendfile': { kind: 'coroutine', summary: 'Sends a file over a non-blocking socket.' },
	'asyncio.AbstractEventLoop.connect_read_pipe': { kind: 'coroutine', summary: 'Reads a pipe through a protocol.' },
	'asyncio.AbstractEventLoop.connect_write_pipe': { kind: 'coroutine', summary: 'Writes to a pipe through a transport.' },
	'asyncio.AbstractEventLoop.add_signal_handler': {
		kind: 'function',
		summary: 'Calls a plain function on the loop when a signal arrives. Main thread only, and not on Windows (NotImplementedError).',
	},
	'asyncio.AbstractEventLoop.remove_signal_handler': { kind: 'function', summary: 'Takes a signal handler back. Not on Windows.' },
	'asyncio.AbstractEventLoop.set_exception_handler': { kind: 'function', summary: 'Says what happens to errors nobody catches.' },
	'asyncio.AbstractEventLoop.get_exception_handler': { kind: 'function', summary: 'Gives the handler of uncaught errors, or None.' },
	'asyncio.AbstractEventLoop.default_exception_handler': { kind: 'function', summary: 'Logs an error nobody caught.' },
	'asyncio.AbstractEventLoop.call_exception_handler': { kind: 'function', summary: 'Reports an error to the handler of the loop.' },
	'asyncio.AbstractEventLoop.get_debug': { kind: 'function', summary: 'Tells whether debug mode is on.' },
	'asyncio.AbstractEventLoop.set_debug': { kind: 'function', summary: 'Turns debug mode on or off.' },
	'asyncio.AbstractEventLoop.subprocess_exec': { kind: 'coroutine', summary: 'Starts a program with a protocol for its pipes.' },
	'asyncio.AbstractEventLoop.subprocess_shell': { kind: 'coroutine', summary: 'Starts a shell command with a protocol for its pipes.' },

	'asyncio.AbstractServer': { kind: 'class', summary: 'What every server can do.', asyncWith: true, anchor: 'asyncio.Server' },
	'asyncio.Server': {
		kind: 'class',
		summary: 'A listening server. Leaving its async with block closes it. As asyncio.Server since 3.9.',
		since: 9,
		asyncWith: true,
	},
	'asyncio.Server.close': { kind: 'function', summary: 'Stops listening; wait_closed waits for the end.', since: 9 },
	'asyncio.Server.close_clients': { kind: 'function', summary: 'Closes the open connections.', since: 13 },
	'asyncio.Server.abort_clients': { kind: 'function', summary: 'Drops the open connections at once.', since: 13 },
	'asyncio.Server.get_loop': { kind: 'function', summary: 'Gives the loop of the server.', since: 9, returns: 'asyncio.AbstractEventLoop' },
	'asyncio.Server.start_serving': { kind: 'coroutine', summary: 'Begins to accept connections.', since: 9 },
	'asyncio.Server.serve_forever': { kind: 'coroutine', summary: 'Accepts connections until it is cancelled.', since: 9 },
	'asyncio.Server.is_serving': { kind: 'function', summary: 'Tells whether connections are accepted.', since: 9 },
	'asyncio.Server.wait_closed': { kind: 'coroutine', summary: 'Waits until the server is closed.', since: 9 },
	'asyncio.Server.sockets': { kind: 'constant', summary: 'The sockets on which it listens.', since: 9 },
};
