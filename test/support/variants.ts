import type { Mark } from './marks.ts';

/** Another way to write the same program. Fixes must follow it. */
export interface Variant {
	readonly name: string;
	/** Whether it makes another text of this one. */
	fits(text: string): boolean;
	rewrite(text: string): string;
	/** Where a mark of `text` lies in the rewritten text. */
	moved(mark: Mark, text: string): Mark;
}

const asWritten: Variant = { name: 'as written', fits: () => true, rewrite: (text) => text, moved: (mark) => mark };

const withCrlf: Variant = {
	name: 'with CRLF line ends',
	fits: () => true,
	rewrite: (text) => text.replace(/\r?\n/g, '\r\n'),
	moved: (mark) => mark,
};

/** Four spaces become one tab. A file indented by other widths would change its meaning. */
const withTabs: Variant = {
	name: 'indented with tabs',
	fits: (text) => Math.min(...[...text.matchAll(/^( +)\S/gm)].map((match) => (match[1] as string).length)) === 4,
	rewrite: (text) => text.replace(/^(?: {4})+/gm, (spaces) => '\t'.repeat(spaces.length / 4)),
	moved: (mark, text) => {
		const line = text.split('\n')[mark.line] ?? '';
		const removed = 3 * Math.floor((/^ */.exec(line)?.[0].length ?? 0) / 4);
		return { ...mark, column: mark.column - removed, endColumn: mark.endColumn - removed };
	},
};

export const variants: readonly Variant[] = [asWritten, withCrlf, withTabs];
