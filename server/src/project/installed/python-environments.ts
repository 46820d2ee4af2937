import type { OutsideApi } from '../../semantics/environment.ts';
import type { FileModel } from '../../semantics/file-model.ts';
import type { QualifiedName } from '../../semantics/names.ts';
import type { Parser } from '../../syntax/parser.ts';
import { QuestionsByPath } from '../../util/tracking.ts';
import { isStandardLibrary } from '../modules.ts';
import type { SettingsProblem } from '../settings-problem.ts';
import { baseName, folderOf, type Workspace } from '../workspace.ts';
import { InstalledPackages } from './installed-packages.ts';
import { SearchPaths } from './search-paths.ts';

/** Answers about the packages that the code of each file would import, by the environment that belongs to it. */
export class PythonEnvironments {
	readonly #workspace: Workspace;
	readonly #parser: Parser;
	readonly #searchPaths: SearchPaths;
	readonly #packages = new Map<string, InstalledPackages>();
	readonly #asked = {
		api: new QuestionsByPath<string, OutsideApi | undefined>((path) => ({ ask: (name) => this.#packagesFor(path)?.api(name as QualifiedName) })),
		member: new QuestionsByPath<string, string | undefined>((path) => ({
			ask: (name) => {
				const dot = name.lastIndexOf('.');
				return this.#packagesFor(path)?.memberType(name.slice(0, dot) as QualifiedName, name.slice(dot + 1));
			},
		})),
		entered: new QuestionsByPath<string, string | undefined>((path) => ({ ask: (name) => this.#packagesFor(path)?.enterType(name as QualifiedName) })),
	};

	/** `active`: folder of the environment for code that has none beside it. */
	constructor(workspace: Workspace, parser: Parser, active: string | undefined) {
		this.#workspace = workspace;
		this.#parser = parser;
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

	/** What the environment of code in a folder says that cannot be followed. */
	problems(folder: string): readonly SettingsProblem[] {
		return this.#searchPaths.of(folder).problems;
	}

	/** What is installed may be something else now. */
	recheck(): void {
		for (const questions of Object.values(this.#asked)) questions.recheck();
	}

	/** What calling an installed name gives. */
	api(name: QualifiedName, from: FileModel): OutsideApi | undefined {
		return isPythonsOwn(name) ? undefined : this.#asked.api.get(from.path, name);
	}

	/** The class of an attribute of an installed class's instance. */
	memberType(type: QualifiedName, attribute: string, from: FileModel): string | undefined {
		return isPythonsOwn(type) ? undefined : this.#asked.member.get(from.path, `${type}.${attribute}`);
	}

	/** What `with` gives for an instance of an installed class; `unknown` where it cannot be told. */
	enterType(type: QualifiedName, from: FileModel): string | undefined {
		return isPythonsOwn(type) ? undefined : this.#asked.entered.get(from.path, type);
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

function isPythonsOwn(name: QualifiedName): boolean {
	return isStandardLibrary(name.slice(0, name.indexOf('.')));
}

/** Whether a path says something about environments: an installed file, a list of search paths, an environment that came or went. */
export function concernsEnvironments(path: string): boolean {
	return isInstalled(path) || /^(pyvenv\.cfg|\.?venv|env|.*\.pth|site-packages|dist-packages)$/.test(baseName(path));
}

/** Whether a path lies in a folder of installed packages. */
export function isInstalled(path: string): boolean {
	return /\/(site|dist)-packages\//.test(path);
}
