import { describeError, type Session } from './session.ts';
import { Slices } from './slices.ts';

/** Long enough for the rest of a branch switch to arrive. */
const delayAfterChange = 200;

/** Which Python files the workspace folders hold. The folders are looked through in the background; the analyser is told what is found. */
export class ProjectFiles {
	readonly #session: Session;
	readonly #onScanned: () => void;
	#paths: ReadonlySet<string> = new Set();
	/** Folders that lead to a file, with `/` at the end; made when asked for. */
	#folders: ReadonlySet<string> | undefined;
	/** By path, as of the last `readAgain`. */
	readonly #stamps = new Map<string, string>();
	#scans = 0;
	#stop: (() => void) | undefined;
	readonly #waiting: (() => void)[] = [];
	#isSettled = false;

	/** `onScanned`: the analyser knows of other files than before. */
	constructor(session: Session, onScanned: () => void) {
		this.#session = session;
		this.#onScanned = onScanned;
	}

	/** Resolves when the files are those of the folders as far as the server was told of changes. */
	settled(): Promise<void> {
		return this.#isSettled ? Promise.resolve() : new Promise((resolve) => void this.#waiting.push(resolve));
	}

	/** Looks through the folders soon; a burst of calls makes one scan. */
	scanSoon(): void {
		this.#isSettled = false;
		this.#stop?.();
		this.#stop = this.#session.host.delay(delayAfterChange, () => this.scan());
	}

	/** Looks through the folders now, in pieces between which other messages are handled. A scan that is under way ends. */
	scan(): void {
		this.#isSettled = false;
		this.#stop?.();
		this.#scan(++this.#scans).catch((error: unknown) => this.#session.logger.error(`Looking for Python files failed: ${describeError(error)}`));
	}

	/** The known files of all folders. */
	get paths(): ReadonlySet<string> {
		return this.#paths;
	}

	/** The known files in a folder; none for anything else. */
	inside(folder: string): readonly string[] {
		const prefix = `${folder}/`;
		this.#folders ??= foldersOf(this.#paths);
		return this.#folders.has(prefix) ? [...this.#paths].filter((path) => path.startsWith(prefix)) : [];
	}

	/** For clients that do not tell of changes: every file that changed since the last call is read again when it is asked for. */
	readAgain(): void {
		const { analyser, host } = this.#session;
		for (const path of this.#paths) {
			const stamp = host.stampOf?.(path);
			if (stamp !== undefined && stamp === this.#stamps.get(path)) continue;
			analyser.invalidate(path);
			if (stamp !== undefined) this.#stamps.set(path, stamp);
		}
		this.scanSoon();
	}

	async #scan(scan: number): Promise<void> {
		const { folders, host, settings } = this.#session;
		const found = new Set<string>();
		const slices = new Slices(host);
		for (const folder of folders.paths) {
			for (const path of host.pythonFiles(folder, (candidate) => settings.isExcluded(candidate))) {
				found.add(path);
				if (slices.isOver) await slices.next();
				if (scan !== this.#scans) return;
			}
		}
		this.#take(found);
	}

	#take(found: ReadonlySet<string>): void {
		const { analyser } = this.#session;
		const before = this.#paths;
		this.#paths = found;
		this.#folders = undefined;
		const differing = [...[...before].filter((path) => !found.has(path)), ...[...found].filter((path) => !before.has(path))];
		if (differing.length > 0) {
			// Of a folder that was moved, clients tell only the folder.
			if (before.size > 0) for (const path of differing) analyser.invalidate(path);
			analyser.setProjectFiles(found);
		}
		this.#isSettled = true;
		// What waits judges the newest state by itself.
		if (differing.length > 0) this.#onScanned();
		for (const resume of this.#waiting.splice(0)) resume();
	}
}

function foldersOf(paths: Iterable<string>): ReadonlySet<string> {
	const folders = new Set<string>();
	for (const path of paths) {
		for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
			const folder = path.slice(0, slash + 1);
			if (folders.has(folder)) break;
			folders.add(folder);
		}
	}
	return folders;
}
