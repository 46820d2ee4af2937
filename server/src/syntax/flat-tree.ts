import type { Tree } from 'web-tree-sitter';

/*
 * A node of a flat tree is five 32-bit words, nodes stand in preorder:
 *   0  symbol | field << 16 | flags << 24
 *   1  start, 2 end: UTF-16 offsets from the start of the top-level statement
 *   3  index of the parent, -1 for the statement itself
 *   4  index after the last descendant
 */
export const WORDS = 5;
export const START = 1;
export const END = 2;
export const PARENT = 3;
export const SKIP = 4;

export const NAMED = 1 << 24;
export const EXTRA = 2 << 24;
export const MISSING = 4 << 24;
export const HAS_ERROR = 8 << 24;

/** The symbol tree-sitter gives ERROR nodes. */
export const ERROR_SYMBOL = 65535;

/** One child of the module, copied out of the parser's memory. */
export interface CopiedStatement {
	/** Offset in the text. */
	readonly start: number;
	/** The nodes; undefined when `isKnown` said that a copy of them exists. */
	readonly nodes: Int32Array | undefined;
}

/** Whether a statement without errors, given by its offsets and its symbol, need not be copied. */
export type IsKnown = (start: number, end: number, symbol: number) => boolean;

export const nothingKnown: IsKnown = () => false;

/** Copies a tree, one entry for each visible child of its root. Statements for which `isKnown` holds are stepped over. */
export type TreeCopier = (tree: Tree, isKnown: IsKnown) => { readonly statements: CopiedStatement[]; readonly hasError: boolean };

/** The slow way, by tree-sitter's public interface: what the fast one is checked against, and used where it does not fit. */
export function cursorCopier(): TreeCopier {
	return (tree, isKnown) => {
		const statements: CopiedStatement[] = [];
		const cursor = tree.walk();
		if (cursor.gotoFirstChild()) {
			do {
				const start = cursor.startIndex;
				if (!cursor.currentNode.hasError && isKnown(start, cursor.endIndex, cursor.nodeTypeId)) {
					statements.push({ start, nodes: undefined });
					continue;
				}
				const nodes: number[] = [];
				let depth = 0;
				const parents: number[] = [-1];
				for (;;) {
					const index = nodes.length / WORDS;
					const node = cursor.currentNode;
					const flags =
						(node.isNamed ? NAMED : 0) | (node.isExtra ? EXTRA : 0) | (node.isMissing ? MISSING : 0) | (node.hasError && !node.isMissing ? HAS_ERROR : 0);
					const field = depth === 0 ? 0 : cursor.currentFieldId;
					nodes.push(cursor.nodeTypeId | (field << 16) | flags, node.startIndex - start, node.endIndex - start, parents[depth] as number, 0);
					if (cursor.gotoFirstChild()) {
						parents[++depth] = index;
						continue;
					}
					nodes[index * WORDS + SKIP] = index + 1;
					while (depth > 0 && !cursor.gotoNextSibling()) {
						cursor.gotoParent();
						nodes[(parents[depth--] as number) * WORDS + SKIP] = nodes.length / WORDS;
					}
					if (depth === 0) break;
				}
				statements.push({ start, nodes: Int32Array.from(nodes) });
			} while (cursor.gotoNextSibling());
		}
		cursor.delete();
		return { statements, hasError: tree.rootNode.hasError };
	};
}

/** Where two copies of one tree differ; undefined when they do not. */
export function difference(a: ReturnType<TreeCopier>, b: ReturnType<TreeCopier>): string | undefined {
	if (a.statements.length !== b.statements.length) return `${a.statements.length} and ${b.statements.length} statements`;
	if (a.hasError !== b.hasError) return 'one has an error, the other has none';
	for (const [i, one] of a.statements.entries()) {
		const other = b.statements[i] as CopiedStatement;
		if (one.start !== other.start) return `statement ${i} starts at ${one.start} and ${other.start}`;
		if (one.nodes?.length !== other.nodes?.length) return `statement ${i} has ${one.nodes?.length} and ${other.nodes?.length} words`;
		const word = one.nodes?.findIndex((value, k) => value !== other.nodes?.[k]) ?? -1;
		if (word >= 0) return `statement ${i}, node ${Math.floor(word / WORDS)}, word ${word % WORDS}: ${one.nodes?.[word]} and ${other.nodes?.[word]}`;
	}
	return undefined;
}
