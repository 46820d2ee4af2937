import { FolderListings } from '../folder-listings.ts';
import type { SettingsProblem } from '../settings-problem.ts';
import { folderOf, foldersUpwards, isInside, joinPath, leadsAway, type Workspace } from '../workspace.ts';
import { type AddedFolder, addedByPthFiles } from './pth-files.ts';

/** Where a project keeps its virtual environment, by habit of the tools that make them. */
const environmentNames = ['.venv', 'venv', 'env', '.conda'];

/** Folders that Python looks through for installed packages, in its order. */
export interface SearchPath {
	/** Outside the workspace, or packed away in an environment: read for what their names mean, never judged. */
	readonly installed: readonly string[];
	/** Inside the workspace: added by an editable install, so the project's own. */
	readonly own: readonly string[];
	/** Entries of the environment that lead where nobody may look. */
	readonly problems: readonly SettingsProblem[];
}

const nothing: SearchPath = { installed: [], own: [], problems: [] };

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
			if (this.#isEnvironment(environment)) return this.#environment(environment, environment === this.#active);
		}
		if (above !== folder && above !== '') return this.of(above);
		return this.#active === undefined ? nothing : this.#environment(this.#active, true);
	}

	#isEnvironment(folder: string): boolean {
		return this.#listings.hasFolder(folder) && (this.#listings.hasFile(`${folder}/pyvenv.cfg`) || this.#listings.hasFolder(`${folder}/conda-meta`));
	}

	/** Of the folder itself, or the one whose `bin` or `Scripts` holds the interpreter, or the one that holds it (conda on Windows). */
	#chosen(interpreter: string): SearchPath | undefined {
		const candidates = [...foldersUpwards(interpreter)].slice(0, 3);
		const environment = candidates.find((candidate) => this.#siteFolders(candidate).length > 0);
		return environment === undefined ? undefined : this.#environment(environment, true);
	}

	#environment(environment: string, isChosen: boolean): SearchPath {
		let found = this.#byEnvironment.get(environment);
		if (!found) {
			found = this.#read(environment, isChosen);
			this.#byEnvironment.set(environment, found);
		}
		return found;
	}

	/**
	 * What a person chose leads wherever it says; what merely lies beside the code comes with it, perhaps from a stranger, and leads into the
	 * workspace and the installation of its interpreter only. Neither leads to another computer.
	 */
	#read(environment: string, isChosen: boolean): SearchPath {
		const sites = this.#siteFolders(environment);
		const home = this.#homeOf(environment);
		const places = home === undefined ? [] : [home];
		if (home && !leadsAway(home.folder, environment) && (isChosen || this.#holdsInterpreter(home.folder)))
			sites.push(...this.#siteFolders(folderOf(home.folder)));
		const added = sites.flatMap((site) => addedByPthFiles(site, this.#listings, this.#workspace));
		places.push(...added);
		const { roots } = this.#workspace;
		const mayFollow = ({ folder }: AddedFolder) => !leadsAway(folder, environment) && (isChosen || [...roots, ...sites].some((one) => isInside(folder, one)));
		const folders = new Set(added.filter(mayFollow).map(({ folder }) => folder));
		const followed = [...folders].filter((folder) => !sites.includes(folder) && this.#workspace.listFolder(folder) !== undefined);
		const isOwn = (path: string) => roots.some((root) => isInside(path, root)) && !isInside(path, environment);
		return {
			installed: [...sites, ...followed.filter((path) => !isOwn(path))],
			own: followed.filter(isOwn),
			problems: places.filter(({ folder }) => leadsAway(folder, environment)).map(awayProblem),
		};
	}

	/** The folder of the interpreter from which a virtual environment was made, where its packages are visible in it. */
	#homeOf(environment: string): AddedFolder | undefined {
		const file = joinPath(environment, 'pyvenv.cfg');
		const lines = [...(this.#workspace.readText(file) ?? '').matchAll(/[^\r\n]+/g)].map(({ 0: line, index }) => {
			const [key = '', ...value] = line.split('=');
			return { key: key.trim().toLowerCase(), value: value.join('=').trim(), range: { start: index, end: index + line.length } };
		});
		const isVisible = lines.some(({ key, value }) => key === 'include-system-site-packages' && value.toLowerCase() === 'true');
		const home = isVisible ? lines.find(({ key, value }) => key === 'home' && value !== '') : undefined;
		return home && { folder: home.value.replaceAll('\\', '/'), file, range: home.range };
	}

	#holdsInterpreter(folder: string): boolean {
		return [...this.#listings.namesIn(folder).files].some((name) => /^(python|pypy)(3(\.\d+)?)?(\.exe)?$/i.test(name));
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

function awayProblem({ folder, file, range }: AddedFolder): SettingsProblem {
	const message = `"${folder}" is on another computer and is not looked at; packages there count as not installed until they are in a local folder`;
	return { path: file, range, message, fatal: false };
}
