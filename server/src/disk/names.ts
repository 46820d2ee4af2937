import { Buffer } from 'node:buffer';
import { type Dirent, readdirSync, realpathSync } from 'node:fs';

/*
 * Names on disk are bytes, ours are texts. A byte that belongs to no UTF-8 is a lone surrogate in our paths, U+DC80 to U+DCFF, as in
 * Python's; so it can be shown, and found again.
 */

const strayByte = /((?<![\ud800-\udbff])[\udc80-\udcff])/;

/** A path of ours as the system takes it. */
export function onDisk(path: string): string | Buffer {
	const parts = path.split(strayByte);
	if (parts.length === 1) return path;
	return Buffer.concat(parts.map((part, i) => (i % 2 === 0 ? Buffer.from(part) : Buffer.of(part.charCodeAt(0) - 0xdc00))));
}

/** The real path of one of ours. Throws where there is none. */
export function realPath(path: string): string {
	const own = onDisk(path);
	// Only the native one takes bytes.
	if (typeof own !== 'string') return textOf(realpathSync.native(own, 'buffer'));
	const real = realpathSync(own);
	return real.includes('\ufffd') ? textOf(realpathSync.native(own, 'buffer')) : real;
}

/** What a folder holds. */
export function entriesOf(folder: string): readonly (Omit<Dirent, 'name'> & { readonly name: string })[] {
	const entries = readdirSync(onDisk(folder), { withFileTypes: true });
	if (!entries.some(({ name }) => name.includes('\ufffd'))) return entries;
	return readdirSync(onDisk(folder), { withFileTypes: true, encoding: 'buffer' }).map((entry) => Object.assign(entry, { name: textOf(entry.name) }) as never);
}

function textOf(bytes: Buffer): string {
	const whole = wholeText(bytes);
	if (whole !== undefined) return whole;
	let text = '';
	for (let i = 0; i < bytes.length; ) {
		const length = [1, 2, 3, 4].find((count) => wholeText(bytes.subarray(i, i + count))?.length);
		text += length ? bytes.toString('utf8', i, i + length) : String.fromCharCode(0xdc00 + (bytes[i] as number));
		i += length ?? 1;
	}
	return text;
}

/** Undefined for what is no UTF-8. */
function wholeText(bytes: Buffer): string | undefined {
	const text = bytes.toString('utf8');
	return Buffer.from(text).equals(bytes) ? text : undefined;
}
