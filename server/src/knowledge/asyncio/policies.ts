import type { Minor } from '../version-facts.ts';
import type { AsyncioEntry, AsyncioTable } from './entry.ts';

/** Policies warn since 3.14 and go in 3.16. */
function policyFact(name: string): { readonly deprecated: { readonly in: Minor; readonly text: string }; readonly removed: Minor } {
	return { deprecated: { in: 14, text: `'asyncio.${name}' is deprecated and slated for removal in Python 3.16` }, removed: 16 };
}

/** Child watchers warn in 3.12 and 3.13 and are gone since 3.14. The name alone is no use of it: calling or subclassing it warns. */
function watcherFact(name: string): {
	readonly deprecated: { readonly in: Minor; readonly text: string };
	readonly removed: Minor;
	readonly platform: 'posix';
} {
	return {
		deprecated: { in: 12, text: `'${name}' is deprecated as of Python 3.12 and will be removed in Python 3.14.` },
		removed: 14,
		platform: 'posix',
	};
}

const watcherMethod = { removed: 14, platform: 'posix' } as const satisfies Partial<AsyncioEntry>;

/** Documented on asyncio-policy.html. */
export const policyTable: AsyncioTable = {
	'asyncio.get_event_loop_policy': {
		kind: 'function',
		summary: 'Gives the policy, which makes loops.',
		returns: 'asyncio.AbstractEventLoopPolicy',
		...policyFact('get_event_loop_policy'),
	},
	'asyncio.set_event_loop_policy': {
		kind: 'function',
		summary: 'Sets the policy. asyncio.run(main(), loop_factory=...) is the modern form.',
		...policyFact('set_event_loop_policy'),
	},
	'asyncio.AbstractEventLoopPolicy': {
		kind: 'class',
		summary: 'Says how loops are made.',
		...policyFact('AbstractEventLoopPolicy'),
	},
	'asyncio.AbstractEventLoopPolicy.get_event_loop': {
		kind: 'function',
		summary: 'Gives the loop of this thread.',
		removed: 16,
		returns: 'asyncio.AbstractEventLoop',
	},
	'asyncio.AbstractEventLoopPolicy.set_event_loop': { kind: 'function', summary: 'Sets the loop of this thread.', removed: 16 },
	'asyncio.AbstractEventLoopPolicy.new_event_loop': {
		kind: 'function',
		summary: 'Makes a loop, which you must close.',
		removed: 16,
		returns: 'asyncio.AbstractEventLoop',
	},
	'asyncio.AbstractEventLoopPolicy.get_child_watcher': { kind: 'function', summary: 'Gives the child watcher.', removed: 14 },
	'asyncio.AbstractEventLoopPolicy.set_child_watcher': { kind: 'function', summary: 'Sets the child watcher.', removed: 14 },
	'asyncio.DefaultEventLoopPolicy': {
		kind: 'class',
		summary: "The platform's own policy.",
		...policyFact('DefaultEventLoopPolicy'),
	},
	'asyncio.WindowsSelectorEventLoopPolicy': {
		kind: 'class',
		summary: 'Makes selector loops on Windows.',
		platform: 'windows',
		...policyFact('WindowsSelectorEventLoopPolicy'),
	},
	'asyncio.WindowsProactorEventLoopPolicy': {
		kind: 'class',
		summary: 'Makes proactor loops, which is what Windows does anyway since 3.8.',
		platform: 'windows',
		...policyFact('WindowsProactorEventLoopPolicy'),
	},

	'asyncio.get_child_watcher': { kind: 'function', summary: 'Gives what watches child processes.', ...watcherFact('get_child_watcher') },
	'asyncio.set_child_watcher': { kind: 'function', summary: 'Says what watches child processes.', ...watcherFact('set_child_watcher') },
	'asyncio.AbstractChildWatcher': {
		kind: 'class',
		summary: 'What every child watcher can do. Making a subclass warns.',
		syncWith: true,
		...watcherFact('AbstractChildWatcher'),
	},
	'asyncio.AbstractChildWatcher.add_child_handler': { kind: 'function', summary: 'Calls a function when a child process ends.', ...watcherMethod },
	'asyncio.AbstractChildWatcher.remove_child_handler': { kind: 'function', summary: 'Takes such a function back.', ...watcherMethod },
	'asyncio.AbstractChildWatcher.attach_loop': { kind: 'function', summary: 'Ties the watcher to a loop.', ...watcherMethod },
	'asyncio.AbstractChildWatcher.is_active': { kind: 'function', summary: 'Tells whether the watcher is ready.', ...watcherMethod },
	'asyncio.AbstractChildWatcher.close': { kind: 'function', summary: 'Closes the watcher.', ...watcherMethod },
	'asyncio.ThreadedChildWatcher': { kind: 'class', summary: 'Watches each child process from a thread.', syncWith: true, ...watcherMethod },
	'asyncio.PidfdChildWatcher': {
		kind: 'class',
		summary: 'Watches child processes by file descriptors (Linux 5.3).',
		since: 9,
		syncWith: true,
		...watcherMethod,
	},
	'asyncio.SafeChildWatcher': {
		kind: 'class',
		summary: 'Watches child processes by SIGCHLD, one by one.',
		syncWith: true,
		...watcherFact('SafeChildWatcher'),
	},
	'asyncio.FastChildWatcher': {
		kind: 'class',
		summary: 'Watches child processes by SIGCHLD, all at once.',
		syncWith: true,
		...watcherFact('FastChildWatcher'),
	},
	'asyncio.MultiLoopChildWatcher': {
		kind: 'class',
		summary: 'Watches child processes by SIGCHLD for several loops.',
		syncWith: true,
		...watcherFact('MultiLoopChildWatcher'),
	},
};
