import type { FunctionModel } from '../semantics/functions.ts';
import { fileOf } from '../semantics/file-model.ts';
import type { FactRecorder } from '../util/memo.ts';
import { baseName, folderOf, type Workspace } from './workspace.ts';

/** A name that more files than this may mean says too little to read them all. */
const FILE_LIMIT = 60;

/**
 * Which files of the project may name a function of another file. Read off the words of import
 * lines, so that no file is parsed for it.
 */
export class NamingIndex {
	readonly #workspace: Pick<Workspace, 'readText'>;
	readonly #recorder: FactRecorder;
	#paths = new Set<string>();
	readonly #wordsOf = new Map<string, ReadonlySet<string>>();
	#pathsByWord: Map<string, Set<string>> | undefined;

	constructor(workspace: Pick<Workspace, 'readText'>, recorder: FactRecorder) {
		this.#workspace = workspace;
		this.#recorder = recorder;
	}

	/** The project's Python files, as absolute paths. */
	setFiles(paths: Iterable<string>): void {
		this.#paths = new Set(paths);
		this.#wordsOf.clear();
		this.#pathsByWord = undefined;
	}

	/** A file changed, came or went. */
	touch(path: string): void {
		if (!this.#paths.has(path) && !/\.pyi?$/.test(path)) return;
		this.#paths.add(path);
		const words = this.#wordsOf.get(path);
		this.#wordsOf.delete(path);
		if (!this.#pathsByWord) return;
		for (const word of words ?? []) this.#pathsByWord.get(word)?.delete(path);
		this.#add(path);
	}

	/** Files that import the function's module, or its name from somewhere, and mention it. The answer is a fact. */
	filesNaming(model: FunctionModel): readonly string[] {
		const own = fileOf(model).path;
		const name = `${model.class?.name ?? ''}.${model.name}`;
		const paths = this.lookup(own, name);
		this.#recorder.use(`${own}\nnaming ${name}`, paths);
		return paths;
	}

	/** `name` is `Class.method`, or `.function`. */
	lookup(own: string, name: string): readonly string[] {
		const [className = '', functionName = ''] = name.split('.');
		const stem = baseName(own).replace(/\.pyi?$/, '');
		const words = [stem === '__init__' ? baseName(folderOf(own)) : stem, className || functionName];
		const byWord = this.#index();
		const candidates = new Set(words.flatMap((word) => [...(byWord.get(word) ?? [])]));
		candidates.delete(own);
		if (candidates.size > FILE_LIMIT) return [];
		const mention = functionName === '__init__' ? className : functionName;
		return [...candidates].filter((path) => this.#workspace.readText(path)?.includes(mention)).sort();
	}

	#index(): Map<string, Set<string>> {
		if (!this.#pathsByWord) {
			this.#pathsByWord = new Map();
			for (const path of this.#paths) this.#add(path);
		}
		return this.#pathsByWord;
	}

	#add(path: string): void {
		const text = this.#workspace.readText(path);
		if (text === undefined) return;
		const words = importWords(text);
		this.#wordsOf.set(path, words);
		for (const word of words) {
			const paths = this.#pathsByWord?.get(word);
			if (paths) paths.add(path);
			else this.#pathsByWord?.set(word, new Set([path]));
		}
	}
}

/** All words of a text's import statements; of one in parentheses up to the closing one. */
function importWords(text: string): ReadonlySet<string> {
	const words = new Set<string>();
	for (const [statement] of text.matchAll(/^[ \t]*(?:from[ \t]+[.\w]+[ \t]+import[ \t]*(?:\([^)]*\)|[^\r\n]*)|import[ \t][^\r\n]*)/gm)) for (const [word] of statement.matchAll(/\w+/g)) words.add(word);
	return words;
}
