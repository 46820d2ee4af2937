import type { TextRange } from './text.ts';

/** Where a key and its value stand in a TOML text; a table's value is where its header or first key stands. */
export interface TomlPlace {
	readonly key: TextRange;
	readonly value: TextRange;
}

/** A key's way down from the document's top; items of arrays go by their index. */
export type TomlPath = readonly (string | number)[];

/**
 * Finds the places of all keys of a valid TOML text, because the parser that checks it keeps none.
 * What an invalid text gives is incomplete, never an error.
 */
export function findTomlPlaces(text: string): (path: TomlPath) => TomlPlace | undefined {
	const places = text.length > sizeLimit ? new Map<string, TomlPlace>() : new PlaceScanner(text).scan();
	return (path) => places.get(idOf(path));
}

/** In longer texts (UTF-16 units) no places are found: no settings of people are so long, and the expressions would run out of memory. */
const sizeLimit = 1_000_000;
/** Nothing is looked up that lies deeper; settings lie five deep. */
const depthLimit = 50;

function idOf(path: TomlPath): string {
	return JSON.stringify(path.map(String));
}

class PlaceScanner {
	readonly #text: string;
	readonly #places = new Map<string, TomlPlace>();
	readonly #arrayTables = new Map<string, number>();
	#at = 0;

	constructor(text: string) {
		this.#text = text;
	}

	scan(): ReadonlyMap<string, TomlPlace> {
		let table: TomlPath = [];
		for (this.#skip(/[\s,]|#.*/y); this.#at < this.#text.length; this.#skip(/[\s,]|#.*/y)) {
			const before = this.#at;
			if (this.#text[this.#at] === '[') table = this.#header();
			else this.#pair(table);
			// Only an invalid text gets here without a step forward.
			if (this.#at === before) this.#at++;
		}
		return this.#places;
	}

	#header(): TomlPath {
		const isArray = this.#text[this.#at + 1] === '[';
		this.#at += isArray ? 2 : 1;
		const { parts, range } = this.#key();
		this.#skip(/[\t \]]/y);
		let path: TomlPath = parts;
		if (isArray) {
			const index = this.#arrayTables.get(idOf(parts)) ?? 0;
			this.#arrayTables.set(idOf(parts), index + 1);
			path = [...parts, index];
		}
		this.#note([], path, { key: range, value: range });
		return path;
	}

	#pair(table: TomlPath): void {
		const { parts, range } = this.#key();
		this.#skip(/[\t =]/y);
		const path = [...table, ...parts];
		const value = this.#value(path);
		this.#note(table, path, { key: range, value });
	}

	/** Also notes the tables that a dotted key makes on its way. */
	#note(table: TomlPath, path: TomlPath, place: TomlPlace): void {
		for (let length = table.length + 1; length <= Math.min(path.length, depthLimit); length++) {
			const id = idOf(path.slice(0, length));
			if (length === path.length || !this.#places.has(id)) this.#places.set(id, place);
		}
	}

	#key(): { parts: string[]; range: TextRange } {
		this.#skip(/[\t ]/y);
		const start = this.#at;
		let end = start;
		const parts: string[] = [];
		do {
			this.#skip(/[\t .]/y);
			const written = this.#take(/"[^"\\\n]*(?:\\.[^"\\\n]*)*"|'[^'\n]*'|[A-Za-z0-9_-]+/y);
			if (written === '') break;
			parts.push(unquote(written));
			end = this.#at;
			this.#skip(/[\t ]/y);
		} while (this.#text[this.#at] === '.');
		return { parts, range: { start, end } };
	}

	#value(path: TomlPath): TextRange {
		const start = this.#at;
		const opening = this.#text[start];
		if (opening === '[' || opening === '{') {
			this.#at++;
			if (path.length < depthLimit) this.#items(path, opening === '[' ? ']' : '}');
			else this.#skipNested();
		} else if (this.#take(/"""[^"\\]*(?:(?:\\[\s\S]|""?(?!"))[^"\\]*)*"{3,5}|'''[\s\S]*?'{3,5}|"[^"\\\n]*(?:\\.[^"\\\n]*)*"|'[^'\n]*'/y) === '') {
			const plain = this.#take(/[^,\]}#\r\n]+/y);
			return { start, end: start + plain.trimEnd().length };
		}
		return { start, end: this.#at };
	}

	#items(path: TomlPath, closing: ']' | '}'): void {
		for (let index = 0; ; index++) {
			this.#skip(/[\s,]|#.*/y);
			const before = this.#at;
			if (before >= this.#text.length) return;
			if (this.#text[before] === closing) {
				this.#at++;
				return;
			}
			if (closing === '}') {
				this.#pair(path);
			} else {
				const value = this.#value([...path, index]);
				this.#places.set(idOf([...path, index]), { key: value, value });
			}
			if (this.#at === before) this.#at++;
		}
	}

	/** To behind the bracket that closes one that was just opened. */
	#skipNested(): void {
		for (let depth = 1; depth > 0 && this.#at < this.#text.length; ) {
			const token = this.#take(/#.*|"[^"\\\n]*(?:\\.[^"\\\n]*)*"|'[^'\n]*'|[^[\]{}"'#]+|[\s\S]/y);
			if (token === '[' || token === '{') depth++;
			else if (token === ']' || token === '}') depth--;
		}
	}

	#skip(pattern: RegExp): void {
		while (this.#take(pattern) !== '');
	}

	/** What the pattern (sticky) matches here, stepped over; '' when it does not. */
	#take(pattern: RegExp): string {
		pattern.lastIndex = this.#at;
		const found = pattern.exec(this.#text)?.[0] ?? '';
		this.#at += found.length;
		return found;
	}
}

function unquote(written: string): string {
	if (written.startsWith("'")) return written.slice(1, -1);
	if (!written.startsWith('"')) return written;
	try {
		return JSON.parse(written) as string;
	} catch {
		// TOML has escapes that JSON lacks; such a key is only ever an unknown one.
		return written.slice(1, -1);
	}
}
