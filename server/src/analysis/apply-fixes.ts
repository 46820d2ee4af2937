import type { Fix } from '../rule-kit/finding.ts';
import { applyEdits, type TextEdit } from '../util/text.ts';

/** Texts by path after a round of fixes. */
export interface AppliedFixes {
	/** Only files that changed. */
	readonly texts: ReadonlyMap<string, string>;
	readonly applied: readonly Fix[];
	/** Fixes that touch what another one changes; they may fit after the next analysis. */
	readonly postponed: readonly Fix[];
}

/**
 * Applies as many fixes as fit side by side, the first ones first; each is applied whole or not at all.
 * A fix that edits a file without text is left out.
 */
export function applyFixes(fixes: readonly Fix[], textOf: (path: string) => string | undefined): AppliedFixes {
	const accepted = new Map<string, TextEdit[]>();
	const applied: Fix[] = [];
	const postponed: Fix[] = [];
	for (const fix of fixes) {
		if (fix.edits.length === 0 || fix.edits.some((edit) => textOf(edit.path) === undefined)) continue;
		const isFree = fix.edits.every(
			(edit) => !accepted.get(edit.path)?.some((other) => touches(edit, other) || sharesLine(edit, other, textOf(edit.path) ?? '')),
		);
		(isFree ? applied : postponed).push(fix);
		if (!isFree) continue;
		for (const { path, range, newText } of fix.edits) accepted.set(path, [...(accepted.get(path) ?? []), { range, newText }]);
	}
	const texts = new Map<string, string>();
	for (const [path, edits] of accepted) {
		const before = textOf(path) as string;
		const after = applyEdits(before, edits);
		if (after !== before) texts.set(path, after);
	}
	return { texts, applied, postponed };
}

/** The fix that is to be made for a finding. The finding itself would keep the model of its file. */
export interface ChosenFix {
	readonly rule: string;
	/** Where the finding is. */
	readonly path: string;
	readonly fix: Fix;
}

/**
 * Makes the fixes to make before the files are analysed again: where a rule has several in a file, its last one waits. Made
 * alone, it sees that nobody needs any more what all of them needed, and takes an import away that has become unused.
 */
export function applyOneRound(chosen: readonly ChosenFix[], textOf: (path: string) => string | undefined): AppliedFixes {
	const keyOf = ({ rule, path }: ChosenFix) => `${rule} ${path}`;
	const lastOf = new Map(chosen.map((each) => [keyOf(each), each]));
	const apply = (some: readonly ChosenFix[]) =>
		applyFixes(
			some.map(({ fix }) => fix),
			textOf,
		);
	if (lastOf.size < chosen.length) {
		const round = apply(chosen.filter((each) => lastOf.get(keyOf(each)) !== each));
		// Nothing came of the others, so there is nothing to wait for.
		if (round.texts.size > 0) return round;
	}
	return apply(chosen);
}

/** Of two changes on a line, neither may make lines of its own: their indentation is that of the line as it was. */
function sharesLine(a: TextEdit, b: TextEdit, text: string): boolean {
	if (!/[\r\n]/.test(a.newText + b.newText)) return false;
	const [first, second] = a.range.start < b.range.start ? [a, b] : [b, a];
	return !/[\r\n]/.test(text.slice(first.range.start, second.range.start));
}

/** Neighbours count too: of two insertions at one place nobody knows which comes first, or whether both are wanted. */
function touches(a: TextEdit, b: TextEdit): boolean {
	return a.range.start <= b.range.end && b.range.start <= a.range.end;
}
