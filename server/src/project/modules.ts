import { detached } from '../util/text.ts';
import { isRecording, QuestionsByPath } from '../util/tracking.ts';
import { FolderListings } from './folder-listings.ts';
import { folderOf, foldersUpwards, joinPath, type Workspace } from './workspace.ts';

/** The file an import leads to, and what is left of the dotted path behind it. */
export interface ResolvedModule {
	readonly path: string;
	readonly attributes: readonly string[];
}

/** What a dotted path leads to, with the modules that were looked for on the way: the answer was drawn from those. */
interface Resolution {
	readonly answer: ResolvedModule | undefined;
	readonly asked: readonly { readonly module: string; readonly path: string | undefined }[];
}

/** Top-level modules that are never taken from the project: a folder `queue/` beside the code is no standard library. */
const standardLibrary: ReadonlySet<string> = new Set(
	'abc argparse ast asyncio atexit base64 builtins collections concurrent contextlib contextvars copy csv ctypes dataclasses datetime decimal enum fcntl functools getpass glob hashlib http importlib inspect io itertools json logging math multiprocessing os pathlib pickle queue random re select selectors shutil signal smtplib socket sqlite3 ssl string struct subprocess sys tempfile textwrap threading time traceback types typing unittest urllib uuid warnings weakref xml zipfile'.split(
		' ',
	),
);

/** Whether a top-level module is Python's own. */
export function isStandardLibrary(module: string): boolean {
	return standardLibrary.has(module);
}

/** No module lies deeper; a dotted name without end would be looked for at every length. */
const PARTS_LIMIT = 40;

/** Finds the project's files behind imports, as Python's own path would: beside the script, in the package, at the roots and in `src`. */
export class ModuleFinder {
	readonly #workspace: Workspace;
	/** By folder, then by module. */
	readonly #found = new Map<string, Map<string, string | undefined>>();
	/** Answers of `resolve` by folder and dotted path. */
	readonly #resolved = new Map<string, Map<string, Resolution>>();
	/** The same, by file. */
	readonly #resolvedFrom = new Map<string, Map<string, Resolution>>();
	readonly #listings: FolderListings;
	/** The files that modules are found in, by the file that imports them. */
	readonly #asked = new QuestionsByPath<string, string | undefined>((from) => ({ ask: (module) => this.find(module, from) }));
	readonly #alsoSearched: (folder: string) => readonly string[];

	/** `alsoSearched`: further folders of the workspace that code in a folder imports from. */
	constructor(workspace: Workspace, alsoSearched: (folder: string) => readonly string[] = () => []) {
		this.#workspace = workspace;
		this.#listings = new FolderListings(workspace);
		this.#alsoSearched = alsoSearched;
	}

	/** Files came, went or moved. */
	forget(): void {
		this.#found.clear();
		this.#listings.forget();
		this.#resolved.clear();
		this.#resolvedFrom.clear();
	}

	/** Modules may be found elsewhere now. */
	recheck(): void {
		this.#asked.recheck();
	}

	/** The longest part of a dotted path (leading dots: relative) that is a module of the project. */
	resolve(target: string, from: string): ResolvedModule | undefined {
		let known = this.#resolvedFrom.get(from);
		if (!known) {
			const folder = folderOf(from);
			known = this.#resolved.get(folder) ?? new Map();
			this.#resolved.set(folder, known);
			this.#resolvedFrom.set(from, known);
		}
		let resolution = known.get(target);
		if (!resolution) {
			const own = detached(target);
			resolution = this.#resolve(own, folderOf(from));
			known.set(own, resolution);
		}
		if (isRecording()) for (const { module } of resolution.asked) this.#asked.get(from, module);
		return resolution.answer;
	}

	#resolve(target: string, folder: string): Resolution {
		const asked: { module: string; path: string | undefined }[] = [];
		const dots = /^\.*/.exec(target)?.[0] ?? '';
		const parts = target
			.slice(dots.length)
			.split('.')
			.filter((part) => part !== '');
		if ((dots === '' && isStandardLibrary(parts[0] ?? '')) || parts.length > PARTS_LIMIT) return { answer: undefined, asked };
		for (let length = parts.length; length >= (dots === '' ? 1 : 0); length--) {
			const module = dots + parts.slice(0, length).join('.');
			const path = this.#find(module, folder);
			asked.push({ module, path });
			if (path !== undefined) return { answer: { path, attributes: parts.slice(length) }, asked };
		}
		return { answer: undefined, asked };
	}

	/** The file of a module as imported from a file. */
	find(module: string, from: string): string | undefined {
		return this.#find(module, folderOf(from));
	}

	#find(module: string, folder: string): string | undefined {
		let known = this.#found.get(folder);
		if (!known) {
			known = new Map();
			this.#found.set(folder, known);
		}
		if (!known.has(module)) known.set(detached(module), this.#search(module, folder));
		return known.get(module);
	}

	#search(module: string, folder: string): string | undefined {
		const dots = /^\.*/.exec(module)?.[0].length ?? 0;
		const parts = module
			.slice(dots)
			.split('.')
			.filter((part) => part !== '');
		if (dots > 0) {
			let start = folder;
			for (let i = 1; i < dots; i++) start = folderOf(start);
			return this.#inFolder(start, parts);
		}
		for (const root of this.#searchPath(folder)) {
			const path = this.#inFolder(root, parts);
			if (path !== undefined) return path;
		}
		return undefined;
	}

	/** Folders whose modules can be imported by their plain name from code in a folder. */
	*#searchPath(folder: string): Generator<string> {
		let outermost = folder;
		while (this.#listings.hasFile(joinPath(outermost, '__init__.py')) && folderOf(outermost) !== outermost) outermost = folderOf(outermost);
		yield outermost;
		const root = this.#workspace.roots.filter((one) => folder === one || folder.startsWith(`${one}/`)).sort((a, b) => b.length - a.length)[0];
		if (root === undefined) return;
		for (const above of foldersUpwards(outermost)) {
			yield above;
			yield joinPath(above, 'src');
			if (above === root) break;
		}
		yield* this.#alsoSearched(folder);
	}

	#inFolder(folder: string, parts: readonly string[]): string | undefined {
		let path = folder;
		for (const [i, part] of parts.entries()) {
			const inner = joinPath(path, part);
			// Most imports lead elsewhere; folders that are not there need not be looked into.
			if (!this.#listings.hasFolder(inner)) return i === parts.length - 1 && this.#listings.hasFile(`${inner}.py`) ? `${inner}.py` : undefined;
			path = inner;
		}
		const candidates = parts.length === 0 ? [joinPath(path, '__init__.py')] : [joinPath(path, '__init__.py'), `${path}.py`];
		return candidates.find((candidate) => this.#listings.hasFile(candidate));
	}
}
