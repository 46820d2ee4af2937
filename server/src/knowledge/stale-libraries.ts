/** A library that has had its day. */
export interface StaleLibrary {
	/** The module that is imported. */
	readonly module: string;
	/** What became of it, as a clause: `aioredis is ...`. */
	readonly state: string;
	/** What to use, as a clause that begins with a verb. */
	readonly instead: string;
	/** Module that offers the same names, and which of them it has; left out where the replacement works in another way. */
	readonly successor?: { readonly module: string; readonly names: readonly string[]; readonly droppedNames: readonly string[] };
}

/** Read in the projects' own announcements and release pages. */
export const staleLibraries: readonly StaleLibrary[] = [
	{
		module: 'aioredis',
		state: 'is part of redis since redis 4.2 and gets no releases of its own any more',
		instead: 'use redis.asyncio',
		successor: {
			module: 'redis.asyncio',
			names: ['Redis', 'StrictRedis', 'from_url', 'ConnectionPool', 'BlockingConnectionPool', 'Connection', 'UnixDomainSocketConnection', 'SSLConnection'],
			// The interface of aioredis 1, which version 2 dropped already.
			droppedNames: [
				'create_redis',
				'create_redis_pool',
				'create_pool',
				'create_connection',
				'Channel',
				'RedisConnection',
				'ConnectionsPool',
				'create_sentinel',
			],
		},
	},
	{
		module: 'motor',
		state: 'is deprecated since May 2025 and reached its end of life in May 2026',
		instead: 'use pymongo.AsyncMongoClient',
	},
	{
		module: 'aiopath',
		state: 'is not maintained any more',
		instead: 'use anyio.Path, or pathlib with asyncio.to_thread()',
	},
	{
		module: 'nest_asyncio',
		state: 'had its last release in January 2024, is not maintained any more, and does not work whole on Python 3.14',
		instead: 'await instead of starting a second loop, or use its fork nest_asyncio2 where that cannot be',
		successor: { module: 'nest_asyncio2', names: ['apply'], droppedNames: [] },
	},
];
