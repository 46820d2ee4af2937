import {
	type CancellationToken,
	type Connection,
	ErrorCodes,
	type ExecuteCommandParams,
	LSPErrorCodes,
	ResponseError,
	type WorkDoneProgressReporter,
} from 'vscode-languageserver';
import {
	aliveMethod,
	type DocumentStatusParams,
	documentStatusMethod,
	type ExplainParams,
	explainMethod,
	type InterpreterParams,
	interpreterMethod,
	type MigrationParams,
	type MigrationSummary,
	serverCommands,
	type WorkspaceSummary,
} from '../protocol.ts';
import type { Logger } from '../util/logger.ts';
import { codeActions, resolveCodeAction } from './code-actions.ts';
import { explainText } from './explain.ts';
import { hover } from './hover.ts';
import type { LanguageServer } from './language-server.ts';
import { pullDiagnostics } from './pull-diagnostics.ts';
import { describeError } from './session.ts';
import { documentStatus } from './status.ts';

/**
 * Connects messages with what they set in motion. Whatever a handler meets, the server lives on:
 * a failed notification is logged, a failed request is logged and answered with an error.
 */
export function handleMessages(connection: Connection, logger: Logger, serverNow: () => LanguageServer | undefined): void {
	const on = notifications(logger, serverNow);
	const answer = requests(logger, serverNow);

	connection.onInitialized(
		on('initialized', (server) => {
			// The connection knows only now whether the client sends this at all.
			if (server.session.features.changesFolders)
				connection.workspace.onDidChangeWorkspaceFolders(on('didChangeWorkspaceFolders', (_, event) => server.foldersChanged(event)));
			return server.initialized();
		}),
	);
	connection.onDidOpenTextDocument(on('didOpen', (server, { textDocument }) => server.opened(textDocument)));
	connection.onDidChangeTextDocument(on('didChange', (server, params) => server.changed(params)));
	connection.onDidSaveTextDocument(on('didSave', (server, { textDocument }) => server.saved(textDocument.uri)));
	connection.onDidCloseTextDocument(on('didClose', (server, { textDocument }) => server.closed(textDocument.uri)));
	const { synchronization } = connection.notebooks;
	synchronization.onDidOpenNotebookDocument(on('notebook didOpen', (server, params) => server.notebookOpened(params)));
	synchronization.onDidChangeNotebookDocument(on('notebook didChange', (server, params) => server.notebookChanged(params)));
	synchronization.onDidSaveNotebookDocument(on('notebook didSave', (server, { notebookDocument }) => server.notebookSaved(notebookDocument.uri)));
	synchronization.onDidCloseNotebookDocument(on('notebook didClose', (server, { notebookDocument }) => server.notebookClosed(notebookDocument.uri)));
	connection.onDidChangeConfiguration(on('didChangeConfiguration', (server, params) => server.configurationChanged(params?.settings)));
	connection.onDidChangeWatchedFiles(on('didChangeWatchedFiles', (server, { changes }) => server.filesChanged(changes)));
	connection.onNotification(
		interpreterMethod,
		on('interpreter', (server, params: InterpreterParams) => server.interpreterChanged(params)),
	);

	connection.onRequest(aliveMethod, () => null);
	connection.onHover(answer((server, params) => hover(params, server.session)));
	connection.onCodeAction(answer(async (server, params) => [...(await codeActions(params, server.session)), ...(await server.migrations.actions(params))]));
	connection.onCodeActionResolve(answer(async (server, action) => (await server.migrations.resolve(action)) ?? resolveCodeAction(action, server.session)));
	connection.languages.diagnostics.on(answer((server, params, token) => pullDiagnostics(params, server.session, token)));
	connection.languages.diagnostics.onWorkspace(
		answer((server, params, token, progress, partial) => server.workspaceDiagnostics.pull(params, token, progress, partial)),
	);
	connection.onExecuteCommand(answer((server, params, token, progress) => executeCommand(params, server, token, progress)));
	connection.onRequest(
		documentStatusMethod,
		answer((server, params: DocumentStatusParams) => documentStatus(params, server.session)),
	);
	connection.onRequest(
		explainMethod,
		answer((server, params: ExplainParams) => explainText(params, server.session)),
	);
}

function executeCommand(
	{ command, arguments: [argument] = [] }: ExecuteCommandParams,
	server: LanguageServer,
	token: CancellationToken,
	progress: WorkDoneProgressReporter,
): Promise<WorkspaceSummary | MigrationSummary> {
	if (command === serverCommands.checkWorkspace) return server.workspaceDiagnostics.check(token, progress);
	if (command === serverCommands.migrate) return server.migrations.run(migrationParamsOf(argument), token, progress);
	throw new ResponseError(ErrorCodes.InvalidParams, `There is no command "${command}".`);
}

/** What a client sends may be anything; what cannot be read counts as left out, and without a word on safety only safe changes are made. */
function migrationParamsOf(argument: unknown): MigrationParams {
	const { uri, safety, target } = (typeof argument === 'object' && argument !== null ? argument : {}) as Record<string, unknown>;
	return {
		safety: safety === 'unsafe' ? 'unsafe' : 'safe',
		...(typeof uri === 'string' && { uri }),
		...(typeof target === 'string' && { target }),
	};
}

type Notify<P> = (params: P) => void;

function notifications(logger: Logger, serverNow: () => LanguageServer | undefined) {
	return <P>(name: string, handle: (server: LanguageServer, params: P) => void | Promise<void>): Notify<P> =>
		async (params) => {
			try {
				const server = serverNow();
				// Before `initialize` only its own sender can know what a notification is about; LSP says to drop it.
				if (server) await handle(server, params);
			} catch (error) {
				// Nothing is to be done any more, and nobody listens.
				if (error instanceof ResponseError && error.code === ErrorCodes.InvalidRequest) return;
				logger.error(`The notification ${name} failed: ${describeError(error)}`);
			}
		};
}

type Answer<P, R, Rest extends unknown[]> = (params: P, token: CancellationToken, ...rest: Rest) => Promise<R>;

function requests(logger: Logger, serverNow: () => LanguageServer | undefined) {
	return <P, R, Rest extends unknown[]>(
		handle: (server: LanguageServer, params: P, token: CancellationToken, ...rest: Rest) => Promise<R>,
	): Answer<P, R, Rest> =>
		async (params, token, ...rest) => {
			const server = serverNow();
			if (!server) throw new ResponseError(ErrorCodes.ServerNotInitialized, 'The server is not initialized.');
			try {
				const result = await handle(server, params, token, ...rest);
				if (!token.isCancellationRequested) return result;
			} catch (error) {
				if (error instanceof ResponseError) throw error;
				logger.error(`A request failed: ${describeError(error)}`);
				throw new ResponseError(ErrorCodes.InternalError, error instanceof Error ? error.message : String(error));
			}
			throw new ResponseError(LSPErrorCodes.RequestCancelled, 'The request was cancelled.');
		};
}
