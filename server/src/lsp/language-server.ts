import type { DidChangeTextDocumentParams, FileEvent, TextDocumentItem, WorkspaceFoldersChangeEvent } from 'vscode-languageserver';
import { SettingsStore } from '../analysis/settings-store.ts';
import { baseName } from '../project/workspace.ts';
import { pathOfUri } from './convert.ts';
import { PushDiagnostics } from './push-diagnostics.ts';
import { Registrations } from './registrations.ts';
import { describeError, type Session } from './session.ts';
import { sendStatus } from './status.ts';
import { WorkspaceDiagnostics } from './workspace-diagnostics.ts';

/** What happens to documents, files and settings while a client is connected, and what has to be judged and shown again for it. */
export class LanguageServer {
	readonly session: Session;
	readonly workspaceDiagnostics: WorkspaceDiagnostics;
	readonly #push: PushDiagnostics;
	readonly #registrations: Registrations;

	constructor(session: Session) {
		this.session = session;
		this.workspaceDiagnostics = new WorkspaceDiagnostics(session);
		this.#push = new PushDiagnostics(session);
		this.#registrations = new Registrations(session);
	}

	/** The client is ready for requests: its settings are fetched, and everything that was opened meanwhile is judged. */
	async initialized(): Promise<void> {
		const { session } = this;
		await session.configuration.load(session.folders.paths);
		session.markReady();
		sendStatus(session, 'ready');
		// The settings may be others than the ones documents were opened under.
		this.#judgeAgain();
		await this.#registrations.register();
	}

	opened({ uri, version, text }: TextDocumentItem): void {
		const { path } = this.session.documents.open(uri, version, text);
		this.session.analyser.change(path, text);
		this.#readFilesAgainIfUnwatched();
		this.workspaceDiagnostics.opened(path);
		this.#showNow(path);
	}

	changed({ textDocument: { uri, version }, contentChanges }: DidChangeTextDocumentParams): void {
		const change = this.session.documents.change(uri, version, contentChanges);
		if (!change) {
			this.session.logger.warn(`A change of ${uri} was passed over, because the document is not open.`);
			return;
		}
		const { path, text } = change.document;
		this.session.analyser.change(path, text, change.edits);
		if (!this.session.features.pullsDiagnostics && this.session.serverSettings(path).run === 'onType') this.#push.schedule(path);
	}

	saved(uri: string): void {
		const path = this.session.documents.saved(uri)?.path;
		if (path === undefined) return;
		this.#readFilesAgainIfUnwatched();
		this.workspaceDiagnostics.fileChanged(path);
		this.#showNow(path);
	}

	closed(uri: string): void {
		const path = pathOfUri(uri);
		this.session.documents.close(uri);
		this.session.analyser.close(path);
		if (!this.session.features.pullsDiagnostics) this.#push.clear(path, uri);
		this.workspaceDiagnostics.closed(path);
	}

	/** `pushed`: the settings, from clients that send them along. */
	async configurationChanged(pushed?: unknown): Promise<void> {
		const { configuration, folders } = this.session;
		if (await configuration.load(folders.paths, pushed)) this.#judgeAgain();
	}

	async foldersChanged({ added, removed }: WorkspaceFoldersChangeEvent): Promise<void> {
		const paths = (folders: typeof added): string[] => folders.map(({ uri }) => pathOfUri(uri));
		this.session.folders.change(paths(added), paths(removed));
		await this.configurationChanged();
	}

	interpreterChanged(version: string | undefined): void {
		if (version === this.session.settings.interpreterVersion) return;
		this.session.settings.interpreterVersion = version;
		this.#judgeAgain();
	}

	/** Files changed, came or went outside the editor. */
	filesChanged(changes: readonly FileEvent[]): void {
		const { analyser, documents, settings } = this.session;
		const paths = changes.map(({ uri }) => pathOfUri(uri));
		for (const path of paths) {
			settings.invalidate(path);
			// What is open is judged by the editor's text, whatever the file says.
			if (!documents.get(path)) analyser.invalidate(path);
		}
		if (paths.some((path) => SettingsStore.reads(path) || baseName(path) === '.gitignore')) {
			this.#judgeAgain();
			return;
		}
		for (const path of paths) this.workspaceDiagnostics.fileChanged(path);
		// Open documents may depend on the changed ones.
		this.#showAll();
	}

	/** Everything that is shown may be wrong now. */
	#judgeAgain(): void {
		const { analyser, documents, folders, problems, settings } = this.session;
		settings.invalidate();
		analyser.settingsChanged();
		problems.renew(() => {
			for (const { path } of documents.all) settings.of(path);
			for (const folder of folders.paths) settings.of(`${folder}/__init__.py`);
		});
		void this.#registrations.registerDiagnostics();
		this.#showAll();
		this.workspaceDiagnostics.changed();
	}

	/** Without file watching, opening and saving are the only occasions to notice that a configuration file has changed. */
	#readFilesAgainIfUnwatched(): void {
		if (this.session.features.registersWatchedFiles) return;
		this.session.settings.invalidate();
		this.session.analyser.settingsChanged();
	}

	#showNow(path: string): void {
		if (!this.session.features.pullsDiagnostics) void this.session.ready.then(() => this.#push.publish(path));
	}

	#showAll(): void {
		const { connection, features, logger } = this.session;
		if (!features.pullsDiagnostics) this.#push.publishAll();
		else if (features.refreshesDiagnostics) {
			connection.languages.diagnostics.refresh().catch((error: unknown) => logger.warn(`The client did not refresh its diagnostics: ${describeError(error)}`));
		}
	}
}
