import type { Language, Tree } from 'web-tree-sitter';

/*
 * A node of a flat tree is five 32-bit words, nodes stand in preorder:
 *   0  symbol | field << 16 | flags << 24
 *   1  start, 2 end: UTF-16 offsets from the start of the item
 *   3  index of the parent, -1 for the item's root
 *   4  index after the last descendant
 *
 * A top-level statement is cut into items: each function in it that lies in no other function (a method,
 * mostly) is one with a tree of its own, and what is left is the shell. In the shell a node without length
 * and children, flagged MEMBER, stands for each of them, and offsets count the shell's own text only. So a
 * shell stays the same when a function in it grows.
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
/** Stands for a function that is an item of its own. */
export const MEMBER = 16 << 24;

/** The symbol tree-sitter gives ERROR nodes. */
export const ERROR_SYMBOL = 65535;

/** A piece of a file with a tree of its own, copied out of the parser's memory. */
export interface CopiedItem {
	/** Offsets in the text. */
	readonly start: number;
	readonly end: number;
	readonly symbol: number;
	/** The nodes; undefined when `isKnown` said that a copy of them exists. */
	readonly nodes: Int32Array | undefined;
}

/** One child of the module. */
export interface CopiedStatement extends CopiedItem {
	/** The functions in it that are items of their own, in the order of the text; none where `nodes` is undefined. */
	readonly members: readonly CopiedMember[];
}

export interface CopiedMember extends CopiedItem {
	/** Index of the node that stands for it in the statement's shell. */
	readonly place: number;
}

/** Whether an item without errors, given by its offsets and its symbol, need not be copied. */
export type IsKnown = (start: number, end: number, symbol: number) => boolean;

export const nothingKnown: IsKnown = () => false;

/** Copies a tree, one entry for each visible child of its root. Items for which `isKnown` holds are stepped over. */
export type TreeCopier = (tree: Tree, isKnown: IsKnown) => { readonly statements: CopiedStatement[]; readonly hasError: boolean };

/** The symbols that decide where items begin. */
export interface ItemSymbols {
	readonly function: number;
	readonly decorated: number;
}

/** Throws where the language has no such nodes. */
export function itemSymbolsOf(language: Language): ItemSymbols {
	const find = (kind: string) => {
		const symbol = language.types.indexOf(kind);
		if (symbol < 0) throw new Error(`the grammar has no ${kind}`);
		return symbol;
	};
	return { function: find('function_definition'), decorated: find('decorated_definition') };
}

/** The slow way, by tree-sitter's public interface: what the fast one is checked against, and used where it does not fit. */
export function cursorCopier(symbols: ItemSymbols): TreeCopier {
	return (tree, isKnown) => {
		const statements: CopiedStatement[] = [];
		const cursor = tree.walk();
		if (cursor.gotoFirstChild()) {
			do {
				const start = cursor.startIndex;
				const end = cursor.endIndex;
				const symbol = cursor.nodeTypeId;
				if (!cursor.currentNode.hasError && isKnown(start, end, symbol)) {
					statements.push({ start, end, symbol, nodes: undefined, members: [] });
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
				statements.push({ start, end, symbol, ...cutMembers(Int32Array.from(nodes), start, symbols) });
			} while (cursor.gotoNextSibling());
		}
		cursor.delete();
		return { statements, hasError: tree.rootNode.hasError };
	};
}

/** Cuts a statement's whole tree into its shell and the functions in it. */
function cutMembers(nodes: Int32Array, start: number, symbols: ItemSymbols): { readonly nodes: Int32Array; readonly members: readonly CopiedMember[] } {
	const members: CopiedMember[] = [];
	if (isFunction(nodes, 0, symbols)) return { nodes, members };
	const shell: number[] = [];
	/** Index in the shell by index in the whole. */
	const places = new Map<number, number>([[-1, -1]]);
	let cut = 0;
	for (let i = 0; i < nodes.length / WORDS; ) {
		const [word, from, to, parent, skip] = nodes.subarray(i * WORDS, (i + 1) * WORDS) as unknown as [number, number, number, number, number];
		const place = shell.length / WORDS;
		places.set(i, place);
		if (i > 0 && isFunction(nodes, i, symbols)) {
			shell.push(word | MEMBER, from - cut, from - cut, places.get(parent) as number, place + 1);
			members.push({ start: start + from, end: start + to, symbol: word & 0xffff, nodes: subtree(nodes, i), place });
			cut += to - from;
			i = skip;
			continue;
		}
		shell.push(word, from - cut, to, places.get(parent) as number, skip);
		i++;
	}
	if (members.length === 0) return { nodes, members };
	const own = Int32Array.from(shell);
	places.set(nodes.length / WORDS, own.length / WORDS);
	const cutBefore = (offset: number) => members.reduce((sum, one) => sum + (one.end - start <= offset ? one.end - one.start : 0), 0);
	for (let at = 0; at < own.length; at += WORDS) {
		if (((own[at] as number) & MEMBER) !== 0) continue;
		own[at + END] = (own[at + END] as number) - cutBefore(own[at + END] as number);
		own[at + SKIP] = places.get(own[at + SKIP] as number) as number;
	}
	return { nodes: withOwnErrors(own), members };
}

function isFunction(nodes: Int32Array, index: number, symbols: ItemSymbols): boolean {
	const symbol = (nodes[index * WORDS] as number) & 0xffff;
	if (symbol !== symbols.decorated) return symbol === symbols.function;
	let last = index + 1;
	const end = nodes[index * WORDS + SKIP] as number;
	while ((nodes[last * WORDS + SKIP] as number) < end) last = nodes[last * WORDS + SKIP] as number;
	return last < end && ((nodes[last * WORDS] as number) & 0xffff) === symbols.function;
}

function subtree(nodes: Int32Array, index: number): Int32Array {
	const own = nodes.slice(index * WORDS, (nodes[index * WORDS + SKIP] as number) * WORDS);
	const start = nodes[index * WORDS + START] as number;
	for (let at = 0; at < own.length; at += WORDS) {
		own[at + START] = (own[at + START] as number) - start;
		own[at + END] = (own[at + END] as number) - start;
		own[at + PARENT] = at === 0 ? -1 : (own[at + PARENT] as number) - index;
		own[at + SKIP] = (own[at + SKIP] as number) - index;
	}
	own[0] = (own[0] as number) & ~(0xff << 16);
	return own;
}

/**
 * Leaves HAS_ERROR only where something in the shell itself does not parse: an error in a function leaves
 * the shell as it was. The nodes that stand for functions say on entry whether these have errors. Changes the array.
 */
export function withOwnErrors(shell: Int32Array): Int32Array {
	if (((shell[0] as number) & HAS_ERROR) === 0) return shell;
	const inMember = new Uint8Array(shell.length / WORDS);
	const inChild = new Uint8Array(shell.length / WORDS);
	for (let i = inMember.length - 1; i >= 0; i--) {
		const at = i * WORDS;
		const word = shell[at] as number;
		const parent = shell[at + PARENT] as number;
		let isBroken = false;
		if ((word & MEMBER) !== 0) inMember[i] = (word & HAS_ERROR) === 0 ? 0 : 1;
		// What the parser made up may be invisible; then only the flag tells, unless a function explains it.
		else isBroken = (word & HAS_ERROR) !== 0 && ((word & 0xffff) === ERROR_SYMBOL || inChild[i] !== 0 || inMember[i] === 0);
		if (!isBroken) shell[at] = word & ~HAS_ERROR;
		if (parent < 0) continue;
		if (inMember[i] !== 0) inMember[parent] = 1;
		if (isBroken || (word & MISSING) !== 0) inChild[parent] = 1;
	}
	return shell;
}

/** Where two copies of one tree differ; undefined when they do not. */
export function difference(a: ReturnType<TreeCopier>, b: ReturnType<TreeCopier>): string | undefined {
	if (a.statements.length !== b.statements.length) return `${a.statements.length} and ${b.statements.length} statements`;
	if (a.hasError !== b.hasError) return 'one has an error, the other has none';
	for (const [i, one] of a.statements.entries()) {
		const other = b.statements[i] as CopiedStatement;
		if (one.members.length !== other.members.length) return `statement ${i} has ${one.members.length} and ${other.members.length} members`;
		const found =
			differenceOfItems(one, other) ??
			one.members.map((member, k) => differenceOfMembers(member, other.members[k] as CopiedMember)).find((text) => text !== undefined);
		if (found !== undefined) return `statement ${i}: ${found}`;
	}
	return undefined;
}

function differenceOfMembers(one: CopiedMember, other: CopiedMember): string | undefined {
	return one.place === other.place ? differenceOfItems(one, other) : `a member stands at node ${one.place} and ${other.place}`;
}

function differenceOfItems(one: CopiedItem, other: CopiedItem): string | undefined {
	if (one.start !== other.start || one.end !== other.end) return `${one.start} to ${one.end} and ${other.start} to ${other.end}`;
	if (one.symbol !== other.symbol) return `symbols ${one.symbol} and ${other.symbol}`;
	if (one.nodes?.length !== other.nodes?.length) return `${one.nodes?.length} and ${other.nodes?.length} words`;
	const word = one.nodes?.findIndex((value, k) => value !== other.nodes?.[k]) ?? -1;
	return word < 0 ? undefined : `node ${Math.floor(word / WORDS)}, word ${word % WORDS}: ${one.nodes?.[word]} and ${other.nodes?.[word]}`;
}
