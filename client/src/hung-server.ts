import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { aliveMethod, productName, type ServerProcess } from '../../server/src/protocol.ts';
import { notification } from '../../server/src/util/markup.ts';
import { Watchdog } from './watchdog.ts';

/** Milliseconds; tests, which cannot wait so long, set the variable. */
const limit = Number(process.env.ASYNCIO_DOCTOR_HANG_LIMIT) || 20_000;

/** Documents that a server hung at, by URI as the server is told: the next server looks at none of them, until a person restarts it. */
export type LeftOut = Set<string>;

/** Watches the server of a client: one that hangs is ended, and another one started that leaves out what it hung at. */
export function watchServer(client: () => LanguageClient, leftOut: LeftOut, issues: string): Watchdog {
	return new Watchdog(
		{
			ask: () => client().sendRequest(aliveMethod),
			async hangs(document) {
				const { processId } = (client().initializeResult?.capabilities.experimental ?? {}) as ServerProcess;
				if (processId === undefined) return;
				leftOut.add(document);
				client().error(
					`The server did not answer for ${limit / 1000} s while ${document} was checked: it is started again without this file.`,
					undefined,
					false,
				);
				// A server that hangs hears nothing. What was ended, the client starts again by itself.
				try {
					process.kill(processId, 'SIGKILL');
				} catch {
					// It has ended meanwhile.
				}
				void tell(document, client(), issues);
			},
		},
		limit,
	);
}

async function tell(document: string, client: LanguageClient, issues: string): Promise<void> {
	const name = vscode.workspace.asRelativePath(vscode.Uri.parse(document));
	const text = `${productName} did not answer while it checked ${name}. It goes on without this file, until you restart the server.`;
	const choice = await vscode.window.showWarningMessage(notification(text), 'Report', 'Show Log');
	if (choice === 'Report') await vscode.env.openExternal(vscode.Uri.parse(issues));
	else if (choice === 'Show Log') client.outputChannel.show();
}
