import { visible, visibleLines } from './visible.ts';

/** Writes words of others (of code, settings, logs, file names) between our own, so that none of them becomes a link, an image, HTML or an order. */
export interface Markup {
	/** Words as words. */
	text(words: string): string;
	strong(words: string): string;
	code(text: string): string;
	link(label: string, address: string): string;
	/** A link that runs a command of our client for a rule. */
	ruleLink(label: string, command: string, rule: string): string;
	/** What we have written in Markdown ourselves. */
	own(markdown: string): string;
}

/** What the name of a rule looks like; nothing else is handed to a command by a link. */
export function isRuleName(name: unknown): name is string {
	return typeof name === 'string' && /^[a-z-]+$/.test(name);
}

export const markdown: Markup = {
	// Parsers make links of bare addresses, and some look for them after they have taken escapes away; in code none does.
	text: (words) =>
		onOneLine(words)
			.split(/((?<![^\s|])[^\s|]*(?:\/\/|@|www\.)[^\s|]*)/i)
			.map((part, index) => (index % 2 === 1 ? markdown.code(part) : escaped(part)))
			.join(''),
	strong: (words) => (words.trim() === '' ? '' : `**${markdown.text(words.trim())}**`),
	code(text) {
		const shown = onOneLine(text).trim();
		if (shown === '') return '';
		const longest = Math.max(0, ...Array.from(shown.matchAll(/`+/g), ([run]) => run.length));
		const fence = '`'.repeat(longest + 1);
		const space = longest > 0 ? ' ' : '';
		return `${fence}${space}${shown}${space}${fence}`;
	},
	link: (label, address) => (/^command:/i.test(address) ? markdown.text(label) : link(label, encoded(address))),
	ruleLink: (label, command, rule) =>
		isRuleName(rule) ? link(label, `command:${command}?${encodeURIComponent(JSON.stringify([rule]))}`) : markdown.text(label),
	own: (text) => text,
};

/** For editors that show text as it is: no emphasis, no fences, addresses of the web after the words they belong to. */
export const plainText: Markup = {
	text: visible,
	strong: visible,
	code: (text) => visible(text.replace(/\s+/g, ' ').trim()),
	link: (label, address) => (/^https?:/.test(address) ? `${visible(label)}: ${encoded(address)}` : visible(label)),
	ruleLink: visible,
	own: (text) =>
		text
			.replace(/^```.*\n?/gm, '')
			.replace(/^#+ /gm, '')
			.replace(/\[([^[\]]+)\]\(([^()]+)\)/g, '$1: $2')
			.replace(/\*\*([^*]+)\*\*/g, '$1')
			.replace(/`([^`]+)`/g, '$1'),
};

/** Text for a notification or the status of an editor, which makes links of `[label](address)` and knows no escape. */
export function notification(text: string): string {
	return visibleLines(text).replaceAll('](', '] (');
}

/** In a label only some parsers look for bare addresses, and the escape of their colon is enough for those. */
function link(label: string, address: string): string {
	return `[${escaped(onOneLine(label))}](${address})`;
}

function onOneLine(text: string): string {
	return visible(text.replace(/[\t\n\r ]+/g, ' '));
}

/** What means something within a line, and what does at its start. */
function escaped(text: string): string {
	return text
		.replace(/[\\`*[\]<|~$]|(?<=\])\(|:(?=\/\/)|&(?=[#\w])|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\$&')
		.replace(/^( ?)([#+=>-])/, '$1\\$2')
		.replace(/^( ?\d+)([.)])(?= |$)/, '$1\\$2');
}

/** An address with nothing that could end it, or lead elsewhere. */
function encoded(address: string): string {
	return address.replace(/[^\w.~:/?#@!$'*+,;=%-]/gu, (character) =>
		Array.from(new TextEncoder().encode(character), (byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
	);
}
