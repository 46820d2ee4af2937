import { readNotebook } from '../notebook/json.ts';
import { isNotebookPath } from '../notebook/notebook.ts';
import { declaresPythonVersion, PythonVersions } from '../project/python-version.ts';
import type { SettingsProblem } from '../project/settings-problem.ts';
import { baseName, folderOf, foldersUpwards, joinPath, type Workspace } from '../project/workspace.ts';
import type { SettingsForFile } from './analyser.ts';
import { isExcluded } from './excluded-paths.ts';
import { parsePyproject } from './pyproject.ts';
import { type KnownNames, mergeSettings, type Settings, type SettingsLayer } from './settings.ts';

/** Settings from outside the project's files that hold for one file, the strongest first. */
export interface OutsideSettings {
	readonly layers: readonly SettingsLayer[];
	readonly problems?: readonly SettingsProblem[];
	/** Of the interpreter chosen in the editor, "3.N". */
	readonly interpreterVersion?: string | undefined;
}

export interface SettingsStoreParts {
	readonly workspace: Pick<Workspace, 'readText'>;
	readonly known: KnownNames;
	readonly outside: (path: string) => OutsideSettings;
	/** Stands for every pyproject.toml as far as settings go (`--config`). */
	readonly config?: PyprojectAnswer | undefined;
}

/** What a pyproject.toml says; `layer` is undefined where none has a section for this program. */
export interface PyprojectAnswer {
	readonly layer: SettingsLayer | undefined;
	readonly problems: readonly SettingsProblem[];
}

/** Reads a pyproject.toml's text as a layer of settings. */
export function pyprojectLayer(text: string, path: string, known: KnownNames): PyprojectAnswer {
	const { settings, problems } = parsePyproject(text, path, known);
	const layer = settings && { settings, folder: folderOf(path), versionSource: `python-version in ${baseName(path)}` };
	return { layer, problems };
}

/** Puts together the settings and the Python version of each file; what files say is kept until `invalidate`. */
export class SettingsStore {
	readonly #parts: SettingsStoreParts;
	readonly #versions: PythonVersions;
	readonly #pyprojects = new Map<string, PyprojectAnswer>();
	readonly #notebookVersions = new Map<string, string | undefined>();
	#merged = new Map<string, { readonly layers: readonly SettingsLayer[]; readonly settings: Settings }>();

	constructor(parts: SettingsStoreParts) {
		this.#parts = parts;
		this.#versions = new PythonVersions(parts.workspace);
	}

	/** Has no `this` of its own, so that it can be handed on. */
	readonly settingsFor = (path: string): SettingsForFile => {
		const outside = this.#parts.outside(path);
		const pyproject = this.#pyprojectOf(path);
		const layers = layersOf(outside, pyproject);
		const deciding = layers.find((layer) => layer.settings.pythonVersion !== undefined);
		const { python, problems } = this.#versions.versionOf({
			path,
			setting: deciding && { version: deciding.settings.pythonVersion as string, source: deciding.versionSource },
			notebookVersion: this.#notebookVersion(path),
			interpreterVersion: outside.interpreterVersion,
		});
		return { settings: this.#merge(folderOf(path), layers), problems: [...(outside.problems ?? []), ...pyproject.problems, ...problems], python };
	};

	/** Whether the `exclude` setting leaves a path out; a folder ends in `/`. Spares reading the file, which its Python version would need. */
	excludes(path: string): boolean {
		const plain = path.replace(/\/$/, '');
		return isExcluded(path, this.#merge(folderOf(plain), layersOf(this.#parts.outside(plain), this.#pyprojectOf(plain))));
	}

	/** Whether a change of this file can change the settings of other files. */
	static reads(path: string): boolean {
		return declaresPythonVersion(path);
	}

	/** Forgets what a changed, new or deleted file said; without a path, everything. */
	invalidate(path?: string): void {
		this.#versions.invalidate(path);
		if (path === undefined) this.#notebookVersions.clear();
		else this.#notebookVersions.delete(path);
		if (path === undefined) this.#pyprojects.clear();
		else this.#pyprojects.delete(folderOf(path));
		this.#merged = new Map();
	}

	/** Of the kernel that ran a notebook last, "3.N", as its file says. */
	#notebookVersion(path: string): string | undefined {
		if (!isNotebookPath(path)) return undefined;
		if (!this.#notebookVersions.has(path)) {
			const read = readNotebook(this.#parts.workspace.readText(path) ?? '', path);
			this.#notebookVersions.set(path, 'notebook' in read ? read.notebook.pythonVersion : undefined);
		}
		return this.#notebookVersions.get(path);
	}

	#pyprojectOf(path: string): PyprojectAnswer {
		return this.#parts.config ?? this.#nearestPyproject(folderOf(path));
	}

	/** The same object for the same layers: what hangs on it (compiled patterns) is made once per folder. */
	#merge(folder: string, layers: readonly SettingsLayer[]): Settings {
		const kept = this.#merged.get(folder);
		if (
			kept &&
			kept.layers.length === layers.length &&
			kept.layers.every((layer, index) => layer.settings === layers[index]?.settings && layer.folder === layers[index]?.folder)
		)
			return kept.settings;
		const settings = mergeSettings(layers);
		this.#merged.set(folder, { layers, settings });
		return settings;
	}

	/** The nearest one that speaks of this program; a broken one may have meant to, so the search ends there too. */
	#nearestPyproject(folder: string): PyprojectAnswer {
		for (const candidate of foldersUpwards(folder)) {
			let answer = this.#pyprojects.get(candidate);
			if (!answer) {
				const path = joinPath(candidate, 'pyproject.toml');
				const text = this.#parts.workspace.readText(path);
				answer = text === undefined ? { layer: undefined, problems: [] } : pyprojectLayer(text, path, this.#parts.known);
				this.#pyprojects.set(candidate, answer);
			}
			if (answer.layer || answer.problems.length > 0) return answer;
		}
		return { layer: undefined, problems: [] };
	}
}

function layersOf(outside: OutsideSettings, pyproject: PyprojectAnswer): readonly SettingsLayer[] {
	return pyproject.layer ? [...outside.layers, pyproject.layer] : outside.layers;
}
