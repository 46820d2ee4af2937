import { readNotebook, sourceText } from '../../server/src/notebook/json.ts';
import { replaceSources } from '../../server/src/notebook/json-edit.ts';
import { NotebookModule } from '../../server/src/notebook/module.ts';
import { cellOfPath, isNotebookPath } from '../../server/src/notebook/notebook.ts';
import type { Files } from './check-files.ts';

interface CellJson {
	readonly cell_type: 'code' | 'markdown';
	readonly metadata: object;
	source: string[];
}

/** A cell of a notebook written as text: its lines, and the 0-based line of the text where they begin. */
export interface WrittenCell {
	readonly kind: 'code' | 'markdown';
	readonly text: string;
	readonly firstLine: number;
}

/** Reads cells from a text in which `# %%` (`# %% [markdown]`) begins each but the first. Blank lines at the ends of a cell do not count. */
export function writtenCells(text: string): readonly WrittenCell[] {
	const cells: { kind: WrittenCell['kind']; lines: string[]; firstLine: number }[] = [{ kind: 'code', lines: [], firstLine: 0 }];
	for (const [index, line] of text.split('\n').entries()) {
		const marker = /^# %%(?: \[(markdown)\])?$/.exec(line);
		if (marker) cells.push({ kind: marker[1] ? 'markdown' : 'code', lines: [], firstLine: index + 1 });
		else cells.at(-1)?.lines.push(line);
	}
	return cells.map(({ kind, lines, firstLine }) => ({ kind, firstLine, text: lines.join('\n').trimEnd() }));
}

/** The JSON of a notebook with these cells. */
export function notebookJson(cells: readonly Pick<WrittenCell, 'kind' | 'text'>[], metadata: object = {}): string {
	const written = cells.map(({ kind, text }): CellJson => ({ cell_type: kind, metadata: {}, source: linesOf(text) }));
	return JSON.stringify({ cells: written, metadata, nbformat: 4, nbformat_minor: 5 }, undefined, 1);
}

/** The text behind the path of a file, or of a cell of one. */
export function documentText(files: Files, path: string): string | undefined {
	const cell = cellOfPath(path);
	if (!cell) return files.get(path);
	const notebook = JSON.parse(files.get(cell.notebook) ?? '{}') as { cells?: CellJson[] };
	return sourceText(notebook.cells?.[cell.index - 1]?.source);
}

/** The files with another text for one of these documents. */
export function withDocument(files: Files, path: string, text: string): Files {
	const cell = cellOfPath(path);
	const changed = cell ? replaceSources(files.get(cell.notebook) ?? '', new Map([[cell.index, text]])) : text;
	if (changed === undefined) throw new Error(`there is no ${path}`);
	return new Map(files).set(cell?.notebook ?? path, changed);
}

/** A file with every text in it written in another way. */
export function rewriteFile(path: string, text: string, rewrite: (text: string) => string): string {
	if (path.endsWith('.py')) return rewrite(text);
	if (!isNotebookPath(path)) return text;
	const notebook = JSON.parse(text) as { cells: CellJson[] };
	for (const cell of notebook.cells) cell.source = linesOf(rewrite(cell.source.join('')));
	return JSON.stringify(notebook, undefined, 1);
}

/** What Python sees of a file. */
export function pythonOf(path: string, text: string): string {
	if (!isNotebookPath(path)) return text;
	const read = readNotebook(text, path);
	return 'notebook' in read ? new NotebookModule(read.notebook).python : '';
}

function linesOf(text: string): string[] {
	return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}
