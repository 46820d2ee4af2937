import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Oldest and newest minor version that facts are written for. */
const supported = { oldest: 8, newest: 16 } as const;

/** A CPython on this machine. */
export interface Python {
	readonly executable: string;
	/** 8 for 3.8. */
	readonly minor: number;
	/** "3.8.18" */
	readonly version: string;
}

/** The interpreters to run on and, for the report, the supported minor versions that are not here. */
export interface Pythons {
	readonly selected: readonly Python[];
	readonly notPresent: readonly number[];
}

/**
 * Finds CPython 3.8 and newer: `python3`, `python3.8` ... `python3.16` on PATH and the versions that pyenv keeps. One per minor version.
 * Selected are the oldest and the newest, or all with ALL_PYTHONS=1. Throws when there is none: a proof that ran nowhere is no proof.
 */
export async function findPythons(): Promise<Pythons> {
	const answers = await Promise.all(candidates().map(ask));
	const byMinor = new Map<number, Python>();
	for (const python of answers) if (python && !byMinor.has(python.minor)) byMinor.set(python.minor, python);
	const present = [...byMinor.values()].sort((a, b) => a.minor - b.minor);
	const [oldest, newest] = [present.at(0), present.at(-1)];
	if (!oldest || !newest) throw new Error('No CPython 3.8 or newer was found: install python3, these tests run programs on it.');
	const selected = process.env.ALL_PYTHONS === '1' ? present : [...new Set([oldest, newest])];
	return { selected, notPresent: minors().filter((minor) => !byMinor.has(minor)) };
}

/** Runs a Python program given as a file, with JSON in and JSON out. Throws with what it wrote to standard error when it fails. */
export async function runPython(python: Python, script: string, input: unknown): Promise<unknown> {
	const promise = run(python.executable, ['-I', script], { maxBuffer: 64 * 1024 * 1024, timeout: 60_000 });
	promise.child.stdin?.end(JSON.stringify(input));
	const { stdout, stderr } = await promise;
	try {
		return JSON.parse(stdout);
	} catch {
		throw new Error(`Python ${python.version} gave no JSON:\n${stdout}\n${stderr}`);
	}
}

function minors(): readonly number[] {
	return Array.from({ length: supported.newest - supported.oldest + 1 }, (_, i) => supported.oldest + i);
}

function candidates(): readonly string[] {
	return [...pyenvVersions(), 'python3', ...minors().map((minor) => `python3.${minor}`)];
}

function pyenvVersions(): readonly string[] {
	const versions = join(homedir(), '.pyenv', 'versions');
	try {
		return readdirSync(versions).map((name) => join(versions, name, 'bin', 'python3'));
	} catch {
		return [];
	}
}

/** A launcher that belongs to no installed version answers with an error: it is not there. */
async function ask(executable: string): Promise<Python | undefined> {
	const program = 'import sys; print(sys.implementation.name, *sys.version_info[:3])';
	try {
		const { stdout } = await run(executable, ['-c', program], { timeout: 20_000 });
		const [implementation, major, minor, micro] = stdout.trim().split(' ');
		if (implementation !== 'cpython' || major !== '3' || Number(minor) < supported.oldest) return undefined;
		return { executable, minor: Number(minor), version: `3.${minor}.${micro}` };
	} catch {
		return undefined;
	}
}
