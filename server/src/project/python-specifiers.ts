import { satisfies, validRange } from '@renovatebot/pep440';
import { assumedFloorMinor, newestFinalMinor, newestMinor, oldestMinor } from '../knowledge/python-releases.ts';
import type { Minor } from './python-version.ts';

/** Lowest and highest minor version of Python 3, both within what is known. */
export interface MinorRange {
	readonly floor: Minor;
	readonly ceiling: Minor;
}

/** UTF-16 units; what is longer nobody wrote by hand, and each release would be held against each clause. */
const specifierLimit = 1000;

/** A version specifier's range; 'anything' for one that excludes nothing (`*`), undefined for nonsense and for ranges without a Python 3. */
export function rangeOfSpecifier(specifier: string): MinorRange | 'anything' | undefined {
	if (specifier.length > specifierLimit) return undefined;
	const alternatives = specifier.split(/\|\|?/).map(toPep440);
	if (!alternatives.every((alternative) => alternative === '' || validRange(alternative))) return undefined;
	const allows = (version: string): boolean => alternatives.some((alternative) => alternative === '' || satisfies(version, alternative));

	const hasLowerBound = !allows('0.1');
	const isOpen = allows('3.99');
	if (!hasLowerBound && isOpen) return 'anything';
	const minors = allowedMinors(specifier, allows);
	const [lowest, highest] = [minors[0], minors.at(-1)];
	if (lowest === undefined || highest === undefined) return undefined;
	const ceiling = clampMinor(isOpen ? Math.max(newestFinalMinor, lowest) : highest);
	// "<3.12" alone says nothing about the oldest version.
	const floor = hasLowerBound ? lowest : Math.min(ceiling, Math.max(lowest, assumedFloorMinor));
	return { floor: clampMinor(floor), ceiling };
}

/** The minor version in an exact version ("3.11.4", "python-3.12", "pypy3.9-7.3", "3.13t"); undefined where there is none of Python 3. */
export function minorOfPin(pin: string): Minor | undefined {
	const found = /^(?:(?:c?python|pypy|graalpy)[-@]?)?3\.(\d{1,2})(?![\d])/i.exec(pin.trim());
	return found ? Number(found[1]) : undefined;
}

/** The minor version in "3.N"; undefined for anything else. */
export function minorOfVersion(version: string): Minor | undefined {
	const found = /^3\.(\d{1,2})$/.exec(version);
	return found ? Number(found[1]) : undefined;
}

/** The nearest version that facts are known for: a project on 3.6 is judged as one on 3.8. */
export function clampMinor(minor: Minor): Minor {
	return Math.min(newestMinor, Math.max(oldestMinor, minor));
}

/** Those of 3.0 to the newest known that the specifier allows at least one release of, in order. */
function allowedMinors(specifier: string, allows: (version: string) => boolean): Minor[] {
	const named = [...specifier.matchAll(/3\.(\d{1,2})\.\d+/g)];
	return Array.from({ length: newestMinor + 1 }, (_, minor) => minor).filter((minor) => {
		// The first and a late patch release, and those the specifier itself speaks of, stand for all.
		const releases = [`3.${minor}.0`, `3.${minor}.99`, ...named.filter((match) => Number(match[1]) === minor).map((match) => match[0])];
		return releases.some(allows);
	});
}

/** Writes the forms of Poetry and of the plain hand (`^3.9`, `~3.9`, `3.*`, `3.9`, spaces for commas) the way of PEP 440. */
export function toPep440(constraint: string): string {
	const clauses = constraint.replace(/([<>=!~^])\s+/g, '$1').split(/[\s,]+/);
	return clauses
		.filter((clause) => clause !== '' && clause !== '*')
		.map(clauseToPep440)
		.join(',');
}

function clauseToPep440(clause: string): string {
	if (/^\d/.test(clause)) return `==${clause}`;
	const found = /^([~^])(\d+)(?!\d)(?:\.(\d+)(?!\d))?([.\w]*)$/.exec(clause);
	if (!found) return clause;
	const [, operator, major = '', minor, rest = ''] = found;
	const lower = minor === undefined ? major : `${major}.${minor}${rest}`;
	// Below 1.0 the caret holds the minor version: `^0.24` is 0.24.*.
	const isCaret = operator === '^' && !(major === '0' && minor !== undefined);
	const upper = isCaret || minor === undefined ? `${Number(major) + 1}` : `${major}.${Number(minor) + 1}`;
	return `>=${lower},<${upper}`;
}
