import { type Connection, createConnection, ProposedFeatures, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node';
import { version } from '../../package.json';
import { nodeHost } from './disk/node-host.ts';
import { startServer } from './lsp/server.ts';

/** Milliseconds. */
const grace = 500;

const isShutDown = startServer(connect(), nodeHost(), version);

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
	// What the client said before it went is done first.
	process.stdin.on('end', () => {
		const end = () => process.exit(isShutDown() ? 0 : 1);
		// Work under way may still want to say something, which nobody hears any more.
		process.on('uncaughtException', end).on('unhandledRejection', end);
		setTimeout(end, grace);
	});
	return createConnection(ProposedFeatures.all, reader, new StreamMessageWriter(process.stdout));
}
