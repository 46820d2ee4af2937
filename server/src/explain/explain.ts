import type { Circumstances, ErrorCase, ErrorEntry } from '../knowledge/errors.ts';
import type { Frame } from './frames.ts';
import { isTelling, lastName, type Recognised, recognise } from './messages.ts';
import { isNotebookPath, ownershipOf, pythonOf } from './ownership.ts';
import { placeOf } from './places.ts';
import { type Report, readReports } from './traceback.ts';

/** One error of a text: what happened, why, where to look, what helps. */
export interface Explanation {
	/** Stable id of the error. */
	readonly error: string;
	/** As the text has it, with the class. */
	readonly message: string;
	readonly title: string;
	readonly cause: string;
	/** The place a person should look at; `path` as the text writes it, `line` 1-based. Null when the text holds none. */
	readonly frame: Frame | null;
	/** The places in the project's own code that led there, the nearest first. */
	readonly trail: readonly Frame[];
	/** Rules about this mistake, the likeliest first. */
	readonly rules: readonly string[];
	readonly advice: readonly string[];
}

const maxExplanations = 50;
const maxMessageLength = 1000;
/** Of an exception group, so many exceptions are looked at. */
const maxGroup = 100;
/** A text with more different errors is not told in full. */
const maxMerged = 500;

/** What a traceback, warning or log says about asyncio, the most telling first; empty when it says nothing. Any text is allowed; never throws. */
export function explain(text: string): readonly Explanation[] {
	const reports = readReports(text, isTelling);
	/** Where the chain begins to which each belongs. */
	const starts: number[] = [];
	for (const [index, report] of reports.entries()) starts.push(report.isChained && index > 0 ? (starts[index - 1] as number) : index);
	const found = withoutLogLines(reports.flatMap((report, index) => findingsOf(report, index, reports, starts)));
	const merged = withoutRepetition(ordered(withoutWrappers(found))).slice(0, maxMerged);
	return withoutConsequences(merged).slice(0, maxExplanations).map(explanationOf);
}

interface Found extends Recognised {
	readonly report: Report;
	readonly index: number;
	/** Of a chain: where it begins. */
	readonly start: number;
	readonly frame: Frame | null;
	readonly reports: readonly Report[];
}

function findingsOf(report: Report, index: number, reports: readonly Report[], starts: readonly number[]): readonly Found[] {
	const recognised = recognise(report);
	if (!recognised) return [];
	const place = recognised.entry.place ?? 'own';
	const source = sourceOf(recognised.entry, index, reports);
	const start = starts[index] as number;
	return [{ ...recognised, report: source, index, start, frame: placeOf(source, place), reports }];
}

/** Some messages only announce the exception that follows: its traceback has the place. */
function sourceOf(entry: ErrorEntry, index: number, reports: readonly Report[]): Report {
	const report = reports[index] as Report;
	const next = entry.announces && report.frames.length === 0 ? raisedAfter(index, reports) : undefined;
	if (next) {
		return { ...next, details: [...report.details, ...next.details], madeAt: [...report.madeAt, ...next.madeAt] };
	}
	if (entry.id !== 'task-group-failed') return report;
	const inner = reports.slice(index + 1, index + maxGroup).filter((one) => one.group > report.group);
	return inner.find((one) => !wrapping.has(lastName(one.exception)) && placeOf(one, 'own')) ?? report;
}

/** What follows from the failure of others. */
const wrapping = new Set(['CancelledError', 'ExceptionGroup', 'BaseExceptionGroup']);

/** The exception that follows a log line; of a chain the last one that has a place. */
function raisedAfter(index: number, reports: readonly Report[]): Report | undefined {
	const first = reports[index + 1];
	if (first?.kind !== 'exception') return undefined;
	let end = index + 2;
	while (reports[end]?.isChained) end++;
	return reports.slice(index + 1, end).findLast((one) => placeOf(one, 'own')) ?? first;
}

/** A log line that the exception right after it repeats, or explains better. */
function withoutLogLines(found: readonly Found[]): readonly Found[] {
	return found.filter(({ index, entry, reports }, position) => {
		const next = found[position + 1];
		if (next?.start !== index + 1 || next.report.kind !== 'exception') return true;
		const isAnnouncement = reports[index]?.kind === 'log' && reports[index]?.frames.length === 0;
		return !isAnnouncement || (next.entry.id !== entry.id && !entry.announces);
	});
}

/**
 * Errors before what only follows from them; of a chain the last exception first, since that is what stopped the program. But of work that goes on
 * too long the first: the others come while the loop is cleaned up.
 */
function ordered(found: readonly Found[]): readonly Found[] {
	const rank = ({ entry }: Found) => (entry.follows ? 1 : 0);
	const inChain = (a: Found, b: Found) => (a.entry === b.entry && a.entry.place === 'entry' ? a.index - b.index : b.index - a.index);
	return [...found].sort((a, b) => rank(a) - rank(b) || a.start - b.start || inChain(a, b));
}

/** What repeats the message of the exception it wraps, which happened in the project: a library's exception, or the one of a process that waited for it. */
function withoutWrappers(found: readonly Found[]): readonly Found[] {
	const isOwn = ({ frame }: Found) => frame !== null && ownershipOf(frame.path) === 'own';
	const keyOf = ({ start, entry }: Found) => `${start} ${entry.id}`;
	const own = new Set(found.filter(isOwn).map(keyOf));
	const remote = new Set(found.filter((one) => isOwn(one) && isFromWorkerProcess(one)).map(keyOf));
	return found.filter((one) => (remote.has(keyOf(one)) ? isFromWorkerProcess(one) : isOwn(one) || !own.has(keyOf(one))));
}

function isFromWorkerProcess({ report }: Found): boolean {
	return /(?:concurrent[\\/]futures[\\/]process|multiprocessing[\\/]pool)\.py$/.test(report.frames[0]?.path ?? '');
}

function withoutRepetition(found: readonly Found[]): readonly Found[] {
	const byPlace = new Map<string, Found>();
	const placed = new Set(found.filter(({ frame }) => frame).map(({ entry }) => entry.id));
	for (const one of found) {
		if (!one.frame && placed.has(one.entry.id)) continue;
		const key = `${one.entry.id} ${one.frame?.path}:${one.frame?.line}`;
		if (!byPlace.has(key)) byPlace.set(key, one);
	}
	return [...byPlace.values()];
}

/** A failed call leaves its coroutine behind un-awaited; a failed group only wraps what failed in it. */
function withoutConsequences(found: readonly Found[]): readonly Found[] {
	const causes = found.filter(({ entry, report }) => !entry.follows && report.kind !== 'log');
	return found.filter(({ entry, frame, captured }) => {
		const isThere = ({ frame: other }: Found) => frame !== null && other?.path === frame.path && other.line === frame.line;
		if (entry.id === 'task-group-failed') return !causes.some((cause) => cause.report.group > 0 || isThere(cause));
		// A test that never ran has nothing to do with the failure of another.
		if (entry.id !== 'never-awaited' || /(?:^|\.)test_/.test(captured.get('name') ?? '')) return true;
		return !causes.some((cause) => (frame ? isThere(cause) || wasGiven(cause, captured.get('name')) : cause.report.kind !== 'warning'));
	});
}

/** Whether the failed call, or one that led to it, was handed this coroutine. */
function wasGiven({ frame, report }: Found, coroutine: string | undefined): boolean {
	const name = lastName(coroutine);
	return name !== '' && [frame, ...report.frames].some((one) => one?.code?.includes(`${name}(`));
}

function explanationOf(found: Found): Explanation {
	const { entry, report, frame, captured } = found;
	const special: Partial<ErrorCase> = entry.cases?.find(({ when }) => holds(when, found)) ?? {};
	const fill = (text: string) => text.replace(/\{(\w+)\}/g, (_, name: string) => captured.get(name) ?? '…');
	return {
		error: entry.id,
		message: messageOf(found),
		title: fill(special.title ?? entry.title),
		cause: fill(special.cause ?? entry.cause),
		frame: frame && { ...frame, function: isSyntaxError(report) ? null : frame.function },
		trail: callersOf(frame, report.frames),
		rules: special.rules ?? entry.rules,
		advice: (special.advice ?? entry.advice).map(fill),
	};
}

function callersOf(frame: Frame | null, frames: readonly Frame[]): readonly Frame[] {
	const index = frame ? frames.indexOf(frame) : -1;
	return frames
		.slice(0, index === -1 ? undefined : index)
		.filter(({ path }) => ownershipOf(path) === 'own')
		.reverse();
}

function messageOf({ report, entry }: Found): string {
	if (report.kind === 'cut-off')
		return (entry.texts.map((text) => (typeof text === 'string' ? text : text.text))[0] as string).replace(/(?<!\s)\s*\{\w+\}/g, ' …');
	const { exception, message } = report;
	const whole = exception === undefined ? message : message === '' ? exception : `${exception}: ${message}`;
	return whole.length > maxMessageLength ? `${whole.slice(0, maxMessageLength)}…` : whole;
}

function holds({ notebook, captured, in: inFunction, raisedElsewhere, since, before }: Circumstances, found: Found): boolean {
	const { report } = found;
	const python = since === undefined && before === undefined ? undefined : minorOf(found);
	if (notebook && !report.frames.some(({ path }) => isNotebookPath(path))) return false;
	if (captured && !captured.matches.test(found.captured.get(captured.name) ?? '')) return false;
	if (raisedElsewhere && ownershipOf(report.frames.at(-1)?.path ?? '') === 'own') return false;
	if (inFunction && !report.frames.some((frame) => inFunction.includes(frame.function ?? ''))) return false;
	return (since === undefined || (python ?? -1) >= since) && (before === undefined || (python ?? Infinity) < before);
}

/** Python's version, from paths of Python itself before others. */
function minorOf({ report }: Found): number | undefined {
	const paths = [...report.frames, ...report.madeAt].map(({ path }) => path);
	const ordered = [...paths.filter((path) => ownershipOf(path) === 'carrier'), ...paths];
	return ordered.map(pythonOf).find((minor) => minor !== undefined);
}

function isSyntaxError({ exception }: Report): boolean {
	return exception === 'SyntaxError';
}
