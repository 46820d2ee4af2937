import type { SyntaxNode } from '../syntax/source-file.ts';
import { keywordArgument, positionalArguments, withParentheses } from './calls.ts';
import type { FileModel } from './file-model.ts';
import type { FunctionModel, Parameter } from './functions.ts';
import { decoratorNames } from './members.ts';
import type { Type } from './types.ts';

/** More calls than these say nothing more, and take time to read. */
const callLimit = 20;

/** What a function is run with at one place. */
interface Passed {
	readonly positional: readonly SyntaxNode[];
	keyword(name: string): SyntaxNode | undefined;
}

/** The types that calls in a file pass for a parameter, also those made by a thread or loop that is handed the function there; one is undefined where an argument is not known. */
export function argumentTypes(owner: FunctionModel, parameter: Parameter, file: FileModel): (Type | undefined)[] {
	if (owner.isLambda || parameter.kind === 'list' || parameter.kind === 'dictionary') return [];
	const runs = runsOf(owner, file);
	if (runs.length > callLimit) return [];
	const position = owner.parameters.indexOf(parameter) - (owner.class && !decoratorNames(owner).includes('staticmethod') ? 1 : 0);
	const passed = runs.map(
		({ positional, keyword }) => keyword(parameter.name) ?? (parameter.kind === 'positional' ? positional[position] : undefined) ?? parameter.defaultValue,
	);
	const known = passed.filter((argument) => argument?.kind !== 'none');
	// A default stands in the function's own file.
	return known.map((argument) => argument && (argument === parameter.defaultValue ? owner.statement.file : file)?.typeOf(argument));
}

/** Calls in the file that run the function, and calls that hand it on together with its arguments. */
function runsOf(owner: FunctionModel, file: FileModel): Passed[] {
	const constructed = owner.class && owner.name === '__init__' ? owner.class : undefined;
	const mentions = file.mentions(constructed?.name ?? owner.name);
	return mentions.flatMap((mention) => {
		const named = withParentheses(mention.parent?.kind === 'attribute' && mention.fieldName === 'attribute' ? mention.parent : mention);
		const call = named.parent;
		if (call?.kind !== 'call' || call.field('function') !== named) return constructed ? [] : (handedOn(named, owner, file) ?? []);
		const isOurs = constructed ? file.classNamed(named) === constructed : file.functionNamed(named) === owner;
		return isOurs ? [{ positional: positionalArguments(call), keyword: (name: string) => keywordArgument(call, name) }] : [];
	});
}

/** `Thread(target=f, args=(a, b))`, `to_thread(f, a, b)`: what the function is run with; undefined where that is not to be seen. */
function handedOn(reference: SyntaxNode, owner: FunctionModel, file: FileModel): Passed | undefined {
	const keyword = reference.parent?.kind === 'keyword_argument' ? reference.parent : undefined;
	const list = (keyword ?? reference).parent;
	const call = list?.kind === 'argument_list' ? list.parent : undefined;
	const callee = call?.kind === 'call' ? call.field('function') : undefined;
	const taker = call && callee && file.functionNamed(reference) === owner ? file.qualifiedName(callee) : undefined;
	if (!call || taker === undefined) return undefined;
	const position = positionalArguments(call).indexOf(reference);
	const way = file.environment.argumentsOfTaken(taker, keyword?.field('name')?.text ?? position);
	if (way === undefined || way === 'own') return undefined;
	const following = keyword ? [] : positionalArguments(call).slice(position + 1);
	if (way !== 'args') return { positional: following, keyword: (name) => (way === 'all' ? keywordArgument(call, name) : undefined) };
	const args = keywordArgument(call, 'args') ?? following[0];
	const isPlain = (args?.kind === 'tuple' || args?.kind === 'list') && args.children.every((one) => one.kind !== 'list_splat');
	return isPlain ? { positional: args.children, keyword: () => undefined } : undefined;
}
