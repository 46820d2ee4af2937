/** Hashes of a text's words, sorted: some four bytes for each different word, where a set of strings would take fifty. */
export function wordsIn(...texts: readonly string[]): Int32Array {
	const found = new Set<number>();
	for (const text of texts) addWords(text, found);
	return Int32Array.from(found).sort();
}

function addWords(text: string, found: Set<number>): void {
	let hash = 0;
	let isInWord = false;
	for (let i = 0; i < text.length; i++) {
		const code = text.charCodeAt(i);
		if (isWordCode(code)) {
			hash = isInWord ? step(hash, code) : step(seed, code);
			isInWord = true;
		} else if (isInWord) {
			found.add(hash);
			isInWord = false;
		}
	}
	if (isInWord) found.add(hash);
}

/** A number for a word, or for a word within a text: under it stands what `wordsIn` gives. */
export function wordHash(text: string, start = 0, end = text.length): number {
	let hash = seed;
	for (let i = start; i < end; i++) hash = step(hash, text.charCodeAt(i));
	return hash;
}

/** Whether a word is in the text; once in a very long while it says so of one that is not. */
export function hasWord(words: Int32Array, word: string): boolean {
	return hasHash(words, wordHash(word));
}

/** The same by the word's number. */
export function hasHash(words: Int32Array, wanted: number): boolean {
	let low = 0;
	let high = words.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((words[middle] as number) < wanted) low = middle + 1;
		else high = middle;
	}
	return words[low] === wanted;
}

/** FNV-1a. */
const seed = 0x811c9dc5 | 0;

function step(hash: number, code: number): number {
	return Math.imul(hash ^ code, 0x01000193);
}

function isWordCode(code: number): boolean {
	return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || (code >= 48 && code <= 57) || code > 127;
}
