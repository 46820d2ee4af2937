import { isAbsolute } from 'node:path';
import * as vscode from 'vscode';
import { type LanguageClient, State } from 'vscode-languageclient/node';
import { type ClientOptions, type InterpreterParams, interpreterMethod, productName } from '../../server/src/protocol.ts';
import { notification } from '../../server/src/util/markup.ts';
import { interpreterOf } from './interpreter-setting.ts';

/** The part of the Python extension's published interface that is used here; every step of it may be missing. */
interface PythonExtensionApi {
	readonly environments?: {
		getActiveEnvironmentPath?(resource?: vscode.Uri): { readonly path?: unknown } | undefined;
		resolveEnvironment?(environment: unknown): Promise<{ readonly version?: { readonly major?: number; readonly minor?: number } } | undefined>;
		readonly onDidChangeActiveEnvironmentPath?: vscode.Event<unknown>;
	};
}

/** What is known of an interpreter: its version, "3.N", and where it or its environment is. */
interface Chosen {
	readonly version: string | undefined;
	readonly path: string | undefined;
}

/** The interpreter that the Python extension has chosen, where there is such an extension; else the one its setting names. */
export interface Interpreter extends vscode.Disposable {
	/** What is known of it, for the server's start. */
	options(): Pick<ClientOptions, 'interpreterVersion' | 'interpreterUri'>;
	/** From now on the server is told of every other choice. */
	tellServer(client: LanguageClient): vscode.Disposable;
}

/** Looks at the Python extension only if it is running: it is never started for this, and never needed. */
export function followInterpreter(log: vscode.LogOutputChannel): Interpreter {
	let chosen: Chosen = { version: undefined, path: pathInSettings() };
	const changed = new vscode.EventEmitter<void>();
	const read = async (): Promise<void> => {
		const next = await chosenInterpreter(log);
		if (next.version === chosen.version && next.path === chosen.path) return;
		chosen = next;
		changed.fire();
	};
	// The extension may come up after this one; the list of extensions changes with installation only, so look when Python is in use.
	const listeners: vscode.Disposable[] = [
		changed,
		vscode.window.onDidChangeActiveTextEditor(() => void follow()),
		vscode.workspace.onDidChangeConfiguration((event) => {
			if (event.affectsConfiguration('python.defaultInterpreterPath')) void read();
		}),
		vscode.workspace.onDidGrantWorkspaceTrust(() => void read()),
	];
	let isFollowing = false;
	const follow = async (): Promise<void> => {
		const environments = pythonExtension()?.environments;
		if (isFollowing || !environments) return;
		isFollowing = true;
		const listener = environments.onDidChangeActiveEnvironmentPath?.(() => void read());
		if (listener) listeners.push(listener);
		await read();
	};
	void follow();
	return {
		options: () => ({
			...(chosen.version !== undefined && { interpreterVersion: chosen.version }),
			...(chosen.path !== undefined && { interpreterUri: vscode.Uri.file(chosen.path).toString() }),
		}),
		tellServer: (client) => {
			const tell = (): void => {
				if (client.state === State.Running) void client.sendNotification(interpreterMethod, paramsOf(chosen));
			};
			// What was found out while the server started is in no message yet.
			return vscode.Disposable.from(changed.event(tell), client.onDidChangeState(tell));
		},
		dispose: () => vscode.Disposable.from(...listeners).dispose(),
	};
}

function paramsOf({ version, path }: Chosen): InterpreterParams {
	return { version: version ?? null, uri: path === undefined ? null : vscode.Uri.file(path).toString() };
}

function pythonExtension(): PythonExtensionApi | undefined {
	const extension = vscode.extensions.getExtension<PythonExtensionApi>('ms-python.python');
	return extension?.isActive ? extension.exports : undefined;
}

async function chosenInterpreter(log: vscode.LogOutputChannel): Promise<Chosen> {
	try {
		// Until the workspace is trusted, that extension may have its choice from the workspace's settings.
		const environments = vscode.workspace.isTrusted ? pythonExtension()?.environments : undefined;
		const environment = environments?.getActiveEnvironmentPath?.();
		if (environment === undefined) return { version: undefined, path: pathInSettings() };
		const path = typeof environment.path === 'string' && isAbsolute(environment.path) ? environment.path : undefined;
		const version = (await environments?.resolveEnvironment?.(environment))?.version;
		return { version: version?.major === 3 && version.minor !== undefined ? `3.${version.minor}` : undefined, path };
	} catch (error) {
		log.debug(`The Python extension did not say which interpreter is chosen: ${String(error)}`);
		return { version: undefined, path: pathInSettings() };
	}
}

let refusedBefore: string | undefined;

/** `python.defaultInterpreterPath`, which is there without its extension too. */
function pathInSettings(): string | undefined {
	const values = vscode.workspace.getConfiguration('python').inspect<unknown>('defaultInterpreterPath');
	const { path, refused } = interpreterOf({
		user: values?.globalValue ?? values?.defaultValue,
		workspace: values?.workspaceFolderValue ?? values?.workspaceValue,
		isTrusted: vscode.workspace.isTrusted,
		folder: vscode.workspace.workspaceFolders?.[0]?.uri.fsPath,
	});
	if (refused !== undefined && refused !== refusedBefore) {
		const problem = `the workspace's setting python.defaultInterpreterPath leads to another computer (${refused}) and is not followed; set it in your user settings if you mean it.`;
		void vscode.window.showWarningMessage(notification(`${productName}: ${problem}`));
	}
	refusedBefore = refused;
	return path;
}
