import { ancestorsOf } from './types.ts';

/** Asking for the running loop, or whether one runs: code that does so chooses its way by the answer. */
const probes: ReadonlySet<string> = new Set([
	'asyncio.get_running_loop',
	'asyncio._get_running_loop',
	'asyncio.events._get_running_loop',
	'asyncio.current_task',
	'asyncio.AbstractEventLoop.is_running',
	'sniffio.current_async_library',
	'anyio.get_current_task',
]);

/** Whether calling the name tells if a loop runs. */
export function isLoopProbe(name: string): boolean {
	const dot = name.lastIndexOf('.');
	return probes.has(name) || ancestorsOf(name.slice(0, dot)).some((base) => probes.has(base + name.slice(dot)));
}
