import type { Workspace } from '../project/workspace.ts';
import type { Parser } from '../syntax/parser.ts';
import type { Logger } from '../util/logger.ts';

/** What the server needs of the system it runs on; the entries (Node, Web Worker) provide it. */
export interface ServerHost {
	/** The system's number of the server's process, where it is one. */
	readonly processId?: number;
	/** Files as they are on disk; open documents are laid over them. */
	readonly files: Pick<Workspace, 'readText' | 'listFolder' | 'hasFile'>;
	/** Another text for another state of a file, without reading it; '' where there is none. Without it every file may have changed at any time. */
	stampOf?(path: string): string;
	/** Paths of the Python files and notebooks below a folder that a check of the folder covers. `isExcluded` gets folders with a `/` at the end. */
	pythonFiles(folder: string, isExcluded: (path: string) => boolean): Iterable<string>;
	/** Called once, before the answer to `initialize`. Rejects with a message for the user. */
	loadParser(initializationOptions: unknown, logger: Logger): Promise<Parser>;
	/** Lets messages that have arrived be handled; awaited between pieces of long work. */
	pause(): Promise<void>;
	/** Runs `action` after so many milliseconds; the result stops it. */
	delay(milliseconds: number, action: () => void): () => void;
}
