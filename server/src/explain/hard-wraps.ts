/** A terminal is at least so wide, and hardly wider. */
const narrowest = 60;
const widest = 300;

/** What cannot be the end of a line: a frame without its function, a task without its bracket, a warning's path. */
const unfinished =
	/\bFile "[^"]*$|\bFile "[^"]+", ?(?:l|li|lin|line|line |line \d+, ?|line \d+, in?)$|<(?:Task|Handle|TimerHandle) [^>]*$|\bExecuting <(?:(?! seconds).)*$/;
/** Lines that fill the width on purpose. */
const drawn = /^\s*[│┃╭╰┏┗┡]|[─━═╮╯]$|(?:[-=_*] ?){10}$/;
const beginning = /^\s*(?:File "|Traceback |\w+ object was )/;

/**
 * Undoes what a terminal or window of fixed width does to long lines, which it breaks anywhere. Only where that is plain: no line is longer
 * than this width, and one of just this width cannot end there.
 */
export function withoutHardWraps(lines: Iterable<string>): readonly string[] | undefined {
	const kept: string[] = [];
	let width = 0;
	let isBroken = false;
	for (const line of lines) {
		if (line.length > widest) return undefined;
		if (line.length > width) isBroken = false;
		width = Math.max(width, line.length);
		isBroken ||= line.length === width && unfinished.test(line);
		kept.push(line);
	}
	return isBroken && width >= narrowest ? joined(kept, width) : undefined;
}

function joined(lines: readonly string[], width: number): readonly string[] {
	const whole: string[] = [];
	let goesOn = false;
	for (const line of lines) {
		if (goesOn && !beginning.test(line)) whole.push(`${whole.pop()}${line}`);
		else whole.push(line);
		goesOn = line.length === width && !drawn.test(line);
	}
	return whole;
}
