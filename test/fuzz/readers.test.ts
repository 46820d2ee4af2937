import { describe, expect, test } from 'vitest';
import { createAnalyser } from '../../server/src/analysis/analyser.ts';
import { knownNames } from '../../server/src/analysis/settings.ts';
import { SettingsStore } from '../../server/src/analysis/settings-store.ts';
import { explain } from '../../server/src/explain/explain.ts';
import { rules } from '../../server/src/rules/index.generated.ts';
import { memoryWorkspace } from '../support/memory-workspace.ts';
import { testParser } from '../support/parser.ts';
import { type Cost, expectLinear, type GrowthLimits, secondsOf } from './growth.ts';

/*
 * Texts that others wrote beside the code: notebooks, logs, settings, what packages and tools declare. Whatever stands in them takes
 * time in proportion to its length, and never keeps the code beside it from being checked.
 */

const limits: GrowthLimits = { exponent: 1.35, measurable: 0.15, rate: 15 };

const parser = await testParser();
const code = 'import time\n\n\nasync def f():\n    time.sleep(1)\n';
const many = (n: number, text: string) => text.repeat(n);
const list = (n: number, item: (i: number) => string) => Array.from({ length: n }, (_, i) => item(i)).join('');
const notebook = (source: string) =>
	JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [{ cell_type: 'code', metadata: {}, outputs: [], source }] });

/** A log; or files beside the code. */
type Case = readonly [name: string, n: number, make: (n: number) => string | Readonly<Record<string, string>>];

const frame = 'File "a.py", line 1, in f ';
const cases: readonly Case[] = [
	['a cell that begins with empty lines', 20_000, (n) => ({ 'a.ipynb': notebook(`${many(n, '\r\n')}x`) })],
	['a cell of one long line', 1_000_000, (n) => ({ 'a.ipynb': notebook(`x = "${many(n, 'a')}"`) })],
	['a cell of a long string with escapes', 100_000, (n) => ({ 'a.ipynb': notebook(`x = """${many(n, '\\"')}"""`) })],
	['a magic on lines that go on', 100_000, (n) => ({ 'a.ipynb': notebook(`!ls ${many(n, '\\\n a')}`) })],
	['unclosed long strings in a cell', 2000, (n) => ({ 'a.ipynb': notebook(many(n, 'x = """a\n')) })],
	['comments behind the last expression of a cell', 20_000, (n) => ({ 'a.ipynb': notebook(`import asyncio\nasyncio.sleep(1)\n${many(n, '## ')}\nx`) })],
	['question marks in a cell', 100_000, (n) => ({ 'a.ipynb': notebook(`print(1) ${many(n, '? ')}x`) })],
	['a log of box lines', 2000, (n) => `${many(n, '│ ')}\n│${many(n, ' ')}x\n`],
	['a log of one line of frames', 10_000, (n) => many(n, `x${frame}`)],
	['a log of frames whose names never end', 10_000, (n) => many(n, 'File "a ')],
	['a log of long words', 20, (n) => many(n, `${many(20_000, 'a')}\n`)],
	['a log of one long word', 200_000, (n) => many(n, 'a')],
	['a log of spaces', 200_000, (n) => `${many(n, ' ')}x`],
	['a log of base64', 200, (n) => many(n, `${many(60, 'QUJD/+==')}\n`)],
	[
		'a log of chained tracebacks',
		300,
		(n) =>
			many(
				n,
				`Traceback (most recent call last):\n  File "a.py", line 1, in f\n    g()\nRuntimeError: no running event loop\n\nDuring handling of the above exception, another exception occurred:\n\n`,
			),
	],
	['a log of a deep exception group', 2000, (n) => list(n, (i) => `${many(i % 30, '  ')}| File "a.py", line 1, in f\n`)],
	['settings nested deep', 2000, (n) => ({ 'pyproject.toml': `[tool.asyncio-doctor]\nexclude = ${many(n, '[')}${many(n, ']')}\n` })],
	['a key of many parts', 5000, (n) => ({ 'pyproject.toml': `[tool.x]\na${many(n, '.b')} = 1\n` })],
	['long strings in settings', 50_000, (n) => ({ 'pyproject.toml': `[tool.x]\na = "${many(n, '\\n')}"\nb = """${many(n, '\\n')}"""\n` })],
	['a pattern of many stars', 50, (n) => ({ 'pyproject.toml': `[tool.asyncio-doctor.blocking-calls]\n"${many(n, '*t')}*z" = "none"\n` })],
	['a long list of versions', 5000, (n) => ({ 'pyproject.toml': `[project]\nrequires-python = "${list(n, (i) => `!=3.${i},`)}>=3.9"\n` })],
	[
		'many dependencies',
		2000,
		(n) => ({
			'pyproject.toml': `[project]\nname = "a"\nversion = "1"\ndependencies = [${list(n, (i) => `"p${i}>=1,<2",`)}]\n`,
			'requirements.txt': list(n, (i) => `q${i}==1\n`),
		}),
	],
	[
		'stars in the names of test files',
		25,
		(n) => ({
			'pyproject.toml': `[tool.pytest.ini_options]\npython_files = "${many(n, '*t')}*z"\n`,
			[`test_${many(60, 't')}.py`]: 'async def test_a():\n    pass\n',
		}),
	],
	[
		'entries without end in Pipfile.lock',
		5000,
		(n) => ({ 'Pipfile.lock': many(n, '"pytest-asyncio": {'), 'test_a.py': 'import pytest\n\n\nasync def test_a():\n    pass\n' }),
	],
	['braces in tox.ini', 20_000, (n) => ({ 'tox.ini': `[tox]\nenvlist = ${many(n, '{')}\n` })],
	['a bomb in tox.ini', 3, (n) => ({ 'tox.ini': `[tox]\nenvlist = py${many(n, '{0-999}')}\n` })],
	['spaces in setup.cfg', 50_000, (n) => ({ 'setup.cfg': `[tool:pytest]\nasyncio_mode =${many(n, ' ')}x\n` })],
	['lines in setup.py', 50_000, (n) => ({ 'setup.py': `x = 1\r${many(n, 'a ')}\rpython_requires\r` })],
	['spaces in a serverless configuration', 50_000, (n) => ({ 'serverless.yml': `${many(n, '\n ')}handlers:\n` })],
	['an environment whose home never ends', 100_000, (n) => ({ '.venv/pyvenv.cfg': `home =${many(n, ' ')}\n` })],
	['an ignore comment of many names', 5000, (n) => ({ 'b.py': `${code.trimEnd()}  # asyncio-doctor: ignore[${list(n, (i) => `x${i}, `)}blocking-sleep]\n` })],
];

function run([, , make]: Case, n: number): Cost {
	const made = make(n);
	let length = typeof made === 'string' ? made.length : 0;
	const seconds = secondsOf(() => {
		if (typeof made === 'string') explain(made);
		else length = checkBeside(made);
	});
	return { seconds, length };
}

function checkBeside(beside: Readonly<Record<string, string>>): number {
	const files = new Map(Object.entries({ 'code.py': code, ...beside }).map(([name, text]) => [`/project/${name}`, text]));
	const errors: string[] = [];
	const workspace = memoryWorkspace(files);
	const settings = new SettingsStore({ workspace, known: knownNames(rules), outside: () => ({ layers: [] }) });
	const logger = { error: (message: string) => errors.push(message), warn() {}, debug() {} };
	const analyser = createAnalyser({ workspace, logger, settingsFor: (path) => settings.settingsFor(path), parser });
	const checked = [...files.keys()].filter((path) => /\.(?:py|ipynb)$/.test(path));
	analyser.setProjectFiles(checked);
	const findings = checked.flatMap((path) => analyser.check(path)?.findings ?? []);
	expect(errors).toEqual([]);
	expect(findings).toContainEqual(expect.objectContaining({ path: '/project/code.py', rule: expect.objectContaining({ name: 'blocking-sleep' }) }));
	return [...files.values()].reduce((sum, text) => sum + text.length, 0);
}

describe('what others wrote takes time in proportion to its length', () => {
	test.each(cases.map((one) => [one[0], one] as const))(
		'%s',
		(_, one) => {
			const n = one[1];
			expectLinear(
				limits,
				() => run(one, n),
				() => run(one, 4 * n),
			);
		},
		60_000,
	);
});
