/** What stands at one place of a pattern: anything, also nothing; or a test of one character. */
export type WildcardPart = '*' | ((character: string) => boolean);

/** Whether a whole text fits a pattern. Goes back to the last star only, so the time is at most the product of both lengths. */
export function fitsWildcards(text: string, parts: readonly WildcardPart[]): boolean {
	let [at, part, star, retry] = [0, 0, -1, 0];
	while (at < text.length) {
		const wanted = parts[part];
		if (wanted === '*') {
			star = part++;
			retry = at;
		} else if (wanted?.(text[at] as string)) {
			part++;
			at++;
		} else if (star >= 0) {
			part = star + 1;
			at = ++retry;
		} else return false;
	}
	return parts.slice(part).every((left) => left === '*');
}

/** A part that only this character fits. */
export function exactly(character: string): WildcardPart {
	return (other) => other === character;
}
