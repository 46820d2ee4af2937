import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { registerExplainCommands } from './command.ts';
import { debugTracker, pythonDebugTypes } from './debug-tracker.ts';
import { Explainer } from './explainer.ts';
import { ExplanationPanel } from './panel.ts';
import { terminalLinks } from './terminal-links.ts';
import { TerminalOutput } from './terminal-output.ts';

/** Puts the ways to an explanation in place: the command, links in the terminal, an offer when the debugger stops. */
export function registerExplanations(client: LanguageClient, log: vscode.LogOutputChannel): vscode.Disposable {
	const panel = new ExplanationPanel();
	const explainer = new Explainer(client, panel);
	const output = new TerminalOutput();
	return vscode.Disposable.from(
		panel,
		output,
		registerExplainCommands(explainer, client),
		vscode.window.registerTerminalLinkProvider(terminalLinks(explainer, output)),
		...pythonDebugTypes.map((type) => vscode.debug.registerDebugAdapterTrackerFactory(type, debugTracker(explainer, log))),
	);
}
