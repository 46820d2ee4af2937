import type { SyntaxNode } from '../syntax/source-file.ts';
import type { FileModel } from './file-model.ts';
import type { Binding } from './scopes.ts';

/** All that is known of a name in one scope, found in one pass: a generated file may bind one name a hundred thousand times. */
export interface NameUses {
	/** By the node that binds. */
	readonly bindings: ReadonlyMap<SyntaxNode, Binding>;
	/** Every use, those that bind among them. */
	readonly all: readonly SyntaxNode[];
	/** Those of them that are names of their own: see `isName`. */
	readonly names: readonly SyntaxNode[];
	/** The uses that read what a binding may have left there; none where nothing does. */
	readonly readsOf: (binding: Binding) => readonly SyntaxNode[];
}

const none: readonly SyntaxNode[] = [];

/** `bindings`: all of the name in its scope, at least one. */
export function nameUses(bindings: readonly Binding[], file: FileModel): NameUses {
	const all = file.usesOf(bindings[0] as Binding);
	const byNode = new Map(bindings.map((binding) => [binding.node, binding]));
	const reads = new Map<Binding, SyntaxNode[]>();
	for (const use of all) {
		if (byNode.has(use)) continue;
		for (const binding of file.reaching(use)) {
			const known = reads.get(binding);
			if (known) known.push(use);
			else reads.set(binding, [use]);
		}
	}
	let names: readonly SyntaxNode[] | undefined;
	return {
		bindings: byNode,
		all,
		get names() {
			names ??= all.filter(isName);
			return names;
		},
		readsOf: (binding) => reads.get(binding) ?? none,
	};
}

/** Whether an identifier is a name of its own, not that of an attribute or of a keyword argument. */
export function isName(identifier: SyntaxNode): boolean {
	const { parent, fieldName } = identifier;
	return !(parent?.kind === 'attribute' && fieldName === 'attribute') && !(parent?.kind === 'keyword_argument' && fieldName === 'name');
}
