/** A snippet as snippets/python.json holds it. */
export interface Snippet {
	readonly prefix: readonly string[];
	readonly description: string;
	readonly body: readonly string[];
}

/** The page that shows every snippet with the text it inserts when nothing is changed. */
export function snippetsPage(snippets: Readonly<Record<string, Snippet>>): string {
	const sections = Object.entries(snippets).map(([name, { prefix, description, body }]) => {
		const prefixes = prefix.map((one) => `\`${one}\``).join(' or ');
		return `## ${name}\n\n${prefixes}: ${description}.\n\n\`\`\`python\n${defaultText(body)}\n\`\`\`\n`;
	});
	return `# Snippets\n\nType a prefix in a Python file of VS Code and accept what is offered; Tab goes from one place to fill in to the next. Tests run each of them as it is shown here.\n\n${sections.join('\n')}`;
}

/**
 * What a snippet inserts when nobody fills anything in. Understands `$1`, `${1}` and `${1:default}`, nested and repeated, which is all that the snippets use;
 * throws an Error at anything else.
 */
export function defaultText(body: readonly string[]): string {
	const defaults = new Map<string, string>();
	const text = expanded(body.join('\n'), defaults);
	// A place may be named before the one that says what stands there.
	return text.replace(/\0(\d+)\0/g, (_, number) => defaults.get(number) ?? '');
}

function expanded(text: string, defaults: Map<string, string>): string {
	const start = /(?<!\\)\$(?:(\d+)|\{(\d+)(\}|:)|)/.exec(text);
	if (!start) return text.replace(/\\([$}\\])/g, '$1');
	const [whole, plain, braced, sign] = start;
	const number = plain ?? braced;
	if (number === undefined) throw new Error(`not understood: ${text.slice(start.index)}`);
	const before = text.slice(0, start.index).replace(/\\([$}\\])/g, '$1');
	const rest = text.slice(start.index + whole.length);
	if (sign !== ':') return `${before}\0${number}\0${expanded(rest, defaults)}`;
	const end = closingBrace(rest);
	const inner = expanded(rest.slice(0, end), defaults);
	defaults.set(number, inner);
	return `${before}${inner}${expanded(rest.slice(end + 1), defaults)}`;
}

/** Where the placeholder ends whose default `text` begins with. Braces of Python in it are paired, or escaped. */
function closingBrace(text: string): number {
	let depth = 1;
	for (let index = 0; index < text.length; index++) {
		if (text[index] === '\\') index++;
		else if (text[index] === '{') depth++;
		else if (text[index] === '}' && --depth === 0) return index;
	}
	throw new Error(`a placeholder has no end: ${text}`);
}
