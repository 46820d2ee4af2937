import { type FrameworkEntry, words } from './entry.ts';

/** What the standard library and watchdog call back. */
export const standardLibrary: readonly FrameworkEntry[] = [
	{
		role: 'the run method of a thread',
		checkedAgainst: 'CPython 3.8 to 3.13',
		asyncRunsOn: 'never-awaited',
		syncRunsOn: 'worker-thread',
		methodsOfSubclasses: { 'threading.Thread': ['run'] },
	},
	{
		role: 'a handler of a signal',
		checkedAgainst: 'CPython 3.8 to 3.13',
		asyncRunsOn: 'never-awaited',
		syncRunsOn: 'where-given',
		argumentsOf: { 'signal.signal': { position: 1, keyword: 'handler' } },
	},
	{
		role: 'a callback of a window',
		checkedAgainst: 'CPython 3.8 to 3.13',
		asyncRunsOn: 'never-awaited',
		syncRunsOn: 'no-loop',
		runBy: words('tkinter.mainloop tkinter.Misc.mainloop tkinter.Misc.update'),
		argumentsOf: {
			...Object.fromEntries(
				words('Button Checkbutton Radiobutton Scale').flatMap((widget) => [
					[`tkinter.${widget}`, { keyword: 'command' }],
					[`tkinter.ttk.${widget}`, { keyword: 'command' }],
				]),
			),
			'tkinter.Misc.after': { position: 1, keyword: 'func' },
			'tkinter.Misc.after_idle': { position: 0, keyword: 'func' },
			'tkinter.Misc.bind': { position: 1, keyword: 'func' },
			'tkinter.Wm.protocol': { position: 1, keyword: 'func' },
		},
	},
	{
		role: 'a handler of the connections of an asyncio server',
		checkedAgainst: 'CPython 3.8 to 3.13',
		asyncRunsOn: 'loop',
		syncRunsOn: 'loop',
		argumentsOf: {
			'asyncio.start_server': { position: 0, keyword: 'client_connected_cb' },
			'asyncio.start_unix_server': { position: 0, keyword: 'client_connected_cb' },
		},
		parameters: ['asyncio.StreamReader', 'asyncio.StreamWriter'],
	},
	{
		role: 'a handler of a watchdog observer, which calls it in its own thread',
		checkedAgainst: 'watchdog 6.0.0',
		asyncRunsOn: 'never-awaited',
		syncRunsOn: 'worker-thread',
		methodsOfSubclasses: {
			'watchdog.events.FileSystemEventHandler': words(
				'dispatch on_any_event on_closed on_closed_no_write on_created on_deleted on_modified on_moved on_opened',
			),
		},
	},
	{
		role: 'a callback of an asyncio protocol',
		checkedAgainst: 'CPython 3.8 to 3.13',
		asyncRunsOn: 'never-awaited',
		syncRunsOn: 'loop',
		methodsOfSubclasses: {
			'asyncio.BaseProtocol': words('connection_made connection_lost pause_writing resume_writing'),
			'asyncio.Protocol': words('data_received eof_received'),
			'asyncio.BufferedProtocol': words('get_buffer buffer_updated eof_received'),
			'asyncio.DatagramProtocol': words('datagram_received error_received'),
			'asyncio.SubprocessProtocol': words('pipe_data_received pipe_connection_lost process_exited'),
		},
	},
];
