import { remember } from '../util/remember.ts';
import { botsFacts } from './libraries/bots.generated.ts';
import { botLibraries } from './libraries/bots.ts';
import { browsersFacts } from './libraries/browsers.generated.ts';
import { browserLibraries } from './libraries/browsers.ts';
import { clientLibraries } from './libraries/clients.ts';
import { databasesFacts } from './libraries/databases.generated.ts';
import { databaseLibraries } from './libraries/databases.ts';
import type { LibraryApi, LibraryTable } from './libraries/entry.ts';
import { apisOf, attributesOf, type GeneratedFacts } from './libraries/generated-facts.ts';
import { messagingFacts } from './libraries/messaging.generated.ts';
import { servicesFacts } from './libraries/services.generated.ts';
import { standardLibraries } from './libraries/standard-library.ts';
import { toolsFacts } from './libraries/tools.generated.ts';
import { webFacts } from './libraries/web.generated.ts';
import { ancestorsOf } from './types.ts';

export type { LibraryApi, LibraryKind } from './libraries/entry.ts';

/** Read from the libraries' sources; see generated-facts.ts. */
export const generatedFacts: GeneratedFacts = {
	...webFacts,
	...databasesFacts,
	...botsFacts,
	...browsersFacts,
	...messagingFacts,
	...servicesFacts,
	...toolsFacts,
};

const tables: readonly LibraryTable[] = [standardLibraries, clientLibraries, databaseLibraries, botLibraries, browserLibraries];

/** Asynchronous names of the standard library outside asyncio and of other libraries, by qualified name. */
export const libraryApis: ReadonlyMap<string, LibraryApi> = withHandwritten(new Map(apisOf(generatedFacts)));

/** What is written by hand knows more: what awaiting a pool gives, who closes a client. */
function withHandwritten(apis: Map<string, LibraryApi>): ReadonlyMap<string, LibraryApi> {
	for (const [name, api] of tables.flatMap(Object.entries<LibraryApi>)) apis.set(name, { ...apis.get(name), ...api });
	return apis;
}

/** Last parts of the names that give something to await when they are read. */
export const asyncPropertyNames: ReadonlySet<string> = new Set(
	[...libraryApis].filter(([, api]) => api.isProperty).map(([name]) => name.slice(name.lastIndexOf('.') + 1)),
);

/** What is known of a name; a method that a class inherits is found with the class that has it. */
export const libraryApi: (qualifiedName: string) => LibraryApi | undefined = remember((qualifiedName) => {
	const known = libraryApis.get(qualifiedName);
	if (known) return known;
	const dot = qualifiedName.lastIndexOf('.');
	for (const ancestor of ancestorsOf(qualifiedName.slice(0, dot))) {
		const inherited = libraryApis.get(ancestor + qualifiedName.slice(dot));
		if (inherited) return inherited;
	}
	return undefined;
});

const attributes: ReadonlyMap<string, string> = new Map(attributesOf(generatedFacts));

/** The class of an attribute that a library's class sets itself: of `discord.Message.channel`. */
export function libraryAttribute(qualifiedName: string): string | undefined {
	return attributes.get(qualifiedName);
}
