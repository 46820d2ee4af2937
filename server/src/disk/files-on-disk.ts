import type { Buffer } from 'node:buffer';
import { closeSync, fchmodSync, fsyncSync, openSync, readdirSync, readFileSync, realpathSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import process from 'node:process';
import type { FolderEntry, Workspace } from '../project/workspace.ts';
import { decodePython, encodePython, type FileEncoding } from './encoding.ts';

/** Larger files are refused: they are data, and a person waits for the answer. */
export const maxFileBytes = 20 * 1024 * 1024;

export type ReadFile = { readonly text: string; readonly encoding: FileEncoding } | { readonly error: string };

/** Reads a file as Python would; an `error` completes the sentence "cannot be …: ". Never throws. */
export function readPythonFile(path: string): ReadFile {
	try {
		// Most of the names that the core asks for are not there: making an exception of each would be slow.
		const stats = statSync(path, { throwIfNoEntry: false });
		if (!stats) return { error: `cannot be read: ${reasons.ENOENT}` };
		if (stats.isDirectory()) return { error: 'cannot be read: it is a folder' };
		// A pipe or a device may never end.
		if (!stats.isFile()) return { error: 'cannot be read: it is no ordinary file' };
		if (stats.size > maxFileBytes) return { error: `cannot be read: it is larger than ${maxFileBytes / 1024 / 1024} MB` };
		const decoded = decodePython(readFileSync(path));
		return 'error' in decoded ? { error: `cannot be decoded: ${decoded.error}` } : decoded;
	} catch (error) {
		return { error: `cannot be read: ${reasonOf(error)}` };
	}
}

/**
 * Replaces a file's text; its encoding, byte order mark and mode stay, a link keeps pointing to it.
 * The file holds the old bytes or the new ones at every moment. Throws an Error with a message for the user.
 */
export function writePythonFile(path: string, text: string, encoding: FileEncoding): void {
	const bytes = encodePython(text, encoding);
	if (!bytes) throw new Error(`cannot be written: the changed text does not fit its encoding ${encoding.name}`);
	try {
		replaceFile(realpathSync(path), bytes);
	} catch (error) {
		throw new Error(`cannot be written: ${reasonOf(error)}`, { cause: error });
	}
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
			if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return undefined;
			return readdirSync(path, { withFileTypes: true }).flatMap((entry): FolderEntry[] => {
				const kind = entry.isSymbolicLink() ? kindBehindLink(join(path, entry.name)) : entry.isDirectory() ? 'folder' : entry.isFile() ? 'file' : undefined;
				return kind ? [{ name: entry.name, kind }] : [];
			});
		} catch {
			return undefined;
		}
	},
	hasFile(path) {
		try {
			return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
		} catch {
			// Not allowed to look, a link in a circle, a name too long: nothing that could be read.
			return false;
		}
	},
};

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
		const stats = statSync(path);
		return stats.isDirectory() ? 'folder' : stats.isFile() ? 'file' : undefined;
	} catch {
		return undefined;
	}
}

function replaceFile(path: string, bytes: Buffer): void {
	const { mode } = statSync(path);
	// Renaming would also replace a file that may not be written; ask first.
	closeSync(openSync(path, 'r+'));
	const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
	try {
		const handle = openSync(temporary, 'wx', mode);
		try {
			for (let done = 0; done < bytes.length; ) done += writeSync(handle, bytes, done);
			fchmodSync(handle, mode);
			fsyncSync(handle);
		} finally {
			closeSync(handle);
		}
		renameSync(temporary, path);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'EEXIST') rmSync(temporary, { force: true });
		throw error;
	}
}
