import process from 'node:process';
import { styleText } from 'node:util';
import type { Logger } from '../util/logger.ts';
import { visibleLines } from '../util/visible.ts';

/** A mistake of whoever called the program: said on standard error, exit status 2. */
export class UsageError extends Error {
	override readonly name = 'UsageError';
}

export type Style = 'red' | 'yellow' | 'blue' | 'cyan' | 'green' | 'bold' | 'dim';

/** Colours a text, or leaves it as it is. */
export type Paint = (style: Style, text: string) => string;

/** Colours only where somebody looks: on a terminal, unless NO_COLOR; FORCE_COLOR beats both. */
export function paintFor(stream: { readonly isTTY?: boolean }, env: NodeJS.ProcessEnv = process.env): Paint {
	const forced = env.FORCE_COLOR;
	const isOn = forced !== undefined && forced !== '' ? forced !== '0' && forced !== 'false' : !env.NO_COLOR && stream.isTTY === true && env.TERM !== 'dumb';
	return isOn ? (style, text) => styleText(style, text) : (_, text) => text;
}

/** What the core logs goes where it does not mix with findings. */
export const consoleLogger: Logger = {
	error: complain,
	warn: complain,
	debug() {},
};

/** Says something on standard error. */
export function complain(message: string): void {
	process.stderr.write(`asyncio-doctor: ${visibleLines(message)}\n`);
}

/** All bytes of standard input. Throws a UsageError beyond `maxBytes`: what is endless must end somewhere. */
export function readStandardInput(maxBytes = Infinity): Promise<Buffer> {
	return readStream(process.stdin, 'standard input', maxBytes);
}

/** All bytes of a stream, which messages call `name`. Throws a UsageError beyond `maxBytes`, and whatever the stream does. */
export async function readStream(stream: AsyncIterable<unknown>, name: string, maxBytes: number): Promise<Buffer> {
	const chunks: Buffer[] = [];
	let length = 0;
	for await (const chunk of stream) {
		chunks.push(chunk as Buffer);
		length += (chunk as Buffer).length;
		if (length > maxBytes) throw tooLarge(name, maxBytes);
	}
	return Buffer.concat(chunks);
}

export function tooLarge(name: string, maxBytes: number): UsageError {
	return new UsageError(`${name} is too large: it has more than ${maxBytes / 1024 / 1024} MB`);
}
