import { describe, expect, test } from 'vitest';
import { validateEditorSettings } from '../../server/src/analysis/editor-settings.ts';
import { isExcluded } from '../../server/src/analysis/excluded-paths.ts';
import { parsePyproject } from '../../server/src/analysis/pyproject.ts';
import { defaultSettings, mergeSettings, type PartialSettings, severityOf } from '../../server/src/analysis/settings.ts';
import { SettingsStore } from '../../server/src/analysis/settings-store.ts';

const known = { rules: ['blocking-sleep', 'blocking-http', 'unused-async'], categories: ['blocking', 'style'] };
const sleep = { name: 'blocking-sleep', category: 'blocking', severity: 'warning' } as const;
const unused = { name: 'unused-async', category: 'style', severity: 'off' } as const;

function parse(text: string) {
	const { settings, problems } = parsePyproject(text, '/p/pyproject.toml', known);
	return { settings, problems: problems.map(({ message, range, fatal }) => ({ message, at: range && text.slice(range.start, range.end), fatal })) };
}

describe('pyproject.toml', () => {
	test('every setting is read', () => {
		const { settings, problems } = parse(`
[project]
name = "x"
[tool.asyncio-doctor]
python-version = "3.11"
exclude = ["build/", "!keep.py"]
other-tools = "show"
[tool.asyncio-doctor.severity]
blocking = "hint"
"blocking-sleep" = "off"
[tool.asyncio-doctor.blocking-calls]
"app.db.*" = "use app.adb"
`);
		expect(problems).toEqual([]);
		expect(settings).toEqual({
			pythonVersion: '3.11',
			exclude: ['build/', '!keep.py'],
			otherTools: 'show',
			severity: { blocking: 'hint', 'blocking-sleep': 'off' },
			blockingCalls: { 'app.db.*': 'use app.adb' },
		});
	});

	test('no section and no settings are told apart', () => {
		expect(parse('[tool.ruff]\nline-length = 3\n').settings).toBeUndefined();
		expect(parse('[tool.asyncio-doctor]\n').settings).toEqual({});
	});

	test.each([
		['[tool.asyncio-doctor]\npython-verson = "3.11"', 'python-verson', 'unknown setting "python-verson" (did you mean "python-version"?)'],
		['[tool.asyncio-doctor]\nenable = false', 'enable', 'unknown setting "enable"'],
		['[tool.asyncio-doctor]\npython-version = 3.11 # float', '3.11', '"python-version" must be a text like "3.12", in quotes'],
		['[tool.asyncio-doctor]\npython-version = "2.7"', '"2.7"', '"2.7" is not a Python version: write "3.N" with N up to 16, like "3.12"'],
		['[tool.asyncio-doctor]\npython-version = "3.99"', '"3.99"', '"3.99" is not a Python version: write "3.N" with N up to 16, like "3.12"'],
		['[tool.asyncio-doctor]\nexclude = "build"', '"build"', '"exclude" must be a list of texts'],
		['[tool.asyncio-doctor]\nexclude = ["a", # c, "d"\n 7]', '7', '"exclude" must hold texts only'],
		['[tool.asyncio-doctor]\nseverity = "off"', '"off"', '"severity" must be a table of rules or categories and their severities'],
		['[tool.asyncio-doctor.severity]\nblocking-slep = "off"', 'blocking-slep', 'no rule or category is named "blocking-slep" (did you mean "blocking-sleep"?)'],
		['[tool]\nasyncio-doctor.severity.style = "wrning"', '"wrning"', '"style" must be one of error, warning, information, hint, off (did you mean "warning"?)'],
		[
			'[tool.asyncio-doctor]\nseverity = { style = """\nbad""", blocking = "hint" }',
			'"""\nbad"""',
			'"style" must be one of error, warning, information, hint, off',
		],
		['[tool.asyncio-doctor]\nblocking-calls = { "a.b" = 3 }', '3', 'the advice for "a.b" must be a text'],
		['[tool]\nasyncio-doctor = 3', '3', '"tool.asyncio-doctor" must be a table'],
	])('%j', (text, at, message) => {
		expect(parse(text).problems).toEqual([{ message, at, fatal: false }]);
	});

	test('what is right beside what is wrong still applies', () => {
		const { settings, problems } = parse('[tool.asyncio-doctor]\nfoo = 1\nother-tools = "show"\nseverity = { blocking = "hint", nonsense = "off" }\n');
		expect(problems).toHaveLength(2);
		expect(settings).toEqual({ otherTools: 'show', severity: { blocking: 'hint' } });
	});

	test('a syntax error is fatal and has its line', () => {
		expect(parse('[tool.asyncio-doctor]\npython-version = \n').problems).toMatchObject([
			{ fatal: true, message: expect.stringMatching(/^is not valid TOML: .*\(line 2, column \d+\)$/) },
		]);
	});
});

test('editor settings: null is not set, the server keys are legal, the rest is checked', () => {
	expect(validateEditorSettings(null, known)).toEqual({ settings: {}, problems: [] });
	const { settings, problems } = validateEditorSettings(
		{ enable: false, pythonVersion: '', severity: { blocking: 'loud' }, trace: { server: 'off' }, run: 'onSave', exclude: null, othrTools: 'show' },
		known,
	);
	expect(settings).toEqual({ enable: false, severity: {} });
	expect(problems.map((problem) => problem.message)).toEqual([
		'asyncioDoctor.severity: "blocking" must be one of error, warning, information, hint, off',
		'asyncioDoctor.othrTools: unknown setting "othrTools" (did you mean "otherTools"?)',
	]);
	expect(validateEditorSettings('x', known).problems).toHaveLength(1);
});

test('the stronger source wins key by key, entry by entry for severities and blocking calls', () => {
	const layer = (settings: PartialSettings, folder: string) => ({ settings, folder, versionSource: folder });
	const merged = mergeSettings([
		layer({ severity: { blocking: 'error' }, select: ['blocking'] }, '/cwd'),
		layer({ pythonVersion: '3.12', severity: { blocking: 'hint', style: 'hint' }, exclude: ['a'] }, '/editor'),
		layer({ pythonVersion: '3.9', exclude: ['b'], blockingCalls: { 'x.y': 'no' }, otherTools: 'show' }, '/project'),
	]);
	expect(merged).toEqual({
		enable: true,
		pythonVersion: '3.12',
		severity: { blocking: 'error', style: 'hint' },
		exclude: { folder: '/editor', patterns: ['a'] },
		blockingCalls: { 'x.y': 'no' },
		otherTools: 'show',
		select: ['blocking'],
		ignore: [],
	});
	expect(mergeSettings([])).toEqual(defaultSettings);
});

test.each([
	['the default', sleep, {}, 'warning'],
	['a category', sleep, { severity: { blocking: 'hint' } }, 'hint'],
	['the rule beats its category', sleep, { severity: { blocking: 'hint', 'blocking-sleep': 'error' } }, 'error'],
	['off', sleep, { severity: { blocking: 'off' } }, 'off'],
	['select leaves the others out', sleep, { select: ['style'] }, 'off'],
	['select by category', sleep, { select: ['blocking'] }, 'warning'],
	['select keeps a set severity', sleep, { select: ['blocking'], severity: { blocking: 'hint' } }, 'hint'],
	['ignore', sleep, { ignore: ['blocking'] }, 'off'],
	['a selected name beats an ignored category', sleep, { select: ['blocking-sleep'], ignore: ['blocking'] }, 'warning'],
	['an ignored name beats a selected category', sleep, { select: ['blocking'], ignore: ['blocking-sleep'] }, 'off'],
	['off by default', unused, {}, 'off'],
	['selected by name', unused, { select: ['unused-async'] }, 'information'],
	['selected by category', unused, { select: ['style'] }, 'information'],
	['set', unused, { severity: { style: 'warning' } }, 'warning'],
	['selected by name beats off in a file', sleep, { select: ['blocking-sleep'], severity: { blocking: 'off' } }, 'warning'],
	['selected by category does not', sleep, { select: ['blocking'], severity: { 'blocking-sleep': 'off' } }, 'off'],
] as const)('severity: %s', (_, rule, settings, expected) => {
	expect(severityOf(rule, { ...defaultSettings, ...settings })).toBe(expected);
});

test('exclude patterns are those of gitignore, relative to their folder', () => {
	const settings = { exclude: { folder: '/p', patterns: ['build/', '*_pb2.py', '/top.py', '!keep_pb2.py'] } };
	const excluded = ['/p/build/', '/p/a/build/x.py', '/p/a/x_pb2.py', '/p/top.py'];
	const kept = ['/p/a/top.py', '/p/keep_pb2.py', '/q/build/x.py', '/p/build.py', '/p/Build/'];
	expect(excluded.filter((path) => isExcluded(path, settings))).toEqual(excluded);
	expect(kept.filter((path) => isExcluded(path, settings))).toEqual([]);
});

describe('the settings of a file', () => {
	const files: Record<string, string> = {
		'/p/pyproject.toml': '[project]\nrequires-python = ">=3.9"\n[tool.asyncio-doctor]\nother-tools = "show"\n',
		'/p/sub/pyproject.toml': '[project]\nname = "sub"\n',
		'/p/own/pyproject.toml': '[tool.asyncio-doctor]\npython-version = "3.12"\n',
		'/p/broken/pyproject.toml': '[tool',
	};
	const store = (layers: readonly PartialSettings[] = []) =>
		new SettingsStore({
			workspace: { readText: (path) => files[path] },
			known,
			outside: () => ({ layers: layers.map((settings) => ({ settings, folder: '/', versionSource: '--python-version' })) }),
		});

	test('come from the nearest pyproject.toml that speaks of the program', () => {
		expect(store().settingsFor('/p/sub/a.py')).toMatchObject({
			settings: { otherTools: 'show' },
			python: { floor: 9, ceiling: 14, source: 'requires-python in pyproject.toml' },
			problems: [],
		});
		expect(store().settingsFor('/p/own/a.py')).toMatchObject({
			settings: { otherTools: 'yield' },
			python: { floor: 12, ceiling: 12, source: 'python-version in pyproject.toml' },
		});
	});

	test('a broken one is named once per file, and the defaults hold', () => {
		expect(store().settingsFor('/p/broken/a.py')).toMatchObject({ settings: defaultSettings, problems: [{ path: '/p/broken/pyproject.toml', fatal: true }] });
	});

	test('the command line is stronger', () => {
		expect(store([{ pythonVersion: '3.8' }]).settingsFor('/p/own/a.py').python).toEqual({ floor: 8, ceiling: 8, source: '--python-version', isAssumed: false });
	});

	test('a change is seen after invalidate', () => {
		const changing = store();
		expect(changing.settingsFor('/p/own/a.py').settings.pythonVersion).toBe('3.12');
		files['/p/own/pyproject.toml'] = '[tool.asyncio-doctor]\npython-version = "3.13"\n';
		changing.invalidate('/p/own/pyproject.toml');
		expect(changing.settingsFor('/p/own/a.py')).toMatchObject({ settings: { pythonVersion: '3.13' }, python: { floor: 13 } });
	});
});
