import * as vscode from 'vscode';
import { type LanguageClient, State } from 'vscode-languageclient/node';
import { type ExplainedError, type ExplainParams, type ExplainResult, explainMethod, type WorkspacePlace } from '../../../server/src/protocol.ts';
import { placeInNotebook } from './notebook-places.ts';
import type { ExplanationPanel } from './panel.ts';

/** Asks the server about tracebacks and shows what it says. */
export class Explainer {
	readonly #client: LanguageClient;
	readonly #panel: ExplanationPanel;

	constructor(client: LanguageClient, panel: ExplanationPanel) {
		this.#client = client;
		this.#panel = panel;
	}

	/** What is known of the errors in a text. Waits for a server that is starting; throws when none runs. */
	async explain(text: string, token = new vscode.CancellationTokenSource().token): Promise<readonly ExplainedError[]> {
		if (text.trim() === '') return [];
		if (this.#client.state === State.Starting) await this.#client.start();
		if (this.#client.state !== State.Running) throw new Error('The language server does not run; "Restart Server" starts it.');
		const { explanations } = await this.#client.sendRequest<ExplainResult>(explainMethod, { text } satisfies ExplainParams, token);
		return explanations.map((one) => ({ ...one, location: one.location ?? placeInNotebook(one.frame) }));
	}

	/** Shows explanations beside the code, and the place of the first in the editor. `note` says what a person should know about them. */
	async show(explanations: readonly ExplainedError[], note?: string): Promise<void> {
		const place = explanations[0] && placeToOpen(explanations[0]);
		// The code first: the panel opens beside it.
		if (place) await openPlace(place);
		this.#panel.show(explanations, note);
	}
}

/** The place of the error; where a finding is about that very line, what the finding underlines, so that its fixes are at hand. */
function placeToOpen({ location, findings }: ExplainedError): WorkspacePlace | undefined {
	if (!location) return findings[0];
	const line = location.range.start.line;
	return findings.find(({ uri, range }) => uri === location.uri && range.start.line <= line && line <= range.end.line) ?? location;
}

/** Shows a place and puts the cursor at its start, where the lightbulb offers the fixes. Cells of notebooks are places, too. */
export async function openPlace({ uri, range }: WorkspacePlace): Promise<void> {
	const start = new vscode.Position(range.start.line, range.start.character);
	const target = vscode.Uri.parse(uri);
	const notebook = vscode.workspace.notebookDocuments.find((document) =>
		document.getCells().some((cell) => cell.document.uri.toString() === target.toString()),
	);
	if (notebook) {
		const cell = notebook.getCells().find(({ document }) => document.uri.toString() === target.toString());
		const index = cell?.index ?? 0;
		const selections = [new vscode.NotebookRange(index, index + 1)];
		await vscode.window.showNotebookDocument(notebook, { selections });
		return;
	}
	const viewColumn = vscode.window.activeTextEditor?.viewColumn ?? vscode.ViewColumn.One;
	const editor = await vscode.window.showTextDocument(target, { selection: new vscode.Range(start, start), viewColumn });
	editor.revealRange(new vscode.Range(start, start), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}
