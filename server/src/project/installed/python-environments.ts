import type { OutsideApi } from '../../semantics/environment.ts';
import type { FileModel } from '../../semantics/file-model.ts';
import type { QualifiedName } from '../../semantics/names.ts';
import type { Parser } from '../../syntax/parser.ts';
import type { FactRecorder } from '../../util/memo.ts';
import { isStandardLibrary } from '../modules.ts';
import { baseName, folderOf, type Workspace } from '../workspace.ts';
import { InstalledPackages } from './installed-packages.ts';
import { SearchPaths } from './search-paths.ts';

/** Questions about installed names, as they are noted by the recorder. */
type Question = 'installed-api' | 'installed-member' | 'installed-entered';

/** Answers about the packages that the code of each file would import, by the environment that belongs to it. */
export class PythonEnvironments {
	readonly #workspace: Workspace;
	readonly #parser: Parser;
	readonly #recorder: FactRecorder;
	readonly #searchPaths: SearchPaths;
	readonly #packages = new Map<string, InstalledPackages>();

	/** `active`: folder of the environment for code that has none beside it. */
	constructor(workspace: Workspace, parser: Parser, recorder: FactRecorder, active: string | undefined) {
		this.#workspace = workspace;
		this.#parser = parser;
		this.#recorder = recorder;
		this.#searchPaths = new SearchPaths(workspace, active);
	}

	/** The interpreter, or the folder of the environment, that the user chose; undefined: the one that lies beside the code. */
	set interpreter(path: string | undefined) {
		this.#searchPaths.interpreter = path;
		this.#packages.clear();
	}

	/** Something in an environment may have changed. */
	forget(): void {
		this.#searchPaths.forget();
		this.#packages.clear();
	}

	/** Lets go of what takes memory; between two questions only. */
	trim(): void {
		for (const packages of this.#packages.values()) packages.trim();
	}

	/** Folders of the workspace that an editable install added to the search path of code in a folder. */
	ownFolders(folder: string): readonly string[] {
		return this.#searchPaths.of(folder).own;
	}

	/** What calling an installed name gives; the answer is a fact. */
	api(name: QualifiedName, from: FileModel): OutsideApi | undefined {
		return this.#answer('installed-api', name, from) as OutsideApi | undefined;
	}

	/** The class of an attribute of an installed class's instance; a fact. */
	memberType(type: QualifiedName, attribute: string, from: FileModel): string | undefined {
		return this.#answer('installed-member', `${type}.${attribute}`, from) as string | undefined;
	}

	/** What `with` gives for an instance of an installed class; `unknown` where it cannot be told; a fact. */
	enterType(type: QualifiedName, from: FileModel): string | undefined {
		return this.#answer('installed-entered', type, from) as string | undefined;
	}

	/** Whether an answer that was noted as a fact is still the same. */
	isStillSo(path: string, question: string, name: string, value: unknown): boolean {
		return this.#ask(question as Question, name, path) === value;
	}

	#answer(question: Question, name: string, from: FileModel): unknown {
		if (isStandardLibrary(name.slice(0, name.indexOf('.')))) return undefined;
		const value = this.#ask(question, name, from.path);
		this.#recorder.use(from.path, `${question} ${name}`, value);
		return value;
	}

	#ask(question: Question, name: string, path: string): unknown {
		const packages = this.#packagesFor(path);
		if (question === 'installed-api') return packages?.api(name as QualifiedName);
		if (question === 'installed-entered') return packages?.enterType(name as QualifiedName);
		const dot = name.lastIndexOf('.');
		return packages?.memberType(name.slice(0, dot) as QualifiedName, name.slice(dot + 1));
	}

	#packagesFor(path: string): InstalledPackages | undefined {
		const { installed } = this.#searchPaths.of(folderOf(path));
		if (installed.length === 0) return undefined;
		const key = installed.join('\n');
		let packages = this.#packages.get(key);
		if (!packages) {
			packages = new InstalledPackages(installed, this.#workspace, this.#parser);
			this.#packages.set(key, packages);
		}
		return packages;
	}
}

/** Whether a path says something about environments: an installed file, a list of search paths, an environment that came or went. */
export function concernsEnvironments(path: string): boolean {
	return isInstalled(path) || /^(pyvenv\.cfg|\.?venv|env|.*\.pth|site-packages|dist-packages)$/.test(baseName(path));
}

/** Whether a path lies in a folder of installed packages. */
export function isInstalled(path: string): boolean {
	return /\/(site|dist)-packages\//.test(path);
}
