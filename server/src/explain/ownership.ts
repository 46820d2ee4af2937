import { carryingLibraries, standardModules } from '../knowledge/python-paths.ts';

/**
 * Whose code a path is:
 * - `own`: the project's;
 * - `library`: an installed package that uses asyncio on its own account;
 * - `carrier`: Python itself, an event loop, a framework, server or test runner that only carries code along.
 */
export type Ownership = 'own' | 'library' | 'carrier';

const installed = /(?:^|\/)(?:site-packages|dist-packages|__pypackages__(?:\/[\d.]+)?\/lib)\/(.*)$/;
const egg = /\/[^/]+\.egg\/(.*)$/;
const layer = /^\/opt\/python\/(?!lib\/)(.*)$/;
const standardOnPosix = /(?:^|\/)lib(?:64|32)?\/(?:python3\.\d+t?|pypy3(?:\.\d+)?)\//;
const standardOnWindows = /(?:^|\/)lib\/(\w+)(?:\/|\.py)/;
const ofAsyncio =
	/(?:^|\/)(?:asyncio\/(?:base_events|base_futures|base_subprocess|base_tasks|coroutines|events|format_helpers|futures|locks|mixins|proactor_events|protocols|queues|runners|selector_events|sslproto|staggered|streams|subprocess|taskgroups|tasks|threads|timeouts|transports|unix_events|windows_events)|concurrent\/futures\/\w+)\.py$/;
const ofTools =
	/^\/applications\/|\/pycharm(?!projects\/)[^/]*\/|\/helpers\/pydev\/|\/\.vscode(?:-server)?[^/]*\/extensions\/|^\/var\/(?:lang|runtime)\/|python3\d*\.zip\/|\.exe\/__main__\.py$|-script\.py$/;
const launcher = /\/(?:usr(?:\/local)?|\.local|\.?v?env|envs\/[^/]+|\.?virtualenvs\/[^/]+)\/bin\/[^/.]+$/;
const typedIn = /^<(?:ipython-input|stdin|string|console|python-input|command-|timed |cell )/;

/** Judges a path as a traceback writes it, of any platform. */
export function ownershipOf(path: string): Ownership {
	const normal = path.replaceAll('\\', '/').toLowerCase();
	if (normal.startsWith('<')) return typedIn.test(normal) ? 'own' : 'carrier';
	const inside = (installed.exec(normal) ?? egg.exec(normal) ?? layer.exec(normal))?.[1];
	if (inside !== undefined) return isCarrier(inside) ? 'carrier' : 'library';
	if (standardOnPosix.test(normal) || ofAsyncio.test(normal) || ofTools.test(normal) || launcher.test(normal) || /\.(?:pyx|pxd|pxi|so|c|rs)$/.test(normal))
		return 'carrier';
	if (normal.startsWith('/usr/lib/python3/')) return 'library';
	if (isWindows(path) && standardModules.has(standardOnWindows.exec(normal)?.[1] ?? '')) return 'carrier';
	// Some deployments copy packages beside the project.
	if (normal.startsWith('/var/task/') && isCarrier(normal.slice('/var/task/'.length))) return 'carrier';
	return 'own';
}

function isCarrier(inside: string): boolean {
	return carryingLibraries.has(inside.split(/[/.]/)[0] as string);
}

function isWindows(path: string): boolean {
	return path.includes('\\') || /^[A-Za-z]:/.test(path);
}

/** The N of "Python 3.N" that a path of Python or its libraries names. */
export function pythonOf(path: string): number | undefined {
	const match = /[pP]y(?:thon)?[-_]?3\.(\d{1,2})|[pP]ython3(\d{1,2})(?=[\\/])|[vV]ersions[\\/]3\.(\d{1,2})/.exec(path);
	const minor = Number(match?.[1] ?? match?.[2] ?? match?.[3]);
	return minor >= 4 && minor < 40 ? minor : undefined;
}

/** Whether a path names a notebook's cell. */
export function isNotebookPath(path: string): boolean {
	return /^<?ipython-input-|^<command-|^(?:Cell |Input )?In ?\[|ipykernel_\d+|[\\/]ipython-input-|\.ipynb|[\\/]ipykernel[\\/]|[\\/]spyder_kernels[\\/]/.test(
		path,
	);
}
