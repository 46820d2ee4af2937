import type { TextEdit } from '../util/text.ts';
import type { IgnoreDirective, IgnoredName } from './ignore-comments.ts';

/** Removes an ignore comment: with the reason behind it, but without what other tools are told in the same comment. */
export function directiveRemoval(directive: IgnoreDirective, text: string): TextEdit {
	const { comment } = directive;
	const next = text.slice(directive.end, comment.end).indexOf('#');
	if (next >= 0) return { range: { start: directive.start, end: directive.end + next }, newText: '' };
	let start = directive.start;
	while (text[start - 1] === ' ' || text[start - 1] === '\t') start--;
	const isAlone = start === 0 || text[start - 1] === '\n' || text[start - 1] === '\r';
	const lineEnd = isAlone ? (/^(?:\r\n|\r|\n)/.exec(text.slice(comment.end, comment.end + 2))?.[0].length ?? 0) : 0;
	return { range: { start, end: comment.end + lineEnd }, newText: '' };
}

/** Removes one of several names and the comma that parted it from its neighbour. */
export function nameRemoval(name: IgnoredName, { names = [] }: IgnoreDirective): TextEdit {
	const index = names.indexOf(name);
	const [before, after] = [names[index - 1], names[index + 1]];
	const start = !after && before ? before.end : name.start;
	return { range: { start, end: after ? after.start : name.end }, newText: '' };
}
