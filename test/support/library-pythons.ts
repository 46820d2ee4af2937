import { spawnSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findPythons } from './pythons.ts';

/** How a program is run: in a Jupyter kernel, cut at `# %%`; in terminal IPython; by pytest with these options. A plain program when left out. */
export type Runner = 'cells' | 'ipython' | readonly ['pytest', ...string[]] | undefined;

/** What became of a program. */
export interface LibraryRun {
	readonly status: number | null;
	/** Standard output and standard error. */
	readonly printed: string;
}

const { PYTHONASYNCIODEBUG, PYTHONWARNINGS, PYTHONPATH, FORCE_COLOR, ...env } = process.env;
const cells = fileURLToPath(new URL('../python/run_cells.py', import.meta.url));

/** Runs programs that need libraries, in a folder of its own. */
export class LibraryPythons {
	readonly folder = realpathSync(mkdtempSync(join(tmpdir(), 'asyncio-doctor-libraries-')));
	readonly #candidates: readonly string[];
	readonly #answers = new Map<string, boolean>();

	private constructor(candidates: readonly string[]) {
		this.#candidates = candidates;
	}

	/** Candidates are the interpreter with libraries that ASYNCIO_DOCTOR_PYTHON names, the system's own, to which distributions install them, and any other. */
	static async find(): Promise<LibraryPythons> {
		const others = (await findPythons()).selected.map(({ executable }) => executable);
		return new LibraryPythons([process.env.ASYNCIO_DOCTOR_PYTHON ?? [], '/usr/bin/python3', 'python3', others].flat());
	}

	/** Removes the folder. */
	close(): void {
		rmSync(this.folder, { recursive: true, force: true });
	}

	/** The first interpreter that can import all of the modules and has these major versions of distributions, or later ones; `minor`: 8 for Python 3.8 and later. */
	with(modules: readonly string[], atLeast: Readonly<Record<string, number>> = {}, minor = 8): string | undefined {
		const versions = Object.entries(atLeast).map(([name, major]) => `assert int(version("${name}").split(".")[0]) >= ${major}`);
		const program = [
			`import sys; assert sys.version_info >= (3, ${minor})`,
			'from importlib.metadata import version',
			`import ${modules.join(', ')}`,
			...versions,
		].join('\n');
		return this.#candidates.find((candidate) => this.#runsCleanly(candidate, program));
	}

	#runsCleanly(python: string, program: string): boolean {
		const key = `${python} ${program}`;
		const known = this.#answers.get(key);
		if (known !== undefined) return known;
		const answer = spawnSync(python, ['-W', 'ignore', '-c', program], { cwd: this.folder, env, timeout: 30_000 }).status === 0;
		this.#answers.set(key, answer);
		return answer;
	}

	/** Writes a program to a path in the folder and runs it. Throws when it does not end within a minute. */
	run(python: string, source: string, path: string, runner: Runner, options: readonly string[] = []): LibraryRun {
		writeFileSync(path, source);
		const { stdout, stderr, error, status } = spawnSync(python, [...options, ...argumentsFor(path, runner)], {
			cwd: this.folder,
			env: { ...env, IPYTHONDIR: this.folder, HOME: this.folder },
			input: runner === 'cells' ? JSON.stringify(cellsOf(source)) : '',
			encoding: 'utf8',
			timeout: 60_000,
		});
		if (error) throw error;
		return { status, printed: stdout + stderr };
	}
}

/** The texts of the cells of a program. */
export function cellsOf(source: string): readonly string[] {
	return source.split('# %%\n');
}

function argumentsFor(path: string, runner: Runner): readonly string[] {
	if (runner === 'cells') return [cells];
	if (runner === 'ipython') return ['-m', 'IPython', '--no-banner', path];
	return runner ? ['-m', 'pytest', '-p', 'no:cacheprovider', path, ...runner.slice(1)] : [path];
}
