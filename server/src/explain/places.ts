import type { ErrorPlace } from '../knowledge/errors.ts';
import type { Frame } from './frames.ts';
import { type Ownership, ownershipOf } from './ownership.ts';
import type { Report } from './traceback.ts';

/** The line a person should look at; null when the text names none outside of Python and the libraries that only carry code along. */
export function placeOf(report: Report, place: ErrorPlace): Frame | null {
	const { frames, madeAt } = report;
	const running = framesInMessage(report, 'running');
	const created = framesInMessage(report, 'created');
	const chosen = place === 'caller' ? innermost(frames, ['own', 'library']) : place === 'entry' ? entryOf(frames) : undefined;
	const searched = place === 'maker' ? [madeAt, created, frames, running] : [frames, running, created, madeAt];
	const found = chosen ?? firstOf(searched, 'own') ?? firstOf(searched, 'library') ?? null;
	return found && place === 'owner' ? ownerOf(found, frames) : found;
}

function firstOf(lists: readonly (readonly Frame[])[], ownership: Ownership): Frame | undefined {
	for (const frames of lists) {
		const frame = innermost(frames, [ownership]);
		if (frame) return frame;
	}
	return undefined;
}

function innermost(frames: readonly Frame[], ownerships: readonly Ownership[]): Frame | undefined {
	const inHandler = frames.slice(frames.findLastIndex(({ path }) => dispatchers.test(path)) + 1);
	return inHandler.findLast((frame) => ownerships.includes(ownershipOf(frame.path)));
}

/** What finds the handler of a request. Whoever sent the request, like a test with its client, is not to blame for what the handler does. */
const dispatchers = /(?:^|[\\/])(?:starlette[\\/]routing|fastapi[\\/]routing|django[\\/]core[\\/]handlers[\\/]\w+|flask[\\/]app|aiohttp[\\/]web_protocol)\.py$/;

const askers = new Set(['submit', 'run_in_executor', 'to_thread', 'map']);
const runners = new Set(['run_until_complete', 'run_forever', '_run', '_run_once', '_bootstrap_inner', '__step', '_step']);
const wrappers = /^(?:_*wrap(?:per|ped)?|_*inner|decorat(?:or|ed)|async_wrapper|new_func)$/;

/** Where the work came in that went on too long; but whoever asks for a thread by name is the place itself. */
function entryOf(frames: readonly Frame[]): Frame | undefined {
	const last = innermost(frames, ['own']);
	if (!last) return undefined;
	const next = frames[frames.indexOf(last) + 1];
	if (!next || askers.has(next.function ?? '')) return last;
	const start = frames.findLastIndex((frame) => runners.has(frame.function ?? '') && ownershipOf(frame.path) === 'carrier') + 1;
	const own = frames.slice(start).filter((frame) => ownershipOf(frame.path) === 'own');
	return own.find((frame) => !wrappers.test(frame.function ?? '') && !/\(\*args\b/.test(frame.code ?? '')) ?? last;
}

/** A lock made in a constructor: who makes the instance decides when and where that happens. */
function ownerOf(found: Frame, frames: readonly Frame[]): Frame {
	const index = frames.indexOf(found);
	const below = frames[index + 1];
	if (found.function !== '__init__' || !below || below.function !== '__init__' || !/(?:locks|queues|mixins)\.py$/.test(below.path)) return found;
	return frames.slice(0, index).findLast((frame) => frame.function !== '__init__' && ownershipOf(frame.path) === 'own') ?? found;
}

/** Places inside a message: `coro=<f() running at app.py:12>`, `created at app.py:7`, `<Handle f() at app.py:3>`. Outermost first, as in a traceback. */
function framesInMessage({ message, details }: Report, kind: 'running' | 'created'): readonly Frame[] {
	const pattern = kind === 'created' ? createdAt : runningAt;
	const lines = [message, ...details];
	// A terminal may have broken the message in the middle of a path.
	const isBroken = message.length >= 60 && !/>\s*$/.test(message) && message.includes('<Task');
	const text = lines.join(isBroken ? '' : '\n').slice(0, 20_000);
	const found = [...text.matchAll(pattern)].map((match) => ({
		path: match[1] as string,
		line: Number(match[2]),
		function: kind === 'created' ? null : functionBefore(text, match.index),
	}));
	// The task itself is named first, what it waits for after it.
	return found.reverse();
}

const createdAt = /\bcreated at ([^<>"|?*\n]{1,400}?):(\d+)/g;
const runningAt = /(?:\brunning at|\bdefined at|(?<=<Handle [^<>\n]{1,200}\)) at|(?<=<TimerHandle [^<>\n]{1,200}\)) at) ([^<>"|?*\n]{1,400}?):(\d+)/g;

function functionBefore(text: string, index: number): string | null {
	const name = /([\w.<>]{1,200})\((?:[^()\n]{0,200})\)(?: done,)?\s*$/.exec(text.slice(Math.max(0, index - 420), index))?.[1];
	return name?.replace(/^<(?!locals|lambda)/, '') ?? null;
}
