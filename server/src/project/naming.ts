import { fileOf } from '../semantics/file-model.ts';
import type { FunctionModel } from '../semantics/functions.ts';
import type { FactRecorder } from '../util/memo.ts';
import { hasWord, wordHash, wordsIn } from '../util/words.ts';
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
}

interface Answer {
	/** Only files with one of these among their imports can be in it. */
	readonly words: readonly number[];
	readonly paths: readonly string[];
}

/**
 * Which files of the project may name a function of another file. Read off the words of import
 * lines, so that no file is parsed for it.
 */
export class NamingIndex {
	readonly #workspace: Pick<Workspace, 'readText'>;
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

	constructor(workspace: Pick<Workspace, 'readText'>, recorder: FactRecorder) {
		this.#workspace = workspace;
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
		return { words, paths: [...candidates].filter((path) => this.#mentions(path, mention)).sort() };
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
		const imports = importWords(text ?? '');
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
		else this.#entries.set(path, { imports, properties, words: undefined });
		return [...before, ...imports];
	}
}

const nothing = new Int32Array();

/** The words of a text's import statements; of one in parentheses up to the closing one. */
function importWords(text: string): Int32Array {
	const statements = text.match(/^[ \t]*(?:from[ \t]+[.\w]+[ \t]+import[ \t]*(?:\([^)]*\)|[^\r\n]*)|import[ \t][^\r\n]*)/gm);
	return statements ? wordsIn(...statements) : nothing;
}

/** Names of the functions under a decorator whose name ends in `property`. */
function propertyNames(text: string): Int32Array {
	return wordsIn(...[...text.matchAll(/@[\w.]*property\b[^\n]*\n(?:[ \t]*[@#][^\n]*\n)*[ \t]*def[ \t]+(\w+)/g)].flatMap(([, name]) => name ?? []));
}
