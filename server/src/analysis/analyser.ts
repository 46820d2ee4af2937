import type { Finding } from '../rule-kit/finding.ts';
import type { PythonRange } from '../project/python-version.ts';
import type { Workspace } from '../project/workspace.ts';
import type { LineIndex, TextEdit } from '../util/text.ts';
import type { Logger } from '../util/logger.ts';
import type { Settings, SettingsProblem } from './settings.ts';

/** All that is known of one file after analysis. */
export interface FileReport {
	readonly path: string;
	readonly text: string;
	readonly lines: LineIndex;
	/** In the order of the text; filtered by settings and ignore comments. */
	readonly findings: readonly Finding[];
	/** Ignore comments that silence nothing, as hints. */
	readonly python: PythonRange;
}

export interface SettingsForFile {
	readonly settings: Settings;
	readonly problems: readonly SettingsProblem[];
	readonly python: PythonRange;
}

export interface AnalyserParts {
	readonly workspace: Workspace;
	readonly logger: Logger;
	/** Settings and Python version for a file, merged from all their sources; see settings.ts. */
	readonly settingsFor: (path: string) => SettingsForFile;
}

/** The core's front door: keeps one model per document and answers with findings. Synchronous; ask between files whether to go on. */
export interface Analyser {
	/** Findings of a file as the workspace gives it (or as last set by `change`); undefined when it has no text. */
	check(path: string): FileReport | undefined;
	/** The text of an open document; with `edits` (in order, each against the result of the one before) the parse is incremental. */
	change(path: string, text: string, edits?: readonly TextEdit[]): void;
	/** The document is no longer open: its kept tree is freed, the next `check` reads the workspace again. */
	close(path: string): void;
	/** The file was changed, made or deleted outside the editor. */
	invalidate(path: string): void;
	/** Settings may have changed: everything is judged again. */
	settingsChanged(): void;
	/** Markdown for what stands at an offset: an asyncio function, a function's name (where it runs). Findings' own hover is not in it. */
	hover(path: string, offset: number): { readonly range: { readonly start: number; readonly end: number }; readonly markdown: string } | undefined;
}
