import { fileOf } from '../semantics/file-model.ts';
import type { FunctionModel } from '../semantics/functions.ts';
import type { Statement } from '../syntax/source-file.ts';
import type { FactRecorder } from '../util/memo.ts';
import { hasWord, wordHash, wordsIn } from '../util/words.ts';
import { importStatements, modulesImportedBy } from './import-text.ts';
import { baseName, folderOf } from './workspace.ts';

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
	/** Whether it takes all names of some module. */
	readonly hasStar: boolean;
	/** The project's files that its imports lead to; found when first asked for. */
	targets: readonly string[] | undefined;
}

/** Where texts are read. */
interface Texts {
	/** The Python of a file. */
	readText(path: string): string | undefined;
	/** The pieces of an open document; those that an edit left alone are the same as before. */
	partsOf(path: string): readonly Statement[] | undefined;
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
	readonly #texts: Texts;
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

	constructor(texts: Texts, findModule: FindModule, recorder: FactRecorder) {
		this.#texts = texts;
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
		const linked = this.#linkedTo(own, candidates);
		return { words, paths: [...candidates].filter((path) => linked.has(path) && this.#mentions(path, mention)).sort() };
	}

	/**
	 * Which of the candidates import a file, a package around it, or another file that may hand its names on. Many files of a large project
	 * import a `utils`; most of them mean another one.
	 */
	#linkedTo(own: string, candidates: Iterable<string>): ReadonlySet<string> {
		const paths = new Set(candidates);
		// A set that grows is gone through to its end.
		for (const path of paths) for (const target of this.#targetsOf(path)) if (this.#entries.get(target)?.hasStar) paths.add(target);
		const linked = new Set([own]);
		for (let count = 0; count < linked.size; ) {
			count = linked.size;
			for (const path of paths)
				if (this.#targetsOf(path).some((target) => linked.has(target) || isPackageAround(target, own))) {
					linked.add(path);
					paths.delete(path);
				}
		}
		return linked;
	}

	#targetsOf(path: string): readonly string[] {
		const entry = this.#entries.get(path);
		if (!entry) return [];
		entry.targets ??= this.#importedFiles(path);
		return entry.targets;
	}

	#importedFiles(path: string): readonly string[] {
		const paths = new Set<string>();
		for (const { module, names } of modulesImportedBy(this.#texts.readText(path) ?? '')) {
			const found = this.#findModule(module, path);
			if (found !== undefined) paths.add(found);
			if (found !== undefined && !found.endsWith('/__init__.py')) continue;
			for (const name of names) {
				const submodule = this.#findModule(module.endsWith('.') ? module + name : `${module}.${name}`, path);
				if (submodule !== undefined) paths.add(submodule);
			}
		}
		return [...paths];
	}

	#mentions(path: string, word: string): boolean {
		const entry = this.#entries.get(path);
		if (!entry) return false;
		entry.words ??= wordsIn(this.#texts.readText(path) ?? '');
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
		const before = this.#entries.get(path);
		const now = this.#listed.has(path) || this.#open.has(path) ? this.#wordsOf(path) : undefined;
		for (const word of before?.imports ?? []) this.#pathsByWord.get(word)?.delete(path);
		for (const word of now?.imports ?? []) {
			const paths = this.#pathsByWord.get(word);
			if (paths) paths.add(path);
			else this.#pathsByWord.set(word, new Set([path]));
		}
		for (const name of before?.properties ?? []) this.#properties.set(name, (this.#properties.get(name) ?? 1) - 1);
		for (const name of now?.properties ?? []) this.#properties.set(name, (this.#properties.get(name) ?? 0) + 1);
		if (now) this.#entries.set(path, { ...now, words: undefined, targets: undefined });
		else this.#entries.delete(path);
		return [...(before?.imports ?? []), ...(now?.imports ?? [])];
	}

	#wordsOf(path: string): ReadWords {
		const parts = this.#texts.partsOf(path);
		return parts ? togetherIn(parts.map(wordsOfPart)) : wordsOfText(this.#texts.readText(path) ?? '');
	}
}

/** What is read off a text itself. */
type ReadWords = Pick<Entry, 'imports' | 'properties' | 'hasStar'>;

function wordsOfText(text: string): ReadWords {
	const statements = importStatements(text);
	return { imports: wordsIn(...statements), properties: propertyNames(text), hasStar: statements.some((one) => one.includes('*')) };
}

const knownParts = new WeakMap<Statement, ReadWords>();

/** An edit leaves most statements of a file alone; those need not be read again. */
function wordsOfPart(part: Statement): ReadWords {
	let known = knownParts.get(part);
	if (!known) {
		const { start, end } = part.rangeAt(0);
		known = wordsOfText(part.file.text.slice(start, end));
		knownParts.set(part, known);
	}
	return known;
}

function togetherIn(parts: readonly ReadWords[]): ReadWords {
	const all = (words: (part: ReadWords) => Int32Array) => Int32Array.from(new Set(parts.flatMap((part) => [...words(part)]))).sort();
	return { imports: all((part) => part.imports), properties: all((part) => part.properties), hasStar: parts.some((part) => part.hasStar) };
}

function isPackageAround(path: string, inner: string): boolean {
	return baseName(path) === '__init__.py' && inner.startsWith(path.slice(0, -baseName(path).length));
}

/** Names of the functions under a decorator whose name ends in `property`. */
function propertyNames(text: string): Int32Array {
	return wordsIn(
		...[...text.matchAll(/@[\w.]*property\b[^\n]*\n(?:[ \t]*[@#][^\n]*\n)*[ \t]*(?:async[ \t]+)?def[ \t]+(\w+)/g)].flatMap(([, name]) => name ?? []),
	);
}
