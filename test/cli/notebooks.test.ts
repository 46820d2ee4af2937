import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkJson, folderWith, run } from './run.ts';

const helper = 'import asyncio\n\nasync def price(item):\n    await asyncio.sleep(0)\n    return len(item)';

/** As Jupyter writes it, with the things around the sources that must not change. */
const notebook = `{
 "cells": [
  {
   "cell_type": "markdown",
   "id": "m1",
   "metadata": {},
   "source": [
    "# asyncio.run(price('tea'))"
   ]
  },
  {
   "cell_type": "code",
   "execution_count": 1,
   "id": "c1",
   "metadata": {},
   "outputs": [],
   "source": ${JSON.stringify(helper.split(/(?<=\n)/))}
  },
  {
   "cell_type": "code",
   "execution_count": 2.0,
   "id": "c2",
   "metadata": {"b": 1e3, "a": [ ], "asyncio.run(": true},
   "outputs": [{"output_type": "stream", "name": "stdout", "text": ["asyncio.run(price('tea'))\\n", "\\u00e9 \\/"]}],
   "source": [
    "%matplotlib inline\\n",
    "total = 'é\\ud835\\udd38', asyncio.run(price('tea'))\\n",
    "total"
   ]
  }
 ],
 "metadata": {"language_info": {"name": "python", "version": "3.12.1"}, "z": 12345678901234567890},
 "nbformat": 4,
 "nbformat_minor": 5
}
`;
const fixedLine = `"total = 'é\u{1d538}', await price('tea')\\n"`;
const brokenLine = `"total = 'é\\ud835\\udd38', asyncio.run(price('tea'))\\n"`;

describe('check', () => {
	test('names cell and line; columns count in the cell', () => {
		const cwd = folderWith({ 'nb/sales.ipynb': notebook });
		const place = { path: 'nb/sales.ipynb', cell: 3, line: 2, column: 16, endLine: 2, endColumn: 41 };
		expect(checkJson(cwd)).toMatchObject({
			status: 1,
			errors: [],
			summary: { files: 1, findings: 1 },
			findings: [
				{
					...place,
					rule: 'notebook-event-loop',
					fixes: [
						{
							safety: 'safe',
							edits: [
								{ path: 'nb/sales.ipynb', cell: 3, line: 2, column: 16, endLine: 2, endColumn: 28, text: 'await ' },
								{ path: 'nb/sales.ipynb', cell: 3, line: 2, column: 40, endLine: 2, endColumn: 41, text: '' },
							],
						},
					],
				},
			],
		});
		const text = run(['check', 'nb/sales.ipynb'], { cwd }).stdout;
		expect(text).toContain('nb/sales.ipynb:cell 3:2:16 error notebook-event-loop');
		expect(text).toContain("2 | total = 'é\u{1d538}', asyncio.run(price('tea'))");
	});

	test('in SARIF and for GitHub', () => {
		const cwd = folderWith({ 'a.ipynb': notebook });
		const [result] = JSON.parse(run(['check', '--format', 'sarif', '.'], { cwd }).stdout).runs[0].results;
		expect(result.locations).toEqual([
			{
				physicalLocation: { artifactLocation: { uri: 'a.ipynb' }, region: { startLine: 2, startColumn: 16, endLine: 2, endColumn: 41 } },
				logicalLocations: [{ name: 'cell 3', kind: 'cell' }],
				properties: { cell: 3 },
			},
		]);
		expect(result.fixes).toBeUndefined();
		expect(run(['check', '--format', 'github', '.'], { cwd }).stdout).toMatch(
			/^::error file=a\.ipynb,title=notebook-event-loop::cell 3, line 2: asyncio\.run\(\) fails/,
		);
	});

	test('related places in a cell and in another file', () => {
		const cells = ['import asyncio\nfrom helper import total\n\ndef own():\n    return total()', 'own()'];
		const cwd = folderWith({
			'helper.py': 'import asyncio\n\nasync def f():\n    pass\n\ndef total():\n    return asyncio.run(f())\n',
			'a.ipynb': JSON.stringify({ cells: cells.map((source) => ({ cell_type: 'code', source })), nbformat: 4 }),
		});
		expect(checkJson(cwd).findings).toMatchObject([
			{
				path: 'a.ipynb',
				cell: 2,
				line: 1,
				related: [
					{ path: 'a.ipynb', cell: 1, line: 5, column: 12 },
					{ path: 'helper.py', line: 7 },
				],
			},
		]);
	});

	test("the kernel's Python version counts where the project declares none", () => {
		const patched = (version: string) =>
			JSON.stringify({
				cells: [{ cell_type: 'code', source: ['import asyncio\n', 'policy = asyncio.get_event_loop_policy()'] }],
				metadata: { language_info: { name: 'python', version } },
				nbformat: 4,
			});
		const rules = (version: string) => checkJson(folderWith({ 'a.ipynb': patched(version) })).findings.map(({ rule }) => rule);
		expect(rules('3.12.1')).toEqual([]);
		expect(rules('3.14.0')).toEqual(['event-loop-policy']);
	});

	test.each([
		['broken JSON', '{"cells": [', /^cannot be read: it is no JSON: /],
		['an empty file', '', /^cannot be read: it is empty/],
		['a list', '[]', /^cannot be read: it is no notebook$/],
		['no cells', '{}', /it has no list of cells$/],
		['format 3', '{"nbformat": 3, "worksheets": []}', /format 3; "jupyter nbconvert/],
	])('%s is one clear error, and the other files are checked', (_, text, message) => {
		const cwd = folderWith({ 'a.ipynb': text, 'b.ipynb': notebook });
		const report = checkJson(cwd);
		expect(report).toMatchObject({ status: 1, errors: [{ path: 'a.ipynb', message: expect.stringMatching(message) }], summary: { findings: 1, errors: 1 } });
	});

	test('cells that are not as they should be, and other languages, are passed over', () => {
		const call = 'import asyncio\nasyncio.run(print())';
		const cells = [null, 3, {}, { cell_type: 'code' }, { cell_type: 'code', source: [1] }, { cell_type: 'raw', source: call }];
		const sql = { cell_type: 'code', source: call, metadata: { vscode: { languageId: 'sql' } } };
		const cwd = folderWith({
			'odd.ipynb': JSON.stringify({ cells: [...cells, sql], nbformat: 4 }),
			'r.ipynb': JSON.stringify({ cells: [{ cell_type: 'code', source: call }], metadata: { kernelspec: { language: 'R', name: 'ir' } }, nbformat: 4 }),
			'empty.ipynb': '{"cells": [], "nbformat": 4}',
			'deep.ipynb': `{"cells": [], "metadata": ${'['.repeat(50_000)}${']'.repeat(50_000)}}`,
		});
		expect(checkJson(cwd)).toMatchObject({ status: 0, findings: [], errors: [] });
	});
});

describe('--fix', () => {
	test.each([
		['as Jupyter writes it', notebook, notebook.replace(brokenLine, fixedLine)],
		[
			'with CRLF and tabs',
			notebook.replaceAll('\n', '\r\n').replaceAll(' "', '\t"'),
			notebook.replaceAll('\n', '\r\n').replaceAll(' "', '\t"').replace(brokenLine.replaceAll(' "', '\t"'), fixedLine),
		],
		['without an end of line', notebook.trimEnd(), notebook.trimEnd().replace(brokenLine, fixedLine)],
		['with a byte order mark', `\ufeff${notebook}`, `\ufeff${notebook.replace(brokenLine, fixedLine)}`],
		[
			'in ASCII',
			notebook.replaceAll('é', '\\u00e9'),
			notebook.replaceAll('é', '\\u00e9').replace(brokenLine.replace('é', '\\u00e9'), fixedLine.replace('é', '\\u00e9').replace('\u{1d538}', '\\ud835\\udd38')),
		],
		['with sources as one string', asStrings(notebook), asStrings(notebook).replace("asyncio.run(price('tea'))\\ntotal", "await price('tea')\\ntotal")],
	])('%s: only the changed line of the source is another one', (_, before, after) => {
		const cwd = folderWith({ 'a.ipynb': before });
		const { status, stdout } = run(['check', '--fix', '.'], { cwd });
		expect(stdout).toContain('Fixed 1 problem.');
		expect(readFileSync(join(cwd, 'a.ipynb'), 'utf8')).toBe(after);
		expect(status).toBe(0);
	});

	test('lines that go and lines that come; other files go with them', () => {
		const cells = [
			'import asyncio\nimport helper',
			'if __name__ == "__main__":\n    # all\n    asyncio.run(helper.f())\n    print(1)',
			'loop = asyncio.get_event_loop()\nloop.close()',
		];
		const written = { cells: cells.map((text) => ({ cell_type: 'code', source: text.split(/(?<=\n)/) })), nbformat: 4 };
		const cwd = folderWith({ 'helper.py': 'async def f():\n    pass\n', 'a.ipynb': JSON.stringify(written, undefined, 2) });
		run(['check', '--fix', '.'], { cwd });
		const fixed = ['import asyncio\nimport helper', '# all\nawait helper.f()\nprint(1)', 'loop = asyncio.get_event_loop()'];
		const expected = { ...written, cells: fixed.map((text) => ({ cell_type: 'code', source: text.split(/(?<=\n)/) })) };
		expect(readFileSync(join(cwd, 'a.ipynb'), 'utf8')).toBe(JSON.stringify(expected, undefined, 2));
	});

	test('--diff shows the change of the file', () => {
		const cwd = folderWith({ 'a.ipynb': notebook });
		const { stdout } = run(['check', '--fix', '--diff', '.'], { cwd });
		expect(stdout.split('\n').filter((line) => /^[-+] /.test(line))).toEqual([`-    ${brokenLine},`, `+    ${fixedLine},`]);
		expect(readFileSync(join(cwd, 'a.ipynb'), 'utf8')).toBe(notebook);
	});

	test('of standard input', () => {
		const cwd = folderWith({});
		const { stdout } = run(['check', '--fix', '--stdin-filename', 'a.ipynb', '-'], { cwd, input: notebook });
		expect(stdout).toBe(notebook.replace(brokenLine, fixedLine));
		writeFileSync(join(cwd, 'a.ipynb'), '{');
		expect(run(['check', '--fix', '--stdin-filename', 'a.ipynb', '-'], { cwd, input: '{' })).toMatchObject({ stdout: '{', status: 1 });
	});
});

/** Every list of lines as one string. */
function asStrings(json: string): string {
	return json.replace(/"source": (\[[^\]]*\])/g, (_, list: string) => `"source": ${JSON.stringify((JSON.parse(list) as string[]).join(''))}`);
}
