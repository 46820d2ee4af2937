import type { Buffer } from 'node:buffer';
import { randomBytes } from 'node:crypto';
import {
	closeSync,
	constants,
	copyFileSync,
	fchmodSync,
	fchownSync,
	fstatSync,
	fsyncSync,
	ftruncateSync,
	lstatSync,
	openSync,
	readFileSync,
	renameSync,
	rmSync,
	type Stats,
	statSync,
	writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import type { FolderEntry, Workspace } from '../project/workspace.ts';
import { decodePython, encodePython, type FileEncoding } from './encoding.ts';
import { entriesOf, onDisk, realPath } from './names.ts';

/** Larger files are refused: they are data, and a person waits for the answer. */
export const maxFileBytes = 20 * 1024 * 1024;

export type ReadFile = { readonly text: string; readonly encoding: FileEncoding } | { readonly error: string };

/** Reads a file as Python would; an `error` completes the sentence "cannot be …: ". Never throws. */
export function readPythonFile(path: string): ReadFile {
	try {
		// Most of the names that the core asks for are not there: making an exception of each would be slow.
		const stats = statSync(onDisk(path), { throwIfNoEntry: false });
		if (!stats) return { error: `cannot be read: ${reasons.ENOENT}` };
		if (stats.isDirectory()) return { error: 'cannot be read: it is a folder' };
		// A pipe or a device may never end.
		if (!stats.isFile()) return { error: 'cannot be read: it is no ordinary file' };
		if (stats.size > maxFileBytes) return { error: `cannot be read: it is larger than ${maxFileBytes / 1024 / 1024} MB` };
		const decoded = decodePython(readFileSync(onDisk(path)));
		return 'error' in decoded ? { error: `cannot be decoded: ${decoded.error}` } : decoded;
	} catch (error) {
		return { error: `cannot be read: ${reasonOf(error)}` };
	}
}

/**
 * Replaces a file's text; its encoding, byte order mark, mode and owner stay, links keep pointing to it. Where another file can take
 * its place, it holds the old bytes or the new ones at every moment. `before` is the text that the new one was made from: when the
 * disk holds another by now, that is left alone. Throws an Error with a message for the user.
 */
export function writePythonFile(path: string, text: string, encoding: FileEncoding, before: string): void {
	const bytes = encodePython(text, encoding);
	if (!bytes) throw new Error(`cannot be written: the changed text does not fit its encoding ${encoding.name}`);
	const isUnchanged = () => {
		const read = readPythonFile(path);
		return !('error' in read) && read.text === before;
	};
	let isWritten: boolean;
	try {
		isWritten = isUnchanged() && replaceFile(realPath(path), bytes, isUnchanged);
	} catch (error) {
		throw new Error(`cannot be written: ${reasonOf(error)}`, { cause: error });
	}
	if (!isWritten) throw new Error('cannot be written: it was changed meanwhile');
}

/** The part of a workspace that files on disk can answer. */
export const filesOnDisk: Pick<Workspace, 'readText' | 'listFolder' | 'hasFile'> = {
	readText(path) {
		const read = readPythonFile(path);
		return 'error' in read ? undefined : read.text;
	},
	listFolder(path) {
		try {
			// Imports are looked for in many folders that are not there; see readPythonFile.
			if (!statSync(onDisk(path), { throwIfNoEntry: false })?.isDirectory()) return undefined;
			return entriesOf(path).flatMap((entry): FolderEntry[] => {
				const kind = entry.isSymbolicLink() ? kindBehindLink(join(path, entry.name)) : entry.isDirectory() ? 'folder' : entry.isFile() ? 'file' : undefined;
				return kind ? [{ name: entry.name, kind }] : [];
			});
		} catch {
			return undefined;
		}
	},
	hasFile(path) {
		try {
			return statSync(onDisk(path), { throwIfNoEntry: false })?.isFile() ?? false;
		} catch {
			// Not allowed to look, a link in a circle, a name too long: nothing that could be read.
			return false;
		}
	},
};

/** Size and time of the last change; '' for what is no file. */
export function stampOf(path: string): string {
	try {
		const found = statSync(onDisk(path), { throwIfNoEntry: false });
		return found ? `${found.mtimeMs} ${found.size}` : '';
	} catch {
		return '';
	}
}

/** Path with `/` on every system, drive letter in upper case. */
export function toCorePath(path: string): string {
	if (process.platform !== 'win32') return path;
	return path.replaceAll('\\', '/').replace(/^[a-z]:/, (drive) => drive.toUpperCase());
}

/** What went wrong with a file, in words. */
export function reasonOf(error: unknown): string {
	const code = (error as NodeJS.ErrnoException | undefined)?.code;
	const known = code === undefined ? undefined : reasons[code];
	return known ?? (error instanceof Error ? error.message : String(error));
}

const reasons: Readonly<Record<string, string>> = {
	ENOENT: 'no such file or folder',
	EACCES: 'permission denied',
	EPERM: 'permission denied',
	ELOOP: 'its links lead in a circle',
	ENOTDIR: 'a part of its path is no folder',
	EISDIR: 'it is a folder',
	ENAMETOOLONG: 'its name is too long',
	EROFS: 'the disk is read-only',
	ENOSPC: 'the disk is full',
	ERR_INVALID_ARG_VALUE: 'its name is not legal',
};

function kindBehindLink(path: string): FolderEntry['kind'] | undefined {
	try {
		const stats = statSync(onDisk(path));
		return stats.isDirectory() ? 'folder' : stats.isFile() ? 'file' : undefined;
	} catch {
		return undefined;
	}
}

const temporaryName = /^\.asyncio-doctor-[0-9a-f]{32}\.tmp$/;

/** Milliseconds after which nobody can be writing a temporary file any more. */
const leftAlone = 3_600_000;

/** Takes away the temporary files in a folder that runs left behind which were ended while they wrote. Never throws: they do no harm. */
export function takeAwayLeftovers(folder: string): void {
	try {
		for (const { name } of entriesOf(folder)) {
			if (!temporaryName.test(name)) continue;
			const path = onDisk(join(folder, name));
			const stats = lstatSync(path);
			if (stats.isFile() && stats.mtimeMs < Date.now() - leftAlone) rmSync(path);
		}
	} catch {
		// Somebody else may have been quicker, or is not to be disturbed.
	}
}

/** Answers whether it was written: `mayWrite` is asked right before. */
function replaceFile(path: string, bytes: Buffer, mayWrite: () => boolean): boolean {
	const before = statSync(onDisk(path));
	// Renaming would also replace a file that may not be written; ask first.
	closeSync(openSync(onDisk(path), 'r+'));
	// Another file in its place would leave its other names with the old text.
	if (before.nlink > 1) return overwriteFile(path, bytes, mayWrite);
	const temporary = join(dirname(path), `.asyncio-doctor-${randomBytes(16).toString('hex')}.tmp`);
	try {
		// A copy keeps what only the system knows of a file, where its own way of copying does.
		copyFileSync(onDisk(path), onDisk(temporary), constants.COPYFILE_EXCL);
		const handle = openSync(onDisk(temporary), 'r+');
		try {
			if (!belongsTo(handle, before)) {
				rmSync(onDisk(temporary), { force: true });
				return overwriteFile(path, bytes, mayWrite);
			}
			ftruncateSync(handle, 0);
			writeBytes(handle, bytes);
			fchmodSync(handle, before.mode);
			fsyncSync(handle);
		} finally {
			closeSync(handle);
		}
		if (mayWrite()) {
			renameSync(onDisk(temporary), onDisk(path));
			return true;
		}
		rmSync(onDisk(temporary), { force: true });
		return false;
	} catch (error) {
		rmSync(onDisk(temporary), { force: true });
		const { code } = error as NodeJS.ErrnoException;
		// The folder takes no new file, but the file itself may be written.
		if (code === 'EACCES' || code === 'EPERM') return overwriteFile(path, bytes, mayWrite);
		throw error;
	}
}

/** Whether a file has the owner and group of another one, if need be from now on. */
function belongsTo(handle: number, { uid, gid }: Stats): boolean {
	const own = fstatSync(handle);
	if (own.uid === uid && own.gid === gid) return true;
	try {
		fchownSync(handle, uid, gid);
		return true;
	} catch {
		return false;
	}
}

function overwriteFile(path: string, bytes: Buffer, mayWrite: () => boolean): boolean {
	if (!mayWrite()) return false;
	const handle = openSync(onDisk(path), 'r+');
	try {
		writeBytes(handle, bytes);
		ftruncateSync(handle, bytes.length);
		fsyncSync(handle);
		return true;
	} finally {
		closeSync(handle);
	}
}

function writeBytes(handle: number, bytes: Buffer): void {
	for (let done = 0; done < bytes.length; ) done += writeSync(handle, bytes, done, bytes.length - done, done);
}
