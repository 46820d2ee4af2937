import * as vscode from 'vscode';
import { type LanguageClient, State } from 'vscode-languageclient/node';
import { clientCommands, configurationSection, productName, serverCommands, type WorkspaceSummary } from '../../server/src/protocol.ts';
import { isRuleName, notification } from '../../server/src/util/markup.ts';
import type { LeftOut } from './hung-server.ts';
import { migrate } from './migration.ts';
import { chooseRule, showRulePage } from './rule-documentation.ts';
import { requestWithProgress } from './server-request.ts';

/** Puts the commands of the manifest, and those that code actions refer to, in place. */
export function registerCommands(context: vscode.ExtensionContext, client: LanguageClient, leftOut: LeftOut): vscode.Disposable {
	const register = commandRegistrar(client);
	return vscode.Disposable.from(
		register('asyncioDoctor.checkWorkspace', () => checkWorkspace(client)),
		register('asyncioDoctor.restartServer', () => restart(client, leftOut)),
		register('asyncioDoctor.migrateFile', (uri?: vscode.Uri, wish?: unknown) => migrate(client, 'file', uri, wish)),
		register('asyncioDoctor.migrateFolder', (uri?: vscode.Uri, wish?: unknown) => migrate(client, 'folder', uri, wish)),
		register('asyncioDoctor.migrateWorkspace', (wish?: unknown) => migrate(client, 'workspace', undefined, wish)),
		register(clientCommands.showRuleDocumentation, async (rule?: unknown) => {
			const name = rule === undefined ? await chooseRule(context) : ruleOf(rule);
			if (name !== undefined) await showRulePage(name, context);
		}),
		register(clientCommands.disableRuleInSettings, disableRule),
	);
}

/** Registers commands whose failure is logged and told to the person; they then resolve with undefined. */
export function commandRegistrar(client: LanguageClient) {
	return <Args extends unknown[]>(name: string, run: (...args: Args) => Promise<unknown>): vscode.Disposable =>
		vscode.commands.registerCommand(name, async (...args: Args) => {
			try {
				return await run(...args);
			} catch (error) {
				client.error(`${name} failed`, error, false);
				void vscode.window.showErrorMessage(notification(`${productName}: ${error instanceof Error ? error.message : String(error)}`));
				return undefined;
			}
		});
}

/** Resolves with the server's summary, or undefined when there is nothing to check. */
async function checkWorkspace(client: LanguageClient): Promise<WorkspaceSummary | undefined> {
	if (!vscode.workspace.workspaceFolders?.length) {
		void vscode.window.showInformationMessage(notification(`${productName} has no folder to check: open one first.`));
		return undefined;
	}
	if (client.state !== State.Running) await client.start();
	const summary = await requestWithProgress<WorkspaceSummary>(client, { command: serverCommands.checkWorkspace });
	if (!summary) return undefined;
	if (summary.findings > 0) await vscode.commands.executeCommand('workbench.actions.view.problems');
	const count = (n: number, word: string): string => `${n} ${word}${n === 1 ? '' : 's'}`;
	void vscode.window.setStatusBarMessage(`${productName}: ${count(summary.findings, 'finding')} in ${count(summary.files, 'file')}`, 10_000);
	return summary;
}

/** Works on a server that has crashed or never started, too. */
async function restart(client: LanguageClient, leftOut: LeftOut): Promise<void> {
	leftOut.clear();
	if (client.state === State.Running) await client.restart();
	else await client.start();
}

/** Writes the rule's severity where the document's other settings of this kind belong: its workspace, else the user's settings. */
async function disableRule(name: unknown, uri: string): Promise<void> {
	const rule = ruleOf(name);
	const settings = vscode.workspace.getConfiguration(configurationSection, vscode.Uri.parse(uri));
	const inWorkspace = vscode.workspace.workspaceFolders !== undefined;
	const inspected = settings.inspect<Record<string, string>>('severity');
	const own = inWorkspace ? inspected?.workspaceValue : inspected?.globalValue;
	await settings.update('severity', { ...own, [rule]: 'off' }, inWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global);
}

/** What a link or another extension hands over may be anything. */
function ruleOf(name: unknown): string {
	if (!isRuleName(name)) throw new Error('there is no such rule.');
	return name;
}
