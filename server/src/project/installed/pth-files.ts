import type { TextRange } from '../../util/text.ts';
import type { FolderListings } from '../folder-listings.ts';
import { baseName, folderOf, joinPath, type Workspace } from '../workspace.ts';

/** A folder that a file adds to Python's search path, and the place that says so. Nobody has looked there yet. */
export interface AddedFolder {
	readonly folder: string;
	readonly file: string;
	readonly range: TextRange;
}

/**
 * Folders that the `.pth` files of a site folder add to Python's search path: plain lines, as older editable installs write them, and the
 * finder modules of newer ones, whose `MAPPING` leads from packages to their folders. Other code in them is not run.
 */
export function addedByPthFiles(site: string, listings: FolderListings, workspace: Workspace): readonly AddedFolder[] {
	const added: AddedFolder[] = [];
	for (const name of listings.namesIn(site).files) {
		if (!name.endsWith('.pth')) continue;
		const file = joinPath(site, name);
		for (const { 0: line, index } of (workspace.readText(file) ?? '').matchAll(/[^\r\n]+/g)) {
			const finder = /^import\s+(__editable__\w+)/.exec(line)?.[1];
			if (finder !== undefined) added.push(...mappedFolders(joinPath(site, `${finder}.py`), workspace));
			else if (line.trim() !== '' && !/^(#|import\s)/.test(line))
				added.push({ folder: absolute(line.trim(), site), file, range: { start: index, end: index + line.length } });
		}
	}
	return added;
}

/** Of `MAPPING = {'shop': '/home/a/src/shop'}` the folders that hold the packages. */
function mappedFolders(file: string, workspace: Workspace): AddedFolder[] {
	const text = workspace.readText(file) ?? '';
	const found = /^MAPPING\b[^=\n]*=\s*\{([^}]*)\}/m.exec(text);
	if (!found) return [];
	const [whole, mapping = ''] = found;
	const start = found.index + whole.length - 1 - mapping.length;
	return [...mapping.matchAll(/'([\w.]+)':\s*'([^']*)'/g)].flatMap(({ 0: entry, 1: name = '', 2: path = '', index }) => {
		const folder = path.replaceAll('\\\\', '/').replaceAll('\\', '/').replace(/\.py$/, '');
		const range = { start: start + index, end: start + index + entry.length };
		return baseName(folder) === name.split('.').at(-1) ? [{ folder: name.split('.').reduce(folderOf, folder), file, range }] : [];
	});
}

function absolute(path: string, site: string): string {
	const plain = path.replaceAll('\\', '/').replace(/(?<!\/)\/+$/, '');
	let folder = /^(\/|[A-Za-z]:)/.test(plain) ? plain : joinPath(site, plain);
	for (let before = ''; before !== folder; ) {
		before = folder;
		folder = folder.replace(/\/[^/]+\/\.\.(?=\/|$)/, '').replace(/\/\.(?=\/|$)/, '');
	}
	return folder;
}
