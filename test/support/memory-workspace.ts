import { type FolderEntry, folderOf, type Workspace } from '../../server/src/project/workspace.ts';

/** A workspace that is nothing but a map from absolute paths to texts; it follows changes of the map. */
export function memoryWorkspace(files: ReadonlyMap<string, string>, roots: readonly string[] = ['/fixture']): Workspace {
	return {
		roots,
		readText: (path) => files.get(path),
		hasFile: (path) => files.has(path),
		listFolder: (path) => entriesOf(path, files),
	};
}

function entriesOf(folder: string, files: ReadonlyMap<string, string>): readonly FolderEntry[] | undefined {
	const prefix = folder.endsWith('/') ? folder : `${folder}/`;
	const entries = new Map<string, FolderEntry>();
	for (const path of files.keys()) {
		if (!path.startsWith(prefix)) continue;
		const [name = ''] = path.slice(prefix.length).split('/');
		entries.set(name, { name, kind: folderOf(path) === folderOf(prefix + name) ? 'file' : 'folder' });
	}
	return entries.size > 0 ? [...entries.values()] : undefined;
}
