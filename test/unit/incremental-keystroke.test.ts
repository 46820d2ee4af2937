import { describe, expect, test, vi } from 'vitest';
import { createAnalyser } from '../../server/src/analysis/analyser.ts';
import { defaultSettings } from '../../server/src/analysis/settings.ts';
import { memoryWorkspace } from '../support/memory-workspace.ts';
import { testParser } from '../support/parser.ts';

/** The top-level statements that rules were shown, by file. */
const shown = vi.hoisted(() => ({ statements: [] as string[] }));

vi.mock(import('../../server/src/analysis/analyse.ts'), async (original) => {
	const module = await original();
	return {
		...module,
		analyseStatement: (question) => {
			shown.statements.push(`${question.file.path}: ${question.statement.syntax.root.text.split('\n')[0]}`);
			return module.analyseStatement(question);
		},
	};
});

const parser = await testParser();
const python = { floor: 9, ceiling: 14, isAssumed: false, source: 'the test' };
const base = `import asyncio\n\n\nasync def work():\n    pass\n\n\ndef first():\n    return asyncio.run(work())\n\n\ndef second():\n    return 2\n\n\ndef third():\n    return 3\n`;
const main = `import asyncio\nfrom base import first, second\n\n\nasync def a():\n    first()\n\n\nasync def b():\n    second()\n\n\nasync def c():\n    await asyncio.sleep(1)\n`;

function opened() {
	const files = new Map([
		['/fixture/base.py', base],
		['/fixture/main.py', main],
	]);
	const logger = { error: (message: string) => expect.fail(message), warn() {}, debug() {} };
	const analyser = createAnalyser({
		workspace: memoryWorkspace(files),
		parser,
		logger,
		settingsFor: () => ({ settings: defaultSettings, problems: [], python }),
	});
	analyser.setProjectFiles(files.keys());
	for (const [path, text] of files) analyser.change(path, text);
	for (const path of files.keys()) analyser.check(path);
	shown.statements.length = 0;
	return analyser;
}

function type(analyser: ReturnType<typeof opened>, before: string, after: string): void {
	const start = base.indexOf(before);
	analyser.change('/fixture/base.py', base.replace(before, after), [{ range: { start, end: start + before.length }, newText: after }]);
}

describe('after a keystroke in one file, rules see again of another', () => {
	test('the statements that lead to what was changed, and no others', () => {
		const analyser = opened();
		type(analyser, 'return 2', 'return 23');
		analyser.check('/fixture/main.py');
		expect(shown.statements).toEqual(['/fixture/main.py: async def b():']);
		analyser.check('/fixture/base.py');
		expect(shown.statements.slice(1)).toEqual(['/fixture/base.py: def second():']);
		for (const path of ['/fixture/base.py', '/fixture/main.py']) analyser.close(path);
	});

	test('nothing, where it leads to nothing that was changed', () => {
		const analyser = opened();
		type(analyser, 'return 3', 'return 34');
		analyser.check('/fixture/main.py');
		expect(shown.statements).toEqual([]);
		for (const path of ['/fixture/base.py', '/fixture/main.py']) analyser.close(path);
	});
});
