import { BrokenFrames } from './broken-frames.ts';
import { embeddedException, exceptionOf, isDetail, isQuoted } from './exception-lines.ts';
import { arrowOf, type Frame, frameOf, type PartialFrame, pytestPlaceOf, warningOf } from './frames.ts';
import { type LogLine, logLines } from './lines.ts';

/** Something a text reports: an exception with its traceback, a warning, or a line of a log. */
export interface Report {
	readonly kind: 'exception' | 'warning' | 'log' | 'cut-off';
	/** Class as printed ("asyncio.exceptions.CancelledError"); undefined where the text names none. */
	readonly exception: string | undefined;
	/** The first line of what it says. */
	readonly message: string;
	/** Lines that go on with the message, or say more about it. */
	readonly details: readonly string[];
	/** Outermost first. */
	readonly frames: readonly Frame[];
	/** Where the object was made, if the text tells; outermost first. */
	readonly madeAt: readonly Frame[];
	/** It came while the report before it was handled. */
	readonly isChained: boolean;
	/** Nesting inside exception groups. */
	readonly group: number;
}

/** Whether a line, found outside of any traceback, is worth a report. */
export type IsTelling = (line: string) => boolean;

/** A text with more reports than that repeats itself. */
const maxReports = 50_000;
const maxDetails = 12;
/** Terminals break lines that are at least so long. */
const wrappedLength = 60;
const maxFrames = 2000;

/** All reports of a text in its order, whatever the format. Never throws. */
export function readReports(text: string, isTelling: IsTelling): readonly Report[] {
	const reader = new ReportReader(isTelling);
	for (const line of logLines(text)) if (!reader.read(line)) break;
	return reader.finish();
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer E)[] ? E[] : T[K] };

/** A traceback whose exception is still to come. */
interface OpenTraceback {
	readonly frames: PartialFrame[];
	/** The frames tell where an object was made, not where something failed. */
	readonly isMaking: boolean;
	readonly isReversed: boolean;
	readonly group: number;
	indent: number;
	/** Of the code lines since the last frame, those that may still serve. */
	code: string[];
}

class ReportReader {
	readonly #isTelling: IsTelling;
	readonly #reports: Mutable<Report>[] = [];
	#open: OpenTraceback | undefined;
	/** Takes the lines that go on with its message. */
	#talking: Mutable<Report> | undefined;
	/** Of pytest: the last place of a failure comes after its exception. */
	#awaitsPlace: Mutable<Report> | undefined;
	#madeAt: Frame[] = [];
	readonly #broken = new BrokenFrames();
	#isChained = false;
	/** The function that pytest shows the source of, or the test it names. */
	#shownFunction: string | null = null;
	#shownCode: string | undefined;
	#toldType: string | undefined;

	constructor(isTelling: IsTelling) {
		this.#isTelling = isTelling;
	}

	/** False once there is no room for more. */
	read({ text, group }: LogLine): boolean {
		if (text.trim() === '') {
			this.#talking = undefined;
			return true;
		}
		const isTaken =
			this.#readHeader(text, group) ||
			this.#readFrame(text, group) ||
			this.#readPytest(text, group) ||
			this.#readWarning(text) ||
			this.#readException(text, group) ||
			this.#readTelling(text, group);
		if (!isTaken) this.#readRest(text);
		return this.#reports.length < maxReports;
	}

	finish(): readonly Report[] {
		this.#cutOff();
		return this.#reports;
	}

	#readHeader(text: string, group: number): boolean {
		const isHeader = text.includes('(most recent call ') || /^(?:Traceback|Stack(?:trace)?):\s*$/i.test(text.trim());
		if (isHeader) {
			const isMaking = /(?:created|allocated) at \(most/.test(text);
			if (!isMaking) this.#cutOff();
			else this.#closeMaking();
			this.#open = { frames: [], isMaking, isReversed: text.includes('call first'), group, indent: indentOf(text), code: [] };
			this.#talking = undefined;
			this.#awaitsPlace = undefined;
			return true;
		}
		if (text.includes('During handling of the above exception') || text.includes('was the direct cause of the following exception')) {
			this.#cutOff();
			this.#isChained = true;
			return true;
		}
		return false;
	}

	#readFrame(text: string, group: number): boolean {
		const ended = this.#broken.end(text);
		if (ended === 'open') return true;
		const frame = ended ?? frameOf(text);
		if (frame) {
			this.#broken.forget();
			this.#talking = undefined;
			this.#open ??= { frames: [], isMaking: false, isReversed: false, group, indent: 0, code: [] };
			this.#open.indent = indentOf(text);
			this.#addFrame(this.#open, frame);
			return true;
		}
		const arrow = this.#open && arrowOf(text);
		const last = this.#open?.frames.at(-1);
		if (!this.#open || !arrow || !last) return false;
		this.#open.frames[this.#open.frames.length - 1] = { ...last, line: last.line ?? arrow.line, code: arrow.code };
		return true;
	}

	#addFrame(open: OpenTraceback, frame: PartialFrame): void {
		if (open.frames.length >= maxFrames) open.frames.splice(maxFrames / 2, 1);
		open.frames.push(frame);
		open.code = [];
	}

	/** pytest shows the source first, then `E` with the exception, then the place. */
	#readPytest(text: string, group: number): boolean {
		const title = /^_{3,} (?:ERROR at (?:setup|teardown|call) of )?([\w.[\]-]+) _{3,}$/.exec(text);
		const definition = /^[> ] {3}(?:async )?def (\w+)\(/.exec(text);
		if (title) {
			this.#cutOff();
			this.#awaitsPlace = undefined;
		}
		const shown = title?.[1] ?? definition?.[1];
		if (shown !== undefined) this.#shownFunction = shown.split('.').at(-1) ?? null;
		this.#shownCode = /^> {2,}(\S.*)$/.exec(text)?.[1] ?? this.#shownCode;
		if (title) return true;
		const raised = /^E {2,}(?! )(.*)$/.exec(text)?.[1];
		if (raised !== undefined) {
			if (this.#awaitsPlace && !exceptionOf(raised, true)) this.#awaitsPlace.details.push(...(this.#awaitsPlace.details.length < maxDetails ? [raised] : []));
			else if (this.#readException(raised, group) || this.#readTelling(raised, group)) this.#awaitsPlace = this.#talking;
			return true;
		}
		return this.#readPytestPlace(text, group);
	}

	#readPytestPlace(text: string, group: number): boolean {
		const place = pytestPlaceOf(text);
		if (!place) return false;
		const frame: Frame = { path: place.path, line: place.line, function: this.#shownFunction, ...(this.#shownCode !== undefined && { code: this.#shownCode }) };
		this.#shownCode = undefined;
		const said = place.message === undefined || place.exception.endsWith('Warning') ? undefined : exceptionOf(`${place.exception}: ${place.message}`, false);
		if (place.message !== undefined) {
			if (said) this.#report({ kind: 'exception', ...said, frames: [{ path: place.path, line: place.line, function: null }], group });
			return said !== undefined;
		}
		if (this.#awaitsPlace && (place.exception === '' || this.#awaitsPlace.exception?.endsWith(place.exception) !== false)) {
			this.#awaitsPlace.frames.push(frame);
			this.#awaitsPlace = undefined;
			return true;
		}
		if (place.exception !== '') return false;
		this.#open ??= { frames: [], isMaking: false, isReversed: false, group, indent: 0, code: [] };
		this.#addFrame(this.#open, frame);
		return true;
	}

	#readWarning(text: string): boolean {
		const warning = warningOf(text);
		if (!warning) return false;
		this.#cutOff();
		this.#report({ kind: 'warning', exception: warning.category, message: warning.message, frames: warning.frame ? [warning.frame] : [], group: 0 });
		return true;
	}

	#readException(text: string, group: number): boolean {
		const open = this.#open;
		const told = open && !open.isMaking && /^Exception (Type|Value):\s*(?!\s)(.*)$/.exec(text);
		if (told) return this.#readTold(told[1] === 'Type', told[2] as string, group);
		const isCode = open !== undefined && open.frames.length > 0 && indentOf(text) > open.indent;
		const found = exceptionOf(text.trim(), open !== undefined && !open.isMaking && open.frames.length > 0 && !isCode);
		if (!found || isCode) return false;
		// An exception alone may be anything; only a known one is kept.
		if (!open && text.length < wrappedLength && !this.#isTelling(text) && !this.#expectsException()) return false;
		const frames = open && !open.isMaking ? this.#takeFrames() : [];
		if (open?.isMaking) this.#closeMaking();
		this.#report({ kind: 'exception', ...found, frames, group: Math.max(group, open?.group ?? 0) });
		return true;
	}

	/** Django's page tells class and message below the traceback. */
	#readTold(isType: boolean, text: string, group: number): boolean {
		if (isType) this.#toldType = /^[\w.]+/.exec(text)?.[0];
		else this.#report({ kind: 'exception', exception: this.#toldType, message: text, frames: this.#takeFrames(), group });
		return true;
	}

	#expectsException(): boolean {
		return this.#reports.at(-1)?.kind === 'log';
	}

	#readTelling(text: string, group: number): boolean {
		if (this.#talking?.kind === 'log' && isDetail(text)) return false;
		if (this.#talking?.kind === 'exception' && mayGoOn(this.#talking) && !this.#isTelling(this.#talking.message)) return false;
		if (this.#open && this.#open.frames.length > 0 && (indentOf(text) > this.#open.indent || isQuoted(text))) return false;
		if (!this.#isTelling(text)) return false;
		const found = embeddedException(text);
		const follows = this.#open && !this.#open.isMaking && this.#open.frames.length > 0 && found !== undefined;
		if (follows) {
			this.#report({ kind: 'exception', ...found, frames: this.#takeFrames(), group });
			return true;
		}
		this.#cutOff();
		this.#report({ kind: 'log', exception: found?.exception, message: found?.message ?? text.trim(), frames: [], group });
		return true;
	}

	#readRest(text: string): void {
		if (this.#talking) {
			if (this.#talking.details.length < maxDetails) this.#talking.details.push(text.trim());
			return;
		}
		const open = this.#open;
		const last = open?.frames.at(-1);
		if (!open || !last || open.code.length > 6) return;
		open.code.push(text.trim());
		if (last.code === undefined && /\w/.test(text)) open.frames[open.frames.length - 1] = { ...last, code: text.trim() };
	}

	#report(report: Pick<Report, 'kind' | 'exception' | 'message' | 'frames' | 'group'>): void {
		const made: Mutable<Report> = { ...report, frames: [...report.frames], details: [], madeAt: this.#madeAt, isChained: this.#isChained };
		this.#reports.push(made);
		this.#talking = made;
		this.#madeAt = [];
		this.#isChained = false;
	}

	#takeFrames(): Frame[] {
		const open = this.#open;
		this.#open = undefined;
		const frames = (open?.frames ?? []).filter((frame): frame is Frame => (frame.line ?? 0) > 0);
		return open?.isReversed ? frames.reverse() : frames;
	}

	/** What an object's maker is belongs to the report before it; without one, to the next. */
	#closeMaking(): void {
		if (!this.#open?.isMaking) return;
		const frames = this.#takeFrames();
		const owner = this.#reports.at(-1);
		const isWarning = owner && (owner.kind !== 'exception' || owner.exception?.endsWith('Warning'));
		if (isWarning && owner.madeAt.length === 0) owner.madeAt.push(...frames);
		else this.#madeAt = frames;
	}

	/** A traceback without its last line: what was said just before it is what it is about, else its own code may tell. */
	#cutOff(): void {
		this.#closeMaking();
		const open = this.#open;
		if (!open) return;
		const code = open.code;
		const frames = this.#takeFrames();
		if (frames.length === 0) return;
		const before = this.#reports.at(-1);
		if (before && before.kind !== 'warning' && before.frames.length === 0) {
			before.frames.push(...frames);
			return;
		}
		this.#report({ kind: 'cut-off', exception: undefined, message: code.join(' '), frames, group: open.group });
		this.#talking = undefined;
	}
}

/** Whether a terminal may have broken the message: it is long, or ends inside of `<Task ...>`. */
function mayGoOn({ message }: Report): boolean {
	return message.length >= wrappedLength || message.lastIndexOf('<') > message.lastIndexOf('>');
}

function indentOf(text: string): number {
	return text.length - text.trimStart().length;
}
