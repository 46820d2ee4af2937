import { createReadStream, readFileSync, statSync } from 'node:fs';
import process from 'node:process';
import type { FileReport } from '../analysis/analyser.ts';
import type { KnownNames } from '../analysis/settings.ts';
import { reasonOf, toCorePath } from '../disk/files-on-disk.ts';
import { WorkspaceOnDisk } from '../disk/workspace-on-disk.ts';
import { type Explanation, explain } from '../explain/explain.ts';
import type { Frame } from '../explain/frames.ts';
import { findingsAbout, projectPlaces } from '../explain/in-project.ts';
import { visibleJson } from '../util/visible.ts';
import { Checker, type CheckerParts } from './checker.ts';
import { consoleLogger, paintFor, readStandardInput, readStream, tooLarge, UsageError } from './console.ts';
import { explanationsAsText } from './formats/explanation.ts';
import { type CellPlace, documentPath, type ReportedFinding, Reporter } from './report.ts';

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

/** An explanation with what the analysis says of its place; the paths of place and callers are those in the working directory, where they lie there. */
export interface ReportedExplanation extends Explanation {
	readonly shownFrame: Frame | null;
	readonly callers: readonly Frame[];
	readonly findings: readonly ReportedFinding[];
}

/** More does not fit into memory beside what is made of it. */
const maxBytes = 256 * 1024 * 1024;

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
	if (file === '-') return readStandardInput(maxBytes);
	try {
		const stats = statSync(file);
		// Pipes and devices do not tell their size.
		if (!stats.isFile()) return await readStream(createReadStream(file), file, maxBytes);
		if (stats.size > maxBytes) throw tooLarge(file, maxBytes);
		return readFileSync(file);
	} catch (error) {
		throw error instanceof UsageError ? error : new UsageError(`${file} cannot be read: ${reasonOf(error)}`);
	}
}

/** Logs are UTF-8, or UTF-16 when PowerShell has written them; what fits neither is shown as such, not refused. */
function decode(bytes: Buffer): string {
	const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
	return new TextDecoder(encoding).decode(bytes);
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
	return `${visibleJson({ version: 1, explanations: entries })}\n`;
}

interface WithFindings {
	readonly reported: readonly ReportedExplanation[];
	readonly textOf: (place: CellPlace) => string | undefined;
}

async function withFindings(explanations: readonly Explanation[], { known, createWithParser }: ExplainTools): Promise<WithFindings> {
	const folder = process.cwd();
	const files = new WorkspaceOnDisk([toCorePath(folder)]);
	const placed = explanations.map((explanation) => ({ explanation, places: projectPlaces(explanation, files) }));
	const paths = [...new Set(placed.flatMap(({ places }) => places.map(({ path }) => path)))];
	if (paths.length === 0) {
		const asWritten = explanations.map((explanation) => ({ ...explanation, shownFrame: explanation.frame, callers: explanation.trail, findings: [] }));
		return { reported: asWritten, textOf: () => undefined };
	}
	const checker = new Checker({ folder, paths, known, settings: {}, config: undefined, logger: consoleLogger, createAnalyser: await createWithParser() });
	const reporter = new Reporter(folder, (path) => checker.documentText(path));
	const reports = new Map(paths.map((path) => [path, checker.check(path)] as const));
	const check = (path: string): FileReport | undefined => {
		const report = reports.get(path);
		return report && 'findings' in report ? report : undefined;
	};
	const reported = placed.map(({ explanation, places }) => {
		const shown = (frame: Frame): Frame => {
			const place = places.find((one) => one.frame === frame);
			return place ? { ...frame, path: reporter.shownPath(place.path) } : frame;
		};
		const about = findingsAbout(explanation.rules, places, check);
		const findings = about ? reporter.findingsOf(about.file, (finding) => about.findings.includes(finding)) : [];
		return { ...explanation, shownFrame: explanation.frame && shown(explanation.frame), callers: explanation.trail.map(shown), findings };
	});
	return { reported, textOf: (place) => checker.documentText(documentPath(place, folder)) };
}
