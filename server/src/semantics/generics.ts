import type { QualifiedName } from './names.ts';
import type { Type } from './types.ts';

const listLike =
	/^(?:builtins\.(?:list|set|frozenset)|typing\.(?:List|Set|FrozenSet|Sequence|Iterable|Iterator|Collection|Deque|AsyncIterable|AsyncIterator|AsyncGenerator|Generator|MutableSequence|AbstractSet)|collections\.deque|collections\.abc\.\w+)$/;
const dictLike =
	/^(?:builtins\.dict|typing\.(?:Dict|Mapping|MutableMapping|DefaultDict|OrderedDict)|collections\.(?:defaultdict|OrderedDict)|collections\.abc\.(?:Mapping|MutableMapping)|weakref\.WeakValueDictionary)$/;
const tupleLike = /^(?:builtins\.tuple|typing\.Tuple)$/;

/** What a loop over a value gives, where its brackets say so. */
export function itemOf(type: Type | undefined): Type | undefined {
	if (type?.external === undefined) return undefined;
	if (dictLike.test(type.external) || listLike.test(type.external) || type.isHomogeneous) return type.arguments?.[0];
	return undefined;
}

/** What `value[...]` gives. */
export function subscripted(type: Type | undefined): Type | undefined {
	if (type?.external === undefined) return undefined;
	if (dictLike.test(type.external)) return type.arguments?.[1];
	return listLike.test(type.external) || type.isHomogeneous ? type.arguments?.[0] : undefined;
}

/** One part of an unpacked value. */
export function partOf(type: Type | undefined, index: number): Type | undefined {
	if (type?.external === undefined) return undefined;
	return tupleLike.test(type.external) && !type.isHomogeneous ? type.arguments?.[index] : itemOf(type);
}

/** What a method of a container gives. */
export function methodResult(type: Type | undefined, method: string): Type | undefined {
	if (type?.external === undefined || !type.arguments) return undefined;
	const [first, second] = type.arguments;
	if (dictLike.test(type.external)) {
		if (method === 'get' || method === 'pop' || method === 'setdefault') return second;
		if (method === 'values') return { external: list, arguments: [second] };
		if (method === 'items') return { external: list, arguments: [{ external: tuple, arguments: [first, second] }] };
		return method === 'keys' ? { external: list, arguments: [first] } : undefined;
	}
	return listLike.test(type.external) && (method === 'pop' || method === 'popleft') ? first : undefined;
}

const list = 'builtins.list' as QualifiedName;
const tuple = 'builtins.tuple' as QualifiedName;
