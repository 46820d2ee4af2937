import type { CodeActionKind, WorkspaceEdit } from 'vscode-languageserver';
import { chosenFix, fixToTheEnd } from '../analysis/fix-rounds.ts';
import type { Fix } from '../rule-kit/finding.ts';
import type { Session } from './session.ts';
import { editsBetween, toWorkspaceEdit } from './workspace-edits.ts';

/** Which fixes of a file are to be applied together; travels with a code action until it is chosen. */
export interface FixAllRequest {
	readonly path: string;
	/** The document's version when it was offered; undefined when it was not open. */
	readonly version: number | undefined;
	/** One rule's problems; undefined for all. */
	readonly rule: string | undefined;
	readonly safety: Fix['safety'];
}

/** A kind is wanted when the client asks for it or for one of the kinds it belongs to. */
export function isWantedKind(kind: CodeActionKind, only: readonly CodeActionKind[] | undefined): boolean {
	return only === undefined || only.some((wanted) => wanted === '' || kind === wanted || kind.startsWith(`${wanted}.`));
}

/** The edit that applies the fixes until none is left; undefined when the document has changed since or nothing is to be done. For a cell, those of its whole notebook. */
export function fixAllEdit(request: FixAllRequest, session: Session): WorkspaceEdit | undefined {
	if (session.documents.get(request.path)?.version !== request.version) return undefined;
	const before = textsOf(request.path, session);
	if (!before) return undefined;
	const after = fixedTexts(before, request, session);
	const edits = [...after].flatMap(([path, text]) => editsBetween(before.get(path) ?? '', text).map((edit) => ({ path, ...edit })));
	return edits.length > 0 ? toWorkspaceEdit(edits, session) : undefined;
}

/** The texts that belong together: a file's own, or those of a notebook's cells. */
function textsOf(path: string, { documents, notebooks, workspace }: Session): ReadonlyMap<string, string> | undefined {
	const notebook = notebooks.get(documents.filePath(path));
	if (notebook) return new Map(notebook.cells.map((cell) => [cell.path, cell.text]));
	const text = workspace.readText(path);
	return text === undefined ? undefined : new Map([[path, text]]);
}

function fixedTexts(before: ReadonlyMap<string, string>, { path, rule, safety }: FixAllRequest, session: Session): ReadonlyMap<string, string> {
	const { analyser, documents } = session;
	const file = documents.filePath(path);
	let texts = before;
	try {
		fixToTheEnd({
			paths: [file],
			files: {
				check: (one) => session.check(one),
				setTexts: (changed) => {
					if (changed.size === 0) return;
					texts = new Map([...texts, ...changed]);
					setTexts(file, texts, session);
				},
			},
			choose: (finding) => (rule === undefined || finding.rule.name === rule ? chosenFix(finding, safety) : undefined),
		});
	} finally {
		// The analyser goes on with what the editor shows, whatever becomes of the offer.
		if (texts !== before) setTexts(file, before, session);
		if (file === path && !documents.get(path)) analyser.close(path);
	}
	return texts;
}

function setTexts(file: string, texts: ReadonlyMap<string, string>, { analyser, notebooks }: Session): void {
	const notebook = notebooks.get(file, texts);
	if (notebook) analyser.changeNotebook(file, notebook);
	else analyser.change(file, texts.get(file) ?? '');
}
