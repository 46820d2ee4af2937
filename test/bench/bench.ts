import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import process from 'node:process';
import { walk } from '../../server/src/disk/walk.ts';
import { classModule } from '../fuzz/generated-class.ts';
import { coldHeader, coldRows, type Part, runPart } from './cold-check.ts';
import { dependantHeader, dependantRows } from './dependants.ts';
import { table } from './figures.ts';
import { moduleText, writeProject } from './generated-project.ts';
import { type BenchFile, pipeHeader, pipeRow, processHeader, processRow } from './keystrokes.ts';
import { startHeader, startRows } from './start-up.ts';
import { loadParser } from './tools.ts';

const generatedBytes = 4_000_000;
const args = process.argv.slice(2);
const [first, second, ...others] = args.filter((arg) => arg !== '--quick');
if (first === '--part') await runPart(second as Part, others[0] as string);
else await bench(second as string, others[0], others.slice(1), args.includes('--quick'));

/**
 * Prints all figures: of a folder with real code and files in it, else of a generated project. `ruffServer`: Ruff as a language
 * server, a program of Node. `isQuick` shows that it runs; its figures say little.
 */
async function bench(ruffServer: string, folder: string | undefined, files: readonly string[], isQuick: boolean): Promise<void> {
	const scratch = mkdtempSync(join(tmpdir(), 'asyncio-doctor-bench-'));
	try {
		const project = folder ? resolve(folder) : join(scratch, 'project');
		if (!folder) writeProject(project, isQuick ? generatedBytes / 20 : generatedBytes);
		const typedIn = folder ? realFiles(project, files) : generatedFiles(project, isQuick);
		const small = join(scratch, 'start.py');
		writeFileSync(small, moduleText(1, 200));
		console.log(
			`On ${folder ? project : 'a generated project'}, Node ${process.version}. Ruff: its WebAssembly build with ASYNC and RUF006, behind the same pipe. Trust the ratios only.\n`,
		);
		const parser = await loadParser();
		const servers = { ours: [join(process.cwd(), 'server/out/cli.cjs'), 'server', '--stdio'], ruff: [ruffServer] };
		const options = { parser, servers, rounds: isQuick ? 1 : 5, edits: isQuick ? 20 : 200 };
		const pipeRows: string[][] = [];
		for (const file of typedIn) pipeRows.push(await pipeRow(file, options));
		console.log(`${table([pipeHeader, ...pipeRows])}\n`);
		console.log(`${table([processHeader, ...typedIn.map((file) => processRow(file, options))])}\n`);
		console.log(`${table([coldHeader, ...coldRows(project, scratch)])}\n`);
		console.log(`${table([dependantHeader, ...dependantRows(parser, isQuick ? 1 : 8)])}\n`);
		console.log(table([startHeader, ...(await startRows(process.cwd(), small, readFileSync(small, 'utf8'), isQuick ? 1 : 9))]));
	} finally {
		rmSync(scratch, { recursive: true, force: true });
	}
}

/** A file whose classes have 50 lines each, one with 400, and one that is a single class of 6,000: public code has them all. */
function generatedFiles(project: string, isQuick: boolean): BenchFile[] {
	const folder = join(project, 'services');
	mkdirSync(folder, { recursive: true });
	writeFileSync(join(folder, '__init__.py'), '');
	const sizes = isQuick
		? [[300, 50]]
		: [
				[550, 50],
				[1800, 400],
				[6000, 6000],
			];
	return sizes.map(([lines, perClass]) => {
		const path = join(folder, `classes_of_${perClass}.py`);
		const text = classModule(1, lines as number, perClass);
		writeFileSync(path, text);
		return { name: `classes of ${perClass} lines`, path, folder: project, text };
	});
}

/** The named files, else the asynchronous ones that come nearest to what small, large and very large files have. */
function realFiles(folder: string, names: readonly string[]): BenchFile[] {
	const fileOf = (path: string): BenchFile => ({
		name: relative(folder, path),
		path,
		folder,
		text: readFileSync(path, 'utf8')
			.replace(/^\uFEFF/, '')
			.replace(/\r\n?/g, '\n'),
	});
	if (names.length > 0) return names.map((name) => fileOf(join(folder, name)));
	const paths = [...walk([folder])].flatMap((walked) => (walked.kind === 'file' && walked.path.endsWith('.py') ? [walked.path] : []));
	const asynchronous = paths.map(fileOf).filter(({ text }) => /\basync def\b/.test(text));
	const distance = ({ text }: BenchFile, lines: number) => Math.abs(Math.log(text.split('\n').length / lines));
	const nearest = [500, 2000, 10_000].flatMap((lines) => asynchronous.toSorted((a, b) => distance(a, lines) - distance(b, lines)).slice(0, 1));
	return [...new Set(nearest)];
}
