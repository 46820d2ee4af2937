import * as vscode from 'vscode';
import { ExecuteCommandRequest, type LanguageClient, State, WorkDoneProgress } from 'vscode-languageclient/node';
import { clientCommands, configurationSection, productName, serverCommands, type WorkspaceSummary } from '../../server/src/protocol.ts';
import { chooseRule, showRulePage } from './rule-documentation.ts';

/** Puts the commands of the manifest, and those that code actions refer to, in place. */
export function registerCommands(context: vscode.ExtensionContext, client: LanguageClient): vscode.Disposable {
	const register = <Args extends unknown[]>(name: string, run: (...args: Args) => Promise<unknown>): vscode.Disposable =>
		vscode.commands.registerCommand(name, async (...args: Args) => {
			try {
				return await run(...args);
			} catch (error) {
				client.error(`${name} failed`, error, false);
				void vscode.window.showErrorMessage(`${productName}: ${error instanceof Error ? error.message : String(error)}`);
				return undefined;
			}
		});
	return vscode.Disposable.from(
		register('asyncioDoctor.checkWorkspace', () => checkWorkspace(client)),
		register('asyncioDoctor.restartServer', () => restart(client)),
		register(clientCommands.showRuleDocumentation, async (rule?: string) => {
			const name = rule ?? (await chooseRule(context));
			if (name !== undefined) await showRulePage(name, context);
		}),
		register(clientCommands.disableRuleInSettings, disableRule),
	);
}

/** Resolves with the server's summary, or undefined when there is nothing to check. */
async function checkWorkspace(client: LanguageClient): Promise<WorkspaceSummary | undefined> {
	if (!vscode.workspace.workspaceFolders?.length) {
		void vscode.window.showInformationMessage(`${productName} has no folder to check: open one first.`);
		return undefined;
	}
	if (client.state !== State.Running) await client.start();
	const options = { location: vscode.ProgressLocation.Notification, title: productName, cancellable: true };
	const summary = await vscode.window.withProgress(options, (progress, token) => requestCheck(client, progress, token));
	if (!summary) return undefined;
	if (summary.findings > 0) await vscode.commands.executeCommand('workbench.actions.view.problems');
	const count = (n: number, word: string): string => `${n} ${word}${n === 1 ? '' : 's'}`;
	void vscode.window.setStatusBarMessage(`${productName}: ${count(summary.findings, 'finding')} in ${count(summary.files, 'file')}`, 10_000);
	return summary;
}

/** Undefined when the person cancelled. */
async function requestCheck(
	client: LanguageClient,
	progress: vscode.Progress<{ message?: string; increment?: number }>,
	token: vscode.CancellationToken,
): Promise<WorkspaceSummary | undefined> {
	const workDoneToken = crypto.randomUUID();
	let done = 0;
	const listener = client.onProgress(WorkDoneProgress.type, workDoneToken, (value) => {
		if (value.kind === 'end') return;
		const percentage = value.percentage ?? done;
		progress.report({ ...(value.message !== undefined && { message: value.message }), increment: percentage - done });
		done = percentage;
	});
	try {
		return (await client.sendRequest(ExecuteCommandRequest.type, { command: serverCommands.checkWorkspace, workDoneToken }, token)) as WorkspaceSummary;
	} catch (error) {
		if (token.isCancellationRequested) return undefined;
		throw error;
	} finally {
		listener.dispose();
	}
}

/** Works on a server that has crashed or never started, too. */
async function restart(client: LanguageClient): Promise<void> {
	if (client.state === State.Running) await client.restart();
	else await client.start();
}

/** Writes the rule's severity where the document's other settings of this kind belong: its workspace, else the user's settings. */
async function disableRule(rule: string, uri: string): Promise<void> {
	const settings = vscode.workspace.getConfiguration(configurationSection, vscode.Uri.parse(uri));
	const inWorkspace = vscode.workspace.workspaceFolders !== undefined;
	const inspected = settings.inspect<Record<string, string>>('severity');
	const own = inWorkspace ? inspected?.workspaceValue : inspected?.globalValue;
	await settings.update('severity', { ...own, [rule]: 'off' }, inWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global);
}
