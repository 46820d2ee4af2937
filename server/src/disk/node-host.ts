import { setImmediate } from 'node:timers';
import { fileURLToPath } from 'node:url';
import { createParser, type Parser } from '../syntax/parser.ts';
import type { Logger } from '../util/logger.ts';
import { filesOnDisk, stampOf } from './files-on-disk.ts';
import { limitHeapGrowth } from './heap.ts';
import { walk } from './walk.ts';

/**
 * What the language server needs of Node: files, timers, and the parser's WASM files, which lie beside the bundle.
 * They begin to load at once, while the client is still making up its first message.
 */
export function nodeHost() {
	limitHeapGrowth();
	const parser = createParser({ locateFile: (name) => fileURLToPath(new URL(name, import.meta.url)) });
	// Whoever asks for the parser gets the error; nobody having asked yet must not end the process.
	parser.catch(() => undefined);
	return {
		processId: process.pid,
		files: filesOnDisk,
		stampOf,
		*pythonFiles(folder: string, isExcluded: (path: string) => boolean): Generator<string> {
			for (const walked of walk([folder], { isExcluded })) if (walked.kind === 'file') yield walked.path;
		},
		async loadParser(_options: unknown, logger: Logger): Promise<Parser> {
			const loaded = await parser;
			if (loaded.problem !== undefined) logger.warn(`Parsing is slower than it could be: ${loaded.problem}`);
			return loaded;
		},
		pause: () => new Promise<void>((resolve) => setImmediate(resolve)),
		delay(milliseconds: number, action: () => void): () => void {
			const timer = setTimeout(action, milliseconds);
			return () => clearTimeout(timer);
		},
	};
}
