import * as vscode from 'vscode';
import { clientCommands, type ExplainedError } from '../../../server/src/protocol.ts';
import { explanationPage, pageCommands } from './page.ts';

/** The one panel in which explanations are shown; it opens beside the code and keeps its place when it is used again. */
export class ExplanationPanel {
	#panel: vscode.WebviewPanel | undefined;

	/** The editor keeps the focus. */
	show(explanations: readonly ExplainedError[], note: string | undefined): void {
		const panel = this.#panel ?? this.#open();
		panel.title = explanations[0]?.title ?? 'Explanation';
		panel.webview.html = explanationPage(explanations, note);
		panel.reveal(undefined, true);
	}

	dispose(): void {
		this.#panel?.dispose();
	}

	#open(): vscode.WebviewPanel {
		const enableCommandUris = [...Object.values(pageCommands), clientCommands.showRuleDocumentation];
		const column = vscode.window.activeTextEditor ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active;
		const panel = vscode.window.createWebviewPanel(
			'asyncioDoctor.explanation',
			'Explanation',
			{ viewColumn: column, preserveFocus: true },
			{ enableCommandUris, enableFindWidget: true, localResourceRoots: [] },
		);
		panel.onDidDispose(() => {
			this.#panel = undefined;
		});
		this.#panel = panel;
		return panel;
	}
}
