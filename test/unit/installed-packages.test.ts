import { describe, expect, test } from 'vitest';
import { createAnalyser } from '../../server/src/analysis/analyser.ts';
import { defaultSettings } from '../../server/src/analysis/settings.ts';
import type { Workspace } from '../../server/src/project/workspace.ts';
import { memoryWorkspace } from '../support/memory-workspace.ts';
import { testParser } from '../support/parser.ts';

const parser = await testParser();
const python = { floor: 11, ceiling: 13, isAssumed: false, source: 'the test' };
const silent = { error: (message: string) => expect.fail(message), warn() {}, debug() {} };
const site = '/work/shop/.venv/lib/python3.12/site-packages';
const environment = { '/work/shop/.venv/pyvenv.cfg': 'home = /usr/bin\ninclude-system-site-packages = false\n' };

/** A client library in the manner of many: what people import is re-exported from modules of its own. */
const parcels: Readonly<Record<string, string>> = {
	[`${site}/parcels/__init__.py`]: 'from ._client import Client as Client, connect, SyncClient\nfrom .streams import *\nfrom . import helpers\n',
	[`${site}/parcels/_base.py`]: `from typing import Self


class Base:
    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exc): ...

    async def close(self) -> None: ...
`,
	[`${site}/parcels/_client.py`]: `import functools
from collections.abc import Awaitable, Coroutine
from contextlib import asynccontextmanager
from ._base import Base
from .streams import Stream
from .wrap import traced


class Answer:
    status: int


class Client(Base):
    def __init__(self, url):
        self.stream = Stream()

    async def get(self, path) -> Answer: ...

    def post(self, path) -> Coroutine[None, None, Answer]: ...

    def soon(self) -> Awaitable[int]: ...

    def describe(self) -> str: ...

    @traced
    async def traced(self): ...

    @functools.lru_cache
    def cached(self): ...

    @property
    def other(self) -> "Client": ...

    @asynccontextmanager
    async def locked(self):
        yield self


class SyncClient:
    def __enter__(self): return self
    def __exit__(self, *exc): ...
    def get(self, path): ...


class Refusing(Client):
    def __enter__(self):
        raise TypeError("Use async with")


async def connect(url) -> Client: ...
`,
	[`${site}/parcels/streams.py`]: `class Stream:
    def __aiter__(self): return self
    async def __anext__(self): ...


async def rows():
    yield 1
`,
	[`${site}/parcels/wrap.py`]: '# For async functions.\ndef traced(f): return lambda *a: f(*a)\n',
	[`${site}/parcels/helpers.py`]: 'async def ping(): ...\n\n\ndef pong(): ...\n',
};

/** Rules found in a text, each with its line. */
function found(text: string, files: Readonly<Record<string, string>> = parcels, path = '/work/shop/app/main.py', interpreter?: string): string[] {
	const all = new Map(Object.entries({ ...environment, ...files, [path]: text }));
	return rulesIn(memoryWorkspace(all, ['/work/shop']), path, interpreter);
}

function rulesIn(workspace: Workspace, path: string, interpreter?: string): string[] {
	const settingsFor = () => ({ settings: defaultSettings, problems: [], python });
	const analyser = createAnalyser({ workspace, logger: silent, parser, settingsFor });
	analyser.setInterpreter(interpreter);
	analyser.setProjectFiles([path]);
	const report = analyser.check(path);
	return (report?.findings ?? []).map((finding) => `${finding.rule.name} ${report?.lines.positionAt(finding.range.start).line}`);
}

/** The body of an async function after an import, so that its first line is line 4. */
const inside = (...lines: readonly string[]) => `import parcels\n\n\nasync def main(client: parcels.Client):\n${lines.map((line) => `    ${line}\n`).join('')}`;

describe('calls into an installed package', () => {
	test('an async function is one wherever it is re-exported from', () => {
		expect(found(inside('parcels.connect("x")', 'parcels.helpers.ping()', 'parcels._client.connect("x")'))).toEqual(
			[4, 5, 6].map((line) => `missing-await ${line}`),
		);
		expect(found('from parcels.helpers import ping as p\n\n\nasync def main():\n    p()\n')).toEqual(['missing-await 4']);
	});

	test('methods are found on instances, parameters, attributes, properties and what calls give', () => {
		expect(
			found(
				inside(
					'client.get("x")',
					'client.close()',
					'client.other.get("x")',
					'other = await parcels.connect("x")',
					'other.get("y")',
					'parcels.Client("x").get("z")',
					'async with parcels.Client("x") as entered:',
					'    entered.get("x")',
				),
			),
		).toEqual([4, 5, 6, 8, 9, 11].map((line) => `missing-await ${line}`));
	});

	test('a forgotten await shows in every position', () => {
		expect(
			found(inside('if client.get("x"):', '    print(f"{client.get(1)}")', 'answer = client.get("x")', 'print(answer.status)', 'client.get("x")["y"]')),
		).toEqual([4, 5, 6, 8].map((line) => `missing-await ${line}`));
	});

	test('an annotation counts as much as async', () => {
		expect(found(inside('client.post("x")', 'client.soon()'))).toEqual(['missing-await 4']);
	});

	test('a class of the project inherits', () => {
		expect(found('import parcels\n\n\nclass Own(parcels.Client):\n    async def use(self):\n        self.get("x")\n        self.describe()\n')).toEqual([
			'missing-await 5',
		]);
	});

	test('what is sync, or behind a decorator that is not known, is left alone', () => {
		expect(found(inside('client.describe()', 'client.traced()', 'client.cached()', 'parcels.helpers.pong()', 'parcels.nothing()'))).toEqual([]);
		expect(found('import parcels\n\n\nasync def main():\n    with parcels.SyncClient() as c:\n        c.get("x")\n')).toEqual([]);
	});

	test('context managers are told apart', () => {
		expect(found(inside('with client.locked():', '    pass', 'with parcels.Client("x"):', '    pass', 'async with parcels.SyncClient():', '    pass'))).toEqual(
			[4, 6, 8].map((line) => `wrong-with ${line}`),
		);
		expect(found(inside('async with parcels.connect("x"):', '    pass', 'async with client, client.locked():', '    pass'))).toEqual(['wrong-with 4']);
		expect(found('from parcels._client import Refusing\n\n\nasync def main():\n    with Refusing(1):\n        pass\n')).toEqual(['wrong-with 4']);
	});

	test('asynchronous iterators are told apart', () => {
		expect(found(inside('for row in parcels.rows():', '    pass', 'for item in client.stream:', '    pass'))).toEqual(['wrong-for 4', 'wrong-for 6']);
		expect(found(inside('async for row in parcels.rows():', '    pass', 'async for item in client.stream:', '    pass'))).toEqual([]);
	});

	test('a function of the package is no function of the project', () => {
		const files = { [`${site}/slow/__init__.py`]: 'import time\nasync def a(): ...\ndef nap(): time.sleep(5)\n' };
		expect(found('import slow\n\n\nasync def main():\n    slow.nap()\n', files)).toEqual([]);
	});
});

describe('where packages are looked for', () => {
	const call = 'import parcels\n\n\nasync def main():\n    parcels.ping()\n';
	const module = 'async def ping(): ...\n';

	test.each([
		['venv', '/work/shop/venv/pyvenv.cfg', '/work/shop/venv/lib/python3.9/site-packages/parcels.py'],
		['a folder above the workspace', '/work/env/pyvenv.cfg', '/work/env/lib64/python3.11/site-packages/parcels/__init__.py'],
		['Windows', '/work/shop/.venv/pyvenv.cfg', '/work/shop/.venv/Lib/site-packages/parcels.py'],
		['conda', '/work/shop/.conda/conda-meta/history', '/work/shop/.conda/lib/python3.12/site-packages/parcels.py'],
		['a stub beside compiled code', '/work/shop/.venv/pyvenv.cfg', `${site}/parcels/__init__.pyi`],
		['a package of stubs', '/work/shop/.venv/pyvenv.cfg', `${site}/parcels-stubs/__init__.pyi`],
	])('%s', (_, marker, path) => {
		const foundWith = (text: string) =>
			rulesIn(memoryWorkspace(new Map(Object.entries({ [marker]: '', [path]: text, '/work/shop/main.py': call })), ['/work/shop']), '/work/shop/main.py');
		expect(foundWith(module)).toEqual(['missing-await 4']);
		expect(foundWith(module.replace('async ', ''))).toEqual([]);
	});

	test('a folder of the right name that is no environment is none', () => {
		const files = new Map([
			['/work/shop/env/lib/python3.12/site-packages/parcels.py', module],
			['/work/shop/main.py', call],
		]);
		expect(rulesIn(memoryWorkspace(files, ['/work/shop']), '/work/shop/main.py')).toEqual([]);
	});

	test('namespace packages', () => {
		const files = {
			[`${site}/big/cloud/store/__init__.py`]: 'from .client import Store\n',
			[`${site}/big/cloud/store/client.py`]: 'class Store:\n    async def put(self): ...\n',
		};
		expect(found('from big.cloud import store\n\n\nasync def main():\n    store.Store().put()\n', files)).toEqual(['missing-await 4']);
	});

	test('the packages of the system, where the environment includes them', () => {
		const system = { '/usr/lib/python3/dist-packages/parcels.py': module, '/usr/bin/python3': '' };
		expect(found(call, system)).toEqual([]);
		expect(found(call, { ...system, '/work/shop/.venv/pyvenv.cfg': 'home = /usr/bin\ninclude-system-site-packages = true\n', [`${site}/x.py`]: '' })).toEqual([
			'missing-await 4',
		]);
	});

	test.each([
		['a path', { [`${site}/dev.pth`]: '# here\nimport os; os.getcwd()\n/elsewhere/src\n', '/elsewhere/src/parcels.py': module }, true],
		['a relative path', { [`${site}/dev.pth`]: '../../../../lib/parcels-src\n', '/work/shop/lib/parcels-src/parcels.py': module }, false],
		[
			'a finder',
			{
				[`${site}/__editable__.parcels-1.0.pth`]: 'import __editable___parcels_1_0_finder; __editable___parcels_1_0_finder.install()\n',
				[`${site}/__editable___parcels_1_0_finder.py`]: "MAPPING: dict[str, str] = {'parcels': '/elsewhere/parcels/src/parcels'}\nNAMESPACES = {}\n",
				'/elsewhere/parcels/src/parcels/__init__.py': module,
			},
			true,
		],
	])('an editable install: %s; what leads out of the workspace is followed where a person chose the environment', (_, files, leadsOut) => {
		expect(found(call, files, undefined, '/work/shop/.venv/bin/python')).toEqual(['missing-await 4']);
		expect(found(call, files)).toEqual(leadsOut ? [] : ['missing-await 4']);
	});

	test('an editable install inside the workspace is code of the project', () => {
		const files = {
			[`${site}/dev.pth`]: '/work/shop/libs/parcels/lib\n',
			'/work/shop/libs/parcels/lib/parcels.py': 'import time\n\n\ndef ping():\n    time.sleep(1)\n',
		};
		expect(found(call, files)).toEqual(['blocking-helper 4']);
	});

	test("the project's own module comes first, and the standard library before both", () => {
		expect(found(call, { '/work/shop/parcels.py': 'def ping(): ...\n', [`${site}/parcels.py`]: module })).toEqual([]);
		expect(found('import queue\n\n\nasync def main():\n    queue.ping()\n', { [`${site}/queue.py`]: module })).toEqual([]);
	});
});

describe('paths that lead away', () => {
	const call = 'import parcels\n\n\nasync def main():\n    parcels.ping()\n';
	const system = 'include-system-site-packages = true\n';

	/** Every path that is looked at, and the entries that are complained about. */
	function lookedAt(files: Readonly<Record<string, string>>, interpreter?: string) {
		const path = '/work/shop/main.py';
		const inner = memoryWorkspace(new Map(Object.entries({ ...environment, [`${site}/other.py`]: '', ...files, [path]: call })), ['/work/shop']);
		const seen = new Set<string>();
		const noted =
			<T>(ask: (path: string) => T) =>
			(one: string): T => {
				seen.add(one);
				return ask(one);
			};
		const workspace = { ...inner, readText: noted(inner.readText), listFolder: noted(inner.listFolder), hasFile: noted(inner.hasFile) };
		const analyser = createAnalyser({ workspace, logger: silent, parser, settingsFor: () => ({ settings: defaultSettings, problems: [], python }) });
		analyser.setInterpreter(interpreter);
		analyser.check(path);
		const problems = analyser.environmentProblems(path).map(({ path: file, range, message }) => {
			expect(message).toMatch(/^"[^"]+" is on another computer/);
			return `${file} ${inner.readText(file ?? '')?.slice(range?.start, range?.end)}`;
		});
		return { seen: [...seen], problems };
	}

	const finder = `${site}/__editable___x_finder.py`;
	test.each<[string, Record<string, string>, string]>([
		['home', { '/work/shop/.venv/pyvenv.cfg': `home = \\\\evil\\share\\bin\n${system}` }, '/work/shop/.venv/pyvenv.cfg home = \\\\evil\\share\\bin'],
		['home with slashes', { '/work/shop/.venv/pyvenv.cfg': `HOME=//evil/share/bin\n${system}` }, '/work/shop/.venv/pyvenv.cfg HOME=//evil/share/bin'],
		[
			'home past names',
			{ '/work/shop/.venv/pyvenv.cfg': `home = \\\\?\\UNC\\evil\\share\\bin\n${system}` },
			'/work/shop/.venv/pyvenv.cfg home = \\\\?\\UNC\\evil\\share\\bin',
		],
		['home of a device', { '/work/shop/.venv/pyvenv.cfg': `home = //./evil/bin\n${system}` }, '/work/shop/.venv/pyvenv.cfg home = //./evil/bin'],
		['a line', { [`${site}/a.pth`]: '# x\r\n//evil/share\r\n' }, `${site}/a.pth //evil/share`],
		['a line with backslashes', { [`${site}/a.pth`]: '\\\\evil\\share' }, `${site}/a.pth \\\\evil\\share`],
		['a line with both', { [`${site}/a.pth`]: '/\\evil/share' }, `${site}/a.pth /\\evil/share`],
		['a way round', { [`${site}/a.pth`]: '/x/..//evil/share' }, `${site}/a.pth /x/..//evil/share`],
		[
			'a finder',
			{ [`${site}/a.pth`]: 'import __editable___x_finder\n', [finder]: "MAPPING = {'x': '\\\\\\\\evil\\\\share\\\\x'}\n" },
			`${finder} 'x': '\\\\\\\\evil\\\\share\\\\x'`,
		],
	])('to another computer are not looked at, and named: %s', (_, files, problem) => {
		for (const interpreter of [undefined, '/work/shop/.venv/bin/python']) {
			const { seen, problems } = lookedAt(files, interpreter);
			expect(problems).toEqual([problem]);
			expect(seen.filter((path) => /^[\\/]{2}|evil/.test(path))).toEqual([]);
		}
	});

	test('out of the workspace are not looked at, unless they lead to the installation of an interpreter', () => {
		const { seen, problems } = lookedAt({
			'/work/shop/.venv/pyvenv.cfg': `home = /secret/bin\n${system}`,
			'/secret/lib/python3.12/site-packages/parcels.py': '',
			[`${site}/a.pth`]: '/other\n/usr/../other/src\n../../../../../../other\n',
			'/other/parcels.py': '',
		});
		// Whether an interpreter is there has to be asked.
		expect(seen.filter((path) => !path.startsWith('/work') && path !== '/')).toEqual(['/secret/bin']);
		expect(problems).toEqual([]);
	});
});

describe('what it costs', () => {
	/** A workspace that counts how often each file is read. */
	function counting(files: Readonly<Record<string, string>>) {
		const inner = memoryWorkspace(new Map(Object.entries({ ...environment, ...files })), ['/work/shop']);
		const reads = new Map<string, number>();
		const readText = (path: string) => {
			reads.set(path, (reads.get(path) ?? 0) + 1);
			return inner.readText(path);
		};
		return { workspace: { ...inner, readText }, reads };
	}

	test('only files are read that a name leads to', () => {
		const { workspace, reads } = counting({ ...parcels, '/work/shop/main.py': 'import parcels\n\n\nasync def main():\n    parcels.helpers.ping()\n' });
		expect(rulesIn(workspace, '/work/shop/main.py')).toEqual(['missing-await 4']);
		expect([...reads.keys()].filter((path) => path.startsWith(site)).sort()).toEqual([`${site}/parcels/helpers.py`]);
	});

	test('nothing is read for a file that has nothing to do with awaiting', () => {
		const { workspace, reads } = counting({ ...parcels, '/work/shop/main.py': 'import parcels\n\nparcels.helpers.ping()\n' });
		expect(rulesIn(workspace, '/work/shop/main.py')).toEqual([]);
		expect([...reads.keys()].filter((path) => path.startsWith(site))).toEqual([]);
	});

	test('files are let go of when there are many', () => {
		const names = Array.from({ length: 50 }, (_, i) => `big${i}`);
		const filler = `# ${'x'.repeat(98)}\n`.repeat(1000);
		const files = Object.fromEntries(names.map((name) => [`${site}/${name}.py`, `${filler}async def one(): ...\nasync def two(): ...\n`]));
		const code = Object.fromEntries(names.map((name) => [`/work/shop/${name}_use.py`, `import ${name}\n\n\nasync def main():\n    ${name}.one()\n`]));
		const again = { '/work/shop/again.py': 'import big0, big49\n\n\nasync def main():\n    big0.two()\n    big49.two()\n' };
		const { workspace, reads } = counting({ ...files, ...code, ...again });
		const analyser = createAnalyser({ workspace, logger: silent, parser, settingsFor: () => ({ settings: defaultSettings, problems: [], python }) });
		for (const path of [...Object.keys(code), '/work/shop/again.py'])
			expect(analyser.check(path)?.findings.map((one) => one.rule.name)).toContain('missing-await');
		expect([reads.get(`${site}/big0.py`), reads.get(`${site}/big49.py`)]).toEqual([2, 1]);
	});

	test('what imports itself in a circle, or has no end, is no trouble', () => {
		const files = {
			[`${site}/ring/__init__.py`]: '# async\nfrom .a import *\nfrom .a import gone\n',
			[`${site}/ring/a.py`]: '# async\nfrom .b import *\nfrom .b import gone\nclass A(B): ...\n',
			[`${site}/ring/b.py`]: '# async\nfrom . import *\nfrom ring import gone\nfrom .a import A\nclass B(A): ...\n',
		};
		expect(found('import ring\n\n\nasync def main():\n    ring.gone()\n    ring.A().x()\n    with ring.B() as b:\n        b.y()\n', files)).toEqual([]);
		for (const chain of ['.x', '.x()', '[0]', '[0].x()'])
			expect(found(`import ring\n\n\nasync def main():\n    ring${chain.repeat(3000)}()\n`, files)).toEqual([]);
	});
});
