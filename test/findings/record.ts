import { createHash } from 'node:crypto';

/** A finding as it is written down: one line of a file of findings. */
export interface FoundThere {
	/** `owner/name`, or the folder's name. */
	readonly repository: string;
	readonly commit: string;
	readonly path: string;
	/** From 1. */
	readonly line: number;
	readonly rule: string;
	readonly severity: string;
	readonly message: string;
	/** Twelve digits of the code line's hash, white space left out; see `keyOf`. */
	readonly code: string;
	/** The how many-eth finding of this rule on a line of this text in this file, from 1. */
	readonly nth: number;
}

/** What somebody who read the code says of a finding. */
export interface Verdict extends Pick<FoundThere, 'repository' | 'commit' | 'path' | 'line' | 'rule' | 'code' | 'nth'> {
	readonly verdict: 'right' | 'wrong' | 'unclear';
	/** One sentence. */
	readonly reason: string;
}

/** The same for the same finding, wherever its line has moved to. Of the code only a hash is kept: it is not ours. */
export function keyOf({ repository, rule, path, code, nth }: Pick<FoundThere, 'repository' | 'rule' | 'path' | 'code' | 'nth'>): string {
	return [repository, rule, path, code, nth].join('\0');
}

export function hashOfLine(line: string): string {
	return createHash('sha256').update(line.replace(/\s+/g, '')).digest('hex').slice(0, 12);
}

/** One JSON text for each line, so that a change of one is a change of one line. */
export function linesOf(records: readonly object[]): string {
	return records.map((record) => `${JSON.stringify(record)}\n`).join('');
}

/** Reads what `linesOf` wrote. Throws where a line is no JSON, and names it. */
export function recordsIn<T>(text: string): T[] {
	return text.split('\n').flatMap((line, i) => {
		if (line === '') return [];
		try {
			return [JSON.parse(line) as T];
		} catch {
			throw new Error(`line ${i + 1} is no JSON`);
		}
	});
}
