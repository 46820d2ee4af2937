import type { FileModel } from '../semantics/file-model.ts';
import type { FunctionModel } from '../semantics/functions.ts';
import { memberOf } from '../semantics/members.ts';
import type { Binding, Scope } from '../semantics/scopes.ts';
import type { Type } from '../semantics/types.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';

/** How an asynchronous client of the wanted class is called at a place: a local variable or parameter, the module's own, or `self.client`. */
export function clientAt(call: SyntaxNode, wanted: string, file: FileModel): string | undefined {
	const owner = file.functionOf(call);
	for (let scope: Scope | undefined = file.scopeOf(call); scope; scope = scope.parent) {
		const table = scope.parent ? [...scope.bindings] : [...file.moduleNames()].map((name) => [name, file.moduleBindings(name)] as const);
		const found = table.find(([, bindings]) =>
			bindings.every((binding) => isClient(file.inference.typeOfBinding(binding), wanted) && isBoundAt(binding, call, owner)),
		);
		if (found) return found[0];
	}
	const self = owner?.class && owner.parameters[0]?.name;
	const attribute = [...(owner?.class?.attributes.keys() ?? [])].find((name) => {
		const member = owner?.class && memberOf(owner.class, name);
		return member?.kind === 'value' && isClient(member.type, wanted);
	});
	return self === undefined || attribute === undefined ? undefined : `${self}.${attribute}`;
}

function isClient(type: Type | undefined, wanted: string): boolean {
	return type?.external === wanted;
}

/** In the same function, only what stands before; of a `with`, only inside it. */
function isBoundAt({ kind, node, scope }: Binding, call: SyntaxNode, owner: FunctionModel | undefined): boolean {
	if (scope.function !== owner || kind === 'parameter') return true;
	return kind === 'with' ? call.isInside(node.closest('with_statement') ?? node) : node.end < call.start;
}
