import type { Parser } from '../../server/src/syntax/parser.ts';
import type { TextEdit } from '../../server/src/util/text.ts';
import { Random } from '../fuzz/random.ts';

/** One edit and the text that it makes. */
export interface TypedEdit {
	readonly edit: TextEdit;
	readonly text: string;
	/** Whether the parser may have to read the rest of the file: an opening bracket or quote, what is typed behind it, and its end. */
	readonly isOpening: boolean;
}

interface Place {
	start: number;
	end: number;
}

/** Words worth typing in: names of four letters or more. */
export function placesToType(parser: Parser, text: string): readonly Readonly<Place>[] {
	const { items } = parser.parse('/bench/places.py', text);
	const isImport = /^(?:import|from)\b/;
	const names = items.filter((item) => !isImport.test(item.root.text)).flatMap((item) => item.indexesOf('identifier').map((index) => item.rangeAt(index)));
	return names.filter(({ start, end }) => end - start >= 4);
}

type Kind = 'letter' | 'line' | '(' | '"""';

/** What twenty edits are made of: a letter goes in and out, a line is begun, a bracket or quote is opened, typed behind, and taken back. */
const turn: readonly Kind[] = [...Array<Kind>(6).fill('letter'), 'line', 'line', '(', '"""'];

/** Edits at places all over a file, by which no text comes twice (letters and brackets leave it as it was, lines do not). The same seed gives the same edits. */
export function* typedEdits(original: string, places: readonly Readonly<Place>[], count: number, seed: number): Generator<TypedEdit> {
	const random = new Random(seed);
	const left = places.map((place) => ({ ...place }));
	let text = original;
	const apply = (start: number, removed: number, newText: string, isOpening: boolean): TypedEdit => {
		text = text.slice(0, start) + newText + text.slice(start + removed);
		for (const place of left) {
			if (place.start > start) place.start += newText.length - removed;
			if (place.end > start) place.end += newText.length - removed;
		}
		return { edit: { range: { start, end: start + removed }, newText }, text: flat(text), isOpening };
	};
	for (let made = 0; made < count; ) {
		for (const kind of random.shuffled(turn)) {
			const { start, end } = left.splice(random.below(left.length), 1)[0] as Place;
			if (kind === 'letter') {
				yield apply(start + 2, 0, 'x', false);
				yield apply(start + 3, 1, '', false);
				made += 2;
			} else if (kind === 'line') {
				const lineEnd = text.indexOf('\n', end);
				yield apply(lineEnd < 0 ? text.length : lineEnd, 0, '\n', false);
				made++;
			} else {
				yield apply(end, 0, kind, true);
				yield apply(end + kind.length, 0, 'x', true);
				yield apply(end, kind.length, '', true);
				made += 3;
			}
		}
	}
}

/** The text as one piece of memory: what V8 puts off when it joins strings must not be counted for whoever comes first. */
function flat(text: string): string {
	text.charCodeAt(text.length >> 1);
	return text;
}
