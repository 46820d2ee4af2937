import process from 'node:process';
import { styleText } from 'node:util';
import type { Logger } from '../util/logger.ts';

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
	error: (message) => void process.stderr.write(`asyncio-doctor: ${message}\n`),
	warn: (message) => void process.stderr.write(`asyncio-doctor: ${message}\n`),
	debug() {},
};

/** All bytes of standard input. */
export async function readStandardInput(): Promise<Buffer> {
	const chunks: Buffer[] = [];
	for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
	return Buffer.concat(chunks);
}
