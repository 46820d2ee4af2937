import { type LibraryTable, methodsOf } from './entry.ts';

const asyncpg = 'asyncpg 0.27.0';
const redis = 'redis 4.3.4';
const aiosqlite = 'aiosqlite 0.17.0';
const sqlalchemy = 'SQLAlchemy 1.4.46';
const psycopg = 'psycopg 3.1.7';
const motor = 'motor 3.7.1, in its sources';
const pymongo = 'pymongo 4.18.2, in its sources';
const aiomysql = 'aiomysql 0.1.1';

const fetching = 'execute executemany fetch fetchrow fetchval';

/** Databases. What gives both a coroutine and an asynchronous context manager is `awaitable`. */
export const databaseLibraries: LibraryTable = {
	'asyncpg.connect': { kind: 'coroutine', returns: 'asyncpg.Connection', closedBy: 'close', checkedAgainst: asyncpg },
	'asyncpg.create_pool': { kind: 'awaitable', isItself: true, asyncWith: true, returns: 'asyncpg.pool.Pool', closedBy: 'close', checkedAgainst: asyncpg },
	...methodsOf('asyncpg.Connection', `${fetching} close prepare`, { kind: 'coroutine', checkedAgainst: asyncpg }),
	// Awaiting it gives a cursor; going through it with `async for` needs no await.
	'asyncpg.Connection.cursor': { kind: 'awaitable', isItself: true, asyncFor: true, checkedAgainst: 'asyncpg 0.31.0' },
	'asyncpg.Connection.transaction': { kind: 'async-context-manager', asyncWith: true, checkedAgainst: asyncpg },
	...methodsOf('asyncpg.pool.Pool', `${fetching} close release`, { kind: 'coroutine', checkedAgainst: asyncpg }),
	'asyncpg.pool.Pool.acquire': { kind: 'awaitable', asyncWith: true, returns: 'asyncpg.Connection', checkedAgainst: asyncpg },

	'redis.asyncio.Redis': { kind: 'class', asyncWith: true, closedBy: 'close', checkedAgainst: redis },
	'redis.asyncio.from_url': { kind: 'function', asyncWith: true, returns: 'redis.asyncio.Redis', closedBy: 'close', checkedAgainst: redis },
	...methodsOf(
		'redis.asyncio.Redis',
		'append decr decrby delete exists expire expireat flushall flushdb get getdel getex getset hdel hexists hget hgetall hincrby hkeys hlen hmget hset hsetnx hvals incr incrby incrbyfloat info keys lindex llen lpop lpush lrange lrem ltrim mget mset persist pexpire ping publish rename rpop rpush sadd scard sdiff set setex setnx sinter sismember smembers srem strlen sunion ttl type unlink xack xadd xgroup_create xlen xrange xread xreadgroup zadd zcard zincrby zrange zrangebyscore zrank zrem zscore',
		{
			kind: 'awaitable',
			checkedAgainst: redis,
		},
	),
	'redis.asyncio.Redis.close': { kind: 'coroutine', checkedAgainst: redis },
	'redis.asyncio.Redis.pipeline': { kind: 'function', returns: 'redis.asyncio.client.Pipeline', asyncWith: true, checkedAgainst: redis },

	'aiosqlite.connect': { kind: 'awaitable', isItself: true, asyncWith: true, returns: 'aiosqlite.Connection', closedBy: 'close', checkedAgainst: aiosqlite },
	...methodsOf('aiosqlite.Connection', 'commit rollback close', { kind: 'coroutine', checkedAgainst: aiosqlite }),
	...methodsOf('aiosqlite.Connection', 'cursor execute executemany executescript', {
		kind: 'awaitable',
		asyncWith: true,
		returns: 'aiosqlite.Cursor',
		checkedAgainst: aiosqlite,
	}),
	'aiosqlite.Connection.execute_fetchall': { kind: 'awaitable', asyncWith: true, checkedAgainst: aiosqlite },
	...methodsOf('aiosqlite.Cursor', 'execute executemany executescript fetchall fetchmany fetchone close', { kind: 'coroutine', checkedAgainst: aiosqlite }),

	'psycopg.AsyncConnection.connect': { kind: 'coroutine', returns: 'psycopg.AsyncConnection', closedBy: 'close', checkedAgainst: psycopg },
	...methodsOf('psycopg.AsyncConnection', 'execute commit rollback close', { kind: 'coroutine', checkedAgainst: psycopg }),
	'psycopg.AsyncConnection.cursor': { kind: 'class', asyncWith: true, returns: 'psycopg.AsyncCursor', checkedAgainst: psycopg },
	...methodsOf('psycopg.AsyncCursor', 'execute executemany fetchall fetchmany fetchone close', { kind: 'coroutine', checkedAgainst: psycopg }),

	// What motor gives runs already; only its result needs to be awaited.
	...methodsOf(
		'motor.motor_asyncio.AsyncIOMotorCollection',
		'bulk_write count_documents create_index create_indexes delete_many delete_one distinct drop drop_index drop_indexes estimated_document_count find_one find_one_and_delete find_one_and_replace find_one_and_update index_information insert_many insert_one options rename replace_one update_many update_one',
		{ kind: 'future', checkedAgainst: motor },
	),
	...methodsOf('motor.motor_asyncio.AsyncIOMotorCollection', 'find aggregate', {
		kind: 'function',
		returns: 'motor.motor_asyncio.AsyncIOMotorCursor',
		checkedAgainst: motor,
	}),
	...methodsOf('motor.motor_asyncio.AsyncIOMotorDatabase', 'command create_collection drop_collection list_collection_names list_collections', {
		kind: 'future',
		checkedAgainst: motor,
	}),
	'motor.motor_asyncio.AsyncIOMotorCursor': { kind: 'class', asyncFor: true, checkedAgainst: motor },
	'motor.motor_asyncio.AsyncIOMotorCursor.to_list': { kind: 'future', checkedAgainst: motor },
	...methodsOf('motor.motor_asyncio.AsyncIOMotorCursor', 'limit skip sort hint', {
		kind: 'function',
		returns: 'motor.motor_asyncio.AsyncIOMotorCursor',
		checkedAgainst: motor,
	}),
	...methodsOf('pymongo.asynchronous.collection.AsyncCollection', 'find', {
		kind: 'function',
		returns: 'pymongo.asynchronous.cursor.AsyncCursor',
		checkedAgainst: pymongo,
	}),

	'aiomysql.connect': { kind: 'awaitable', asyncWith: true, checkedAgainst: aiomysql },
	'aiomysql.create_pool': { kind: 'awaitable', asyncWith: true, checkedAgainst: aiomysql },

	'sqlalchemy.ext.asyncio.create_async_engine': { kind: 'function', returns: 'sqlalchemy.ext.asyncio.AsyncEngine', checkedAgainst: sqlalchemy },
	'sqlalchemy.ext.asyncio.AsyncEngine.begin': {
		kind: 'async-context-manager',
		asyncWith: true,
		returns: 'sqlalchemy.ext.asyncio.AsyncConnection',
		checkedAgainst: sqlalchemy,
	},
	'sqlalchemy.ext.asyncio.AsyncEngine.connect': {
		kind: 'awaitable',
		isItself: true,
		asyncWith: true,
		returns: 'sqlalchemy.ext.asyncio.AsyncConnection',
		checkedAgainst: sqlalchemy,
	},
	'sqlalchemy.ext.asyncio.AsyncEngine.dispose': { kind: 'coroutine', checkedAgainst: sqlalchemy },
	...methodsOf('sqlalchemy.ext.asyncio.AsyncConnection', 'execute scalar scalars commit rollback run_sync close', {
		kind: 'coroutine',
		checkedAgainst: sqlalchemy,
	}),
	'sqlalchemy.ext.asyncio.AsyncSession': { kind: 'class', asyncWith: true, closedBy: 'close', checkedAgainst: sqlalchemy },
	...methodsOf('sqlalchemy.ext.asyncio.AsyncSession', 'execute scalar scalars get commit flush refresh rollback merge delete run_sync close', {
		kind: 'coroutine',
		checkedAgainst: sqlalchemy,
	}),
	'sqlalchemy.ext.asyncio.AsyncConnection.stream': {
		kind: 'awaitable',
		asyncWith: true,
		returns: 'sqlalchemy.ext.asyncio.AsyncResult',
		checkedAgainst: 'SQLAlchemy 2.1.1',
	},
	...methodsOf('sqlalchemy.ext.asyncio.AsyncSession', 'add add_all expunge expire', { kind: 'function', checkedAgainst: sqlalchemy }),
	'sqlalchemy.ext.asyncio.AsyncSession.begin': { kind: 'awaitable', isItself: true, asyncWith: true, checkedAgainst: sqlalchemy },
};
