import { withParentheses } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { FunctionModel } from '../semantics/functions.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { awaitIt, canAwait, makeAsync } from './edits.ts';
import type { DocumentEdit } from './finding.ts';

/**
 * Makes a function `async def` and awaits it wherever it is called. Undefined unless all its uses are
 * known: it is nested or private, undecorated, and each mention is a call where `await` may stand.
 */
export function makeAsyncWithCallers(model: FunctionModel, file: FileModel): readonly DocumentEdit[] | undefined {
	const isPrivate = model.name.startsWith('_') && !model.name.endsWith('__');
	if (model.isAsync || model.isLambda || model.isGenerator || model.decorators.length > 0) return undefined;
	if (!isPrivate && (!model.owner || model.class)) return undefined;
	const calls = file
		.mentions(model.name)
		.filter((mention) => mention !== model.nameNode)
		.map((mention) => callOf(mention, model, file));
	if (calls.length === 0 || calls.some((call) => !call || !canAwait(call, file) || file.functionOf(call) === model)) return undefined;
	return [...makeAsync(model.node), ...(calls as SyntaxNode[]).flatMap(awaitIt)];
}

function callOf(mention: SyntaxNode, model: FunctionModel, file: FileModel): SyntaxNode | undefined {
	const reference = mention.parent?.kind === 'attribute' && mention.fieldName === 'attribute' ? mention.parent : mention;
	if (file.functionNamed(reference) !== model) return undefined;
	const outer = withParentheses(reference);
	return outer.parent?.kind === 'call' && outer.parent.field('function') === outer ? outer.parent : undefined;
}
