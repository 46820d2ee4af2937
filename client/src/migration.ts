import * as vscode from 'vscode';
import { type LanguageClient, State } from 'vscode-languageclient/node';
import { type MigrationParams, type MigrationSummary, productName, serverCommands } from '../../server/src/protocol.ts';
import { notification } from '../../server/src/util/markup.ts';
import { count, migrationPage } from './migration-page.ts';
import { requestWithProgress } from './server-request.ts';

type Scope = 'file' | 'folder' | 'workspace';

const summaryScheme = 'asyncio-doctor-migration';

/** Pages by the query of their address; each migration has one of its own, since the editor keeps what it has read. */
const pages = new Map<string, string>();

/** Asks what is to be migrated and how far it may go; the server then sends the change, and a page says what was done and what is left. */
export async function migrate(client: LanguageClient, scope: Scope, chosen?: vscode.Uri, wish?: unknown): Promise<MigrationSummary | undefined> {
	const uri = scope === 'workspace' ? undefined : (chosen ?? (await ask(scope)));
	if (scope !== 'workspace' && !uri) return undefined;
	// A keybinding may say it; the explorer sends its selection there.
	const safety = wish === 'safe' || wish === 'unsafe' ? wish : await chooseSafety();
	if (!safety) return undefined;
	if (client.state !== State.Running) await client.start();
	const params: MigrationParams = { safety, ...(uri && { uri: client.code2ProtocolConverter.asUri(uri) }) };
	const summary = await requestWithProgress<MigrationSummary>(client, { command: serverCommands.migrate, arguments: [params] });
	if (!summary || summary.cancelled) return undefined;
	if (summary.changes.length === 0 && summary.left.length === 0) {
		void vscode.window.showInformationMessage(notification(`${productName}: there is nothing to migrate in ${count(summary.files, 'file')}.`));
		return summary;
	}
	await showSummary(summary);
	return summary;
}

/** Serves the pages that `migrate` shows. */
export function provideSummaries(): vscode.Disposable {
	return vscode.workspace.registerTextDocumentContentProvider(summaryScheme, { provideTextDocumentContent: ({ query }) => pages.get(query) });
}

async function ask(scope: 'file' | 'folder'): Promise<vscode.Uri | undefined> {
	if (scope === 'file') {
		const document = vscode.window.activeTextEditor?.document;
		if (document?.languageId === 'python') return document.uri;
		if (vscode.window.activeNotebookEditor) return vscode.window.activeNotebookEditor.notebook.uri;
		void vscode.window.showInformationMessage(notification(`${productName}: open the Python file or notebook that is to be migrated.`));
		return undefined;
	}
	const [folder] = (await vscode.window.showOpenDialog({ canSelectFiles: false, canSelectFolders: true, openLabel: 'Migrate' })) ?? [];
	return folder;
}

async function chooseSafety(): Promise<MigrationParams['safety'] | undefined> {
	const choices = [
		{ label: 'Safe changes only', detail: 'Code that fails or warns on newer Python versions does what it meant.', safety: 'safe' as const },
		{
			label: 'All changes',
			detail: 'Also changes that may alter what the program does. They are listed apart before anything is changed.',
			safety: 'unsafe' as const,
		},
	];
	return (await vscode.window.showQuickPick(choices, { placeHolder: 'Migrate to newer asyncio' }))?.safety;
}

async function showSummary(summary: MigrationSummary): Promise<void> {
	const query = String(pages.size + 1);
	pages.set(
		query,
		migrationPage(summary, (uri) => vscode.workspace.asRelativePath(vscode.Uri.parse(uri))),
	);
	const page = vscode.Uri.from({ scheme: summaryScheme, path: 'Migration to newer asyncio.md', query });
	await vscode.commands.executeCommand('markdown.showPreview', page);
}
