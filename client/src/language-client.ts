import * as vscode from 'vscode';
import { type LanguageClient, type LanguageClientOptions, type ServerOptions, TransportKind } from 'vscode-languageclient/node';
import { type ClientOptions, clientCommands, configurationSection, productName, pythonDocuments } from '../../server/src/protocol.ts';
import { ClientWithCells } from './cells-in-sight.ts';
import type { Interpreter } from './python-interpreter.ts';
import { saidSettings } from './said-settings.ts';
import { createTraceChannel } from './trace-channel.ts';

/** The connection to the server, not started. `interpreter`: what the editor knows of the interpreter. */
export function createLanguageClient(context: vscode.ExtensionContext, log: vscode.LogOutputChannel, interpreter: Interpreter['options']): LanguageClient {
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
		initializationOptions: (): ClientOptions => ({ commands: Object.values(clientCommands), ...interpreter() }),
	};
	// The id is also the section in which the client looks for `trace.server`.
	return new ClientWithCells(configurationSection, productName, serverOptions, clientOptions);
}
