import { cellPath, type Notebook, type NotebookCell } from './notebook.ts';

/** A notebook file, or why it is none; the message completes "cannot be read: ". */
export type ReadNotebook = { readonly notebook: Notebook } | { readonly error: string };

/** Reads the JSON of a notebook file (nbformat 4). One whose kernel speaks another language has no cells. Never throws. */
export function readNotebook(json: string, path: string): ReadNotebook {
	let file: unknown;
	try {
		file = JSON.parse(json);
	} catch (error) {
		return { error: json.trim() === '' ? 'it is empty, which no notebook is' : `it is no JSON: ${error instanceof Error ? error.message : String(error)}` };
	}
	if (!isObject(file)) return { error: 'it is no notebook' };
	if (typeof file.nbformat === 'number' && file.nbformat < 4)
		return { error: `it is a notebook of format ${file.nbformat}; "jupyter nbconvert --to notebook --inplace" turns it into one of format 4` };
	if (!Array.isArray(file.cells)) return { error: 'it is no notebook: it has no list of cells' };
	const metadata = isObject(file.metadata) ? file.metadata : {};
	if (!isPython(metadata)) return { notebook: { cells: [] } };
	return { notebook: { cells: file.cells.flatMap((cell: unknown, i) => pythonCell(cell, i + 1, path) ?? []), pythonVersion: versionOf(metadata) } };
}

/** The text of a cell's `source`, which is one string or a list of them. */
export function sourceText(source: unknown): string | undefined {
	if (typeof source === 'string') return source;
	return Array.isArray(source) && source.every((line) => typeof line === 'string') ? source.join('') : undefined;
}

function pythonCell(cell: unknown, index: number, path: string): NotebookCell | undefined {
	if (!isObject(cell) || cell.cell_type !== 'code') return undefined;
	const text = sourceText(cell.source);
	const editor = isObject(cell.metadata) && isObject(cell.metadata.vscode) ? cell.metadata.vscode.languageId : undefined;
	return text === undefined || (editor !== undefined && editor !== 'python') ? undefined : { path: cellPath(path, index), index, text };
}

/** What says nothing of its language is taken for Python, as Jupyter's own tools do. */
function isPython({ kernelspec, language_info }: Record<string, unknown>): boolean {
	const spoken =
		isObject(language_info) && typeof language_info.name === 'string' ? language_info.name : isObject(kernelspec) ? kernelspec.language : undefined;
	return typeof spoken !== 'string' || /^i?python[\d.]*$/i.test(spoken);
}

function versionOf({ language_info }: Record<string, unknown>): string | undefined {
	const version = isObject(language_info) ? language_info.version : undefined;
	return typeof version === 'string' ? /^3\.\d+/.exec(version)?.[0] : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
