import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { cleanUp, extension, findings, hoverOn, openFile, until } from './editor.ts';

const text = `import asyncio
import time


async def main():
    time.sleep(1)
    await asyncio.gather(asyncio.sleep(1), asyncio.sleep(2))
`;

describe('hovers and completion', () => {
	afterEach(() => cleanUp('main.py'));

	it('explains a finding', async () => {
		const { document } = await openFile('main.py', text);
		await findings(document, ['blocking-sleep']);
		const hover = await until('a hover', async () => (await hoverOn(document, 'time.sleep')) || undefined);
		assert.match(hover, /blocking-sleep/);
		assert.match(hover, /event loop/);
		assert.match(hover, /\]\(.*blocking-sleep/, 'a link to the page of the rule');
	});

	it('explains an asyncio function', async () => {
		const { document } = await openFile('main.py', text);
		await findings(document, ['blocking-sleep']);
		const hover = await until('a hover', async () => (await hoverOn(document, 'gather')) || undefined);
		assert.match(hover, /asyncio\.gather/);
	});

	it("tells on a function's name where it runs, with a link", async () => {
		const { document } = await openFile('main.py', 'def load():\n    pass\n\n\nasync def handle():\n    load()\n');
		const hover = await until('a hover', async () => (await hoverOn(document, 'load')) || undefined);
		assert.match(hover, /Runs on the event loop: called from `handle` \(\[main\.py:6\]\(.*main\.py#L6\)\)/);
	});

	it('completes its snippets', async () => {
		const { document } = await openFile('main.py', '');
		const contributed = JSON.parse(await snippetsFile()) as Record<string, { prefix: string | string[] }>;
		const prefixes = Object.values(contributed).flatMap(({ prefix }) => prefix);
		assert.ok(prefixes.length > 0);
		const offered = await until('snippets', async () => {
			const list = await vscode.commands.executeCommand<vscode.CompletionList>('vscode.executeCompletionItemProvider', document.uri, new vscode.Position(0, 0));
			const labels = list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
			return prefixes.every((prefix) => labels.includes(prefix)) && labels;
		});
		assert.ok(offered.length >= prefixes.length);
	});
});

async function snippetsFile(): Promise<string> {
	const uri = vscode.Uri.joinPath(extension().extensionUri, 'snippets/python.json');
	return Buffer.from(await vscode.workspace.fs.readFile(uri)).toString();
}
