import { folderOf, foldersUpwards, joinPath, type Workspace } from './workspace.ts';

/** Where a project says it runs: on Windows too, on Linux and its like only, or nothing is said. */
export type DeclaredPlatforms = 'windows-too' | 'posix-only' | 'undeclared';

const packagingFiles = ['pyproject.toml', 'setup.cfg', 'setup.py', 'requirements.txt', 'Pipfile'];

/** Files by which a project is run on Linux. */
const deploymentFile = /^(Dockerfile|Containerfile|docker-compose\.ya?ml|compose\.ya?ml|Procfile|.*\.service)$/;

/** Reads on which systems a project means to run: classifiers, conditions of its dependencies, machines of its continuous integration. */
export class Platforms {
	readonly #workspace: Workspace;
	readonly #folders = new Map<string, DeclaredPlatforms>();

	constructor(workspace: Workspace) {
		this.#workspace = workspace;
	}

	/** Files came, went or changed. */
	forget(): void {
		this.#folders.clear();
	}

	/** What the nearest folder that says something says. */
	of(path: string): DeclaredPlatforms {
		const { roots } = this.#workspace;
		for (const folder of foldersUpwards(folderOf(path))) {
			const said = this.#folders.get(folder) ?? this.#saidIn(folder);
			this.#folders.set(folder, said);
			if (said !== 'undeclared') return said;
			if (roots.includes(folder)) break;
		}
		return 'undeclared';
	}

	#saidIn(folder: string): DeclaredPlatforms {
		const texts = packagingFiles.map((name) => this.#workspace.readText(joinPath(folder, name)) ?? '');
		const workflows = joinPath(folder, '.github/workflows');
		const automation = (this.#workspace.listFolder(workflows) ?? [])
			.filter(({ name }) => /\.ya?ml$/.test(name))
			.map(({ name }) => this.#workspace.readText(joinPath(workflows, name)) ?? '');
		const systems = texts.flatMap((text) => [...text.matchAll(/Operating System :: ([^"'\r\n]+)/g)].map((found) => found[1] ?? ''));
		const namesWindows = systems.some((system) => /Microsoft|OS Independent/.test(system));
		const hasCondition = texts.some((text) => /\b(sys_platform|platform_system|os_name)\s*[!=]=\s*\\?["'](win32|Windows|nt)\b/.test(text));
		if (namesWindows || hasCondition || automation.some((text) => /\bwindows-(latest|20\d\d|\d\d)\b/.test(text))) return 'windows-too';
		if (systems.some((system) => /^(POSIX|Unix|MacOS)/.test(system))) return 'posix-only';
		return (this.#workspace.listFolder(folder) ?? []).some(({ name }) => deploymentFile.test(name)) ? 'posix-only' : 'undeclared';
	}
}
