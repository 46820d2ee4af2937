/** A Python cell of a notebook. Cells in other languages and Markdown are left out; they only count for `index`. */
export interface NotebookCell {
	/** The name under which findings and edits speak of the cell: its URI in an editor, `cellPath()` for a notebook on disk. */
	readonly path: string;
	/** 1-based, among all cells. */
	readonly index: number;
	readonly text: string;
}

export interface Notebook {
	readonly cells: readonly NotebookCell[];
	/** Of the kernel that ran it last, "3.N". */
	readonly pythonVersion?: string | undefined;
}

export function isNotebookPath(path: string): boolean {
	return path.endsWith('.ipynb');
}

/** The path of a cell of a notebook on disk; `index` is 1-based. */
export function cellPath(notebook: string, index: number): string {
	return `${notebook}#${index}`;
}

/** The notebook and the 1-based index behind a path made by `cellPath`; undefined for any other path. */
export function cellOfPath(path: string): { readonly notebook: string; readonly index: number } | undefined {
	const found = /^(.*\.ipynb)#(\d+)$/s.exec(path);
	return found ? { notebook: found[1] as string, index: Number(found[2]) } : undefined;
}
