/**
 * How to call what the tables in knowledge/ state facts about, so that CPython can be asked. Python expressions; `coro` is an async function without
 * parameters. knowledge.test.ts fails when an entry with facts has no program here.
 */

/** Calls for `needsRunningLoop`. */
export const callsWithoutLoop: Readonly<Record<string, string>> = {
	'asyncio.create_task': 'asyncio.create_task(coro())',
	'asyncio.gather': 'asyncio.gather(coro())',
	'asyncio.shield': 'asyncio.shield(coro())',
	'asyncio.as_completed': 'next(iter(asyncio.as_completed([coro()])))',
	'asyncio.current_task': 'asyncio.current_task()',
	'asyncio.all_tasks': 'asyncio.all_tasks()',
	'asyncio.Task': 'asyncio.Task(coro())',
	'asyncio.timeout': 'asyncio.timeout(1)',
	'asyncio.get_running_loop': 'asyncio.get_running_loop()',
	'asyncio.get_event_loop': 'asyncio.get_event_loop()',
	'asyncio.ensure_future': 'asyncio.ensure_future(coro())',
	'asyncio.wrap_future': 'asyncio.wrap_future(concurrent.futures.Future())',
	'asyncio.Future': 'asyncio.Future()',
	'asyncio.StreamReader': 'asyncio.StreamReader()',
	'asyncio.Lock': 'asyncio.Lock()',
	'asyncio.Event': 'asyncio.Event()',
	'asyncio.Condition': 'asyncio.Condition()',
	'asyncio.Semaphore': 'asyncio.Semaphore()',
	'asyncio.BoundedSemaphore': 'asyncio.BoundedSemaphore()',
	'asyncio.Queue': 'asyncio.Queue()',
	'asyncio.PriorityQueue': 'asyncio.PriorityQueue()',
	'asyncio.LifoQueue': 'asyncio.LifoQueue()',
};

/** Calls for `raisesOnLoop`, one for each fact in its order. */
export const callsOnLoop: Readonly<Record<string, readonly string[]>> = {
	'asyncio.run': ['asyncio.run(coro())'],
	'asyncio.Runner.run': ['asyncio.Runner().run(coro())'],
	'asyncio.AbstractEventLoop.run_until_complete': [
		'asyncio.get_running_loop().run_until_complete(coro())',
		'asyncio.new_event_loop().run_until_complete(coro())',
	],
	'asyncio.AbstractEventLoop.run_forever': ['asyncio.get_running_loop().run_forever()', 'asyncio.new_event_loop().run_forever()'],
	'asyncio.AbstractEventLoop.close': ['asyncio.get_running_loop().close()'],
};

/** Uses that warn, for `deprecated`. */
export const deprecatedUses: Readonly<Record<string, string>> = {
	'asyncio.iscoroutinefunction': 'asyncio.iscoroutinefunction(coro)',
	'asyncio.coroutine': 'asyncio.coroutine(lambda: None)',
	'asyncio.Task.current_task': 'asyncio.Task.current_task()',
	'asyncio.Task.all_tasks': 'asyncio.Task.all_tasks()',
	'asyncio.get_event_loop_policy': 'asyncio.get_event_loop_policy()',
	'asyncio.set_event_loop_policy': 'asyncio.set_event_loop_policy(None)',
	'asyncio.AbstractEventLoopPolicy': 'asyncio.AbstractEventLoopPolicy()',
	'asyncio.DefaultEventLoopPolicy': 'asyncio.DefaultEventLoopPolicy()',
	'asyncio.WindowsSelectorEventLoopPolicy': 'asyncio.WindowsSelectorEventLoopPolicy()',
	'asyncio.WindowsProactorEventLoopPolicy': 'asyncio.WindowsProactorEventLoopPolicy()',
	'asyncio.get_child_watcher': 'asyncio.get_child_watcher()',
	'asyncio.set_child_watcher': 'asyncio.set_child_watcher(None)',
	'asyncio.AbstractChildWatcher': 'type("Watcher", (asyncio.AbstractChildWatcher,), {})',
	'asyncio.SafeChildWatcher': 'asyncio.SafeChildWatcher()',
	'asyncio.FastChildWatcher': 'asyncio.FastChildWatcher()',
	'asyncio.MultiLoopChildWatcher': 'asyncio.MultiLoopChildWatcher()',
};

/** Instances, for what a class gets when it is built and for factories that are functions. Evaluated on a running loop. */
export const instances: Readonly<Record<string, string>> = {
	'asyncio.as_completed': 'asyncio.as_completed([])',
	'asyncio.Condition': 'asyncio.Condition()',
	'threading.Lock': 'threading.Lock()',
	'threading.RLock': 'threading.RLock()',
	'threading.Condition': 'threading.Condition()',
	'multiprocessing.synchronize.SemLock': 'multiprocessing.Lock()',
	'select.poll': '__import__("select").poll()',
	'sys.stdin': '__import__("io").StringIO()',
};

const database = 'sqlite3.connect(":memory:")';
const executor = 'concurrent.futures.ThreadPoolExecutor(1)';

/** Calls for `returnTypes` of the standard library. */
export const makers: Readonly<Record<string, string>> = {
	'builtins.open': 'open(os.devnull)',
	'io.open': 'io.open(os.devnull)',
	'os.fdopen': 'os.fdopen(os.open(os.devnull, os.O_RDONLY))',
	'os.popen': 'os.popen("true")',
	'pathlib.Path.open': 'pathlib.Path(os.devnull).open()',
	'pathlib.Path.cwd': 'pathlib.Path.cwd()',
	'pathlib.Path.home': 'pathlib.Path.home()',
	'pathlib.Path.resolve': 'pathlib.Path(".").resolve()',
	'pathlib.Path.absolute': 'pathlib.Path(".").absolute()',
	'pathlib.Path.expanduser': 'pathlib.Path("a").expanduser()',
	'pathlib.Path.joinpath': 'pathlib.Path("a").joinpath("b")',
	'pathlib.Path.__truediv__': 'pathlib.Path("a") / "b"',
	'pathlib.Path.with_suffix': 'pathlib.Path("a").with_suffix(".b")',
	'pathlib.Path.with_name': 'pathlib.Path("a").with_name("b")',
	'logging.getLogger': 'logging.getLogger()',
	'tarfile.open': 'tarfile.open(fileobj=io.BytesIO(), mode="w")',
	'socket.create_connection': '(lambda server: socket.create_connection(server.getsockname()))(socket.create_server(("127.0.0.1", 0)))',
	'socket.create_server': 'socket.create_server(("127.0.0.1", 0))',
	'ssl.SSLContext.wrap_socket': 'ssl.create_default_context().wrap_socket(socket.socket(), server_hostname="localhost")',
	'ssl.create_default_context': 'ssl.create_default_context()',
	'urllib.request.build_opener': 'urllib.request.build_opener()',
	'sqlite3.connect': database,
	'sqlite3.Connection.cursor': `${database}.cursor()`,
	'sqlite3.Connection.execute': `${database}.execute("select 1")`,
	'sqlite3.Connection.executemany': `${database}.executemany("create table if not exists a (b)", [])`,
	'sqlite3.Connection.executescript': `${database}.executescript("select 1")`,
	'sqlite3.Cursor.execute': `${database}.cursor().execute("select 1")`,
	'sqlite3.Cursor.executemany': `${database}.cursor().executemany("create table if not exists a (b)", [])`,
	'concurrent.futures.Executor.submit': `${executor}.submit(len, "")`,
	'multiprocessing.dummy.Pool': 'multiprocessing.dummy.Pool(1)',
	'multiprocessing.Queue': 'multiprocessing.Queue()',
	'multiprocessing.JoinableQueue': 'multiprocessing.JoinableQueue()',
	'multiprocessing.SimpleQueue': 'multiprocessing.SimpleQueue()',
	'multiprocessing.Event': 'multiprocessing.Event()',
	'multiprocessing.Lock': 'multiprocessing.Lock()',
	'multiprocessing.RLock': 'multiprocessing.RLock()',
	'multiprocessing.Semaphore': 'multiprocessing.Semaphore()',
};

/** `returnTypes` of the standard library that are not run, and why. */
export const notRun: Readonly<Record<string, string>> = {
	'urllib.request.urlopen': 'needs a web server',
	'http.client.HTTPConnection.getresponse': 'needs a web server',
	'multiprocessing.Pool': 'starts processes',
	'multiprocessing.pool.Pool.apply_async': 'starts processes',
	'multiprocessing.pool.Pool.map_async': 'starts processes',
	'multiprocessing.pool.Pool.starmap_async': 'starts processes',
	'shelve.open': 'writes a file',
};
