import { fileOf } from '../semantics/file-model.ts';
import type { FunctionModel } from '../semantics/functions.ts';
import type { Statement } from '../syntax/source-file.ts';
import { Questions, QuestionsByPath } from '../util/tracking.ts';
import { hasHash, hasWord, wordHash, wordsIn } from '../util/words.ts';
import { importStatements, modulesImportedBy } from './import-text.ts';
import { baseName, folderOf } from './workspace.ts';

/** A name that more files than this mention says too little to parse them all. */
const FILE_LIMIT = 60;

/** What is known of a file without parsing it. */
interface Entry {
	/** Of an open document: its items, as they were when it was read. */
	readonly items: ReadonlySet<Statement> | undefined;
	/** Hashes of all words of its import statements: words cut out of a text would keep the whole text in memory. */
	readonly imports: Int32Array;
	/** Those of the names of its properties. */
	readonly properties: Int32Array;
	/** Those of its whole text; counted when first asked for. Unused for an open document, whose items have their own. */
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
	/** The word that they mention. */
	readonly mention: number;
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
	#listed: ReadonlySet<string> = new Set();
	readonly #open = new Set<string>();
	readonly #entries = new Map<string, Entry>();
	readonly #pathsByWord = new Map<number, Set<string>>();
	/** Files to be read, again or for the first time, before the next answer. */
	readonly #unread = new Set<string>();
	/** By the file of the function, then by its name. */
	readonly #answers = new Map<string, Map<string, Answer>>();
	/** Answers that went since others were told. */
	readonly #outdated = new Map<string, Set<string>>();
	#areAllOutdated = false;
	#arePropertiesOutdated = true;
	readonly #asked = new QuestionsByPath<string, readonly string[]>((own) => ({ ask: (name) => this.lookup(own, name) }));
	readonly #askedProperties = new Questions<string, boolean>({ ask: (name) => this.hasProperty(name) });
	/** In how many files a property has the name. */
	readonly #properties = new Map<number, number>();

	constructor(texts: Texts, findModule: FindModule) {
		this.#texts = texts;
		this.#findModule = findModule;
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
		this.#areAllOutdated = true;
	}

	/** Asks again what others depend on; to be called when all changes have been told. */
	recheck(): void {
		this.#readUnread();
		if (this.#areAllOutdated) this.#asked.recheck();
		else for (const [own, names] of this.#outdated) this.#asked.recheck(own, names);
		if (this.#arePropertiesOutdated) this.#askedProperties.recheck();
		this.#outdated.clear();
		this.#areAllOutdated = false;
		this.#arePropertiesOutdated = false;
	}

	/** A file changed, came or went. */
	touch(path: string): void {
		if (this.#listed.has(path) || this.#open.has(path) || this.#entries.has(path)) this.#unread.add(path);
	}

	/** Files that import the function's module, or its name from somewhere, and mention it; undefined for too many. */
	filesNaming(model: FunctionModel): readonly string[] | undefined {
		// What is defined in a function's body has its name there only.
		if (model.isLambda || (model.owner && !model.class)) return [];
		const own = fileOf(model).path;
		const name = `${model.class?.name ?? ''}.${model.name}`;
		const paths = this.#asked.get(own, name);
		return paths.length > FILE_LIMIT ? undefined : paths;
	}

	/** Whether another file takes a name of the module level from a file: by an import, or as `module.name`, be it in a string (`mock.patch`). */
	isTaken(own: string, name: string): boolean {
		const stem = moduleNameOf(own);
		// What is no identifier is never written so.
		const attribute = /^\w+$/.test(stem) ? new RegExp(`(?<!\\w)${stem}\\.${name}(?!\\w)`) : undefined;
		return this.lookup(own, `.${name}`).some((path) => {
			const text = this.#texts.readText(path) ?? '';
			if (this.#entries.get(path)?.hasStar || attribute?.test(text)) return true;
			return modulesImportedBy(text).some(({ module, names }) => names.includes(name) && this.#findModule(module, path) === own);
		});
	}

	/** `name` is `Class.method`, or `.function`. */
	lookup(own: string, name: string): readonly string[] {
		this.#readUnread();
		let byName = this.#answers.get(own);
		if (!byName) {
			byName = new Map();
			this.#answers.set(own, byName);
		}
		let answer = byName.get(name);
		if (!answer) {
			answer = this.#search(own, name);
			byName.set(name, answer);
		}
		return answer.paths;
	}

	/** Whether some class of the project has a property of that name, as far as the texts tell without being parsed. */
	mayBeProperty(name: string): boolean {
		return this.#askedProperties.get(name);
	}

	hasProperty(name: string): boolean {
		this.#readUnread();
		return this.#listed.size === 0 || (this.#properties.get(wordHash(name)) ?? 0) > 0;
	}

	#search(own: string, name: string): Answer {
		const [className = '', functionName = ''] = name.split('.');
		const words = [moduleNameOf(own), className || functionName].map((word) => wordHash(word));
		const candidates = new Set(words.flatMap((word) => [...(this.#pathsByWord.get(word) ?? [])]));
		candidates.delete(own);
		const mention = functionName === '__init__' ? className : functionName;
		const linked = this.#linkedTo(own, candidates);
		return { words, mention: wordHash(mention), paths: [...candidates].filter((path) => linked.has(path) && this.#mentions(path, mention)).sort() };
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
		if (entry.items) {
			const hash = wordHash(word);
			for (const item of entry.items) if (hasHash(wordsOfItem(item).all, hash)) return true;
			return false;
		}
		entry.words ??= wordsIn(this.#texts.readText(path) ?? '');
		return hasWord(entry.words, word);
	}

	#readUnread(): void {
		if (this.#unread.size === 0) return;
		const imports = new Set<number>();
		const mentions = new Set<number>();
		for (const path of this.#unread) this.#read(path, imports, mentions);
		this.#unread.clear();
		for (const [own, byName] of this.#answers)
			for (const [name, answer] of byName) {
				if (!mentions.has(answer.mention) && !answer.words.some((word) => imports.has(word))) continue;
				byName.delete(name);
				const names = this.#outdated.get(own);
				if (names) names.add(name);
				else this.#outdated.set(own, new Set([name]));
			}
	}

	/** Adds the words that the file imports or did import, where those changed, else those it may mention or not mention any more: what was answered about them may be another now. */
	#read(path: string, imports: Set<number>, mentions: Set<number>): void {
		const before = this.#entries.get(path);
		const now = this.#listed.has(path) || this.#open.has(path) ? this.#wordsOf(path) : undefined;
		if (before?.items && now?.items && areSameWords(before, now)) {
			for (const item of changedItems(before.items, now.items)) for (const word of wordsOfItem(item).all) mentions.add(word);
			this.#entries.set(path, { ...now, words: undefined, targets: before.targets });
			return;
		}
		for (const word of before?.imports ?? []) this.#pathsByWord.get(word)?.delete(path);
		for (const word of now?.imports ?? []) {
			const paths = this.#pathsByWord.get(word);
			if (paths) paths.add(path);
			else this.#pathsByWord.set(word, new Set([path]));
		}
		for (const name of before?.properties ?? []) this.#properties.set(name, (this.#properties.get(name) ?? 1) - 1);
		for (const name of now?.properties ?? []) this.#properties.set(name, (this.#properties.get(name) ?? 0) + 1);
		if (before?.properties.length || now?.properties.length) this.#arePropertiesOutdated = true;
		if (now) this.#entries.set(path, { ...now, words: undefined, targets: undefined });
		else this.#entries.delete(path);
		for (const word of [...(before?.imports ?? []), ...(now?.imports ?? [])]) imports.add(word);
	}

	#wordsOf(path: string): ReadWords {
		const parts = this.#texts.partsOf(path);
		if (!parts) return { ...wordsOfText(this.#texts.readText(path) ?? ''), items: undefined };
		const items = new Set(parts.flatMap((part) => (part.members.length === 0 ? part : [part, ...part.members])));
		return { ...togetherIn([...items].map(wordsOfItem)), items };
	}
}

function areSameWords(one: ReadWords, other: ReadWords): boolean {
	return one.hasStar === other.hasStar && isSameList(one.imports, other.imports) && isSameList(one.properties, other.properties);
}

function isSameList(one: Int32Array, other: Int32Array): boolean {
	return one.length === other.length && one.every((value, i) => value === other[i]);
}

function changedItems(before: ReadonlySet<Statement>, now: ReadonlySet<Statement>): Statement[] {
	return [...[...before].filter((item) => !now.has(item)), ...[...now].filter((item) => !before.has(item))];
}

/** What is read off a text itself. */
type ReadWords = Pick<Entry, 'imports' | 'properties' | 'hasStar' | 'items'>;

function wordsOfText(text: string): Omit<ReadWords, 'items'> {
	const statements = importStatements(text);
	return { imports: wordsIn(...statements), properties: propertyNames(text), hasStar: statements.some((one) => one.includes('*')) };
}

interface WordsOfItem extends Omit<ReadWords, 'items'> {
	/** Of its whole text. */
	readonly all: Int32Array;
}

const knownItems = new WeakMap<Statement, WordsOfItem>();

/** An edit leaves most items of a file alone; those need not be read again. */
function wordsOfItem(item: Statement): WordsOfItem {
	let known = knownItems.get(item);
	if (!known) {
		const text = item.ownText;
		known = { ...wordsOfText(text), all: wordsIn(text) };
		knownItems.set(item, known);
	}
	return known;
}

function togetherIn(parts: readonly WordsOfItem[]): Omit<ReadWords, 'items'> {
	const all = (words: (part: WordsOfItem) => Int32Array) => {
		const found = new Set<number>();
		for (const part of parts) for (const word of words(part)) found.add(word);
		return Int32Array.from(found).sort();
	};
	return { imports: all((part) => part.imports), properties: all((part) => part.properties), hasStar: parts.some((part) => part.hasStar) };
}

/** The last part of the dotted name under which a file is imported. */
function moduleNameOf(path: string): string {
	const stem = baseName(path).replace(/\.pyi?$/, '');
	return stem === '__init__' ? baseName(folderOf(path)) : stem;
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
