import { diffLines } from 'diff';
import { applyEdits, type TextEdit, type TextRange } from '../../server/src/util/text.ts';
import { isCell, type Start, type Step } from './world.ts';

/** A session that ends in a failure. */
export interface Session {
	readonly start: Start;
	readonly steps: readonly Step[];
}

/** The smallest session found that still fails: fewer steps, fewer files, shorter texts. Ends after so many milliseconds with what it has. */
export function shrunk(session: Session, fails: (session: Session) => boolean, milliseconds = 60_000): Session {
	const deadline = Date.now() + milliseconds;
	let best = session;
	const tries = (candidate: Session | undefined): boolean => {
		if (!candidate || Date.now() > deadline || !fails(candidate)) return false;
		best = candidate;
		return true;
	};
	// Half of the steps at once, then quarters, down to single ones: those at the beginning go into the texts it starts with.
	for (let count = best.steps.length >> 1; count >= 1; count >>= 1) while (count < best.steps.length && tries(begunLater(best, count)));
	for (let isSmaller = true; isSmaller && Date.now() < deadline; ) {
		isSmaller = false;
		for (let i = best.steps.length - 1; i >= 0; i--) isSmaller = tries(withoutStep(best, i)) || isSmaller;
		for (const path of best.start.files.keys()) isSmaller = tries(withoutFile(best, path)) || isSmaller;
		for (const path of best.start.files.keys()) isSmaller = withoutLines(path) || isSmaller;
	}
	return best;

	function withoutLines(path: string): boolean {
		let isSmaller = false;
		for (let size = 1 << 12; size >= 1; size >>= 1) {
			for (let from = 0; ; ) {
				const ranges = lineRanges(best.start.files.get(path) ?? '');
				if (from >= ranges.length || Date.now() > deadline) break;
				const last = ranges[Math.min(from + size, ranges.length) - 1] as TextRange;
				if (size <= ranges.length && tries(withoutRange(best, path, { start: (ranges[from] as TextRange).start, end: last.end }))) isSmaller = true;
				else from += size;
			}
		}
		return isSmaller;
	}
}

/** The same end, begun after the first `count` steps. */
function begunLater({ start, steps }: Session, count: number): Session {
	const files = new Map(start.files);
	const notebooks = new Map(start.notebooks);
	const open = new Map([...start.open, ...[...notebooks.values()].flat()].map((path) => [path, files.get(path) ?? '']));
	let settings: Step | undefined;
	for (const step of steps.slice(0, count)) {
		if (step.kind === 'edit') open.set(step.path, step.edits.reduce(afterEdit, open.get(step.path) ?? ''));
		else if (step.kind === 'open') open.set(step.path, files.get(step.path) ?? '');
		else if (step.kind === 'close') open.delete(step.path);
		else if (step.kind === 'settings') settings = step;
		else if (step.kind === 'cells') notebooks.set(step.path, step.cells);
		else if (step.kind === 'write' && step.text === undefined) files.delete(step.path);
		else if (step.kind === 'write') files.set(step.path, step.text ?? '');
	}
	// What is open and differs from the disk is saved on the way: most failures do not mind.
	for (const [path, text] of open) files.set(path, text);
	return {
		start: { files, open: [...open.keys()].filter((path) => !isCell(path)), notebooks: [...notebooks] },
		steps: [...(settings ? [settings] : []), ...steps.slice(count)],
	};
}

function afterEdit(text: string, edit: TextEdit): string {
	return applyEdits(text, [edit]);
}

/** Without one step; the next edit of the same document then makes the changes of both. */
function withoutStep({ start, steps }: Session, i: number): Session | undefined {
	const gone = steps[i] as Step;
	const left = [...steps.slice(0, i), ...steps.slice(i + 1)];
	if (gone.kind === 'settings' || gone.kind === 'ask' || gone.kind === 'write' || gone.kind === 'cells') return { start, steps: left };
	if (gone.kind !== 'edit') return undefined;
	const next = left.findIndex((step, k) => k >= i && 'path' in step && step.path === gone.path && step.kind !== 'ask' && step.kind !== 'write');
	const following = left[next];
	if (following?.kind !== 'edit') return next < 0 ? undefined : { start, steps: left };
	const before = textBefore({ start, steps }, i, gone.path);
	left[next] = { ...following, edits: editsBetween(before, [...gone.edits, ...following.edits].reduce(afterEdit, before)) };
	return { start, steps: left };
}

/** Line by line, so that what lies between two changes is no part of them and can be taken out. */
function editsBetween(before: string, after: string): TextEdit[] {
	const edits: TextEdit[] = [];
	let at = 0;
	for (const { added, removed, value } of diffLines(before, after)) {
		if (removed) edits.push({ range: { start: at, end: at + value.length }, newText: '' });
		else if (added) edits.push({ range: { start: at, end: at }, newText: value });
		if (!removed) at += value.length;
	}
	return edits;
}

function textBefore({ start, steps }: Session, index: number, path: string): string {
	const earlier = begunLater({ start, steps }, index).start;
	return earlier.files.get(path) ?? '';
}

function withoutFile({ start, steps }: Session, path: string): Session | undefined {
	if (start.files.size === 1 || isCell(path)) return undefined;
	const files = new Map(start.files);
	files.delete(path);
	return { start: { ...start, files, open: start.open.filter((one) => one !== path) }, steps: steps.filter((step) => !('path' in step) || step.path !== path) };
}

/** Without a stretch of the first text that no edit touches. */
function withoutRange({ start, steps }: Session, path: string, range: TextRange): Session | undefined {
	const text = start.files.get(path) ?? '';
	const length = range.end - range.start;
	let from = range.start;
	const moved: Step[] = [];
	for (const step of steps) {
		if (!('path' in step) || step.path !== path || step.kind === 'open' || step.kind === 'close' || step.kind === 'ask' || step.kind === 'cells') {
			moved.push(step);
			continue;
		}
		if (step.kind === 'write') return undefined;
		const edits: TextEdit[] = [];
		for (const { range: edited, newText } of step.edits) {
			if (edited.start < from + length && edited.end > from) return undefined;
			const isBehind = edited.start >= from + length;
			edits.push(isBehind ? { range: { start: edited.start - length, end: edited.end - length }, newText } : { range: edited, newText });
			if (!isBehind) from += newText.length - (edited.end - edited.start);
		}
		moved.push({ ...step, edits });
	}
	const files = new Map(start.files);
	files.set(path, text.slice(0, range.start) + text.slice(range.end));
	return { start: { ...start, files }, steps: moved };
}

function lineRanges(text: string): TextRange[] {
	const found: TextRange[] = [];
	for (let start = 0; start < text.length; ) {
		const end = text.indexOf('\n', start) + 1 || text.length;
		found.push({ start, end });
		start = end;
	}
	return found;
}

/** As it can be put into a test. */
export function written({ start, steps }: Session): string {
	return JSON.stringify({ ...start, files: [...start.files], steps }, undefined, '\t');
}

export function read(json: string): Session {
	const { files, steps, ...start } = JSON.parse(json) as Omit<Start, 'files'> & { files: [string, string][]; steps: Step[] };
	return { start: { ...start, files: new Map(files) }, steps };
}
