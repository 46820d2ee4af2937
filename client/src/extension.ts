import * as vscode from 'vscode';
import { productName } from '../../server/src/protocol.ts';
import { registerCommands } from './commands.ts';
import { registerExplanations } from './explain/register.ts';
import type { LeftOut } from './hung-server.ts';
import { createLanguageClient } from './language-client.ts';
import { provideSummaries } from './migration.ts';
import { followInterpreter } from './python-interpreter.ts';
import { showStatus } from './status.ts';

/** What the extension gives to others, and to its tests. */
export interface ExtensionApi {
	/** Resolves when the server answers. */
	readonly ready: Promise<void>;
}

/** Starts the server and puts the extension's parts into the editor. Does not wait for the server: VS Code has other things to do meanwhile. */
export function activate(context: vscode.ExtensionContext): ExtensionApi {
	const log = vscode.window.createOutputChannel(productName, { log: true });
	const interpreter = followInterpreter(log);
	const leftOut: LeftOut = new Set();
	const client = createLanguageClient(context, log, interpreter.options, leftOut);
	context.subscriptions.push(log, interpreter, client);
	context.subscriptions.push(showStatus(client), registerCommands(context, client, leftOut), provideSummaries(), interpreter.tellServer(client));
	context.subscriptions.push(registerExplanations(client, log));
	const ready = client.start();
	ready.catch((error: unknown) => log.error(`The server did not start: ${String(error)}`));
	return { ready };
}

/** Nothing to do: the client is among the context's subscriptions, and VS Code waits for it to stop. */
export function deactivate(): void {}
