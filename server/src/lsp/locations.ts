import type { Range } from 'vscode-languageserver';
import { readNotebook } from '../notebook/json.ts';
import { placesInJson } from '../notebook/json-places.ts';
import { cellOfPath } from '../notebook/notebook.ts';
import { LineIndex, type TextRange } from '../util/text.ts';
import { toRange } from './convert.ts';
import type { Session } from './session.ts';

/** Where an editor shows a place. */
export interface Location {
	readonly uri: string;
	readonly range: Range;
	/** "Cell 3, line 2: " where the range does not say so itself: an editor has no documents for the cells of a notebook that is not open. */
	readonly prefix: string;
}

/** A place as the core names it. */
interface Place {
	readonly path: string;
	readonly range: TextRange;
}

/** Finds places; what it reads of a file is kept, so it serves one answer. */
export class Locator {
	readonly #session: Session;
	readonly #lines: Map<string, LineIndex>;
	readonly #notebooks = new Map<string, (index: number, range: TextRange) => Location>();

	/** `lines` are those of the analysed text of `path`. */
	constructor(session: Session, path: string, lines: LineIndex) {
		this.#session = session;
		this.#lines = new Map([[path, lines]]);
	}

	locate({ path, range }: Place): Location {
		// An editor may name the cells of an open notebook in the same way.
		const cell = this.#session.documents.get(path) ? undefined : cellOfPath(path);
		if (cell) return this.#inNotebook(cell.notebook)(cell.index, range);
		return { uri: this.#session.uriOf(path), range: toRange(range, this.#linesOf(path)), prefix: '' };
	}

	#linesOf(path: string): LineIndex {
		let found = this.#lines.get(path);
		if (!found) {
			found = this.#session.documents.get(path)?.lines ?? new LineIndex(this.#session.workspace.readText(path) ?? '');
			this.#lines.set(path, found);
		}
		return found;
	}

	#inNotebook(path: string): (index: number, range: TextRange) => Location {
		let found = this.#notebooks.get(path);
		if (!found) {
			found = cellLocator(path, this.#session);
			this.#notebooks.set(path, found);
		}
		return found;
	}
}

/** Places in the JSON of the file, for whoever opens it as text. */
function cellLocator(path: string, session: Session): (index: number, range: TextRange) => Location {
	const json = session.workspace.readText(path) ?? '';
	const read = readNotebook(json, path);
	const cells = 'notebook' in read ? read.notebook.cells : [];
	const [lines, placeInJson, uri] = [new LineIndex(json), placesInJson(json), session.uriOf(path)];
	return (index, range) => {
		const text = cells.find((cell) => cell.index === index)?.text ?? '';
		const line = new LineIndex(text).positionAt(range.start).line + 1;
		return { uri, range: toRange(placeInJson(index, range) ?? { start: 0, end: 0 }, lines), prefix: `Cell ${index}, line ${line}: ` };
	};
}
