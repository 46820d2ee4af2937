import { isPlain } from '../project/decorated.ts';
import { roleOf } from '../project/framework-roles.ts';
import type { ProjectModel } from '../project/project.ts';
import { type CallSite, isAwaited, withParentheses } from '../semantics/calls.ts';
import { type FileModel, fileOf } from '../semantics/file-model.ts';
import type { FunctionModel } from '../semantics/functions.ts';
import { isValueType } from './coroutine-uses.ts';
import { type CoroutineSource, coroutineFrom } from './coroutines.ts';
import { callersOf } from './outside-async.ts';
import { mayBeOverride } from './overrides.ts';

const awaitables = /Awaitable|Coroutine|Future|Task/;

/** Whether a `return` hands out a coroutine where whoever called the function wants the result: the caller has awaited it already, or never will. */
export function isReturnedInPlaceOfResult(call: CallSite, file: FileModel, project: ProjectModel): boolean {
	const { owner } = call;
	if (withParentheses(call.node).parent?.kind !== 'return_statement' || !owner || file.functionOf(call.node) !== owner) return false;
	if (owner.isAsync && (isClosedOnReturn(call, file) || promisesResult(owner, project.resolve(call), file))) return true;
	return isAnswer(owner) && coroutineFrom(call, file, project) !== undefined;
}

/** Whether the object whose method is called belongs to an `async with` block that the `return` leaves: what awaits the coroutine later finds it closed. */
function isClosedOnReturn({ callee, node, owner }: CallSite, file: FileModel): boolean {
	const object = callee.kind === 'attribute' ? callee.field('object') : undefined;
	const bindings = object?.kind === 'identifier' ? file.reaching(object) : [];
	const [binding] = bindings;
	if (bindings.length !== 1 || binding?.kind !== 'with' || binding.scope.function !== owner) return false;
	const block = binding.node.closest('with_statement');
	return block?.hasToken('async') === true && node.isInside(block);
}

/** Whether the function promises what the other one gives when it is awaited, or a value that no coroutine is. */
function promisesResult({ returnAnnotation }: FunctionModel, called: FunctionModel | undefined, file: FileModel): boolean {
	if (!returnAnnotation || called?.isAsync !== true) return false;
	const promised = returnAnnotation.text;
	const isSame = promised === called.returnAnnotation?.text && promised !== 'Any' && !awaitables.test(promised);
	return isSame || isValueType(returnAnnotation, file);
}

/** Whether a framework makes an answer of what the function returns, after it has awaited an asynchronous one. */
function isAnswer(owner: FunctionModel): boolean {
	const role = roleOf(owner)?.role ?? '';
	return owner.isAsync ? /\b(route|view|middleware)$|^(a Sanic|a Tornado|an aiohttp) handler$/.test(role) : /^a (FastAPI route|Flask view)$/.test(role);
}

const values =
	/^(str|int|float|bool|bytes|complex|((list|dict|tuple|set|frozenset|List|Dict|Tuple|Set|typing\.(List|Dict|Tuple|Set|FrozenSet|Optional))\[.*\])|list|dict|tuple|set)$/s;

/** Whether `return f()` breaks what a plain function promises: a value, which nobody awaits. */
export function breaksPromise(call: CallSite, source: CoroutineSource, project: ProjectModel): boolean {
	const { owner } = call;
	const promised = owner?.returnAnnotation?.text;
	if (!owner || owner.isAsync || owner.isLambda || promised === undefined || withParentheses(call.node).parent?.kind !== 'return_statement') return false;
	const isSame =
		source.function?.isAsync === true &&
		promised === source.function.returnAnnotation?.text &&
		promised !== 'None' &&
		!promised.includes('Any') &&
		!awaitables.test(promised);
	if (!isSame && !values.test(promised)) return false;
	// Whoever calls a method that overrides another may await it.
	return (
		isPlain(owner) &&
		!mayBeOverride(owner, fileOf(owner)) &&
		fileOf(owner).functionOf(call.node) === owner &&
		!callersOf(owner, project).some((one) => isAwaited(one))
	);
}
