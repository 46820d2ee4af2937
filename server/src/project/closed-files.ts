import type { FileModel } from '../semantics/file-model.ts';
import type { SourceFile } from '../syntax/source-file.ts';

/** Without syntax where the file cannot be read. */
interface HeldFile {
	/** Nothing was asked of it while there is no model. */
	source: SourceFile | undefined;
	/** Made when it is asked for. */
	model: FileModel | undefined;
	lastUse: number;
}

/** UTF-16 units of text. A model with all that was asked of it takes some twenty bytes for each, bare syntax some six; one file alone may call for models of half a million units. */
const MODEL_LIMIT = 2_000_000;
const SYNTAX_LIMIT = 12_000_000;

/** The files of a project that nobody edits. Models that were not asked for lately go first, then their syntax: a model is made anew at a tenth of the cost of parsing. */
export class ClosedFiles {
	readonly #parse: (path: string) => SourceFile | undefined;
	readonly #modelOf: (source: SourceFile) => FileModel;
	readonly #files = new Map<string, HeldFile>();
	/** UTF-16 units in files with a model, and in all files held. */
	#modelled = 0;
	#held = 0;
	/** Counts questions, to know what was not asked for lately. */
	#clock = 0;

	/** `parse` reads a file and answers undefined where it cannot. */
	constructor(parse: (path: string) => SourceFile | undefined, modelOf: (source: SourceFile) => FileModel) {
		this.#parse = parse;
		this.#modelOf = modelOf;
	}

	get(path: string): FileModel | undefined {
		let held = this.#files.get(path);
		if (!held) {
			held = { source: this.#parse(path), model: undefined, lastUse: 0 };
			this.#files.set(path, held);
			this.#held += sizeOf(held);
		}
		if (!held.model && held.source) {
			held.model = this.#modelOf(held.source);
			this.#modelled += sizeOf(held);
		}
		held.lastUse = this.#clock;
		return held.model;
	}

	forget(path: string): void {
		const held = this.#files.get(path);
		if (!held) return;
		held.model?.retire();
		if (held.model) this.#modelled -= sizeOf(held);
		this.#held -= sizeOf(held);
		this.#files.delete(path);
	}

	/** Lets go of all. */
	clear(): void {
		for (const path of [...this.#files.keys()]) this.forget(path);
	}

	/** Lets go of what takes too much memory. Answers whether models went: then nothing that was found out with their help may be used again. */
	trim(): boolean {
		this.#clock++;
		if (this.#modelled <= MODEL_LIMIT && this.#held <= SYNTAX_LIMIT) return false;
		const byUse = [...this.#files].sort(([, a], [, b]) => a.lastUse - b.lastUse);
		for (const [, held] of byUse) {
			if (this.#modelled <= MODEL_LIMIT / 2) break;
			if (!held.model) continue;
			held.model.retire();
			held.model = undefined;
			held.source = held.source?.bare();
			this.#modelled -= sizeOf(held);
		}
		if (this.#held > SYNTAX_LIMIT) {
			for (const [path, held] of byUse) {
				if (this.#held <= SYNTAX_LIMIT * 0.75) break;
				if (!held.model) this.forget(path);
			}
		}
		return true;
	}
}

function sizeOf({ source }: HeldFile): number {
	return source?.text.length ?? 0;
}
