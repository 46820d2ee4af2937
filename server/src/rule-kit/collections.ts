import type { ProjectModel } from '../project/project.ts';
import { argumentsOf, unparenthesized } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { coroutineFrom } from './coroutines.ts';
import { reachingValue } from './values.ts';

/** What an expression holds many values in. */
export type CollectionKind = 'list' | 'tuple' | 'set' | 'dictionary' | 'generator';

const literalKinds: Readonly<Record<string, CollectionKind>> = {
	list: 'list',
	list_comprehension: 'list',
	tuple: 'tuple',
	set: 'set',
	set_comprehension: 'set',
	dictionary: 'dictionary',
	dictionary_comprehension: 'dictionary',
	generator_expression: 'generator',
};

const collectionTypes: Readonly<Record<string, CollectionKind>> = {
	'builtins.list': 'list',
	'builtins.set': 'set',
	'builtins.dict': 'dictionary',
	'typing.List': 'list',
	'typing.Set': 'set',
	'typing.Dict': 'dictionary',
};

/** The kind of collection an expression is, by what it is written or inferred to be; undefined when it is none or not known. */
export function collectionKind(expression: SyntaxNode, file: FileModel): CollectionKind | undefined {
	const written = literalKinds[reachingValue(expression, file).kind];
	return written ?? (hasCertainType(expression, file) ? collectionTypes[file.typeOf(unparenthesized(expression))?.external ?? ''] : undefined);
}

/** The type of a call may be that of what awaiting it gives; then the value itself is a coroutine. */
function hasCertainType(expression: SyntaxNode, file: FileModel): boolean {
	const node = unparenthesized(expression);
	const values = node.kind === 'identifier' ? file.reaching(node).map((binding) => binding.value) : [node];
	return values.every((value) => {
		const made = value && unparenthesized(value);
		return made?.kind !== 'call' || file.qualifiedName(made.field('function') as SyntaxNode)?.startsWith('builtins.') === true;
	});
}

/** What a person calls an iterable, other than a collection, that an expression is; undefined when it is none. */
export function iterableName(expression: SyntaxNode, file: FileModel): string | undefined {
	const made = reachingValue(expression, file);
	const callee = made.kind === 'call' ? made.field('function') : undefined;
	const name = callee && file.qualifiedName(callee);
	if (name === 'builtins.map' || name === 'builtins.filter') return name.slice('builtins.'.length);
	const isView = callee?.kind === 'attribute' && callee.field('attribute')?.text === 'values' && argumentsOf(made).length === 0;
	return isView && collectionKind(callee.field('object') as SyntaxNode, file) === 'dictionary' ? "view of a dictionary's values" : undefined;
}

/** Calls that put coroutines into a collection: its elements, the body of a comprehension, and what is appended in the same function. */
export function coroutinesIn(expression: SyntaxNode, file: FileModel, project: ProjectModel): readonly SyntaxNode[] {
	return itemsIn(expression, file).filter((one) => isCoroutineCall(one, file, project));
}

/** What a collection is seen to hold: its elements, the body of a comprehension, and what is appended in the same function. */
export function itemsIn(expression: SyntaxNode, file: FileModel): readonly SyntaxNode[] {
	const value = reachingValue(expression, file);
	const isComprehension = value.kind === 'generator_expression' || value.kind === 'list_comprehension' || value.kind === 'set_comprehension';
	const elements = isComprehension ? [value.field('body')] : ['list', 'tuple', 'set'].includes(value.kind) ? value.children : [];
	return [...elements, ...addedTo(expression, file)].filter((one) => one !== undefined).map((one) => reachingValue(one, file));
}

/** Whether an expression is a call that makes a coroutine. */
export function isCoroutineCall(node: SyntaxNode, file: FileModel, project: ProjectModel): boolean {
	const call = node.kind === 'call' ? file.statementOf(node).calls.find((one) => one.node === node) : undefined;
	return call !== undefined && coroutineFrom(call, file, project) !== undefined;
}

/** Arguments of `name.append(x)` and `name.add(x)` in the same function, where they fill the same collection. */
function addedTo(expression: SyntaxNode, file: FileModel): readonly SyntaxNode[] {
	const name = unparenthesized(expression);
	const owner = file.functionOf(name);
	if (name.kind !== 'identifier' || !owner) return [];
	const bindings = file.reaching(name);
	return owner.calls.flatMap(({ node, callee }) => {
		const object = callee.kind === 'attribute' && ['append', 'add'].includes(callee.field('attribute')?.text ?? '') ? callee.field('object') : undefined;
		const isSame = object?.kind === 'identifier' && object.text === name.text && file.reaching(object).some((one) => bindings.includes(one));
		return isSame ? argumentsOf(node).slice(0, 1).map(unparenthesized) : [];
	});
}
