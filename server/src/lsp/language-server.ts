import {
	type DidChangeNotebookDocumentParams,
	type DidChangeTextDocumentParams,
	type DidOpenNotebookDocumentParams,
	FileChangeType,
	type FileEvent,
	type TextDocumentItem,
	type WorkspaceFoldersChangeEvent,
} from 'vscode-languageserver';
import { SettingsStore } from '../analysis/settings-store.ts';
import { baseName } from '../project/workspace.ts';
import type { InterpreterParams } from '../protocol.ts';
import { pathOfUri } from './convert.ts';
import { Migrations } from './migrations.ts';
import { OpenDocuments } from './open-documents.ts';
import { ProjectFiles } from './project-files.ts';
import { PushDiagnostics } from './push-diagnostics.ts';
import { isWatchedByName, Registrations } from './registrations.ts';
import type { Session } from './session.ts';
import { sendStatus } from './status.ts';
import { WorkspaceDiagnostics } from './workspace-diagnostics.ts';
import { OtherTools } from './yielding.ts';

/** What happens to documents, files and settings while a client is connected, and what has to be judged and shown again for it. */
export class LanguageServer {
	readonly session: Session;
	readonly workspaceDiagnostics: WorkspaceDiagnostics;
	readonly migrations: Migrations;
	readonly #files: ProjectFiles;
	readonly #push: PushDiagnostics;
	readonly #openDocuments: OpenDocuments;
	readonly #registrations: Registrations;

	constructor(session: Session) {
		this.session = session;
		this.#files = new ProjectFiles(session, () => this.#projectChanged());
		this.workspaceDiagnostics = new WorkspaceDiagnostics(session, this.#files);
		this.migrations = new Migrations(session, this.#files);
		this.#push = new PushDiagnostics(session);
		this.#openDocuments = new OpenDocuments(session, this.#push);
		this.#registrations = new Registrations(session);
		session.onCutOff = () => this.#openDocuments.judgeSoon();
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
		if (!this.session.leftOut.has(path)) this.session.analyser.change(path, text);
		this.#readFilesAgainIfUnwatched();
		this.workspaceDiagnostics.opened(path);
		this.#showNow(path);
		this.#openDocuments.judgeSoon();
	}

	changed({ textDocument: { uri, version }, contentChanges }: DidChangeTextDocumentParams): void {
		const change = this.session.documents.change(uri, version, contentChanges);
		if (!change) {
			this.session.logger.warn(`A change of ${uri} was passed over, because the document is not open.`);
			return;
		}
		const { path, text } = change.document;
		if (!this.session.leftOut.has(path)) this.session.analyser.change(path, text, change.edits);
		if (this.session.serverSettings(path).run !== 'onType') return;
		if (!this.session.features.pullsDiagnostics) this.#push.schedule(path);
		this.#openDocuments.judgeSoon();
	}

	saved(uri: string): void {
		const path = this.session.documents.saved(uri)?.path;
		if (path === undefined) return;
		this.#readFilesAgainIfUnwatched();
		this.workspaceDiagnostics.fileChanged(path);
		this.#showNow(path);
		this.#openDocuments.judgeSoon();
	}

	closed(uri: string): void {
		const path = pathOfUri(uri);
		const document = this.session.documents.get(path);
		// Clients may close a cell as a document too; it comes and goes with what they tell of its notebook.
		if (!document || document.notebook) return;
		this.session.documents.close(uri);
		this.session.analyser.close(path);
		this.#forgetShown([uri]);
		this.workspaceDiagnostics.closed(path);
		// An unsaved text may have been given up.
		this.#openDocuments.judgeSoon();
	}

	notebookOpened(params: DidOpenNotebookDocumentParams): void {
		const path = this.session.notebooks.open(params);
		this.#notebookChanged(path);
		this.#readFilesAgainIfUnwatched();
		this.workspaceDiagnostics.notebookOpened(path);
		for (const cell of this.session.notebooks.cellPaths(path)) this.#showNow(cell);
		this.#openDocuments.judgeSoon();
	}

	notebookChanged(params: DidChangeNotebookDocumentParams): void {
		const change = this.session.notebooks.change(params);
		if (!change) {
			this.session.logger.warn(`A change of ${params.notebookDocument.uri} was passed over, because the notebook is not open.`);
			return;
		}
		this.#notebookChanged(change.path);
		this.#forgetShown(change.closed);
		if (this.session.serverSettings(change.path).run !== 'onType') return;
		if (!this.session.features.pullsDiagnostics) for (const cell of this.session.notebooks.cellPaths(change.path)) this.#push.schedule(cell);
		this.#openDocuments.judgeSoon();
	}

	notebookSaved(uri: string): void {
		const path = pathOfUri(uri);
		const cells = this.session.notebooks.cellPaths(path);
		for (const cell of cells) this.session.documents.saved(this.session.uriOf(cell));
		this.#readFilesAgainIfUnwatched();
		this.workspaceDiagnostics.fileChanged(path);
		for (const cell of cells) this.#showNow(cell);
		this.#openDocuments.judgeSoon();
	}

	notebookClosed(uri: string): void {
		const path = pathOfUri(uri);
		this.#forgetShown(this.session.notebooks.close(path));
		this.session.analyser.close(path);
		this.workspaceDiagnostics.closed(path);
		this.#openDocuments.judgeSoon();
	}

	#notebookChanged(path: string): void {
		const notebook = this.session.notebooks.get(path);
		if (notebook) this.session.analyser.changeNotebook(path, notebook);
	}

	/** Of documents that are no longer open nothing is shown. */
	#forgetShown(uris: readonly string[]): void {
		for (const uri of uris) {
			const path = pathOfUri(uri);
			this.session.shown.delete(path);
			if (!this.session.features.pullsDiagnostics) this.#push.clear(path, uri);
		}
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

	interpreterChanged({ version, uri }: InterpreterParams): void {
		const { analyser, settings } = this.session;
		if ((version ?? undefined) === settings.interpreterVersion && uri === undefined) return;
		settings.interpreterVersion = version ?? undefined;
		if (uri !== undefined) analyser.setInterpreter(uri === null ? undefined : pathOfUri(uri));
		this.#judgeAgain();
	}

	/** Files changed, came or went outside the editor; there may be many at once. */
	filesChanged(changes: readonly FileEvent[]): void {
		const { analyser, documents, notebooks, problems, settings } = this.session;
		const paths = changes.flatMap((change) => this.#affectedBy(change));
		if (paths.length === 0) return;
		for (const path of paths) {
			settings.invalidate(path);
			// What is open is judged by the editor's text, whatever the file says.
			if (!documents.get(path) && !notebooks.get(path)) analyser.invalidate(path);
		}
		if (paths.some((path) => SettingsStore.reads(path) || OtherTools.reads(path) || baseName(path) === '.gitignore' || problems.isShownIn(path))) {
			this.#judgeAgain();
			return;
		}
		for (const path of paths) this.workspaceDiagnostics.fileChanged(path);
		if (changes.some(({ type }) => type !== FileChangeType.Changed)) this.#files.scanSoon();
		this.#openDocuments.judgeSoon();
	}

	/** The files that a change concerns. Of a folder that came or went, a client tells the folder only. */
	#affectedBy({ uri, type }: FileEvent): readonly string[] {
		const path = pathOfUri(uri);
		if (isWatchedByName(path)) return [path];
		if (type === FileChangeType.Changed || /\/(?:\.git|node_modules|__pycache__)\//.test(path)) return [];
		if (type === FileChangeType.Deleted) return this.#files.inside(path);
		return this.session.workspace.listFolder(path) ? [path] : [];
	}

	/** Other files belong to the project than before. */
	#projectChanged(): void {
		this.#openDocuments.judgeSoon();
		this.workspaceDiagnostics.changed();
	}

	/** Everything that is shown may be wrong now. */
	#judgeAgain(): void {
		const { analyser, documents, folders, problems, settings } = this.session;
		settings.invalidate();
		this.session.otherTools.invalidate();
		analyser.settingsChanged();
		problems.renew(() => {
			for (const { path } of documents.all) {
				settings.of(documents.filePath(path));
				problems.note(analyser.environmentProblems(path));
			}
			for (const folder of folders.paths) settings.of(`${folder}/__init__.py`);
		});
		void this.#registrations.registerDiagnostics();
		this.#openDocuments.showAll();
		this.#files.scan();
		this.workspaceDiagnostics.changed();
	}

	/** Without file watching, opening and saving are the only occasions to notice that a configuration file has changed. */
	#readFilesAgainIfUnwatched(): void {
		if (this.session.features.registersWatchedFiles) return;
		this.session.settings.invalidate();
		this.session.otherTools.invalidate();
		this.session.analyser.settingsChanged();
		this.#files.readAgain();
	}

	#showNow(path: string): void {
		if (!this.session.features.pullsDiagnostics) void this.session.ready.then(() => this.#push.schedule(path));
	}
}
