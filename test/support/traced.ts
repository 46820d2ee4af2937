import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Linux's tool that lists the system calls of a program. */
const strace = '/usr/bin/strace';

/** Whether it is installed, and allowed to trace. */
export const canTrace = process.platform === 'linux' && spawnSync(strace, ['-qq', '-o', '/dev/null', '/bin/true']).status === 0;

/** The words that, put before a command, make `log` a list of what it does to processes, the network and files. */
export function tracing(log: string): readonly string[] {
	return [strace, '-f', '-qq', '-s', '4096', '-e', 'trace=%process,%network,%file,ftruncate,fchmod,fchown', '-e', 'signal=none', '-o', log];
}

/** What a traced program did. */
export interface Deeds {
	/** Programs and processes that it started; not its own threads. */
	readonly started: readonly string[];
	/** Sockets that it made, connected or listened at. */
	readonly connected: readonly string[];
	/** Paths that it made, wrote, renamed, deleted or gave other rights. */
	readonly written: readonly string[];
	/** All paths that it asked for, there or not. */
	readonly looked: readonly string[];
}

const starting = ['execve', 'execveat', 'fork', 'vfork', 'clone', 'clone3'];
const connecting = ['socket', 'socketpair', 'connect', 'bind', 'listen', 'accept', 'accept4'];
const writing =
	'creat rename renameat renameat2 unlink unlinkat mkdir mkdirat rmdir link linkat symlink symlinkat mknod mknodat chmod fchmodat fchmodat2 chown lchown fchownat truncate utime utimes utimensat futimesat setxattr lsetxattr removexattr lremovexattr'.split(
		' ',
	);

export function deedsIn(log: string): Deeds {
	const calls = readFileSync(log, 'utf8')
		.split('\n')
		.flatMap((line) => {
			const [, name = '', rest = ''] = /^\d+ +(\w+)\((.*)/.exec(line) ?? [];
			return name === '' ? [] : [{ line, name, rest, paths: [...rest.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, path = '']) => path) }];
		});
	if (calls[0]?.name !== 'execve') throw new Error(`Not the log of a program: ${calls[0]?.line}`);
	const [, ...own] = calls;
	const isWrite = ({ name, rest }: (typeof calls)[number]): boolean =>
		writing.includes(name) || (/^open(at2?)?$/.test(name) && /\bO_(WRONLY|RDWR|CREAT|TRUNC|APPEND)\b/.test(rest));
	const linesOf = (names: readonly string[]) => own.filter(({ name }) => names.includes(name));
	return {
		started: linesOf(starting)
			.filter(({ rest }) => !rest.includes('CLONE_THREAD'))
			.map(({ line }) => line),
		connected: linesOf(connecting).map(({ line }) => line),
		written: [...new Set(own.filter(isWrite).flatMap(({ paths }) => paths))],
		looked: [...new Set(own.flatMap(({ paths }) => paths))].filter((path) => path.startsWith('/')),
	};
}
