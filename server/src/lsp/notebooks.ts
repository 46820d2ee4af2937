import {
	type DidChangeNotebookDocumentParams,
	type DidOpenNotebookDocumentParams,
	NotebookCellKind,
	type NotebookDocumentSyncOptions,
	type NotebookCell as SyncedCell,
} from 'vscode-languageserver';
import type { Notebook } from '../notebook/notebook.ts';
import { pathOfUri } from './convert.ts';
import type { Documents } from './documents.ts';

/** Notebooks that the client is to tell of: files, and VS Code's interactive window. Cells in other languages stay with it. */
export const notebookSync: NotebookDocumentSyncOptions = {
	notebookSelector: ['jupyter-notebook', 'interactive'].map((notebook) => ({ notebook, cells: [{ language: 'python' }] })),
	save: true,
};

/**
 * The notebooks open in the editor; the text of each cell is one of `documents`. vscode-languageserver has a class for this,
 * which tells nobody when cells only change places, and takes up a change in several steps between which requests would be answered.
 */
export class Notebooks {
	readonly #documents: Documents;
	readonly #cells = new Map<string, SyncedCell[]>();

	constructor(documents: Documents) {
		this.#documents = documents;
	}

	/** The result is the notebook's path. */
	open({ notebookDocument, cellTextDocuments }: DidOpenNotebookDocumentParams): string {
		const path = pathOfUri(notebookDocument.uri);
		this.#cells.set(path, [...notebookDocument.cells]);
		for (const { uri, version, text, languageId } of cellTextDocuments) this.#documents.open(uri, version, text, { path, isPython: languageId === 'python' });
		return path;
	}

	/** Gives the notebook's path and the cells that are gone; undefined when it is not open. */
	change({ notebookDocument, change }: DidChangeNotebookDocumentParams): { readonly path: string; readonly closed: readonly string[] } | undefined {
		const path = pathOfUri(notebookDocument.uri);
		const cells = this.#cells.get(path);
		if (!cells) return undefined;
		const { structure, data = [], textContent = [] } = change.cells ?? {};
		if (structure) cells.splice(structure.array.start, structure.array.deleteCount, ...(structure.array.cells ?? []));
		// A cell that is cut and pasted may be closed and opened in one change, under one URI.
		for (const { uri } of structure?.didClose ?? []) this.#documents.close(uri);
		for (const { uri, version, text, languageId } of structure?.didOpen ?? [])
			this.#documents.open(uri, version, text, { path, isPython: languageId === 'python' });
		for (const cell of data) {
			const index = cells.findIndex(({ document }) => document === cell.document);
			if (index >= 0) cells[index] = cell;
		}
		for (const { document, changes } of textContent) this.#documents.change(document.uri, document.version, changes);
		const closed = (structure?.didClose ?? []).map(({ uri }) => uri).filter((uri) => !this.#documents.get(pathOfUri(uri)));
		return { path, closed };
	}

	/** Gives the URIs of the cells it had. */
	close(path: string): readonly string[] {
		const uris = (this.#cells.get(path) ?? []).map(({ document }) => document);
		this.#cells.delete(path);
		for (const uri of uris) this.#documents.close(uri);
		return uris;
	}

	/** The Python cells of an open notebook, with other texts for some where they are given; undefined when it is not open. */
	get(path: string, texts: ReadonlyMap<string, string> = new Map()): Notebook | undefined {
		const cells = this.#cells.get(path)?.flatMap(({ kind, document: uri }, index) => {
			const document = this.#documents.get(pathOfUri(uri));
			if (kind !== NotebookCellKind.Code || !document?.notebook?.isPython) return [];
			return { path: document.path, index: index + 1, text: texts.get(document.path) ?? document.text };
		});
		return cells && { cells };
	}

	/** Paths of the Python cells of an open notebook. */
	cellPaths(path: string): readonly string[] {
		return (this.get(path)?.cells ?? []).map((cell) => cell.path);
	}
}
