import { isAbsolute } from 'node:path';

/** What `python.defaultInterpreterPath` says, by whom, and how far the workspace may be believed. */
export interface InterpreterSetting {
	readonly user: unknown;
	readonly workspace: unknown;
	readonly isTrusted: boolean;
	/** For `${workspaceFolder}`. */
	readonly folder: string | undefined;
}

/**
 * The interpreter that the setting names; a bare `python` says nothing. What the workspace says of it may come from a stranger: it counts where
 * a person trusts the workspace, and a path of another computer not even there (`refused`), because on Windows a mere look logs in at it.
 */
export function interpreterOf({ user, workspace, isTrusted, folder }: InterpreterSetting): { readonly path?: string; readonly refused?: string } {
	const own = isTrusted ? pathOf(workspace, folder) : undefined;
	if (own === undefined) return withPath(pathOf(user, folder));
	const leadsAway = /^[\\/]{2}/.test(own) && !(folder !== undefined && own.startsWith(folder));
	return leadsAway ? { ...withPath(pathOf(user, folder)), refused: own } : withPath(own);
}

function withPath(path: string | undefined): { readonly path?: string } {
	return path !== undefined && isAbsolute(path) ? { path } : {};
}

function pathOf(setting: unknown, folder = ''): string | undefined {
	return typeof setting === 'string' ? setting.replace(/\$\{workspaceFolder\}/g, folder) : undefined;
}
