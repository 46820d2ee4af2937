import {
	type Connection,
	ErrorCodes,
	type InitializeParams,
	type InitializeResult,
	LSPErrorCodes,
	ResponseError,
	type ServerCapabilities,
	TextDocumentSyncKind,
} from 'vscode-languageserver';
import { createAnalyser } from '../analysis/analyser.ts';
import { knownNames } from '../analysis/settings.ts';
import { productName, type ServerProcess, serverCommands } from '../protocol.ts';
import { rules } from '../rules/index.generated.ts';
import type { Logger } from '../util/logger.ts';
import { type ClientFeatures, clientFeaturesOf, clientOptionsOf } from './client-features.ts';
import { codeActionKinds } from './code-actions.ts';
import { Configuration } from './configuration.ts';
import { pathOfUri } from './convert.ts';
import { Documents } from './documents.ts';
import { handleMessages } from './handlers.ts';
import type { ServerHost } from './host.ts';
import { LanguageServer } from './language-server.ts';
import { Notebooks, notebookSync } from './notebooks.ts';
import { diagnosticOptions } from './registrations.ts';
import { createSession, describeError, type Session, timeLimit } from './session.ts';
import { SessionSettings } from './settings.ts';
import { SettingsProblems } from './settings-problems.ts';
import { WorkspaceFolders } from './workspace-folders.ts';
import { workspaceWithDocuments } from './workspace-with-documents.ts';

/**
 * Serves one client until the connection ends. The caller has made the connection for its transport
 * and provides what differs between Node and a Web Worker; `version` is told to the client. The result
 * tells whether the client has asked the server to shut down.
 */
export function startServer(connection: Connection, host: ServerHost, version: string): () => boolean {
	const logger = loggerTo(connection);
	let server: LanguageServer | undefined;
	let isShutDown = false;
	connection.onInitialize(async (params): Promise<InitializeResult> => {
		if (server) throw new ResponseError(ErrorCodes.InvalidRequest, 'The server is initialized already.');
		const session = await openSession(params, connection, host, logger);
		server = new LanguageServer(session);
		const experimental: ServerProcess = host.processId === undefined ? {} : { processId: host.processId };
		return { capabilities: { ...capabilitiesFor(session.features), experimental }, serverInfo: { name: productName, version } };
	});
	connection.onShutdown(() => {
		isShutDown = true;
	});
	handleMessages(connection, logger, () => {
		if (isShutDown) throw new ResponseError(ErrorCodes.InvalidRequest, 'The server is shut down.');
		return server;
	});
	connection.listen();
	return () => isShutDown;
}

async function openSession(params: InitializeParams, connection: Connection, host: ServerHost, logger: Logger): Promise<Session> {
	const features = clientFeaturesOf(params);
	const options = clientOptionsOf(params.initializationOptions);
	const parser = await host.loadParser(params.initializationOptions, logger).catch((error: unknown) => {
		logger.error(`The Python grammar could not be loaded: ${describeError(error)}`);
		throw new ResponseError(LSPErrorCodes.RequestFailed, 'The Python grammar could not be loaded; the log says why.', { retry: false });
	});
	const documents = new Documents();
	const notebooks = new Notebooks(documents);
	const folders = new WorkspaceFolders(foldersOf(params));
	const workspace = workspaceWithDocuments(host.files, documents, folders);
	const configuration = new Configuration(connection, features, logger, options.settings);
	const problems = new SettingsProblems({ connection, workspace, logger });
	const settings = new SessionSettings({ workspace, configuration, folders, known: knownNames(rules), onProblems: problems.note });
	settings.interpreterVersion = options.interpreterVersion;
	const analyser = createAnalyser({ workspace, logger, parser, settingsFor: settings.of, timeLimit });
	if (options.interpreterUri !== undefined) analyser.setInterpreter(pathOfUri(options.interpreterUri));
	const leftOut = new Set(options.leftOut?.map(pathOfUri));
	return createSession({
		leftOut,
		connection,
		host,
		features,
		logger,
		configuration,
		documents,
		notebooks,
		folders,
		workspace,
		settings,
		problems,
		parser,
		analyser,
	});
}

function foldersOf({ workspaceFolders, rootUri, rootPath }: InitializeParams): string[] {
	if (workspaceFolders) return workspaceFolders.map(({ uri }) => pathOfUri(uri));
	if (rootUri) return [pathOfUri(rootUri)];
	return rootPath ? [rootPath] : [];
}

/** A client that lets the server register its diagnostics gets them by registration, because their options change with the settings. */
function capabilitiesFor(features: ClientFeatures): ServerCapabilities {
	const pullsStatically = features.pullsDiagnostics && !features.registersDiagnostics;
	return {
		textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
		notebookDocumentSync: notebookSync,
		codeActionProvider: { codeActionKinds: [...codeActionKinds], resolveProvider: features.resolvesCodeActionEdits },
		hoverProvider: true,
		executeCommandProvider: { commands: Object.values(serverCommands), workDoneProgress: true },
		workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
		...(pullsStatically && { diagnosticProvider: diagnosticOptions(true) }),
	};
}

function loggerTo(connection: Connection): Logger {
	return {
		error: (message) => connection.console.error(message),
		warn: (message) => connection.console.warn(message),
		debug: (message) => connection.console.debug(message),
	};
}
