import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { CheckReport } from '../../server/src/cli/report.ts';

/** The built program; another build can be put to the same tests. */
export const builtProgram = process.env.ASYNCIO_DOCTOR_CLI ?? fileURLToPath(new URL('../../server/out/cli.cjs', import.meta.url));

export interface Run {
	readonly status: number | null;
	readonly stdout: string;
	readonly stderr: string;
}

export interface RunOptions {
	readonly cwd: string;
	readonly input?: string | Uint8Array;
	readonly env?: Record<string, string>;
	readonly uid?: number;
	readonly program?: string;
}

/** Runs the program as a user does, without a terminal and without wishes about colour. */
export function run(args: readonly string[], { cwd, input = '', env = {}, uid, program = builtProgram }: RunOptions): Run {
	const { NO_COLOR, FORCE_COLOR, ...inherited } = process.env;
	const result = spawnSync(process.execPath, [program, ...args], {
		cwd,
		input,
		env: { ...inherited, ...env },
		encoding: 'utf8',
		maxBuffer: 200_000_000,
		timeout: 120_000,
		...(uid !== undefined && { uid }),
	});
	if (result.error) throw result.error;
	return { status: result.status, stdout: result.stdout, stderr: result.stderr };
}

/** Root may read and write everything; somebody else may not. Without root, permissions hold anyway. */
const somebody = process.getuid?.() === 0 ? 65534 : undefined;

/** False only for a root whose Node nobody else may run, and on Windows: there permissions cannot be shown. */
export const permissionsHold =
	process.platform !== 'win32' && (somebody === undefined || spawnSync(process.execPath, ['--version'], { uid: somebody }).status === 0);

/** Like `checkJson`, as a user whom permissions stop. */
export function checkJsonWithoutPrivileges(cwd: string, args: readonly string[] = ['.']): ReturnType<typeof checkJson> {
	if (somebody === undefined) return checkJson(cwd, args);
	// The project may lie where only root can go.
	const names = readdirSync(dirname(builtProgram)).filter((name) => name === 'cli.cjs' || name.endsWith('.wasm'));
	const copy = folderWith({});
	for (const name of names) copyFileSync(join(dirname(builtProgram), name), join(copy, name));
	return checkJson(cwd, args, { uid: somebody, program: join(copy, 'cli.cjs') });
}

/** Runs `check --format json`; the paths default to the whole folder. */
export function checkJson(cwd: string, args: readonly string[] = ['.'], options: Partial<RunOptions> = {}): CheckReport & { readonly status: number | null } {
	const { status, stdout, stderr } = run(['check', '--format', 'json', ...args], { cwd, ...options });
	if (stdout === '') throw new Error(`nothing on standard output; standard error: ${stderr}`);
	return { ...(JSON.parse(stdout) as CheckReport), status };
}

/** A new folder with these files, removed after the test. */
export function folderWith(files: Readonly<Record<string, string | Uint8Array>>): string {
	const folder = realpathSync(mkdtempSync(join(tmpdir(), 'asyncio-doctor-')));
	chmodSync(folder, 0o755);
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	for (const [name, content] of Object.entries(files)) {
		mkdirSync(dirname(join(folder, name)), { recursive: true });
		writeFileSync(join(folder, name), content);
	}
	return folder;
}

/** Names, contents, modes and times of all ordinary files below a folder: equal before and after means untouched. */
export function snapshot(folder: string): readonly string[] {
	const entries = readdirSync(folder, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile());
	return entries.map((entry) => {
		const path = join(entry.parentPath, entry.name);
		const { mode, mtimeMs, ino } = statSync(path);
		return [path, mode, mtimeMs, ino, readFileSync(path).toString('base64')].join(' ');
	});
}

/** One warning with a safe fix (line 5), and nothing else. */
export const sleeping = 'import asyncio\nimport time\n\nasync def main():\n    time.sleep(1)\n    print(time.time())\n\nasyncio.run(main())\n';

/** `sleeping` after its fix. */
export const sleepingFixed = sleeping.replace('time.sleep(1)', 'await asyncio.sleep(1)');

/** One error with a safe fix (line 7), and nothing else. */
export const nested = 'import asyncio\n\nasync def work():\n    await asyncio.sleep(1)\n\nasync def main():\n    asyncio.run(work())\n\nasyncio.run(main())\n';

/** One warning with unsafe fixes only (line 5), and nothing else. */
export const requesting = 'import asyncio\nimport requests\n\nasync def main():\n    requests.get("https://example.org")\n\nasyncio.run(main())\n';

/** One hint (line 4), and nothing else. */
export const hinting = 'import asyncio\n\nasync def main():\n    return asyncio.get_event_loop()\n\nasyncio.run(main())\n';

export const clean = 'import asyncio\n\nasync def main():\n    await asyncio.sleep(1)\n\nasyncio.run(main())\n';
