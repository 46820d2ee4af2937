import * as assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { cleanUp, findings, openFile, until } from './editor.ts';

const blocking = 'import time\n\n\nasync def main():\n    time.sleep(1)\n';
const isLinux = process.platform === 'linux';

/** The processes that run our server for this window; where the system does not tell, none. */
function servers(): number[] {
	return readdirSync('/proc').flatMap((name) => {
		try {
			const parent = Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${name}/status`, 'latin1'))?.[1]);
			const isOurs = parent === process.pid && readFileSync(`/proc/${name}/cmdline`, 'latin1').includes('server/out/main.cjs');
			return isOurs ? [Number(name)] : [];
		} catch {
			return [];
		}
	});
}

async function theServer(): Promise<number> {
	return until('the server', () => servers()[0]);
}

async function insert(document: vscode.TextDocument, text: string): Promise<void> {
	const edit = new vscode.WorkspaceEdit();
	edit.insert(document.uri, new vscode.Position(document.lineCount, 0), text);
	assert.equal(await vscode.workspace.applyEdit(edit), true);
}

(isLinux ? describe : describe.skip)('a server', () => {
	afterEach(() => cleanUp('ended.py', 'stuck.py', 'next.py'));

	it('that is ended is started again, and the person goes on', async () => {
		const { document } = await openFile('ended.py', blocking);
		await findings(document, ['blocking-sleep']);
		const first = await theServer();
		process.kill(first, 'SIGKILL');
		await until('another server', () => servers().some((pid) => pid !== first));
		await insert(document, '    time.sleep(2)\n');
		await findings(document, ['blocking-sleep', 'blocking-sleep']);
	});

	it('that hangs is ended, and the next one leaves out the file at which it hung, until it is restarted by hand', async function () {
		this.timeout(60_000);
		const { document } = await openFile('stuck.py', blocking);
		await findings(document, ['blocking-sleep']);
		const first = await theServer();
		process.kill(first, 'SIGSTOP');
		await insert(document, '    time.sleep(2)\n');
		await until('another server', () => servers().some((pid) => pid !== first), 25_000);
		const next = await openFile('next.py', blocking);
		await findings(next.document, ['blocking-sleep']);
		await findings(document, []);
		await until('the end of the one that hung', () => !servers().includes(first));
		await vscode.commands.executeCommand('asyncioDoctor.restartServer');
		await findings(document, ['blocking-sleep', 'blocking-sleep']);
	});
});
