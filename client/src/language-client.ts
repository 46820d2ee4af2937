import * as vscode from 'vscode';
import { type LanguageClient, type LanguageClientOptions, type ServerOptions, TransportKind } from 'vscode-languageclient/node';
import { type ClientOptions, clientCommands, configurationSection, productName, pythonDocuments } from '../../server/src/protocol.ts';
import { ClientWithCells } from './cells-in-sight.ts';
import { type LeftOut, watchServer } from './hung-server.ts';
import type { Interpreter } from './python-interpreter.ts';
import { saidSettings } from './said-settings.ts';
import { createTraceChannel } from './trace-channel.ts';

/** The connection to the server, not started. `interpreter`: what the editor knows of the interpreter; `leftOut`: documents that the server is not to look at. */
export function createLanguageClient(
	context: vscode.ExtensionContext,
	log: vscode.LogOutputChannel,
	interpreter: Interpreter['options'],
	leftOut: LeftOut,
): LanguageClient {
	const module = vscode.Uri.joinPath(context.extensionUri, 'server', 'out', 'main.cjs').fsPath;
	const transport = TransportKind.ipc;
	const serverOptions: ServerOptions = {
		run: { module, transport },
		debug: { module, transport, options: { execArgv: ['--nolazy', '--enable-source-maps', '--inspect=6009'] } },
	};
	const traceOutputChannel = createTraceChannel(log);
	context.subscriptions.push(traceOutputChannel);
	const clientOptions: LanguageClientOptions = {
		documentSelector: pythonDocuments,
		outputChannel: log,
		traceOutputChannel,
		diagnosticCollectionName: configurationSection,
		// Saving does not change the text, but `run: onSave` waits for it.
		diagnosticPullOptions: { onChange: true, onSave: true, onFocus: true },
		// Hovers link to the pages that came with the extension.
		markdown: { isTrusted: { enabledCommands: [clientCommands.showRuleDocumentation] } },
		middleware: {
			provideDiagnostics: (document, previousResultId, token, next) => {
				const uri = client.code2ProtocolConverter.asUri(document instanceof vscode.Uri ? document : document.uri);
				const answer = next(document, previousResultId, token);
				return answer && watchdog.watch(uri, Promise.resolve(answer));
			},
			workspace: {
				configuration: async (params, token, next) => {
					const answers = await next(params, token);
					if (!Array.isArray(answers)) return answers;
					return params.items.map(({ section, scopeUri }, index) =>
						section === configurationSection ? saidSettings(scopeUri === undefined ? undefined : vscode.Uri.parse(scopeUri), context) : answers[index],
					);
				},
			},
		},
		initializationOptions: (): ClientOptions => ({ commands: Object.values(clientCommands), leftOut: [...leftOut], ...interpreter() }),
	};
	// The id is also the section in which the client looks for `trace.server`.
	const client = new ClientWithCells(configurationSection, productName, serverOptions, clientOptions);
	const watchdog = watchServer(() => client, leftOut, context.extension.packageJSON.bugs.url);
	return client;
}
