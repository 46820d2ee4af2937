import { afterEach, describe, expect, it } from 'vitest';
import { type ExplainedError, type ExplainResult, explainMethod } from '../../server/src/protocol.ts';
import { Editor } from './editor.ts';

const helper = 'import asyncio\n\n\nasync def load():\n    await asyncio.sleep(0)\n\n\ndef refresh():\n    return asyncio.run(load())\n';
const app = 'import asyncio\nfrom helper import refresh\n\n\nasync def main():\n    refresh()\n\n\nasyncio.run(main())\n';

/** What Python prints when `app.py` of that folder runs. */
const tracebackIn = (folder: string) => `Traceback (most recent call last):
  File "${folder}/app.py", line 9, in <module>
    asyncio.run(main())
  File "/usr/lib/python3.11/asyncio/runners.py", line 190, in run
    return runner.run(main)
  File "${folder}/app.py", line 6, in main
    refresh()
  File "${folder}/helper.py", line 9, in refresh
    return asyncio.run(load())
  File "/usr/lib/python3.11/asyncio/runners.py", line 186, in run
    raise RuntimeError(
RuntimeError: asyncio.run() cannot be called from a running event loop
`;

let editor: Editor;
const explain = async (text: unknown): Promise<readonly ExplainedError[]> =>
	(await editor.connection.sendRequest<ExplainResult>(explainMethod, { text })).explanations;

afterEach(() => editor.dispose());

describe('explaining a traceback', () => {
	it('names the place in the workspace, what analysis finds on the way there, and its fixes', async () => {
		editor = await new Editor().start();
		const uris = [editor.write('helper.py', helper), editor.write('app.py', app)];
		const [first, ...others] = await explain(tracebackIn(editor.project));
		expect(others).toEqual([]);
		expect(first).toMatchObject({
			error: 'nested-run',
			message: 'RuntimeError: asyncio.run() cannot be called from a running event loop',
			frame: { path: `${editor.project}/helper.py`, line: 9, function: 'refresh' },
			location: { uri: uris[0], range: { start: { line: 8, character: 4 }, end: { line: 8, character: 30 } } },
			findings: [
				{ uri: uris[1], range: { start: { line: 5, character: 4 } }, rule: 'nested-event-loop', related: [{ uri: uris[0], range: { start: { line: 8 } } }] },
			],
		});
		expect(first?.findings[0]?.fixes.length).toBeGreaterThan(0);
		expect(first?.cause).not.toBe('');
		expect(first?.advice.length).toBeGreaterThan(0);
	});

	it('goes by the unsaved text of open documents', async () => {
		editor = await new Editor().start();
		editor.write('helper.py', helper);
		const uri = editor.open('app.py', 'import asyncio\nfrom helper import refresh\n\n\ndef main():\n    refresh()\n\n\nmain()\n');
		editor.edit(uri, 'def main', 'async def main');
		expect((await explain(tracebackIn(editor.project)))[0]?.findings).toMatchObject([{ uri, rule: 'nested-event-loop' }]);
	});

	it('finds the file of a container by its last parts, in each folder of the workspace', async () => {
		editor = await new Editor({ folders: ['one', 'two'] }).start();
		const uri = editor.write('two/helper.py', helper);
		editor.write('one/helper.py', 'import asyncio\n');
		expect((await explain(tracebackIn('/usr/src/app')))[0]).toMatchObject({ location: { uri, range: { start: { line: 8 } } } });
	});

	it('stands on its own where no file is at hand', async () => {
		editor = await new Editor({ folders: [] }).start();
		expect(await explain(tracebackIn('/usr/src/app'))).toMatchObject([{ error: 'nested-run', frame: { line: 9 }, location: null, findings: [] }]);
	});

	it('finds the traceback at the end of a long log, and answers others afterwards', async () => {
		editor = await new Editor().start();
		const log = '2024-05-01 10:00:00,123 INFO ferry.tasks await of key 4711 took 12 ms, type: loop\n'.repeat(300_000);
		expect((await explain(log + tracebackIn('/srv')))[0]).toMatchObject({ error: 'nested-run' });
		expect(await explain('KeyError: 1')).toEqual([]);
	});

	it('says nothing about other texts', async () => {
		editor = await new Editor().start();
		for (const text of ['', 'KeyError: 1']) expect(await explain(text)).toEqual([]);
	});

	it('refuses what is no text', async () => {
		editor = await new Editor().start();
		for (const text of [7, null, undefined]) await expect(explain(text)).rejects.toMatchObject({ code: -32602 });
	});
});
