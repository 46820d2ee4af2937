import { asyncioApi } from './asyncio-api.ts';
import { libraryApi } from './libraries.ts';
import { ancestorsOf } from './types.ts';

/** What a context manager is good for: a plain `with`, or `async with`. */
export type ContextManagerKind = 'sync' | 'async';

/** Functions and classes whose result is good for a plain `with` alone. The standard library's were tried on CPython 3.8 to 3.13. */
const syncOnly: ReadonlySet<string> = new Set([
	...[
		'io.TextIOWrapper',
		'io.BytesIO',
		'io.StringIO',
		'io.FileIO',
		'io.BufferedReader',
		'io.BufferedWriter',
		'gzip.GzipFile',
		'gzip.open',
		'bz2.BZ2File',
		'bz2.open',
		'lzma.LZMAFile',
		'lzma.open',
		'zipfile.ZipFile',
		'zipfile.ZipFile.open',
		'tarfile.TarFile',
		'mmap.mmap',
		'os.scandir',
	],
	...['tempfile.TemporaryFile', 'tempfile.NamedTemporaryFile', 'tempfile.SpooledTemporaryFile', 'tempfile.TemporaryDirectory'],
	...['threading.Lock', 'threading.RLock', 'threading.Condition', 'threading.Semaphore', 'threading.BoundedSemaphore'],
	...['multiprocessing.synchronize.Lock', 'multiprocessing.synchronize.RLock', 'multiprocessing.synchronize.Semaphore', 'multiprocessing.pool.Pool'],
	...['concurrent.futures.ThreadPoolExecutor', 'concurrent.futures.ProcessPoolExecutor', 'subprocess.Popen', 'socket.socket', 'ssl.SSLSocket'],
	...['sqlite3.Connection', 'smtplib.SMTP', 'ftplib.FTP', 'imaplib.IMAP4', 'http.client.HTTPResponse', 'shelve.open', 'selectors.DefaultSelector'],
	...['contextlib.suppress', 'contextlib.closing', 'contextlib.ExitStack', 'contextlib.redirect_stdout', 'contextlib.redirect_stderr', 'contextlib.chdir'],
	...['warnings.catch_warnings', 'decimal.localcontext', 'asyncio.Runner'],
	...['requests.Session', 'requests.Response', 'httpx.Client', 'httpx.stream', 'psycopg2.extensions.connection', 'psycopg2.extensions.cursor'],
	...['psycopg.Connection', 'psycopg.Cursor', 'pymongo.MongoClient', 'redis.Redis', 'redis.client.Pipeline', 'redis.lock.Lock'],
	...['sqlalchemy.orm.Session', 'sqlalchemy.engine.Connection', 'playwright.sync_api.sync_playwright'],
]);

/** Good for `async with` alone, beside those that `libraries.ts` and asyncio's own tables mark. By the documentation of each library. */
const asyncOnly: ReadonlySet<string> = new Set([
	...['async_timeout.timeout_at', 'async_timeout.Timeout', 'aiosmtplib.SMTP', 'trio.open_nursery', 'playwright.async_api.async_playwright'],
	...['aiofiles.tempfile.NamedTemporaryFile', 'aiofiles.tempfile.TemporaryFile', 'aiofiles.tempfile.TemporaryDirectory'],
	...['anyio.Lock', 'anyio.Semaphore', 'anyio.CapacityLimiter', 'anyio.Condition'],
]);

/** What `with` does where that is not Python's own error. */
const ownConsequences: Readonly<Record<string, string>> = {
	'aiohttp.ClientSession': 'raises TypeError: Use async with instead',
	'async_timeout.timeout': 'is deprecated in async_timeout 4 and raises since 5.0',
	'async_timeout.timeout_at': 'is deprecated in async_timeout 4 and raises since 5.0',
};

/** What a name outside the project (a type, or a function that was called) is good for; undefined when it is both, neither or not known. */
export function contextManagerKind(name: string): ContextManagerKind | undefined {
	for (const one of [name, ...ancestorsOf(name)]) {
		if (syncOnly.has(one)) return 'sync';
		if (asyncOnly.has(one)) return 'async';
		const entry = asyncioApi(one) ?? libraryApi(one);
		if (entry?.asyncWith) return entry.syncWith === true ? undefined : 'async';
	}
	return undefined;
}

/** What a plain `with` on the name's result does, where the library has its own answer: a predicate such as `raises X`. */
export function consequenceOfPlainWith(name: string): string | undefined {
	return ownConsequences[name];
}
