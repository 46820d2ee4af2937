import { describe, expect, test } from 'vitest';
import { checkJson, clean, folderWith, hinting, nested, requesting, run, sleeping } from './run.ts';

describe('exit status', () => {
	test.each([
		[0, 'nothing is wrong', clean, []],
		[1, 'a warning', sleeping, []],
		[0, 'a warning under --fail-on error', sleeping, ['--fail-on', 'error']],
		[1, 'an error under --fail-on error', nested, ['--fail-on', 'error']],
		[0, 'an error under --fail-on never', nested, ['--fail-on', 'never']],
		[0, 'a hint', hinting, []],
		[1, 'a hint under --fail-on hint', hinting, ['--fail-on', 'hint']],
		[1, 'a warning that is not reported', sleeping, ['--min-severity', 'error']],
	] as const)('%i: %s', (status, _, text, options) => {
		expect(run(['check', ...options, 'a.py'], { cwd: folderWith({ 'a.py': text }) }).status).toBe(status);
	});

	test.each([
		['an unknown option', ['check', '--nonsense', '.'], /unknown option '--nonsense'/],
		['an unknown command', ['chekc', '.'], /unknown command|too many arguments/],
		['no command', [], /Usage: asyncio-doctor/],
		['no path', ['check'], /missing required argument 'path'/],
		['an unknown format', ['check', '--format', 'xml', '.'], /Allowed choices are text, json, sarif, github/],
		['an unknown severity', ['check', '--fail-on', 'fatal', '.'], /Allowed choices are error, warning/],
		['a wrong version', ['check', '--python-version', '2.7', '.'], /"2\.7" is not a Python version/],
		['an unknown rule', ['check', '--select', 'blocking-slep', '.'], /--select: .*"blocking-slep" \(did you mean "blocking-sleep"\?\)/],
		['an unknown category', ['check', '--ignore', 'blocking-sleep,bloking', '.'], /--ignore: .*"bloking" \(did you mean "blocking"\?\)/],
		['--diff without --fix', ['check', '--diff', '.'], /--diff .* with --fix/],
		['--unsafe-fixes without --fix', ['check', '--unsafe-fixes', '.'], /--unsafe-fixes .* with --fix/],
		['standard input beside a path', ['check', '-', 'a.py'], /standard input/],
		['--stdin-filename without standard input', ['check', '--stdin-filename', 'a.py', '.'], /--stdin-filename/],
		['a configuration that is not there', ['check', '--config', 'none.toml', '.'], /--config: .*none\.toml cannot be read: no such file/],
		['a configuration that is a folder', ['check', '--config', '.', '.'], /--config: .*cannot be read/],
		['a broken configuration', ['check', '--config', 'broken.toml', '.'], /--config: .*broken\.toml is not valid TOML.*line 1/],
		['a server without a transport', ['server'], /required option '--stdio'/],
		['explain of a file that is not there', ['explain', 'missing.txt'], /missing\.txt cannot be read/],
	] as const)('2: %s', (_, args, message) => {
		const { status, stdout, stderr } = run(args, { cwd: folderWith({ 'a.py': sleeping, 'broken.toml': '[tool' }) });
		expect(stderr).toMatch(message);
		expect(stdout).toBe('');
		expect(status).toBe(2);
	});

	test('0: help and version', () => {
		const cwd = folderWith({});
		expect(run(['--version'], { cwd })).toMatchObject({ status: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
		expect(run(['check', '--help'], { cwd })).toMatchObject({ status: 0, stdout: expect.stringContaining('--stdin-filename') });
	});
});

describe('json', () => {
	test("a finding has its place, counted from 1 in UTF-16, its fixes and other tools' codes", () => {
		const cwd = folderWith({ 'app/views.py': sleeping.replace('    time.sleep(1)', '    x = "𝄞é"; time.sleep(1)') });
		const { version, findings, errors, summary } = checkJson(cwd);
		expect({ version, errors, summary }).toEqual({ version: 1, errors: [], summary: { files: 1, findings: 1, errors: 0 } });
		expect(findings).toMatchObject([
			{
				path: 'app/views.py',
				line: 5,
				column: 16,
				endLine: 5,
				rule: 'blocking-sleep',
				category: 'blocking',
				severity: 'warning',
				equivalents: ['ASYNC251', 'S7488'],
			},
		]);
		expect(Object.keys(findings[0] ?? {}).sort()).toEqual([
			'category',
			'column',
			'endColumn',
			'endLine',
			'equivalents',
			'fixes',
			'line',
			'message',
			'path',
			'related',
			'rule',
			'severity',
		]);
		expect(findings[0]?.fixes[0]).toMatchObject({
			title: expect.any(String),
			safety: 'safe',
			edits: expect.arrayContaining([expect.objectContaining({ path: 'app/views.py', line: 5, text: expect.any(String) })]),
		});
	});

	test('hints are in, unless --min-severity leaves them out', () => {
		const cwd = folderWith({ 'a.py': hinting });
		expect(checkJson(cwd).findings).toHaveLength(1);
		expect(checkJson(cwd, ['--min-severity', 'information', '.']).findings).toEqual([]);
	});

	test('paths are relative to the working directory, also upwards', () => {
		const cwd = folderWith({ 'a.py': sleeping, 'sub/x.txt': '' });
		expect(checkJson(`${cwd}/sub`, [`${cwd}/a.py`]).findings[0]?.path).toBe('../a.py');
	});
});

describe('text', () => {
	test('shows place, severity, rule, lines with carets, fixes and a summary; hints only when asked', () => {
		const cwd = folderWith({ 'a.py': sleeping, 'b.py': hinting });
		const { stdout } = run(['check', '.'], { cwd });
		expect(stdout).toMatch(/^a\.py:5:5 warning blocking-sleep: .+$/m);
		expect(stdout).toMatch(/^ 5 \| {5}time\.sleep\(1\)\n {3}\| {5}\^{10,13}$/m);
		expect(stdout).toMatch(/^ {3}= safe fix: .+$/m);
		expect(stdout).toMatch(/^Found 1 problem \(1 warning\) in 2 files\.\n1 finding of less severity not shown/m);
		expect(stdout).not.toContain('b.py');
		expect(run(['check', '--min-severity', 'hint', '.'], { cwd }).stdout).toMatch(/^b\.py:4:\d+ hint /m);
	});

	test('carets stand under the code behind tabs and wide characters', () => {
		const { stdout } = run(['check', 'a.py'], {
			cwd: folderWith({ 'a.py': sleeping.replace('    time.sleep(1)', '\tx = "日本e\u0301"; time.sleep(1)').replace('    print', '\tprint') }),
		});
		const lines = stdout.split('\n');
		const code = lines.findIndex((line) => line.includes('time.sleep(1)') && line.includes('|'));
		const before = lines[code]?.split('time.sleep')[0] ?? '';
		// Two wide characters take four columns, the combining accent none; the tab is shown as four spaces.
		expect(lines[code + 1]?.indexOf('^')).toBe(before.length + 2 - 1);
		expect(before).toContain('|     x');
	});

	test('colour only where wanted', () => {
		const cwd = folderWith({ 'a.py': sleeping });
		const colour = '\u001b[';
		expect(run(['check', '.'], { cwd }).stdout).not.toContain(colour);
		expect(run(['check', '.'], { cwd, env: { FORCE_COLOR: '1' } }).stdout).toContain(colour);
		expect(run(['check', '.'], { cwd, env: { FORCE_COLOR: '0' } }).stdout).not.toContain(colour);
	});

	test('source cannot give the terminal orders', () => {
		const { stdout } = run(['check', '.'], { cwd: folderWith({ 'a.py': sleeping.replace('time.sleep(1)', 'time.sleep(1)  # \u001b[2J\u202e') }) });
		expect(stdout).toContain('time.sleep(1)  # \\u{1b}[2J\\u{202e}');
	});

	test('a very long line is cut round the finding', () => {
		const { stdout } = run(['check', '.'], {
			cwd: folderWith({ 'a.py': sleeping.replace('time.sleep(1)', `x = "${'a'.repeat(5000)}"; time.sleep(1); y = "${'b'.repeat(5000)}"`) }),
		});
		expect(stdout).toContain('time.sleep(1)');
		expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThan(300);
	});
});

test('github: one command per finding and per error, escaped', () => {
	const cwd = folderWith({ 'a,b%:c.py': sleeping, 'bad.py': new Uint8Array([0xff]) });
	const { stdout, status } = run(['check', '--format', 'github', '.'], { cwd });
	expect(stdout.trimEnd().split('\n')).toEqual([
		expect.stringMatching(/^::warning file=a%2Cb%25%3Ac\.py,line=5,endLine=5,col=5,endColumn=\d+,title=blocking-sleep::[^\n]+$/),
		expect.stringMatching(/^::error file=bad\.py::bad\.py: cannot be decoded: .+$/),
	]);
	expect(status).toBe(1);
});

describe('rules', () => {
	test('json', () => {
		const { status, stdout } = run(['rules', '--format', 'json'], { cwd: folderWith({}) });
		const { version, rules } = JSON.parse(stdout) as { version: number; rules: Record<string, unknown>[] };
		expect({ status, version }).toEqual({ status: 0, version: 1 });
		expect(rules.find((rule) => rule.name === 'blocking-sleep')).toEqual({
			name: 'blocking-sleep',
			category: 'blocking',
			severity: 'warning',
			fix: 'safe',
			summary: expect.any(String),
			equivalents: ['ASYNC251', 'S7488'],
			docs: 'docs/rules/blocking-sleep.md',
		});
	});

	test('text', () => {
		expect(run(['rules'], { cwd: folderWith({}) }).stdout).toMatch(/^ {2}blocking-sleep +warning +safe fix +\S/m);
	});
});

describe('which files', () => {
	test('folders are walked in order; what git ignores, environments and caches are left out; named files never are', () => {
		const cwd = folderWith({
			'.gitignore': 'build/\n*_pb2.py\n',
			'b.py': sleeping,
			'a.pyi': sleeping,
			'a/z.py': sleeping,
			'build/x.py': sleeping,
			'x_pb2.py': sleeping,
			'sub/.gitignore': 'local.py\n!keep_pb2.py\n',
			'sub/local.py': sleeping,
			'sub/keep_pb2.py': sleeping,
			'env/pyvenv.cfg': '',
			'env/lib/m.py': sleeping,
			'node_modules/m.py': sleeping,
			'__pycache__/m.py': sleeping,
			'.tox/m.py': sleeping,
			'lib/site-packages/m.py': sleeping,
			'notes.txt': sleeping,
			'n.ipynb': '{}',
		});
		expect(checkJson(cwd).findings.map((finding) => finding.path)).toEqual(['a/z.py', 'a.pyi', 'b.py', 'sub/keep_pb2.py']);
		expect(checkJson(cwd, ['x_pb2.py', 'env/lib/m.py', 'notes.txt']).findings.map((finding) => finding.path)).toEqual([
			'x_pb2.py',
			'env/lib/m.py',
			'notes.txt',
		]);
	});

	test("the whole repository's patterns hold below it", () => {
		const cwd = folderWith({
			'.git/HEAD': 'ref: refs/heads/main\n',
			'.git/info/exclude': 'secret.py\n',
			'.gitignore': '/app/gen/\n',
			'app/gen/x.py': sleeping,
			'app/secret.py': sleeping,
			'app/ok.py': sleeping,
		});
		expect(checkJson(`${cwd}/app`).findings.map((finding) => finding.path)).toEqual(['ok.py']);
	});

	test('a folder that git ignores is walked when it is named, by its own patterns', () => {
		const cwd = folderWith({
			'.git/HEAD': '',
			'.gitignore': 'vendor/\n',
			'vendor/lib/a.py': sleeping,
			'vendor/lib/.gitignore': 'b.py\n',
			'vendor/lib/b.py': sleeping,
		});
		expect(checkJson(cwd).findings).toEqual([]);
		for (const folder of ['vendor', 'vendor/lib']) expect(checkJson(cwd, [folder]).findings.map((finding) => finding.path)).toEqual(['vendor/lib/a.py']);
	});

	test('a file named twice, or within a named folder, is checked once', () => {
		const cwd = folderWith({ 'a.py': sleeping });
		expect(checkJson(cwd, ['a.py', '.', './a.py']).summary).toEqual({ files: 1, findings: 1, errors: 0 });
	});
});

describe('settings', () => {
	test('pyproject.toml: severity and exclude', () => {
		const cwd = folderWith({
			'pyproject.toml': '[tool.asyncio-doctor]\nexclude = ["old/"]\n[tool.asyncio-doctor.severity]\nblocking = "error"\n',
			'a.py': sleeping,
			'old/a.py': sleeping,
		});
		expect(checkJson(cwd).findings).toMatchObject([{ path: 'a.py', severity: 'error' }]);
		expect(checkJson(cwd, ['old/a.py']).findings).toHaveLength(1);
	});

	test('--select and --ignore', () => {
		const cwd = folderWith({ 'a.py': sleeping, 'b.py': requesting, 'c.py': nested });
		const rules = (...args: string[]) => checkJson(cwd, [...args, '.']).findings.map((finding) => finding.rule);
		expect(rules('--select', 'blocking')).toEqual(['blocking-sleep', 'blocking-http']);
		expect(rules('--select', 'blocking', '--ignore', 'blocking-http')).toEqual(['blocking-sleep']);
		expect(rules('--ignore', 'blocking-sleep,blocking-http')).toEqual(['nested-event-loop']);
	});

	test('--config stands for pyproject.toml', () => {
		const cwd = folderWith({
			'pyproject.toml': '[tool.asyncio-doctor.severity]\nblocking = "off"\n',
			'ci/strict.toml': '[tool.asyncio-doctor.severity]\nblocking-sleep = "error"\n',
			'a.py': sleeping,
		});
		expect(checkJson(cwd).findings).toEqual([]);
		expect(checkJson(cwd, ['--config', 'ci/strict.toml', '.']).findings).toMatchObject([{ severity: 'error' }]);
	});

	test('an ignore comment silences its line', () => {
		const cwd = folderWith({
			'a.py': sleeping.replace('sleep(1)', 'sleep(1)  # asyncio-doctor: ignore[blocking-sleep]'),
			'b.py': sleeping.replace('sleep(1)', 'sleep(1)  # noqa: ASYNC251'),
		});
		expect(checkJson(cwd)).toMatchObject({ status: 0, findings: [], summary: { files: 2 } });
	});
});

test('standard input is checked under the name it is given', () => {
	const cwd = folderWith({ 'pyproject.toml': '[tool.asyncio-doctor.severity]\nblocking = "error"\n' });
	expect(checkJson(cwd, ['--stdin-filename', 'app/x.py', '-'], { input: sleeping }).findings).toMatchObject([{ path: 'app/x.py', line: 5, severity: 'error' }]);
	expect(checkJson(cwd, ['-'], { input: clean })).toMatchObject({ status: 0, summary: { files: 1 } });
});
