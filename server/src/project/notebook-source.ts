import { readNotebook } from '../notebook/json.ts';
import { NotebookModule, type PlacedCell } from '../notebook/module.ts';
import { isNotebookPath, type Notebook } from '../notebook/notebook.ts';
import type { SourceFile } from '../syntax/source-file.ts';
import type { Workspace } from './workspace.ts';

/** What is to be parsed for a path: the text of a file, or the module that the cells of a notebook make. Undefined when it cannot be read. */
export function sourceAt(path: string, workspace: Pick<Workspace, 'readText'>): string | Notebook | undefined {
	const text = workspace.readText(path);
	if (text === undefined || !isNotebookPath(path)) return text;
	const read = readNotebook(text, path);
	return 'notebook' in read ? read.notebook : undefined;
}

/**
 * Parses a notebook as one module. Python compiles each cell by itself: a cell with code that does not end in it (an open bracket) is left
 * out, so that it does not take the following ones with it.
 */
export function parseNotebook(notebook: Notebook, parse: (module: NotebookModule) => SourceFile, parseAlone: (python: string) => SourceFile): SourceFile {
	const leftOut = new Set<string>();
	let module = new NotebookModule(notebook);
	let source = parse(module);
	for (let spilling = spillingCells(source, module); spilling.length > 0; spilling = spillingCells(source, module)) {
		const broken = spilling.filter(({ start, end }) => parseAlone(module.python.slice(start, end)).hasError);
		for (const { path } of broken.length > 0 ? broken : spilling) leftOut.add(path);
		module = new NotebookModule(notebook, leftOut);
		source = parse(module);
	}
	return source;
}

/** The cells that share a piece of syntax with another cell. */
function spillingCells(source: SourceFile, module: NotebookModule): PlacedCell[] {
	const found = new Set<PlacedCell>();
	const pieces = source.parts.map(({ root }) => ({ start: root.start, end: root.end }));
	if (source.debris) pieces.push({ start: source.debris.start, end: module.python.trimEnd().length });
	for (const { start, end } of pieces) {
		const cells = module.cells.slice(module.cellAt(start)?.order ?? 0, (module.cellAt(Math.max(start, end - 1))?.order ?? 0) + 1);
		const holding = cells.filter((cell) => module.python.slice(Math.max(start, cell.start), Math.min(end, cell.end)).trim() !== '');
		if (holding.length > 1) for (const cell of holding) found.add(cell);
	}
	return [...found];
}
