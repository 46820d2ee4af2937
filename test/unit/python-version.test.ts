import { describe, expect, test } from 'vitest';
import { PythonVersions, type VersionQuestion } from '../../server/src/project/python-version.ts';

function ask(files: Record<string, string>, question: Partial<VersionQuestion> = {}) {
	const { python, problems } = new PythonVersions({ readText: (path) => files[path] }).versionOf({ path: '/p/pkg/mod.py', ...question });
	const places = problems.map(({ path, range }) => range && files[path ?? '']?.slice(range.start, range.end));
	return {
		versions: `${python.floor}-${python.ceiling}`,
		source: python.source,
		isAssumed: python.isAssumed,
		problems: problems.map((problem) => problem.message),
		places,
	};
}

const requires = (specifier: string) => ask({ '/p/pyproject.toml': `[project]\nrequires-python = "${specifier}"\n` });

describe('specifiers', () => {
	test.each([
		['>=3.8', '8-14'],
		['>=3.8,<3.12', '8-11'],
		['>=3.8, <4', '8-14'],
		['~=3.9', '9-14'],
		['~=3.9.2', '9-9'],
		['^3.9', '9-14'],
		['~3.9', '9-9'],
		['3.*', '8-14'],
		['==3.11.*', '11-11'],
		['==3.11.4', '11-11'],
		['>=3.8,!=3.8.*', '9-14'],
		['>=3.9,!=3.9.0,!=3.9.1', '9-14'],
		['>3.9', '9-14'],
		['>=3.6', '8-14'],
		['>=2.7, !=3.0.*, !=3.1.*', '8-14'],
		['<3.12', '10-11'],
		['<3.9', '8-8'],
		['>=3.15', '15-15'],
		['>=3.12,<3.16', '12-15'],
		['==3.6.*', '8-8'],
		['>=3.10,', '10-14'],
		['>= 3.10', '10-14'],
		['>=3.8 <3.10', '8-9'],
		['^3.8 || ^3.11', '8-14'],
		['3.12', '12-12'],
		['>=3.13.0rc1', '13-14'],
	])('%s is %s', (specifier, versions) => {
		expect(requires(specifier)).toEqual({ versions, source: 'requires-python in pyproject.toml', isAssumed: false, problems: [], places: [] });
	});

	test.each(['*', '', '<4'])('"%s" declares nothing', (specifier) => {
		expect(requires(specifier)).toMatchObject({ versions: '10-14', source: 'default', isAssumed: true, problems: [] });
	});

	test.each(['banana', '>=4', '==2.7.*', '>=3.8,<3.8', '>=three'])('"%s" is passed over and said', (specifier) => {
		const answer = requires(specifier);
		expect(answer).toMatchObject({ versions: '10-14', source: 'default', isAssumed: true, places: [`"${specifier}"`] });
		expect(answer.problems).toEqual([expect.stringContaining(`"${specifier}"`)]);
	});
});

describe('files', () => {
	test.each([
		['pyproject.toml', '[tool.poetry.dependencies]\npython = "^3.9"\n', '9-14', 'python of Poetry in pyproject.toml'],
		['pyproject.toml', '[tool.poetry.dependencies]\npython = { version = "~3.10" }\n', '10-10', 'python of Poetry in pyproject.toml'],
		['setup.cfg', '[metadata]\nname = x\n\n[options]\npackages =\n    a\n    b\npython_requires = >=3.9\n', '9-14', 'python_requires in setup.cfg'],
		['setup.py', 'from setuptools import setup\nsetup(\n    name="x",\n    python_requires=">=3.8,<3.13",\n)\n', '8-12', 'python_requires in setup.py'],
		[
			'setup.py',
			'supported = ">=3.8.1"\nif not os.getenv("NEWEST"):\n    supported += ",<3.12"  # not tried\nsetup(python_requires=supported)\n',
			'8-11',
			'python_requires in setup.py',
		],
		[
			'setup.py',
			'python_requires = ">=3.9"\nif new:\n    python_requires += ",<3.13"\nsetup(\n    python_requires=python_requires,\n)\n',
			'9-12',
			'python_requires in setup.py',
		],
		['.python-version', '3.11.4\n', '11-11', '.python-version'],
		['.python-version', '# local\n3.12\n3.9.1\npypy3.10-7.3.12\n', '9-12', '.python-version'],
		['.python-version', 'cpython-3.13t\n', '13-13', '.python-version'],
		['.tool-versions', 'nodejs 20.1\npython 3.11.4\n', '11-11', '.tool-versions'],
		['runtime.txt', 'python-3.10.2\n', '10-10', 'runtime.txt'],
		['Pipfile', '[requires]\npython_version = "3.9"\n', '9-9', 'python_version in Pipfile'],
		['tox.ini', '[tox]\nenvlist = py38, py{39,310}-{a,b}, lint\n[testenv]\n', '8-10', 'envlist in tox.ini'],
		['tox.ini', '[tox]\nisolated = true\nenv_list =\n    py3{9-12}\n    # py38\n    docs\n', '9-12', 'envlist in tox.ini'],
		['tox.ini', '[tox]\r\nenvlist = 3.11,3.12\r\n', '11-12', 'envlist in tox.ini'],
	])('%s: %j', (name, text, versions, source) => {
		expect(ask({ [`/p/${name}`]: text })).toEqual({ versions, source, isAssumed: false, problems: [], places: [] });
	});

	test.each([
		['setup.py', 'setup(python_requires=">=" + minimum)\n'],
		['setup.py', 'setup(python_requires=">=%s" % minimum)\n'],
		['setup.py', '# python_requires=">=3.8"\nsetup()\n'],
		['setup.py', 'if new:\n    least = ">=3.12"\nelse:\n    least = ">=3.8"\nsetup(python_requires=least)\n'],
		['setup.py', 'setup(python_requires=least)\n'],
		['.python-version', 'my-environment\n'],
		['.python-version', 'system\n'],
		['.tool-versions', 'nodejs 20.1\n'],
		['tox.ini', '[tox]\nenvlist = lint, py\n[testenv:py38]\n'],
		// A list without end, in 38 bytes.
		['tox.ini', '[tox]\nenvlist = py{0-999}{0-999}{0-999}\n'],
		['pyproject.toml', '[project\n'],
		['Pipfile', '[requires]\n'],
		['setup.cfg', '\u0000\n[[[\n'],
	])('%s that states nothing: %j', (name, text) => {
		expect(ask({ [`/p/${name}`]: text })).toMatchObject({ source: 'default', isAssumed: true, problems: [] });
	});

	test('a pin nobody knows is passed over and said', () => {
		expect(ask({ '/p/.python-version': '3.99\n' })).toMatchObject({ source: 'default', problems: [expect.stringContaining('"3.99"')] });
	});
});

describe('order', () => {
	const strongestFirst: readonly [file: string, text: string, source: string][] = [
		[
			'/p/pkg/mod.py',
			'#!/usr/bin/env python\n# /// script\n# dependencies = []\n# requires-python = "==3.9.*"\n# ///\nimport x\n',
			'requires-python in the script',
		],
		['/p/pyproject.toml', '[project]\nrequires-python = "==3.9.*"\n[tool.poetry.dependencies]\npython = "3.10.*"\n', 'requires-python in pyproject.toml'],
		['/p/setup.cfg', '[options]\npython_requires = ==3.11.*\n', 'python_requires in setup.cfg'],
		['/p/setup.py', 'setup(python_requires="==3.12.*")\n', 'python_requires in setup.py'],
		['/p/.python-version', '3.13\n', '.python-version'],
		['/p/.tool-versions', 'python 3.14\n', '.tool-versions'],
		['/p/runtime.txt', 'python-3.8.1\n', 'runtime.txt'],
		['/p/Pipfile', '[requires]\npython_version = "3.9"\n', 'python_version in Pipfile'],
		['/p/tox.ini', '[tox]\nenvlist = py310\n', 'envlist in tox.ini'],
	];

	test('each source holds only where none before it speaks', () => {
		for (let from = 0; from < strongestFirst.length; from++) {
			const files = Object.fromEntries(strongestFirst.slice(from).map(([file, text]) => [file, text]));
			expect(ask(files, { notebookVersion: '3.11', interpreterVersion: '3.12' }).source).toBe(strongestFirst[from]?.[2]);
		}
	});

	test('setting first; notebook, interpreter and default last', () => {
		const all = Object.fromEntries(strongestFirst.map(([file, text]) => [file, text]));
		expect(ask(all, { setting: { version: '3.10', source: '--python-version' } })).toMatchObject({ versions: '10-10', source: '--python-version' });
		expect(ask({}, { notebookVersion: '3.11.4', interpreterVersion: '3.12' })).toMatchObject({ versions: '11-11', isAssumed: false });
		expect(ask({}, { interpreterVersion: '3.12.1' })).toMatchObject({ versions: '12-12', source: 'the interpreter chosen in the editor' });
		expect(ask({})).toEqual({ versions: '10-14', source: 'default', isAssumed: true, problems: [], places: [] });
	});

	test('a version older than the facts is judged as the oldest, and says so', () => {
		expect(ask({}, { setting: { version: '3.6', source: '--python-version' } })).toMatchObject({
			versions: '8-8',
			source: '--python-version (3.6, judged as 3.8)',
		});
	});

	test('the nearest folder that declares a version wins', () => {
		const files = { '/.python-version': '3.8\n', '/p/pyproject.toml': '[project]\nrequires-python = ">=3.9"\n', '/p/pkg/.python-version': '3.13\n' };
		expect(ask(files).versions).toBe('13-13');
		expect(ask(files, { path: '/p/other/mod.py' }).versions).toBe('9-14');
		expect(ask(files, { path: '/elsewhere/mod.py' }).versions).toBe('8-8');
		expect(ask(files, { path: 'untitled:Untitled-1' }).source).toBe('default');
	});
});

test('folders are read once, and again after invalidate', () => {
	const files: Record<string, string> = { '/p/.python-version': '3.11\n' };
	const read: string[] = [];
	const versions = new PythonVersions({
		readText(path) {
			read.push(path);
			return files[path];
		},
	});
	const floor = () => versions.versionOf({ path: '/p/mod.py' }).python.floor;
	expect(floor()).toBe(11);
	const before = read.length;
	files['/p/.python-version'] = '3.12\n';
	expect(floor()).toBe(11);
	// Only the script itself may have changed without anybody saying so.
	expect(read.slice(before)).toEqual(['/p/mod.py']);
	versions.invalidate('/p/.python-version');
	expect(floor()).toBe(12);
});
