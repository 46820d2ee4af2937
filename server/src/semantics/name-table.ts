import type { Statement } from '../syntax/source-file.ts';
import type { StatementModel } from './statement-model.ts';

const nothing: readonly never[] = [];

/** Things in a file by name, in the order of the text. A list is never changed: while nothing came or went under a name, `get` gives the same one. */
export class NameTable<T> {
	readonly #lists = new Map<string, readonly T[]>();
	readonly #thingsIn: (statement: StatementModel) => ReadonlyMap<string, readonly T[]>;
	readonly #statementOf: (thing: T) => Statement;

	/** `thingsIn` must answer for a statement as long as it is in the table, and for one last time when it is taken out. */
	constructor(thingsIn: (statement: StatementModel) => ReadonlyMap<string, readonly T[]>, statementOf: (thing: T) => Statement) {
		this.#thingsIn = thingsIn;
		this.#statementOf = statementOf;
	}

	get(name: string): readonly T[] {
		return this.#lists.get(name) ?? nothing;
	}

	/** Takes statements out and in; all others keep their order. Gives the names whose lists changed. */
	update(removed: readonly StatementModel[], added: readonly StatementModel[]): Iterable<string> {
		const gone = new Set(removed.map((statement) => statement.syntax));
		const changed = new Map<string, T[]>();
		const listOf = (name: string): T[] => {
			let list = changed.get(name);
			if (!list) {
				list = this.get(name).filter((thing) => !gone.has(this.#statementOf(thing)));
				changed.set(name, list);
			}
			return list;
		};
		for (const statement of removed) for (const name of this.#thingsIn(statement).keys()) listOf(name);
		for (const statement of added) for (const [name, things] of this.#thingsIn(statement)) listOf(name).push(...things);
		for (const [name, list] of changed) {
			if (list.length === 0) this.#lists.delete(name);
			else
				this.#lists.set(
					name,
					list.sort((a, b) => this.#statementOf(a).order - this.#statementOf(b).order),
				);
		}
		return changed.keys();
	}
}
