import type { NotebookModule } from '../notebook/module.ts';
import type { Finding, Fix } from '../rule-kit/finding.ts';
import { LineIndex, type TextRange } from '../util/text.ts';
import type { DocumentHint, FileReport } from './analyser.ts';
import type { IgnoreHint } from './suppressions.ts';

/** The notebook behind the path of a module; undefined for a file. */
export type NotebookAt = (path: string) => NotebookModule | undefined;

/** Rules speak of modules, editors and people of documents: places and edits in a notebook become those of its cells. */
export function findingInDocuments(finding: Finding, notebookAt: NotebookAt): Finding {
	return {
		...finding,
		...inDocument(finding, notebookAt),
		related: finding.related.map((place) => ({ ...place, ...inDocument(place, notebookAt) })),
		fixes: () => finding.fixes().flatMap((fix) => fixInDocuments(fix, notebookAt) ?? []),
	};
}

function inDocument({ path, range }: { readonly path: string; readonly range: TextRange }, notebookAt: NotebookAt): { path: string; range: TextRange } {
	return notebookAt(path)?.locate(range) ?? { path, range };
}

/** Undefined when the edits do not fit into the cells. */
export function fixInDocuments(fix: Fix, notebookAt: NotebookAt): Fix | undefined {
	const edits = fix.edits.map((edit) => {
		const notebook = notebookAt(edit.path);
		return notebook ? notebook.toCellEdits([edit])?.[0] : edit;
	});
	return edits.includes(undefined) ? undefined : { ...fix, edits: edits.flatMap((edit) => edit ?? []) };
}

/** An ignore comment's hint as one of the cell it stands in. */
export function hintInDocument(hint: IgnoreHint, path: string, notebook: NotebookModule | undefined): DocumentHint | undefined {
	const place = notebook?.locate(hint.range);
	if (!notebook || !place) return { ...hint, path };
	const edits = hint.fix && notebook.toCellEdits(hint.fix.edits);
	return { ...hint, ...place, fix: hint.fix && edits ? { title: hint.fix.title, edits } : undefined };
}

/** What a notebook's report says of one of its cells, in the cell's own offsets; undefined when there is no such cell. */
export function reportOnCell(report: FileReport, path: string): FileReport | undefined {
	const text = report.cells?.find((cell) => cell.path === path)?.text;
	if (text === undefined) return undefined;
	let lines: LineIndex | undefined;
	return {
		path,
		text,
		get lines() {
			lines ??= new LineIndex(text);
			return lines;
		},
		cells: undefined,
		findings: report.findings.filter((finding) => finding.path === path),
		hints: report.hints.filter((hint) => hint.path === path),
		get broken() {
			return report.broken;
		},
		isCutOff: report.isCutOff,
		python: report.python,
	};
}
