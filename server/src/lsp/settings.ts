import type { SettingsForFile } from '../analysis/analyser.ts';
import { type EditorSettings, validateEditorSettings } from '../analysis/editor-settings.ts';
import { isExcluded } from '../analysis/excluded-paths.ts';
import type { KnownNames, SettingsProblem } from '../analysis/settings.ts';
import { type OutsideSettings, SettingsStore } from '../analysis/settings-store.ts';
import { isInstalled } from '../project/installed/python-environments.ts';
import type { Workspace } from '../project/workspace.ts';
import type { Configuration, RawSettings } from './configuration.ts';
import type { WorkspaceFolders } from './workspace-folders.ts';

export interface SessionSettingsParts {
	readonly workspace: Workspace;
	readonly configuration: Configuration;
	readonly folders: WorkspaceFolders;
	readonly known: KnownNames;
	/** Told of what is wrong whenever settings are read, so also of what was told before. */
	readonly onProblems: (problems: readonly SettingsProblem[]) => void;
}

/** Settings of each file: the editor's for its workspace folder over those of the project's files. */
export class SessionSettings {
	/** Of the interpreter chosen in the editor, "3.N". */
	interpreterVersion: string | undefined;
	readonly #parts: SessionSettingsParts;
	readonly #store: SettingsStore;
	/** Validated once for each answer of the client. */
	readonly #editor = new WeakMap<RawSettings, EditorSettings>();

	constructor(parts: SessionSettingsParts) {
		this.#parts = parts;
		this.#store = new SettingsStore({ workspace: parts.workspace, known: parts.known, outside: (path) => this.#outside(path) });
	}

	/** Has no `this` of its own, so that it can be handed on. */
	readonly of = (path: string): SettingsForFile => {
		const answer = this.#store.settingsFor(path);
		if (answer.problems.length > 0) this.#parts.onProblems(answer.problems);
		return answer;
	};

	/** Whether the file is to be judged at all: what others wrote and somebody looks into is not. */
	isWanted(path: string): boolean {
		return this.of(path).settings.enable && !this.isExcluded(path) && !isInstalled(path.slice(this.#parts.folders.holding(path)?.length));
	}

	/** Folders come with a `/` at the end. */
	isExcluded(path: string): boolean {
		return isExcluded(path, this.of(path).settings);
	}

	/** Forgets what a changed file said; without a path, what all files said. */
	invalidate(path?: string): void {
		this.#store.invalidate(path);
	}

	#outside(path: string): OutsideSettings {
		const { configuration, folders, known } = this.#parts;
		const folder = folders.holding(path);
		const raw = configuration.of(folder);
		let editor = this.#editor.get(raw);
		if (!editor) {
			editor = validateEditorSettings(raw, known);
			this.#editor.set(raw, editor);
		}
		return {
			layers: [{ settings: editor.settings, folder: folder ?? '', versionSource: 'setting asyncioDoctor.pythonVersion' }],
			problems: editor.problems,
			interpreterVersion: this.interpreterVersion,
		};
	}
}
