import * as vscode from 'vscode';

/** Asks for a rule; undefined when the person thought better of it. */
export async function chooseRule(context: vscode.ExtensionContext): Promise<string | undefined> {
	const picked = await vscode.window.showQuickPick(rulePages(context), { placeHolder: 'Rule', matchOnDetail: true });
	return picked?.label;
}

/** Shows the page that came with the extension. Throws for a rule that has none. */
export async function showRulePage(rule: string, context: vscode.ExtensionContext): Promise<void> {
	const page = vscode.Uri.joinPath(pagesFolder(context), `${rule}.md`);
	await vscode.workspace.fs.stat(page).then(undefined, () => {
		throw new Error(`There is no documentation of "${rule}".`);
	});
	await vscode.commands.executeCommand('markdown.showPreview', page);
}

async function rulePages(context: vscode.ExtensionContext): Promise<vscode.QuickPickItem[]> {
	const folder = pagesFolder(context);
	const names = (await vscode.workspace.fs.readDirectory(folder)).flatMap(([file]) =>
		file.endsWith('.md') && file !== 'README.md' ? [file.slice(0, -3)] : [],
	);
	return Promise.all(
		names.sort().map(async (name) => {
			const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(vscode.Uri.joinPath(folder, `${name}.md`)));
			// The first line that is neither heading nor comment is the summary.
			const summary = text.split('\n').find((line) => /^[^#<\s]/.test(line));
			return { label: name, ...(summary !== undefined && { detail: summary }) };
		}),
	);
}

function pagesFolder(context: vscode.ExtensionContext): vscode.Uri {
	return vscode.Uri.joinPath(context.extensionUri, 'docs', 'rules');
}
