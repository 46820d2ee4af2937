import type { SyntaxNode } from '../syntax/source-file.ts';
import type { StatementModel } from './statement-model.ts';

const nothing: readonly never[] = [];

/** Things in a file by name, in the order of the text. A list is never changed: while nothing came or went under a name, `get` gives the same one. */
export class NameTable<T> {
	readonly #lists = new Map<string, readonly T[]>();
	readonly #thingsIn: (statement: StatementModel) => ReadonlyMap<string, readonly T[]>;
	readonly #nodeOf: (thing: T) => SyntaxNode;

	/** `thingsIn` must answer for a statement as long as it is in the table, and for one last time when it is taken out. */
	constructor(thingsIn: (statement: StatementModel) => ReadonlyMap<string, readonly T[]>, nodeOf: (thing: T) => SyntaxNode) {
		this.#thingsIn = thingsIn;
		this.#nodeOf = nodeOf;
	}

	get(name: string): readonly T[] {
		return this.#lists.get(name) ?? nothing;
	}

	/** Takes statements out and in; all others keep their order. Gives the names whose lists changed. */
	update(removed: readonly StatementModel[], added: readonly StatementModel[]): readonly string[] {
		const changed = new Map<string, T[]>();
		const listOf = (name: string): T[] => {
			let list = changed.get(name);
			if (!list) {
				list = [...this.get(name)];
				changed.set(name, list);
			}
			return list;
		};
		for (const statement of removed)
			for (const [name, things] of this.#thingsIn(statement)) {
				const gone = new Set(things);
				changed.set(
					name,
					listOf(name).filter((thing) => !gone.has(thing)),
				);
			}
		for (const statement of added) for (const [name, things] of this.#thingsIn(statement)) listOf(name).push(...things);
		return [...changed].flatMap(([name, list]) => (this.#set(name, list) ? name : []));
	}

	#set(name: string, list: T[]): boolean {
		if (list.length > 1) list.sort((a, b) => (a === b ? 0 : this.#nodeOf(a).precedes(this.#nodeOf(b)) ? -1 : 1));
		const before = this.get(name);
		if (before.length === list.length && list.every((thing, i) => thing === before[i])) return false;
		if (list.length === 0) this.#lists.delete(name);
		else this.#lists.set(name, list);
		return true;
	}
}
