/** Runs of fewer comment lines are parsed as they are. */
const RUN_LIMIT = 40;
/** A run is parted this often where a line stands further left than all before it: it may belong to a block further out. */
const PART_LIMIT = 20;

/**
 * The text with each long run of comment lines made one comment, by blanks in place of the line ends between them; offsets stay.
 * tree-sitter-python reads all comments that follow whenever it looks for the next indentation, so a run costs the square of its length.
 * In a string that looks like such lines nothing changes but line ends, which the parser does not tell from other characters.
 */
export function withJoinedComments(text: string): string {
	return joinComments(text.includes('\\') ? joinContinuations(text) : text);
}

/** Lines that hold nothing but a backslash are read again and again in the same way; all but the last become blanks. */
function joinContinuations(text: string): string {
	return text.replace(/(?:\\\r?\n){40,}/g, (run) => {
		const last = run.lastIndexOf('\\');
		return ' '.repeat(last) + run.slice(last);
	});
}

function joinComments(text: string): string {
	let joined = '';
	let copied = 0;
	for (let mark = text.indexOf('#'); mark >= 0; ) {
		const run = runFrom(text, mark);
		if (run.lines >= RUN_LIMIT) {
			for (const { start, end } of run.parts) {
				joined += text.slice(copied, start) + text.slice(start, end).replace(/[\r\n]/g, ' ');
				copied = end;
			}
		}
		mark = text.indexOf('#', run.end);
	}
	return copied === 0 ? text : joined + text.slice(copied);
}

interface Run {
	readonly lines: number;
	readonly end: number;
	/** Stretches to be made one comment each. */
	readonly parts: readonly { readonly start: number; readonly end: number }[];
}

/** The comment that begins at an offset, with the lines behind it that hold nothing but a comment or blanks. */
function runFrom(text: string, mark: number): Run {
	let lines = 1;
	let end = endOfLine(text, mark);
	const parts: { start: number; end: number }[] = [];
	let start = mark;
	// A comment behind code is none of those that are read again and again.
	if (!isAlone(text, mark)) return { lines, end, parts };
	let least = indentation(text, mark);
	for (let next = nextMark(text, end); next >= 0; next = nextMark(text, end)) {
		const indent = indentation(text, next);
		if (indent < least && parts.length < PART_LIMIT) {
			parts.push({ start, end });
			start = next;
			least = indent;
		}
		lines++;
		end = endOfLine(text, next);
	}
	parts.push({ start, end });
	return { lines, end, parts };
}

/** The `#` behind an offset, where only white space stands between. */
function nextMark(text: string, from: number): number {
	let i = from;
	while (isWhite(text.charCodeAt(i))) i++;
	return text.charCodeAt(i) === 35 ? i : -1;
}

function isAlone(text: string, mark: number): boolean {
	let i = mark - 1;
	while (isBlank(text.charCodeAt(i))) i--;
	return i < 0 || isLineEnd(text.charCodeAt(i));
}

function indentation(text: string, mark: number): number {
	let i = mark;
	while (isBlank(text.charCodeAt(i - 1))) i--;
	return mark - i;
}

function endOfLine(text: string, from: number): number {
	let i = from;
	while (i < text.length && !isLineEnd(text.charCodeAt(i))) i++;
	return i;
}

function isWhite(code: number): boolean {
	return isBlank(code) || isLineEnd(code);
}

function isBlank(code: number): boolean {
	return code === 32 || code === 9 || code === 12;
}

function isLineEnd(code: number): boolean {
	return code === 10 || code === 13;
}
