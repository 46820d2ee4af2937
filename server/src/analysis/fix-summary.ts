import type { Finding } from '../rule-kit/finding.ts';
import type { FileReport } from './analyser.ts';
import type { MadeFix } from './fix-rounds.ts';

/** One kind of change in one file. */
export interface ChangeCount extends MadeFix {
	readonly count: number;
}

/** Counts what was made, by file, rule and title; files in the order of their paths. */
export function countChanges(made: readonly MadeFix[]): readonly ChangeCount[] {
	const counts = new Map<string, ChangeCount>();
	for (const { path, rule, title, safety } of made) {
		const key = [path, rule, title, safety].join('\n');
		counts.set(key, { path, rule, title, safety, count: (counts.get(key)?.count ?? 0) + 1 });
	}
	return [...counts.values()].sort((a, b) => compare(a.path, b.path) || compare(a.rule, b.rule));
}

/** Why a finding of a file is still there when all fixes of a safety were made, and what a person can do about it; one clause. */
export function leftToPerson(finding: Pick<Finding, 'byHand' | 'fixes'>, { broken }: Pick<FileReport, 'broken'>): string {
	if (broken) return 'the file has code that was not understood: mend that first';
	const [offered] = finding.fixes();
	if (offered) return `the fix "${offered.title}" may change what the code does: look at it, or let it be made with the unsafe fixes`;
	return finding.byHand() ?? 'no fix is known that keeps what this code does';
}

function compare(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}
