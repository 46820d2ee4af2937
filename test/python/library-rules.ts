import type { Runner } from '../support/library-pythons.ts';

/** A mistake that shows only with libraries: a rule's first example, or a program of its own. */
export interface LibraryMistake {
	readonly rule: string;
	/** Modules that must be installed. */
	readonly needs: readonly string[];
	/** Major versions of distributions before which something else happens. */
	readonly atLeast?: Readonly<Record<string, number>>;
	/** What is printed when it fails, in part. */
	readonly fails: string;
	/** The program; left out, the rule's first example. */
	readonly source?: string;
	/** Code that makes the example run, behind it. */
	readonly driver?: string;
	readonly runner?: Runner;
}

const work = 'import asyncio\n\n\nasync def work():\n    await asyncio.sleep(0)\n    return 1\n\n\n';
const pytest: Runner = ['pytest', '-q'];
const tests = { runner: pytest, needs: ['pytest_asyncio'], atLeast: { 'pytest-asyncio': 1, pytest: 9 } };

const django = `import asyncio

import django
from django.conf import settings
from django.db import models
from django.http import HttpRequest, JsonResponse

settings.configure(DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "shelf.db"}}, DEFAULT_AUTO_FIELD="django.db.models.AutoField")
django.setup()


class Loan(models.Model):
    title = models.CharField(max_length=120)

    class Meta:
        app_label = "library"


async def count(request: HttpRequest):
    return JsonResponse({"loans": Loan.objects.count()})


def migrate():
    from django.db import connection

    with connection.schema_editor() as editor:
        editor.create_model(Loan)


migrate()
print(asyncio.run(count(HttpRequest())).content)
`;

export const libraryMistakes: readonly LibraryMistake[] = [
	{ rule: 'async-to-sync-call', needs: ['asgiref'], fails: 'TypeError', driver: 'print(price(None))' },
	{
		rule: 'nested-event-loop',
		needs: ['asgiref'],
		fails: 'RuntimeError: You cannot use AsyncToSync in the same thread as an async event loop',
		source: `${work}from asgiref.sync import async_to_sync\n\n\nasync def main():\n    print(async_to_sync(work)())\n\n\nasyncio.run(main())\n`,
	},
	{
		rule: 'nested-event-loop',
		needs: ['uvloop'],
		fails: 'RuntimeError: asyncio.run() cannot be called from a running event loop',
		source: `${work}import uvloop\n\n\nasync def main():\n    print(uvloop.run(work()))\n\n\nasyncio.run(main())\n`,
	},
	{
		rule: 'nested-event-loop',
		needs: ['anyio'],
		atLeast: { anyio: 4 },
		fails: 'RuntimeError: Already running asyncio in this thread',
		source: `${work}import anyio\n\n\nasync def main():\n    print(anyio.run(work))\n\n\nasyncio.run(main())\n`,
	},
	{
		rule: 'nested-event-loop',
		needs: ['tornado'],
		fails: 'RuntimeError: This event loop is already running',
		source: `${work}from tornado.ioloop import IOLoop\n\n\nasync def main():\n    print(IOLoop.current().run_sync(work))\n\n\nasyncio.run(main())\n`,
	},
	{
		rule: 'nested-event-loop',
		needs: ['fastapi', 'httpx'],
		fails: 'RuntimeError: asyncio.run() cannot be called from a running event loop',
		source: `${work}from fastapi import FastAPI\nfrom fastapi.testclient import TestClient\n\napp = FastAPI()\n\n\n@app.get("/")\nasync def index():\n    return asyncio.run(work())\n\n\nprint(TestClient(app).get("/").json())\n`,
	},
	{
		rule: 'no-loop-in-thread',
		needs: ['fastapi', 'httpx'],
		fails: "RuntimeError: There is no current event loop in thread 'AnyIO worker thread'.",
		source: `${work}from fastapi import FastAPI\nfrom fastapi.testclient import TestClient\n\napp = FastAPI()\n\n\n@app.get("/")\ndef index():\n    loop = asyncio.get_event_loop()\n    return loop.run_until_complete(work())\n\n\nprint(TestClient(app).get("/").json())\n`,
	},
	{
		rule: 'nest-asyncio',
		needs: ['nest_asyncio', 'uvloop'],
		fails: "ValueError: Can't patch loop of type <class 'uvloop.Loop'>",
		source: `${work}import nest_asyncio\nimport uvloop\n\n\nasync def main():\n    nest_asyncio.apply()\n    print(await work())\n\n\nuvloop.run(main())\n`,
	},
	{
		rule: 'sync-orm-in-async-view',
		needs: ['django'],
		atLeast: { django: 5 },
		fails: 'SynchronousOnlyOperation: You cannot call this from an async context',
		source: django,
	},
	{ rule: 'unmarked-async-test', ...tests, fails: 'async def functions are not natively supported' },
	{ rule: 'async-fixture-decorator', ...tests, fails: "requested an async fixture 'pond', with no plugin or hook that handled it" },
	{
		rule: 'event-loop-fixture',
		...tests,
		fails: "fixture 'event_loop' not found",
		source: `${work}import pytest\n\n\n@pytest.mark.asyncio\nasync def test_runs(event_loop):\n    assert await event_loop.create_task(work()) == 1\n`,
	},
	{ rule: 'fixture-loop-scope', ...tests, fails: 'attached to a different loop' },
	{ rule: 'notebook-event-loop', needs: ['ipykernel', 'nbclient'], fails: 'asyncio.run() cannot be called from a running event loop', runner: 'cells' },
];
