import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { walk } from '../../server/src/disk/walk.ts';
import { coldHeader, coldRows, type Part, runPart } from './cold-check.ts';
import { dependantHeader, dependantRows } from './dependants.ts';
import { table } from './figures.ts';
import { moduleText, writeProject } from './generated-project.ts';
import { keystrokeHeader, keystrokeRows } from './keystrokes.ts';
import { startHeader, startRows } from './start-up.ts';
import { loadParser, loadRuff } from './tools.ts';

const generatedBytes = 4_000_000;
const args = process.argv.slice(2);
const lineCounts = args.includes('--quick') ? [500] : [500, 2000, 10_000];
if (args[0] === '--part') await runPart(args[1] as Part, args[2] as string);
else
	await bench(
		args.find((arg) => !arg.startsWith('-')),
		args.includes('--quick'),
	);

/** Prints all figures; of real code when a folder is named, else of a generated project. `isQuick` shows that it runs; its figures say little. */
async function bench(folder: string | undefined, isQuick: boolean): Promise<void> {
	const scratch = mkdtempSync(join(tmpdir(), 'asyncio-doctor-bench-'));
	try {
		const texts = folder ? realTexts(resolve(folder)) : lineCounts.map((lines) => moduleText(lines, lines));
		if (!folder) writeProject(join(scratch, 'project'), isQuick ? generatedBytes / 20 : generatedBytes);
		const project = folder ? resolve(folder) : join(scratch, 'project');
		const small = join(scratch, 'start.py');
		writeFileSync(small, moduleText(1, 200));
		console.log(
			`On ${folder ? project : 'a generated project'}, Node ${process.version}. Ruff: its WebAssembly build with ASYNC and RUF006; the floor: incremental parse and copy of what changed.\n`,
		);
		const tools = { parser: await loadParser(), ruff: loadRuff(), rounds: isQuick ? 1 : 8 };
		// The first seconds of a process are its compiler's, and would count for whichever text comes first.
		keystrokeRows(texts[0] as string, { ...tools, rounds: isQuick ? 1 : 40 });
		console.log(`${table([keystrokeHeader, ...texts.flatMap((text) => keystrokeRows(text, tools))])}\n`);
		console.log(`${table([coldHeader, ...coldRows(project, scratch)])}\n`);
		console.log(`${table([dependantHeader, ...dependantRows(tools.parser, tools.rounds)])}\n`);
		console.log(table([startHeader, ...(await startRows(process.cwd(), small, readFileSync(small, 'utf8'), isQuick ? 1 : 9))]));
	} finally {
		rmSync(scratch, { recursive: true, force: true });
	}
}

/** The biggest files of a folder, joined and cut between two statements so that they have the wanted lines. */
function realTexts(folder: string): string[] {
	const texts = [...walk([folder])].flatMap((walked) => (walked.kind === 'file' && walked.path.endsWith('.py') ? [readFileSync(walked.path, 'utf8')] : []));
	const asynchronous = texts.filter((text) => /\basync def\b/.test(text)).sort((a, b) => b.length - a.length);
	const lines = asynchronous.flatMap((text) => text.replace(/^from __future__ .*$/m, '').split('\n'));
	return lineCounts.map((count) => {
		const end = lines.slice(0, count + 1).findLastIndex((line) => /^(?:async def|def|class|@)/.test(line));
		return `${lines.slice(0, end < 0 ? count : end).join('\n')}\n`;
	});
}
