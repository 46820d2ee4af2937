import type { SyntaxNode } from '../syntax/source-file.ts';

export interface ImportedName {
	/** What the file calls it. */
	readonly name: string;
	/** Dotted path of what it is; begins with the dots of a relative import. */
	readonly target: string;
	readonly node: SyntaxNode;
}

/** The names one import statement binds, and the module of a star import. */
export function importedNames(statement: SyntaxNode): { readonly names: readonly ImportedName[]; readonly starImport: string | undefined } {
	if (statement.kind === 'import_statement') return { names: statement.fields('name').flatMap(plainImport), starImport: undefined };
	const module = statement.kind === 'future_import_statement' ? '__future__' : dotted(statement.field('module_name'));
	if (module === undefined) return { names: [], starImport: undefined };
	const isStar = statement.children.some((child) => child.kind === 'wildcard_import');
	const names = statement.fields('name').map((node) => {
		const name = dotted(node.kind === 'aliased_import' ? node.field('name') : node) ?? '';
		const alias = node.kind === 'aliased_import' ? node.field('alias')?.text : undefined;
		return { name: alias ?? name, target: module.endsWith('.') ? module + name : `${module}.${name}`, node };
	});
	return { names, starImport: isStar ? module : undefined };
}

/** `import a.b` binds `a`; `import a.b as c` binds c to a.b. */
function plainImport(node: SyntaxNode): ImportedName[] {
	if (node.kind === 'aliased_import') {
		const target = dotted(node.field('name'));
		const name = node.field('alias')?.text;
		return target !== undefined && name !== undefined ? [{ name, target, node }] : [];
	}
	const target = dotted(node);
	if (target === undefined) return [];
	const first = target.split('.')[0] as string;
	return [{ name: first, target: first, node }];
}

/** Text of a dotted name without white space and comments. */
function dotted(node: SyntaxNode | undefined): string | undefined {
	if (!node) return undefined;
	if (node.kind === 'relative_import') return (node.children[0]?.text.replace(/\s/g, '') ?? '.') + (dotted(node.children[1]) ?? '');
	if (node.kind === 'dotted_name') return node.children.map((part) => part.text).join('.');
	return node.kind === 'identifier' ? node.text : undefined;
}
