import type { SyntaxNode } from '../syntax/source-file.ts';
import { keywordArgument, positionalArguments, withParentheses } from './calls.ts';
import type { FileModel } from './file-model.ts';
import type { FunctionModel, Parameter } from './functions.ts';
import { decoratorNames } from './members.ts';
import type { Type } from './types.ts';

/** More calls than these say nothing more, and take time to read. */
const callLimit = 20;

/** The types that calls in a file pass for a parameter; one is undefined where a call's argument is not known. */
export function argumentTypes(owner: FunctionModel, parameter: Parameter, file: FileModel): (Type | undefined)[] {
	if (owner.isLambda || parameter.kind === 'list' || parameter.kind === 'dictionary') return [];
	const calls = callsOf(owner, file);
	if (calls.length > callLimit) return [];
	const position = owner.parameters.indexOf(parameter) - (owner.class && !decoratorNames(owner).includes('staticmethod') ? 1 : 0);
	const passed = calls.map(
		(call) =>
			keywordArgument(call, parameter.name) ?? (parameter.kind === 'positional' ? positionalArguments(call)[position] : undefined) ?? parameter.defaultValue,
	);
	const known = passed.filter((argument) => argument?.kind !== 'none');
	return known.map((argument) => argument && file.typeOf(argument));
}

/** Calls in the file that run the function. */
function callsOf(owner: FunctionModel, file: FileModel): SyntaxNode[] {
	const constructed = owner.class && owner.name === '__init__' ? owner.class : undefined;
	const mentions = file.mentions(constructed?.name ?? owner.name);
	return mentions.flatMap((mention) => {
		const callee = withParentheses(mention.parent?.kind === 'attribute' && mention.fieldName === 'attribute' ? mention.parent : mention);
		const call = callee.parent;
		if (call?.kind !== 'call' || call.field('function') !== callee) return [];
		const isOurs = constructed ? file.classNamed(callee) === constructed : file.functionNamed(callee) === owner;
		return isOurs ? [call] : [];
	});
}
