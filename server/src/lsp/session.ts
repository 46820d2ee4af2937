import type { Connection } from 'vscode-languageserver';
import type { Analyser, FileReport } from '../analysis/analyser.ts';
import type { Workspace } from '../project/workspace.ts';
import type { Parser } from '../syntax/parser.ts';
import type { Logger } from '../util/logger.ts';
import type { ClientFeatures } from './client-features.ts';
import { type Configuration, type ServerSettings, serverSettingsOf } from './configuration.ts';
import { uriOfPath } from './convert.ts';
import type { Documents } from './documents.ts';
import type { ServerHost } from './host.ts';
import type { Notebooks } from './notebooks.ts';
import type { SessionSettings } from './settings.ts';
import type { SettingsProblems } from './settings-problems.ts';
import { Slices } from './slices.ts';
import type { WorkspaceFolders } from './workspace-folders.ts';
import { OtherTools } from './yielding.ts';

/** Milliseconds that work on one document may take: a person waits, and other documents do. */
export const timeLimit = (length: number): number => 3000 + length * 0.003;

export interface SessionParts {
	readonly connection: Connection;
	readonly host: ServerHost;
	readonly features: ClientFeatures;
	readonly logger: Logger;
	readonly configuration: Configuration;
	readonly documents: Documents;
	readonly notebooks: Notebooks;
	readonly folders: WorkspaceFolders;
	readonly workspace: Workspace;
	readonly settings: SessionSettings;
	readonly problems: SettingsProblems;
	readonly parser: Parser;
	readonly analyser: Analyser;
	/** Documents that are not looked at, by path. */
	readonly leftOut: ReadonlySet<string>;
}

/** What the parts of the server share for as long as one client is connected. */
export interface Session extends SessionParts {
	/** Resolves when the client's settings are known; nothing may be judged before. */
	readonly ready: Promise<void>;
	/** Result ids of what the client was last given for open documents, by path. */
	readonly shown: Map<string, string>;
	/** What other tools of the workspace report. */
	readonly otherTools: OtherTools;
	/** Settles `ready`. */
	markReady(): void;
	/** Called when the time for a document was up: what is left of it may be gone on with. */
	onCutOff: () => void;
	/**
	 * Does the work that `check` needs for an open document in slices, between which other messages are answered, until `isStale`: then
	 * nobody wants it any more. Within a time limit: what is left then is for `check`.
	 */
	prepare(path: string, isStale: () => boolean): Promise<void>;
	/** Findings of a file; undefined when it has no text. Never throws: what goes wrong is logged, and there are no findings. */
	check(path: string): FileReport | undefined;
	/** Settings of the workspace folder that a path lies in. */
	serverSettings(path: string): ServerSettings;
	/** As the client spells it where the document is open. */
	uriOf(path: string): string;
}

export function createSession(parts: SessionParts): Session {
	const { analyser, configuration, documents, folders, leftOut, logger, problems, settings } = parts;
	/** The texts in whose analysis the time was up, by path: each is gone on with once. */
	const cutOff = new Map<string, string>();
	let markReady = (): void => undefined;
	const ready = new Promise<void>((resolve) => {
		markReady = resolve;
	});
	const session: Session = {
		...parts,
		ready,
		shown: new Map(),
		otherTools: new OtherTools(parts.workspace, (path) => configuration.analysisOf(folders.holding(path))),
		markReady: () => markReady(),
		onCutOff: () => undefined,
		check(path) {
			if (leftOut.has(documents.filePath(path))) return undefined;
			try {
				const report = analyser.check(path);
				problems.note(analyser.environmentProblems(path));
				if (report?.isCutOff && cutOff.get(path) !== report.text) {
					cutOff.set(path, report.text);
					logger.warn(`Checking ${path} took too long: some of it was left out.`);
					session.onCutOff();
				} else if (!report?.isCutOff) cutOff.delete(path);
				return report && !settings.isWanted(documents.filePath(path)) ? { ...report, findings: [], hints: [] } : report;
			} catch (error) {
				logger.error(`Analysing ${path} failed: ${describeError(error)}`);
				return undefined;
			}
		},
		async prepare(path, isStale) {
			if (leftOut.has(documents.filePath(path))) return;
			const slices = new Slices(parts.host);
			const end = Date.now() + timeLimit(documents.get(path)?.text.length ?? 0);
			try {
				while (!isStale() && Date.now() < end && !analyser.judgeSome(path, () => slices.isOver)) await slices.next();
			} catch (error) {
				logger.error(`Analysing ${path} failed: ${describeError(error)}`);
			}
		},
		serverSettings: (path) => serverSettingsOf(configuration.of(folders.holding(documents.filePath(path)))),
		uriOf: (path) => documents.get(path)?.uri ?? uriOfPath(path),
	};
	return session;
}

/** With the stack, which is what a bug report needs. */
export function describeError(error: unknown): string {
	return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
