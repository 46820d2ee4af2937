import type { Node } from 'jsonc-parser';
import type { TextRange } from '../util/text.ts';
import { sourceStrings } from './json-edit.ts';

/** Where in the JSON of a notebook file a range of a cell's text stands; `cell` is the 1-based index. Undefined when there is no such cell. */
export type PlaceInJson = (cell: number, range: TextRange) => TextRange | undefined;

/** Finds places in one notebook file; its JSON is read once. */
export function placesInJson(json: string): PlaceInJson {
	const stringsOf = sourceStrings(json);
	return (cell, { start, end }) => {
		const strings = stringsOf(cell);
		const first = strings && characterAt(strings, start, json);
		const last = strings && characterAt(strings, Math.max(start, end - 1), json);
		return first && last && { start: first.start, end: end > start ? last.end : first.start };
	};
}

/** The range of a character in the JSON: as it stands, or as it is escaped. Behind the last one, an empty range. */
function characterAt(strings: readonly Node[], offset: number, json: string): TextRange | undefined {
	let before = 0;
	for (const { value, offset: opening } of strings) {
		const length = (value as string).length;
		if (offset < before + length) return characterIn(json, opening + 1, offset - before);
		before += length;
	}
	const last = strings.at(-1);
	const end = last && last.offset + last.length - 1;
	return end === undefined ? undefined : { start: end, end };
}

/** `count` characters, escaped or not, come between the opening quote and the one that is meant. */
function characterIn(json: string, from: number, count: number): TextRange {
	const lengthAt = (at: number) => (json[at] !== '\\' ? 1 : json[at + 1] === 'u' ? 6 : 2);
	let start = from;
	for (let i = 0; i < count; i++) start += lengthAt(start);
	return { start, end: start + lengthAt(start) };
}
