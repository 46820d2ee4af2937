import type { TextDocumentContentChangeEvent } from 'vscode-languageserver';
import { LineIndex, type TextEdit } from '../util/text.ts';
import { pathOfUri, toTextRange } from './convert.ts';

/** A document open in the editor. */
export interface OpenDocument {
	/** As the client spells it; answers must use the same spelling. */
	readonly uri: string;
	readonly path: string;
	readonly version: number;
	readonly text: string;
	readonly lines: LineIndex;
	/** The text as last opened or saved is not this one. */
	readonly isDirty: boolean;
	/** Of a cell: its notebook. */
	readonly notebook: CellOf | undefined;
}

/** What a cell belongs to. */
export interface CellOf {
	/** The notebook's path. */
	readonly path: string;
	readonly isPython: boolean;
}

/** What a change did; `edits` is undefined when the client replaced the whole text. */
export interface DocumentChange {
	readonly document: OpenDocument;
	readonly edits: readonly TextEdit[] | undefined;
}

/** The editor's unsaved texts, kept up to date by incremental changes. */
export class Documents {
	readonly #byPath = new Map<string, OpenDocument>();

	get all(): Iterable<OpenDocument> {
		return this.#byPath.values();
	}

	get(path: string): OpenDocument | undefined {
		return this.#byPath.get(path);
	}

	/** `notebook`: set for a cell. */
	open(uri: string, version: number, text: string, notebook?: CellOf): OpenDocument {
		return this.#set({ uri, path: pathOfUri(uri), version, text, lines: new LineIndex(text), isDirty: false, notebook });
	}

	/** Undefined when the document is not open: the change has nothing to apply to. */
	change(uri: string, version: number, changes: readonly TextDocumentContentChangeEvent[]): DocumentChange | undefined {
		const before = this.#byPath.get(pathOfUri(uri));
		if (!before) return undefined;
		let { text, lines } = before;
		let edits: TextEdit[] | undefined = [];
		for (const change of changes) {
			if ('range' in change && change.range) {
				// Each range counts in the text that the change before it left.
				const range = toTextRange(change.range, text, lines);
				edits?.push({ range, newText: change.text });
				text = text.slice(0, range.start) + change.text + text.slice(range.end);
			} else {
				edits = undefined;
				text = change.text;
			}
			lines = new LineIndex(text);
		}
		return { document: this.#set({ ...before, version, text, lines, isDirty: true }), edits };
	}

	saved(uri: string): OpenDocument | undefined {
		const document = this.#byPath.get(pathOfUri(uri));
		return document && this.#set({ ...document, isDirty: false });
	}

	/** The path of the file that a document belongs to: for a cell its notebook's, else its own. */
	filePath(path: string): string {
		return this.#byPath.get(path)?.notebook?.path ?? path;
	}

	close(uri: string): void {
		this.#byPath.delete(pathOfUri(uri));
	}

	#set(document: OpenDocument): OpenDocument {
		this.#byPath.set(document.path, document);
		return document;
	}
}
