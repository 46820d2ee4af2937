import { assumedFloorMinor, newestFinalMinor, newestMinor } from '../knowledge/python-releases.ts';
import { type Declaration, declarationFiles, rangeOfDeclaration, readScriptBlock } from './python-declarations.ts';
import { clampMinor, minorOfPin } from './python-specifiers.ts';
import type { SettingsProblem } from './settings-problem.ts';
import { baseName, folderOf, foldersUpwards, joinPath, type Workspace } from './workspace.ts';

/** Minor version of Python 3: 8 for 3.8. */
export type Minor = number;

/** The Python versions a file must run on, and where that was declared. */
export interface PythonRange {
	/** Lowest 3.N. */
	readonly floor: Minor;
	/** Highest 3.N; an open range ends at the newest final release in knowledge/. */
	readonly ceiling: Minor;
	/** Shown to the user: "requires-python in pyproject.toml", "setting asyncioDoctor.pythonVersion", "default". */
	readonly source: string;
	/** Nothing was declared: version-dependent findings are at most warnings. */
	readonly isAssumed: boolean;
}

/** What is known about a file beside the project's own files. All versions are "3.N" or longer. */
export interface VersionQuestion {
	readonly path: string;
	readonly setting?: { readonly version: string; readonly source: string } | undefined;
	/** From a notebook's `language_info`. */
	readonly notebookVersion?: string | undefined;
	/** Of the interpreter chosen in the editor. */
	readonly interpreterVersion?: string | undefined;
}

export interface VersionAnswer {
	readonly python: PythonRange;
	/** Declarations that were passed over because they make no sense. */
	readonly problems: readonly SettingsProblem[];
}

/** Where nothing is declared anywhere. */
export const assumedPython: PythonRange = { floor: assumedFloorMinor, ceiling: newestFinalMinor, source: 'default', isAssumed: true };

/** The same range, carried on to a newer version that the code is to run on too. */
export function reachingTo(python: PythonRange, target: Minor | undefined): PythonRange {
	return target === undefined || target <= python.ceiling ? python : { ...python, ceiling: clampMinor(target) };
}

/** Whether a change of this file can change the Python version of the files below it. */
export function declaresPythonVersion(path: string): boolean {
	return declarationFiles.some((file) => file.name === baseName(path));
}

interface FolderAnswer {
	readonly python: PythonRange | undefined;
	readonly problems: readonly SettingsProblem[];
}

/** Answers which Python a file must run on; what the folders declare is kept until `invalidate`. */
export class PythonVersions {
	readonly #workspace: Pick<Workspace, 'readText'>;
	readonly #folders = new Map<string, FolderAnswer>();

	constructor(workspace: Pick<Workspace, 'readText'>) {
		this.#workspace = workspace;
	}

	/** Asks in the order of strength: setting, the script itself, the nearest folder that declares a version, notebook, interpreter. */
	versionOf(question: VersionQuestion): VersionAnswer {
		const { path, setting, notebookVersion, interpreterVersion } = question;
		if (setting) {
			const python = exactly(setting.version, setting.source);
			if (python) return { python, problems: [] };
		}
		const script = this.#scriptAnswer(path);
		if (script.python) return { python: script.python, problems: [] };
		const declared = this.#declaredAbove(folderOf(path));
		const python =
			declared.python ??
			exactly(notebookVersion, "the notebook's kernel") ??
			exactly(interpreterVersion, 'the interpreter chosen in the editor') ??
			assumedPython;
		return { python, problems: [...script.problems, ...declared.problems] };
	}

	/** Forgets what the folder of a changed file declared; without a path, everything. */
	invalidate(path?: string): void {
		if (path === undefined) this.#folders.clear();
		else this.#folders.delete(folderOf(path));
	}

	#scriptAnswer(path: string): FolderAnswer {
		const text = path.endsWith('.py') ? this.#workspace.readText(path) : undefined;
		const block = text === undefined ? undefined : readScriptBlock(text);
		return judge(block ? [block] : [], path);
	}

	#declaredAbove(folder: string): FolderAnswer {
		const problems: SettingsProblem[] = [];
		for (const candidate of foldersUpwards(folder)) {
			let answer = this.#folders.get(candidate);
			if (!answer) {
				answer = this.#askFolder(candidate);
				this.#folders.set(candidate, answer);
			}
			problems.push(...answer.problems);
			if (answer.python) return { python: answer.python, problems };
		}
		return { python: undefined, problems };
	}

	#askFolder(folder: string): FolderAnswer {
		const problems: SettingsProblem[] = [];
		for (const { name, read } of declarationFiles) {
			const path = joinPath(folder, name);
			const text = this.#workspace.readText(path);
			if (text === undefined) continue;
			const answer = judge(read(text), path);
			problems.push(...answer.problems);
			if (answer.python) return { python: answer.python, problems };
		}
		return { python: undefined, problems };
	}
}

/** The first declaration that makes sense. */
function judge(declarations: readonly Declaration[], path: string): FolderAnswer {
	const problems: SettingsProblem[] = [];
	for (const declaration of declarations) {
		const range = rangeOfDeclaration(declaration);
		if (range === 'anything') continue;
		if (range) return { python: { ...range, source: declaration.source, isAssumed: false }, problems };
		const message = `"${shortened(declaration.values.join(' '))}" (${declaration.source}) names no known version of Python 3 and is passed over`;
		problems.push({ path, range: declaration.range, message, fatal: false });
	}
	return { python: undefined, problems };
}

function exactly(version: string | undefined, source: string): PythonRange | undefined {
	const minor = version === undefined ? undefined : minorOfPin(version);
	if (minor === undefined || minor > newestMinor) return undefined;
	const judged = clampMinor(minor);
	return { floor: judged, ceiling: judged, source: judged === minor ? source : `${source} (3.${minor}, judged as 3.${judged})`, isAssumed: false };
}

/** Of what nobody wrote by hand, the beginning tells enough. */
function shortened(text: string): string {
	return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}
