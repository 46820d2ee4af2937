import {
	type DiagnosticRegistrationOptions,
	DidChangeConfigurationNotification,
	DidChangeWatchedFilesNotification,
	type Disposable,
	DocumentDiagnosticRequest,
	WatchKind,
} from 'vscode-languageserver';
import { serverlessFiles } from '../project/serverless-config.ts';
import { testConfigFiles } from '../project/test-config.ts';
import { baseName } from '../project/workspace.ts';
import { configurationSection, pythonDocuments } from '../protocol.ts';
import { diagnosticSource } from './diagnostics.ts';
import { describeError, type Session } from './session.ts';
import { otherToolFiles } from './yielding.ts';

/** Files beside Python's that say how code is to be judged. */
const configurationFiles = [
	...new Set([
		'pyproject.toml',
		'setup.cfg',
		'setup.py',
		'.python-version',
		'.tool-versions',
		'runtime.txt',
		'Pipfile',
		'.gitignore',
		'pyvenv.cfg',
		...testConfigFiles,
		...serverlessFiles,
		...otherToolFiles,
	]),
];

/** Whether a file matters by its name; of anything else only what it says about folders does. */
export function isWatchedByName(path: string): boolean {
	const name = baseName(path);
	return /\.(?:pyi?|ipynb|pth)$/.test(name) || configurationFiles.includes(name) || /requirements.*\.(?:txt|in)$/.test(name);
}

/** What the client is told of after the start, because it depends on the client or on settings. */
export class Registrations {
	readonly #session: Session;
	#diagnostics: Disposable | undefined;
	#pullsWorkspace: boolean | undefined;
	#done = Promise.resolve();

	constructor(session: Session) {
		this.#session = session;
	}

	/** Asks to be told of changed settings and files. */
	async register(): Promise<void> {
		const { connection, features } = this.#session;
		if (features.registersConfiguration) {
			await this.#try(() => connection.client.register(DidChangeConfigurationNotification.type, { section: configurationSection }));
		}
		if (features.registersWatchedFiles) {
			const named = ['**/*.{py,pyi,ipynb,pth}', `**/{${configurationFiles.join(',')}}`, '**/*requirements*.{txt,in}'].map((globPattern) => ({ globPattern }));
			// A folder may have any name, and of one that is moved or deleted nothing is told but itself.
			const watchers = [...named, { globPattern: '**/*', kind: WatchKind.Create | WatchKind.Delete }];
			await this.#try(() => connection.client.register(DidChangeWatchedFilesNotification.type, { watchers }));
		}
	}

	/** Offers diagnostics to be pulled; again with other options when a folder's `diagnosticMode` has changed. */
	registerDiagnostics(): Promise<void> {
		// One after another: what a call registers is what the next one takes back.
		this.#done = this.#done.then(() => this.#registerDiagnostics());
		return this.#done;
	}

	async #registerDiagnostics(): Promise<void> {
		const { connection, features, folders, serverSettings } = this.#session;
		if (!features.pullsDiagnostics || !features.registersDiagnostics) return;
		const pullsWorkspace = folders.paths.some((folder) => serverSettings(folder).diagnosticMode === 'workspace');
		if (pullsWorkspace === this.#pullsWorkspace) return;
		this.#pullsWorkspace = pullsWorkspace;
		this.#diagnostics?.dispose();
		this.#diagnostics = await this.#try(() => connection.client.register(DocumentDiagnosticRequest.type, diagnosticOptions(pullsWorkspace)));
	}

	async #try<T>(register: () => Promise<T>): Promise<T | undefined> {
		try {
			return await register();
		} catch (error) {
			this.#session.logger.warn(`The client refused a registration it had announced: ${describeError(error)}`);
			return undefined;
		}
	}
}

export function diagnosticOptions(workspaceDiagnostics: boolean): DiagnosticRegistrationOptions {
	return { documentSelector: pythonDocuments, identifier: diagnosticSource, interFileDependencies: true, workspaceDiagnostics, workDoneProgress: true };
}
