/** A line of the program that a traceback names. */
export interface Frame {
	/** As the text writes it. */
	readonly path: string;
	/** 1-based. */
	readonly line: number;
	/** As the text writes it, without arguments; null when it names none. */
	readonly function: string | null;
	/** The source line, when the text shows it. */
	readonly code?: string;
}

/** A frame whose line is still to come: older IPython shows it by an arrow. */
export interface PartialFrame extends Omit<Frame, 'line'> {
	readonly line: number | undefined;
}

type Reader = (line: string) => PartialFrame | undefined;

/** The frame that a line of a traceback begins; undefined for every other line. */
export function frameOf(line: string): PartialFrame | undefined {
	const text = line.trimStart();
	if (text.length > 4000 || !mayBeFrame.test(text)) return undefined;
	for (const read of readers) {
		const frame = read(text);
		if (frame) return frame;
	}
	return undefined;
}

/** Every form names a line, or a function after ` in `. */
const mayBeFrame = /line(?:no)? \d|:\d+(?:,|:? in |$)|\bin \S|\]$/;

const readers: readonly Reader[] = [
	// CPython, loguru ("> File"), tracemalloc ("lineno"), faulthandler (no comma before "in").
	(text) => made(/^(?:> ?)?File "([^"]+)", line(?:no)? (\d+)(?:,? in (.+))?/.exec(text)),
	// Unquoted, as pytest writes where a fixture was asked for.
	(text) => made(/^file (\S.*?), line (\d+)$/.exec(text)),
	// IPython 8: cells.
	(text) => cell(/^(?:File )?((?:Cell )?In ?\[[\d*]+\]), line (\d+)(?:, in (.+))?$/.exec(text)),
	(text) => arrow(/^((?:Cell )?(?:In|Input In) ?\[[\d*]+\])(?:, in (.+))?$/.exec(text)),
	// Databricks: cells.
	(text) => cell(/^File (<command-[\d-]+>), line (\d+)(?:, in (.+))?$/.exec(text)),
	// IPython 8 and Spyder: files.
	(text) => made(/^File (.+?):(\d+)(?:,? in (.+))?$/.exec(text)),
	// Colab makes links of paths.
	(text) => arrow(/^\[(.+?)\]\([^)]*\) in (.+)$/.exec(text)),
	// IPython 7.
	(text) =>
		arrow(/^(<(?:ipython-input|command)-[^>]+>|(?:[~/.]|[A-Za-z]:\\)[^:"]*?|[A-Za-z]:[\\/][^:"]*?) in (<?[\w .:]+>?\(.*\)|<module>(?:\(\))?)$/.exec(text)),
	// Rich, and pytest's short style.
	(text) => made(/^([^\s:"'][^:"]*|[A-Za-z]:[^:"]+|<[^>]+>):(\d+):? in (<?[\w.]+>?)\s*$/.exec(text)),
];

function made(match: RegExpExecArray | null): PartialFrame | undefined {
	return match ? { path: match[1] as string, line: Number(match[2]), function: functionName(match[3]) } : undefined;
}

function cell(match: RegExpExecArray | null): PartialFrame | undefined {
	return match ? { path: match[1] as string, line: Number(match[2]), function: functionName(match[3]) ?? '<module>' } : undefined;
}

function arrow(match: RegExpExecArray | null): PartialFrame | undefined {
	return match ? { path: match[1] as string, line: undefined, function: functionName(match[2]) ?? '<module>' } : undefined;
}

function functionName(text: string | undefined): string | null {
	const name = text?.trim();
	if (!name) return null;
	return /^(<[^>]*>|[^\s(]+)/.exec(name)?.[1] ?? name;
}

/** The line number and source that an arrow of IPython or Rich points at: `---> 12     await f()`. */
export function arrowOf(line: string): { readonly line: number; readonly code: string } | undefined {
	const match = /^\s*(?:-+>|❱)\s*(\d+)\b(.*)$/.exec(line);
	return match ? { line: Number(match[1]), code: (match[2] as string).replace(/^[\s│]+/, '').trim() } : undefined;
}

/** The place of a warning, `path:12: RuntimeWarning: text`; the path is null when it names no file (`sys:1:`). */
export function warningOf(line: string): { readonly frame: Frame | null; readonly category: string; readonly message: string } | undefined {
	const match = /:(\d+): ([A-Za-z_.]*Warning): (.*)$/.exec(line);
	if (!match) return undefined;
	const path = pathAtEnd(line.slice(0, match.index));
	const isFile = path !== '' && !/^<?(sys|string|stdin|unknown|frozen [^>]*)>?$/.test(path);
	return { frame: isFile ? { path, line: Number(match[1]), function: null } : null, category: match[2] as string, message: match[3] as string };
}

/** A path may hold spaces; what a logger put before it ends where the path plainly starts. */
function pathAtEnd(text: string): string {
	const start = Math.max(...[/(?:^|[\s:\]])(?=[A-Za-z]:[\\/][^:]*$)/, /(?:^|[\s:\]])(?=(?:[/~<]|\.{1,2}[\\/])[^:]*$)/].map((mark) => lastStart(mark, text)));
	const path = start >= 0 ? text.slice(start) : (text.split(/[:\]]/).at(-1) as string);
	return path.trim();
}

function lastStart(mark: RegExp, text: string): number {
	const match = mark.exec(text);
	return match ? match.index + match[0].length : -1;
}

/** What pytest writes last of a failure, `path:12: RuntimeError`; between the parts of a long one, `path:12: `; of all of it with --tb=line, `path:12: RuntimeError: text`. */
export function pytestPlaceOf(
	line: string,
): { readonly path: string; readonly line: number; readonly exception: string; readonly message: string | undefined } | undefined {
	const match = /^([^\s:"'>][^:"]*|[A-Za-z]:[^:"]+):(\d+):?\s*(?:([A-Za-z_][\w.]*)(?:: (.*))?)?$/.exec(line);
	// Neither asyncio's logs (`Exception in callback f() at app.py:3`) nor what Rich shows of compiled code (`in uvloop.loop.Loop._run:514`).
	if (!match || !/\.\w+$/.test(match[1] as string) || /\s{2}|\) at |^in /.test(match[1] as string)) return undefined;
	return { path: match[1] as string, line: Number(match[2]), exception: match[3] ?? '', message: match[4] };
}
