import type { FileModel } from '../semantics/file-model.ts';
import type { FunctionModel } from '../semantics/functions.ts';

/** Whether a method's form may be fixed by a base class, by a subclass that overrides it, or by Python itself. */
export function mayBeOverride({ class: owner, name }: FunctionModel, file: FileModel): boolean {
	if (!owner) return false;
	if (/^__\w+__$/.test(name) || owner.decorators.length > 0) return true;
	if (owner.bases.some((base) => file.qualifiedName(base) !== 'builtins.object')) return true;
	return file
		.mentions(owner.name)
		.some((use) => use !== owner.nameNode && use.parent?.kind === 'argument_list' && use.parent.parent?.kind === 'class_definition');
}

/** A body without code: `...`, `pass`, a docstring, `raise NotImplementedError`. */
export function isStub({ body }: FunctionModel): boolean {
	return body.children.every((statement) => {
		const inner = statement.kind === 'expression_statement' ? statement.children[0]?.kind : statement.kind;
		return (
			inner === 'ellipsis' ||
			inner === 'string' ||
			inner === 'pass_statement' ||
			(inner === 'raise_statement' && /\bNotImplemented(Error)?\b/.test(statement.text))
		);
	});
}
