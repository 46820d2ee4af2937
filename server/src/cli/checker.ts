import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import process from 'node:process';
import type { Analyser, AnalyserParts, FileReport } from '../analysis/analyser.ts';
import type { KnownNames, PartialSettings } from '../analysis/settings.ts';
import { type PyprojectAnswer, pyprojectLayer, SettingsStore } from '../analysis/settings-store.ts';
import { readPythonFile, reasonOf, toCorePath } from '../disk/files-on-disk.ts';
import { walk } from '../disk/walk.ts';
import { WorkspaceOnDisk } from '../disk/workspace-on-disk.ts';
import { readNotebook } from '../notebook/json.ts';
import { replaceSources } from '../notebook/json-edit.ts';
import { cellOfPath, isNotebookPath, type NotebookCell } from '../notebook/notebook.ts';
import { type Minor, reachingTo } from '../project/python-version.ts';
import type { SettingsProblem } from '../project/settings-problem.ts';
import type { Logger } from '../util/logger.ts';
import { UsageError } from './console.ts';

export interface CheckerParts {
	/** The working directory. */
	readonly folder: string;
	readonly paths: readonly string[];
	readonly known: KnownNames;
	/** What the command line sets. */
	readonly settings: PartialSettings;
	/** A newer 3.N that the code is to run on as well. */
	readonly target?: Minor | undefined;
	/** A file that stands for every pyproject.toml. */
	readonly config: string | undefined;
	readonly logger: Logger;
	readonly createAnalyser: (parts: AnalyserParts) => Analyser;
}

/** Something that kept a file from being checked; `path` is absolute. */
export interface FileProblem {
	readonly path: string;
	readonly message: string;
}

/** Milliseconds that work on one file may take: the others are to be checked too. */
const timeLimit = (length: number): number => 10_000 + length * 0.005;

/** Checks files on disk, and texts laid over them, under the settings that hold for each. */
export class Checker {
	readonly #workspace: WorkspaceOnDisk;
	readonly #store: SettingsStore;
	readonly #analyser: Analyser;
	readonly #target: Minor | undefined;
	readonly #settingsProblems = new Map<string, SettingsProblem>();
	#lastNotebook: { readonly path: string; readonly json: string; readonly cells: readonly NotebookCell[] | undefined } | undefined;
	/** The analysis itself failed: a defect of this program. */
	hasFailed = false;

	/** Throws a UsageError when the configuration file cannot be used. */
	constructor({ folder, paths, known, settings, target, config, logger, createAnalyser }: CheckerParts) {
		const root = toCorePath(folder);
		this.#target = target;
		this.#workspace = new WorkspaceOnDisk([root, ...paths.map((path) => toCorePath(resolve(folder, path)))]);
		const layers = [{ settings, folder: root, versionSource: '--python-version' }];
		this.#store = new SettingsStore({
			workspace: this.#workspace,
			known,
			outside: () => ({ layers }),
			config: config === undefined ? undefined : readConfig(toCorePath(resolve(folder, config)), known),
		});
		this.#analyser = createAnalyser({
			timeLimit,
			workspace: this.#workspace,
			logger,
			settingsFor: (path) => this.#settingsFor(path),
			activeEnvironment: activeEnvironment(),
		});
	}

	/** What is wrong in the settings that were needed so far, each once. */
	get settingsProblems(): readonly SettingsProblem[] {
		return [...this.#settingsProblems.values()];
	}

	/** The files to check; what cannot be looked into is handed to `onProblem`. */
	find(paths: readonly string[], onProblem: (problem: FileProblem) => void): string[] {
		const found: string[] = [];
		for (const walked of walk(paths, { isExcluded: (path) => this.#store.excludes(path) })) {
			if (walked.kind === 'error') onProblem(walked);
			else found.push(walked.path);
		}
		this.#analyser.setProjectFiles(found);
		return found;
	}

	/** What is found in a file, or why it cannot be checked. */
	check(path: string): FileReport | FileProblem {
		try {
			const report = this.#analyser.check(path);
			this.#note(this.#analyser.environmentProblems(path));
			if (report) return report;
		} catch (error) {
			this.hasFailed = true;
			return { path, message: `internal error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}` };
		}
		return { path, message: this.#whyNot(path) };
	}

	#whyNot(path: string): string {
		const text = this.textOf(path);
		const read = text === undefined ? readPythonFile(path) : isNotebookPath(path) ? readNotebook(text, path) : undefined;
		if (!read || !('error' in read)) return 'cannot be read';
		return text === undefined ? read.error : `cannot be read: ${read.error}`;
	}

	/** From now on a file has this text; undefined: what the disk says, read anew. */
	setText(path: string, text: string | undefined): void {
		this.#workspace.layOver(path, text);
		// An open document would be kept with all that is known of it, for an edit that never comes.
		this.#analyser.invalidate(path);
	}

	/** Reads a file once more and holds on to that text, so that what is analysed is what the caller saw, whoever writes meanwhile; see `letGo`. */
	hold(path: string): string | undefined {
		const text = this.textOf(path);
		this.#workspace.layOver(path, text);
		return text;
	}

	/** Takes back `hold` for a file whose text was not set. */
	letGo(path: string): void {
		this.#workspace.layOver(path, undefined);
	}

	/** Text of a file; of a notebook, its JSON. */
	textOf(path: string): string | undefined {
		return this.#workspace.readText(path);
	}

	/** Text of a file, or of a cell of a notebook. */
	documentText(path: string): string | undefined {
		const cell = cellOfPath(path);
		if (!cell) return this.textOf(path);
		return this.#cellsOf(cell.notebook)?.find(({ index }) => index === cell.index)?.text;
	}

	/** Those of the notebook that was last asked for are kept: questions about one come together. */
	#cellsOf(path: string): readonly NotebookCell[] | undefined {
		const json = this.textOf(path) ?? '';
		if (this.#lastNotebook?.path !== path || this.#lastNotebook.json !== json) {
			const read = readNotebook(json, path);
			this.#lastNotebook = { path, json, cells: 'notebook' in read ? read.notebook.cells : undefined };
		}
		return this.#lastNotebook.cells;
	}

	/** From now on these files and cells have these texts. Gives the files that changed. */
	setDocuments(texts: ReadonlyMap<string, string>): readonly string[] {
		const files = new Map<string, string>();
		const cells = new Map<string, Map<number, string>>();
		for (const [path, text] of texts) {
			const cell = cellOfPath(path);
			if (cell) cells.set(cell.notebook, (cells.get(cell.notebook) ?? new Map()).set(cell.index, text));
			else files.set(path, text);
		}
		for (const [path, changed] of cells) {
			const json = replaceSources(this.textOf(path) ?? '', changed);
			if (json !== undefined) files.set(path, json);
		}
		for (const [path, text] of files) this.setText(path, text);
		return [...files.keys()];
	}

	#note(problems: readonly SettingsProblem[]): void {
		for (const problem of problems) this.#settingsProblems.set(`${problem.path}:${problem.range?.start}:${problem.message}`, problem);
	}

	#settingsFor(path: string): ReturnType<SettingsStore['settingsFor']> {
		const answer = this.#store.settingsFor(path);
		this.#note(answer.problems);
		return { ...answer, python: reachingTo(answer.python, this.#target) };
	}
}

/** The virtual or conda environment of the shell. */
function activeEnvironment(): string | undefined {
	const folder = process.env.VIRTUAL_ENV || process.env.CONDA_PREFIX;
	return folder ? toCorePath(resolve(folder)) : undefined;
}

function readConfig(path: string, known: KnownNames): PyprojectAnswer {
	let text: string;
	try {
		text = readFileSync(path, 'utf8');
	} catch (error) {
		throw new UsageError(`--config: ${path} cannot be read: ${reasonOf(error)}`);
	}
	const answer = pyprojectLayer(text, path, known);
	const fatal = answer.problems.find((problem) => problem.fatal);
	if (fatal) throw new UsageError(`--config: ${path} ${fatal.message}`);
	return answer;
}
