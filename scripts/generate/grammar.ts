/** One entry of tree-sitter's node-types.json, as far as it is read here. */
interface NodeType {
	readonly type: string;
	readonly fields?: Readonly<Record<string, unknown>>;
	/** Present on supertypes, which group kinds and never appear in a tree. */
	readonly subtypes?: readonly unknown[];
}

/**
 * The TypeScript module with the grammar's node kinds and field names.
 * @param nodeTypesJson text of the grammar's `src/node-types.json`
 * @param grammarJson text of its `src/grammar.json`: the aliases in it miss in the other file where they rename an expression
 */
export function grammarModule(nodeTypesJson: string, grammarJson: string): string {
	const nodeTypes = JSON.parse(nodeTypesJson) as readonly NodeType[];
	const appearing = nodeTypes.filter((nodeType) => nodeType.subtypes === undefined);
	const kinds = sortedUnique([...appearing.map((nodeType) => nodeType.type), ...aliases(grammarJson), 'ERROR']);
	const fields = sortedUnique(appearing.flatMap((nodeType) => Object.keys(nodeType.fields ?? {})));
	return [
		"// Written by `npm run generate` from tree-sitter-python's node-types.json; changes made here are lost.",
		'',
		'/** Every kind of node a tree can hold, named and anonymous. */',
		`export type NodeKind =${union(kinds)};`,
		'',
		'/** Every name a child can have in its parent. */',
		`export type FieldName =${union(fields)};`,
		'',
		'/** In the order of the field ids that the parser gives them, which start at 1. */',
		`export const fieldNames: readonly FieldName[] = [${fields.map(quote).join(', ')}];`,
		'',
	].join('\n');
}

function aliases(grammarJson: string): readonly string[] {
	const names: string[] = [];
	JSON.parse(grammarJson, (_key, value) => {
		if (value?.type === 'ALIAS') names.push(value.value);
		return value;
	});
	return names;
}

function union(names: readonly string[]): string {
	return names.map((name) => `\n\t| ${quote(name)}`).join('');
}

function sortedUnique(names: readonly string[]): readonly string[] {
	return [...new Set(names)].sort((a, b) => (a < b ? -1 : 1));
}

function quote(text: string): string {
	return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
