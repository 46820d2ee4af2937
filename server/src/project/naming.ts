import { fileOf } from '../semantics/file-model.ts';
import type { FunctionModel } from '../semantics/functions.ts';
import type { FactRecorder } from '../util/memo.ts';
import { hasWord, wordHash, wordsIn } from '../util/words.ts';
import { importStatements, modulesImportedBy } from './import-text.ts';
import { baseName, folderOf, type Workspace } from './workspace.ts';

/** A name that more files than this mention says too little to parse them all. */
const FILE_LIMIT = 60;

/** What is known of a file without parsing it. */
interface Entry {
	/** Hashes of all words of its import statements: words cut out of a text would keep the whole text in memory. */
	readonly imports: Int32Array;
	/** Those of the names of its properties. */
	readonly properties: Int32Array;
	/** Those of its whole text; counted when first asked for. */
	words: Int32Array | undefined;
	/** The project's files that its imports lead to; found when first asked for. */
	targets: ImportedFiles | undefined;
}

interface ImportedFiles {
	readonly paths: ReadonlySet<string>;
	/** Whether some of them give all their names. */
	readonly hasStar: boolean;
}

interface Answer {
	/** Only files with one of these among their imports can be in it. */
	readonly words: readonly number[];
	readonly paths: readonly string[];
}

/** The project's file of a module, as imported from a file. */
type FindModule = (module: string, from: string) => string | undefined;

/**
 * Which files of the project may name a function of another file. Read off the words of import
 * lines, so that no file is parsed for it.
 */
export class NamingIndex {
	readonly #workspace: Pick<Workspace, 'readText'>;
	readonly #findModule: FindModule;
	readonly #recorder: FactRecorder;
	#listed: ReadonlySet<string> = new Set();
	readonly #open = new Set<string>();
	readonly #entries = new Map<string, Entry>();
	readonly #pathsByWord = new Map<number, Set<string>>();
	/** Files to be read, again or for the first time, before the next answer. */
	readonly #unread = new Set<string>();
	readonly #answers = new Map<string, Answer>();
	/** In how many files a property has the name. */
	readonly #properties = new Map<number, number>();

	constructor(workspace: Pick<Workspace, 'readText'>, findModule: FindModule, recorder: FactRecorder) {
		this.#workspace = workspace;
		this.#findModule = findModule;
		this.#recorder = recorder;
	}

	/** The project's Python files, as absolute paths, in place of those told before. */
	setFiles(paths: Iterable<string>): void {
		const before = this.#listed;
		this.#listed = new Set(paths);
		for (const path of before) if (!this.#listed.has(path)) this.touch(path);
		for (const path of this.#listed) if (!before.has(path)) this.touch(path);
	}

	/** An open document counts, whether or not it was told of. */
	opened(path: string): void {
		if (/\.(?:pyi?|ipynb)$/.test(path)) this.#open.add(path);
		this.touch(path);
	}

	closed(path: string): void {
		this.#open.delete(path);
		this.touch(path);
	}

	/** Imports may lead to other files than before. */
	forgetModules(): void {
		for (const entry of this.#entries.values()) entry.targets = undefined;
		this.#answers.clear();
	}

	/** A file changed, came or went. */
	touch(path: string): void {
		if (this.#listed.has(path) || this.#open.has(path) || this.#entries.has(path)) this.#unread.add(path);
	}

	/** Files that import the function's module, or its name from somewhere, and mention it; undefined for too many. The answer is a fact. */
	filesNaming(model: FunctionModel): readonly string[] | undefined {
		// What is defined in a function's body has its name there only.
		if (model.isLambda || (model.owner && !model.class)) return [];
		const own = fileOf(model).path;
		const name = `${model.class?.name ?? ''}.${model.name}`;
		const paths = this.lookup(own, name);
		this.#recorder.use(own, `naming ${name}`, paths);
		return paths.length > FILE_LIMIT ? undefined : paths;
	}

	/** `name` is `Class.method`, or `.function`. */
	lookup(own: string, name: string): readonly string[] {
		this.#readUnread();
		const key = `${own}\n${name}`;
		let answer = this.#answers.get(key);
		if (!answer) {
			answer = this.#search(own, name);
			this.#answers.set(key, answer);
		}
		return answer.paths;
	}

	/** Whether some class of the project has a property of that name, as far as the texts tell without being parsed. The answer is a fact. */
	mayBeProperty(name: string): boolean {
		const answer = this.hasProperty(name);
		this.#recorder.use('', `property ${name}`, answer);
		return answer;
	}

	hasProperty(name: string): boolean {
		this.#readUnread();
		return this.#listed.size === 0 || (this.#properties.get(wordHash(name)) ?? 0) > 0;
	}

	#search(own: string, name: string): Answer {
		const [className = '', functionName = ''] = name.split('.');
		const stem = baseName(own).replace(/\.pyi?$/, '');
		const words = [stem === '__init__' ? baseName(folderOf(own)) : stem, className || functionName].map((word) => wordHash(word));
		const candidates = new Set(words.flatMap((word) => [...(this.#pathsByWord.get(word) ?? [])]));
		candidates.delete(own);
		const mention = functionName === '__init__' ? className : functionName;
		const leadsThere = new Map([[own, true]]);
		const isPossible = (path: string) => this.#mentions(path, mention) && this.#leadsTo(own, path, candidates, leadsThere);
		return { words, paths: [...candidates].filter(isPossible).sort() };
	}

	/**
	 * Whether a file imports another, a package around it, or one of the files that may hand its names on. Many files of a large project
	 * import a `utils`; most of them mean another one. `known`: answers so far; a file that is being looked into is none of its own way.
	 */
	#leadsTo(own: string, path: string, candidates: ReadonlySet<string>, known: Map<string, boolean>): boolean {
		const before = known.get(path);
		if (before !== undefined) return before;
		known.set(path, false);
		const targets = this.#targetsOf(path)?.paths ?? [];
		const found = [...targets].some(
			(target) =>
				isPackageAround(target, own) ||
				((target === own || candidates.has(target) || this.#targetsOf(target)?.hasStar) && this.#leadsTo(own, target, candidates, known)),
		);
		known.set(path, found);
		return found;
	}

	#targetsOf(path: string): ImportedFiles | undefined {
		const entry = this.#entries.get(path);
		if (!entry) return undefined;
		entry.targets ??= this.#importedFiles(path);
		return entry.targets;
	}

	#importedFiles(path: string): ImportedFiles {
		const { modules, hasStar } = modulesImportedBy(this.#workspace.readText(path) ?? '');
		const paths = new Set<string>();
		for (const { module, names } of modules) {
			const found = this.#findModule(module, path);
			if (found !== undefined) paths.add(found);
			if (found !== undefined && !found.endsWith('/__init__.py')) continue;
			for (const name of names) {
				const submodule = this.#findModule(module.endsWith('.') ? module + name : `${module}.${name}`, path);
				if (submodule !== undefined) paths.add(submodule);
			}
		}
		return { paths, hasStar };
	}

	#mentions(path: string, word: string): boolean {
		const entry = this.#entries.get(path);
		if (!entry) return false;
		entry.words ??= wordsIn(this.#workspace.readText(path) ?? '');
		return hasWord(entry.words, word);
	}

	#readUnread(): void {
		if (this.#unread.size === 0) return;
		const words = new Set<number>();
		for (const path of this.#unread) for (const word of this.#read(path)) words.add(word);
		this.#unread.clear();
		for (const [key, answer] of this.#answers) if (answer.words.some((word) => words.has(word))) this.#answers.delete(key);
	}

	/** Gives the words that the file imports or did import: what was answered about them may be another now. */
	#read(path: string): Iterable<number> {
		const text = this.#listed.has(path) || this.#open.has(path) ? this.#workspace.readText(path) : undefined;
		const before = this.#entries.get(path)?.imports ?? nothing;
		const imports = wordsIn(...importStatements(text ?? ''));
		for (const word of before) this.#pathsByWord.get(word)?.delete(path);
		for (const word of imports) {
			const paths = this.#pathsByWord.get(word);
			if (paths) paths.add(path);
			else this.#pathsByWord.set(word, new Set([path]));
		}
		const properties = propertyNames(text ?? '');
		for (const name of this.#entries.get(path)?.properties ?? []) this.#properties.set(name, (this.#properties.get(name) ?? 1) - 1);
		for (const name of properties) this.#properties.set(name, (this.#properties.get(name) ?? 0) + 1);
		if (text === undefined) this.#entries.delete(path);
		else this.#entries.set(path, { imports, properties, words: undefined, targets: undefined });
		return [...before, ...imports];
	}
}

const nothing = new Int32Array();

function isPackageAround(path: string, inner: string): boolean {
	return baseName(path) === '__init__.py' && inner.startsWith(path.slice(0, -baseName(path).length));
}

/** Names of the functions under a decorator whose name ends in `property`. */
function propertyNames(text: string): Int32Array {
	return wordsIn(...[...text.matchAll(/@[\w.]*property\b[^\n]*\n(?:[ \t]*[@#][^\n]*\n)*[ \t]*def[ \t]+(\w+)/g)].flatMap(([, name]) => name ?? []));
}
