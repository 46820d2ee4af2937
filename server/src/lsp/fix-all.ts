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

/** The edit that applies the fixes until none is left; undefined when the document has changed since or nothing is to be done. */
export function fixAllEdit(request: FixAllRequest, session: Session): WorkspaceEdit | undefined {
	const { path, version } = request;
	const document = session.documents.get(path);
	if (document?.version !== version) return undefined;
	const before = document?.text ?? session.workspace.readText(path);
	if (before === undefined) return undefined;
	const after = fixedText(before, request, session);
	const edits = editsBetween(before, after).map((edit) => ({ path, ...edit }));
	return edits.length > 0 ? toWorkspaceEdit(edits, session) : undefined;
}

function fixedText(before: string, { path, rule, safety }: FixAllRequest, session: Session): string {
	const { analyser, documents } = session;
	let isChanged = false;
	try {
		const { files } = fixToTheEnd({
			paths: [path],
			files: {
				check: (one) => session.check(one),
				setTexts: (texts) => {
					for (const [one, text] of texts) analyser.change(one, text);
					isChanged ||= texts.size > 0;
				},
			},
			choose: (finding) => (rule === undefined || finding.rule.name === rule ? chosenFix(finding, safety) : undefined),
		});
		return files[0]?.after ?? before;
	} finally {
		// The analyser goes on with what the editor shows, whatever becomes of the offer.
		if (isChanged) analyser.change(path, before);
		if (!documents.get(path)) analyser.close(path);
	}
}
