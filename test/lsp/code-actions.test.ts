import { afterEach, describe, expect, it } from 'vitest';
import { ableClient, Editor, type EditorOptions, editsFor, titles } from './editor.ts';

const twice = 'import asyncio\nimport time\n\n\nasync def main():\n    time.sleep(1)\n    print(1)\n    time.sleep(2)\n\n\nasyncio.run(main())\n';
const mended = twice.replace('import time\n', '').replaceAll('time.sleep', 'await asyncio.sleep');

let editor: Editor;
const start = async (options?: EditorOptions): Promise<Editor> => {
	editor = await new Editor(options).start();
	return editor;
};
const named = async (uri: string, at: string, title: RegExp, only?: string[]) =>
	(await editor.actions(uri, at, only)).find((action) => title.test(action.title));

afterEach(() => editor.dispose());

describe('code actions on a finding', () => {
	it('offer the fix first, and it is preferred', async () => {
		await start();
		const uri = editor.open('main.py', twice);
		const [first, ...others] = await editor.actions(uri, 'time.sleep(1)');
		expect(first).toMatchObject({ kind: 'quickfix', isPreferred: true, diagnostics: [{ code: 'blocking-sleep' }] });
		expect(others.some(({ isPreferred }) => isPreferred)).toBe(false);
		expect(editor.applied(first, uri)).toBe(twice.replace('time.sleep(1)', 'await asyncio.sleep(1)'));
	});

	it('are tied to the version they were made for', async () => {
		await start();
		const uri = editor.open('main.py', twice, 7);
		const [first] = await editor.actions(uri, 'time.sleep(1)');
		expect(first?.edit?.documentChanges).toMatchObject([{ textDocument: { uri, version: 7 } }]);
	});

	it('come as plain changes for a client without versioned edits', async () => {
		await start({ capabilities: {} });
		const uri = editor.open('main.py', twice);
		const [first] = await editor.actions(uri, 'time.sleep(1)');
		expect(first?.edit?.documentChanges).toBeUndefined();
		expect(editor.applied(first, uri)).toBe(twice.replace('time.sleep(1)', 'await asyncio.sleep(1)'));
	});

	it('never prefer an unsafe fix', async () => {
		await start();
		const uri = editor.open('main.py', twice.replace('print(1)', 'input()'));
		const actions = await editor.actions(uri, 'input()');
		expect(actions.length).toBeGreaterThan(1);
		expect(actions.some(({ isPreferred }) => isPreferred)).toBe(false);
	});

	it('fix all problems of the rule in the file', async () => {
		await start();
		const uri = editor.open('main.py', twice);
		expect(editor.applied(await named(uri, 'time.sleep(1)', /^Fix all 'blocking-sleep' problems in this file$/), uri)).toBe(mended);
	});

	it('say so when fixing all of a rule is unsafe', async () => {
		await start();
		const text = twice.replaceAll('time.sleep(1)', 'input()').replace('print(1)', 'input()');
		const uri = editor.open('main.py', text);
		const offered = (await editor.actions(uri, 'input()')).filter(({ title }) => title.startsWith("Fix all '"));
		expect(titles(offered)).toEqual(["Fix all 'blocking-input' problems in this file (unsafe)"]);
		expect(editor.applied(offered[0], uri)).not.toMatch(/^ {4}input\(\)/m);
		expect(editor.applied(offered[0], uri)).toContain('    time.sleep(2)');
	});

	it('do not offer to fix all of one', async () => {
		await start();
		const uri = editor.open('main.py', twice.replace('    time.sleep(2)\n', ''));
		expect(await named(uri, 'time.sleep(1)', /^Fix all '/)).toBeUndefined();
	});

	it('are none where nothing is found, and none in a range beside the finding', async () => {
		await start();
		const uri = editor.open('main.py', twice);
		expect(await editor.actions(uri, 'print(1)')).toEqual([]);
	});

	it('compute edits at once for a client that cannot ask for them later', async () => {
		await start({ capabilities: { ...ableClient, textDocument: { ...ableClient.textDocument, codeAction: {} } } });
		const uri = editor.open('main.py', twice);
		const action = await named(uri, 'time.sleep(1)', /^Fix all '/);
		expect(action?.data).toBeUndefined();
		expect(editor.applied(action, uri)).toBe(mended);
	});

	it('give no edit for a text that has changed since', async () => {
		await start();
		const uri = editor.open('main.py', twice);
		const params = { textDocument: { uri }, range: { start: { line: 5, character: 4 }, end: { line: 5, character: 4 } }, context: { diagnostics: [] } };
		const actions = await editor.connection.sendRequest<{ title: string; data?: unknown; edit?: unknown }[]>('textDocument/codeAction', params);
		const late = actions.find(({ data }) => data !== undefined);
		expect(late).toBeDefined();
		editor.edit(uri, 'print(1)', 'print(2)');
		expect(await editor.connection.sendRequest('codeAction/resolve', late)).not.toHaveProperty('edit');
	});
});

describe('in a file that does not parse', () => {
	const head = 'import asyncio\nimport time\n\n\nasync def first():\n    time.sleep(1)\n\n\n';
	const offered = async (text: string, at: string): Promise<string[]> => {
		await start();
		const uri = editor.open('main.py', text);
		const fixes = (await editor.actions(uri, at)).filter(({ title }) => !/^(?:Ignore|Disable|Show)/.test(title));
		expect(await editor.actions(uri, 'import', ['source.fixAll'])).toEqual([]);
		return fixes.map((fix) => editor.applied(fix, uri));
	};
	const second = 'async def second():\n    time.sleep(2)\n';

	it.each([
		['in another function', 'def other():\n    x = \n'],
		['at the end', 'value = \n'],
		['in a method', 'class A:\n    def f(self):\n        return time.\n\n    def g(self):\n        pass\n'],
		['as merge markers', '<<<<<<< HEAD\nx = 1\n=======\nx = 2\n>>>>>>> other\n'],
	])('a single fix is offered, the import stays, nothing is fixed as a whole: %s', async (_, broken) => {
		const text = `${head}${broken}`;
		expect(await offered(text, 'time.sleep(1)')).toEqual([text.replace('time.sleep(1)', 'await asyncio.sleep(1)')]);
		const more = `${head}${second}\n\n${broken}`;
		expect(await offered(more, 'time.sleep(1)')).toEqual([more.replace('time.sleep(1)', 'await asyncio.sleep(1)')]);
	});

	it('no fix is offered in the function that has the error', async () => {
		expect(await offered(`${head}async def other():\n    time.sleep(2)\n    x = \n    return x\n`, 'time.sleep(2)')).toEqual([]);
	});

	it('outside of functions a fix is offered where all such code is whole', async () => {
		const module = 'async def main():\n    pass\n\n\nasyncio.run(main)\n';
		const inFunction = `${head}${module}\n\ndef other():\n    x = \n`;
		expect(await offered(inFunction, 'main)\n')).toEqual([inFunction.replace('run(main)', 'run(main())')]);
		expect(await offered(`${head}${module}\n\nvalue = \n`, 'main)\n')).toEqual([]);
	});

	it('fixes come back with the last key', async () => {
		await start();
		const uri = editor.open('main.py', `${head}${second}\n\nvalue = \n`);
		editor.edit(uri, 'value = ', 'value = 1');
		expect(titles(await editor.actions(uri, 'time.sleep(1)'))).toContain("Fix all 'blocking-sleep' problems in this file");
	});
});

describe('source.fixAll.asyncioDoctor', () => {
	it('applies all that is safe and nothing else', async () => {
		await start();
		const text = twice.replace('print(1)', 'input()');
		const uri = editor.open('main.py', text);
		for (const only of ['source', 'source.fixAll', 'source.fixAll.asyncioDoctor']) {
			const actions = await editor.actions(uri, 'import', [only]);
			expect(actions.map(({ kind }) => kind)).toEqual(['source.fixAll.asyncioDoctor']);
			expect(editor.applied(actions[0], uri)).toBe(mended.replace('print(1)', 'input()'));
		}
	});

	it('touches only the lines that change', async () => {
		await start();
		const uri = editor.open('main.py', twice);
		const [action] = await editor.actions(uri, 'import', ['source.fixAll']);
		const lines = editsFor(action?.edit ?? {}, uri).flatMap(({ range }) => [range.start.line, range.end.line]);
		expect(lines).not.toContain(6);
		expect(lines.length).toBeGreaterThanOrEqual(4);
	});

	it('is not offered for quick fixes, for other kinds, and where nothing is safe', async () => {
		await start();
		const uri = editor.open('main.py', twice);
		expect((await editor.actions(uri, 'time.sleep(1)', ['quickfix'])).some(({ kind }) => kind?.startsWith('source'))).toBe(false);
		expect(await editor.actions(uri, 'time.sleep(1)', ['source.organizeImports'])).toEqual([]);
		expect(await editor.actions(uri, 'time.sleep(1)', ['refactor'])).toEqual([]);
		const unsafe = editor.open('unsafe.py', 'async def main():\n    input()\n');
		expect(await editor.rules(unsafe)).toEqual(['blocking-input']);
		expect(await editor.actions(unsafe, 'input', ['source.fixAll'])).toEqual([]);
	});
});

describe('ignoring a line', () => {
	const ignored = async (text: string, at: string): Promise<string> => {
		await start();
		const uri = editor.open('main.py', text);
		const before = await editor.rules(uri);
		expect(before.length).toBeGreaterThan(0);
		const result = editor.applied(await named(uri, at, /^Ignore '[a-z-]+' on this line$/), uri);
		const after = editor.open('ignored.py', result);
		const { items } = await editor.pull(after);
		expect(items.filter(({ code }) => code !== undefined).length).toBe(before.length - 1);
		expect(items.filter(({ code }) => code === undefined)).toEqual([]);
		return result;
	};
	const program = (body: string): string => `import time\n\n\nasync def main():\n${body}`;

	it.each([
		['a plain line', '    time.sleep(1)\n', '    time.sleep(1)  # asyncio-doctor: ignore[blocking-sleep]\n'],
		['the last line without an end', '    time.sleep(1)', '    time.sleep(1)  # asyncio-doctor: ignore[blocking-sleep]'],
		['a line with a comment', '    time.sleep(1)  # why not\n', '    time.sleep(1)  # why not  # asyncio-doctor: ignore[blocking-sleep]\n'],
		[
			'a line with such a comment for another rule',
			'    time.sleep(len(input()))  # asyncio-doctor: ignore[blocking-input]\n',
			'    time.sleep(len(input()))  # asyncio-doctor: ignore[blocking-input, blocking-sleep]\n',
		],
		['Windows line ends', '    time.sleep(1)\r\n    pass\r\n', '    time.sleep(1)  # asyncio-doctor: ignore[blocking-sleep]\r\n    pass\r\n'],
		['white space at the end', '    time.sleep(1)   \n', '    time.sleep(1)  # asyncio-doctor: ignore[blocking-sleep]\n'],
		['a call over several lines', '    time.sleep(\n        1\n    )\n', '    time.sleep(  # asyncio-doctor: ignore[blocking-sleep]\n        1\n    )\n'],
		['a backslash at the end', '    time.sleep(1) ; \\\n    print(2)\n', '    time.sleep(1) ; \\\n    print(2)  # asyncio-doctor: ignore[blocking-sleep]\n'],
		['a string over several lines', '    time.sleep(len("""a\n# b\n"""))\n', '    time.sleep(len("""a\n# b\n"""))  # asyncio-doctor: ignore[blocking-sleep]\n'],
		['a string at the end', '    x = time.sleep(1), "a"\n', '    x = time.sleep(1), "a"  # asyncio-doctor: ignore[blocking-sleep]\n'],
	])('%s', async (_, body, expected) => {
		expect(await ignored(program(body), 'time.sleep')).toBe(program(expected));
	});
});

describe('disabling a rule', () => {
	const disabledIn = async (pyproject: string): Promise<string> => {
		await start();
		const project = editor.write('pyproject.toml', pyproject);
		const uri = editor.open('main.py', twice);
		const action = await named(uri, 'time.sleep(1)', /in pyproject\.toml$/);
		editor.open(project, pyproject);
		const result = editor.applied(action, project);
		editor.write('pyproject.toml', result);
		await editor.close(project);
		await editor.filesChanged('pyproject.toml');
		expect(await editor.rules(uri)).toEqual([]);
		return result;
	};

	it.each([
		['without our section', '[project]\nname = "x"\n', '[project]\nname = "x"\n\n[tool.asyncio-doctor.severity]\nblocking-sleep = "off"\n'],
		['without an end of line', '[project]\nname = "x"', '[project]\nname = "x"\n\n[tool.asyncio-doctor.severity]\nblocking-sleep = "off"\n'],
		[
			'with our section',
			'[tool.asyncio-doctor] # ours\npython-version = "3.12"\n\n[tool.x]\n',
			'[tool.asyncio-doctor] # ours\nseverity = { blocking-sleep = "off" }\npython-version = "3.12"\n\n[tool.x]\n',
		],
		[
			'with an inline table',
			'[tool.asyncio-doctor]\nseverity = { style = "hint" }\n',
			'[tool.asyncio-doctor]\nseverity = { style = "hint", blocking-sleep = "off" }\n',
		],
		['with an empty inline table', '[tool.asyncio-doctor]\nseverity = {}\n', '[tool.asyncio-doctor]\nseverity = { blocking-sleep = "off" }\n'],
		[
			'with a table',
			'[tool.asyncio-doctor.severity]\n# for now\nstyle = "hint"\n[tool.x]\n',
			'[tool.asyncio-doctor.severity]\nblocking-sleep = "off"\n# for now\nstyle = "hint"\n[tool.x]\n',
		],
		[
			'with dotted keys',
			'[tool.asyncio-doctor]\nseverity.style = "hint"\n',
			'[tool.asyncio-doctor]\nseverity.blocking-sleep = "off"\nseverity.style = "hint"\n',
		],
		[
			'with another severity for the rule',
			'[tool.asyncio-doctor.severity]\nblocking-sleep = "error" # bad\n',
			'[tool.asyncio-doctor.severity]\nblocking-sleep = "off" # bad\n',
		],
	])('in a pyproject.toml %s', async (_, before, after) => {
		expect(await disabledIn(before)).toBe(after);
	});

	it('in a new pyproject.toml of the workspace folder', async () => {
		await start();
		const uri = editor.open('package/main.py', twice);
		const action = await named(uri, 'time.sleep(1)', /in pyproject\.toml$/);
		expect(action?.edit?.documentChanges?.[0]).toMatchObject({ kind: 'create', uri: editor.uri('pyproject.toml') });
		expect(editor.applied(action, editor.uri('pyproject.toml'))).toBe('[tool.asyncio-doctor.severity]\nblocking-sleep = "off"\n');
	});

	it('in the pyproject.toml above that has our settings, not in a nearer one without', async () => {
		await start();
		const settings = editor.open('pyproject.toml', '[tool.asyncio-doctor]\n');
		editor.write('package/pyproject.toml', '[project]\nname = "x"\n');
		const uri = editor.open('package/main.py', twice);
		expect(editor.applied(await named(uri, 'time.sleep(1)', /in pyproject\.toml$/), settings)).toContain('blocking-sleep = "off"');
	});

	it('is not offered in a pyproject.toml that is no TOML', async () => {
		await start();
		editor.write('pyproject.toml', '[project\n');
		const uri = editor.open('main.py', twice);
		expect(await named(uri, 'time.sleep(1)', /in pyproject\.toml$/)).toBeUndefined();
	});

	it('in the settings, and the documentation, by commands of clients that have them', async () => {
		await start({ initializationOptions: { commands: ['asyncioDoctor.disableRuleInSettings', 'asyncioDoctor.showRuleDocumentation'] } });
		const uri = editor.open('main.py', twice);
		expect((await named(uri, 'time.sleep(1)', /in settings$/))?.command).toMatchObject({
			command: 'asyncioDoctor.disableRuleInSettings',
			arguments: ['blocking-sleep', uri],
		});
		expect((await named(uri, 'time.sleep(1)', /documentation/))?.command).toMatchObject({
			command: 'asyncioDoctor.showRuleDocumentation',
			arguments: ['blocking-sleep'],
		});
	});

	it('offers no command to a client without them', async () => {
		await start();
		const uri = editor.open('main.py', twice);
		expect((await editor.actions(uri, 'time.sleep(1)')).filter(({ command }) => command)).toEqual([]);
	});
});

describe('a fix over several files', () => {
	const jobs = 'import asyncio\n\n\nasync def work(key):\n    await asyncio.sleep(0)\n    return key\n\n\ndef load(key):\n    return asyncio.run(work(key))\n';
	const main = 'from jobs import load\n\n\nasync def main():\n    return load(1)\n';
	const script = 'from jobs import load\n\nprint(load(2))\n';
	const previewing = { ...ableClient, workspace: { ...ableClient.workspace, workspaceEdit: { documentChanges: true, changeAnnotationSupport: {} } } };

	/** The fix offered in the open file, once the server has found the other callers. */
	const offered = async (options?: EditorOptions) => {
		editor = new Editor(options);
		const uris = { jobs: editor.write('jobs.py', jobs), script: editor.write('script.py', script) };
		await editor.start();
		await editor.connection.sendRequest('workspace/executeCommand', { command: 'asyncioDoctor.server.checkWorkspace' });
		const uri = editor.open('main.py', main, 3);
		return { ...uris, main: uri, action: await named(uri, 'load(1)', /^Make load\(\) async and await it at its 2 callers$/) };
	};

	it('is one edit, shown before it is made', async () => {
		const { action, ...uris } = await offered({ capabilities: previewing });
		expect(action?.isPreferred).toBeUndefined();
		expect(action?.edit?.changeAnnotations).toEqual({ preview: { label: action?.title, needsConfirmation: true } });
		const documents = action?.edit?.documentChanges?.map((change) => ('textDocument' in change ? [change.textDocument.uri, change.textDocument.version] : []));
		expect(documents?.toSorted()).toEqual(
			[
				[uris.jobs, null],
				[uris.main, 3],
				[uris.script, null],
			].toSorted(),
		);
		const edits = [uris.jobs, uris.main, uris.script].flatMap((uri) => editsFor(action?.edit ?? {}, uri));
		// What changes something is ticked in the preview; what asks for the preview changes nothing.
		expect(edits.filter((edit) => 'annotationId' in edit)).toMatchObject([{ newText: '', annotationId: 'preview' }]);
		editor.open(uris.jobs, jobs);
		editor.open(uris.script, script);
		expect(editor.applied(action, uris.main)).toBe(main.replace('load(1)', 'await load(1)'));
		expect(editor.applied(action, uris.jobs)).toBe(jobs.replace('def load', 'async def load').replace('asyncio.run(work(key))', 'await work(key)'));
		expect(editor.applied(action, uris.script)).toBe('import asyncio\nfrom jobs import load\n\nprint(asyncio.run(load(2)))\n');
	});

	it('is made at once by a client that cannot show it before', async () => {
		const { action, ...uris } = await offered();
		expect(action?.edit?.changeAnnotations).toBeUndefined();
		expect(editor.applied(action, uris.main)).toBe(main.replace('load(1)', 'await load(1)'));
	});

	it('sees the unsaved text of the other files', async () => {
		const { script: other, main: uri } = await offered();
		editor.open(other, 'from jobs import load\n\nregister(load)\n');
		expect(await named(uri, 'load(1)', /^Make /)).toBeUndefined();
	});
});
