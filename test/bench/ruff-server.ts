/** Ruff's WebAssembly build behind the same pipe as our server: a text is kept by increments and linted whole when its diagnostics are asked for. */

import type { Diagnostic } from '@astral-sh/ruff-wasm-nodejs';
import { createConnection, ProposedFeatures, TextDocumentSyncKind, TextDocuments } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { loadRuff } from './tools.ts';

const ruff = loadRuff();
const connection = createConnection(ProposedFeatures.all, process.stdin, process.stdout);
const documents = new TextDocuments(TextDocument);

connection.onInitialize(() => ({
	capabilities: {
		textDocumentSync: TextDocumentSyncKind.Incremental,
		diagnosticProvider: { interFileDependencies: false, workspaceDiagnostics: false },
	},
}));
connection.languages.diagnostics.on(({ textDocument }) => {
	const found = ruff.check(documents.get(textDocument.uri)?.getText() ?? '');
	const position = ({ row, column }: { row: number; column: number }) => ({ line: row - 1, character: column - 1 });
	return {
		kind: 'full' as const,
		items: (found as Diagnostic[]).map((one) => ({
			range: { start: position(one.start_location), end: position(one.end_location) },
			...(one.code ? { code: one.code } : {}),
			message: one.message,
			source: 'ruff',
		})),
	};
});
documents.listen(connection);
connection.listen();
