import * as vscode from 'vscode';
import { LanguageClient, type VisibleDocuments } from 'vscode-languageclient/node';

/** A client that asks for diagnostics of what stands in interactive windows too: the library goes by tabs, and knows no such tab. */
export class ClientWithInteractiveWindows extends LanguageClient {
	#visible: VisibleDocuments | undefined;

	override get visibleDocuments(): VisibleDocuments {
		this.#visible ??= withInteractiveWindows(super.visibleDocuments);
		return this.#visible;
	}
}

function withInteractiveWindows(documents: VisibleDocuments): VisibleDocuments {
	return {
		onOpen: documents.onOpen,
		onClose: documents.onClose,
		isActive: (document) => documents.isActive(document),
		isVisible: (document) => documents.isVisible(document) || isInInteractiveWindow(document instanceof vscode.Uri ? document : document.uri),
		getResources: () => documents.getResources(),
	};
}

/** A window and its cells live and die together. */
function isInInteractiveWindow(uri: vscode.Uri): boolean {
	const text = uri.toString();
	return vscode.workspace.notebookDocuments.some(
		(notebook) =>
			notebook.notebookType === 'interactive' &&
			(notebook.uri.toString() === text || notebook.getCells().some(({ document }) => document.uri.toString() === text)),
	);
}
