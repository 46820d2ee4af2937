import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import process from 'node:process';
import type { Analyser, AnalyserParts, FileReport } from '../analysis/analyser.ts';
import type { KnownNames, PartialSettings } from '../analysis/settings.ts';
import { type PyprojectAnswer, pyprojectLayer, SettingsStore } from '../analysis/settings-store.ts';
import { readPythonFile, reasonOf, toCorePath } from '../disk/files-on-disk.ts';
import { walk } from '../disk/walk.ts';
import { WorkspaceOnDisk } from '../disk/workspace-on-disk.ts';
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

/** Checks files on disk, and texts laid over them, under the settings that hold for each. */
export class Checker {
	readonly #workspace: WorkspaceOnDisk;
	readonly #store: SettingsStore;
	readonly #analyser: Analyser;
	readonly #target: Minor | undefined;
	readonly #settingsProblems = new Map<string, SettingsProblem>();
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
			else if (!walked.path.endsWith('.ipynb')) found.push(walked.path);
			else if (walked.isNamed) onProblem({ path: walked.path, message: 'notebooks are not supported yet' });
		}
		this.#analyser.setProjectFiles(found);
		return found;
	}

	/** What is found in a file, or why it cannot be checked. */
	check(path: string): FileReport | FileProblem {
		try {
			const report = this.#analyser.check(path);
			if (report) return report;
		} catch (error) {
			this.hasFailed = true;
			return { path, message: `internal error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}` };
		}
		const read = readPythonFile(path);
		return { path, message: 'error' in read ? read.error : 'cannot be read' };
	}

	/** From now on a file has this text; undefined: what the disk says, read anew. */
	setText(path: string, text: string | undefined): void {
		this.#workspace.layOver(path, text);
		if (text === undefined) this.#analyser.close(path);
		else this.#analyser.change(path, text);
	}

	textOf(path: string): string | undefined {
		return this.#workspace.readText(path);
	}

	#settingsFor(path: string): ReturnType<SettingsStore['settingsFor']> {
		const answer = this.#store.settingsFor(path);
		for (const problem of answer.problems) this.#settingsProblems.set(`${problem.path}:${problem.range?.start}:${problem.message}`, problem);
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
