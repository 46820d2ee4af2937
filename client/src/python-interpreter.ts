import * as vscode from 'vscode';
import { type LanguageClient, State } from 'vscode-languageclient/node';
import { type InterpreterParams, interpreterMethod } from '../../server/src/protocol.ts';

/** The part of the Python extension's published interface that is used here; every step of it may be missing. */
interface PythonExtensionApi {
	readonly environments?: {
		getActiveEnvironmentPath?(resource?: vscode.Uri): unknown;
		resolveEnvironment?(environment: unknown): Promise<{ readonly version?: { readonly major?: number; readonly minor?: number } } | undefined>;
		readonly onDidChangeActiveEnvironmentPath?: vscode.Event<unknown>;
	};
}

/** The interpreter that the Python extension has chosen, where there is such an extension. */
export interface Interpreter extends vscode.Disposable {
	/** "3.N", undefined while unknown. */
	version(): string | undefined;
	/** From now on the server is told of every other choice. */
	tellServer(client: LanguageClient): vscode.Disposable;
}

/** Looks at the Python extension only if it is running: it is never started for this, and never needed. */
export function followInterpreter(log: vscode.LogOutputChannel): Interpreter {
	let version: string | undefined;
	const changed = new vscode.EventEmitter<void>();
	const read = async (): Promise<void> => {
		const next = await chosenVersion(log);
		if (next === version) return;
		version = next;
		changed.fire();
	};
	// The extension may come up after this one; the list of extensions changes with installation only, so look when Python is in use.
	const listeners: vscode.Disposable[] = [changed, vscode.window.onDidChangeActiveTextEditor(() => void follow())];
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
		version: () => version,
		tellServer: (client) => {
			const tell = (): void => {
				if (client.state === State.Running) void client.sendNotification(interpreterMethod, { version: version ?? null } satisfies InterpreterParams);
			};
			// What was found out while the server started is in no message yet.
			return vscode.Disposable.from(changed.event(tell), client.onDidChangeState(tell));
		},
		dispose: () => vscode.Disposable.from(...listeners).dispose(),
	};
}

function pythonExtension(): PythonExtensionApi | undefined {
	const extension = vscode.extensions.getExtension<PythonExtensionApi>('ms-python.python');
	return extension?.isActive ? extension.exports : undefined;
}

async function chosenVersion(log: vscode.LogOutputChannel): Promise<string | undefined> {
	try {
		const environments = pythonExtension()?.environments;
		const path = environments?.getActiveEnvironmentPath?.();
		const version = path === undefined ? undefined : (await environments?.resolveEnvironment?.(path))?.version;
		return version?.major === 3 && version.minor !== undefined ? `3.${version.minor}` : undefined;
	} catch (error) {
		log.debug(`The Python extension did not say which interpreter is chosen: ${String(error)}`);
		return undefined;
	}
}
