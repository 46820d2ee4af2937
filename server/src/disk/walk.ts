import { existsSync, statSync } from 'node:fs';
import { joinPath } from '../project/workspace.ts';
import { reasonOf, toCorePath } from './files-on-disk.ts';
import { GitIgnore } from './git-ignore.ts';
import { entriesOf, onDisk, realPath } from './names.ts';

/** A file to check, or a path that could not be looked into. */
export type Walked =
	| { readonly kind: 'file'; readonly path: string /** Named by the user, so no pattern leaves it out. */; readonly isNamed: boolean }
	| { readonly kind: 'error'; readonly path: string; readonly message: string };

export interface WalkOptions {
	/** Paths to leave out beside what git ignores; folders come with a `/` at the end. */
	readonly isExcluded?: (path: string) => boolean;
}

/** Folders that never hold the user's own code. */
const skippedFolders = new Set([
	...['.git', '.hg', '.svn', '.jj', '__pycache__', 'node_modules', 'site-packages', '__pypackages__', '.ipynb_checkpoints'],
	...['.venv', '.tox', '.nox', '.eggs', '.direnv', '.pyenv', '.mypy_cache', '.pytest_cache', '.ruff_cache', '.hypothesis', '.cache'],
]);

/**
 * The Python files and notebooks below folders, in the order of their names, each real file once;
 * what links lead to comes last. Files named in `paths` always come. Paths are absolute, with `/`.
 */
export function* walk(paths: readonly string[], options: WalkOptions = {}): Generator<Walked> {
	const walker = new Walker(options);
	for (const path of paths) yield* walker.named(path);
	yield* walker.linked();
}

/** Tells which files really lie in what was named: a link in a folder may lead out of it, and nobody asked for changes there. */
export function staysInside(named: readonly string[]): (path: string) => boolean {
	const real = (path: string): string => toCorePath(realPath(path));
	const roots = named.flatMap((path) => {
		try {
			return [real(path)];
		} catch {
			return [];
		}
	});
	return (path) => {
		try {
			const target = real(path);
			return roots.some((root) => target === root || target.startsWith(root.endsWith('/') ? root : `${root}/`));
		} catch {
			return false;
		}
	};
}

class Walker {
	readonly #isExcluded: (path: string) => boolean;
	/** Real paths; what is reached twice, by links or because it was named twice, is checked once. */
	readonly #visited = new Set<string>();
	readonly #links: { readonly path: string; readonly git: GitIgnore }[] = [];

	constructor({ isExcluded = () => false }: WalkOptions) {
		this.#isExcluded = isExcluded;
	}

	*named(path: string): Generator<Walked> {
		try {
			if (statSync(onDisk(path)).isDirectory()) yield* this.#folder(path, GitIgnore.forFolder(path));
			else if (this.#isFirstVisit(path)) yield { kind: 'file', path, isNamed: true };
		} catch (error) {
			yield { kind: 'error', path, message: `cannot be read: ${reasonOf(error)}` };
		}
	}

	/** Links wait until all else is done, so that a file goes by its own name and not by a link's. */
	*linked(): Generator<Walked> {
		for (let link = this.#links.shift(); link; link = this.#links.shift()) {
			try {
				if (statSync(onDisk(link.path)).isDirectory()) yield* this.#folderUnlessSkipped(link.path, link.git);
				else yield* this.#file(link.path, link.git);
			} catch (error) {
				// A dangling link matters only where a module should be.
				if (isPythonName(link.path)) yield { kind: 'error', path: link.path, message: `cannot be read: ${reasonOf(error)}` };
			}
		}
	}

	*#folder(folder: string, git: GitIgnore): Generator<Walked> {
		let entries: ReturnType<typeof entriesOf>;
		try {
			if (!this.#isFirstVisit(folder)) return;
			entries = entriesOf(folder);
		} catch (error) {
			yield { kind: 'error', path: folder, message: `cannot be read: ${reasonOf(error)}` };
			return;
		}
		for (const entry of [...entries].sort((a, b) => (a.name < b.name ? -1 : 1))) {
			const path = joinPath(folder, entry.name);
			if (entry.isSymbolicLink()) this.#links.push({ path, git });
			else if (entry.isDirectory()) yield* this.#folderUnlessSkipped(path, git);
			else if (entry.isFile()) yield* this.#file(path, git);
		}
	}

	*#folderUnlessSkipped(path: string, git: GitIgnore): Generator<Walked> {
		const name = path.slice(path.lastIndexOf('/') + 1);
		if (skippedFolders.has(name) || git.ignores(path, 'folder') || this.#isExcluded(`${path}/`) || isVirtualEnvironment(path)) return;
		yield* this.#folder(path, git.inside(path));
	}

	*#file(path: string, git: GitIgnore): Generator<Walked> {
		if (!isPythonName(path) || git.ignores(path, 'file') || this.#isExcluded(path) || !this.#isFirstVisit(path)) return;
		yield { kind: 'file', path, isNamed: false };
	}

	#isFirstVisit(path: string): boolean {
		const real = realPath(path);
		if (this.#visited.has(real)) return false;
		this.#visited.add(real);
		return true;
	}
}

/** Names that begin with `.#` are the locks an editor lays beside a file. */
function isPythonName(path: string): boolean {
	return /\.(?:py|pyi|ipynb)$/.test(path) && !path.includes('/.#');
}

function isVirtualEnvironment(folder: string): boolean {
	return existsSync(onDisk(joinPath(folder, 'pyvenv.cfg'))) || existsSync(onDisk(joinPath(folder, 'conda-meta')));
}
