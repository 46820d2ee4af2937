/**
 * What a terminal obeys or an eye does not see: control and format characters (of directions, of no width, tags), separators of lines,
 * halves of characters, fillers. The selector that gives an emoji its colours stays behind one, where it hides nothing.
 */
const hidden = String.raw`(?:(?<!\p{Emoji})\ufe0f|(?!\ufe0f)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}])`;
const hiddenAnywhere = new RegExp(hidden, 'gu');
const hiddenInLines = new RegExp(String.raw`(?!\t|\r?\n)${hidden}`, 'gu');

/** One line of text, for people: characters that are not seen are spelled out, as in `\u{202e}`. */
export function visible(text: string): string {
	return text.replace(hiddenAnywhere, spelledOut);
}

/** Like `visible`, for text whose tabs and ends of line mean what they do. */
export function visibleLines(text: string): string {
	return text.replace(hiddenInLines, spelledOut);
}

/** A value as JSON, in which the same characters are escaped: the same data, and safe to look at. */
export function visibleJson(value: unknown): string {
	return JSON.stringify(value, undefined, 2).replace(hiddenInLines, (character) =>
		character.replace(/[\s\S]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
	);
}

function spelledOut(character: string): string {
	return `\\u{${(character.codePointAt(0) as number).toString(16)}}`;
}
