/** The folders open in the editor; they come and go. */
export class WorkspaceFolders {
	#paths: readonly string[];

	constructor(paths: readonly string[]) {
		this.#paths = paths;
	}

	get paths(): readonly string[] {
		return this.#paths;
	}

	change(added: readonly string[], removed: readonly string[]): void {
		this.#paths = [...this.#paths.filter((path) => !removed.includes(path) && !added.includes(path)), ...added];
	}

	/** The innermost folder that holds a path. */
	holding(path: string): string | undefined {
		let innermost: string | undefined;
		for (const folder of this.#paths) {
			const isInside = path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
			if (isInside && folder.length > (innermost?.length ?? -1)) innermost = folder;
		}
		return innermost;
	}
}
