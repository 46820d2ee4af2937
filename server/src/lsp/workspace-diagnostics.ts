import {
	type CancellationToken,
	CancellationTokenSource,
	DocumentDiagnosticReportKind,
	type ResultProgressReporter,
	WorkDoneProgressReporter,
	type WorkspaceDiagnosticParams,
	type WorkspaceDiagnosticReport,
	type WorkspaceDiagnosticReportPartialResult,
	type WorkspaceDocumentDiagnosticReport,
} from 'vscode-languageserver';
import type { WorkspaceSummary } from '../protocol.ts';
import { pathOfUri } from './convert.ts';
import { diagnosticsOf, resultIdOf } from './diagnostics.ts';
import type { ProjectFiles } from './project-files.ts';
import type { Session } from './session.ts';
import { Slices } from './slices.ts';
import { sendStatus } from './status.ts';

/** Milliseconds after the last of a burst of changes, until files that may depend on them are judged again. */
const delayAfterChange = 500;

/** So many files go to the client together. */
const batchSize = 50;

/** Diagnostics of files that are not open: pulled by the client, or published when it cannot or when a person asked for a check. */
export class WorkspaceDiagnostics {
	readonly #session: Session;
	readonly #files: ProjectFiles;
	/** Files whose diagnostics were published and still stand in the client, with the result ids. */
	readonly #published = new Map<string, string>();
	#stopWaiting: (() => void) | undefined;
	/** A person asked for a check of everything: from then on it is kept up to date. */
	#isWholeWorkspaceShown = false;
	/** Counts what can change the diagnostics of files that are not being typed in. */
	#changes = 0;
	#changesAtLastPull = -1;
	#waiting: (() => void)[] = [];
	#background = new CancellationTokenSource();

	constructor(session: Session, files: ProjectFiles) {
		this.#session = session;
		this.#files = files;
	}

	/** Settings changed or folders came and went: everything that is shown is judged again. */
	changed(): void {
		this.#wake();
		void this.#showInBackground();
	}

	/** A file was saved, or changed outside the editor. Its own diagnostics are shown at once, those of files that may depend on it soon. */
	fileChanged(path: string): void {
		this.#wake();
		if (this.#isShown(path)) this.#publish(path);
		this.#stopWaiting?.();
		this.#stopWaiting = this.#session.host.delay(delayAfterChange, () => void this.#showInBackground());
	}

	/** From now on the document's diagnostics come by its own way. */
	opened(path: string): void {
		if (this.#published.delete(path)) this.#send(path, []);
	}

	/** The same of a notebook, whose cells have diagnostics of their own. A client that pulls is to ask again. */
	notebookOpened(path: string): void {
		this.opened(path);
		this.#wake();
	}

	closed(path: string): void {
		this.fileChanged(path);
	}

	/**
	 * Checks all folders for a person who asked: publishes the findings of files that are not open.
	 * When the client did not bring its own progress, one is made that can be cancelled too.
	 */
	async check(requestToken: CancellationToken, requestProgress: WorkDoneProgressReporter): Promise<WorkspaceSummary> {
		const { connection, features, ready } = this.#session;
		await ready;
		await this.#files.settled();
		const own =
			features.showsProgress && WorkDoneProgressReporter.isNullInstance(requestProgress) ? await connection.window.createWorkDoneProgress() : undefined;
		const progress = own ?? requestProgress;
		const token = {
			get isCancellationRequested() {
				return requestToken.isCancellationRequested || own?.token.isCancellationRequested === true;
			},
		};
		this.#isWholeWorkspaceShown = true;
		const paths = this.#filesIn(this.#session.folders.paths);
		progress.begin('Checking the workspace', 0, undefined, true);
		let files = 0;
		let findings = 0;
		const isComplete = await this.#forEach(paths, token, (path) => {
			files++;
			findings += this.#publish(path);
			if (files % batchSize === 0) progress.report(Math.floor((100 * files) / paths.length), `${files} of ${paths.length} files`);
		});
		progress.done();
		return { files, findings, cancelled: !isComplete };
	}

	/**
	 * Answers with the files of the folders that are set to `workspace`. When nothing changed since the last answer,
	 * the request waits for a change, as the protocol recommends.
	 */
	async pull(
		params: WorkspaceDiagnosticParams,
		token: CancellationToken,
		progress: WorkDoneProgressReporter,
		partial: ResultProgressReporter<WorkspaceDiagnosticReportPartialResult> | undefined,
	): Promise<WorkspaceDiagnosticReport> {
		await this.#session.ready;
		const previous = new Map(params.previousResultIds.map(({ uri, value }) => [pathOfUri(uri), value]));
		if (previous.size > 0 && this.#changes === this.#changesAtLastPull) await this.#nextChange(token);
		await this.#files.settled();
		const changes = this.#changes;
		const paths = this.#filesIn(this.#foldersToPull());
		progress.begin('Checking the workspace', 0, undefined, true);
		let items: WorkspaceDocumentDiagnosticReport[] = [];
		const all: WorkspaceDocumentDiagnosticReport[] = [];
		let files = 0;
		const deliver = (): void => {
			if (partial && items.length > 0) partial.report({ items });
			else all.push(...items);
			items = [];
		};
		const isComplete = await this.#forEach(paths, token, (path) => {
			items.push(this.#report(path, previous.get(path)));
			previous.delete(path);
			if (++files % batchSize !== 0) return;
			progress.report(Math.floor((100 * files) / paths.length), `${files} of ${paths.length} files`);
			deliver();
		});
		if (isComplete) {
			// What the client still knows and the workspace does not: deleted, excluded, or its folder is gone.
			for (const path of previous.keys()) items.push({ kind: DocumentDiagnosticReportKind.Full, uri: this.#session.uriOf(path), version: null, items: [] });
			this.#changesAtLastPull = changes;
		}
		deliver();
		progress.done();
		return { items: all };
	}

	#report(path: string, previousResultId: string | undefined): WorkspaceDocumentDiagnosticReport {
		const items = this.#session.notebooks.get(path) ? [] : diagnosticsOf(path, this.#session);
		const resultId = resultIdOf(items);
		const about = { uri: this.#session.uriOf(path), version: this.#session.documents.get(path)?.version ?? null, resultId };
		return resultId === previousResultId
			? { kind: DocumentDiagnosticReportKind.Unchanged, ...about }
			: { kind: DocumentDiagnosticReportKind.Full, ...about, items };
	}

	async #showInBackground(): Promise<void> {
		this.#background.cancel();
		this.#background = new CancellationTokenSource();
		const { token } = this.#background;
		await this.#files.settled();
		if (token.isCancellationRequested) return;
		for (const path of [...this.#published.keys()].filter((published) => !this.#isShown(published) || !this.#session.settings.isWanted(published)))
			this.#clear(path);
		const paths = this.#filesIn(this.#session.folders.paths.filter((folder) => this.#isShown(folder)));
		if (paths.length === 0) return;
		sendStatus(this.#session, 'analysing');
		await this.#forEach(paths, token, (path) => this.#publish(path));
		if (!token.isCancellationRequested) sendStatus(this.#session, 'ready');
	}

	/** Calls `visit` for each path; false when it was cancelled on the way. */
	async #forEach(paths: readonly string[], token: Pick<CancellationToken, 'isCancellationRequested'>, visit: (path: string) => void): Promise<boolean> {
		const slices = new Slices(this.#session.host);
		for (const path of paths) {
			if (slices.isOver) await slices.next();
			if (token.isCancellationRequested) return false;
			visit(path);
		}
		return true;
	}

	#filesIn(folders: readonly string[]): string[] {
		const { host, settings } = this.#session;
		// A folder inside another one is walked twice.
		const files = new Set(folders.flatMap((folder) => [...host.pythonFiles(folder, (path) => settings.isExcluded(path))]));
		return [...files].filter((path) => settings.isWanted(path));
	}

	#foldersToPull(): string[] {
		return this.#session.folders.paths.filter((folder) => this.#session.serverSettings(folder).diagnosticMode === 'workspace');
	}

	/** Whether published diagnostics of closed files are wanted; a client that pulls them gets none twice. */
	#isShown(path: string): boolean {
		const isWorkspaceMode = this.#session.serverSettings(path).diagnosticMode === 'workspace';
		return isWorkspaceMode ? !this.#session.features.pullsDiagnostics : this.#isWholeWorkspaceShown;
	}

	/** Number of findings; those of open documents are counted and not published. */
	#publish(path: string): number {
		const { documents, notebooks } = this.#session;
		const diagnostics = diagnosticsOf(path, this.#session);
		if (documents.get(path) || notebooks.get(path) || !this.#isShown(path)) return diagnostics.length;
		const resultId = resultIdOf(diagnostics);
		if (diagnostics.length === 0) this.#clear(path);
		else if (resultId !== this.#published.get(path)) {
			this.#published.set(path, resultId);
			this.#send(path, diagnostics);
		}
		return diagnostics.length;
	}

	#clear(path: string): void {
		if (this.#published.delete(path)) this.#send(path, []);
	}

	#send(path: string, diagnostics: ReturnType<typeof diagnosticsOf>): void {
		void this.#session.connection.sendDiagnostics({ uri: this.#session.uriOf(path), diagnostics });
	}

	#wake(): void {
		this.#changes++;
		for (const resume of this.#waiting) resume();
		this.#waiting = [];
	}

	#nextChange(token: CancellationToken): Promise<void> {
		return new Promise((resolve) => {
			this.#waiting.push(resolve);
			token.onCancellationRequested(() => resolve());
		});
	}
}
