import { remember } from '../util/remember.ts';
import { databaseTypes } from './types/databases.ts';
import type { TypeFacts } from './types/entry.ts';
import { frameworkTypes } from './types/frameworks.ts';
import { serviceTypes } from './types/services.ts';
import { standardTypes } from './types/standard-library.ts';

const tables: readonly TypeFacts[] = [standardTypes, databaseTypes, serviceTypes, frameworkTypes];

/** Base classes of library types, direct ones only, most specific first. */
export const baseClasses: Readonly<Record<string, readonly string[]>> = Object.assign({}, ...tables.map(({ bases }) => bases));

/** Types of what a call gives, where the call is not the class itself; asyncio's own are in asyncio-api.ts, read with `returnTypeOf`. */
export const returnTypes: Readonly<Record<string, string>> = Object.assign({}, ...tables.map(({ returns }) => returns));

/** Types of the parts of a tuple that a call (and, for coroutines, awaiting it) gives. */
export const tupleTypes: Readonly<Record<string, readonly string[]>> = Object.assign({}, ...tables.map(({ tuples }) => tuples));

/** Types of the items that a loop takes of what a call (awaited, for coroutines) or an attribute gives. */
export const itemTypes: Readonly<Record<string, string>> = Object.assign({}, ...tables.map(({ items }) => items));

/** Types of attributes and items that a library makes up when they are asked for; they count where the class has no such attribute. */
export const dynamicAttributes: Readonly<Record<string, string>> = Object.assign({}, ...tables.map(({ madeUp }) => madeUp));

/** Types of attributes that the library sets itself. */
export const attributeTypes: Readonly<Record<string, string>> = Object.assign({}, ...tables.map(({ attributes }) => attributes));

/** Types of what generated classes make, by the type of their first argument. */
export const generatedTypes: Readonly<Record<string, { readonly nameEnds: string; readonly type: string }>> = Object.assign(
	{},
	...tables.map(({ generated }) => generated),
);

/** All base classes of a type that are known, nearest first, without the type itself. */
export const ancestorsOf: (type: string) => readonly string[] = remember((type) => {
	const found = new Set<string>();
	const waiting = [...(baseClasses[type] ?? [])];
	for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
		if (found.has(next)) continue;
		found.add(next);
		waiting.push(...(baseClasses[next] ?? []));
	}
	return [...found];
});

/** A method's name, then what it is called on the base classes of its type: `discord.ext.commands.Bot.run`, `discord.Client.run`. */
export function methodNames(name: string): readonly string[] {
	const dot = name.lastIndexOf('.');
	return [name, ...ancestorsOf(name.slice(0, dot)).map((base) => base + name.slice(dot))];
}
