import { followsGetEventLoop } from '../version-facts.ts';
import { type AsyncioTable, loopGoneIn310 } from './entry.ts';

/** Documented on asyncio-stream.html. */
export const streamTable: AsyncioTable = {
	'asyncio.open_connection': { kind: 'coroutine', summary: 'Connects over TCP and gives reader and writer.', loopArgument: loopGoneIn310 },
	'asyncio.start_server': {
		kind: 'coroutine',
		summary: 'Listens on a TCP port and calls a function with reader and writer for each client.',
		returns: 'asyncio.Server',
		loopArgument: loopGoneIn310,
	},
	'asyncio.open_unix_connection': {
		kind: 'coroutine',
		summary: 'Connects to a Unix socket and gives reader and writer.',
		platform: 'posix',
		loopArgument: loopGoneIn310,
	},
	'asyncio.start_unix_server': {
		kind: 'coroutine',
		summary: 'Listens on a Unix socket and calls a function with reader and writer for each client.',
		returns: 'asyncio.Server',
		platform: 'posix',
		loopArgument: loopGoneIn310,
	},
	'asyncio.StreamReader': {
		kind: 'class',
		summary: 'The reading end of a connection.',
		asyncFor: true,
		needsRunningLoop: followsGetEventLoop,
		loopArgument: 'legal',
	},
	'asyncio.StreamReader.read': { kind: 'coroutine', summary: 'Reads up to so many bytes, or all until the end.' },
	'asyncio.StreamReader.readline': { kind: 'coroutine', summary: 'Reads one line.' },
	'asyncio.StreamReader.readexactly': { kind: 'coroutine', summary: 'Reads exactly so many bytes.' },
	'asyncio.StreamReader.readuntil': { kind: 'coroutine', summary: 'Reads up to a separator.' },
	'asyncio.StreamReader.at_eof': { kind: 'function', summary: 'Tells whether all was read.' },
	'asyncio.StreamReader.feed_eof': { kind: 'function', summary: 'Marks the end of the data.', anchor: 'asyncio.StreamReader' },
	'asyncio.StreamReader.feed_data': { kind: 'function', summary: 'Puts data in for whoever reads.', anchor: 'asyncio.StreamReader' },
	'asyncio.StreamReader.exception': { kind: 'function', summary: 'Gives the error of the connection, or None.', anchor: 'asyncio.StreamReader' },
	'asyncio.StreamReaderProtocol': {
		kind: 'class',
		summary: 'Joins a transport to a StreamReader.',
		loopArgument: 'legal',
		anchor: 'asyncio.StreamReader',
	},
	'asyncio.StreamWriter': { kind: 'class', summary: 'The writing end of a connection.' },
	'asyncio.StreamWriter.write': { kind: 'function', summary: 'Writes, or keeps what cannot be written yet. Follow it with await writer.drain().' },
	'asyncio.StreamWriter.writelines': { kind: 'function', summary: 'Writes several pieces. Follow it with await writer.drain().' },
	'asyncio.StreamWriter.close': { kind: 'function', summary: 'Closes the connection. Follow it with await writer.wait_closed().' },
	'asyncio.StreamWriter.can_write_eof': { kind: 'function', summary: 'Tells whether write_eof works here.' },
	'asyncio.StreamWriter.write_eof': { kind: 'function', summary: 'Closes the writing end.' },
	'asyncio.StreamWriter.transport': { kind: 'constant', summary: 'The transport beneath.' },
	'asyncio.StreamWriter.get_extra_info': { kind: 'function', summary: 'Tells about the transport: peername, socket, ...' },
	'asyncio.StreamWriter.drain': { kind: 'coroutine', summary: 'Waits until there is room to write more.' },
	'asyncio.StreamWriter.start_tls': {
		kind: 'coroutine',
		summary: 'Turns the connection into an encrypted one.',
		since: 11,
		keywords: { ssl_shutdown_timeout: { since: 12 } },
	},
	'asyncio.StreamWriter.is_closing': { kind: 'function', summary: 'Tells whether the connection is being closed.' },
	'asyncio.StreamWriter.wait_closed': { kind: 'coroutine', summary: 'Waits until the connection is closed.' },
};

const process = 'asyncio.subprocess.Process';

/** Documented on asyncio-subprocess.html. */
export const subprocessTable: AsyncioTable = {
	'asyncio.create_subprocess_exec': {
		kind: 'coroutine',
		summary: 'Starts a program; what it gives is awaited in its turn for the end of the program.',
		returns: process,
		loopArgument: loopGoneIn310,
	},
	'asyncio.create_subprocess_shell': {
		kind: 'coroutine',
		summary: 'Starts a shell command; what it gives is awaited in its turn for the end of the command.',
		returns: process,
		loopArgument: loopGoneIn310,
	},
	'asyncio.subprocess.PIPE': { kind: 'constant', summary: 'Asks for a pipe to the program.' },
	'asyncio.subprocess.STDOUT': { kind: 'constant', summary: 'Sends standard error where standard output goes.' },
	'asyncio.subprocess.DEVNULL': { kind: 'constant', summary: 'Throws the output away.' },
	'asyncio.subprocess.Process': { kind: 'class', summary: 'A running program.' },
	'asyncio.subprocess.Process.wait': { kind: 'coroutine', summary: 'Waits for the end of the program.' },
	'asyncio.subprocess.Process.communicate': { kind: 'coroutine', summary: 'Sends input, reads all output, waits for the end of the program.' },
	'asyncio.subprocess.Process.send_signal': { kind: 'function', summary: 'Sends a signal to the program.' },
	'asyncio.subprocess.Process.terminate': { kind: 'function', summary: 'Asks the program to end.' },
	'asyncio.subprocess.Process.kill': { kind: 'function', summary: 'Ends the program at once.' },
	'asyncio.subprocess.Process.returncode': { kind: 'constant', summary: 'The exit status, None while the program runs.' },
};
