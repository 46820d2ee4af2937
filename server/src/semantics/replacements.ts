import type { SyntaxNode } from '../syntax/source-file.ts';
import { argumentsOf } from './calls.ts';
import type { FileModel } from './file-model.ts';
import type { ClassModel, FunctionModel } from './functions.ts';

/** An attribute that an object or class gets from outside of its own methods: `client.close = fake`, `setattr(client, 'close', fake)`. */
export interface Replacement {
	readonly name: string;
	/** The object or class, as it is named there. */
	readonly object: SyntaxNode;
}

/** What `setattr(object, 'name', value)` or pytest's `monkeypatch.setattr(object, 'name', value)` replaces. */
export function replacementBy(call: SyntaxNode, callee: SyntaxNode): Replacement | undefined {
	const setter = callee.kind === 'attribute' ? callee.field('attribute') : callee;
	if (setter?.text !== 'setattr') return undefined;
	const [object, literal] = argumentsOf(call);
	const name = literal?.kind === 'string' ? literal.children.find((child) => child.kind === 'string_content')?.text : undefined;
	return object && name !== undefined ? { name, object } : undefined;
}

/** The objects of replacements under the names of their attributes. */
export function objectsByName(replacements: readonly Replacement[]): ReadonlyMap<string, readonly SyntaxNode[]> {
	const byName = new Map<string, SyntaxNode[]>();
	for (const { name, object } of replacements) byName.set(name, [...(byName.get(name) ?? []), object]);
	return byName;
}

/**
 * Whether something else may stand in the place of a method: the file gives another attribute of that
 * name to the same variable; or to the class, in the same function or when it is imported.
 */
export function isReplaced(object: SyntaxNode, method: FunctionModel, owner: ClassModel, file: FileModel): boolean {
	if (takesValues(method)) return false;
	return file.replacementsOf(method.name).some((replaced) => {
		if (isSameName(replaced, object, file)) return true;
		const within = file.functionOf(replaced)?.node;
		return (!within || object.isInside(within)) && file.classNamed(replaced) === owner;
	});
}

/** Whether giving the attribute a value calls a property's setter, or stores what a property was asked for, and so replaces nothing. */
export function takesValues({ decorators }: FunctionModel): boolean {
	return decorators.some((decorator) => /property$|\.(setter|getter|deleter)$/i.test(decorator.text));
}

function isSameName(one: SyntaxNode, other: SyntaxNode, file: FileModel): boolean {
	if (one.text !== other.text) return false;
	return one.kind === 'identifier' ? file.lookup(one).scope === file.lookup(other).scope : file.functionOf(one) === file.functionOf(other);
}
