import { isPlain } from '../project/decorated.ts';
import { isAwaited, unparenthesized } from '../semantics/calls.ts';
import { type FileModel, fileOf } from '../semantics/file-model.ts';
import type { FunctionModel } from '../semantics/functions.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { classHas } from './context-managers.ts';
import { pairLimit } from './references.ts';
import { isStub } from './results.ts';

export type IterableKind = 'sync' | 'async';

/** What a `for` goes through. */
export interface Iterable {
	/** `awaited`: an async generator under `await`, which it does not take. */
	readonly kind: IterableKind | 'coroutine' | 'awaited';
	/** Of a coroutine: what awaiting it gives, where that is known. */
	readonly awaitedKind?: IterableKind | undefined;
	/** It is good for `await` too, as a cursor of asyncpg is. */
	readonly isAwaitable?: true;
	/** As a person calls it. */
	readonly name: string;
	/** The function of the project that makes it. */
	readonly maker?: FunctionModel | undefined;
}

const syncKinds: Readonly<Record<string, string>> = {
	list: 'a list',
	list_comprehension: 'a list',
	tuple: 'a tuple',
	expression_list: 'a tuple',
	set: 'a set',
	set_comprehension: 'a set',
	dictionary: 'a dictionary',
	dictionary_comprehension: 'a dictionary',
	string: 'a string',
};

const syncMakers =
	/^builtins\.(range|list|tuple|dict|set|frozenset|enumerate|zip|map|filter|sorted|reversed|open|str(\.\w+)?|dict\.(items|keys|values))$|^itertools\.\w+$/;
const syncTypes =
	/^builtins\.(list|tuple|dict|set|frozenset|str|bytes|range)$|^(typing|collections\.abc)\.(List|Dict|Tuple|Set|Iterable|Iterator|Generator|Sequence|Mapping|Collection)$|^(queue|asyncio)\.\w*Queue$/;
const asyncTypes = /^(typing|collections\.abc)\.Async(Iterable|Iterator|Generator)$/;

/** What an expression gives to a loop; undefined when it is good for both kinds, or not certain. */
export function iterableOf(expression: SyntaxNode, file: FileModel): Iterable | undefined {
	const node = unparenthesized(expression);
	const written = syncKinds[node.kind];
	if (written) return { kind: 'sync', name: written };
	switch (node.kind) {
		case 'generator_expression':
			return isAsyncComprehension(node) ? { kind: 'async', name: 'an asynchronous generator expression' } : { kind: 'sync', name: 'a generator expression' };
		case 'call':
			return ofCall(node, file);
		case 'await':
			return ofAwait(node, file);
		case 'identifier':
			return ofName(node, file);
		default:
			return node.kind === 'attribute' && !isOnlyClaimed(node, file) ? ofType(node, file) : undefined;
	}
}

/** An annotation with an abstract type claims something of whatever the attribute is given; mistakes in it show nowhere. */
function isOnlyClaimed(attribute: SyntaxNode, file: FileModel): boolean {
	return /^(typing|collections\.abc)\./.test(file.typeOf(attribute)?.external ?? '');
}

/** Whether a comprehension waits: then, as a generator expression, it is asynchronous itself. */
export function isAsyncComprehension(node: SyntaxNode): boolean {
	const first = node.children.find((child) => child.kind === 'for_in_clause')?.field('right');
	for (const one of node.descendants((inner) => inner.kind !== 'lambda' && inner.kind !== 'generator_expression')) {
		// Of the first iterable the generator expression gets the value; a comprehension further in makes it wait too.
		const waits = (one.kind === 'for_in_clause' && one.hasToken('async')) || (one.kind === 'await' && one.isNamed);
		if (waits && !(first && (one === first || one.isInside(first)))) return true;
	}
	return false;
}

/** All that a name may stand for must be of one kind. */
function ofName(name: SyntaxNode, file: FileModel): Iterable | undefined {
	const bindings = file.reaching(name);
	const uses = file.usesOfName(name)?.all ?? [];
	if (uses.length > pairLimit || uses.some(isAskedForKind)) return undefined;
	const found = bindings.map((binding) => {
		if (binding.kind === 'assignment' && binding.value && binding.value !== name && !binding.part) {
			const value = unparenthesized(binding.value);
			return value.kind === 'identifier' || value.kind === 'attribute' ? undefined : iterableOf(value, file);
		}
		if (binding.kind === 'with' || binding.part) return ofType(name, file);
		return (binding.kind === 'parameter' || binding.kind === 'assignment') && binding.annotation ? ofType(name, file) : undefined;
	});
	const [first] = found;
	if (!first || first.kind === 'awaited' || found.some((one) => one?.kind !== first.kind)) return undefined;
	return { ...first, name: name.text };
}

/** `inspect.isasyncgen(x)`, `isinstance(x, list)`, `hasattr(x, '__aiter__')`: the code itself tells apart what it may be. */
function isAskedForKind(use: SyntaxNode): boolean {
	const call = use.parent?.kind === 'argument_list' ? use.parent.parent : undefined;
	return call?.kind === 'call' && /\b(isinstance|hasattr|is(async|coroutine|awaitable|generator)\w*)$/.test(call.field('function')?.text ?? '');
}

function ofCall(call: SyntaxNode, file: FileModel): Iterable | undefined {
	const callee = call.field('function') as SyntaxNode;
	const called = file.functionNamed(callee);
	if (called) return ofFunction(called, call, file);
	if (file.classNamed(callee)) return ofType(call, file);
	const external = file.qualifiedName(callee);
	if (external === undefined) return undefined;
	const name = `${external.replace(/^builtins\./, '')}()`;
	const entry = file.apiOf(external);
	if (entry?.kind === 'coroutine') return { kind: 'coroutine', awaitedKind: awaitedKindOf(call, file), name };
	if (entry?.kind === 'async-iterator' || (entry?.kind === 'function' && entry.asyncFor)) return { kind: 'async', name };
	if (entry?.kind === 'awaitable' && entry.asyncFor) return { kind: 'async', isAwaitable: true, name };
	if (entry) return entry.kind === 'class' || (entry.kind === 'function' && entry.returns !== undefined) ? ofType(call, file) : undefined;
	return syncMakers.test(external) ? { kind: 'sync', name } : undefined;
}

function ofFunction(called: FunctionModel, call: SyntaxNode, file: FileModel): Iterable | undefined {
	// An `async def` without a body says how its overrides are to be awaited or iterated only if it was written with care.
	if (!isPlain(called) || called.isLambda || isStub(called.body)) return undefined;
	const made = { name: `${called.name}()`, maker: called };
	if (called.isGenerator) return { kind: called.isAsync ? 'async' : 'sync', ...made };
	if (!called.isAsync) {
		const kind = ofType(call, file)?.kind;
		return kind && { kind, ...made };
	}
	return { kind: 'coroutine', awaitedKind: awaitedKindOf(call, file), ...made };
}

function awaitedKindOf(call: SyntaxNode, file: FileModel): IterableKind | undefined {
	const awaited = ofType(call, file)?.kind;
	return awaited === 'sync' || awaited === 'async' ? awaited : undefined;
}

function ofAwait(node: SyntaxNode, file: FileModel): Iterable | undefined {
	const awaited = node.children[0] && unparenthesized(node.children[0]);
	if (awaited?.kind !== 'call') return undefined;
	const called = iterableOf(awaited, file);
	if (called?.kind === 'async') return called.isAwaitable ? undefined : { ...called, kind: 'awaited' };
	return called?.kind === 'coroutine' && called.awaitedKind ? { ...called, kind: called.awaitedKind, name: `what ${called.name} gives` } : undefined;
}

function ofType(node: SyntaxNode, file: FileModel): Iterable | undefined {
	const type = file.typeOf(node);
	if (type?.external !== undefined) {
		const { external } = type;
		const name = node.kind === 'call' ? external.replace(/^builtins\./, '') : node.text;
		if (asyncTypes.test(external) || isAsyncIterable(external, file)) return { kind: 'async', name };
		return syncTypes.test(external) ? { kind: 'sync', name } : undefined;
	}
	if (!type?.class) return undefined;
	const isSync = classHas(type.class, ['__iter__', '__getitem__']);
	const isAsync = classHas(type.class, ['__aiter__']);
	return isSync === undefined || isAsync === undefined || isSync === isAsync ? undefined : { kind: isSync ? 'sync' : 'async', name: type.class.name };
}

/** A class: of a function the entry tells what the call gives, not what the function is. */
function isAsyncIterable(type: string, file: FileModel): boolean {
	const entry = file.apiOf(type);
	return entry?.kind === 'class' && entry.asyncFor === true;
}

const takers: ReadonlySet<string> = new Set(
	'all any dict enumerate frozenset iter list max min next reversed set sorted sum tuple zip str.join'.split(' ').map((name) => `builtins.${name}`),
);

/** The builtin that goes through an argument as a plain `for` does: `list`, `sum`; `*` for a starred one. Undefined for anything else. */
export function consumerOf(argument: SyntaxNode, file: FileModel): string | undefined {
	const { parent } = argument;
	if (parent?.kind === 'list_splat') return '*';
	const call = parent?.kind === 'argument_list' ? parent.parent : undefined;
	const name = call?.kind === 'call' ? (file.qualifiedName(call.field('function') as SyntaxNode) ?? '') : '';
	if (!takers.has(name) || isAwaited(argument)) return undefined;
	// `max(a, b)` compares its arguments; others take what they go through first.
	const positional = parent?.children.filter((one) => one.kind !== 'keyword_argument') ?? [];
	if (/\.(max|min|dict)$/.test(name) && positional.length !== 1) return undefined;
	return name === 'builtins.zip' || positional[0] === argument ? name.slice('builtins.'.length) : undefined;
}

/** Where the project makes it. */
export function makerPlaces({ maker }: Iterable, file: FileModel) {
	return maker && fileOf(maker) !== file ? [{ at: maker.nameNode, message: `${maker.name}() is defined here` }] : [];
}
