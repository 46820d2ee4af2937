import type { Language, Tree } from 'web-tree-sitter';
import {
	type CopiedMember,
	type CopiedStatement,
	END,
	EXTRA,
	HAS_ERROR,
	type IsKnown,
	type ItemSymbols,
	itemSymbolsOf,
	MEMBER,
	MISSING,
	NAMED,
	PARENT,
	SKIP,
	START,
	type TreeCopier,
	WORDS,
	withOwnErrors,
} from './flat-tree.ts';

/** The Emscripten module that web-tree-sitter fills in when it is handed to `Parser.init`. */
export interface WasmMemory {
	HEAPU32: Uint32Array;
	HEAPU16: Uint16Array;
	HEAPU8: Uint8Array;
}

/** What the copier needs of the language, read once from tree-sitter's `TSLanguage` structure. */
class LanguageTables {
	readonly publicSymbol: Uint16Array;
	readonly isNamed: Uint8Array;
	readonly maxAliasLength: number;
	/** [production * maxAliasLength + structural child]: alias symbol or 0 */
	readonly aliases: Uint16Array;
	readonly hasAliases: Uint8Array;
	/** [production * FIELD_WIDTH + structural child]: field id or 0 */
	readonly fields: Uint8Array;
	readonly hasFields: Uint8Array;
	static readonly FIELD_WIDTH = 64;

	constructor(memory: WasmMemory, language: Language) {
		const address = (language as unknown as { readonly 0: number })[0];
		const { HEAPU32, HEAPU16, HEAPU8 } = memory;
		const word = (offset: number) => HEAPU32[(address + offset) >> 2] as number;
		const half = (at: number) => HEAPU16[at >> 1] as number;
		const symbolCount = word(4) + word(8);
		const productionCount = word(28);
		this.maxAliasLength = half(address + 36);
		this.publicSymbol = Uint16Array.from({ length: symbolCount }, (_, i) => half(word(76) + i * 2));
		this.isNamed = Uint8Array.from({ length: symbolCount }, (_, i) => HEAPU8[word(72) + i * 3 + 1] as number);
		this.aliases = Uint16Array.from({ length: productionCount * this.maxAliasLength }, (_, i) => half(word(84) + i * 2));
		this.hasAliases = new Uint8Array(productionCount);
		this.fields = new Uint8Array(productionCount * LanguageTables.FIELD_WIDTH);
		this.hasFields = new Uint8Array(productionCount);
		for (let production = 1; production < productionCount; production++) {
			for (let i = 0; i < this.maxAliasLength; i++) if (this.aliases[production * this.maxAliasLength + i]) this.hasAliases[production] = 1;
		}
		for (let production = 0; production < productionCount; production++) {
			const slice = word(64) + production * 4;
			for (let entry = 0; entry < half(slice + 2); entry++) {
				const at = word(68) + (half(slice) + entry) * 4;
				const child = HEAPU8[at + 2] as number;
				const isInherited = HEAPU8[at + 3] !== 0;
				if (child >= LanguageTables.FIELD_WIDTH) throw new Error('a production is wider than the field table');
				if (isInherited || this.fields[production * LanguageTables.FIELD_WIDTH + child]) continue;
				this.fields[production * LanguageTables.FIELD_WIDTH + child] = half(at);
				this.hasFields[production] = 1;
			}
		}
	}
}

/**
 * The fast way: reads subtrees straight from WASM memory, at a tenth of the cost of parsing.
 * It depends on the private layout of the exact web-tree-sitter and tree-sitter-python versions
 * pinned in package.json; `chooseCopier` checks it against the public cursor before it is trusted.
 * Throws when the language's tables do not have the expected form.
 */
export function memoryCopier(memory: WasmMemory, language: Language): TreeCopier {
	const tables = new LanguageTables(memory, language);
	const copier = new MemoryCopier(memory, tables, itemSymbolsOf(language));
	return (tree, isKnown) => copier.copy(tree, isKnown);
}

/** A subtree whose children are being visited; kept as parallel arrays because objects here would cost as much as the parse. */
class MemoryCopier {
	readonly #memory: WasmMemory;
	readonly #tables: LanguageTables;
	readonly #items: ItemSymbols;
	/** Nodes of the current statement. */
	#shell = new Int32Array(1 << 16);
	/** Nodes of the current function in it. */
	#member = new Int32Array(1 << 14);
	#childrenAt = new Int32Array(256);
	#childCount = new Int32Array(256);
	#nextChild = new Int32Array(256);
	#structuralChild = new Int32Array(256);
	#production = new Int32Array(256);
	#parent = new Int32Array(256);
	#self = new Int32Array(256);
	#field = new Uint8Array(256);

	constructor(memory: WasmMemory, tables: LanguageTables, items: ItemSymbols) {
		this.#memory = memory;
		this.#tables = tables;
		this.#items = items;
	}

	#grow(): void {
		const double = <T extends Int32Array | Uint8Array>(old: T): T => {
			const grown = new (old.constructor as new (length: number) => T)(old.length * 2);
			grown.set(old);
			return grown;
		};
		this.#childrenAt = double(this.#childrenAt);
		this.#childCount = double(this.#childCount);
		this.#nextChild = double(this.#nextChild);
		this.#structuralChild = double(this.#structuralChild);
		this.#production = double(this.#production);
		this.#parent = double(this.#parent);
		this.#self = double(this.#self);
		this.#field = double(this.#field);
	}

	// One loop, nearly without calls: this is the hot path of every keystroke.
	copy(tree: Tree, isKnown: IsKnown): { statements: CopiedStatement[]; hasError: boolean } {
		const { HEAPU32: words } = this.#memory;
		const { publicSymbol, isNamed, aliases, hasAliases, maxAliasLength, fields, hasFields } = this.#tables;
		const { function: functionSymbol, decorated: decoratedSymbol } = this.#items;
		const statements: CopiedStatement[] = [];
		const root = words[(tree as unknown as { readonly 0: number })[0] >> 2] as number;
		const hasError = (root & 1) === 0 && words[(root >> 2) + 8] !== 0;
		let members: CopiedMember[] = [];
		let out = this.#shell;
		let count = 0; // nodes of the current item
		let origin = 0; // position from which the current item's offsets count
		let statementStart = 0;
		let statementSymbol = 0;
		let isFunctionStatement = false;
		let memberDepth = -1; // of the frame of the function that is being copied to an item of its own
		let memberStart = 0;
		let shellCount = 0; // while a member is copied: nodes of its shell
		let shellOrigin = 0;
		let position = 0; // bytes: two for each UTF-16 unit
		let depth = 0;
		let low = root;
		let high = 0;
		let alias = 0;
		let field = 0;
		let parent = -2; // -2: the root itself, -1: a child of the root
		let isFirst = true;
		for (;;) {
			const isInline = (low & 1) !== 0;
			const at = low >> 2;
			// A first child's padding is its parent's; the root's own padding counts from 0.
			if (parent === -2 || !isFirst) position += isInline ? (high >>> 16) & 0xff : (words[at + 1] as number);
			const size = isInline ? high >>> 24 : (words[at + 4] as number);
			const bits = isInline ? 0 : (words[at + 11] as number);
			const isVisible = parent !== -2 && (alias !== 0 || (isInline ? (low & 2) !== 0 : (bits & 1) !== 0));
			let self = parent;
			let stepOver = false;
			if (isVisible) {
				const own = isInline ? (low >>> 8) & 0xff : (words[at + 10] as number) & 0xffff;
				const symbol = alias !== 0 ? alias : own >= 65534 ? own : (publicSymbol[own] as number);
				const isFunction =
					!isInline &&
					(symbol === functionSymbol ||
						(symbol === decoratedSymbol &&
							((words[at - 2] as number) & 1) === 0 &&
							publicSymbol[(words[((words[at - 2] as number) >> 2) + 10] as number) & 0xffff] === functionSymbol));
				const error = !isInline && words[at + 8] !== 0;
				if (parent === -1) {
					statementStart = origin = position;
					statementSymbol = symbol;
					count = 0;
					members = [];
					isFunctionStatement = isFunction;
					stepOver = !isInline && !error && isKnown(position >>> 1, (position + size) >>> 1, symbol);
				}
				if (!stepOver) {
					if ((count + 1) * WORDS > out.length) {
						const grown = new Int32Array(out.length * 2);
						grown.set(out);
						if (out === this.#shell) this.#shell = grown;
						else this.#member = grown;
						out = grown;
					}
					const named = alias !== 0 ? isNamed[alias] : isInline ? (low >> 2) & 1 : (bits >> 1) & 1;
					const extra = isInline ? (low >> 3) & 1 : (bits >> 2) & 1;
					const missing = isInline ? (low >> 5) & 1 : (bits >> 9) & 1;
					const flags = (named ? NAMED : 0) | (extra ? EXTRA : 0) | (missing ? MISSING : 0) | (error && !missing ? HAS_ERROR : 0);
					const slot = count * WORDS;
					out[slot] = symbol | (parent === -1 ? 0 : field << 16) | flags;
					out[slot + START] = (position - origin) >>> 1;
					out[slot + END] = (position + size - origin) >>> 1;
					out[slot + PARENT] = parent === -1 ? -1 : parent;
					self = count++;
					if (isFunction && parent >= 0 && memberDepth < 0 && !isFunctionStatement) {
						out[slot] = (out[slot] as number) | MEMBER;
						out[slot + END] = out[slot + START] as number;
						out[slot + SKIP] = count;
						stepOver = !error && isKnown(position >>> 1, (position + size) >>> 1, symbol);
						if (stepOver) {
							members.push({ start: position >>> 1, end: (position + size) >>> 1, symbol, nodes: undefined, place: self });
							origin += size;
						} else {
							memberDepth = depth;
							memberStart = position;
							shellCount = count;
							shellOrigin = origin;
							origin = position;
							out = this.#member;
							out[0] = symbol | flags;
							out[START] = 0;
							out[END] = size >>> 1;
							out[PARENT] = -1;
							self = 0;
							count = 1;
						}
					}
				}
			}
			const childCount = isInline || stepOver ? 0 : (words[at + 9] as number);
			if (childCount > 0) {
				if (depth === this.#childrenAt.length) this.#grow();
				this.#childrenAt[depth] = at - childCount * 2;
				this.#childCount[depth] = childCount;
				this.#nextChild[depth] = 0;
				this.#structuralChild[depth] = 0;
				this.#production[depth] = (words[at + 16] as number) >>> 16;
				this.#parent[depth] = parent === -2 ? -1 : isVisible ? self : parent;
				this.#self[depth] = isVisible ? self : -1;
				this.#field[depth] = isVisible || parent === -2 ? 0 : field;
				depth++;
			} else {
				position += size;
				if (isVisible && !stepOver) out[self * WORDS + SKIP] = count;
				if (isVisible && parent === -1)
					statements.push(
						stepOver
							? { start: statementStart >>> 1, end: position >>> 1, symbol: statementSymbol, nodes: undefined, members }
							: copiedStatement(out, count, statementStart >>> 1, position >>> 1, members),
					);
			}
			while (depth > 0 && (this.#nextChild[depth - 1] as number) >= (this.#childCount[depth - 1] as number)) {
				depth--;
				const closed = this.#self[depth] as number;
				if (closed < 0) continue;
				out[closed * WORDS + SKIP] = count;
				if (depth === memberDepth) {
					const nodes = out.slice(0, count * WORDS);
					members.push({ start: memberStart >>> 1, end: position >>> 1, symbol: (out[0] as number) & 0xffff, nodes, place: shellCount - 1 });
					out = this.#shell;
					count = shellCount;
					origin = shellOrigin + position - memberStart;
					memberDepth = -1;
				} else if (memberDepth < 0) {
					// Without the functions inside.
					out[closed * WORDS + END] = (position - origin) >>> 1;
					if (out[closed * WORDS + PARENT] === -1) statements.push(copiedStatement(out, count, statementStart >>> 1, position >>> 1, members));
				}
			}
			if (depth === 0) return { statements, hasError };
			const top = depth - 1;
			const child = this.#nextChild[top] as number;
			this.#nextChild[top] = child + 1;
			isFirst = child === 0;
			low = words[(this.#childrenAt[top] as number) + child * 2] as number;
			high = words[(this.#childrenAt[top] as number) + child * 2 + 1] as number;
			parent = this.#parent[top] as number;
			alias = 0;
			const isExtra = (low & 1) !== 0 ? (low & 8) !== 0 : ((words[(low >> 2) + 11] as number) & 4) !== 0;
			field = 0;
			if (isExtra) continue;
			const production = this.#production[top] as number;
			const structural = this.#structuralChild[top] as number;
			this.#structuralChild[top] = structural + 1;
			field = this.#field[top] as number;
			if (hasAliases[production] && structural < maxAliasLength) alias = aliases[production * maxAliasLength + structural] as number;
			if (hasFields[production]) field = fields[production * LanguageTables.FIELD_WIDTH + structural] || field;
		}
	}
}

function copiedStatement(out: Int32Array, count: number, start: number, end: number, members: readonly CopiedMember[]): CopiedStatement {
	const nodes = out.slice(0, count * WORDS);
	return { start, end, symbol: (out[0] as number) & 0xffff, nodes: members.length > 0 ? withOwnErrors(nodes) : nodes, members };
}
