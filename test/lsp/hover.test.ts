import { afterEach, describe, expect, it } from 'vitest';
import { asHover } from '../support/rendered.ts';
import { ableClient, Editor, type EditorOptions, until } from './editor.ts';

let editor: Editor;
const start = async (options?: EditorOptions): Promise<Editor> => {
	editor = await new Editor(options).start();
	return editor;
};
const said = async (uri: string, at: string): Promise<string | undefined> => (await editor.hover(uri, at))?.value;

afterEach(() => editor.dispose());

describe('hover on the name of a function', () => {
	it('tells that it runs on the event loop, who calls it, and links to the place', async () => {
		await start();
		const uri = editor.open(
			'app.py',
			'from fastapi import FastAPI\n\napp = FastAPI()\n\n\ndef load(key):\n    return key\n\n\n@app.get("/")\nasync def handle():\n    return load(1)\n',
		);
		const link = `[app.py:12](${uri}#L12)`;
		expect(await said(uri, 'load(key)')).toBe(`Runs on the event loop: called from \`handle\` (${link}), a FastAPI route`);
		// At a call too.
		expect(await said(uri, 'load(1)')).toBe(`Runs on the event loop: called from \`handle\` (${link}), a FastAPI route`);
		expect(await said(uri, 'handle')).toBe('Runs on the event loop: a FastAPI route');
		expect((await editor.hover(uri, 'load(1)'))?.range).toEqual({ start: { line: 11, character: 11 }, end: { line: 11, character: 15 } });
	});

	it('shows the steps of a longer chain, through files', async () => {
		await start();
		const store = editor.write('store.py', 'def load(key):\n    return key\n');
		editor.write('jobs.py', 'import store\n\n\ndef refresh():\n    return store.load(1)\n');
		const app = editor.write('app.py', 'from jobs import refresh\n\n\nasync def main():\n    refresh()\n');
		editor.open('store.py', 'def load(key):\n    return key\n');
		const text = await until('the hover', () => said(store, 'load'));
		expect(text).toBe(
			[
				`Runs on the event loop: called from \`main\` ([app.py:5](${app}#L5))`,
				'',
				`- \`main\` calls \`refresh\` ([app.py:5](${app}#L5))`,
				`- \`refresh\` calls \`store.load\` ([jobs.py:5](${editor.uri('jobs.py')}#L5))`,
			].join('\n'),
		);
	});

	it('tells of a thread, of the main thread, and of both', async () => {
		await start();
		const uri = editor.open(
			'jobs.py',
			'import threading\n\n\ndef work():\n    pass\n\n\ndef other():\n    work()\n\n\ndef start():\n    threading.Thread(target=other).start()\n\n\nif __name__ == "__main__":\n    start()\n    work()\n',
		);
		expect(await said(uri, 'other')).toBe(`Runs in a worker thread, where no event loop runs: handed to \`threading.Thread\` ([jobs.py:13](${uri}#L13))`);
		expect(await said(uri, 'start')).toBe(
			`Runs in the main thread with no event loop running: called from \`if __name__ == "__main__":\` ([jobs.py:17](${uri}#L17))`,
		);
		const both = await said(uri, 'work');
		expect(both).toContain(`Runs in a worker thread, where no event loop runs: called from \`other\` ([jobs.py:9](${uri}#L9)), handed to \`threading.Thread\``);
		expect(both).toContain('Runs in the main thread with no event loop running: called from');
		expect(both?.split('\n\n')).toHaveLength(2);
	});

	it('is nothing where nothing is known', async () => {
		await start();
		const uri = editor.open('jobs.py', 'def work():\n    pass\n\n\n@register\ndef other():\n    work()\n');
		expect(await said(uri, 'work')).toBeUndefined();
		expect(await said(uri, 'other')).toBeUndefined();
	});

	it('holds no links for a client that shows plain text', async () => {
		await start({ capabilities: { ...ableClient, textDocument: { ...ableClient.textDocument, hover: { contentFormat: ['plaintext'] } } } });
		const uri = editor.open('jobs.py', 'def work():\n    pass\n\n\nasync def main():\n    work()\n');
		expect(await said(uri, 'work')).toBe('Runs on the event loop: called from main (jobs.py:6)');
	});
});

describe('hover on a finding', () => {
	const text = 'import time\n\n\nasync def main():\n    time.sleep(1)\n';

	it('starts with the message for an editor that shows it nowhere else', async () => {
		await start();
		const hover = await said(editor.open('main.py', text), 'time.sleep');
		expect(hover).toMatch(/^\*\*time\.sleep\(\) .*\*\* · `blocking-sleep`\n\n/);
		expect(hover).toMatch(/Judged for Python 3\.\d+/);
	});

	it('leaves the message to an editor that puts it above', async () => {
		await start({ initializationOptions: { commands: ['asyncioDoctor.showRuleDocumentation'] } });
		const hover = await said(editor.open('main.py', text), 'time.sleep');
		expect(hover).not.toContain('time.sleep() ');
		expect(asHover(hover ?? '').links).toEqual(['command:asyncioDoctor.showRuleDocumentation?%5B%22blocking-sleep%22%5D']);
		expect(hover).toMatch(/Judged for Python 3\.\d+/);
	});
});

describe('hover on a name of asyncio', () => {
	const text = 'import asyncio\n\n\ndef helper():\n    return asyncio.get_event_loop()\n\n\nasync def main():\n    helper()\n';

	it('tells what the call does where it stands', async () => {
		await start({ settings: { pythonVersion: '3.13' } });
		const uri = editor.open('main.py', `${text}\n\nasyncio.run(main())\n`);
		const hover = await said(uri, 'run(main');
		expect(hover).toContain('**asyncio.run**');
		expect(hover).not.toContain('is running');
	});

	it('tells both ways apart where code is reached in both', async () => {
		await start({ settings: { pythonVersion: '3.14' } });
		const uri = editor.open('main.py', `${text}\n\ndef starts():\n    asyncio.run(main())\n\n\nasync def other():\n    starts()\n\n\nstarts()\n`);
		expect(await said(uri, 'run(main')).toContain(
			'Where a loop is running: \n- raises `RuntimeError: asyncio.run() cannot be called from a running event loop`',
		);
	});

	it('tells both ways apart in a file with cells, which may run as a script or in the interactive window', async () => {
		await start({ settings: { pythonVersion: '3.13' } });
		const cells = `${text}\n\n# %% the whole\nasyncio.run(main())\nasyncio.get_event_loop()\nasyncio.sleep(1)\n`;
		const uri = editor.open('main.py', cells);
		expect((await editor.pull(uri)).items.filter(({ code }) => code === 'notebook-event-loop')).toEqual([]);
		const both = "This file has `# %%` cells: no loop runs here when it runs as a script; in the interactive window the kernel's loop does";
		expect(await said(uri, 'run(main')).toContain(
			`${both}, and the cell can \`await\` instead.\n\nWhere a loop is running: \n- raises \`RuntimeError: asyncio.run() cannot be called from a running event loop\``,
		);
		expect(await said(uri, 'get_event_loop()\nasyncio.sleep')).toContain(`${both}.`);
		expect(await said(uri, 'sleep(1)')).not.toContain('cells');
		// In its functions it is plain which loop is meant, and a script without cells is a script.
		expect(await said(uri, 'get_event_loop()\n\n')).not.toContain('cells');
		expect(await said(editor.open('script.py', cells.replace('# %%', '#')), 'run(main')).not.toContain('cells');
		// One that awaits between its cells can only run in a kernel.
		const awaiting = editor.open('window.py', `${cells}await main()\n`);
		expect((await editor.pull(awaiting)).items.map(({ code }) => code)).toContain('notebook-event-loop');
	});

	it('tells since when, until when, and what the versions of the project do', async () => {
		await start({ settings: { pythonVersion: '3.9' } });
		const uri = editor.open(
			'main.py',
			'import asyncio\n\n\nasync def main():\n    async with asyncio.timeout(1):\n        asyncio.get_child_watcher()\n    asyncio.current_task().uncancel()\n    print(asyncio.iscoroutinefunction(main))\n',
		);
		expect(await said(uri, 'timeout')).toContain('Available since Python 3.11. On 3.9, it raises `AttributeError`, and `ImportError` where it is imported.');
		expect(await said(uri, 'uncancel')).toContain('Available since Python 3.11. On 3.9, it raises `AttributeError`.');
		const watcher = await said(uri, 'get_child_watcher');
		expect(watcher).toContain("Deprecated since 3.12: `DeprecationWarning: 'get_child_watcher' is deprecated as of Python 3.12");
		expect(watcher).toContain('Gone in 3.14: there it raises `AttributeError`');
	});

	it('tells it beside what is wrong there', async () => {
		await start({ settings: { pythonVersion: '3.13' } });
		const uri = editor.open('main.py', 'import asyncio\n\n\nasync def main():\n    asyncio.run(main())\n    asyncio.get_event_loop()\n');
		const hover = await said(uri, 'run(main');
		expect(hover).toContain('`nested-event-loop`');
		expect(hover).toContain('Here a loop is running: \n- raises `RuntimeError: asyncio.run() cannot be called from a running event loop`');
		expect(await said(uri, 'get_event_loop')).toContain('Here a loop is running, and is the one it takes.');
	});

	it('knows the keyword arguments that not every version takes', async () => {
		await start({ settings: { pythonVersion: '3.11' } });
		const uri = editor.open(
			'main.py',
			'import asyncio\nimport sys\n\n\nasync def main(loop):\n    await asyncio.sleep(1, loop=loop, result=2)\n\n\nasyncio.run(main(None), loop_factory=None)\n',
		);
		expect(await said(uri, 'loop=loop')).toContain('**loop=** of asyncio.sleep()\n\nDeprecated since Python 3.8, gone in 3.10: there it raises `TypeError`.');
		expect(await said(uri, 'loop_factory')).toContain('Available since Python 3.12; on 3.11, it raises `TypeError`.');
	});

	it('goes by the versions that a guard leaves', async () => {
		await start({ settings: { pythonVersion: '' } });
		const uri = editor.open('main.py', 'import asyncio\nimport sys\n\nif sys.version_info >= (3, 14):\n    loop = asyncio.get_event_loop()\n');
		const hover = await said(uri, 'get_event_loop');
		expect(hover).toContain("3.14 and later: raises `RuntimeError: There is no current event loop in thread 'MainThread'.`");
		expect(hover).not.toContain('up to 3.11: makes');
	});
});

describe('hover on hostile code', () => {
	const name = process.platform === 'win32' ? 'a](b) [x](c).py' : 'a](command:quit) ![x](y) `<img src=x>`\u202e.py';
	const hostile = '`](command:workbench.action.quit) <img src=x> ![i](https://evil.example/i.png)\u202e';
	const text = `from concurrent.futures import ThreadPoolExecutor\n\n\ndef work():\n    pass\n\n\ndef other():\n    work()\n\n\nThreadPoolExecutor(thread_name_prefix="${hostile}").submit(other)\n`;

	it('has links to files and to the pages of rules only, and no images or HTML', async () => {
		await start({ initializationOptions: { commands: ['asyncioDoctor.showRuleDocumentation'] } });
		const uri = editor.open(editor.write(name, ''), text);
		const shown = await Promise.all(['work()', 'other()'].map((at) => said(uri, at)));
		for (const hover of shown) {
			const { links, foreign, words } = asHover(hover ?? '');
			expect(foreign).toEqual([]);
			expect(links.length).toBeGreaterThan(0);
			for (const link of links) expect(decodeURIComponent(link)).toMatch(/#L\d+$/);
			for (const link of links) expect(decodeURIComponent(link).startsWith(`${decodeURIComponent(uri)}#L`)).toBe(true);
			expect(words).not.toContain('\u202e');
			expect(words).toContain('`](command:workbench.action.quit) <img src=x> ![i](https://evil.example/i.png)\\u{202e}');
			if (process.platform !== 'win32') expect(words).toContain('a](command:quit) ![x](y) `<img src=x>`\\u{202e}.py:');
		}
	});

	it('is plain text for a client that shows plain text', async () => {
		await start({ capabilities: { ...ableClient, textDocument: { ...ableClient.textDocument, hover: { contentFormat: ['plaintext'] } } } });
		const uri = editor.open('jobs.py', 'import time\n\n\ndef work():\n    pass\n\n\nasync def main():\n    work()\n    time.sleep(1)\n');
		for (const at of ['work', 'time.sleep']) {
			expect((await editor.hover(uri, at))?.kind).toBe('plaintext');
			expect(await said(uri, at)).not.toMatch(/[`\\]|\*\*|\]\(/);
		}
	});
});
