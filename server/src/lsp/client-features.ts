import { type ClientCapabilities, type InitializeParams, MarkupKind, ResourceOperationKind } from 'vscode-languageserver';
import type { ClientOptions } from '../protocol.ts';

/** What the client says it can do, as far as the server's behaviour depends on it. */
export interface ClientFeatures {
	/** It asks for diagnostics; otherwise they are published. */
	readonly pullsDiagnostics: boolean;
	/** The diagnostics provider can be registered again with other options. */
	readonly registersDiagnostics: boolean;
	readonly refreshesDiagnostics: boolean;
	readonly relatedInformation: boolean;
	readonly codeDescription: boolean;
	readonly answersConfiguration: boolean;
	readonly registersConfiguration: boolean;
	readonly registersWatchedFiles: boolean;
	readonly changesFolders: boolean;
	readonly versionedEdits: boolean;
	readonly createsFiles: boolean;
	/** It makes edits that the server sends. */
	readonly appliesEdits: boolean;
	/** It shows an edit before it is made, where the server asks for that. */
	readonly confirmsEdits: boolean;
	readonly resolvesCodeActionEdits: boolean;
	readonly showsProgress: boolean;
	readonly hoverInMarkdown: boolean;
	readonly commands: readonly string[];
}

export function clientFeaturesOf(params: InitializeParams): ClientFeatures {
	const { textDocument, workspace, window } = params.capabilities ?? {};
	return {
		pullsDiagnostics: textDocument?.diagnostic !== undefined,
		registersDiagnostics: textDocument?.diagnostic?.dynamicRegistration === true,
		refreshesDiagnostics: workspace?.diagnostics?.refreshSupport === true,
		relatedInformation: diagnosticFeature(textDocument, 'relatedInformation'),
		codeDescription: diagnosticFeature(textDocument, 'codeDescriptionSupport'),
		answersConfiguration: workspace?.configuration === true,
		registersConfiguration: workspace?.didChangeConfiguration?.dynamicRegistration === true,
		registersWatchedFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
		changesFolders: workspace?.workspaceFolders === true,
		versionedEdits: workspace?.workspaceEdit?.documentChanges === true,
		createsFiles: workspace?.workspaceEdit?.resourceOperations?.includes(ResourceOperationKind.Create) === true,
		appliesEdits: workspace?.applyEdit === true,
		confirmsEdits: workspace?.workspaceEdit?.changeAnnotationSupport !== undefined,
		resolvesCodeActionEdits: textDocument?.codeAction?.resolveSupport?.properties.includes('edit') === true && textDocument.codeAction.dataSupport === true,
		showsProgress: window?.workDoneProgress === true,
		hoverInMarkdown: textDocument?.hover?.contentFormat?.includes(MarkupKind.Markdown) === true,
		commands: clientOptionsOf(params.initializationOptions).commands ?? [],
	};
}

/** The options of a known shape; parts of another shape are left out. */
export function clientOptionsOf(initializationOptions: unknown): ClientOptions {
	if (typeof initializationOptions !== 'object' || initializationOptions === null) return {};
	const { commands, settings, interpreterVersion, interpreterUri, leftOut } = initializationOptions as Record<string, unknown>;
	return {
		...(Array.isArray(commands) && { commands: commands.filter((name) => typeof name === 'string') }),
		...(settings !== undefined && { settings }),
		...(typeof interpreterVersion === 'string' && { interpreterVersion }),
		...(typeof interpreterUri === 'string' && { interpreterUri }),
		...(Array.isArray(leftOut) && { leftOut: leftOut.filter((uri) => typeof uri === 'string') }),
	};
}

/** A client names these for pulled diagnostics, published ones, or both. */
function diagnosticFeature(textDocument: ClientCapabilities['textDocument'], name: 'relatedInformation' | 'codeDescriptionSupport'): boolean {
	return textDocument?.publishDiagnostics?.[name] === true || textDocument?.diagnostic?.[name] === true;
}
