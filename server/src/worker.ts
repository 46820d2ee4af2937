import { BrowserMessageReader, BrowserMessageWriter, createConnection, ProposedFeatures } from 'vscode-languageserver/browser';
import { version } from '../../package.json';
import type { ServerHost } from './lsp/host.ts';
import { startServer } from './lsp/server.ts';
import type { ClientOptions } from './protocol.ts';
import { createParser } from './syntax/parser.ts';

/** In a browser nothing can be read from here: the server knows the open documents, and the parser comes with the first message. */
const browserHost: ServerHost = {
	files: { readText: () => undefined, listFolder: () => undefined, hasFile: () => false },
	pythonFiles: () => [],
	loadParser(initializationOptions, logger) {
		const wasm = (initializationOptions as ClientOptions | undefined)?.wasm;
		return wasm ? createParser(wasm, logger) : Promise.reject(new Error('initializationOptions.wasm is missing'));
	},
	pause: () => new Promise((resolve) => setTimeout(resolve)),
	delay(milliseconds, action) {
		const timer = setTimeout(action, milliseconds);
		return () => clearTimeout(timer);
	},
};

const scope = self as unknown as DedicatedWorkerGlobalScope;
startServer(createConnection(ProposedFeatures.all, new BrowserMessageReader(scope), new BrowserMessageWriter(scope)), browserHost, version);
