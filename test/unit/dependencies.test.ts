import { expect, test } from 'vitest';
import { Dependencies } from '../../server/src/project/dependencies.ts';
import { memoryWorkspace } from '../support/memory-workspace.ts';

function dependenciesOf(files: Record<string, string>, path = '/p/pkg/mod.py'): readonly string[] {
	const all = new Map([...Object.entries(files), [path, '']]);
	return [...new Dependencies(memoryWorkspace(all, ['/p'])).of(path)].sort();
}

test.each<[string, Record<string, string>, readonly string[]]>([
	[
		'requirements.txt',
		{ '/p/requirements.txt': '# web\nAio_Pika[x]>=9 ; python_version > "3.8"\r\n-r other.txt\n--hash=abc\nhttpx\nhttps://a/b.whl\n' },
		['aio-pika', 'httpx'],
	],
	['lists beside it', { '/p/dev-requirements.in': 'anyio~=4.0\n', '/p/requirements/base.txt': 'aiohttp==3.9\n' }, ['aiohttp', 'anyio']],
	[
		'pyproject.toml',
		{
			'/p/pyproject.toml':
				'[project]\ndependencies = ["httpx>=0.27", "Redis"]\n[project.optional-dependencies]\npg = ["asyncpg"]\n[dependency-groups]\ndev = ["pytest", {include-group = "x"}]\n[tool.uv]\ndev-dependencies = ["ruff"]\n',
		},
		['asyncpg', 'httpx', 'pytest', 'redis', 'ruff'],
	],
	[
		'Poetry',
		{
			'/p/pyproject.toml':
				'[tool.poetry.dependencies]\npython = "^3.9"\naiohttp = { version = "*" }\n[tool.poetry.group.dev.dependencies]\nmypy = "*"\n[tool.poetry.dev-dependencies]\nblack = "*"\n',
		},
		['aiohttp', 'black', 'mypy', 'python'],
	],
	[
		'setup.cfg',
		{
			'/p/setup.cfg':
				'[metadata]\nname = p\n[options]\ninstall_requires =\n    httpx>=0.2\n    # no\n    aiohttp\ntests_require = mock\nzip_safe = no\n[options.extras_require]\npg =\n    asyncpg\n[flake8]\nignore = E1\n',
		},
		['aiohttp', 'asyncpg', 'httpx', 'mock'],
	],
	[
		'tox.ini',
		{
			'/p/tox.ini':
				'[tox]\nenvlist = py39,lint\n[testenv]\ndeps =\n    pytest>=8\n    py39: pytest-asyncio<1\n    -r requirements.txt\n    {[base]deps}\ncommands = pytest\n[testenv:lint]\ndeps = black\n',
		},
		['black', 'pytest', 'pytest-asyncio'],
	],
	['setup.py', { '/p/setup.py': 'setup(name="p", install_requires=["httpx>=1", \'aiohttp\'])\n' }, ['aiohttp', 'httpx']],
	[
		'lists and extras of setup.py',
		{
			'/p/setup.py':
				'requirements = ["uvicorn[standard]>=0.2", "b"]  # "no"\ntests_require = [\n    \'pytest-sanic\',\n    helper("c"),\n]\nsetup(extras_require={"pg": ["asyncpg>=0.27"], \'x\': []}, keywords=["not", "these"])\n',
		},
		['asyncpg', 'b', 'c', 'pytest-sanic', 'uvicorn'],
	],
	['Pipfile', { '/p/Pipfile': '[packages]\nhttpx = "*"\n[dev-packages]\npytest = "*"\n' }, ['httpx', 'pytest']],
	['the folders between file and root together', { '/p/pkg/requirements.txt': 'httpx\n', '/p/Pipfile': '[packages]\naiohttp = "*"\n' }, ['aiohttp', 'httpx']],
	['nothing above the root', { '/requirements.txt': 'httpx\n' }, []],
	['a broken file beside a whole one', { '/p/pyproject.toml': '[project\n', '/p/requirements.txt': 'httpx\n' }, ['httpx']],
])('reads %s', (_name, files, expected) => {
	expect(dependenciesOf(files)).toEqual(expected);
});

test('forgets what it read when told so', () => {
	const files = new Map([['/p/requirements.txt', 'httpx\n']]);
	const dependencies = new Dependencies(memoryWorkspace(files, ['/p']));
	expect([...dependencies.of('/p/a.py')]).toEqual(['httpx']);
	files.set('/p/requirements.txt', 'aiohttp\n');
	expect([...dependencies.of('/p/a.py')]).toEqual(['httpx']);
	dependencies.forget();
	expect([...dependencies.of('/p/a.py')]).toEqual(['aiohttp']);
});
