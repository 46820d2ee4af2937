import type { FolderListings } from '../folder-listings.ts';
import { baseName, folderOf, joinPath, type Workspace } from '../workspace.ts';

/**
 * Folders that the `.pth` files of a site folder add to Python's search path: plain lines, as older editable installs write them, and the
 * finder modules of newer ones, whose `MAPPING` leads from packages to their folders. Other code in them is not run.
 */
export function addedByPthFiles(site: string, listings: FolderListings, workspace: Workspace): string[] {
	const added: string[] = [];
	for (const name of listings.namesIn(site).files) {
		if (!name.endsWith('.pth')) continue;
		for (const line of (workspace.readText(joinPath(site, name)) ?? '').split(/\r?\n/)) {
			const finder = /^import\s+(__editable__\w+)/.exec(line)?.[1];
			if (finder !== undefined) added.push(...mappedFolders(workspace.readText(joinPath(site, `${finder}.py`)) ?? ''));
			else if (line.trim() !== '' && !/^(#|import\s)/.test(line)) added.push(absolute(line.trim(), site));
		}
	}
	return [...new Set(added)].filter((path) => path !== site && workspace.listFolder(path) !== undefined);
}

/** Of `MAPPING = {'shop': '/home/a/src/shop'}` the folders that hold the packages. */
function mappedFolders(finder: string): string[] {
	const mapping = /^MAPPING\b[^=\n]*=\s*\{([^}]*)\}/m.exec(finder)?.[1] ?? '';
	return [...mapping.matchAll(/'([\w.]+)':\s*'([^']*)'/g)].flatMap(([, name = '', path = '']) => {
		const folder = path.replaceAll('\\\\', '/').replaceAll('\\', '/').replace(/\.py$/, '');
		return baseName(folder) === name.split('.').at(-1) ? [name.split('.').reduce(folderOf, folder)] : [];
	});
}

function absolute(path: string, site: string): string {
	const plain = path.replaceAll('\\', '/').replace(/\/+$/, '');
	let folder = /^(\/|[A-Za-z]:)/.test(plain) ? plain : joinPath(site, plain);
	for (let before = ''; before !== folder; ) {
		before = folder;
		folder = folder.replace(/\/[^/]+\/\.\.(?=\/|$)/, '').replace(/\/\.(?=\/|$)/, '');
	}
	return folder;
}
