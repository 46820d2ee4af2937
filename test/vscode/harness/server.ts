import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { InstalledVsCode } from './install.ts';
import { endProcessGroup, within } from './processes.ts';

export interface ServerOptions {
	readonly extensionsFolder?: string;
	/** The user's settings.json. */
	readonly settings: Readonly<Record<string, unknown>>;
}

/** A VS Code that answers a browser on this machine. */
export interface RunningServer {
	readonly folder: string;
	/** Resolves when the server ends, whoever ended it. */
	readonly ended: Promise<void>;
	/** The page of a workbench that opens a folder or a .code-workspace file, told what to do by name and value. */
	pageFor(folderOrWorkspace: string, payload: ReadonlyArray<readonly [string, string]>): string;
	/** The address by which the workbench knows a path of this machine. */
	remoteUri(path: string): string;
	log(): string;
	/** Ends it with all its extension hosts and removes its data. */
	stop(): void;
}

/** Starts a server on a port that is free, with data of its own. */
export async function startServer(vscode: InstalledVsCode, options: ServerOptions): Promise<RunningServer> {
	const folder = mkdtempSync(join(tmpdir(), 'vscode-server-'));
	writeUserSettings(join(folder, 'data'), options.settings);
	const server = spawn(vscode.node, serverArguments(vscode, folder, options.extensionsFolder), {
		env: environment(folder),
		stdio: ['ignore', 'pipe', 'pipe'],
		detached: true,
	});
	let log = '';
	server.stderr.on('data', (data) => (log += data));
	const ended = new Promise<void>((resolve) => server.on('exit', () => resolve()));
	const stop = () => {
		endProcessGroup(server.pid);
		rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
	};
	process.once('exit', stop);
	const port = new Promise<string>((resolve, reject) => {
		server.on('error', reject);
		ended.then(() => reject(new Error('it ended')));
		server.stdout.on('data', (data) => {
			log += data;
			const announced = /listening on (\d+)/.exec(log)?.[1];
			if (announced !== undefined) resolve(announced);
		});
	});
	try {
		const host = `127.0.0.1:${await within(60_000, 'Starting the VS Code server', port)}`;
		return { folder, ended, log: () => log, stop, ...addresses(host) };
	} catch (error) {
		stop();
		throw new Error(`The VS Code server did not start: ${String(error)}\n${log}`);
	}
}

/** The environment without what would make a VS Code believe to run inside another one; what it leaves lying about goes to its own folder. */
export function environment(folder: string): NodeJS.ProcessEnv {
	const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('VSCODE_') && name !== 'ELECTRON_RUN_AS_NODE');
	return { ...Object.fromEntries(inherited), EXTENSIONS_GALLERY: '{}', TMPDIR: folder, XDG_RUNTIME_DIR: folder };
}

function serverArguments(vscode: InstalledVsCode, folder: string, extensionsFolder: string | undefined): string[] {
	return [
		vscode.serverMain,
		...['--host', '127.0.0.1', '--port', '0', '--without-connection-token', '--accept-server-license-terms'],
		// Without it, a VS Code that was built for release does not run tests that a page asks for.
		'--enable-smoke-test-driver',
		...['--disable-telemetry', '--disable-workspace-trust'],
		// If everything that should end it is killed, it ends itself.
		'--enable-remote-auto-shutdown',
		...['--server-data-dir', folder, '--extensions-dir', extensionsFolder ?? join(folder, 'extensions')],
	];
}

function writeUserSettings(data: string, settings: ServerOptions['settings']): void {
	mkdirSync(join(data, 'User'), { recursive: true });
	writeFileSync(join(data, 'User/settings.json'), JSON.stringify(settings));
}

function addresses(host: string): Pick<RunningServer, 'pageFor' | 'remoteUri'> {
	return {
		remoteUri: (path) => `vscode-remote://${host}${path}`,
		pageFor: (folderOrWorkspace, payload) => {
			const what = folderOrWorkspace.endsWith('.code-workspace') ? 'workspace' : 'folder';
			return `http://${host}/?${new URLSearchParams({ [what]: folderOrWorkspace, payload: JSON.stringify(payload) })}`;
		},
	};
}
