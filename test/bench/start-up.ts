import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';
import { milliseconds, Times } from './figures.ts';

export const startHeader = ['start (ms)', 'median', 'p95'];

/** Rows for the built server and the built command line in `root`. `file`: a Python file with a mistake. */
export async function startRows(root: string, file: string, text: string, runs: number): Promise<string[][]> {
	const [node, version, check, server] = [new Times(), new Times(), new Times(), new Times()];
	const cli = join(root, 'server/out/cli.cjs');
	for (let i = 0; i < runs; i++) {
		node.measure(() => spawnSync(process.execPath, ['-e', '0']));
		version.measure(() => spawnSync(process.execPath, [cli, '--version']));
		check.measure(() => spawnSync(process.execPath, [cli, 'check', '--format', 'json', file]));
		await server.measureAsync(() => firstDiagnostics(root, file, text));
	}
	const row = (name: string, times: Times) => [name, milliseconds(times.median), milliseconds(times.p95)];
	return [
		row('Node alone', node),
		row('command line, --version', version),
		row('command line, check of one file', check),
		row('server, first diagnostics', server),
	];
}

/** From starting the server until it has published what it found in a document; fails after ten seconds. */
async function firstDiagnostics(root: string, file: string, text: string): Promise<void> {
	const server = spawn(process.execPath, [join(root, 'server/out/main.cjs'), '--stdio'], { stdio: ['pipe', 'pipe', 'ignore'] });
	const connection = createMessageConnection(new StreamMessageReader(server.stdout), new StreamMessageWriter(server.stdin));
	const uri = pathToFileURL(file).href;
	const answered = new Promise<void>((resolve, reject) => {
		const timer = setTimeout(() => reject(new Error('the server published no diagnostics')), 10_000);
		connection.onNotification('textDocument/publishDiagnostics', () => {
			clearTimeout(timer);
			resolve();
		});
	});
	connection.listen();
	try {
		await connection.sendRequest('initialize', { processId: process.pid, rootUri: null, capabilities: {}, workspaceFolders: null });
		await connection.sendNotification('initialized', {});
		await connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId: 'python', version: 1, text } });
		await answered;
	} finally {
		connection.dispose();
		server.kill();
	}
}
