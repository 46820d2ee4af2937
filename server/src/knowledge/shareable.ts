/**
 * Objects that several tasks may use at the same time, so that runs which share one do not get in each other's way. A connection, a
 * cursor, a session of an ORM, a stream, a queue or a lock is none: one refuses a second use at the same time, another gives in order.
 */
export const shareable: ReadonlySet<string> = new Set([
	// Values that nothing changes.
	...['bool', 'bytes', 'float', 'frozenset', 'int', 'str', 'tuple'].map((name) => `builtins.${name}`),
	'datetime.date',
	'datetime.datetime',
	'datetime.timedelta',
	'decimal.Decimal',
	'pathlib.Path',
	'uuid.UUID',
	// Clients and pools that open as many connections as are wanted.
	'aiohttp.ClientSession',
	'asyncpg.Pool',
	'httpx.AsyncClient',
	'psycopg_pool.AsyncConnectionPool',
	// Lets several in.
	'asyncio.BoundedSemaphore',
	'asyncio.Semaphore',
]);
