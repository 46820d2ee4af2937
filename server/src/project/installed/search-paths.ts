import { FolderListings } from '../folder-listings.ts';
import { folderOf, foldersUpwards, joinPath, type Workspace } from '../workspace.ts';
import { addedByPthFiles } from './pth-files.ts';

/** Where a project keeps its virtual environment, by habit of the tools that make them. */
const environmentNames = ['.venv', 'venv', 'env', '.conda'];

/** Folders that Python looks through for installed packages, in its order. */
export interface SearchPath {
	/** Outside the workspace, or packed away in an environment: read for what their names mean, never judged. */
	readonly installed: readonly string[];
	/** Inside the workspace: added by an editable install, so the project's own. */
	readonly own: readonly string[];
}

const nothing: SearchPath = { installed: [], own: [] };

/** Finds the virtual environment that belongs to code, and the folders that its interpreter would search. */
export class SearchPaths {
	readonly #workspace: Workspace;
	readonly #listings: FolderListings;
	readonly #active: string | undefined;
	#interpreter: string | undefined;
	readonly #byFolder = new Map<string, SearchPath>();
	readonly #byEnvironment = new Map<string, SearchPath>();

	/** `active`: folder of the environment for code that has none beside it. */
	constructor(workspace: Workspace, active: string | undefined) {
		this.#workspace = workspace;
		this.#active = active;
		this.#listings = new FolderListings(workspace);
	}

	/** An interpreter (`/home/a/.venv/bin/python`) or the folder of an environment, chosen by the user: it beats what lies beside the code. */
	set interpreter(path: string | undefined) {
		this.#interpreter = path;
		this.forget();
	}

	/** Files came, went or moved. */
	forget(): void {
		this.#listings.forget();
		this.#byFolder.clear();
		this.#byEnvironment.clear();
	}

	/** For code in a folder. */
	of(folder: string): SearchPath {
		let found = this.#byFolder.get(folder);
		if (!found) {
			found = this.#search(folder);
			this.#byFolder.set(folder, found);
		}
		return found;
	}

	#search(folder: string): SearchPath {
		const chosen = this.#interpreter === undefined ? undefined : this.#chosen(this.#interpreter);
		if (chosen) return chosen;
		const above = folderOf(folder);
		for (const name of environmentNames) {
			const environment = joinPath(folder, name);
			if (this.#isEnvironment(environment)) return this.#environment(environment);
		}
		if (above !== folder && above !== '') return this.of(above);
		return this.#active === undefined ? nothing : this.#environment(this.#active);
	}

	#isEnvironment(folder: string): boolean {
		return this.#listings.hasFolder(folder) && (this.#listings.hasFile(`${folder}/pyvenv.cfg`) || this.#listings.hasFolder(`${folder}/conda-meta`));
	}

	/** Of the folder itself, or the one whose `bin` or `Scripts` holds the interpreter, or the one that holds it (conda on Windows). */
	#chosen(interpreter: string): SearchPath | undefined {
		const candidates = [...foldersUpwards(interpreter)].slice(0, 3);
		const environment = candidates.find((candidate) => this.#siteFolders(candidate).length > 0);
		return environment === undefined ? undefined : this.#environment(environment);
	}

	#environment(environment: string): SearchPath {
		let found = this.#byEnvironment.get(environment);
		if (!found) {
			found = this.#read(environment);
			this.#byEnvironment.set(environment, found);
		}
		return found;
	}

	#read(environment: string): SearchPath {
		const sites = this.#siteFolders(environment);
		const settings = this.#workspace.readText(joinPath(environment, 'pyvenv.cfg')) ?? '';
		if (/^include-system-site-packages\s*=\s*true\s*$/im.test(settings)) {
			const home = /^home\s*=\s*(.+?)\s*$/im.exec(settings)?.[1];
			if (home !== undefined) sites.push(...this.#siteFolders(folderOf(home.replaceAll('\\', '/'))));
		}
		const added = sites.flatMap((site) => addedByPthFiles(site, this.#listings, this.#workspace));
		const isOwn = (path: string) => this.#workspace.roots.some((root) => path === root || path.startsWith(`${root}/`)) && !path.startsWith(`${environment}/`);
		return { installed: [...sites, ...added.filter((path) => !isOwn(path))], own: added.filter(isOwn) };
	}

	/** Folders of an environment or installation that hold packages. */
	#siteFolders(environment: string): string[] {
		const libraries = ['lib', 'lib64', 'local/lib'].map((name) => `${environment}/${name}`);
		const found = libraries.flatMap((library) =>
			[...this.#listings.namesIn(library).folders]
				.filter((name) => /^(python|pypy)3(\.\d+)?$/.test(name))
				.sort((a, b) => b.localeCompare(a, 'en', { numeric: true }))
				.flatMap((name) => [`${library}/${name}/site-packages`, `${library}/${name}/dist-packages`]),
		);
		return [...found, `${environment}/Lib/site-packages`].filter((path) => this.#listings.hasFolder(path));
	}
}
