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
		const isFree = fix.edits.every((edit) => !accepted.get(edit.path)?.some((other) => touches(edit, other)));
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

/** Neighbours count too: of two insertions at one place nobody knows which comes first, or whether both are wanted. */
function touches(a: TextEdit, b: TextEdit): boolean {
	return a.range.start <= b.range.end && b.range.start <= a.range.end;
}
