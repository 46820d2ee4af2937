import { baseName, folderOf, type Workspace } from './workspace.ts';

interface Names {
	readonly files: ReadonlySet<string>;
	readonly folders: ReadonlySet<string>;
}

/** Of a folder that is not there. */
const nothing: Names = { files: new Set(), folders: new Set() };

/** What folders hold, each listed once: imports are looked for in many folders that do not hold them. */
export class FolderListings {
	readonly #workspace: Pick<Workspace, 'listFolder'>;
	readonly #listed = new Map<string, Names>();

	constructor(workspace: Pick<Workspace, 'listFolder'>) {
		this.#workspace = workspace;
	}

	/** Files came, went or moved. */
	forget(): void {
		this.#listed.clear();
	}

	hasFile(path: string): boolean {
		return this.#namesIn(folderOf(path)).files.has(baseName(path));
	}

	hasFolder(path: string): boolean {
		return this.#namesIn(folderOf(path)).folders.has(baseName(path));
	}

	/** Names of the files and folders in a folder; none when there is no such folder. */
	namesIn(folder: string): { readonly files: Iterable<string>; readonly folders: Iterable<string> } {
		return this.#namesIn(folder);
	}

	#namesIn(folder: string): Names {
		let names = this.#listed.get(folder);
		if (!names) {
			const entries = this.#workspace.listFolder(folder);
			const named = (kind: 'file' | 'folder') => new Set(entries?.filter((entry) => entry.kind === kind).map((entry) => entry.name));
			names = entries ? { files: named('file'), folders: named('folder') } : nothing;
			this.#listed.set(folder, names);
		}
		return names;
	}
}
