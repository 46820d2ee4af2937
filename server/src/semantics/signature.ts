import type { SyntaxNode } from '../syntax/source-file.ts';
import type { Parameter } from './functions.ts';

/** The expressions after `@` of a function or class, outermost first. */
export function decoratorsOf(definition: SyntaxNode): SyntaxNode[] {
	const parent = definition.parent;
	if (parent?.kind !== 'decorated_definition') return [];
	return parent.children.filter((child) => child.kind === 'decorator').flatMap((decorator) => decorator.children.slice(0, 1));
}

/** The parameters of a function or lambda in order; separators are none. */
export function parametersOf(list: SyntaxNode | undefined): Parameter[] {
	const parameters: Parameter[] = [];
	let isKeywordOnly = false;
	for (const child of list?.children ?? []) {
		const found = parameterOf(child);
		if (child.kind === 'keyword_separator') isKeywordOnly = true;
		if (!found) continue;
		if (found.kind === 'list') isKeywordOnly = true;
		parameters.push(found.kind === 'positional' && isKeywordOnly ? { ...found, kind: 'keyword-only' } : found);
	}
	return parameters;
}

function parameterOf(node: SyntaxNode): Parameter | undefined {
	const inner = node.kind === 'identifier' ? node : (node.field('name') ?? node.children[0]);
	if (!inner) return undefined;
	switch (node.kind) {
		case 'identifier':
		case 'default_parameter':
		case 'typed_default_parameter':
			return {
				name: inner.text,
				node: inner,
				annotation: node.kind === 'typed_default_parameter' ? node.field('type') : undefined,
				defaultValue: node.field('value'),
				kind: 'positional',
			};
		case 'typed_parameter': {
			const splat = parameterOf(inner);
			return splat ? { ...splat, annotation: node.field('type') } : undefined;
		}
		case 'list_splat_pattern':
			return { name: inner.text, node: inner, annotation: undefined, defaultValue: undefined, kind: 'list' };
		case 'dictionary_splat_pattern':
			return { name: inner.text, node: inner, annotation: undefined, defaultValue: undefined, kind: 'dictionary' };
		default:
			return undefined;
	}
}
