/**
 * Base classes of library types, direct ones only, most specific first. Those of the standard library are checked against CPython by
 * test/python/knowledge.test.ts.
 */
export const baseClasses: Readonly<Record<string, readonly string[]>> = {
	'asyncio.BaseEventLoop': ['asyncio.AbstractEventLoop'],
	'asyncio.SelectorEventLoop': ['asyncio.BaseEventLoop'],
	'asyncio.ProactorEventLoop': ['asyncio.BaseEventLoop'],
	'asyncio.EventLoop': ['asyncio.BaseEventLoop'],
	'asyncio.Server': ['asyncio.AbstractServer'],
	'asyncio.TimerHandle': ['asyncio.Handle'],
	'asyncio.Task': ['asyncio.Future'],
	'asyncio.BoundedSemaphore': ['asyncio.Semaphore'],
	'asyncio.LifoQueue': ['asyncio.Queue'],
	'asyncio.PriorityQueue': ['asyncio.Queue'],
	'asyncio.ReadTransport': ['asyncio.BaseTransport'],
	'asyncio.WriteTransport': ['asyncio.BaseTransport'],
	'asyncio.Transport': ['asyncio.ReadTransport', 'asyncio.WriteTransport'],
	'asyncio.DatagramTransport': ['asyncio.BaseTransport'],
	'asyncio.SubprocessTransport': ['asyncio.BaseTransport'],
	'asyncio.Protocol': ['asyncio.BaseProtocol'],
	'asyncio.BufferedProtocol': ['asyncio.BaseProtocol'],
	'asyncio.DatagramProtocol': ['asyncio.BaseProtocol'],
	'asyncio.SubprocessProtocol': ['asyncio.BaseProtocol'],
	'asyncio.DefaultEventLoopPolicy': ['asyncio.AbstractEventLoopPolicy'],
	'asyncio.WindowsSelectorEventLoopPolicy': ['asyncio.AbstractEventLoopPolicy'],
	'asyncio.WindowsProactorEventLoopPolicy': ['asyncio.AbstractEventLoopPolicy'],
	'asyncio.ThreadedChildWatcher': ['asyncio.AbstractChildWatcher'],
	'asyncio.PidfdChildWatcher': ['asyncio.AbstractChildWatcher'],
	'asyncio.SafeChildWatcher': ['asyncio.AbstractChildWatcher'],
	'asyncio.FastChildWatcher': ['asyncio.AbstractChildWatcher'],
	'asyncio.MultiLoopChildWatcher': ['asyncio.AbstractChildWatcher'],
};

/** All base classes of a type that are known, nearest first, without the type itself. */
export function ancestorsOf(type: string): readonly string[] {
	const found = new Set<string>();
	const waiting = [...(baseClasses[type] ?? [])];
	for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
		if (found.has(next)) continue;
		found.add(next);
		waiting.push(...(baseClasses[next] ?? []));
	}
	return [...found];
}
