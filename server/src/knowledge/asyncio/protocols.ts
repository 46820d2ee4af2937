import type { AsyncioTable } from './entry.ts';

/** Documented on asyncio-exceptions.html. */
export const exceptionTable: AsyncioTable = {
	'asyncio.TimeoutError': { kind: 'class', summary: 'Raised when time is up. A class of its own until 3.10, the built-in TimeoutError since 3.11.' },
	'asyncio.CancelledError': { kind: 'class', summary: 'Raised in a task that is cancelled. A BaseException: except Exception does not catch it.' },
	'asyncio.InvalidStateError': { kind: 'class', summary: 'Raised when a future is not in the state that the call needs.' },
	'asyncio.SendfileNotAvailableError': { kind: 'class', summary: 'Raised where the system has no sendfile for this file or socket.' },
	'asyncio.IncompleteReadError': { kind: 'class', summary: 'Raised when the stream ends before all was read.' },
	'asyncio.LimitOverrunError': { kind: 'class', summary: 'Raised when the buffer is full before the separator came.' },
};

/** Documented on asyncio-task.html with asyncio.wait; the anchor is that of the function. */
export const waitConstants: AsyncioTable = {
	'asyncio.FIRST_COMPLETED': { kind: 'constant', summary: 'asyncio.wait returns when the first one is done.', anchor: 'asyncio.wait' },
	'asyncio.FIRST_EXCEPTION': { kind: 'constant', summary: 'asyncio.wait returns when the first one fails, or all are done.', anchor: 'asyncio.wait' },
	'asyncio.ALL_COMPLETED': { kind: 'constant', summary: 'asyncio.wait returns when all are done.', anchor: 'asyncio.wait' },
};

/** Documented on asyncio-graph.html. Read in the documentation of 3.14; not run on the CPythons at hand. */
export const callGraphTable: AsyncioTable = {
	'asyncio.capture_call_graph': { kind: 'function', summary: 'Gives who waits for whom, for one task or future.', since: 14 },
	'asyncio.print_call_graph': { kind: 'function', summary: 'Prints who waits for whom.', since: 14 },
};

/** Documented on asyncio-protocol.html: transports and protocols, all of whose methods are plain functions. */
export const protocolTable: AsyncioTable = {
	'asyncio.BaseTransport': { kind: 'class', summary: 'What every transport can do.' },
	'asyncio.BaseTransport.close': { kind: 'function', summary: 'Closes the transport once all is written.' },
	'asyncio.BaseTransport.is_closing': { kind: 'function', summary: 'Tells whether it is being closed.' },
	'asyncio.BaseTransport.get_extra_info': { kind: 'function', summary: 'Tells about the connection: peername, socket, ...' },
	'asyncio.BaseTransport.set_protocol': { kind: 'function', summary: 'Changes the protocol.' },
	'asyncio.BaseTransport.get_protocol': { kind: 'function', summary: 'Gives the protocol.' },
	'asyncio.ReadTransport': { kind: 'class', summary: 'A transport for reading.' },
	'asyncio.ReadTransport.is_reading': { kind: 'function', summary: 'Tells whether data is taken in.' },
	'asyncio.ReadTransport.pause_reading': { kind: 'function', summary: 'Takes no data in for a while.' },
	'asyncio.ReadTransport.resume_reading': { kind: 'function', summary: 'Takes data in again.' },
	'asyncio.WriteTransport': { kind: 'class', summary: 'A transport for writing.' },
	'asyncio.WriteTransport.abort': { kind: 'function', summary: 'Closes at once and drops what is not written.' },
	'asyncio.WriteTransport.can_write_eof': { kind: 'function', summary: 'Tells whether write_eof works here.' },
	'asyncio.WriteTransport.get_write_buffer_size': { kind: 'function', summary: 'Tells how much waits to be written.' },
	'asyncio.WriteTransport.get_write_buffer_limits': { kind: 'function', summary: 'Gives the marks of the write buffer.', since: 9 },
	'asyncio.WriteTransport.set_write_buffer_limits': { kind: 'function', summary: 'Sets the marks of the write buffer.' },
	'asyncio.WriteTransport.write': { kind: 'function', summary: 'Writes, or keeps what cannot be written yet. It does not block.' },
	'asyncio.WriteTransport.writelines': { kind: 'function', summary: 'Writes several pieces. It does not block.' },
	'asyncio.WriteTransport.write_eof': { kind: 'function', summary: 'Closes the writing end.' },
	'asyncio.Transport': { kind: 'class', summary: 'A transport for both directions.' },
	'asyncio.DatagramTransport': { kind: 'class', summary: 'A transport for datagrams.' },
	'asyncio.DatagramTransport.sendto': { kind: 'function', summary: 'Sends a datagram. It does not block.' },
	'asyncio.DatagramTransport.abort': { kind: 'function', summary: 'Closes at once.' },
	'asyncio.SubprocessTransport': { kind: 'class', summary: 'A transport for a running program.' },
	'asyncio.SubprocessTransport.get_pid': { kind: 'function', summary: 'Gives the process id.' },
	'asyncio.SubprocessTransport.get_pipe_transport': { kind: 'function', summary: 'Gives the transport of one of its pipes.' },
	'asyncio.SubprocessTransport.get_returncode': { kind: 'function', summary: 'Gives the exit status, None while it runs.' },
	'asyncio.SubprocessTransport.kill': { kind: 'function', summary: 'Ends the program at once.' },
	'asyncio.SubprocessTransport.send_signal': { kind: 'function', summary: 'Sends a signal to the program.' },
	'asyncio.SubprocessTransport.terminate': { kind: 'function', summary: 'Asks the program to end.' },
	'asyncio.BaseProtocol': { kind: 'class', summary: 'What every protocol can be told.' },
	'asyncio.BaseProtocol.connection_made': { kind: 'function', summary: 'Called by the loop when the connection stands.' },
	'asyncio.BaseProtocol.connection_lost': { kind: 'function', summary: 'Called by the loop when the connection is gone.' },
	'asyncio.BaseProtocol.pause_writing': { kind: 'function', summary: 'Called by the loop when the write buffer is full.' },
	'asyncio.BaseProtocol.resume_writing': { kind: 'function', summary: 'Called by the loop when there is room again.' },
	'asyncio.Protocol': { kind: 'class', summary: 'The callbacks of a stream connection.' },
	'asyncio.Protocol.data_received': { kind: 'function', summary: 'Called by the loop with data.' },
	'asyncio.Protocol.eof_received': { kind: 'function', summary: 'Called by the loop when the other side has ended.' },
	'asyncio.BufferedProtocol': { kind: 'class', summary: 'The callbacks of a stream connection with buffers of its own.' },
	'asyncio.BufferedProtocol.get_buffer': { kind: 'function', summary: 'Called by the loop for a buffer.' },
	'asyncio.BufferedProtocol.buffer_updated': { kind: 'function', summary: 'Called by the loop when the buffer holds data.' },
	'asyncio.BufferedProtocol.eof_received': { kind: 'function', summary: 'Called by the loop when the other side has ended.' },
	'asyncio.DatagramProtocol': { kind: 'class', summary: 'The callbacks of a datagram endpoint.' },
	'asyncio.DatagramProtocol.datagram_received': { kind: 'function', summary: 'Called by the loop with a datagram.' },
	'asyncio.DatagramProtocol.error_received': { kind: 'function', summary: 'Called by the loop when a datagram could not be sent.' },
	'asyncio.SubprocessProtocol': { kind: 'class', summary: 'The callbacks of a running program.' },
	'asyncio.SubprocessProtocol.pipe_data_received': { kind: 'function', summary: 'Called by the loop with output of the program.' },
	'asyncio.SubprocessProtocol.pipe_connection_lost': { kind: 'function', summary: 'Called by the loop when a pipe is closed.' },
	'asyncio.SubprocessProtocol.process_exited': { kind: 'function', summary: 'Called by the loop when the program has ended.' },
};
