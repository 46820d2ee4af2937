import { isPlain } from '../project/decorated.ts';
import { calledFunction } from '../project/invocations.ts';
import type { ProjectModel } from '../project/project.ts';
import { argumentsOf, type CallSite, isAwaited, isStatement, withParentheses } from '../semantics/calls.ts';
import { type FileModel, fileOf } from '../semantics/file-model.ts';
import type { AttributeAssignment, FunctionModel, Parameter } from '../semantics/functions.ts';
import type { Type } from '../semantics/types.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { classHas } from './context-managers.ts';
import { coroutineFrom, type Misuse, misuseOf } from './coroutines.ts';
import { isName, isTarget, mentionsOfSame } from './references.ts';

/** Whether the value of a call is thrown away as part of a larger statement: `ready and f()`, `f() if x else g()`, `[f(x) for x in xs]`. */
export function isDroppedInside(call: SyntaxNode): boolean {
	const node = withParentheses(call);
	const parent = node.parent;
	const isValue =
		(parent?.kind === 'boolean_operator' && parent.field('right') === node) ||
		(parent?.kind === 'conditional_expression' && parent.children[1] !== node) ||
		((parent?.kind === 'list_comprehension' || parent?.kind === 'set_comprehension') && parent.field('body') === node);
	return isValue && parent !== undefined && (isStatement(parent) || isDroppedInside(parent));
}

/**
 * How a coroutine kept in an attribute of `self` is misused: nothing else is ever put there, and each use
 * in the file is a misuse. Undefined when some use may await it, or none is seen.
 */
export function misuseOfAttribute(call: SyntaxNode, file: FileModel, project: ProjectModel): Misuse | undefined {
	const node = withParentheses(call);
	const target = node.parent?.kind === 'assignment' && node.parent.field('right') === node ? node.parent.field('left') : undefined;
	const object = target?.kind === 'attribute' ? target.field('object') : undefined;
	const owner = object?.kind === 'identifier' ? file.typeOf(object)?.class : undefined;
	if (!target || !owner || fileOf(owner) !== file) return undefined;
	const assigned: readonly AttributeAssignment[] = owner.attributes.get(target.field('attribute')?.text ?? '') ?? [];
	if (assigned.length === 0 || !assigned.every(({ value }) => value && (value.kind === 'none' || isCoroutine(value, file, project)))) return undefined;
	const uses = mentionsOfSame(target, file).filter((one) => !isTarget(one));
	const misuses = uses.map((use) => misuseOf(use, file));
	return uses.length > 0 && misuses.every((misuse) => misuse !== undefined && misuse !== 'dropped' && misuse !== 'tested') ? misuses[0] : undefined;
}

function isCoroutine(value: SyntaxNode, file: FileModel, project: ProjectModel): boolean {
	const call = value.kind === 'call' ? file.statementOf(value).calls.find((one) => one.node === value) : undefined;
	return call !== undefined && coroutineFrom(call, file, project) !== undefined;
}

/** A project function that is given a coroutine and never awaits it. */
export interface WrongTaker {
	readonly function: FunctionModel;
	/** Where it first uses the parameter as if it were the result. */
	readonly use: SyntaxNode;
}

/** The project's function that is given the value of a call and uses it as a plain value wherever it uses it at all. */
export function wrongTaker(call: SyntaxNode, file: FileModel): WrongTaker | undefined {
	const node = withParentheses(call);
	const holder = node.parent?.kind === 'keyword_argument' ? node.parent : node;
	const outer = holder.parent?.kind === 'argument_list' ? holder.parent.parent : undefined;
	const site = outer?.kind === 'call' ? file.statementOf(outer).calls.find((one) => one.node === outer) : undefined;
	const called = site && calledFunction(site);
	if (!site || !called || called.isLambda || !isPlain(called)) return undefined;
	const parameter = parameterFor(site, holder, called);
	if (!parameter || /Awaitable|Coroutine|Future|Task/.test(parameter.annotation?.text ?? '')) return undefined;
	const inside = fileOf(called);
	const uses = inside.mentions(parameter.name, called.body).filter(isName);
	const isMisused = (use: SyntaxNode) => {
		const misuse = inside.functionOf(use) === called && !isTarget(use) ? misuseOf(use, inside) : undefined;
		return misuse !== undefined && misuse !== 'dropped' && !inside.reaching(use).some((binding) => binding.parameter !== parameter);
	};
	if (uses[0] && uses.every(isMisused)) return { function: called, use: uses[0] };
	// Who declares a value does not await it, unless the body shows otherwise.
	const isTyped = parameter.annotation !== undefined && isValueType(parameter.annotation, inside);
	return isTyped && !uses.some((use) => isAwaited(use) || isAskedOrTaken(use, inside)) ? { function: called, use: parameter.node } : undefined;
}

/** Whether an annotation names a builtin type of values, or a class of the project that cannot be awaited. */
export function isValueType(annotation: SyntaxNode, file: FileModel): boolean {
	const type = file.inference.typeOfAnnotation(annotation);
	if (type?.external !== undefined) return /^(builtins\.(str|int|float|bool|bytes|dict|list|tuple|set)|typing\.(List|Dict|Tuple|Set))$/.test(type.external);
	return type?.class !== undefined && classHas(type.class, ['__await__', 'send']) === false;
}

function parameterFor(site: CallSite, holder: SyntaxNode, called: FunctionModel): Parameter | undefined {
	const given = argumentsOf(site.node);
	if (given.some((one) => one.kind.endsWith('splat'))) return undefined;
	const isBound = called.class !== undefined && (called.name === '__init__' || site.callee.kind === 'attribute');
	const parameters = isBound ? called.parameters.slice(1) : called.parameters;
	const name = holder.kind === 'keyword_argument' ? holder.field('name')?.text : undefined;
	const found = name === undefined ? parameters[given.indexOf(holder)] : parameters.find((one) => one.name === name);
	return found && (found.kind === 'positional' || found.kind === 'keyword-only') ? found : undefined;
}

const awaitables = /^(typing|collections\.abc|types)\.(Coroutine|CoroutineType|Awaitable)$/;

/** Whether a use asks what kind of object it is, or hands it to what runs coroutines. */
export function isAskedOrTaken(use: SyntaxNode, file: FileModel): boolean {
	const outer = withParentheses(use);
	const list = outer.parent?.kind === 'keyword_argument' ? outer.parent.parent : outer.parent;
	const callee = list?.kind === 'argument_list' ? list.parent?.field('function') : undefined;
	if (!callee) return false;
	return (
		/^(builtins\.(callable|getattr|hasattr|isinstance|type)|inspect\..*|asyncio\..*|types\..*)$/.test(file.qualifiedName(callee) ?? '') ||
		/(^|[._])(create_task|ensure_future|gather|run|spawn|start_soon|wait_for|shield)$|isawaitable|iscoroutine/.test(callee.text)
	);
}

/** What calling a variable gives by its annotation: `Callable[[str], Awaitable[None]]`. `Awaitable` may also be a task that runs already. */
export function declaredAwaitable(callee: SyntaxNode, file: FileModel): 'coroutine' | 'awaitable' | undefined {
	const type =
		callee.kind === 'identifier' ? variableType(callee, file) : callee.kind === 'attribute' || callee.kind === 'subscript' ? file.typeOf(callee) : undefined;
	if (type?.external === undefined || !/^(typing|collections\.abc)\.Callable$/.test(type.external)) return undefined;
	const result = type.arguments?.[1]?.external;
	if (result === undefined || !awaitables.test(result)) return undefined;
	return result.endsWith('Awaitable') ? 'awaitable' : 'coroutine';
}

/** The type of all that a name may be here, None left out: calling that fails anyway. */
function variableType(name: SyntaxNode, file: FileModel): Type | undefined {
	const bindings = file.reaching(name).filter((binding) => binding.value?.kind !== 'none' || binding.annotation !== undefined);
	const types = bindings.map((binding) => file.inference.typeOfBinding(binding));
	const [first] = types;
	return first?.external !== undefined &&
		types.every((one) => one?.external === first.external && one?.arguments?.[1]?.external === first.arguments?.[1]?.external)
		? first
		: undefined;
}
