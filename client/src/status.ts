import * as vscode from 'vscode';
import { type LanguageClient, State } from 'vscode-languageclient/node';
import { type DocumentStatus, documentStatusMethod, productName, pythonDocuments, type ServerStatus, statusMethod } from '../../server/src/protocol.ts';
import { notification } from '../../server/src/util/markup.ts';

/** Keeps the language status item (`{}` in the status bar) true to the server and the active document. */
export function showStatus(client: LanguageClient): vscode.Disposable {
	const item = vscode.languages.createLanguageStatusItem('asyncioDoctor.status', pythonDocuments);
	item.name = productName;
	item.text = productName;
	item.detail = 'starting';
	item.busy = true;
	item.command = { command: 'workbench.action.openSettings', title: 'Settings', arguments: ['asyncioDoctor.pythonVersion'] };
	const update = (): void => void showDocument(item, client);
	return vscode.Disposable.from(
		item,
		client.onNotification(statusMethod, ({ state }: ServerStatus) => {
			item.busy = state === 'analysing';
			update();
		}),
		client.onDidChangeState(({ newState }) => {
			if (newState === State.Running) return;
			item.busy = newState === State.Starting;
			item.detail = newState === State.Starting ? 'starting' : 'stopped';
			item.severity = newState === State.Stopped ? vscode.LanguageStatusSeverity.Error : vscode.LanguageStatusSeverity.Information;
		}),
		vscode.window.onDidChangeActiveTextEditor(update),
	);
}

async function showDocument(item: vscode.LanguageStatusItem, client: LanguageClient): Promise<void> {
	const document = vscode.window.activeTextEditor?.document;
	if (client.state !== State.Running || !document || vscode.languages.match(pythonDocuments, document) === 0) return;
	const uri = client.code2ProtocolConverter.asUri(document.uri);
	const status = await client.sendRequest<DocumentStatus>(documentStatusMethod, { textDocument: { uri } }).catch(() => undefined);
	// Another document may have become active while the server answered.
	if (!status || vscode.window.activeTextEditor?.document !== document) return;
	item.severity = vscode.LanguageStatusSeverity.Information;
	item.text = status.enabled ? `${productName}: ${status.ruleCount} rules` : `${productName}: off`;
	item.detail = notification(`${status.python} (${status.pythonSource})`);
}
