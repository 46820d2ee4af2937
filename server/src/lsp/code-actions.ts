import { type CodeAction, CodeActionKind, type CodeActionParams, type Command, type Diagnostic } from 'vscode-languageserver';
import type { DocumentHint, FileReport } from '../analysis/analyser.ts';
import { hasOurSection, newPyproject, turnOffInPyproject } from '../analysis/pyproject-edit.ts';
import { cellOfPath } from '../notebook/notebook.ts';
import { folderOf, foldersUpwards, joinPath } from '../project/workspace.ts';
import { clientCommands } from '../protocol.ts';
import type { Finding, Fix } from '../rule-kit/finding.ts';
import type { TextRange } from '../util/text.ts';
import { pathOfUri, toTextRange } from './convert.ts';
import { hintDiagnostic, toDiagnostic } from './diagnostics.ts';
import { type FixAllRequest, fixAllEdit, isWantedKind } from './fix-all.ts';
import { ignoreCommentEdit } from './ignore-comment.ts';
import { Locator } from './locations.ts';
import { migrateKind } from './migrations.ts';
import type { Session } from './session.ts';
import { newFileEdit, toWorkspaceEdit } from './workspace-edits.ts';

/** Applies every safe fix of the file; what runs on save. */
export const fixAllKind = `${CodeActionKind.SourceFixAll}.asyncioDoctor`;

export const codeActionKinds: readonly CodeActionKind[] = [CodeActionKind.QuickFix, CodeActionKind.RefactorRewrite, fixAllKind, migrateKind];

/** What can be done about the findings in a range. Nothing is kept: all is computed anew from the document as it is. */
export async function codeActions(params: CodeActionParams, session: Session): Promise<CodeAction[]> {
	await session.ready;
	const path = pathOfUri(params.textDocument.uri);
	const report = session.check(path);
	if (!report) return [];
	const { only } = params.context;
	const quick = isWantedKind(CodeActionKind.QuickFix, only) ? quickFixes(params, report, session) : [];
	// Who did not ask for it by name gets it where there is something to mend, not on every line of the file.
	const withFixAll = isWantedKind(fixAllKind, only) && (only !== undefined || quick.length > 0);
	const rewrites = isWantedKind(CodeActionKind.RefactorRewrite, only) ? refactorings(params, report, quick, session) : [];
	return [...quick, ...rewrites, ...(withFixAll ? fixAllSafe(report, session) : [])];
}

/** Fills in the edit of an action that was offered without one; unchanged when the document has moved on since. */
export async function resolveCodeAction(action: CodeAction, session: Session): Promise<CodeAction> {
	await session.ready;
	const request = action.data as FixAllRequest | undefined;
	const edit = request && fixAllEdit(request, session);
	return edit ? { ...action, edit } : action;
}

/** What changes code that nothing is wrong with; a quick fix that does the same comes first. */
function refactorings(params: CodeActionParams, report: FileReport, quick: readonly CodeAction[], session: Session): CodeAction[] {
	const { start } = toTextRange(params.range, report.text, report.lines);
	const known = new Set(quick.map(({ title }) => title));
	return session.analyser
		.refactorings(report.path, start)
		.filter(({ title }) => !known.has(title))
		.map((fix) => ({ title: fix.title, kind: CodeActionKind.RefactorRewrite, edit: toWorkspaceEdit(fix.edits, session, fix.title) }));
}

function quickFixes(params: CodeActionParams, report: FileReport, session: Session): CodeAction[] {
	const range = toTextRange(params.range, report.text, report.lines);
	const touches = (other: { readonly range: TextRange }): boolean => other.range.start <= range.end && range.start <= other.range.end;
	const here = report.findings.filter(touches);
	const locator = new Locator(session, report.path, report.lines);
	const diagnostics = new Map(here.map((finding) => [finding, [matching(toDiagnostic(finding, locator, session), params.context.diagnostics)]]));
	const firstOfRule = here.filter((finding, index) => here.findIndex((other) => other.rule === finding.rule) === index);
	const about = (finding: Finding, action: CodeAction): CodeAction => ({
		kind: CodeActionKind.QuickFix,
		diagnostics: diagnostics.get(finding) ?? [],
		...action,
	});
	return [
		...here.flatMap((finding) => fixesOf(finding, session).map((action) => about(finding, action))),
		...report.hints.filter(touches).flatMap((hint) => removeIgnoreComment(hint, report, session)),
		...firstOfRule.flatMap((finding) => fixAllOfRule(finding, report, session).map((action) => about(finding, action))),
		...firstOfRule.flatMap((finding) => waysToSilence(finding, report, session).map((action) => about(finding, action))),
	];
}

function removeIgnoreComment(hint: DocumentHint, report: FileReport, session: Session): CodeAction[] {
	if (!hint.fix) return [];
	const edits = hint.fix.edits.map((edit) => ({ ...edit, path: hint.path }));
	return [
		{
			title: hint.fix.title,
			kind: CodeActionKind.QuickFix,
			isPreferred: true,
			diagnostics: [hintDiagnostic(hint, new Locator(session, report.path, report.lines))],
			edit: toWorkspaceEdit(edits, session),
		},
	];
}

function fixesOf(finding: Finding, session: Session): CodeAction[] {
	return safeFixes(finding, session).map((fix, index) => ({
		title: fix.title,
		...(index === 0 && fix.safety === 'safe' && { isPreferred: true }),
		edit: toWorkspaceEdit(fix.edits, session, fix.title),
	}));
}

/**
 * The fixes of a finding; none when they cannot be computed, so that one rule does not take the others' actions away. Nobody can edit the cells
 * of a notebook that is not open.
 */
export function safeFixes(finding: Finding, session: Session): readonly Fix[] {
	try {
		return finding.fixes().filter((fix) => !fix.edits.some(({ path }) => cellOfPath(path) && !session.documents.get(path)));
	} catch (error) {
		session.logger.error(`The fix for ${finding.rule.name} in ${finding.path} failed: ${String(error)}`);
		return [];
	}
}

/** Only worth offering where it does more than the fix of this one finding. */
function fixAllOfRule({ rule }: Finding, report: FileReport, session: Session): CodeAction[] {
	if (report.broken) return [];
	const fixable = findingsOfFile(report, session)
		.filter((finding) => finding.rule === rule && rule.fix !== 'none')
		.map((finding) => safeFixes(finding, session));
	const safe = fixable.filter((fixes) => fixes.some((fix) => fix.safety === 'safe'));
	const unsafe = fixable.filter((fixes) => fixes.length > 0 && !fixes.some((fix) => fix.safety === 'safe'));
	return [
		...(safe.length > 1 ? [fixAllAction(`Fix all '${rule.name}' problems in this file`, { rule: rule.name, safety: 'safe' }, report, session)] : []),
		...(unsafe.length > 0 && safe.length + unsafe.length > 1
			? [fixAllAction(`Fix all '${rule.name}' problems in this file (unsafe)`, { rule: rule.name, safety: 'unsafe' }, report, session)]
			: []),
	];
}

function fixAllSafe(report: FileReport, session: Session): CodeAction[] {
	if (report.broken) return [];
	const any = findingsOfFile(report, session).some(
		(finding) => finding.rule.fix === 'safe' && safeFixes(finding, session).some((fix) => fix.safety === 'safe'),
	);
	if (!any) return [];
	return [{ ...fixAllAction('Fix all problems that Asyncio Doctor can fix safely', { rule: undefined, safety: 'safe' }, report, session), kind: fixAllKind }];
}

/** Of a cell, those of its notebook. */
function findingsOfFile(report: FileReport, session: Session): readonly Finding[] {
	const file = session.documents.filePath(report.path);
	return file === report.path ? report.findings : (session.check(file)?.findings ?? []);
}

function fixAllAction(title: string, what: Pick<FixAllRequest, 'rule' | 'safety'>, report: FileReport, session: Session): CodeAction {
	const request: FixAllRequest = { ...what, path: report.path, version: session.documents.get(report.path)?.version };
	if (session.features.resolvesCodeActionEdits) return { title, data: request };
	const edit = fixAllEdit(request, session);
	return { title, ...(edit && { edit }) };
}

function waysToSilence(finding: Finding, report: FileReport, session: Session): CodeAction[] {
	const rule = finding.rule.name;
	const { commands } = session.features;
	const command = (title: string, name: string, ...args: string[]): CodeAction[] =>
		commands.includes(name) ? [{ title, command: { title, command: name, arguments: args } satisfies Command }] : [];
	const file = session.documents.filePath(report.path);
	const ignore = ignoreCommentEdit(session.parser.parse(report.path, report.text), finding.range.start, rule);
	return [
		{ title: `Ignore '${rule}' on this line`, edit: toWorkspaceEdit([{ path: report.path, ...ignore }], session) },
		...command(`Disable '${rule}' in settings`, clientCommands.disableRuleInSettings, rule, session.uriOf(report.path)),
		...disableInPyproject(rule, file, session),
		...command(`Show documentation for '${rule}'`, clientCommands.showRuleDocumentation, rule),
	];
}

/** In the file that already has our settings, else in the nearest one, else in a new one at the top of the workspace folder. */
function disableInPyproject(rule: string, path: string, session: Session): CodeAction[] {
	const title = `Disable '${rule}' in pyproject.toml`;
	const { workspace } = session;
	const existing = [...foldersUpwards(folderOf(path))].map((folder) => joinPath(folder, 'pyproject.toml')).filter((file) => workspace.hasFile(file));
	const file = existing.find((candidate) => hasOurSection(workspace.readText(candidate) ?? '')) ?? existing[0];
	if (file !== undefined) {
		const edit = turnOffInPyproject(workspace.readText(file) ?? '', rule);
		return edit ? [{ title, edit: toWorkspaceEdit([{ path: file, ...edit }], session) }] : [];
	}
	const folder = session.folders.holding(path);
	if (folder === undefined || !session.features.createsFiles || !session.features.versionedEdits) return [];
	return [{ title, edit: newFileEdit(joinPath(folder, 'pyproject.toml'), newPyproject(rule), session) }];
}

/** The client's own copy where it sent one: it recognises that one again. */
function matching(diagnostic: Diagnostic, candidates: readonly Diagnostic[]): Diagnostic {
	const isSame = (other: Diagnostic): boolean => {
		const { start, end } = other.range;
		return (
			other.code === diagnostic.code &&
			other.message === diagnostic.message &&
			start.line === diagnostic.range.start.line &&
			start.character === diagnostic.range.start.character &&
			end.line === diagnostic.range.end.line
		);
	};
	return candidates.find(isSame) ?? diagnostic;
}
