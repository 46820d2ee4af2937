import { newestFinalMinor, newestMinor } from '../knowledge/python-releases.ts';
import type { Minor, PythonRange } from '../project/python-version.ts';
import type { Severity } from './rule.ts';

/** What happens on one Python version. */
export interface Effect {
	/** What a person sees: `DeprecationWarning`, `TypeError: ...`. */
	readonly says: string;
	readonly severity: 'error' | 'warning' | 'hint';
}

/** A range of which it is known up to which version there is something to tell. */
export interface ToldRange extends PythonRange {
	readonly toldTo?: Minor;
}

/** What happens on each version; undefined where nothing does. */
export type EffectOn = (minor: Minor) => Effect | undefined;

/** The same where code is ready for warnings. */
export function errorsOnly(effectOn: EffectOn): EffectOn {
	return (minor) => {
		const effect = effectOn(minor);
		return effect?.severity === 'error' ? effect : undefined;
	};
}

/**
 * What happens in the versions of a range, in one clause: `DeprecationWarning on 3.12 and 3.13, RuntimeError on 3.14 and later`.
 * Where the range is open, what newer versions do is told too. Empty when nothing happens.
 */
export function effectsText(range: ToldRange, effectOn: EffectOn): string {
	const end = lastTold(range);
	const spans: { says: string; first: Minor; last: Minor }[] = [];
	for (let minor = range.floor; minor <= end; minor++) {
		const says = effectOn(minor)?.says;
		const previous = spans.at(-1);
		if (says === undefined) continue;
		if (previous?.says === says && previous.last === minor - 1) previous.last = minor;
		else spans.push({ says, first: minor, last: minor });
	}
	return spans.map(({ says, first, last }) => `${says} on ${versionsText(first, last, last === newestMinor && end === newestMinor)}`).join(', ');
}

/** `3.9`, `3.9 and 3.10`, `3.9 to 3.13`; where nothing newer is known to differ: `3.14 and later`. */
export function versionsText(first: Minor, last: Minor, isOpen = false): string {
	if (isOpen) return `3.${first} and later`;
	if (first === last) return `3.${first}`;
	return `3.${first} ${last === first + 1 ? 'and' : 'to'} 3.${last}`;
}

/** The worst of what happens within the range, at most a warning where the project declares no version; undefined when nothing happens. */
export function worstSeverity(range: PythonRange, effectOn: EffectOn): Severity | undefined {
	const order = ['error', 'warning', 'hint'] as const;
	const found = new Set<Severity>();
	for (let minor = range.floor; minor <= range.ceiling; minor++) {
		const effect = effectOn(minor);
		if (effect) found.add(effect.severity);
	}
	const worst = order.find((severity) => found.has(severity));
	return worst === 'error' && range.isAssumed ? 'warning' : worst;
}

/** Why the versions matter, to go behind a comma: `which requires-python in pyproject.toml allows`. */
export function whoAllows({ source, isAssumed }: PythonRange): string {
	return isAssumed ? 'which is assumed because the project declares no version' : `which ${source} allows`;
}

/** A range that ends with the newest final release is taken for open: what comes next will concern it. */
export function isOpen({ floor, ceiling }: PythonRange): boolean {
	return ceiling === newestFinalMinor && floor < ceiling;
}

function lastTold(range: ToldRange): Minor {
	return range.toldTo ?? (isOpen(range) ? newestMinor : range.ceiling);
}
