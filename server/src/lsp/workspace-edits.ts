import { diffLines } from 'diff';
import type { AnnotatedTextEdit, TextEdit as LspTextEdit, TextDocumentEdit, WorkspaceEdit } from 'vscode-languageserver';
import type { DocumentEdit } from '../rule-kit/finding.ts';
import { LineIndex, type TextEdit } from '../util/text.ts';
import { toRange } from './convert.ts';
import type { Session } from './session.ts';

const previewed = 'preview';

/**
 * Changes nothing, and asks for confirmation, so that the preview opens. Editors show edits that ask for it with their boxes unticked;
 * asked of the real ones, accepting the preview as it is would change nothing, or only a part of what belongs together.
 */
export const previewEdit: AnnotatedTextEdit = {
	range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
	newText: '',
	annotationId: previewed,
};

/**
 * Edits of any number of documents, tied to the versions they were made for where the client can check that. What changes several
 * documents is shown before it is made, under the title, where the client can do that: its user sees only one of them.
 */
export function toWorkspaceEdit(edits: readonly DocumentEdit[], session: Session, title?: string): WorkspaceEdit {
	const byPath = new Map<string, DocumentEdit[]>();
	for (const edit of edits) byPath.set(edit.path, [...(byPath.get(edit.path) ?? []), edit]);
	const documents = [...byPath].map(([path, own]): TextDocumentEdit => {
		const open = session.documents.get(path);
		const lines = open?.lines ?? new LineIndex(session.workspace.readText(path) ?? '');
		return {
			textDocument: { uri: session.uriOf(path), version: open?.version ?? null },
			edits: own.map(({ range, newText }): LspTextEdit => ({ range: toRange(range, lines), newText })),
		};
	});
	const { confirmsEdits, versionedEdits } = session.features;
	const [first, ...others] = documents;
	if (versionedEdits && confirmsEdits && title !== undefined && first && others.length > 0) {
		const withPreview = { ...first, edits: [...first.edits, previewEdit] };
		return { documentChanges: [withPreview, ...others], changeAnnotations: { [previewed]: { label: title, needsConfirmation: true } } };
	}
	if (versionedEdits) return { documentChanges: documents };
	return { changes: Object.fromEntries(documents.map(({ textDocument, edits: own }) => [textDocument.uri, own as LspTextEdit[]])) };
}

/** An edit that makes a new file. Only for clients with `createsFiles`. */
export function newFileEdit(path: string, text: string, session: Session): WorkspaceEdit {
	const uri = session.uriOf(path);
	const start = { line: 0, character: 0 };
	return {
		documentChanges: [
			{ kind: 'create', uri, options: { ignoreIfExists: true } },
			{ textDocument: { uri, version: null }, edits: [{ range: { start, end: start }, newText: text }] },
		],
	};
}

/** Small edits that lead from one text to another, so that cursors, folds and breakpoints elsewhere stay where they are. */
export function editsBetween(before: string, after: string): TextEdit[] {
	const edits: TextEdit[] = [];
	let offset = 0;
	let removed = '';
	let added = '';
	const flush = (): void => {
		if (removed !== '' || added !== '') edits.push(smallestEdit(offset - removed.length, removed, added));
		removed = '';
		added = '';
	};
	for (const part of diffLines(before, after)) {
		if (part.added) {
			added += part.value;
			continue;
		}
		if (!part.removed) flush();
		offset += part.value.length;
		if (part.removed) removed += part.value;
	}
	flush();
	return edits;
}

/** Leaves out what both texts begin and end with. */
function smallestEdit(start: number, removed: string, added: string): TextEdit {
	const shorter = Math.min(removed.length, added.length);
	let head = 0;
	while (head < shorter && removed[head] === added[head]) head++;
	let tail = 0;
	while (tail < shorter - head && removed.at(-1 - tail) === added.at(-1 - tail)) tail++;
	return { range: { start: start + head, end: start + removed.length - tail }, newText: added.slice(head, added.length - tail) };
}
