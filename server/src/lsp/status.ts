import { severityOf } from '../analysis/settings.ts';
import type { PythonRange } from '../project/python-version.ts';
import { type DocumentStatus, type DocumentStatusParams, type ServerStatus, statusMethod } from '../protocol.ts';
import { rules } from '../rules/index.generated.ts';
import { pathOfUri } from './convert.ts';
import type { Session } from './session.ts';

/** "Python 3.10–3.14", or "Python 3.12" where there is only one. */
export function pythonText({ floor, ceiling }: PythonRange): string {
	return floor === ceiling ? `Python 3.${floor}` : `Python 3.${floor}–3.${ceiling}`;
}

/** What a document is judged by, for the editor's status item. */
export async function documentStatus(params: DocumentStatusParams, session: Session): Promise<DocumentStatus> {
	await session.ready;
	const path = session.documents.filePath(pathOfUri(params.textDocument.uri));
	const { settings, python } = session.settings.of(path);
	return {
		enabled: session.settings.isWanted(path),
		ruleCount: rules.filter((rule) => severityOf(rule, settings) !== 'off').length,
		python: pythonText(python),
		pythonSource: python.source,
	};
}

export function sendStatus(session: Session, state: ServerStatus['state']): void {
	void session.connection.sendNotification(statusMethod, { state, ruleCount: rules.length } satisfies ServerStatus);
}
