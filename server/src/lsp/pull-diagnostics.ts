import { type CancellationToken, type DocumentDiagnosticParams, type DocumentDiagnosticReport, DocumentDiagnosticReportKind } from 'vscode-languageserver';
import { pathOfUri } from './convert.ts';
import { diagnosticsOf, resultIdOf } from './diagnostics.ts';
import type { Session } from './session.ts';

/** Answers with what holds for the document's text at the time of the answer, which is never older than the request. */
export async function pullDiagnostics(params: DocumentDiagnosticParams, session: Session, token: CancellationToken): Promise<DocumentDiagnosticReport> {
	await session.ready;
	const path = pathOfUri(params.textDocument.uri);
	const { previousResultId } = params;
	const isUnsaved = session.documents.get(path)?.isDirty === true;
	if (previousResultId !== undefined && isUnsaved && session.serverSettings(path).run === 'onSave') {
		return { kind: DocumentDiagnosticReportKind.Unchanged, resultId: previousResultId };
	}
	await session.prepare(path, () => token.isCancellationRequested);
	// Nobody reads the answer to a cancelled request; the connection sends the right error in its place.
	const items = token.isCancellationRequested ? [] : diagnosticsOf(path, session);
	const resultId = resultIdOf(items);
	if (session.documents.get(path) && !token.isCancellationRequested) session.shown.set(path, resultId);
	return resultId === previousResultId
		? { kind: DocumentDiagnosticReportKind.Unchanged, resultId }
		: { kind: DocumentDiagnosticReportKind.Full, resultId, items };
}
