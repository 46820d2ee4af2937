import type { FolderListings } from '../folder-listings.ts';
import { joinPath } from '../workspace.ts';

/** A file of an installed package, and what is left of the dotted name behind it. */
export interface LocatedName {
	readonly path: string;
	/** Dotted name of the module. */
	readonly module: string;
	readonly attributes: readonly string[];
}

/**
 * All files that a dotted name may lead to, likeliest first: of `shop.client.Client` the module `shop.client`, then `shop` itself. Several, because
 * a package may bind a name that one of its modules has too (`tenacity.retry`). Stub packages (`shop-stubs`) come last.
 */
export function* locations(parts: readonly string[], sites: readonly string[], listings: FolderListings): Generator<LocatedName> {
	const [top = '', ...rest] = parts;
	for (const name of [top, `${top}-stubs`]) {
		for (const site of sites) {
			const found = [...modulesAlong(joinPath(site, name), [top], rest, listings)];
			const last = found.at(-1);
			// What is named last is a class or function more often than a module.
			if (last && last.attributes.length === 0) found.unshift(...found.splice(-1));
			yield* found.reverse();
		}
	}
}

/** The modules that lie along a path, outermost first. */
function* modulesAlong(path: string, passed: readonly string[], rest: readonly string[], listings: FolderListings): Generator<LocatedName> {
	const isFolder = listings.hasFolder(path);
	const file = isFolder ? fileOfModule(joinPath(path, '__init__'), listings) : undefined;
	const own = file ?? fileOfModule(path, listings);
	if (own !== undefined) yield { path: own, module: passed.join('.'), attributes: rest };
	const [next, ...others] = rest;
	if (isFolder && next !== undefined) yield* modulesAlong(joinPath(path, next), [...passed, next], others, listings);
}

/** The source before its stub: what runs decides, and a stub beside compiled code is all there is. */
function fileOfModule(stem: string, listings: FolderListings): string | undefined {
	return [`${stem}.py`, `${stem}.pyi`].find((path) => listings.hasFile(path));
}
