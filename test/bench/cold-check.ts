import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { createAnalyser } from '../../server/src/analysis/analyser.ts';
import { knownNames } from '../../server/src/analysis/settings.ts';
import { Checker } from '../../server/src/cli/checker.ts';
import { readPythonFile } from '../../server/src/disk/files-on-disk.ts';
import { walk } from '../../server/src/disk/walk.ts';
import { rules } from '../../server/src/rules/index.generated.ts';
import { ratio } from './figures.ts';
import { loadParser, loadRuff, logger } from './tools.ts';

/** What one check of a whole folder took, in a process of its own. */
export interface ColdCheck {
	readonly seconds: number;
	readonly files: number;
	readonly megabytes: number;
	readonly findings: number;
	/** Memory of the process right after, in MB. */
	readonly memory: number;
}

export type Part = 'ours' | 'ruff';

/** Runs in the process that is measured; the result goes to standard output. */
export async function runPart(part: Part, folder: string): Promise<void> {
	const check = part === 'ours' ? await ours(folder) : ruffs(folder);
	const start = performance.now();
	const { files, findings } = check();
	const seconds = (performance.now() - start) / 1000;
	const megabytes = files.reduce((sum, file) => sum + readFileSync(file).length, 0) / 1e6;
	const memory = process.memoryUsage.rss() / 1e6;
	process.stdout.write(JSON.stringify({ seconds, files: files.length, megabytes, findings, memory } satisfies ColdCheck));
}

type Check = () => { readonly files: readonly string[]; readonly findings: number };

async function ours(folder: string): Promise<Check> {
	const parser = await loadParser();
	return () => {
		const checker = new Checker({
			folder,
			paths: [folder],
			known: knownNames(rules),
			settings: {},
			config: undefined,
			logger,
			createAnalyser: (parts) => createAnalyser({ ...parts, parser }),
		});
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

export const coldHeader = ['cold check', 's', 's/MB', 'MB/s', 'memory (MB)', 'findings', 'ours/Ruff'];

export function coldRows(folder: string): string[][] {
	const [our, ruff] = [coldCheck('ours', folder), coldCheck('ruff', folder)];
	const row = (name: string, { seconds, megabytes, memory, findings }: ColdCheck, compared: string) => [
		name,
		seconds.toFixed(2),
		(seconds / megabytes).toFixed(3),
		(megabytes / seconds).toFixed(1),
		memory.toFixed(0),
		String(findings),
		compared,
	];
	return [
		row(`ours, ${our.files} files, ${our.megabytes.toFixed(1)} MB`, our, ratio(our.seconds, ruff.seconds)),
		row(`Ruff, ${ruff.files} files, ${ruff.megabytes.toFixed(1)} MB`, ruff, ''),
	];
}
