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
import type { WorkspaceFolders } from './workspace-folders.ts';
import { OtherTools } from './yielding.ts';

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
	/** Findings of a file; undefined when it has no text. Never throws: what goes wrong is logged, and there are no findings. */
	check(path: string): FileReport | undefined;
	/** Settings of the workspace folder that a path lies in. */
	serverSettings(path: string): ServerSettings;
	/** As the client spells it where the document is open. */
	uriOf(path: string): string;
}

export function createSession(parts: SessionParts): Session {
	const { analyser, configuration, documents, folders, logger, problems, settings } = parts;
	let markReady = (): void => undefined;
	const ready = new Promise<void>((resolve) => {
		markReady = resolve;
	});
	return {
		...parts,
		ready,
		shown: new Map(),
		otherTools: new OtherTools(parts.workspace, (path) => configuration.analysisOf(folders.holding(path))),
		markReady: () => markReady(),
		check(path) {
			try {
				const report = analyser.check(path);
				problems.note(analyser.environmentProblems(path));
				return report && !settings.isWanted(documents.filePath(path)) ? { ...report, findings: [], hints: [] } : report;
			} catch (error) {
				logger.error(`Analysing ${path} failed: ${describeError(error)}`);
				return undefined;
			}
		},
		serverSettings: (path) => serverSettingsOf(configuration.of(folders.holding(documents.filePath(path)))),
		uriOf: (path) => documents.get(path)?.uri ?? uriOfPath(path),
	};
}

/** With the stack, which is what a bug report needs. */
export function describeError(error: unknown): string {
	return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
