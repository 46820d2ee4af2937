import type { LibraryApi, LibraryKind } from './entry.ts';

/**
 * What was read from a library's sources about a class or a function. Lists of methods are separated by spaces; behind a colon stands the class that the
 * call gives, or, for coroutines, awaiting it.
 */
export interface GeneratedEntry {
	/** Distribution and version. */
	readonly library: string;
	/** Of a function. */
	readonly kind?: LibraryKind;
	readonly returns?: string;
	/** Which statements an instance is good for; `refuses`: `with` is there only to raise. */
	readonly with?: 'async' | 'both' | 'refuses' | 'sync';
	readonly asyncFor?: true;
	/** It is this other class of the tables under a second name. */
	readonly same?: string;
	/** Methods by what calling them gives. */
	readonly coroutine?: string;
	readonly future?: string;
	readonly 'async-context-manager'?: string;
	readonly 'async-iterator'?: string;
	/** Plain ones that give a class of the tables. */
	readonly function?: string;
	readonly class?: string;
	/** Attributes and their classes. */
	readonly attributes?: string;
}

export type GeneratedFacts = Readonly<Record<string, GeneratedEntry>>;

const methodKinds = ['coroutine', 'future', 'async-context-manager', 'async-iterator', 'function'] as const;

/** The entries as one looks names up: one for each class, function and method. */
export function apisOf(facts: GeneratedFacts): [string, LibraryApi][] {
	return Object.entries(facts).flatMap(([name, entry]) => [
		[name, ofSubject(name, entry)] as [string, LibraryApi],
		...methodKinds.flatMap((kind) =>
			wordsOf(entry[kind]).map(([method, returns]) => [`${name}.${method}`, apiOf(kind, entry.library, returns)] as [string, LibraryApi]),
		),
	]);
}

/** Classes of attributes: `A.b` to the class of b. */
export function attributesOf(facts: GeneratedFacts): [string, string][] {
	return Object.entries(facts).flatMap(([name, entry]) =>
		wordsOf(entry.attributes).flatMap(([attribute, type]) => (type === undefined ? [] : [[`${name}.${attribute}`, type] as [string, string]])),
	);
}

function ofSubject(name: string, entry: GeneratedEntry): LibraryApi {
	const api = apiOf(entry.kind ?? 'class', entry.library, entry.kind === undefined ? (entry.same ?? name) : entry.returns);
	return {
		...api,
		...(entry.with !== undefined && entry.with !== 'sync' && { asyncWith: true as const }),
		...(entry.with !== undefined && entry.with !== 'async' && { syncWith: entry.with === 'refuses' ? ('refuses' as const) : (true as const) }),
		...(entry.asyncFor && { asyncFor: true as const }),
	};
}

function apiOf(kind: LibraryKind, checkedAgainst: string, returns: string | undefined): LibraryApi {
	return {
		kind,
		checkedAgainst,
		...(returns !== undefined && { returns }),
		...(kind === 'async-context-manager' && { asyncWith: true as const }),
		...(kind === 'async-iterator' && { asyncFor: true as const }),
	};
}

function wordsOf(list: string | undefined): (readonly [string, string | undefined])[] {
	return (list ?? '').split(' ').flatMap((word) => {
		const [name = '', type] = word.split(':');
		return name === '' ? [] : [[name, type] as const];
	});
}
