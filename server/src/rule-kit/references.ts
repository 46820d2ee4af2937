import type { FileModel } from '../semantics/file-model.ts';
import type { ClassModel } from '../semantics/functions.ts';
import { isName } from '../semantics/name-uses.ts';
import { perName } from '../semantics/per-function.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';

export { isName } from '../semantics/name-uses.ts';

/** Rules that compare each of several places with each other compare so many, which real code never has: where a file has more, they say nothing. */
export const pairLimit = 300;

/**
 * Every mention of the variable or attribute of `self` that an expression names, itself among them, in
 * the order of the text. Empty for anything else.
 */
export function mentionsOfSame(reference: SyntaxNode, file: FileModel): readonly SyntaxNode[] {
	if (reference.kind === 'identifier') {
		return file.usesOfName(reference)?.names ?? [];
	}
	const owner = ownerOfAttribute(reference, file);
	if (!owner) return [];
	return attributesByOwner(reference.field('attribute')?.text ?? '', file).get(owner) ?? [];
}

/** The attributes of a name on `self`, by the class of that. */
const attributesByOwner = perName<ReadonlyMap<ClassModel, readonly SyntaxNode[]>>((name, file) => {
	const found = new Map<ClassModel, SyntaxNode[]>();
	for (const mention of file.mentions(name)) {
		const attribute = isName(mention) || mention.parent?.kind !== 'attribute' ? undefined : mention.parent;
		const owner = attribute && ownerOfAttribute(attribute, file);
		const known = owner && found.get(owner);
		if (known) known.push(attribute);
		else if (owner) found.set(owner, [attribute]);
	}
	return found;
}, new Map());

/** The class of `self` in `self.name`. */
function ownerOfAttribute(node: SyntaxNode, file: FileModel): ClassModel | undefined {
	const object = node.kind === 'attribute' ? node.field('object') : undefined;
	return object?.kind === 'identifier' ? file.typeOf(object)?.class : undefined;
}

/** The name of the method that is called on an expression: `close` where it stands in `loop.close()`. */
export function methodCalledOn(object: SyntaxNode): string | undefined {
	const attribute = object.parent;
	const isCalled =
		attribute?.kind === 'attribute' &&
		attribute.field('object') === object &&
		attribute.parent?.kind === 'call' &&
		attribute.parent.field('function') === attribute;
	return isCalled ? attribute.field('attribute')?.text : undefined;
}

/** Whether a mention gives the variable or attribute another value. */
export function isTarget(mention: SyntaxNode): boolean {
	const { parent, fieldName } = mention;
	if (parent?.kind === 'assignment' || parent?.kind === 'augmented_assignment') return fieldName === 'left';
	if (parent?.kind === 'named_expression') return fieldName === 'name';
	return parent !== undefined && ['pattern_list', 'tuple_pattern', 'list_pattern', 'as_pattern_target', 'delete_statement'].includes(parent.kind);
}
