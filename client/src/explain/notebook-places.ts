import * as vscode from 'vscode';
import type { ExplainedError, WorkspacePlace } from '../../../server/src/protocol.ts';

/** The cell that a traceback of IPython names by its number (`Cell In[4]`), where exactly one open notebook has run a cell under that number. */
export function placeInNotebook(frame: ExplainedError['frame']): WorkspacePlace | null {
	const order = /^(?:Cell |Input )?In ?\[(\d+)\]$/.exec(frame?.path ?? '')?.[1] ?? /^<ipython-input-(\d+)-/.exec(frame?.path ?? '')?.[1];
	if (!frame || order === undefined) return null;
	const cells = vscode.workspace.notebookDocuments.flatMap((notebook) =>
		notebook.getCells().filter(({ executionSummary }) => executionSummary?.executionOrder === Number(order)),
	);
	const document = cells.length === 1 ? cells[0]?.document : undefined;
	if (!document || frame.line > document.lineCount) return null;
	const { firstNonWhitespaceCharacterIndex, text } = document.lineAt(frame.line - 1);
	const line = frame.line - 1;
	return { uri: document.uri.toString(), range: { start: { line, character: firstNonWhitespaceCharacterIndex }, end: { line, character: text.length } } };
}
