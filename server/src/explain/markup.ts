const named: Readonly<Record<string, string>> = { quot: '"', apos: "'", lt: '<', gt: '>', amp: '&', nbsp: ' ' };

/** Elements that pages and test reports put round a traceback. Python's own `<module>`, `<string>` and `<lambda>` are none of them. */
const tag = /<\/[a-z][\w-]*>|<(?:a|b|br|code|div|em|error|failure|font|i|li|p|pre|samp|span|strong|system-err|system-out|td|tr|tt)(?:\s[^<>]*)?\/?>/gi;

/** Ends of line as a page, an XML attribute or rsyslog writes them. */
const endOfLine = /<br\s*\/?>|&#(?:10|x0*a);|#012/gi;

/** Whether a line holds several, whose ends were written in another way. */
export function holdsEnds(line: string): boolean {
	return /(?:<br\s*\/?>|&#(?:10|x0*a);|#012)[\s|+]*(?:File (?:"|&quot;|&#34;)|Traceback \(most|[\w.]{1,100}(?:Error|Exception|Warning)\b)/i.test(line);
}

/** The lines of such a line. */
export function atEnds(line: string): readonly string[] {
	return line.replace(/#011/g, '\t').split(endOfLine);
}

/** A line of a page, a report or a table as the text that it shows; quotation marks as Python writes them. */
export function withoutMarkup(line: string): string {
	let text = line;
	if (text.includes('<')) text = text.replace(tag, '');
	if (text.includes('&')) text = text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(quot|apos|lt|gt|amp|nbsp));/gi, decoded);
	if (/[\u2018\u2019\u201c-\u201e]/.test(text)) text = text.replace(/[\u2018\u2019]/g, "'").replace(/[\u201c-\u201e]/g, '"');
	if (text.startsWith('`')) text = text.replace(/^`([^`]+)`$/, '$1');
	if (text.includes('File \\"')) text = text.replaceAll('\\"', '"');
	// A table doubles the marks in its fields.
	if (text.includes('File ""')) text = text.replaceAll('""', '"').replace(/"$/, '');
	return text.includes("File '") ? text.replace(/\bFile '([^']{1,400})', line/, 'File "$1", line') : text;
}

function decoded(entity: string, decimal: string | undefined, hexadecimal: string | undefined, name: string | undefined): string {
	if (name !== undefined) return named[name.toLowerCase()] ?? entity;
	const code = decimal === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number(decimal);
	return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : entity;
}
