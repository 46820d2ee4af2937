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

	/** Hashes of the texts of all identifiers. */
	*hashes(): Generator<number> {
		const { text } = this.#statement.file;
		for (const index of this.#identifiers) {
			const { start, end } = this.#statement.rangeAt(index);
			yield wordHash(text, start, end);
		}
	}

	/** The texts of all identifiers. */
	*names(): Generator<string> {
		const { text } = this.#statement.file;
		for (const index of this.#identifiers) {
			const { start, end } = this.#statement.rangeAt(index);
			yield text.slice(start, end);
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

/** The identifiers of an item with that text, in order; also those of one that was edited away. */
export function mentionsIn(statement: Statement, name: string): SyntaxNode[] {
	return indexOf(statement).find(name);
}

function indexOf(statement: Statement): MentionIndex {
	let index = indexes.get(statement);
	if (!index) {
		index = new MentionIndex(statement);
		indexes.set(statement, index);
	}
	return index;
}

/** Names that are looked for in each statement; one that is looked for after them is worth a table of its own. */
const singleSearches = 50;

/** Finds the identifiers of several statements. Many names would take many times as long as the text is, if each statement were asked for each. */
export class MentionSearch {
	readonly #statements: readonly Statement[];
	#count = 0;
	/** As in MentionIndex, with places of statements. */
	#table: { readonly first: Int32Array; readonly next: readonly number[]; readonly statements: readonly Statement[] } | undefined;

	constructor(statements: readonly Statement[]) {
		this.#statements = statements;
	}

	/** The identifiers with that text, in order. */
	find(name: string): SyntaxNode[] {
		if (this.#count++ < singleSearches || this.#statements.length < singleSearches) return this.#statements.flatMap((statement) => mentionsIn(statement, name));
		this.#table ??= this.#makeTable();
		const { first, next, statements } = this.#table;
		const found: SyntaxNode[] = [];
		for (let place = first[wordHash(name) & (first.length - 1)] as number; place > 0; place = next[place - 1] as number)
			for (const node of mentionsIn(statements[place - 1] as Statement, name)) found.push(node);
		return found;
	}

	#makeTable() {
		const first = new Int32Array(tableSize(this.#statements.reduce((sum, { count }) => sum + count, 0) >> 3));
		const next: number[] = [];
		const statements: Statement[] = [];
		for (const statement of this.#statements.toReversed()) {
			for (const hash of indexOf(statement).hashes()) {
				const slot = hash & (first.length - 1);
				const head = first[slot] as number;
				if (head > 0 && statements[head - 1] === statement) continue;
				next.push(head);
				statements.push(statement);
				first[slot] = statements.length;
			}
		}
		return { first, next, statements };
	}
}

/** The texts of an item's identifiers, some of them several times. */
export function namesMentionedIn(statement: Statement): Iterable<string> {
	return indexOf(statement).names();
}
