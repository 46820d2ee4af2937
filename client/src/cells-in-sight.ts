import * as vscode from 'vscode';
import { LanguageClient, type VisibleDocuments } from 'vscode-languageclient/node';

/**
 * A client that asks for diagnostics of all cells that are in sight, and of no others. The library goes by tabs: it knows none of
 * an interactive window, and when the tab of a notebook closes or opens again, the cells of a notebook that VS Code still holds
 * neither lose what was said of them nor are they asked for anew.
 */
export class ClientWithCells extends LanguageClient {
	#visible: VisibleDocuments | undefined;

	override get visibleDocuments(): VisibleDocuments {
		this.#visible ??= withCells(super.visibleDocuments);
		return this.#visible;
	}
}

function withCells(documents: VisibleDocuments): VisibleDocuments {
	return {
		onOpen: (listener, self, disposables) => documents.onOpen((uris) => listener.call(self, andCells(uris)), undefined, disposables),
		onClose: (listener, self, disposables) => documents.onClose((uris) => listener.call(self, andCells(uris)), undefined, disposables),
		isActive: (document) => documents.isActive(document),
		isVisible: (document) => documents.isVisible(document) || isInInteractiveWindow(document instanceof vscode.Uri ? document : document.uri),
		getResources: () => documents.getResources(),
	};
}

function andCells(uris: ReadonlySet<vscode.Uri>): Set<vscode.Uri> {
	const texts = new Set([...uris].map(String));
	const notebooks = vscode.workspace.notebookDocuments.filter(({ uri }) => texts.has(uri.toString()));
	return new Set([...uris, ...notebooks.flatMap((notebook) => notebook.getCells().map(({ document }) => document.uri))]);
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
