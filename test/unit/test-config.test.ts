import { expect, test } from 'vitest';
import { createAnalyser } from '../../server/src/analysis/analyser.ts';
import { knownNames } from '../../server/src/analysis/settings.ts';
import { SettingsStore } from '../../server/src/analysis/settings-store.ts';
import { Dependencies } from '../../server/src/project/dependencies.ts';
import { TestConfigs } from '../../server/src/project/test-config.ts';
import { setTestOptions } from '../../server/src/rule-kit/test-settings-edits.ts';
import { rules } from '../../server/src/rules/index.generated.ts';
import { applyEdits } from '../../server/src/util/text.ts';
import { memoryWorkspace } from '../support/memory-workspace.ts';
import { testParser } from '../support/parser.ts';

function configOf(files: Record<string, string>, path = '/p/tests/test_a.py') {
	const workspace = memoryWorkspace(new Map([...Object.entries(files), [path, '']]), ['/p']);
	return new TestConfigs(workspace, new Dependencies(workspace)).of(path);
}

test.each<[string, Record<string, string>, string]>([
	['nothing', {}, 'strict'],
	['pytest.ini', { '/p/pytest.ini': '[pytest]\nasyncio_mode = auto\n' }, 'auto'],
	['a colon and a comment', { '/p/pytest.ini': '[pytest]\nasyncio_mode: auto  # all\n' }, 'auto'],
	['pyproject.toml', { '/p/pyproject.toml': '[tool.pytest.ini_options]\nasyncio_mode = "auto"\n' }, 'auto'],
	['the table of pytest 9', { '/p/pyproject.toml': '[tool.pytest]\nasyncio_mode = "auto"\n' }, 'auto'],
	['pytest.toml', { '/p/pytest.toml': '[pytest]\nasyncio_mode = "auto"\n' }, 'auto'],
	['tox.ini', { '/p/tox.ini': '[tox]\n\n[pytest]\nasyncio_mode=auto\n' }, 'auto'],
	['setup.cfg', { '/p/setup.cfg': '[tool:pytest]\nasyncio_mode=auto\n' }, 'auto'],
	['not another section', { '/p/setup.cfg': '[pytest]\nasyncio_mode=auto\n' }, 'strict'],
	['addopts over lines', { '/p/pytest.ini': '[pytest]\naddopts =\n    -q\n    --asyncio-mode=auto\n' }, 'auto'],
	[
		'pytest.ini before pyproject.toml, even without options',
		{ '/p/pytest.ini': '', '/p/pyproject.toml': '[tool.pytest.ini_options]\nxfail_strict = true\n' },
		'strict',
	],
	[
		'pyproject.toml before tox.ini',
		{ '/p/pyproject.toml': '[tool.pytest.ini_options]\nasyncio_mode = "strict"\n', '/p/tox.ini': '[pytest]\nasyncio_mode = auto\n' },
		'strict',
	],
	['the nearer folder', { '/p/tests/pytest.ini': '[pytest]\nasyncio_mode = strict\n', '/p/pytest.ini': '[pytest]\nasyncio_mode = auto\n' }, 'strict'],
	['an outer choice that may count', { '/p/tests/pytest.ini': '[pytest]\n', '/p/pytest.ini': '[pytest]\nasyncio_mode = auto\n' }, 'unknown'],
	['a command that chooses', { '/p/tox.ini': '[testenv]\ncommands = pytest --asyncio-mode=auto\n' }, 'unknown'],
	['a release without strict mode', { '/p/requirements.txt': 'pytest-asyncio==0.16.0\n' }, 'unknown'],
	['a broken pyproject.toml', { '/p/pyproject.toml': '[tool.pytest.ini_options\n' }, 'strict'],
])('the mode: %s', (_name, files, expected) => {
	expect(configOf(files).asyncioMode).toBe(expected);
});

test.each<[string, Record<string, string>, readonly string[]]>([
	['a pin', { '/p/requirements.txt': 'pytest-asyncio==1.2.0 ; python_version > "3.8"\n' }, ['1.2.0']],
	['a pin of a release in between', { '/p/requirements.txt': 'pytest-asyncio==0.23.5.post1\n' }, ['0.23.5.post1']],
	['a range', { '/p/pyproject.toml': '[dependency-groups]\ntest = ["pytest-asyncio>=0.25,<1.1"]\n' }, ['0.25.3', '0.26.0', '1.0.0']],
	['Poetry', { '/p/pyproject.toml': '[tool.poetry.group.dev.dependencies]\npytest-asyncio = "^0.24"\n' }, ['0.24.0']],
	[
		'a lock file',
		{ '/p/pyproject.toml': '[dependency-groups]\ntest = ["pytest-asyncio"]\n', '/p/uv.lock': '[[package]]\nname = "pytest-asyncio"\nversion = "0.21.1"\n' },
		['0.21.1'],
	],
	[
		'what is installed',
		{ '/p/.venv/lib/python3.12/site-packages/pytest_asyncio-1.3.0.dist-info/METADATA': '', '/p/requirements.txt': 'pytest-asyncio\n' },
		['1.3.0'],
	],
])('the release: %s', (_name, files, expected) => {
	expect(configOf(files)).toMatchObject({ pytestAsyncio: expected, hasPytestAsyncio: true });
});

test('knows the conftest.py files above, nearest first, and none outside the roots', () => {
	expect(configOf({ '/conftest.py': '', '/p/conftest.py': '', '/p/tests/conftest.py': '' }).conftests).toEqual(['/p/tests/conftest.py', '/p/conftest.py']);
});

test.each<[string, Record<string, string>, string, string]>([
	[
		'below the header',
		{ '/p/pyproject.toml': '[tool.pytest.ini_options]\r\naddopts = "-q"\r\n' },
		'/p/pyproject.toml',
		'[tool.pytest.ini_options]\r\nasyncio_mode = "auto"\r\naddopts = "-q"\r\n',
	],
	[
		'in place of another value',
		{ '/p/pytest.ini': '[pytest]\nasyncio_mode = strict  # as ever\n' },
		'/p/pytest.ini',
		'[pytest]\nasyncio_mode = auto  # as ever\n',
	],
	[
		'as a new table',
		{ '/p/pyproject.toml': '[project]\nname = "p"' },
		'/p/pyproject.toml',
		'[project]\nname = "p"\n\n[tool.pytest.ini_options]\nasyncio_mode = "auto"\n',
	],
	['in an empty file', { '/p/pytest.ini': '' }, '/p/pytest.ini', '[pytest]\nasyncio_mode = auto\n'],
	['where the header ends the file', { '/p/setup.cfg': '[tool:pytest]' }, '/p/setup.cfg', '[tool:pytest]\nasyncio_mode = auto\n'],
])('writes an option %s', (_name, files, path, expected) => {
	const edits = setTestOptions(configOf(files), { asyncio_mode: 'auto' });
	expect(applyEdits(files[path] as string, edits ?? [])).toBe(expected);
});

test('writes nothing where no file could hold it', () => {
	expect(setTestOptions(configOf({}), { asyncio_mode: 'auto' })).toBeUndefined();
});

test('an open test is judged again when the configuration or a conftest.py changes', async () => {
	const files = new Map([
		['/p/test_a.py', 'import asyncio\n\n\nasync def test_a():\n    await asyncio.sleep(0)\n'],
		['/p/requirements.txt', 'pytest-asyncio>=1\n'],
	]);
	const workspace = memoryWorkspace(files, ['/p']);
	const store = new SettingsStore({ workspace, known: knownNames(rules), outside: () => ({ layers: [] }) });
	const logger = { error: (message: string) => expect.fail(message), warn() {}, debug() {} };
	const analyser = createAnalyser({ workspace, logger, settingsFor: (path) => store.settingsFor(path), parser: await testParser() });
	const found = () => analyser.check('/p/test_a.py')?.findings.map((finding) => finding.rule.name);
	const set = (path: string, text: string) => {
		files.set(path, text);
		analyser.invalidate(path);
	};
	analyser.change('/p/test_a.py', files.get('/p/test_a.py') as string);
	expect(found()).toEqual(['unmarked-async-test']);
	set('/p/pytest.ini', '[pytest]\nasyncio_mode = auto\n');
	expect(found()).toEqual([]);
	set('/p/pytest.ini', '[pytest]\n');
	expect(found()).toEqual(['unmarked-async-test']);
	set('/p/conftest.py', 'def pytest_collection_modifyitems(items):\n    pass\n');
	expect(found()).toEqual([]);
	set('/p/conftest.py', '');
	expect(found()).toEqual(['unmarked-async-test']);
});
