import { satisfies, validRange } from '@renovatebot/pep440';
import { toPep440 } from './python-specifiers.ts';
import { joinPath, type Workspace } from './workspace.ts';

/** Those of the known releases (and of the versions the specifiers name) that all specifiers allow; without specifiers, all. */
export function allowedReleases(known: readonly string[], specifiers: readonly string[]): readonly string[] {
	const ranges = specifiers.map(toPep440).filter((range) => range !== '' && validRange(range));
	const pinned = ranges.flatMap((range) => /^===?\s*([\w.]+)$/.exec(range)?.[1] ?? []);
	const candidates = [...known, ...pinned.filter((version) => !known.includes(version))];
	return candidates.filter((version) => ranges.every((range) => satisfies(version, range)));
}

const tomlLocks = ['uv.lock', 'poetry.lock', 'pdm.lock'];
const pipenvLock = 'Pipfile.lock';
const environments = ['.venv', 'venv'];

/** Whether a file or folder of that name may hold the exact versions in use. */
export function holdsExactVersions(name: string): boolean {
	return [...tomlLocks, pipenvLock, ...environments].includes(name);
}

/** The version of a distribution (named as PEP 503 spells it) that a lock file or a virtual environment in one of the folders holds. */
export function exactVersionOf(distribution: string, folders: readonly string[], workspace: Workspace): string | undefined {
	for (const folder of folders) {
		const found = installedIn(distribution, folder, workspace) ?? lockedIn(distribution, folder, workspace);
		if (found !== undefined) return found;
	}
	return undefined;
}

function lockedIn(distribution: string, folder: string, workspace: Workspace): string | undefined {
	for (const name of tomlLocks) {
		const text = workspace.readText(joinPath(folder, name));
		const found = text && new RegExp(`^name = "${distribution}"\\r?\\nversion = "([^"]+)"`, 'm').exec(text)?.[1];
		if (found) return found;
	}
	const pipfile = workspace.readText(joinPath(folder, pipenvLock));
	return pipfile && versionInPipfile(distribution, pipfile);
}

/** Goes from entry to entry: an expression would look through the rest of the text from each of them. */
function versionInPipfile(distribution: string, text: string): string | undefined {
	const beginning = `"${distribution}": {`;
	for (let start = text.indexOf(beginning); start >= 0; ) {
		const end = text.indexOf('}', start);
		const found = /"version": "==([^"]+)"/.exec(text.slice(start, end < 0 ? undefined : end))?.[1];
		if (found !== undefined || end < 0) return found;
		start = text.indexOf(beginning, end);
	}
	return undefined;
}

function installedIn(distribution: string, folder: string, workspace: Workspace): string | undefined {
	const file = new RegExp(`^${distribution.replaceAll('-', '[-_.]')}-(\\d[^-]*)\\.dist-info$`, 'i');
	for (const environment of environments) {
		const library = joinPath(folder, `${environment}/lib`);
		for (const python of workspace.listFolder(library) ?? []) {
			const names = workspace.listFolder(joinPath(library, `${python.name}/site-packages`)) ?? [];
			const found = names.map((entry) => file.exec(entry.name)?.[1]).find((version) => version !== undefined);
			if (found !== undefined) return found;
		}
	}
	return undefined;
}
