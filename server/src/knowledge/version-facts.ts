/** Minor version of Python 3: 8 means 3.8. */
export type Minor = number;

/** Where a call stands when a fact applies to it. */
export type Place = 'main-thread' | 'other-thread' | 'any-thread';

/**
 * What Python does in a span of versions. Every text was printed by CPython 3.8.18, 3.9.18, 3.10.13, 3.11.7, 3.12.1, 3.13.0 and, where no thread
 * is needed, 3.14.2 and 3.15.0rc1; test/python/knowledge.test.ts runs them again on every CPython it finds.
 */
export interface VersionFact {
	/** First 3.N it holds for; left out: from the oldest supported version. */
	readonly from?: Minor;
	/** Last 3.N it holds for; left out: up to the newest. */
	readonly to?: Minor;
	readonly place: Place;
	/** `silent`: it works, which is said where other versions do not. */
	readonly effect: 'raises' | 'warns' | 'silent';
	/** Class of the exception or warning, as a traceback prints it; left out when silent. */
	readonly exception?: string;
	/** Exact text after the class name. `{thread}` stands for the thread's name. When silent: what happens instead, as a sentence. */
	readonly text: string;
}

/** The facts of a list that hold for one version. */
export function factsFor(facts: readonly VersionFact[], minor: Minor): readonly VersionFact[] {
	return facts.filter((fact) => (fact.from ?? minor) <= minor && minor <= (fact.to ?? minor));
}

/** Functions that ask for the running loop and nothing else. */
export const noRunningLoop: readonly VersionFact[] = [{ place: 'any-thread', effect: 'raises', exception: 'RuntimeError', text: 'no running event loop' }];

/**
 * `asyncio.get_event_loop()` outside a loop, and everything that falls back on it, as long as nobody set a loop.
 * Releases 3.10.0-3.10.8 and 3.11.0-3.11.1 warned too; later ones of the same minor version do not, so the warning is not listed for them.
 */
export const followsGetEventLoop: readonly VersionFact[] = [
	{ place: 'main-thread', to: 11, effect: 'silent', text: 'Makes a new event loop and sets it for the main thread.' },
	{ place: 'main-thread', from: 12, to: 13, effect: 'warns', exception: 'DeprecationWarning', text: 'There is no current event loop' },
	{ place: 'main-thread', from: 14, effect: 'raises', exception: 'RuntimeError', text: "There is no current event loop in thread 'MainThread'." },
	{ place: 'other-thread', effect: 'raises', exception: 'RuntimeError', text: "There is no current event loop in thread '{thread}'." },
];

/** Locks and queues looked for a loop when they were built, until 3.9; since 3.10 they do so when they are first waited for. */
export const bindsLoopWhenBuiltUntil39: readonly VersionFact[] = [
	{ place: 'main-thread', to: 9, effect: 'silent', text: 'Binds to the loop that get_event_loop() gives, and is useless in any other.' },
	{ place: 'other-thread', to: 9, effect: 'raises', exception: 'RuntimeError', text: "There is no current event loop in thread '{thread}'." },
	{ place: 'any-thread', from: 10, effect: 'silent', text: 'Binds to a loop when it is first waited for.' },
];

/** A loop that is told to run while it runs. uvloop spells it `this event loop is already running.` */
export const loopAlreadyRunning: VersionFact = {
	place: 'any-thread',
	effect: 'raises',
	exception: 'RuntimeError',
	text: 'This event loop is already running',
};

/** A loop that is told to run in a thread where another one runs. */
export const anotherLoopRunning: VersionFact = {
	place: 'any-thread',
	effect: 'raises',
	exception: 'RuntimeError',
	text: 'Cannot run the event loop while another loop is running',
};
