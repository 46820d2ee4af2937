import { handsOver } from '../knowledge/handed-functions.ts';
import { positionalArguments } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';

/** What a parameter is given by a `functools.partial` that is handed to something that runs it. */
export interface PartialValue {
	readonly value: SyntaxNode;
	readonly runs: 'on-loop' | 'worker-thread';
}

/** For a parameter of a function whose only mention is `functools.partial(function, value)`, handed on. */
export function partialValue(parameter: SyntaxNode, file: FileModel): PartialValue | undefined {
	const [binding, ...others] = parameter.kind === 'identifier' ? file.reaching(parameter) : [];
	const owner = binding?.kind === 'parameter' ? binding.scope.function : undefined;
	if (!owner || owner.isLambda || others.length > 0 || !binding?.parameter) return undefined;
	const [mention, ...more] = file.mentions(owner.name).filter((one) => one !== owner.nameNode);
	const partial = mention?.parent?.parent;
	if (!mention || more.length > 0 || partial?.kind !== 'call' || file.qualifiedName(partial.field('function') as SyntaxNode) !== 'functools.partial')
		return undefined;
	const [handed, ...values] = positionalArguments(partial);
	const value = values[owner.parameters.indexOf(binding.parameter)];
	const taker = partial.parent?.kind === 'argument_list' ? partial.parent.parent : undefined;
	const callee = taker?.kind === 'call' ? taker.field('function') : undefined;
	const name = callee && file.qualifiedName(callee);
	const runs = name === undefined || !partial.parent ? undefined : handsOver(name, partial.parent.children.indexOf(partial));
	return handed === mention && value && runs ? { value, runs } : undefined;
}
