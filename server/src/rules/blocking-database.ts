import { blockingReport, blocksMessage } from '../rule-kit/blocking.ts';
import { blockingIteration, iteratesMessage } from '../rule-kit/blocking-iteration.ts';
import { defineRule } from '../rule-kit/rule.ts';

export default defineRule({
	name: 'blocking-database',
	category: 'blocking',
	severity: 'warning',
	fix: 'unsafe',
	since: '0.1.0',
	equivalents: [],
	yieldsTo: ['called-too-early'],
	summary: 'A synchronous database call stops the whole event loop',
	why: `Drivers and mappers without \`await\` wait for the database in the calling thread. On an event loop every other task waits too: one slow query, or one locked row, and the whole server stands still.

The small change is to let a thread wait: \`await asyncio.to_thread(cursor.execute, sql)\` (3.9; before that \`loop.run_in_executor()\`). Connections, cursors and sessions then must not be used by two threads at the same time. A connection of \`sqlite3\` may be used only in the thread that made it: put the whole piece of work into one function, and run that in a thread.

Most databases have an asynchronous driver: \`asyncpg\` and \`psycopg.AsyncConnection\`, \`aiosqlite\`, \`aiomysql\`, \`pymongo.AsyncMongoClient\`, \`redis.asyncio\`, \`sqlalchemy.ext.asyncio\`.`,
	messages: { blocks: blocksMessage, steps: iteratesMessage },
	examples: [
		{
			bad: `import redis

cache = redis.Redis()


async def visits(page):
    return cache.get(page)
`,
			good: `from redis import asyncio as redis

cache = redis.Redis()


async def visits(page):
    return await cache.get(page)
`,
		},
	],
	on: {
		call(call, context) {
			const found = blockingReport(call, 'database', context);
			// A local database file waits for the disk, like any file.
			if (found) context.report({ ...found, message: 'blocks', severity: found.blocking.cost === 'disk' ? 'hint' : found.severity });
		},
		'node:for_statement'(loop, context) {
			const found = blockingIteration(loop, 'database', context);
			if (found) context.report({ ...found, message: 'steps' });
		},
		'node:for_in_clause'(loop, context) {
			const found = blockingIteration(loop, 'database', context);
			if (found) context.report({ ...found, message: 'steps' });
		},
	},
});
