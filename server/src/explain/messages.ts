import { type ErrorEntry, type ErrorText, errors } from '../knowledge/errors.ts';
import type { Frame } from './frames.ts';
import { ownershipOf } from './ownership.ts';
import type { Report } from './traceback.ts';

/** Which error a report is, and what the placeholders of its text stood for. */
export interface Recognised {
	readonly entry: ErrorEntry;
	readonly captured: ReadonlyMap<string, string>;
}

interface Template extends ErrorText {
	readonly entry: ErrorEntry;
	/** Literal parts; between each two stands a placeholder. */
	readonly parts: readonly string[];
	readonly names: readonly string[];
}

const templates: readonly Template[] = errors.flatMap((entry) =>
	entry.texts.map((one) => {
		const text: ErrorText = typeof one === 'string' ? { text: one } : one;
		const pieces = text.text.split(/\{(\w+)\}/);
		return { ...text, entry, parts: pieces.filter((_, index) => index % 2 === 0), names: pieces.filter((_, index) => index % 2 === 1) };
	}),
);

/** Texts that tell something wherever they stand. */
const telling = templates.filter(({ whole }) => !whole);

/** How the texts begin that tell something wherever they stand: most lines of a log are done with here. */
const beginnings = new RegExp(telling.map(({ parts }) => (parts[0] as string).replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('|'));

/** Whether a line holds a known text; not yet whether its circumstances fit. */
export function isTelling(line: string): boolean {
	return beginnings.test(line) && telling.some((template) => capture(template, line) !== undefined);
}

/** Finds the error that a report is; undefined for anything that is not known. */
export function recognise(report: Report): Recognised | undefined {
	const texts = textsOf(report);
	for (const template of templates) {
		if (!fits(template, report)) continue;
		for (const text of texts) {
			const captured = template.whole && text !== template.text ? undefined : capture(template, text);
			if (captured && !isExcepted(template, captured)) return { entry: template.entry, captured };
		}
	}
	return cutMessage(report);
}

function isExcepted({ unless }: Template, captured: ReadonlyMap<string, string>): boolean {
	return unless?.matches.test(captured.get(unless.name) ?? '') === true;
}

/** A message may be broken into lines, at spaces or anywhere. */
function textsOf({ kind, message, details }: Report): readonly string[] {
	if (details.length === 0) return [message];
	if (kind === 'warning') return [message, `${message} ${details[0]}`, `${message}${details[0]}`];
	return [message, [message, ...details].join(' '), [message, ...details].join('')];
}

function fits(template: Template, report: Report): boolean {
	const { exception, nearAsyncio, in: functions } = template;
	if (exception !== undefined && lastName(report.exception) !== exception) return false;
	if (functions && !framesBelowProject(report).some((frame) => functions.includes(lastName(frame.function)))) return false;
	return !nearAsyncio || showsAsyncio(report);
}

/** What the project's own code called last: its own `gather` is not asyncio's. */
function framesBelowProject({ frames }: Report): readonly Frame[] {
	return frames.slice(frames.findLastIndex(({ path }) => ownershipOf(path) === 'own') + 1);
}

/** Words, and classes that have no other use. */
const signs = /asyncio|uvloop|\basync\b|\bawait\b|anyio|aiohttp|coroutine|'_?Async\w+'|'(?:Lock|Condition|Semaphore|BoundedSemaphore|TaskGroup|Timeout)'/;

function showsAsyncio({ frames, message, details }: Report): boolean {
	return (
		signs.test(message) ||
		details.some((detail) => detail.includes('handle: <')) ||
		frames.some((frame) => signs.test(frame.path) || signs.test(frame.code ?? ''))
	);
}

/** What the placeholders stand for; undefined when the text is not there. Literal search only, so a long line costs no more than its length. */
function capture({ parts, names }: Template, text: string): ReadonlyMap<string, string> | undefined {
	const first = parts[0] as string;
	const start = text.indexOf(first);
	if (start === -1) return undefined;
	if (parts.length === 1) return noCaptures;
	const captured = new Map<string, string>();
	let from = start + first.length;
	for (const [index, name] of names.entries()) {
		const part = parts[index + 1] as string;
		const end = part === '' ? text.length : text.indexOf(part, from);
		if (end === -1) return undefined;
		// The nearest of several beginnings is the one that belongs to this end.
		const nearest = index === 0 ? text.lastIndexOf(first, end - 1) + first.length : from;
		captured.set(name, text.slice(Math.max(from, nearest), end).replace(/\.$/, '').trim());
		from = end + part.length;
	}
	return captured;
}

const noCaptures: ReadonlyMap<string, string> = new Map();

/** A message that was cut short ("RuntimeError: This event loop is alr...") still has one meaning. */
function cutMessage({ message, exception }: Report): Recognised | undefined {
	const text = message.replace(/(?:\.\.\.|…)\s*$/, '').trimEnd();
	if (exception === undefined || text.length < 16) return undefined;
	const template = telling.find(
		({ parts, nearAsyncio, in: inFunction }) => !nearAsyncio && !inFunction && (parts[0] as string).length > text.length && parts[0]?.startsWith(text),
	);
	return template && { entry: template.entry, captured: noCaptures };
}

/** `CancelledError` of `asyncio.exceptions.CancelledError`. */
export function lastName(qualified: string | null | undefined): string {
	return qualified?.split('.').at(-1) ?? '';
}
