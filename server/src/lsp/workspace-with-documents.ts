import { type Workspace, withFiles } from '../project/workspace.ts';
import type { Documents } from './documents.ts';
import type { ServerHost } from './host.ts';
import type { WorkspaceFolders } from './workspace-folders.ts';

/** The files on disk with the editor's unsaved texts laid over them. */
export function workspaceWithDocuments(files: ServerHost['files'], documents: Documents, folders: WorkspaceFolders): Workspace {
	return {
		get roots() {
			return folders.paths;
		},
		readText: (path) => documents.get(path)?.text ?? files.readText(path),
		listFolder: (path) =>
			withFiles(
				files.listFolder(path),
				path,
				[...documents.all].map((document) => document.path),
			),
		hasFile: (path) => documents.get(path) !== undefined || files.hasFile(path),
	};
}
