/** A module that a statement imports, and the names it takes of it: each may be a module, too. */
export interface ImportedModule {
	/** Dotted, with leading dots when it is relative. */
	readonly module: string;
	readonly names: readonly string[];
}

/** The import statements of a Python text, read off its lines: a line of a long string may look like one. */
export function importStatements(text: string): readonly string[] {
	return (
		text.match(
			/^[ \t]*(?:from[ \t]+[.\w]+[ \t]+import[ \t]*(?:\([^)]*\)|[^\r\n\\]*(?:\\(?:\r?\n)?[^\r\n\\]*)*)|import[ \t][^\r\n\\]*(?:\\(?:\r?\n)?[^\r\n\\]*)*)/gm,
		) ?? []
	);
}

/** What the import statements of a text name, without parsing it. */
export function modulesImportedBy(text: string): readonly ImportedModule[] {
	return importStatements(text).flatMap((statement) => {
		const words = statement.replace(/#[^\n]*/g, '').trim();
		const [, module, names] = /^from\s+([.\w]+)\s+import([\s\S]*)$/.exec(words) ?? [];
		const items = (names ?? words.slice('import'.length)).split(/[,;]/).map((item) => /[.\w]+/.exec(item)?.[0] ?? '');
		if (module !== undefined) return [{ module, names: items.filter((item) => item !== '') }];
		return items.flatMap(prefixesOf).map((one) => ({ module: one, names: [] }));
	});
}

/** Importing `a.b.c` imports `a` and `a.b`, too. */
function prefixesOf(dotted: string): string[] {
	const parts = dotted.split('.').filter((part) => part !== '');
	return parts.map((_, i) => parts.slice(0, i + 1).join('.'));
}
