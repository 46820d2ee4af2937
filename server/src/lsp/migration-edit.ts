import type { AnnotatedTextEdit, ChangeAnnotation, WorkspaceEdit } from 'vscode-languageserver';
import type { MigratedText } from '../analysis/migration.ts';
import { LineIndex, type TextEdit } from '../util/text.ts';
import { toRange } from './convert.ts';
import type { Session } from './session.ts';
import { editsBetween, previewEdit } from './workspace-edits.ts';

export interface MigrationEditParts {
	readonly session: Pick<Session, 'features' | 'uriOf'>;
	/** Versions of the open documents that the texts were read from, by path. */
	readonly versions: ReadonlyMap<string, number>;
	/** Whether a client that can is to show the edit before it is made. */
	readonly isPreviewed: boolean;
}

/** The two kinds of changes, which a preview lists apart. Boxes of edits that ask for confirmation come unticked; these are wanted. */
const annotations: Readonly<Record<'safe' | 'unsafe' | 'preview', ChangeAnnotation>> = {
	safe: { label: 'Safe changes', description: 'what fails or warns on newer versions does what it meant' },
	unsafe: { label: 'Changes to look at', description: 'they may change what the program does' },
	preview: { label: 'Migrate to newer asyncio', needsConfirmation: true },
};

/** The edit that takes files from their texts before to those after; undefined when nothing changes. */
export function migrationEdit(files: readonly MigratedText[], { session, versions, isPreviewed }: MigrationEditParts): WorkspaceEdit | undefined {
	const changed = files.filter(({ before, after }) => before !== after);
	if (changed.length === 0) return undefined;
	const { versionedEdits, confirmsEdits } = session.features;
	const documents = changed.map((file) => ({
		textDocument: { uri: session.uriOf(file.path), version: versions.get(file.path) ?? null },
		edits: annotatedEdits(file),
	}));
	const plain = (edits: readonly AnnotatedTextEdit[]) => edits.map(({ range, newText }) => ({ range, newText }));
	if (!versionedEdits) return { changes: Object.fromEntries(documents.map(({ textDocument, edits }) => [textDocument.uri, plain(edits)])) };
	if (!confirmsEdits) return { documentChanges: documents.map(({ textDocument, edits }) => ({ textDocument, edits: plain(edits) })) };
	const [first, ...others] = documents;
	const documentChanges = first && isPreviewed ? [{ ...first, edits: [...first.edits, previewEdit] }, ...others] : documents;
	const used = new Set(documentChanges.flatMap(({ edits }) => edits.map(({ annotationId }) => annotationId)));
	return { documentChanges, changeAnnotations: Object.fromEntries(Object.entries(annotations).filter(([id]) => used.has(id))) };
}

/** Small edits, each marked as safe when the safe changes alone make it too. */
function annotatedEdits({ before, safely, after }: MigratedText): AnnotatedTextEdit[] {
	const lines = new LineIndex(before);
	const safe = editsBetween(before, safely);
	const isSame = (one: TextEdit, other: TextEdit) =>
		one.range.start === other.range.start && one.range.end === other.range.end && one.newText === other.newText;
	return editsBetween(before, after).map((edit) => ({
		range: toRange(edit.range, lines),
		newText: edit.newText,
		annotationId: safe.some((other) => isSame(other, edit)) ? 'safe' : 'unsafe',
	}));
}
