import type { FieldName, NodeKind } from './grammar.generated.ts';

/** Names behind the numbers of a flat tree. Several symbols may share one name: aliases, and a keyword beside the node named after it. */
export interface Grammar {
	/** By symbol id. */
	readonly kinds: readonly NodeKind[];
	/** By field id; entry 0 is "no field". */
	readonly fields: readonly (FieldName | undefined)[];
}

/** Kind names ERROR nodes too, which have a symbol outside the table. */
export function kindOf(grammar: Grammar, symbol: number): NodeKind {
	return grammar.kinds[symbol] ?? 'ERROR';
}

const symbols = new WeakMap<Grammar, Map<NodeKind, ReadonlySet<number>>>();

/** The symbols that stand for a kind; a grammar may have several. */
export function symbolsOf(grammar: Grammar, kind: NodeKind): ReadonlySet<number> {
	const known = symbols.get(grammar) ?? new Map<NodeKind, ReadonlySet<number>>();
	symbols.set(grammar, known);
	let found = known.get(kind);
	if (!found) {
		found = new Set(grammar.kinds.flatMap((one, symbol) => (one === kind ? [symbol] : [])));
		known.set(kind, found);
	}
	return found;
}
