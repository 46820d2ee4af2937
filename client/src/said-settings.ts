import * as vscode from 'vscode';
import { configurationSection } from '../../server/src/protocol.ts';

/**
 * The settings that a person has made for a resource, without defaults: a default sent to the server
 * would look like the editor's word, and win over what pyproject.toml says.
 */
export function saidSettings(resource: vscode.Uri | undefined, context: vscode.ExtensionContext): Record<string, unknown> {
	const configuration = vscode.workspace.getConfiguration(configurationSection, resource ?? null);
	const names = Object.keys(context.extension.packageJSON.contributes.configuration.properties).map((name) => name.slice(configurationSection.length + 1));
	return Object.fromEntries(names.filter((name) => isSaid(configuration.inspect(name))).map((name) => [name, configuration.get(name)]));
}

type Inspected = ReturnType<vscode.WorkspaceConfiguration['inspect']>;

function isSaid(inspected: Inspected): boolean {
	if (!inspected) return false;
	const { globalValue, workspaceValue, workspaceFolderValue, globalLanguageValue, workspaceLanguageValue, workspaceFolderLanguageValue } = inspected;
	return [globalValue, workspaceValue, workspaceFolderValue, globalLanguageValue, workspaceLanguageValue, workspaceFolderLanguageValue].some(
		(value) => value !== undefined,
	);
}
