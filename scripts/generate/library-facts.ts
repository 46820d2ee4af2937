import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { filesOnDisk, toCorePath } from '../../server/src/disk/files-on-disk.ts';
import { InstalledPackages } from '../../server/src/project/installed/installed-packages.ts';
import type { OutsideApi } from '../../server/src/semantics/environment.ts';
import type { QualifiedName } from '../../server/src/semantics/names.ts';
import { createParser } from '../../server/src/syntax/parser.ts';
import { type LibrarySubjects, librarySubjects } from './library-subjects.ts';

/**
 * Reads what the listed classes and functions of libraries are from a folder of installed packages, and writes it down as tables for those who have
 * no environment beside their code. Subjects that the folder does not hold are left out and named in `missing`.
 */
export async function libraryFacts(
	sitePackages: string,
): Promise<{ readonly files: readonly { path: string; text: string }[]; readonly missing: readonly string[] }> {
	const require = createRequire(join(process.cwd(), 'package.json'));
	const locateFile = (name: string) =>
		name === 'tree-sitter-python.wasm'
			? require.resolve('tree-sitter-python/tree-sitter-python.wasm')
			: join(dirname(require.resolve('web-tree-sitter')), name);
	const packages = new InstalledPackages([toCorePath(sitePackages)], filesOnDisk, await createParser({ locateFile }), Number.POSITIVE_INFINITY);
	const reader = new FactReader(packages);
	const files = Object.entries(librarySubjects).map(([field, subjects]) => ({
		path: `server/src/knowledge/libraries/${field}.generated.ts`,
		text: fileText(
			field,
			subjects.flatMap((library) => reader.entriesOf(library, versionIn(sitePackages, library))),
		),
	}));
	return { files, missing: reader.missing };
}

/** Facts about one class or function, as they are written down. */
interface Entry {
	readonly name: string;
	readonly fields: Readonly<Record<string, string>>;
}

class FactReader {
	readonly missing: string[] = [];
	readonly #packages: InstalledPackages;
	/** From where a class is defined to the name under which it is listed. */
	readonly #listed = new Map<string, string>();

	constructor(packages: InstalledPackages) {
		this.#packages = packages;
		const names = Object.values(librarySubjects).flatMap((libraries) => libraries.flatMap((library) => library.names.split(' ')));
		for (const name of names) {
			const api = packages.api(name as QualifiedName);
			const defined = api?.kind === 'class' ? api.returns : undefined;
			// Of two names for one class (Starlette's request is FastAPI's) the first stands for both.
			if (defined !== undefined && !this.#listed.has(defined)) this.#listed.set(defined, name);
		}
	}

	entriesOf({ names }: LibrarySubjects, library: string): Entry[] {
		return names.split(' ').flatMap((name) => {
			const api = this.#packages.api(name as QualifiedName);
			const isClass = api?.kind === 'class';
			const members = this.#packages.membersOf(name as QualifiedName);
			if (!api && members.length === 0) {
				this.missing.push(name);
				return [];
			}
			const fields = isClass || members.length > 0 ? this.#ofClass(name, members, api) : this.#ofFunction(api as OutsideApi);
			return Object.keys(fields).length === 0 ? [] : [{ name, fields: { library, ...fields } }];
		});
	}

	#ofFunction(api: OutsideApi): Record<string, string> {
		return { kind: api.kind, ...this.#returning(api) };
	}

	#ofClass(name: string, members: readonly string[], api: OutsideApi | undefined): Record<string, string> {
		const byKind = new Map<string, string[]>();
		const attributes: string[] = [];
		for (const member of members) {
			const found = this.#packages.api(`${name}.${member}` as QualifiedName);
			const { returns } = this.#returning(found);
			const written = returns === undefined ? member : `${member}:${returns}`;
			const attribute = this.#nameFor(this.#packages.memberType(name as QualifiedName, member));
			if (attribute !== undefined) attributes.push(`${member}:${attribute}`);
			else if (found && (found.kind !== 'function' || returns !== undefined)) byKind.set(found.kind, [...(byKind.get(found.kind) ?? []), written]);
		}
		const isAlias = api?.returns !== undefined && this.#nameFor(api.returns) !== name;
		return {
			...(api && { with: api.asyncWith ? (api.syncWith === true ? 'both' : api.syncWith === 'refuses' ? 'refuses' : 'async') : api.syncWith ? 'sync' : '' }),
			...(api?.asyncFor && { asyncFor: 'true' }),
			...(isAlias && { same: this.#nameFor(api.returns) ?? '' }),
			...Object.fromEntries([...byKind].map(([kind, names]) => [kind, names.join(' ')])),
			...(attributes.length > 0 && { attributes: attributes.join(' ') }),
		};
	}

	#returning(api: OutsideApi | undefined): { returns?: string } {
		const returns = this.#nameFor(api?.returns);
		return returns === undefined ? {} : { returns };
	}

	#nameFor(defined: string | undefined): string | undefined {
		return defined === undefined ? undefined : (this.#listed.get(defined) ?? ([...this.#listed.values()].includes(defined) ? defined : undefined));
	}
}

function versionIn(sitePackages: string, { distribution, version }: LibrarySubjects): string {
	const info = readdirSync(sitePackages).find((name) => name.startsWith(`${distribution}-`) && name.endsWith('.dist-info'));
	return `${distribution} ${info?.slice(distribution.length + 1, -'.dist-info'.length) ?? version ?? ''}`;
}

function fileText(field: string, entries: readonly Entry[]): string {
	const lines = entries.flatMap(({ name, fields }) => {
		const shown = Object.entries(fields).filter(([, value]) => value !== '');
		return [
			`\t'${name}': {`,
			...shown.map(([key, value]) => `\t\t${/^\w+$/.test(key) ? key : `'${key}'`}: ${value === 'true' ? 'true' : `'${value}'`},`),
			'\t},',
		];
	});
	return `// Generated by \`npm run generate -- --libraries SITE_PACKAGES\` from the libraries' sources; do not edit.
import type { GeneratedFacts } from './generated-facts.ts';

export const ${field}Facts: GeneratedFacts = {
${lines.join('\n')}
};
`;
}
