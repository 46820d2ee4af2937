import { folderOf, foldersUpwards, joinPath, type Workspace } from './workspace.ts';

/** Where a file says which functions a serverless platform calls, and what its entries are relative to. */
const configurations: readonly { readonly files: readonly string[]; readonly handler: RegExp; readonly folder?: RegExp }[] = [
	{ files: ['serverless.yml', 'serverless.yaml'], handler: /^[ \t]*handler:\s*["']?([\w./-]+)\.(\w+)/gm },
	{ files: ['template.yaml', 'template.yml'], handler: /^[ \t]*Handler:\s*["']?([\w./-]+)\.(\w+)/gm, folder: /^[ \t]*CodeUri:\s*["']?([\w./-]+)/gm },
];

/** Vercel serves each file of this folder by the class in it that has one of the names; other files where its configuration lists them. */
const vercel = { file: 'vercel.json', folder: 'api', classes: ['handler', 'Handler'] };

/** Names of the files that configure serverless platforms. */
export const serverlessFiles: readonly string[] = [...configurations.flatMap(({ files }) => files), vercel.file];

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

	/** Whether the platform calls a function of a file, or makes an object of a class for each request, as far as the project's configuration tells. */
	isHandler(path: string, name: string): boolean {
		const { roots } = this.#workspace;
		for (const folder of foldersUpwards(folderOf(path))) {
			const named = this.#folders.get(folder) ?? this.#namedIn(folder);
			this.#folders.set(folder, named);
			if (named.has(`${path}\n${name}`)) return true;
			const isServed = path.startsWith(`${joinPath(folder, vercel.folder)}/`) && vercel.classes.includes(name);
			if (isServed && this.#workspace.hasFile(joinPath(folder, vercel.file))) return true;
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
		for (const place of filesOfVercel(this.#workspace.readText(joinPath(folder, vercel.file))))
			for (const name of vercel.classes) named.add(`${joinPath(folder, place)}\n${name}`);
		return named;
	}
}

/** The Python files that the configuration builds or sets up; none where it cannot be read. */
function filesOfVercel(text: string | undefined): readonly string[] {
	const found = text === undefined ? undefined : parsed(text);
	if (!isObject(found)) return [];
	const sources = Array.isArray(found.builds) ? found.builds.flatMap((build) => (isObject(build) && typeof build.src === 'string' ? [build.src] : [])) : [];
	const functions = isObject(found.functions) ? Object.keys(found.functions) : [];
	return [...sources, ...functions].filter((place) => place.endsWith('.py'));
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null;
}
