import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Python } from './pythons.ts';

const script = fileURLToPath(new URL('../python/fork_server.py', import.meta.url));

/** A program to run. Its folder is its working directory and first on its path. */
export interface RunRequest {
	readonly folder: string;
	/** The file to run, from the folder. */
	readonly program: string;
	/** Further folders to import from; the `bin` in each is searched for other programs. */
	readonly path: readonly string[];
	/** A line that is typed a while after the start. */
	readonly input: string | null;
	/** Seconds. */
	readonly timeout: number;
	/** Whether to measure how long its loops stand still. */
	readonly watch: boolean;
}

/** What came of a program. */
export interface Run {
	/** The exit status; null when it did not end in time, below zero when a signal ended it. */
	readonly status: number | null;
	readonly stdout: string;
	readonly stderr: string;
	/** Seconds for which a loop of it stood still at most; null when nobody measured or no loop ran. */
	readonly pause: number | null;
}

/** One interpreter that forks for each program it is given; several may run at the same time. */
export class ForkServer {
	readonly #process: ChildProcessWithoutNullStreams;
	readonly #waiting = new Map<number, { readonly resolve: (answer: Run) => void; readonly reject: (error: Error) => void }>();
	#lastId = 0;
	#complaints = '';

	/** Starts it with options for the interpreter, such as `-X dev`. */
	constructor(python: Python, options: readonly string[]) {
		// The debugging allocator that `-X dev` brings does not survive a fork on 3.8. Nothing else of the environment is to decide what programs do.
		const env = { PATH: process.env.PATH, PYTHONMALLOC: 'pymalloc' };
		this.#process = spawn(python.executable, ['-s', ...options, script], { env });
		this.#process.stderr.on('data', (data) => {
			this.#complaints += data;
		});
		this.#process.on('error', (error) => this.#fail(error));
		this.#process.on('exit', () => this.#fail(new Error(`Python ${python.version} ended: ${this.#complaints}`)));
		createInterface({ input: this.#process.stdout }).on('line', (line) => this.#answer(JSON.parse(line)));
	}

	/** Runs a program to its end or its timeout. Rejects when the interpreter itself is gone. */
	run(request: RunRequest): Promise<Run> {
		const id = ++this.#lastId;
		return new Promise((resolve, reject) => {
			this.#waiting.set(id, { resolve, reject });
			this.#process.stdin.write(`${JSON.stringify({ id, ...request })}\n`);
		});
	}

	/** Ends the interpreter and whatever still runs in it. */
	close(): void {
		this.#process.stdin.end();
	}

	#answer({ id, ...answer }: { readonly id: number } & Run): void {
		this.#waiting.get(id)?.resolve(answer);
		this.#waiting.delete(id);
	}

	#fail(error: Error): void {
		for (const { reject } of this.#waiting.values()) reject(error);
		this.#waiting.clear();
	}
}
