import MarkdownIt from 'markdown-it';
import { Marked, type Token } from 'marked';

/** What a Markdown text becomes where people see it. */
export interface Rendered {
	/** Addresses of its links. */
	readonly links: readonly string[];
	/** Images and HTML. */
	readonly foreign: readonly string[];
	/** The words, code included. */
	readonly words: string;
}

/** As an editor renders hovers. */
export function asHover(markdown: string): Rendered {
	const [links, foreign, words]: string[][] = [[], [], []];
	const marked = new Marked({ gfm: true });
	marked.walkTokens(marked.lexer(markdown), (token: Token) => {
		if (token.type === 'link') links?.push(token.href);
		else if (token.type === 'image' || token.type === 'html') foreign?.push(token.raw);
		else if ((token.type === 'text' && !('tokens' in token && token.tokens)) || token.type === 'escape') words?.push(unescaped(token.text));
		else if (token.type === 'codespan' || token.type === 'code') words?.push(token.text);
	});
	return { links: links ?? [], foreign: foreign ?? [], words: words?.join('') ?? '' };
}

/** As VS Code's preview renders pages: HTML and every scheme are let through, and bare addresses become links. */
export function asPage(markdown: string): Rendered {
	const parser = new MarkdownIt({ html: true, linkify: true });
	parser.validateLink = () => true;
	const [links, foreign, words]: string[][] = [[], [], []];
	const walk = (tokens: ReturnType<MarkdownIt['parse']>): void => {
		for (const token of tokens) {
			if (token.type === 'link_open') links?.push(token.attrGet('href') ?? '');
			else if (token.type === 'image' || token.type.startsWith('html')) foreign?.push(token.content);
			else if (token.type === 'text' || token.type === 'code_inline' || token.type === 'fence' || token.type === 'code_block') words?.push(token.content);
			if (token.children && token.type !== 'image') walk(token.children);
		}
	};
	walk(parser.parse(markdown, {}));
	return { links: links ?? [], foreign: foreign ?? [], words: words?.join('') ?? '' };
}

/** marked leaves entities to the browser. */
function unescaped(text: string): string {
	return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&');
}
