import {
	type CancellationToken,
	type CodeAction,
	CodeActionKind,
	type CodeActionParams,
	ErrorCodes,
	ResponseError,
	WorkDoneProgressReporter,
	type WorkspaceEdit,
} from 'vscode-languageserver';
import { createAnalyser } from '../analysis/analyser.ts';
import type { FixProgress } from '../analysis/fix-rounds.ts';
import { type MigrationOutcome, migrate, migrationTarget, settingsForMigration } from '../analysis/migration.ts';
import { minorOfVersion } from '../project/python-specifiers.ts';
import type { Minor } from '../project/python-version.ts';
import type { MigrationParams, MigrationSummary } from '../protocol.ts';
import type { Fix } from '../rule-kit/finding.ts';
import { pathOfUri } from './convert.ts';
import { isWantedKind } from './fix-all.ts';
import { MigratedFiles } from './migrated-files.ts';
import { migrationEdit } from './migration-edit.ts';
import type { ProjectFiles } from './project-files.ts';
import { describeError, type Session } from './session.ts';
import { Slices } from './slices.ts';

/** Brings the file to newer Python versions with changes that are safe; `.unsafe` also with those a person has to look at. */
export const migrateKind = `${CodeActionKind.Source}.asyncioDoctor.migrate`;
const migrateUnsafeKind = `${migrateKind}.unsafe`;

/** Travels with a code action until it is chosen. */
interface MigrateRequest {
	readonly migrate: Fix['safety'];
	readonly path: string;
	/** The document's version when it was offered. */
	readonly version: number | undefined;
}

const offers: readonly { readonly kind: string; readonly safety: Fix['safety']; readonly title: string }[] = [
	{ kind: migrateKind, safety: 'safe', title: 'Migrate this file to newer asyncio: safe changes' },
	{ kind: migrateUnsafeKind, safety: 'unsafe', title: 'Migrate this file to newer asyncio: all changes, to look through' },
];

/** Brings files to what newer Python versions have. Works on an analyser of its own, so that nothing shown in the editor is touched meanwhile. */
export class Migrations {
	readonly #session: Session;
	readonly #files: ProjectFiles;

	constructor(session: Session, files: ProjectFiles) {
		this.#session = session;
		this.#files = files;
	}

	/** The source actions of a file, for a client that asks for this kind; each only where it changes something. */
	async actions({ textDocument, context: { only } }: CodeActionParams): Promise<CodeAction[]> {
		await this.#session.ready;
		const path = pathOfUri(textDocument.uri);
		const file = this.#session.documents.filePath(path);
		const wanted = only === undefined ? [] : offers.filter(({ kind }) => isWantedKind(kind, only));
		if (wanted.length === 0 || !this.#session.settings.isWanted(file)) return [];
		const files = this.#filesFor([file], migrationTarget);
		const fixes = (files.check(file)?.findings ?? []).flatMap((finding) => finding.fixes());
		files.close();
		const { version } = this.#session.documents.get(path) ?? {};
		return wanted
			.filter(({ safety }) => fixes.some((fix) => fix.safety === safety))
			.map(({ kind, safety, title }) => {
				const request: MigrateRequest = { migrate: safety, path, version };
				if (this.#session.features.resolvesCodeActionEdits) return { title, kind, data: request };
				const edit = this.#editFor(request);
				return { title, kind, ...(edit && { edit }) };
			});
	}

	/** Fills in the edit of an action of this kind; undefined for any other. */
	async resolve(action: CodeAction): Promise<CodeAction | undefined> {
		await this.#session.ready;
		const request = action.data as Partial<MigrateRequest> | undefined;
		if (request?.migrate === undefined || request.path === undefined) return undefined;
		const edit = this.#editFor({ migrate: request.migrate, path: request.path, version: request.version });
		return edit ? { ...action, edit } : action;
	}

	/** Migrates a file, a folder or everything for a person who asked, and lets the client make the change. Throws a ResponseError for nonsense. */
	async run(params: MigrationParams, requestToken: CancellationToken, requestProgress: WorkDoneProgressReporter): Promise<MigrationSummary> {
		const { connection, features, ready } = this.#session;
		const target = params.target === undefined ? migrationTarget : minorOfVersion(params.target);
		if (target === undefined) throw new ResponseError(ErrorCodes.InvalidParams, `"${params.target}" is not a Python version like "3.14".`);
		await ready;
		await this.#files.settled();
		const own =
			features.showsProgress && WorkDoneProgressReporter.isNullInstance(requestProgress) ? await connection.window.createWorkDoneProgress() : undefined;
		const progress = own ?? requestProgress;
		const isCancelled = (): boolean => requestToken.isCancellationRequested || own?.token.isCancellationRequested === true;
		progress.begin('Migrating to newer asyncio', 0, undefined, true);
		const paths = this.#pathsOf(params.uri);
		const versions = this.#versions();
		const outcome = await this.#inSlices(paths, params.safety, target, isCancelled, ({ round, done, total }) =>
			progress.report(Math.floor((100 * done) / total), `round ${round}, ${done} of ${total} files`),
		);
		progress.done();
		if (!outcome) return { files: paths.length, changes: [], left: [], applied: false, cancelled: true };
		const isPreviewed = params.safety === 'unsafe' || outcome.files.length > 1;
		const edit = migrationEdit(outcome.files, { session: this.#session, versions, isPreviewed });
		const answer = edit && features.appliesEdits ? await connection.workspace.applyEdit({ label: 'Migrate to newer asyncio', edit }) : undefined;
		return { ...this.#summaryOf(outcome, paths.length), applied: answer?.applied ?? false, ...(edit && !answer && { edit }) };
	}

	#editFor({ migrate: safety, path, version }: MigrateRequest): WorkspaceEdit | undefined {
		if (this.#session.documents.get(path)?.version !== version) return undefined;
		const paths = [this.#session.documents.filePath(path)];
		const files = this.#filesFor(paths, migrationTarget);
		try {
			const work = migrate({ files, paths, safety });
			let step = work.next();
			while (!step.done) step = work.next();
			return migrationEdit(step.value.files, { session: this.#session, versions: this.#versions(), isPreviewed: safety === 'unsafe' });
		} catch (error) {
			this.#session.logger.error(`Migrating ${path} failed: ${describeError(error)}`);
			return undefined;
		} finally {
			files.close();
		}
	}

	/** Undefined when it was cancelled on the way. */
	async #inSlices(
		paths: readonly string[],
		safety: Fix['safety'],
		target: Minor,
		isCancelled: () => boolean,
		report: (progress: FixProgress) => void,
	): Promise<MigrationOutcome | undefined> {
		const files = this.#filesFor(paths, target);
		const slices = new Slices(this.#session.host);
		try {
			const work = migrate({ files, paths, safety });
			for (;;) {
				const step = work.next();
				if (step.done) return step.value;
				if (!slices.isOver) continue;
				report(step.value);
				await slices.next();
				if (isCancelled()) return undefined;
			}
		} finally {
			files.close();
		}
	}

	#filesFor(paths: readonly string[], target: Minor): MigratedFiles {
		const { workspace, logger, parser, settings } = this.#session;
		const analyser = createAnalyser({ workspace, logger, parser, settingsFor: (path) => settingsForMigration(settings.of(path), target) });
		analyser.setProjectFiles(this.#files.paths);
		return new MigratedFiles(this.#session, analyser, paths);
	}

	#pathsOf(uri: string | undefined): readonly string[] {
		const { folders, host, settings } = this.#session;
		const path = uri === undefined ? undefined : pathOfUri(uri);
		const file = path === undefined ? undefined : this.#session.documents.filePath(path);
		// A notebook that is not open has no documents whose texts could be changed.
		if (file !== undefined && (/\.pyi?$/.test(file) || this.#session.notebooks.get(file))) return [file];
		const inside = (path === undefined ? folders.paths : [path]).flatMap((folder) => [...host.pythonFiles(folder, (one) => settings.isExcluded(one))]);
		return [...new Set(inside)].filter((one) => /\.pyi?$/.test(one) && settings.isWanted(one));
	}

	#versions(): ReadonlyMap<string, number> {
		return new Map([...this.#session.documents.all].map(({ path, version }) => [path, version]));
	}

	#summaryOf({ changes, left }: MigrationOutcome, files: number): Omit<MigrationSummary, 'applied'> {
		const { uriOf } = this.#session;
		return {
			files,
			changes: changes.map(({ path, rule, title, safety, count }) => ({ uri: uriOf(path), rule, title, safety, count })),
			left: left.map(({ finding, line, reason }) => ({ uri: uriOf(finding.path), line, rule: finding.rule.name, message: finding.message, reason })),
			cancelled: false,
		};
	}
}
