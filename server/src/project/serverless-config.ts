import { folderOf, foldersUpwards, joinPath, type Workspace } from './workspace.ts';

/** Where a file says which functions a serverless platform calls, and what its entries are relative to. */
const configurations: readonly { readonly files: readonly string[]; readonly handler: RegExp; readonly folder?: RegExp }[] = [
	{ files: ['serverless.yml', 'serverless.yaml'], handler: /^\s*handler:\s*["']?([\w./-]+)\.(\w+)/gm },
	{ files: ['template.yaml', 'template.yml'], handler: /^\s*Handler:\s*["']?([\w./-]+)\.(\w+)/gm, folder: /^\s*CodeUri:\s*["']?([\w./-]+)/gm },
];

/** Reads which functions the configuration of a serverless project names as its handlers. */
export class ServerlessConfigs {
	readonly #workspace: Workspace;
	/** Handlers by the folder whose configuration names them: `path of the file\nfunction`. */
	readonly #folders = new Map<string, ReadonlySet<string>>();

	constructor(workspace: Workspace) {
		this.#workspace = workspace;
	}

	/** Files came, went or changed. */
	forget(): void {
		this.#folders.clear();
	}

	/** Whether the platform calls a function of a file, as far as the project's configuration tells. */
	isHandler(path: string, name: string): boolean {
		const { roots } = this.#workspace;
		for (const folder of foldersUpwards(folderOf(path))) {
			const named = this.#folders.get(folder) ?? this.#namedIn(folder);
			this.#folders.set(folder, named);
			if (named.has(`${path}\n${name}`)) return true;
			if (roots.includes(folder)) break;
		}
		return false;
	}

	#namedIn(folder: string): ReadonlySet<string> {
		const named = new Set<string>();
		for (const { files, handler, folder: places } of configurations) {
			for (const text of files.map((file) => this.#workspace.readText(joinPath(folder, file)) ?? '')) {
				const bases = ['', ...(places ? [...text.matchAll(places)].map((found) => `${(found[1] ?? '').replace(/^\.\/|\/$/g, '')}/`) : [])];
				for (const [, module = '', name = ''] of text.matchAll(handler))
					for (const base of bases) named.add(`${joinPath(folder, `${base}${module.replace(/^\.\//, '').replaceAll('.', '/')}.py`)}\n${name}`);
			}
		}
		return named;
	}
}
