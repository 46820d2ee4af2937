import { type Workspace, withFiles } from '../project/workspace.ts';
import { filesOnDisk } from './files-on-disk.ts';

/** A workspace of files, with texts laid over them that are not on disk (yet). */
export class WorkspaceOnDisk implements Workspace {
	readonly roots: readonly string[];
	readonly #laidOver = new Map<string, string>();

	constructor(roots: readonly string[]) {
		this.roots = roots;
	}

	/** From now on `path` has this text, whatever the disk says; `undefined` gives the disk its say again. */
	layOver(path: string, text: string | undefined): void {
		if (text === undefined) this.#laidOver.delete(path);
		else this.#laidOver.set(path, text);
	}

	readText(path: string): string | undefined {
		return this.#laidOver.get(path) ?? filesOnDisk.readText(path);
	}

	listFolder(path: string): ReturnType<Workspace['listFolder']> {
		return withFiles(filesOnDisk.listFolder(path), path, this.#laidOver.keys());
	}

	hasFile(path: string): boolean {
		return this.#laidOver.has(path) || filesOnDisk.hasFile(path);
	}
}
