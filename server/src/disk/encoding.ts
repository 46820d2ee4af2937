import { Buffer } from 'node:buffer';

/** How a file's bytes spell its text; kept to write the file back as it was. */
export interface FileEncoding {
	/** As in the file's coding comment, else "utf-8". */
	readonly name: string;
	readonly hasByteOrderMark: boolean;
}

export type Decoded = { readonly text: string; readonly encoding: FileEncoding } | { readonly error: string };

const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);
const utf8Names = new Set(['utf-8', 'utf8', 'u8', 'utf', 'utf-8-sig', 'cp65001']);
const latin1Names = new Set(['latin-1', 'latin1', 'l1', 'latin', 'iso-8859-1', 'iso8859-1', '8859', 'cp819', 'iso-ir-100']);
const asciiNames = new Set(['ascii', 'us-ascii', '646']);

/** Decodes Python source as Python does (PEP 263): byte order mark, coding comment, else strict UTF-8. The mark is not in the text. */
export function decodePython(bytes: Buffer): Decoded {
	if (bytes.includes(0)) return { error: 'it contains NUL bytes' };
	const hasByteOrderMark = bytes.subarray(0, 3).equals(byteOrderMark);
	const content = hasByteOrderMark ? bytes.subarray(3) : bytes;
	const name = codingComment(content) ?? 'utf-8';
	const encoding = { name, hasByteOrderMark };
	if (hasByteOrderMark && !utf8Names.has(plainName(name))) return { error: `its byte order mark says UTF-8, its coding comment says ${name}` };
	const text = decodeAs(plainName(name), content);
	return text === undefined ? { error: undecodable(name, content) } : { text, encoding };
}

/** The bytes of a text; undefined when they would not decode to the same text again. */
export function encodePython(text: string, { name, hasByteOrderMark }: FileEncoding): Buffer | undefined {
	const plain = plainName(name);
	let bytes: Buffer | undefined;
	if (utf8Names.has(plain)) bytes = Buffer.from(text, 'utf8');
	else if (latin1Names.has(plain) || asciiNames.has(plain)) bytes = Buffer.from(text, 'latin1');
	else bytes = encodeByTable(text, plain);
	if (!bytes || decodeAs(plain, bytes) !== text) return undefined;
	return hasByteOrderMark ? Buffer.concat([byteOrderMark, bytes]) : bytes;
}

/** Only in the first two lines, in the second only behind a line without code. */
function codingComment(bytes: Buffer): string | undefined {
	const [first = '', second = ''] = bytes
		.subarray(0, 1000)
		.toString('latin1')
		.split(/\r\n|\r|\n/, 2);
	const pattern = /^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)/;
	const found = pattern.exec(first) ?? (/^[ \t\f]*(?:#.*)?$/.test(first) ? pattern.exec(second) : null);
	return found?.[1];
}

function decodeAs(plain: string, bytes: Buffer): string | undefined {
	// What the web calls latin-1 and ascii is windows-1252; Python means the real ones.
	if (latin1Names.has(plain)) return bytes.toString('latin1');
	if (asciiNames.has(plain)) return bytes.every((byte) => byte < 0x80) ? bytes.toString('latin1') : undefined;
	try {
		return decoderFor(plain)?.decode(bytes);
	} catch {
		return undefined;
	}
}

function decoderFor(plain: string): TextDecoder | undefined {
	const label = utf8Names.has(plain) ? 'utf-8' : plain;
	try {
		const decoder = new TextDecoder(label, { fatal: true, ignoreBOM: true });
		// Python cannot read source in UTF-16 either.
		return decoder.encoding.startsWith('utf-16') ? undefined : decoder;
	} catch {
		return undefined;
	}
}

/** For encodings of one byte per character; Node has decoders only, so the table is made by decoding every byte. */
function encodeByTable(text: string, plain: string): Buffer | undefined {
	const byCharacter = new Map<string, number>();
	for (let byte = 0; byte < 256; byte++) {
		const character = decodeAs(plain, Buffer.from([byte]));
		if (character?.length === 1 && !byCharacter.has(character)) byCharacter.set(character, byte);
	}
	const bytes = Buffer.alloc(text.length);
	for (let i = 0; i < text.length; i++) {
		const byte = byCharacter.get(text[i] as string);
		if (byte === undefined) return undefined;
		bytes[i] = byte;
	}
	return bytes;
}

function plainName(name: string): string {
	return name.toLowerCase().replaceAll('_', '-');
}

function undecodable(name: string, bytes: Buffer): string {
	const plain = plainName(name);
	if (utf8Names.has(plain)) return `it is not UTF-8 (line ${firstBadLine(bytes)}), and no coding comment says what else it is`;
	if (!asciiNames.has(plain) && !decoderFor(plain)) return `its encoding ${name} is not supported`;
	return `it is not ${name}, as its coding comment says`;
}

/** 1-based line of the first byte that is no UTF-8. */
function firstBadLine(bytes: Buffer): number {
	let line = 1;
	for (let start = 0; start < bytes.length; line++) {
		const newline = bytes.indexOf(10, start);
		const end = newline < 0 ? bytes.length : newline + 1;
		if (decodeAs('utf-8', bytes.subarray(start, end)) === undefined) return line;
		start = end;
	}
	return line;
}
