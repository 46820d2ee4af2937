import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { type ExplainedError, productName, type WorkspacePlace } from '../../../server/src/protocol.ts';
import { notification } from '../../../server/src/util/markup.ts';
import { commandRegistrar } from '../commands.ts';
import { type Explainer, openPlace } from './explainer.ts';
import { pageCommands } from './page.ts';

/** The command of the palette, and those that the page links to. */
export function registerExplainCommands(explainer: Explainer, client: LanguageClient): vscode.Disposable {
	const register = commandRegistrar(client);
	return vscode.Disposable.from(
		register('asyncioDoctor.explainTraceback', (text?: unknown) => explainTraceback(explainer, typeof text === 'string' ? text : undefined)),
		register(pageCommands.openPlace, (place: WorkspacePlace) => openPlace(place)),
		register(pageCommands.openFixes, async (place: WorkspacePlace) => {
			await openPlace(place);
			await vscode.commands.executeCommand('editor.action.quickFix');
		}),
	);
}

/** Explains the text it is given, else what is selected, else what was copied, else what is typed. Resolves with what was shown. */
async function explainTraceback(explainer: Explainer, given: string | undefined): Promise<readonly ExplainedError[]> {
	const text = given ?? selectedText();
	if (text !== undefined) return showOrSay(explainer, text, given === undefined ? 'in the selection' : 'in this text');
	const copied = await explainer.explain(await vscode.env.clipboard.readText());
	if (copied.length > 0) {
		await explainer.show(copied);
		return copied;
	}
	const typed = await vscode.window.showInputBox({ prompt: 'A traceback or its last line', placeHolder: 'RuntimeError: This event loop is already running' });
	return typed === undefined ? [] : showOrSay(explainer, typed, 'in this text');
}

async function showOrSay(explainer: Explainer, text: string, where: string): Promise<readonly ExplainedError[]> {
	const explanations = await explainer.explain(text);
	if (explanations.length > 0) await explainer.show(explanations);
	else void vscode.window.showInformationMessage(notification(`${productName} found nothing about asyncio ${where}.`));
	return explanations;
}

function selectedText(): string | undefined {
	const editor = vscode.window.activeTextEditor;
	const text = editor?.document.getText(editor.selection) ?? '';
	return text.trim() === '' ? undefined : text;
}
