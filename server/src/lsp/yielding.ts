import { pyrightReports } from '../analysis/pyright-settings.ts';
import { type RuffSettings, ruffSettingsFor } from '../analysis/ruff-settings.ts';
import { baseName, folderOf, type Workspace } from '../project/workspace.ts';
import type { Finding } from '../rule-kit/finding.ts';

/** Files that say what other tools report. */
export const otherToolFiles: readonly string[] = ['ruff.toml', '.ruff.toml', 'pyrightconfig.json'];

/** Knows which findings another tool of the workspace reports at the same place; what its files say is kept until `invalidate`. */
export class OtherTools {
	readonly #workspace: Pick<Workspace, 'readText'>;
	readonly #editorSettings: (path: string) => Readonly<Record<string, unknown>>;
	readonly #ruff = new Map<string, RuffSettings | undefined>();
	readonly #pyright = new Map<string, boolean>();

	/** `editorSettings`: the section `python.analysis` for a path. */
	constructor(workspace: Pick<Workspace, 'readText'>, editorSettings: (path: string) => Readonly<Record<string, unknown>>) {
		this.#workspace = workspace;
		this.#editorSettings = editorSettings;
	}

	static reads(path: string): boolean {
		return otherToolFiles.includes(baseName(path));
	}

	/** Files or settings have changed. */
	invalidate(): void {
		this.#ruff.clear();
		this.#pyright.clear();
	}

	/** Whether the squiggle can be left to another tool. */
	report({ path, otherCodes }: Finding): boolean {
		return otherCodes().some(({ tool, code }) => (tool === 'ruff' ? this.#ruffFor(path)?.reports(code, path) : this.#pyrightReports(code, path)));
	}

	#ruffFor(path: string): RuffSettings | undefined {
		const folder = folderOf(path);
		if (!this.#ruff.has(folder)) this.#ruff.set(folder, ruffSettingsFor(path, this.#workspace));
		return this.#ruff.get(folder);
	}

	#pyrightReports(code: string, path: string): boolean {
		const key = `${folderOf(path)}\n${code}`;
		let known = this.#pyright.get(key);
		if (known === undefined) {
			known = pyrightReports(code, path, this.#editorSettings(path), this.#workspace);
			this.#pyright.set(key, known);
		}
		return known;
	}
}
