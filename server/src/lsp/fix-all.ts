import type { WorkspaceEdit } from 'vscode-languageserver';
import { applyOneRound, type ChosenFix } from '../analysis/apply-fixes.ts';
import type { Finding, Fix } from '../rule-kit/finding.ts';
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

/** A fix may free the way for the next one; more rounds than this mean that two fixes undo each other. */
const mostRounds = 20;

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
	let text = before;
	try {
		for (let round = 0; round < mostRounds; round++) {
			const findings = session.check(path)?.findings.filter((finding) => rule === undefined || finding.rule.name === rule) ?? [];
			const chosen = findings.flatMap((finding) => chosenFix(finding, safety) ?? []);
			const next = applyOneRound(chosen, (other) => (other === path ? text : undefined)).texts.get(path);
			if (next === undefined) break;
			text = next;
			analyser.change(path, text);
		}
	} finally {
		// The analyser goes on with what the editor shows, whatever becomes of the offer.
		if (text !== before) analyser.change(path, before);
		if (!documents.get(path)) analyser.close(path);
	}
	return text;
}

function chosenFix(finding: Finding, safety: Fix['safety']): ChosenFix | undefined {
	const fixes = finding.fixes();
	const fix = fixes.find((candidate) => candidate.safety === 'safe') ?? (safety === 'unsafe' ? fixes[0] : undefined);
	return fix && { finding, fix };
}
