import { existsSync, readFileSync, statSync } from 'node:fs';
import { isAbsolute, relative, resolve } from 'node:path';
import process from 'node:process';
import type { FileReport } from '../analysis/analyser.ts';
import type { KnownNames } from '../analysis/settings.ts';
import { reasonOf, toCorePath } from '../disk/files-on-disk.ts';
import { type Explanation, explain } from '../explain/explain.ts';
import type { Frame } from '../explain/frames.ts';
import type { Finding } from '../rule-kit/finding.ts';
import { Checker, type CheckerParts, type FileProblem } from './checker.ts';
import { consoleLogger, paintFor, readStandardInput, UsageError } from './console.ts';
import { explanationsAsText } from './formats/explanation.ts';
import { type ReportedFinding, Reporter } from './report.ts';

export interface ExplainOptions {
	/** A path; `-` reads standard input. */
	readonly file: string;
	readonly format: 'text' | 'json';
}

export interface ExplainTools {
	readonly known: KnownNames;
	/** Asked only when a place lies in the working directory: loading the parser takes time. */
	readonly createWithParser: () => Promise<CheckerParts['createAnalyser']>;
}

/** An explanation with what the analysis says of its place; `file` is that place's path in the working directory. */
export interface ReportedExplanation extends Explanation {
	readonly file: string | undefined;
	readonly findings: readonly ReportedFinding[];
}

/** More does not fit into memory beside what is made of it. */
const maxBytes = 256 * 1024 * 1024;
/** A finding as near as that to the place is about it: a call may go over several lines. */
const nearLines = 2;
/** Of the calls that led to a place, so many are looked at. */
const maxTrail = 20;

/** Explains a file or standard input and prints it. The result is the exit status: 0, or 1 when nothing is known. Throws a UsageError for a file that cannot be read. */
export async function explainFile({ file, format }: ExplainOptions, tools: ExplainTools): Promise<0 | 1> {
	const explanations = explain(decode(await readInput(file)));
	const { reported, textOf } = await withFindings(explanations, tools);
	const output =
		format === 'json' ? asJson(reported) : explanationsAsText(reported, { paint: paintFor(process.stdout), textOf, width: process.stdout.columns ?? 100 });
	process.stdout.write(output);
	return explanations.length === 0 ? 1 : 0;
}

async function readInput(file: string): Promise<Buffer> {
	if (file === '-') return readStandardInput();
	try {
		if (statSync(file).size > maxBytes) throw new UsageError(`${file} is too large: it has more than 256 MB`);
		return readFileSync(file);
	} catch (error) {
		throw error instanceof UsageError ? error : new UsageError(`${file} cannot be read: ${reasonOf(error)}`);
	}
}

/** Logs are UTF-8, or UTF-16 when PowerShell has written them; what fits neither is shown as such, not refused. */
function decode(bytes: Buffer): string {
	const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
	return new TextDecoder(encoding).decode(bytes.length > maxBytes ? bytes.subarray(0, maxBytes) : bytes);
}

function asJson(explanations: readonly ReportedExplanation[]): string {
	const entries = explanations.map(({ error, message, title, cause, frame, rules, advice, findings }) => ({
		error,
		message,
		title,
		cause,
		frame: frame && { path: frame.path, line: frame.line, function: frame.function },
		rules,
		advice,
		findings,
	}));
	return `${JSON.stringify({ version: 1, explanations: entries }, undefined, 2)}\n`;
}

interface WithFindings {
	readonly reported: readonly ReportedExplanation[];
	readonly textOf: (path: string) => string | undefined;
}

async function withFindings(explanations: readonly Explanation[], { known, createWithParser }: ExplainTools): Promise<WithFindings> {
	const folder = process.cwd();
	const placed = explanations.map((explanation) => ({ explanation, places: placesOf(explanation, folder) }));
	const paths = [...new Set(placed.flatMap(({ places }) => places.map(({ path }) => path)))];
	if (paths.length === 0) return { reported: explanations.map((explanation) => ({ ...explanation, file: undefined, findings: [] })), textOf: () => undefined };
	const checker = new Checker({ folder, paths, known, settings: {}, config: undefined, logger: consoleLogger, createAnalyser: await createWithParser() });
	const reporter = new Reporter(folder, (path) => checker.textOf(path));
	const reports = new Map(paths.map((path) => [path, checker.check(path)] as const));
	const reported = placed.map(({ explanation, places }) => {
		const own = places.find(({ frame }) => frame === explanation.frame);
		return { ...explanation, file: own && reporter.shownPath(own.path), findings: findingsOf(explanation, places, reports, reporter) };
	});
	return { reported, textOf: (path) => checker.textOf(toCorePath(resolve(folder, path))) };
}

/** A place of the traceback that lies in the working directory. */
interface Place {
	readonly frame: Frame;
	readonly path: string;
}

function placesOf({ frame, trail }: Explanation, folder: string): readonly Place[] {
	return [...(frame ? [frame] : []), ...trail.slice(0, maxTrail)].flatMap((one) => {
		const path = fileOf(one, folder);
		return path === undefined ? [] : [{ frame: one, path }];
	});
}

/** What is reported at the place itself, else at the nearest call that led there: a loop started in a helper is reported where a coroutine calls it. */
function findingsOf(
	{ rules }: Explanation,
	places: readonly Place[],
	reports: ReadonlyMap<string, FileReport | FileProblem>,
	reporter: Reporter,
): readonly ReportedFinding[] {
	for (const { frame, path } of places) {
		const report = reports.get(path);
		if (!report || !('findings' in report)) continue;
		const near = findingsAt(report, frame.line, rules);
		if (near.length > 0) return reporter.findingsOf(report, (finding) => near.includes(finding));
	}
	return [];
}

/** The findings nearest to a line. */
function findingsAt({ findings, lines }: FileReport, line: number, rules: readonly string[]): readonly Finding[] {
	const wanted = line - 1;
	const distanceOf = ({ range }: Finding) => {
		const [first, last] = [lines.positionAt(range.start).line, lines.positionAt(range.end).line];
		return wanted < first ? first - wanted : Math.max(0, wanted - last);
	};
	const near = findings.filter((finding) => rules.includes(finding.rule.name) && distanceOf(finding) <= nearLines);
	const nearest = Math.min(...near.map(distanceOf));
	return near.filter((finding) => distanceOf(finding) === nearest);
}

/**
 * The file of the working directory that a place means. A path of another machine or container may name it by its last parts; then the line has to
 * read as the traceback shows it.
 */
function fileOf(frame: Frame, folder: string): string | undefined {
	if (!/\.pyi?$/.test(frame.path)) return undefined;
	const exact = resolve(folder, frame.path);
	if (isInside(exact, folder) && existsSync(exact)) return toCorePath(exact);
	const parts = frame.path.split(/[\\/]/).filter((part) => part !== '' && part !== '.' && part !== '..');
	for (let start = 0; start < parts.length; start++) {
		const path = resolve(folder, ...parts.slice(start));
		if (existsSync(path) && frame.code !== undefined && lineOf(path, frame.line) === frame.code) return toCorePath(path);
	}
	return undefined;
}

function isInside(path: string, folder: string): boolean {
	const way = relative(folder, path);
	return !way.startsWith('..') && !isAbsolute(way);
}

function lineOf(path: string, line: number): string | undefined {
	try {
		return readFileSync(path, 'utf8')
			.split(/\r\n|\n|\r/)
			[line - 1]?.trim();
	} catch {
		return undefined;
	}
}
