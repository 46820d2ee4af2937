import type { Minor } from '../version-facts.ts';

/** Which rule speaks of it: blocking-sleep, blocking-http, ..., blocking-wait; `call` is blocking-call. */
export type BlockingGroup = 'sleep' | 'http' | 'database' | 'subprocess' | 'file-io' | 'input' | 'wait' | 'call';

/** What the thread stands still for. Disk and processor are often short; network, sleep, process and terminal have no limit. */
export type BlockingCost = 'network' | 'sleep' | 'process' | 'disk' | 'terminal' | 'cpu' | 'thread';

/** An argument with which a call returns at once: `queue.get(block=False)`. The position counts from 0, without self. */
export interface NonBlockingArgument {
	readonly keyword: string;
	readonly position: number;
	/** As Python writes it: False, 0, os.WNOHANG. */
	readonly value: string;
}

/** An asynchronous way to the same end. Named to users only where their project depends on the library already (`asyncio` always). */
export interface AsyncAlternative {
	/** Name of the distribution as `pip install` takes it. */
	readonly library: string;
	/** What is imported from it, where that differs from the distribution's name by more than a dash. */
	readonly module?: string;
	/** What to use from it. */
	readonly text: string;
	/** First version of the library that has it; left out: any version in use. */
	readonly since?: string;
}

/**
 * Calls that stop the thread for the same reason. To add one, put its name in a list: functions as users import them, methods under the class that
 * has them (a class that inherits them needs an entry in types.ts, not here), constructors that block as functions.
 */
export interface BlockingFamily {
	readonly group: BlockingGroup;
	readonly cost: BlockingCost;
	/** Completes "The call waits for ...". */
	readonly waitsFor: string;
	/** First 3.N of Python that has all of it; left out: 3.8 or before. */
	readonly since?: Minor;
	/** First 3.N of Python without it. */
	readonly removed?: Minor;
	/** Library and version the names were checked against; left out: the standard library, checked on each CPython found. */
	readonly checkedAgainst?: string;
	readonly alternatives?: readonly AsyncAlternative[];
	readonly functions?: readonly string[];
	readonly methods?: Readonly<Record<string, readonly string[]>>;
	/** Types nearly all of whose methods wait for the network, each with the methods that do not. */
	readonly everyMethodOf?: Readonly<Record<string, readonly string[]>>;
	/** In `everyMethodOf`, methods named like a class wait too; elsewhere they make an object that stands for something far away: `resource.Table('shop')`. */
	readonly capitalMethodsWait?: true;
	readonly returnsAtOnceWith?: readonly NonBlockingArgument[];
	/** Whether arguments that are not in sight (`**options`) may make it return at once. */
	readonly dependsOnKeywords?: true;
	/** What it gives may be used only in the thread that made it. */
	readonly staysInThread?: true;
	/** Methods that change whether it blocks: where a file mentions one, nothing is certain; nor is it in callbacks of the loop. */
	readonly unlessMentioned?: readonly string[];
	/** When it does not block after all, for the hover: "only when the queue is bounded and full". */
	readonly caveat?: string;
}

/** A family under each of its names: what a rule gets for one call. */
export interface BlockingCall extends Omit<BlockingFamily, 'functions' | 'methods' | 'everyMethodOf'> {
	/** `time.sleep`, `requests.Session.get`; for an opaque object the name of the object's type. */
	readonly name: string;
}

/** Shorthand for long lists: `dots('os', 'wait wait3')` is `['os.wait', 'os.wait3']`. */
export function dots(prefix: string, names: string): readonly string[] {
	return names.split(' ').map((name) => `${prefix}.${name}`);
}

/** Shorthand for long lists: `words('get put')` is `['get', 'put']`. */
export function words(names: string): readonly string[] {
	return names.split(' ');
}

/** asyncio's own answer, which every project has. */
export function inAsyncio(text: string): readonly AsyncAlternative[] {
	return [{ library: 'asyncio', text }];
}

export const asyncHttpClients: readonly AsyncAlternative[] = [
	{ library: 'httpx', text: 'httpx.AsyncClient' },
	{ library: 'httpx2', text: 'httpx2.AsyncClient' },
	{ library: 'aiohttp', text: 'aiohttp.ClientSession' },
];
