import { type Node, parseTree } from 'jsonc-parser';

/**
 * The JSON of a notebook file with other source texts in some cells (by 1-based index). Nothing else changes, not even how a line of
 * source that stays is written. Undefined when a cell is not there or the file is too deeply nested to be looked into.
 */
export function replaceSources(json: string, texts: ReadonlyMap<number, string>): string | undefined {
	const root = treeOf(json);
	const cells = root && property(root, 'cells')?.children;
	const isAscii = !/[^\0-\x7f]/.test(json) && /\\u[\da-f]{4}/i.test(json);
	const edits: { readonly offset: number; readonly length: number; readonly text: string }[] = [];
	for (const [index, text] of texts) {
		const cell = cells?.[index - 1];
		const source = cell && property(cell, 'source');
		if (!source) return undefined;
		edits.push(
			source.type === 'array' ? listEdit(source, text, json, isAscii) : { offset: source.offset, length: source.length, text: stringOf(text, isAscii) },
		);
	}
	let result = json;
	for (const { offset, length, text } of edits.sort((a, b) => b.offset - a.offset)) result = result.slice(0, offset) + text + result.slice(offset + length);
	return result;
}

/** The JSON strings that make the source of a cell, by its 1-based index; undefined for a cell that has none. */
export function sourceStrings(json: string): (cell: number) => readonly Node[] | undefined {
	const root = treeOf(json);
	const cells = root && property(root, 'cells')?.children;
	return (index) => {
		const cell = cells?.[index - 1];
		const source = cell && property(cell, 'source');
		return source?.type === 'array' ? source.children : source && [source];
	};
}

function treeOf(json: string): Node | undefined {
	try {
		return parseTree(json);
	} catch {
		// It goes down into the values one call each.
		return undefined;
	}
}

/** Of two properties with one name the last counts, as in JSON.parse. */
function property(object: Node, name: string): Node | undefined {
	return object.type === 'object' ? object.children?.findLast(({ children }) => children?.[0]?.value === name)?.children?.[1] : undefined;
}

/** Writes the lines of a list anew that differ, in the way its lines are separated. */
function listEdit(list: Node, text: string, json: string, isAscii: boolean) {
	const before = list.children ?? [];
	const after = text === '' ? [] : text.split(/(?<=\n)/);
	const shorter = Math.min(before.length, after.length);
	let head = 0;
	while (head < shorter && before[head]?.value === after[head]) head++;
	let tail = 0;
	while (tail < shorter - head && before.at(-1 - tail)?.value === after.at(-1 - tail)) tail++;
	const removed = before.slice(head, before.length - tail);
	const added = after.slice(head, after.length - tail).map((line) => stringOf(line, isAscii));
	const [first, last] = [removed[0], removed.at(-1)];
	const separator = separatorOf(list, json);
	if (first && last && added.length > 0) return { offset: first.offset, length: last.offset + last.length - first.offset, text: added.join(separator) };
	// Only added, or only removed: a separator comes or goes with the lines.
	const [previous, next] = [before[head - 1], before[before.length - tail]];
	if (after.length === 0) return { offset: list.offset, length: list.length, text: '[]' };
	if (previous) {
		const start = previous.offset + previous.length;
		const end = last ? last.offset + last.length : start;
		return { offset: start, length: end - start, text: added.map((line) => separator + line).join('') };
	}
	if (next) {
		const start = first?.offset ?? next.offset;
		return { offset: start, length: next.offset - start, text: added.map((line) => line + separator).join('') };
	}
	return { offset: list.offset, length: list.length, text: `[${added.join(separator)}]` };
}

/** What stands between two lines of a list; of a list with one line, what would. */
function separatorOf({ offset, children = [] }: Node, json: string): string {
	const [first, second] = children;
	if (first && second) return json.slice(first.offset + first.length, second.offset);
	const before = first ? json.slice(offset + 1, first.offset) : '';
	return /[\r\n]/.test(before) ? `,${before}` : ', ';
}

/** `isAscii`: as Python writes it by default, other characters escaped. */
function stringOf(text: string, isAscii: boolean): string {
	const json = JSON.stringify(text);
	return isAscii ? json.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`) : json;
}
