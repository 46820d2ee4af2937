import { afterEach, describe, expect, it } from 'vitest';
import { Editor, until } from './editor.ts';

const sleepy =
	'import asyncio\nimport time\n\n\nasync def main():\n    time.sleep(1)\n    asyncio.create_task(main())\n    asyncio.sleep(1)\n\n\nasyncio.run(main())\n';
const all = ['blocking-sleep', 'dangling-task', 'missing-await'];

let editor: Editor;
const start = async (options?: ConstructorParameters<typeof Editor>[0]): Promise<Editor> => {
	editor = await new Editor(options).start();
	return editor;
};
const ruff = (text: string): string => `[tool.ruff.lint]\n${text}\n`;

afterEach(() => editor.dispose());

describe('a mistake that another tool of the workspace reports at the same place', () => {
	it('is shown where no other tool is set up', async () => {
		await start();
		expect(await editor.rules(editor.open('main.py', sleepy))).toEqual(all);
	});

	it('is left to Ruff, with the quick fix and the hover still ours', async () => {
		await start();
		editor.write('pyproject.toml', ruff('extend-select = ["ASYNC", "RUF006"]'));
		const uri = editor.open('main.py', sleepy);
		expect(await editor.rules(uri)).toEqual(['missing-await']);
		expect((await editor.actions(uri, 'time.sleep(1)')).map(({ title }) => title)).toContain('Await asyncio.sleep() instead');
		expect(JSON.stringify(await editor.hover(uri, 'time.sleep'))).toContain('blocking-sleep');
	});

	it('is shown all the same with `show`', async () => {
		await start({ settings: { otherTools: 'show' } });
		editor.write('pyproject.toml', ruff('select = ["ALL"]'));
		expect(await editor.rules(editor.open('main.py', sleepy))).toEqual(all);
	});

	it('is shown where Ruff leaves it out', async () => {
		await start();
		editor.write('ruff.toml', '[lint]\nselect = ["ALL"]\nignore = ["ASYNC2"]\nper-file-ignores = { "scripts/*" = ["RUF"] }\n');
		expect(await editor.rules(editor.open('main.py', sleepy))).toEqual(['blocking-sleep', 'missing-await']);
		expect(await editor.rules(editor.open('scripts/main.py', sleepy))).toEqual(all);
	});

	it('comes back when the configuration changes', async () => {
		await start();
		editor.write('.ruff.toml', 'lint.select = ["ASYNC251"]\n');
		const uri = editor.open('main.py', sleepy);
		expect(await editor.rules(uri)).toEqual(['dangling-task', 'missing-await']);
		editor.write('.ruff.toml', 'lint.select = ["F"]\n');
		await editor.filesChanged('.ruff.toml');
		await until('the finding', async () => ((await editor.rules(uri)).length === 3 ? true : undefined));
	});

	it('is left to Pyright or Pylance where they check types', async () => {
		await start();
		editor.write('pyrightconfig.json', '{\n  // as the editor does\n  "typeCheckingMode": "basic",\n}\n');
		expect(await editor.rules(editor.open('main.py', sleepy))).toEqual(['blocking-sleep', 'dangling-task']);
		editor.write('quiet/pyproject.toml', '[tool.pyright]\nreportUnusedCoroutine = false\n');
		expect(await editor.rules(editor.open('quiet/main.py', sleepy))).toEqual(all);
	});

	it('is left to Pylance as the editor sets it', async () => {
		editor = new Editor();
		editor.pylance = { typeCheckingMode: 'standard' };
		await editor.start();
		expect(await editor.rules(editor.open('main.py', sleepy))).toEqual(['blocking-sleep', 'dangling-task']);
	});
});
