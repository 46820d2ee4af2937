import * as vscode from 'vscode';

/** The extension under test, as its manifest names it. */
export function extension(): vscode.Extension<unknown> {
	const found = vscode.extensions.all.find(({ packageJSON }) => packageJSON.name === 'asyncio-doctor');
	if (found === undefined) throw new Error('The extension asyncio-doctor is not installed');
	return found;
}

/** Asks again and again until there is an answer that is neither undefined nor false; fails, naming what was awaited, after `milliseconds`. */
export async function until<T>(what: string, probe: () => T | Thenable<T>, milliseconds = 15_000): Promise<Exclude<T, undefined | false>> {
	const deadline = Date.now() + milliseconds;
	for (;;) {
		const answer = await probe();
		if (answer !== undefined && answer !== false) return answer as Exclude<T, undefined | false>;
		if (Date.now() > deadline) throw new Error(`Waited ${milliseconds / 1000} s in vain for ${what}`);
		await sleep(50);
	}
}

export function sleep(milliseconds: number): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** A path inside a workspace folder; the first one, when none is named. */
export function inWorkspace(path: string, folder?: string): vscode.Uri {
	const folders = vscode.workspace.workspaceFolders ?? [];
	const found = folder === undefined ? folders[0] : folders.find(({ name }) => name === folder);
	if (found === undefined) throw new Error(`The workspace has no folder ${folder ?? ''}`);
	return vscode.Uri.joinPath(found.uri, path);
}

/** Writes a file and shows it in an editor. Of a name used before, VS Code may still show the old text for a moment. */
export async function openFile(path: string, text: string, folder?: string): Promise<vscode.TextEditor> {
	const uri = await writeFile(path, text, folder);
	const document = await vscode.workspace.openTextDocument(uri);
	await until(`the text of ${path}`, () => document.getText() === text);
	return vscode.window.showTextDocument(document, { preview: false });
}

export async function writeFile(path: string, text: string, folder?: string): Promise<vscode.Uri> {
	const uri = inWorkspace(path, folder);
	await vscode.workspace.fs.writeFile(uri, Buffer.from(text));
	return uri;
}

export async function readFile(path: string): Promise<string> {
	return Buffer.from(await vscode.workspace.fs.readFile(inWorkspace(path))).toString();
}

/** Closes every editor without saving, deletes what a test has written into the workspace, and waits until nothing is said of it any more. */
export async function cleanUp(...paths: string[]): Promise<void> {
	await closeAllTabs();
	for (const path of paths) await vscode.workspace.fs.delete(inWorkspace(path), { recursive: true }).then(undefined, () => undefined);
	await until('the findings of deleted files to go', () => vscode.languages.getDiagnostics().every(([uri]) => findingsNow(uri).length === 0));
}

/** Closes editors, notebooks and pages without saving, also those beside. */
async function closeAllTabs(): Promise<void> {
	await until('all tabs to close', async () => {
		if (vscode.window.tabGroups.all.every(({ tabs }) => tabs.length === 0)) return true;
		await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
		if (vscode.window.tabGroups.activeTabGroup.tabs.length === 0) await vscode.commands.executeCommand('workbench.action.focusNextGroup');
		return false;
	});
}

/** What Asyncio Doctor says of a document at this moment, in the order of the text. */
export function findingsNow(document: vscode.TextDocument | vscode.Uri): vscode.Diagnostic[] {
	const uri = document instanceof vscode.Uri ? document : document.uri;
	return vscode.languages
		.getDiagnostics(uri)
		.filter(({ source }) => source === 'asyncio-doctor')
		.sort((a, b) => a.range.start.compareTo(b.range.start));
}

/** The rule's name; the diagnostic's code also links to the rule's page. */
export function ruleOf(finding: vscode.Diagnostic): string {
	return String(typeof finding.code === 'object' ? finding.code.value : finding.code);
}

/** Waits until the findings of a document are those of exactly these rules, in the order of the text. */
export async function findings(document: vscode.TextDocument | vscode.Uri, rules: readonly string[]): Promise<vscode.Diagnostic[]> {
	let last: string[] = [];
	try {
		return await until('findings', () => {
			const now = findingsNow(document);
			last = now.map(ruleOf);
			return last.join() === rules.join() && now;
		});
	} catch {
		throw new Error(`Expected findings of [${rules.join(', ')}], the last were of [${last.join(', ')}]`);
	}
}

/** The code actions at a range, once there are any. VS Code may answer nothing when a provider registers just then. */
export async function codeActions(document: vscode.TextDocument, range: vscode.Range, kind: vscode.CodeActionKind): Promise<vscode.CodeAction[]> {
	// The number asks VS Code to resolve so many of them: edits may be computed late.
	return until(`code actions of kind ${kind.value}`, async () => {
		const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>('vscode.executeCodeActionProvider', document.uri, range, kind.value, 20);
		return actions.length > 0 && actions;
	});
}

/** Does what choosing an entry of the lightbulb menu does: its edit, then its command. */
export async function choose(action: vscode.CodeAction): Promise<void> {
	if (action.edit !== undefined && !(await vscode.workspace.applyEdit(action.edit))) throw new Error(`The edit of "${action.title}" was refused`);
	if (action.command !== undefined) await vscode.commands.executeCommand(action.command.command, ...(action.command.arguments ?? []));
}

/** The entry whose title matches. */
export function titled(actions: readonly vscode.CodeAction[], title: RegExp): vscode.CodeAction {
	const found = actions.find((action) => title.test(action.title));
	if (found === undefined) throw new Error(`No code action ${title} among:\n${actions.map((action) => action.title).join('\n')}`);
	return found;
}

/** The text of all hovers at the first occurrence of `word`. */
export async function hoverOn(document: vscode.TextDocument, word: string): Promise<string> {
	const position = document.positionAt(document.getText().indexOf(word) + 1);
	const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', document.uri, position);
	return hovers.flatMap(({ contents }) => contents.map((content) => (typeof content === 'string' ? content : content.value))).join('\n');
}

/** Changes settings of the user until `restore` is called. */
export async function changeSettings(values: Readonly<Record<string, unknown>>): Promise<{ restore(): Promise<void> }> {
	const update = async (name: string, value: unknown) => vscode.workspace.getConfiguration().update(name, value, vscode.ConfigurationTarget.Workspace);
	for (const [name, value] of Object.entries(values)) await update(name, value);
	return {
		restore: async () => {
			for (const name of Object.keys(values)) await update(name, undefined);
		},
	};
}
