import type { TextEdit, TextRange } from '../util/text.ts';
import { emptyCell, type Magic, type MagicCode, readMagics } from './magics.ts';
import type { Notebook, NotebookCell } from './notebook.ts';

/** A cell and its place in the module; `end` is where its text ends, one end of line before the next cell. */
export interface PlacedCell extends NotebookCell, TextRange {
	/** 0-based, among the cells of the module. */
	readonly order: number;
}

/** An edit of one cell; offsets count in its text. */
export interface CellEdit extends TextEdit {
	readonly path: string;
}

/**
 * The Python cells of a notebook as one module, in their order. Magics are replaced by text of the same length, so that an offset
 * in the module is one in a cell. Immutable: a changed notebook is another one.
 */
export class NotebookModule {
	readonly cells: readonly PlacedCell[];
	/** What Python is to parse. */
	readonly python: string;
	/** In the order of the text; offsets count in the module. */
	readonly magics: readonly Magic[];
	/** Paths of cells that count as empty, because they do not end what they begin. */
	readonly leftOut: ReadonlySet<string>;
	readonly #withoutAwait: readonly MagicCode[];
	/** What separates two cells. */
	readonly #lineEnd: string;
	readonly #byPath: ReadonlyMap<string, PlacedCell>;
	#shape: string | undefined;

	constructor({ cells }: Notebook, leftOut: ReadonlySet<string> = new Set()) {
		const placed: PlacedCell[] = [];
		const magics: Magic[] = [];
		const withoutAwait: MagicCode[] = [];
		const texts: string[] = [];
		const lineEnd = cells.some(({ text }) => text.includes('\r\n')) ? '\r\n' : '\n';
		let start = 0;
		for (const [order, cell] of cells.entries()) {
			const syntax = leftOut.has(cell.path) ? emptyCell(cell.text) : readMagics(cell.text);
			const at = ({ start: from, end }: TextRange): TextRange => ({ start: start + from, end: start + end });
			placed.push({ ...cell, order, start, end: start + cell.text.length });
			for (const magic of syntax.magics) magics.push({ ...magic, ...at(magic) });
			for (const code of syntax.withoutAwait) withoutAwait.push({ ...code, ...at(code) });
			texts.push(syntax.python);
			start += cell.text.length + lineEnd.length;
		}
		this.cells = placed;
		this.leftOut = leftOut;
		this.python = texts.join(lineEnd);
		this.#lineEnd = lineEnd;
		this.magics = magics;
		this.#withoutAwait = withoutAwait;
		this.#byPath = new Map(placed.map((cell) => [cell.path, cell]));
	}

	/** What answers depend on beside the text: the magics, and how many cells there are. */
	get shape(): string {
		this.#shape ??= [this.cells.length, ...this.magics.map(({ name, argument, kind }) => `${kind} ${name} ${argument}`)].join('\n');
		return this.#shape;
	}

	cell(path: string): PlacedCell | undefined {
		return this.#byPath.get(path);
	}

	/** The cell in which an offset lies; the end of line behind a cell counts to it. */
	cellAt(offset: number): PlacedCell | undefined {
		let low = 0;
		let high = this.cells.length;
		while (high - low > 1) {
			const middle = (low + high) >> 1;
			if ((this.cells[middle] as PlacedCell).start <= offset) low = middle;
			else high = middle;
		}
		return this.cells[low];
	}

	/** Whether nothing but comments stands behind an offset in its cell: the value of an expression that ends there is shown. */
	endsCell(offset: number): boolean {
		const rest = this.python.slice(offset, this.cellAt(offset)?.end);
		return rest.split(/[\r\n]/).every((line) => /^\s*(?:#|$)/.test(line));
	}

	/** A range of the module as one of a cell: of the cell where it begins, and cut where that ends. */
	locate({ start, end }: TextRange): { readonly path: string; readonly range: TextRange } | undefined {
		const cell = this.cellAt(start);
		if (!cell) return undefined;
		const inCell = (offset: number) => Math.min(offset, cell.end) - cell.start;
		return { path: cell.path, range: { start: inCell(start), end: inCell(end) } };
	}

	/** Whether the kernel lets code at an offset, outside of any function, await. */
	mayAwaitAt(offset: number): boolean {
		return this.runsOnLoopAt(offset) && this.magicRunning(offset) === undefined;
	}

	/** The magic (`%time`) that runs the code at an offset and cannot await; undefined for code that the kernel itself runs. */
	magicRunning(offset: number): string | undefined {
		return this.#withoutAwait.find(({ start, end }) => start <= offset && offset < end)?.magic;
	}

	/**
	 * Whether the kernel's asyncio loop is known to run when the code at an offset does. Whoever gave `%autoawait` an order knows what he does;
	 * nothing is said then.
	 */
	runsOnLoopAt(offset: number): boolean {
		const last = this.magics.findLast(({ name, argument, start }) => name === 'autoawait' && argument !== '' && start < offset);
		return last === undefined || /^(?:true|on|1|asyncio)$/i.test(last.argument);
	}

	/** Edits of the module as edits of its cells; undefined when they do not fit: over several cells, or in the way of a magic. */
	toCellEdits(edits: readonly TextEdit[]): readonly CellEdit[] | undefined {
		const found: CellEdit[] = [];
		for (const edit of edits) {
			const cell = this.cellAt(edit.range.start);
			const own = cell && this.#isClearOfMagics(edit) ? inCell(edit, cell, this.#lineEnd.length) : undefined;
			if (!own) return undefined;
			found.push(own);
		}
		return found;
	}

	/** A magic has its line to itself. Behind one that is given Python the rest of the line may change, and no more. */
	#isClearOfMagics({ range, newText }: TextEdit): boolean {
		const { python } = this;
		return this.magics.every((magic) => {
			if (range.end < magic.start || range.start > magic.end) return true;
			if (magic.kind === 'cell' || (range.start < magic.end && range.end > magic.start)) return false;
			if (range.end <= magic.start) return newText === '' ? isLineStart(python, range.start) : /[\r\n]$/.test(newText);
			const hasPythonBehind = /[^\r\n]/.test(python[magic.end] ?? '');
			return hasPythonBehind ? !/[\r\n]/.test(newText + python.slice(range.start, range.end)) : /^[\r\n]/.test(newText);
		});
	}
}

function isLineStart(text: string, offset: number): boolean {
	return offset === 0 || /[\r\n]/.test(text[offset - 1] as string);
}

/** Undefined when the edit reaches into another cell. The end of line between two cells (`gap`) belongs to neither. */
function inCell({ range, newText }: TextEdit, { text, path, ...cell }: PlacedCell, gap: number): CellEdit | undefined {
	if (range.end > cell.end + gap) return undefined;
	const start = Math.min(range.start, cell.end) - cell.start;
	const end = Math.min(range.end, cell.end) - cell.start;
	if (newText !== '') return { path, range: { start, end }, newText: range.end > cell.end ? newText.replace(/\r?\n$/, '') : newText };
	// With the last line of a cell the end of the line before it goes, since it has none of its own.
	const before = end === text.length && isLineStart(text, start) ? (/\r?\n$/.exec(text.slice(0, start))?.[0].length ?? 0) : 0;
	return { path, range: { start: start - before, end }, newText };
}
