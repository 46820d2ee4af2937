/**
 * Modules of the standard library that stand in tracebacks of asyncio programs. On Windows their folder is just `Lib`, which a project may have
 * too, so there the name decides.
 */
export const standardModules: ReadonlySet<string> = new Set(
	'_bootlocale abc argparse ast asyncio asyncore base64 bdb cProfile code codecs codeop collections concurrent configparser contextlib contextvars copy copyreg ctypes dataclasses datetime email encodings enum fileinput functools gc gzip hashlib heapq http imaplib importlib inspect io json linecache locale logging multiprocessing nntplib ntpath os pathlib pdb pickle pkgutil platform posixpath pprint profile pydoc queue random re reprlib runpy sched selectors shelve shlex shutil signal site smtplib socket socketserver sqlite3 ssl string struct subprocess tempfile textwrap threading timeit tokenize trace traceback tracemalloc types typing unittest urllib uuid warnings weakref wsgiref xml xmlrpc zipfile zipimport'.split(
		' ',
	),
);

/**
 * Libraries that only carry other code along: event loops, servers, frameworks, test runners, clients. A place in them tells a person nothing,
 * unlike one in a library that uses asyncio on its own account.
 */
export const carryingLibraries: ReadonlySet<string> = new Set(
	'_pytest aiohttp aiosignal anyio asgiref asyncpg async_timeout backoff celery channels click daphne debugpy django eventlet fastapi flask gevent google greenlet grpc gunicorn httpcore httpx httpx2 hypercorn IPython ipykernel jupyter_client kombu loguru mangum motor nbclient nbconvert nest_asyncio nest_asyncio2 opentelemetry playwright pluggy prompt_toolkit ptvsd pydev_ipython pydevd pymongo pytest pytest_aiohttp pytest_asyncio pytest_tornasync qasync quart redis requests rest_framework sanic sentry_sdk slowapi sniffio spyder_kernels sqlalchemy sqlmodel starlette streamlit structlog tenacity tornado traitlets trio typer urllib3 uvicorn uvloop uvloop_ext watchfiles watchgod werkzeug winloop yarl zmq'
		.toLowerCase()
		.split(' '),
);
