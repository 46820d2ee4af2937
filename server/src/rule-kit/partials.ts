import { type Taker, takerOf } from '../knowledge/handed-functions.ts';
import { referencesTo } from '../project/references.ts';
import { positionalArguments } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';

/** What a parameter is given where its function is handed to something that runs it. */
export interface PartialValue {
	readonly value: SyntaxNode;
	readonly runs: 'on-loop' | 'worker-thread';
	/** The call that is given the function or the `partial`. */
	readonly taker: SyntaxNode;
}

/** For a parameter of a function whose only mention is handed on with its arguments: `functools.partial(function, value)`, or `call_soon(function, value)`. */
export function partialValue(parameter: SyntaxNode, file: FileModel): PartialValue | undefined {
	const [binding, ...others] = parameter.kind === 'identifier' ? file.reaching(parameter) : [];
	const owner = binding?.kind === 'parameter' ? binding.scope.function : undefined;
	if (!owner || owner.isLambda || others.length > 0 || !binding?.parameter) return undefined;
	const [mention, ...more] = referencesTo(owner, file);
	const call = mention?.parent?.kind === 'argument_list' ? mention.parent.parent : undefined;
	if (!mention || more.length > 0 || call?.kind !== 'call') return undefined;
	const index = owner.parameters.indexOf(binding.parameter) - (owner.class && mention.kind === 'attribute' ? 1 : 0);
	const isPartial = file.qualifiedName(call.field('function') as SyntaxNode) === 'functools.partial';
	const handed = isPartial ? call : mention;
	const taker = takerFor(handed, file);
	const given = positionalArguments(call);
	const value = index < 0 ? undefined : given[given.indexOf(mention) + 1 + index];
	const runs = taker?.runs;
	if (!value || (runs !== 'on-loop' && runs !== 'worker-thread')) return undefined;
	const isPassedOn = isPartial ? given[0] === mention : /^(all|positional)$/.test(taker?.arguments ?? '');
	const takes = handed.closest('argument_list')?.parent;
	return isPassedOn && takes ? { value, runs, taker: takes } : undefined;
}

/** What takes the function that stands as an argument. */
function takerFor(handed: SyntaxNode, file: FileModel): Taker | undefined {
	const list = handed.parent?.kind === 'argument_list' ? handed.parent : undefined;
	const callee = list?.parent?.kind === 'call' ? list.parent.field('function') : undefined;
	const name = callee && file.qualifiedName(callee);
	return name === undefined || !list ? undefined : takerOf(name, list.children.indexOf(handed));
}
