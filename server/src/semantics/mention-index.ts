import type { Statement, SyntaxNode } from '../syntax/source-file.ts';
import { wordHash } from '../util/words.ts';

/**
 * A statement's identifiers by their text. A hash table over numbers: a project has millions of
 * identifiers, and a map of strings to lists would take ten times the memory.
 */
class MentionIndex {
	/** Indexes of the identifiers, in the order of the text. */
	readonly #identifiers: readonly number[];
	/** By hash: the place of its first identifier in `#identifiers`, plus one. */
	readonly #first: Int32Array;
	/** By place: that of the next identifier under the same hash, plus one. */
	readonly #next: Int32Array;
	readonly #statement: Statement;

	constructor(statement: Statement) {
		const { text } = statement.file;
		this.#statement = statement;
		this.#identifiers = statement.indexesOf('identifier');
		this.#first = new Int32Array(tableSize(this.#identifiers.length));
		this.#next = new Int32Array(this.#identifiers.length);
		for (let place = this.#identifiers.length - 1; place >= 0; place--) {
			const { start, end } = statement.rangeAt(this.#identifiers[place] as number);
			const slot = wordHash(text, start, end) & (this.#first.length - 1);
			this.#next[place] = this.#first[slot] as number;
			this.#first[slot] = place + 1;
		}
	}

	/** The identifiers with that text, in order. */
	find(name: string): SyntaxNode[] {
		const found: SyntaxNode[] = [];
		const { text } = this.#statement.file;
		for (let place = this.#first[wordHash(name) & (this.#first.length - 1)] as number; place > 0; place = this.#next[place - 1] as number) {
			const index = this.#identifiers[place - 1] as number;
			const { start, end } = this.#statement.rangeAt(index);
			if (end - start === name.length && text.startsWith(name, start)) found.push(this.#statement.node(index));
		}
		return found;
	}
}

function tableSize(count: number): number {
	let size = 1;
	while (size < count) size *= 2;
	return size;
}

const indexes = new WeakMap<Statement, MentionIndex>();

/** The identifiers of a statement with that text, in order; also those of a statement that was edited away. */
export function mentionsIn(statement: Statement, name: string): SyntaxNode[] {
	let index = indexes.get(statement);
	if (!index) {
		index = new MentionIndex(statement);
		indexes.set(statement, index);
	}
	return index.find(name);
}
