import type { Runner } from '../support/library-pythons.ts';
import type { FailingProgram } from './failing-programs.ts';

/** A program that fails inside a library, or whose traceback a library prints. */
export interface LibraryProgram extends FailingProgram {
	/** Modules that must be installed. */
	readonly needs: readonly string[];
	readonly runner?: Runner;
}

const work = 'import asyncio\n\nasync def work():\n    await asyncio.sleep(0)\n\n';

function program(needs: string, error: string, source: string, rest: Partial<LibraryProgram> = {}): LibraryProgram {
	return { needs: needs.split(' '), error, source: `${work}${source}\n`, ...rest };
}

const route = (body: string) =>
	`from fastapi import FastAPI\nfrom fastapi.testclient import TestClient\n\napp = FastAPI()\n\n@app.get("/")\n${body}\n\nTestClient(app).get("/")`;
const django =
	'import django\nfrom django.conf import settings\nsettings.configure(INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes"], DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}})\ndjango.setup()\nfrom django.contrib.auth.models import User\n';
const helper = 'def helper():\n    return asyncio.run(work())  # here\n\nasync def main():\n    helper()\n\n';

export const libraryPrograms: readonly LibraryProgram[] = [
	program('uvloop', 'nested-run', `import uvloop\nuvloop.install()\n${helper}asyncio.run(main())`),
	program(
		'uvloop',
		'loop-already-running',
		'import uvloop\n\nasync def main():\n    asyncio.get_running_loop().run_until_complete(work())  # here\n\nuvloop.new_event_loop().run_until_complete(main())',
	),
	program(
		'uvloop',
		'another-loop-running',
		'import uvloop\n\nasync def main():\n    uvloop.new_event_loop().run_until_complete(work())  # here\n\nasyncio.run(main())',
	),
	program('uvloop', 'loop-closed', 'import uvloop\nloop = uvloop.new_event_loop()\nloop.close()\nloop.run_until_complete(work())  # here'),
	program(
		'uvloop nest_asyncio',
		'nest-uvloop',
		'import uvloop, nest_asyncio\n\nasync def main():\n    nest_asyncio.apply()  # here\n\nuvloop.new_event_loop().run_until_complete(main())',
	),
	program('asgiref', 'async-to-sync', 'from asgiref.sync import async_to_sync\n\nasync def main():\n    async_to_sync(work)()  # here\n\nasyncio.run(main())'),
	program('django', 'sync-only-operation', `${django}\nasync def main():\n    return User.objects.filter(pk=1).first()  # here\n\nasyncio.run(main())`),
	program('fastapi httpx', 'no-current-loop', route('def index():\n    asyncio.get_event_loop()  # here')),
	program('fastapi httpx', 'nested-run', route('async def index():\n    asyncio.run(work())  # here')),
	program(
		'tornado',
		'loop-already-running',
		'from tornado.ioloop import IOLoop\n\nasync def main():\n    IOLoop.current().run_sync(work)  # here\n\nasyncio.run(main())',
	),
	program('anyio', 'nested-run', 'import anyio\n\nasync def main():\n    anyio.run(work)  # here\n\nanyio.run(main)'),
	program(
		'anyio',
		'task-group-misuse',
		'import anyio\n\nasync def main():\n    async with anyio.create_task_group() as group:\n        pass\n    group.start_soon(work)  # here\n\nanyio.run(main)',
	),
	program('sniffio', 'no-running-loop', 'import sniffio\nsniffio.current_async_library()  # here'),
	program(
		'aiohttp',
		'unclosed-session',
		'import aiohttp\n\nasync def main():\n    session = aiohttp.ClientSession()\n    await asyncio.sleep(0)\n\nasyncio.run(main())',
	),
	program(
		'aiohttp',
		'unclosed-session',
		'import aiohttp\n\nasync def main():\n    session = aiohttp.ClientSession()  # here\n    await asyncio.sleep(0)\n\nasyncio.run(main())',
		{
			options: ['-X', 'dev'],
		},
	),
	program(
		'aiohttp',
		'use-async-with',
		'import aiohttp\n\nasync def main():\n    with aiohttp.ClientSession() as session:  # here\n        pass\n\nasyncio.run(main())',
	),
	program(
		'aiohttp',
		'timeout-outside-task',
		'import aiohttp\n\nasync def make():\n    return aiohttp.ClientSession()\n\nasync def fetch(session):\n    async with session.get("http://127.0.0.1:9/"):  # here\n        pass\n\nsession = asyncio.new_event_loop().run_until_complete(make())\nasyncio.run(fetch(session))',
	),
	program(
		'motor',
		'different-loop',
		'from motor.motor_asyncio import AsyncIOMotorClient\n\nclient = AsyncIOMotorClient(serverSelectionTimeoutMS=50, io_loop=asyncio.new_event_loop())\n\nasync def main():\n    return await client.admin.command("ping")  # here\n\nasyncio.run(main())',
	),
	program(
		'discord',
		'nested-run',
		'import discord\n\nasync def main():\n    discord.Client(intents=discord.Intents.none()).run("token")  # here\n\nasyncio.run(main())',
	),
	program(
		'sqlalchemy aiosqlite',
		'loop-closed',
		'from sqlalchemy import text\nfrom sqlalchemy.ext.asyncio import create_async_engine\n\nengine = create_async_engine("sqlite+aiosqlite://")\n\nasync def main():\n    async with engine.connect() as connection:\n        await connection.execute(text("select 1"))\n        asyncio.get_running_loop().call_later(0.05, print)\n        return connection\n\nloop = asyncio.new_event_loop()\nloop.run_until_complete(main())\nloop.close()\nloop.run_until_complete(main())  # here',
	),
	program('nest_asyncio', 'no-running-loop', 'import nest_asyncio\nnest_asyncio.apply()\nasyncio.get_running_loop()  # here'),
	// The formats of loggers and of what prints tracebacks.
	program('loguru', 'nested-run', `from loguru import logger\n${helper}try:\n    asyncio.run(main())\nexcept RuntimeError:\n    logger.exception("it failed")`),
	program(
		'loguru',
		'nested-run',
		`from loguru import logger\nimport sys\nlogger.remove()\nlogger.add(sys.stderr, serialize=True)\n${helper}try:\n    asyncio.run(main())\nexcept RuntimeError:\n    logger.exception("it failed")`,
	),
	program('rich', 'nested-run', `from rich.traceback import install\ninstall()\n${helper}asyncio.run(main())`),
	program('rich', 'nested-run', `from rich.traceback import install\ninstall(show_locals=True, width=70)\n${helper}asyncio.run(main())`),
	program(
		'rich',
		'nested-run',
		`import logging\nfrom rich.console import Console\nfrom rich.logging import RichHandler\nlogging.basicConfig(handlers=[RichHandler(console=Console(stderr=True), rich_tracebacks=True)])\n${helper}try:\n    asyncio.run(main())\nexcept RuntimeError:\n    logging.exception("it failed")`,
	),
	...['JSONRenderer()', 'KeyValueRenderer()', 'LogfmtRenderer()'].map((renderer) =>
		program(
			'structlog',
			'nested-run',
			`import sys, structlog\nstructlog.configure(processors=[structlog.processors.add_log_level, structlog.processors.format_exc_info, structlog.processors.${renderer}], logger_factory=structlog.PrintLoggerFactory(sys.stderr))\n${helper}try:\n    asyncio.run(main())\nexcept RuntimeError:\n    structlog.get_logger().exception("it failed")`,
		),
	),
	program(
		'structlog',
		'nested-run',
		`import sys, structlog\nstructlog.configure(processors=[structlog.processors.dict_tracebacks, structlog.processors.JSONRenderer()], logger_factory=structlog.PrintLoggerFactory(sys.stderr))\n${helper}try:\n    asyncio.run(main())\nexcept RuntimeError:\n    structlog.get_logger().exception("it failed")`,
	),
	program(
		'structlog',
		'nested-run',
		`import sys, structlog\nstructlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))\n${helper}try:\n    asyncio.run(main())\nexcept RuntimeError:\n    structlog.get_logger().exception("it failed")`,
	),
	// Test runners.
	...[[], ['--tb=short'], ['--tb=native'], ['-l', '--color=yes']].map((options) =>
		program('pytest', 'nested-run', `${helper}def test_it():\n    asyncio.run(main())`, { runner: ['pytest', ...options] }),
	),
	// The one line names the innermost place, which is Python's own.
	program('pytest', 'nested-run', `${helper.replace('  # here', '')}def test_it():\n    asyncio.run(main())`, { runner: ['pytest', '--tb=line'] }),
	program('pytest_asyncio', 'nested-run', `import pytest\n${helper}@pytest.mark.asyncio\nasync def test_it():\n    await main()`, { runner: ['pytest'] }),
	program('pytest_asyncio', 'async-test-unsupported', 'async def test_it():\n    await work()', { runner: ['pytest'] }),
	program(
		'pytest_asyncio',
		'different-loop',
		'import pytest\nfuture = asyncio.new_event_loop().create_future()\n\n@pytest.mark.asyncio\nasync def test_it():\n    await future  # here',
		{ runner: ['pytest'] },
	),
	program(
		'pytest',
		'no-current-loop',
		'import threading\n\ndef test_it():\n    def poll():\n        asyncio.get_event_loop()  # here\n    thread = threading.Thread(target=poll)\n    thread.start()\n    thread.join()',
		{
			runner: ['pytest'],
		},
	),
	// Notebooks.
	program('ipykernel nbclient', 'nested-run', '# %%\nasyncio.run(work())  # here', { runner: 'cells' }),
	program('ipykernel nbclient', 'nested-run', `${helper}# %%\nhelper()`, { runner: 'cells' }),
	program('ipykernel nbclient', 'loop-already-running', '# %%\nx = 1\nasyncio.get_event_loop().run_until_complete(work())  # here', { runner: 'cells' }),
	program('ipykernel nbclient', 'another-loop-running', '# %%\nasyncio.new_event_loop().run_until_complete(work())  # here', { runner: 'cells' }),
	program('ipykernel nbclient', 'coroutine-subscript', '# %%\nwork()["a"]  # here', { runner: 'cells' }),
	program('ipykernel nbclient', 'not-awaitable', '# %%\nawait None  # here', { runner: 'cells' }),
	program('IPython', 'no-running-loop', 'def start():\n    asyncio.get_running_loop()  # here\n\nstart()', { runner: 'ipython' }),
];
