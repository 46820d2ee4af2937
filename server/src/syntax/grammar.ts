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

/** The symbols that stand for a kind; a grammar may have several. */
export function symbolsOf(grammar: Grammar, kind: NodeKind): ReadonlySet<number> {
	return new Set(grammar.kinds.flatMap((one, symbol) => (one === kind ? [symbol] : [])));
}
