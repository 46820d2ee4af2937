import { type SpawnOptions, spawn } from 'node:child_process';

/** Runs a program to its end and answers its standard output. Rejects, with all its output, when it fails or takes more than `limit` milliseconds. */
export function runToEnd(program: string, args: readonly string[], options: SpawnOptions = {}, limit = 300_000): Promise<string> {
	return new Promise((resolve, reject) => {
		const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
		let output = '';
		let errors = '';
		child.stdout?.on('data', (data) => (output += data));
		child.stderr?.on('data', (data) => (errors += data));
		const timer = setTimeout(() => endProcessGroup(child.pid), limit);
		child.on('error', reject);
		child.on('close', (code, signal) => {
			clearTimeout(timer);
			if (code === 0) resolve(output);
			else reject(new Error(`${program} ${args.join(' ')} ended with ${code ?? signal}\n${output}${errors}`));
		});
	});
}

/** Ends a process that was spawned `detached`, and all that it started. */
export function endProcessGroup(pid: number | undefined): void {
	if (pid === undefined) return;
	try {
		process.kill(-pid, 'SIGKILL');
	} catch {
		// It has ended by itself.
	}
}

/** The promise's result, or a rejection after so many milliseconds. */
export async function within<T>(milliseconds: number, what: string, promise: Promise<T>): Promise<T> {
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<never>((_, reject) => {
		timer = setTimeout(() => reject(new Error(`${what} took more than ${milliseconds / 1000} s`)), milliseconds);
	});
	try {
		return await Promise.race([promise, late]);
	} finally {
		clearTimeout(timer);
	}
}
