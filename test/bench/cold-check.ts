import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { readPythonFile } from '../../server/src/disk/files-on-disk.ts';
import { limitHeapGrowth } from '../../server/src/disk/heap.ts';
import { walk } from '../../server/src/disk/walk.ts';
import { ratio } from './figures.ts';
import { checkerOf, loadParser, loadRuff } from './tools.ts';

/** What one check of a whole folder took, in a process of its own. */
export interface ColdCheck {
	readonly seconds: number;
	/** Processor time, of all threads: what to compare on a machine that has other things to do. */
	readonly processor: number;
	readonly files: number;
	readonly megabytes: number;
	readonly findings: number;
	/** The most memory that the process ever had, in MB. */
	readonly memory: number;
}

export type Part = 'ours' | 'ruff';

/** Runs in the process that is measured; the result goes to standard output. */
export async function runPart(part: Part, folder: string): Promise<void> {
	limitHeapGrowth();
	const check = part === 'ours' ? await ours(folder) : ruffs(folder);
	const start = performance.now();
	const before = process.cpuUsage();
	const { files, findings } = check();
	const seconds = (performance.now() - start) / 1000;
	const { user, system } = process.cpuUsage(before);
	const megabytes = files.reduce((sum, file) => sum + readFileSync(file).length, 0) / 1e6;
	const memory = process.resourceUsage().maxRSS / 1000;
	const processor = (user + system) / 1e6;
	process.stdout.write(JSON.stringify({ seconds, processor, files: files.length, megabytes, findings, memory } satisfies ColdCheck));
}

type Check = () => { readonly files: readonly string[]; readonly findings: number };

async function ours(folder: string): Promise<Check> {
	const parser = await loadParser();
	return () => {
		const checker = checkerOf(folder, parser);
		const files = checker.find([folder], () => undefined);
		let findings = 0;
		for (const file of files) {
			const report = checker.check(file);
			if (!('message' in report)) findings += report.findings.length;
		}
		return { files, findings };
	};
}

function ruffs(folder: string): Check {
	const ruff = loadRuff();
	return () => {
		const files = [...walk([folder])].flatMap((walked) => (walked.kind === 'file' && !walked.path.endsWith('.ipynb') ? [walked.path] : []));
		let findings = 0;
		for (const file of files) {
			const read = readPythonFile(file);
			if ('text' in read) findings += ruff.check(read.text).length;
		}
		return { files, findings };
	};
}

/** Checks a folder in a new process. */
export function coldCheck(part: Part, folder: string): ColdCheck {
	const { stdout, stderr, status } = spawnSync(process.execPath, [process.argv[1] as string, '--part', part, folder], { encoding: 'utf8', maxBuffer: 1 << 26 });
	if (status !== 0) throw new Error(`the check of ${folder} failed: ${stderr}`);
	return JSON.parse(stdout) as ColdCheck;
}

export const coldHeader = ['cold check', 's', 'processor (s)', 'processor s/MB', 'peak memory (MB)', 'findings', 'ours/Ruff', 'exponent'];

/** Rows for a folder and for a tree of eight copies of it, with the exponent by which the processor time grows. */
export function coldRows(folder: string, scratch: string): string[][] {
	const [one, eight] = [join(scratch, 'one'), join(scratch, 'eight')];
	copyCode(folder, join(one, 'copy_0'));
	for (let i = 0; i < COPIES; i++) copyCode(folder, join(eight, `copy_${i}`));
	const ours: Pair = [coldCheck('ours', one), coldCheck('ours', eight)];
	const ruffs: Pair = [coldCheck('ruff', one), coldCheck('ruff', eight)];
	return [...rowsOf('ours', ours, ruffs), ...rowsOf('Ruff', ruffs, undefined)];
}

type Pair = readonly [one: ColdCheck, eight: ColdCheck];

const COPIES = 8;

function rowsOf(name: string, pair: Pair, other: Pair | undefined): string[][] {
	const growth = Math.log2(pair[1].processor / pair[0].processor) / Math.log2(COPIES);
	return pair.map(({ seconds, processor, files, megabytes, memory, findings }, i) => [
		`${name}, ${files} files, ${megabytes.toFixed(1)} MB`,
		seconds.toFixed(2),
		processor.toFixed(2),
		(processor / megabytes).toFixed(3),
		memory.toFixed(0),
		String(findings),
		other ? ratio(processor, (other[i] as ColdCheck).processor) : '',
		i === 1 ? growth.toFixed(2) : '',
	]);
}

/** Copies what a check reads of a folder; hidden folders, and those it skips anyhow, stay behind. */
function copyCode(from: string, to: string): void {
	for (const entry of readdirSync(from, { withFileTypes: true })) {
		const [source, target] = [join(from, entry.name), join(to, entry.name)];
		if (entry.isDirectory() && !/^\.|^(?:node_modules|__pycache__|venv)$/.test(entry.name)) copyCode(source, target);
		else if (entry.isFile() && /\.(?:pyi?|toml|cfg|ini|txt)$/.test(entry.name)) {
			mkdirSync(to, { recursive: true });
			copyFileSync(source, target);
		}
	}
}
