import type { SyntaxNode } from '../syntax/source-file.ts';
import type { FileModel } from './file-model.ts';
import { agreed, type Type } from './types.ts';

/** Wrappers that say something about a variable, not about its class. */
const transparent = /^typing(_extensions)?\.(Optional|Annotated|Final|ClassVar|Required|NotRequired|ReadOnly)$/;

/** The class a type annotation names; `Optional`, `| None`, `Annotated`, `Final` and quotes are seen through. Undefined for unions, type variables and unknown names. */
export function annotatedType(node: SyntaxNode, file: FileModel): Type | undefined {
	const read = (inner: SyntaxNode | undefined) => inner && file.inference.typeOfAnnotation(inner);
	switch (node.kind) {
		case 'type':
		case 'parenthesized_expression':
			return read(node.children[0]);
		case 'identifier':
		case 'attribute': {
			const own = file.classNamed(node);
			if (own) return { class: own };
			const name = file.qualifiedName(node);
			return name === undefined || name === 'typing.Any' || name === 'builtins.object' ? undefined : { external: name };
		}
		case 'string':
			return quotedType(node, file);
		case 'binary_operator': {
			const sides = [node.field('left'), node.field('right')].filter((side) => side && side.kind !== 'none');
			return sides.length === 1 ? read(sides[0]) : undefined;
		}
		case 'union_type': {
			const sides = node.children.filter((side) => side.text !== 'None');
			return sides.length === 1 ? read(sides[0]) : undefined;
		}
		case 'generic_type':
		case 'subscript': {
			const base = node.field('value') ?? node.children[0];
			const inner = node.kind === 'subscript' ? node.fields('subscript') : (node.children[1]?.children ?? []);
			const name = base && file.qualifiedName(base);
			if (name !== undefined && transparent.test(name)) return read(inner[0]);
			if (name === 'typing.Union') return inner.filter((one) => one.text !== 'None').length === 1 ? read(inner.find((one) => one.text !== 'None')) : undefined;
			const type = read(base);
			return type?.external === undefined ? type : { external: type.external, arguments: inner.map(read) };
		}
		default:
			return undefined;
	}
}

/** A quoted annotation is looked up by its text when it is a plain dotted name. */
function quotedType(node: SyntaxNode, file: FileModel): Type | undefined {
	const text =
		node.children
			.find((child) => child.kind === 'string_content')
			?.text.trim()
			.replace(/(?<!\s)\s*\|\s*None$/, '')
			.replace(/^(?:\w+\.)?Optional\[([\w.]+)\]$/, '$1') ?? '';
	if (!/^[A-Za-z_][\w.]*$/.test(text)) return undefined;
	const [first, ...rest] = text.split('.') as [string, ...string[]];
	const { bindings } = file.lookupName(first, file.scopeOf(node));
	if (rest.length === 0) {
		const classes = bindings.map((binding) => file.inference.classOfBinding(binding));
		if (classes.length === 1 && classes[0]) return { class: classes[0] };
	}
	const name = agreed(bindings.map((binding) => file.inference.nameOfBinding(binding)));
	return name === undefined ? undefined : { external: file.environment.canonicalName([name, ...rest].join('.')) };
}
