import { type Connection, createConnection, ProposedFeatures, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node';
import { version } from '../../package.json';
import { nodeHost } from './disk/node-host.ts';
import { startServer } from './lsp/server.ts';

/** Milliseconds. */
const grace = 500;

startServer(connect(), nodeHost(), version);

/** The transport (--node-ipc, --stdio, --pipe, --socket) is read from the command line. */
function connect(): Connection {
	if (!process.argv.includes('--stdio')) return createConnection(ProposedFeatures.all);
	const reader = new StreamMessageReader(process.stdin);
	reader.onError(({ message }) => {
		// Behind such a header nothing tells where the next message begins: better a clear end than silence.
		if (!/^(?:Header must|Content-Length)/.test(message)) return;
		console.error(`The client sent no message: ${message.split('\n')[0]}`);
		process.exit(1);
	});
	// What the client said before it went is done first; whoever says goodbye ends the process before this does.
	process.stdin.on('end', () => setTimeout(() => process.exit(1), grace));
	return createConnection(ProposedFeatures.all, reader, new StreamMessageWriter(process.stdout));
}
