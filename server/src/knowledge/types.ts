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

	'concurrent.futures.ThreadPoolExecutor': ['concurrent.futures.Executor'],
	'concurrent.futures.ProcessPoolExecutor': ['concurrent.futures.Executor'],
	'threading.Timer': ['threading.Thread'],
	'threading.BoundedSemaphore': ['threading.Semaphore'],
	'queue.LifoQueue': ['queue.Queue'],
	'queue.PriorityQueue': ['queue.Queue'],
	'multiprocessing.Process': ['multiprocessing.process.BaseProcess'],
	'multiprocessing.queues.JoinableQueue': ['multiprocessing.queues.Queue'],
	'multiprocessing.synchronize.Lock': ['multiprocessing.synchronize.SemLock'],
	'multiprocessing.synchronize.RLock': ['multiprocessing.synchronize.SemLock'],
	'multiprocessing.synchronize.Semaphore': ['multiprocessing.synchronize.SemLock'],
	'multiprocessing.synchronize.BoundedSemaphore': ['multiprocessing.synchronize.Semaphore'],
	'pathlib.PosixPath': ['pathlib.Path'],
	'pathlib.WindowsPath': ['pathlib.Path'],
	'http.client.HTTPSConnection': ['http.client.HTTPConnection'],
	'smtplib.SMTP_SSL': ['smtplib.SMTP'],
	'smtplib.LMTP': ['smtplib.SMTP'],
	'ftplib.FTP_TLS': ['ftplib.FTP'],
	'imaplib.IMAP4_SSL': ['imaplib.IMAP4'],
	'poplib.POP3_SSL': ['poplib.POP3'],
	'ssl.SSLSocket': ['socket.socket'],
	'socketserver.TCPServer': ['socketserver.BaseServer'],
	'socketserver.UDPServer': ['socketserver.TCPServer'],
	'http.server.HTTPServer': ['socketserver.TCPServer'],
	'http.server.ThreadingHTTPServer': ['http.server.HTTPServer'],
	'selectors.DefaultSelector': ['selectors.BaseSelector'],
	'selectors.SelectSelector': ['selectors.BaseSelector'],
	'configparser.ConfigParser': ['configparser.RawConfigParser'],
	'unittest.IsolatedAsyncioTestCase': ['unittest.TestCase'],

	'requests.sessions.Session': ['requests.Session'],
	'urllib3.HTTPSConnectionPool': ['urllib3.HTTPConnectionPool'],
	'urllib3.ProxyManager': ['urllib3.PoolManager'],
	'uvloop.Loop': ['asyncio.AbstractEventLoop'],
};

/**
 * Types of what a call gives, where the call is not the class itself. `A.method` is the method of an instance of A. Those of the standard library are
 * checked against CPython by test/python/knowledge.test.ts where a call needs no network; asyncio's own are in asyncio-api.ts, read with `returnTypeOf`.
 */
export const returnTypes: Readonly<Record<string, string>> = {
	'builtins.open': 'io.TextIOWrapper',
	'io.open': 'io.TextIOWrapper',
	'os.fdopen': 'io.TextIOWrapper',
	'os.popen': 'os._wrap_close',
	'pathlib.Path.open': 'io.TextIOWrapper',
	'pathlib.Path.cwd': 'pathlib.Path',
	'pathlib.Path.home': 'pathlib.Path',
	'pathlib.Path.resolve': 'pathlib.Path',
	'pathlib.Path.absolute': 'pathlib.Path',
	'pathlib.Path.expanduser': 'pathlib.Path',
	'pathlib.Path.joinpath': 'pathlib.Path',
	'pathlib.Path.with_suffix': 'pathlib.Path',
	'pathlib.Path.with_name': 'pathlib.Path',
	'tarfile.open': 'tarfile.TarFile',
	'socket.create_connection': 'socket.socket',
	'socket.create_server': 'socket.socket',
	'ssl.SSLContext.wrap_socket': 'ssl.SSLSocket',
	'ssl.create_default_context': 'ssl.SSLContext',
	'urllib.request.urlopen': 'http.client.HTTPResponse',
	'urllib.request.build_opener': 'urllib.request.OpenerDirector',
	'http.client.HTTPConnection.getresponse': 'http.client.HTTPResponse',
	'sqlite3.connect': 'sqlite3.Connection',
	'sqlite3.Connection.cursor': 'sqlite3.Cursor',
	'sqlite3.Connection.execute': 'sqlite3.Cursor',
	'sqlite3.Connection.executemany': 'sqlite3.Cursor',
	'sqlite3.Connection.executescript': 'sqlite3.Cursor',
	'sqlite3.Cursor.execute': 'sqlite3.Cursor',
	'sqlite3.Cursor.executemany': 'sqlite3.Cursor',
	'concurrent.futures.Executor.submit': 'concurrent.futures.Future',
	'multiprocessing.Pool': 'multiprocessing.pool.Pool',
	'multiprocessing.pool.Pool.apply_async': 'multiprocessing.pool.AsyncResult',
	'multiprocessing.pool.Pool.map_async': 'multiprocessing.pool.AsyncResult',
	'multiprocessing.Queue': 'multiprocessing.queues.Queue',
	'multiprocessing.JoinableQueue': 'multiprocessing.queues.JoinableQueue',
	'multiprocessing.SimpleQueue': 'multiprocessing.queues.SimpleQueue',
	'multiprocessing.Event': 'multiprocessing.synchronize.Event',
	'multiprocessing.Lock': 'multiprocessing.synchronize.Lock',
	'multiprocessing.RLock': 'multiprocessing.synchronize.RLock',
	'multiprocessing.Semaphore': 'multiprocessing.synchronize.Semaphore',

	'requests.session': 'requests.Session',
	'requests.sessions.session': 'requests.Session',
	'urllib3.connection_from_url': 'urllib3.HTTPConnectionPool',
	'urllib3.proxy_from_url': 'urllib3.ProxyManager',
	'uvloop.new_event_loop': 'uvloop.Loop',
};

/** Types of attributes that the library sets itself. */
export const attributeTypes: Readonly<Record<string, string>> = {
	'subprocess.Popen.stdin': 'io.TextIOWrapper',
	'subprocess.Popen.stdout': 'io.TextIOWrapper',
	'subprocess.Popen.stderr': 'io.TextIOWrapper',
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
