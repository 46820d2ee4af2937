import { type FoundThere, keyOf, type Verdict } from './record.ts';

export interface Difference {
	readonly gone: readonly FoundThere[];
	readonly come: readonly FoundThere[];
	readonly severity: readonly Changed[];
	readonly message: readonly Changed[];
}

export interface Changed {
	readonly before: FoundThere;
	readonly after: FoundThere;
}

/** What differs between two runs over the same folders; a severity or message that changed is no finding gone and come. */
export function difference(before: readonly FoundThere[], after: readonly FoundThere[]): Difference {
	const old = new Map(before.map((one) => [keyOf(one), one]));
	const present = new Set(after.map(keyOf));
	const kept = after.flatMap((one) => {
		const earlier = old.get(keyOf(one));
		return earlier ? [{ before: earlier, after: one }] : [];
	});
	return {
		gone: before.filter((one) => !present.has(keyOf(one))),
		come: after.filter((one) => !old.has(keyOf(one))),
		severity: kept.filter((one) => one.before.severity !== one.after.severity),
		message: kept.filter((one) => one.before.message !== one.after.message),
	};
}

/** The difference in words, each finding with what the ledger says of it: a wrong one that is gone is a gain. */
export function describe({ gone, come, severity, message }: Difference, ledger: ReadonlyMap<string, Verdict>): string {
	const said = (one: FoundThere) => ledger.get(keyOf(one));
	const place = (one: FoundThere) => `${one.repository} ${one.path}:${one.line} ${one.severity} ${one.rule}`;
	const verdict = (one: FoundThere) => {
		const known = said(one);
		return known ? `${known.verdict}: ${known.reason}` : 'not read yet';
	};
	const count = (all: readonly FoundThere[], what: Verdict['verdict'] | undefined) => all.filter((one) => said(one)?.verdict === what).length;
	const summary = (all: readonly FoundThere[], right: string, wrong: string) =>
		`${all.length}: ${count(all, 'right')} right (${right}), ${count(all, 'wrong')} wrong (${wrong}), ${count(all, 'unclear')} unclear, ${count(all, undefined)} not read yet`;
	return [
		`Gone ${summary(gone, 'lost', 'gained')}`,
		...gone.map((one) => `  - ${place(one)} [${verdict(one)}]`),
		`Come ${summary(come, 'gained', 'lost')}`,
		...come.map((one) => `  + ${place(one)} [${verdict(one)}]`),
		`Another severity: ${severity.length}`,
		...severity.map(({ before, after }) => `  ${place(before)} -> ${after.severity} [${verdict(after)}]`),
		`Another message: ${message.length}`,
		...message.map(({ before, after }) => `  ${place(after)}\n    - ${before.message}\n    + ${after.message}`),
		'',
	].join('\n');
}
