import { newestMinor, oldestMinor } from '../../server/src/knowledge/python-releases.ts';
import { expectedOn, isWrongOn } from './outcome.ts';
import type { Program } from './program-files.ts';

/** An exception or warning in a message. */
interface Statement {
	readonly type: string;
	/** The text behind the class, where one is quoted; more of the sentence may follow. */
	readonly quoted: string | undefined;
	readonly from: number;
	readonly to: number;
}

/**
 * What a message states of exceptions and warnings that is not so; empty when it says the truth. What it states of certain versions is looked for on each of
 * them, everything else on the versions the message is for.
 */
export function untruths(message: string, program: Program, minors: readonly number[]): readonly string[] {
	return statementsIn(message).flatMap((statement) => {
		const isOfVersions = statement.from !== oldestMinor || statement.to !== newestMinor;
		const { floor, ceiling } = program.versions;
		const first = Math.max(statement.from, floor);
		const stated = isOfVersions ? Array.from({ length: Math.max(0, Math.min(statement.to, ceiling) - first + 1) }, (_, index) => first + index) : minors;
		const wrong = stated.filter((minor) => (isOfVersions || isWrongOn(program, minor)) && !isTrueOn(statement, program, minor));
		return wrong.map((minor) => `the message states ${statement.type}${statement.quoted ? `: ${statement.quoted}` : ''}, which is not so on 3.${minor}`);
	});
}

function statementsIn(message: string): readonly Statement[] {
	const types = [...message.matchAll(/(?<![.\w])(?!CancelledError)[A-Z]\w*(?:Error|Warning)\b/g)];
	return types.map((match, index) => {
		const rest = message.slice(match.index + match[0].length, types[index + 1]?.index);
		const versions = /,? (?<how>up to|from|since|on) (?:Python )?3\.(?<first>\d+)(?:(?<isOpen> and later)|(?: and| to) 3\.(?<last>\d+))?/.exec(rest);
		const quoted = rest.startsWith(': ') ? rest.slice(2, versions?.index) : undefined;
		return { type: match[0], quoted, ...spanOf(versions?.groups) };
	});
}

function spanOf(groups: Readonly<Record<string, string | undefined>> | undefined): { readonly from: number; readonly to: number } {
	const first = Number(groups?.first);
	if (!groups) return { from: oldestMinor, to: newestMinor };
	if (groups.how === 'up to') return { from: oldestMinor, to: first };
	if (groups.how !== 'on' || groups.isOpen) return { from: first, to: newestMinor };
	return { from: first, to: groups.last ? Number(groups.last) : first };
}

function isTrueOn({ type, quoted }: Statement, program: Program, minor: number): boolean {
	const complaints = expectedOn(program, minor).filter(({ verb }) => verb === 'raises' || verb === 'warns');
	return complaints.some(({ text }) => text.startsWith(type) && (quoted === undefined || agree(quoted, text.slice(type.length + 2))));
}

/** Whether a quotation, which a sentence may follow, gives the text. `...` in either stands for anything up to its end. */
function agree(quoted: string, text: string): boolean {
	const [stated, seen] = [beginning(quoted), beginning(text)];
	return stated.startsWith(seen) || (quoted.includes('...') && seen.startsWith(stated));
}

function beginning(text: string): string {
	return (text.split('...')[0] ?? '').replace(/\.$/, '');
}
