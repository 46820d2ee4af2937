/**
 * What the core may know of the outside world. Paths are absolute with `/` on every system
 * (`/home/a/b.py`, `C:/a/b.py`); a document that has no path on disk (untitled) goes by its URI.
 * Implementations never throw: what cannot be read is `undefined`.
 */
export interface Workspace {
	/** The folders the user opened or named; innermost wins. */
	readonly roots: readonly string[];
	/** Text of a file: the editor's unsaved text where it is open, else the decoded file. */
	readText(path: string): string | undefined;
	/** Names in a folder, without order; documents that exist in the editor alone are files too. Undefined when there is no such folder. */
	listFolder(path: string): readonly FolderEntry[] | undefined;
	/** Whether a file (not a folder) is there. */
	hasFile(path: string): boolean;
}

export interface FolderEntry {
	readonly name: string;
	readonly kind: 'file' | 'folder';
}

/** The folder a path lies in; '' for a path without one. */
export function folderOf(path: string): string {
	const slash = path.lastIndexOf('/');
	return slash <= 0 ? (slash === 0 ? '/' : '') : path.slice(0, slash);
}

export function joinPath(folder: string, name: string): string {
	return folder.endsWith('/') ? folder + name : `${folder}/${name}`;
}

export function baseName(path: string): string {
	return path.slice(path.lastIndexOf('/') + 1);
}

/** Whether a path is a folder, or lies in it. */
export function isInside(path: string, folder: string): boolean {
	return path === folder || path.startsWith(joinPath(folder, ''));
}

/**
 * Whether a path leads to another computer than `from`, or past ordinary names (`\\server\share`, `//?/C:/`). On Windows a mere look
 * at such a path logs in there, so none is followed that stands in somebody's file.
 */
export function leadsAway(path: string, from: string): boolean {
	const computer = /^[\\/]{2}[^\\/]*/.exec(path)?.[0].replaceAll('\\', '/');
	return computer !== undefined && !`${from}/`.startsWith(`${computer}/`);
}

/** The folder itself, then each one above it up to the root. */
export function* foldersUpwards(folder: string): Generator<string> {
	for (let current = folder; current !== ''; ) {
		yield current;
		const above = folderOf(current);
		if (above === current) return;
		current = above;
	}
}

/** The folder itself, then each one above it up to the innermost root around it; alone where it lies in none. */
export function foldersUpToRoot(folder: string, roots: readonly string[]): readonly string[] {
	if (!roots.some((root) => folder === root || folder.startsWith(root.endsWith('/') ? root : `${root}/`))) return [folder];
	const chain = [...foldersUpwards(folder)];
	return chain.slice(0, chain.findIndex((one) => roots.includes(one)) + 1);
}

/** A folder's entries with files laid over it that are not on disk, and with the folders that lead to such files. */
export function withFiles(entries: readonly FolderEntry[] | undefined, folder: string, paths: Iterable<string>): readonly FolderEntry[] | undefined {
	const known = new Set(entries?.map((entry) => entry.name));
	const added: FolderEntry[] = [];
	const prefix = joinPath(folder, '');
	for (const path of paths) {
		const [name = '', ...below] = path.startsWith(prefix) ? path.slice(prefix.length).split('/') : [];
		if (name === '' || known.has(name)) continue;
		known.add(name);
		added.push({ name, kind: below.length > 0 ? 'folder' : 'file' });
	}
	return added.length > 0 ? [...(entries ?? []), ...added] : entries;
}
