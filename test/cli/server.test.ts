import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';

const program = fileURLToPath(new URL('../../server/out/cli.cjs', import.meta.url));

test('server --stdio answers an editor and ends when told to', async () => {
	const server = spawn(process.execPath, [program, 'server', '--stdio']);
	onTestFinished(() => void server.kill());
	const send = (content: object) => {
		const body = JSON.stringify({ jsonrpc: '2.0', ...content });
		server.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
	};
	let received = '';
	server.stdout.on('data', (chunk) => {
		received += String(chunk);
	});
	const answered = (id: number) => expect.poll(() => received, { timeout: 10_000 }).toContain(`"id":${id},"result":`);

	send({ id: 1, method: 'initialize', params: { processId: null, rootUri: null, capabilities: {} } });
	await answered(1);
	expect(received).toMatch(/^Content-Length: \d+\r\n/);
	send({ method: 'initialized', params: {} });
	send({ id: 2, method: 'shutdown' });
	await answered(2);
	const ended = once(server, 'exit');
	send({ method: 'exit' });
	expect(await ended).toEqual([0, null]);
});
