/**
 * What the server and its VS Code client say to each other beyond LSP. Plain data and names:
 * both sides, and any other editor's plugin, can use it without importing anything else.
 */

/** The settings' section in the editor, and the source of each diagnostic's settings. */
export const configurationSection = 'asyncioDoctor';

export const productName = 'Asyncio Doctor';

/** The documents the server looks at, cells of notebooks too; virtual file systems go by their own schemes. */
export const pythonDocuments = ['file', 'untitled', 'vscode-notebook-cell', 'vscode-vfs', 'vscode-remote', 'vscode-test-web'].map((scheme) => ({
	scheme,
	language: 'python',
}));

/** Commands the server runs itself (`workspace/executeCommand`). */
export const serverCommands = {
	/** Checks every Python file of the workspace, publishes what it finds and answers with a `WorkspaceSummary`. */
	checkWorkspace: 'asyncioDoctor.server.checkWorkspace',
	/** Brings files to what newer Python versions have: takes `MigrationParams`, sends the edit to the client, answers with a `MigrationSummary`. */
	migrate: 'asyncioDoctor.server.migrate',
} as const;

/**
 * Commands that code actions refer to and only a client can run. The server offers those
 * that the client names in `ClientOptions.commands`.
 */
export const clientCommands = {
	/** Arguments: rule name. */
	showRuleDocumentation: 'asyncioDoctor.showRuleDocumentation',
	/** Arguments: rule name, URI of the document it was reported in. */
	disableRuleInSettings: 'asyncioDoctor.disableRuleInSettings',
} as const;

/** `initializationOptions`; each part may be missing. */
export interface ClientOptions {
	/** Names from `clientCommands` that this client runs. */
	readonly commands?: readonly string[];
	/** For clients that cannot be asked for their configuration: the settings, as under `asyncioDoctor`. */
	readonly settings?: unknown;
	/** Version of the interpreter chosen in the editor, "3.N". */
	readonly interpreterVersion?: string;
	/** URI of that interpreter, or of the folder of its environment. */
	readonly interpreterUri?: string;
	/** URIs of documents that the server is not to look at, because an earlier one hung at them. */
	readonly leftOut?: readonly string[];
	/** For a server without a file system: the contents of the parser's WASM files. */
	readonly wasm?: { readonly runtime: Uint8Array; readonly language: Uint8Array };
}

/** `capabilities.experimental` of the server. */
export interface ServerProcess {
	/** Of the system, where the server is a process of its own: who started it may have to end it. */
	readonly processId?: number;
}

/** A request that is answered at once by a server that still answers. */
export const aliveMethod = 'asyncioDoctor/alive';

export interface WorkspaceSummary {
	readonly files: number;
	readonly findings: number;
	readonly cancelled: boolean;
}

/** What to migrate, and how. */
export interface MigrationParams {
	/** A file or a folder; every workspace folder when left out. */
	readonly uri?: string;
	/** `unsafe`: also changes that may change what the program does. */
	readonly safety: 'safe' | 'unsafe';
	/** The newest version the code is to run on, "3.N"; the newest that is known when left out. What the project declares as its lowest stays its lowest. */
	readonly target?: string;
}

/** What a migration changed, and what it leaves to a person. */
export interface MigrationSummary {
	/** Files looked at. */
	readonly files: number;
	readonly changes: readonly MigrationChange[];
	readonly left: readonly MigrationTask[];
	/** Whether the client made the changes. */
	readonly applied: boolean;
	/** The edit, for a client that does not let the server send it. */
	readonly edit?: unknown;
	readonly cancelled: boolean;
}

/** One kind of change in one file. */
export interface MigrationChange {
	readonly uri: string;
	readonly rule: string;
	readonly title: string;
	readonly safety: 'safe' | 'unsafe';
	readonly count: number;
}

/** A place that needs a person, in the file as it is after the changes. */
export interface MigrationTask {
	readonly uri: string;
	/** 0-based. */
	readonly line: number;
	readonly rule: string;
	readonly message: string;
	readonly reason: string;
}

/** Notification to the client: the server began to work on something that takes time, or is done. */
export const statusMethod = 'asyncioDoctor/status';

export interface ServerStatus {
	readonly state: 'ready' | 'analysing';
	/** Rules that exist. */
	readonly ruleCount: number;
}

/** Request to the server: what a document is judged by. */
export const documentStatusMethod = 'asyncioDoctor/documentStatus';

export interface DocumentStatusParams {
	readonly textDocument: { readonly uri: string };
}

export interface DocumentStatus {
	readonly enabled: boolean;
	/** Rules that are on for this document. */
	readonly ruleCount: number;
	/** "Python 3.10–3.14". */
	readonly python: string;
	/** Where that was declared: "requires-python in pyproject.toml", "default". */
	readonly pythonSource: string;
}

/** Notification to the server: another interpreter is chosen in the editor, or none is known any more. */
export const interpreterMethod = 'asyncioDoctor/interpreter';

export interface InterpreterParams {
	/** "3.N" */
	readonly version: string | null;
	/** Of the interpreter, or of the folder of its environment; its packages are those that code imports. Left out: as before. */
	readonly uri?: string | null;
}

/** Request to the server: what a traceback, warning or log says about asyncio. */
export const explainMethod = 'asyncioDoctor/explain';

export interface ExplainParams {
	readonly text: string;
}

/** The errors of the text, the most telling first; none when it says nothing about asyncio. */
export interface ExplainResult {
	readonly explanations: readonly ExplainedError[];
}

/** One error of a text: what happened, why, where to look, what helps. `cause` and `advice` hold code between backticks. */
export interface ExplainedError {
	/** Stable id of the error. */
	readonly error: string;
	readonly message: string;
	readonly title: string;
	readonly cause: string;
	readonly advice: readonly string[];
	/** Names of rules about this mistake, the likeliest first. */
	readonly rules: readonly string[];
	/** The place a person should look at; `path` as the text writes it, `line` 1-based. Null when the text holds none. */
	readonly frame: { readonly path: string; readonly line: number; readonly function: string | null; readonly code?: string } | null;
	/** That place, where it is a file of the workspace. */
	readonly location: WorkspacePlace | null;
	/** What analysis finds there, or at the call that led there. */
	readonly findings: readonly ExplainedFinding[];
}

/** Positions are 0-based, as in LSP. */
export interface WorkspacePlace {
	readonly uri: string;
	readonly range: { readonly start: PlacePosition; readonly end: PlacePosition };
}

interface PlacePosition {
	readonly line: number;
	readonly character: number;
}

export interface ExplainedFinding extends WorkspacePlace {
	readonly rule: string;
	readonly message: string;
	/** Titles of the quick fixes that the server offers there, the preferred one first. */
	readonly fixes: readonly string[];
	/** The chain of calls that proves it. */
	readonly related: readonly (WorkspacePlace & { readonly message: string })[];
}
