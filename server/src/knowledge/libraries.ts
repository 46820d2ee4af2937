import { remember } from '../util/remember.ts';
import { clientLibraries } from './libraries/clients.ts';
import { databaseLibraries } from './libraries/databases.ts';
import type { LibraryApi, LibraryTable } from './libraries/entry.ts';
import { standardLibraries } from './libraries/standard-library.ts';
import { ancestorsOf } from './types.ts';

export type { LibraryApi, LibraryKind } from './libraries/entry.ts';

const tables: readonly LibraryTable[] = [standardLibraries, clientLibraries, databaseLibraries];

/** Asynchronous names of the standard library outside asyncio and of other libraries, by qualified name. */
export const libraryApis: ReadonlyMap<string, LibraryApi> = new Map(tables.flatMap(Object.entries<LibraryApi>));

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
