import { callsItsArgument } from '../knowledge/sync-slots.ts';
import { argumentsOf, type CallSite, withParentheses } from '../semantics/calls.ts';
import { type FileModel, fileOf } from '../semantics/file-model.ts';
import type { ClassModel, FunctionModel } from '../semantics/functions.ts';
import { decoratorNames, methodOf } from '../semantics/members.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { callOfWrapped, givesCoroutine, isContextManagerFunction, isPlain, isProperty, wrappersOf } from './decorated.ts';
import { type Dispatched, dispatchedBy } from './dispatch-tables.ts';

/** The project's function that a call names: a function, a method, a constructor, `__call__` of an instance, what a `partial` holds. */
export function calledFunction(call: CallSite): FunctionModel | undefined {
	return functionBehind(call.callee, fileOf(call));
}

function functionBehind(callee: SyntaxNode, file: FileModel): FunctionModel | undefined {
	const named = file.functionNamed(callee);
	if (named) return named;
	const constructed = file.classNamed(callee);
	// A dataclass's `__init__` is written for it, and ends with this.
	// An async one does not run: the coroutine that it gives is dropped.
	if (constructed) return [file.inference.constructorOf(constructed), methodOf(constructed, '__post_init__')].find((one) => one && !one.isAsync);
	const held = partialOf(callee, file);
	if (held) return file.functionNamed(held);
	const instance = file.typeOf(callee)?.class;
	return instance ? methodOf(instance, '__call__') : coroutineFunctionIn(dispatchedBy(callee, file));
}

/** One of the functions of a table that gives coroutines only. Plain functions are not alike: whoever asks which one runs is not told one of them. */
function coroutineFunctionIn({ functions, isAll }: Dispatched): FunctionModel | undefined {
	return isAll && functions.every(givesCoroutine) ? functions[0] : undefined;
}

/** What `functools.partial(f, ...)` holds, written in place or kept in a variable. */
function partialOf(expression: SyntaxNode, file: FileModel): SyntaxNode | undefined {
	let value: SyntaxNode | undefined = expression;
	if (expression.kind === 'identifier') {
		const bindings = file.reaching(expression);
		value = bindings.length === 1 && bindings[0]?.kind === 'assignment' ? bindings[0].value : undefined;
	}
	const maker = value?.kind === 'call' ? value.field('function') : undefined;
	return value && maker && file.qualifiedName(maker) === 'functools.partial' ? argumentsOf(value)[0] : undefined;
}

/**
 * Bodies of the project that run in the caller's thread before what the call stands in goes on: of
 * the function itself and the wrappers its decorators put round it, of a `with` block's entry and
 * exit, of a generator that is used up on the spot, of functions that are passed and called.
 */
export function bodiesRunBy(call: CallSite): readonly FunctionModel[] {
	const called = calledFunction(call);
	const file = fileOf(call);
	const found = called
		? bodiesOf(called, call)
		: dispatchedBy(call.callee, file)
				.functions.filter((one) => !one.isGenerator)
				.flatMap(layersOf);
	const managed = isManaged(call.node) ? file.typeOf(call.node)?.class : undefined;
	return [...found, ...(managed ? entryAndExit(managed) : []), ...functionsPassed(call, called)];
}

/** What a call runs of a function that it is known to call: nothing of a generator that is not used up on the spot. */
export function bodiesOf(called: FunctionModel, call: CallSite): readonly FunctionModel[] {
	if (called.isGenerator) return !called.isAsync && isRunOnTheSpot(called, call) ? [called] : [];
	return layersOf(called);
}

/** What a call of a function runs: its wrappers, outermost first, as far as they are known and call what they wrap, then itself. */
function layersOf(called: FunctionModel): readonly FunctionModel[] {
	if (isPlain(called) || isProperty(called)) return called.isAsync ? [] : [called];
	const found: FunctionModel[] = [];
	for (const wrapper of wrappersOf(called) ?? [undefined]) {
		if (!wrapper || wrapper.function.isAsync || wrapper.function.isGenerator) return found;
		found.push(wrapper.function);
		if (!callOfWrapped(wrapper)) return found;
	}
	return called.isAsync ? found : [...found, called];
}

/**
 * The reading of a property of the project's own, as a call of the function that it runs; undefined
 * for every other attribute.
 */
export function propertyRead(attribute: SyntaxNode, file: FileModel): CallSite | undefined {
	if (attribute.parent?.kind === 'call' && attribute.fieldName === 'function') return undefined;
	if (!file.environment.mayBeProperty(attribute.field('attribute')?.text ?? '') || isTarget(attribute)) return undefined;
	const property = file.functionNamed(attribute);
	return property && isProperty(property) ? readingOf(attribute, file) : undefined;
}

/** Reading an attribute as a step of a chain. */
export function readingOf(attribute: SyntaxNode, file: FileModel): CallSite {
	return { node: attribute, callee: attribute, owner: file.functionOf(attribute), isAwaited: false, statement: file.statementOf(attribute) };
}

function readsIn(body: FunctionModel): readonly CallSite[] {
	const file = fileOf(body);
	const { syntax } = body.statement;
	const found: CallSite[] = [];
	for (const index of syntax.indexesOf('attribute', body.body)) {
		const read = propertyRead(syntax.node(index), file);
		if (read?.owner === body) found.push(read);
	}
	return found;
}

/** Everything in a function's own body that may run another: its calls, and readings of properties. */
export function invocationsIn(body: FunctionModel): readonly CallSite[] {
	return [...body.calls, ...readsIn(body)];
}

/** Whether an expression is what is assigned to or deleted. */
export function isTarget(expression: SyntaxNode): boolean {
	return (expression.parent?.kind === 'assignment' && expression.fieldName === 'left') || expression.parent?.kind === 'delete_statement';
}

/** Whether the call could be handed to a thread as it stands: it is no block's context manager, and nothing that runs only as it is used up. */
export function isWholeCall(call: CallSite): boolean {
	const isLazy = /^builtins\.(map|filter)$/.test(fileOf(call).qualifiedName(call.callee) ?? '');
	return !isLazy && !isManaged(call.node) && calledFunction(call)?.isGenerator !== true;
}

function isRunOnTheSpot(generator: FunctionModel, call: CallSite): boolean {
	if (isContextManagerFunction(generator)) return isManaged(call.node);
	if (!isPlain(generator)) return false;
	const node = withParentheses(call.node);
	const { parent } = node;
	if ((parent?.kind === 'for_statement' || parent?.kind === 'for_in_clause') && parent.field('right') === node) return !parent.hasToken('async');
	if (parent?.kind === 'yield') return parent.hasToken('from');
	const taker = parent?.kind === 'argument_list' ? parent.parent?.field('function') : undefined;
	return taker !== undefined && usesUp.has(fileOf(call).qualifiedName(taker) ?? '');
}

/** Builtins that go through an iterable at once. */
const usesUp: ReadonlySet<string> = new Set(
	['list', 'tuple', 'set', 'frozenset', 'dict', 'sum', 'min', 'max', 'sorted', 'any', 'all', 'next'].map((name) => `builtins.${name}`),
);

/** Whether an expression is what a plain `with` enters. */
export function isManaged(expression: SyntaxNode): boolean {
	let node = withParentheses(expression).parent;
	if (node?.kind === 'as_pattern') node = withParentheses(node).parent;
	const statement = node?.kind === 'with_item' ? node.parent?.parent : undefined;
	return statement?.kind === 'with_statement' && !statement.hasToken('async');
}

function entryAndExit(managed: ClassModel): readonly FunctionModel[] {
	return ['__enter__', '__exit__'].flatMap((name) => methodOf(managed, name) ?? []).filter((method) => isPlain(method) && !method.isAsync);
}

/** Plain functions among the arguments that whoever is called calls. */
function functionsPassed(call: CallSite, called: FunctionModel | undefined): readonly FunctionModel[] {
	const file = fileOf(call);
	const found: FunctionModel[] = [];
	for (const argument of argumentsOf(call.node)) {
		const value = argument.kind === 'keyword_argument' ? argument.field('value') : argument;
		if (!value || !['identifier', 'attribute', 'lambda'].includes(value.kind) || !callsArgument(call, argument, called)) continue;
		const passed = file.functionNamed(value);
		if (passed && !passed.isGenerator) found.push(...layersOf(passed));
	}
	return found;
}

/** Whether whoever is called calls an argument (the keyword with it) before it returns, in the same thread. */
export function callsArgument(call: CallSite, argument: SyntaxNode, called = calledFunction(call)): boolean {
	const place = argument.kind === 'keyword_argument' ? (argument.field('name')?.text ?? '') : argumentsOf(call.node).indexOf(argument);
	return called ? callsParameter(called, place, call) : callsItsArgument(fileOf(call).qualifiedName(call.callee) ?? '', place);
}

/** Whether a function calls a parameter of its own in its own body. */
function callsParameter(called: FunctionModel, argument: number | string, call: CallSite): boolean {
	if (called.isGenerator || called.isAsync || !isPlain(called)) return false;
	const isBound =
		called.class !== undefined && (called.name === '__init__' || call.callee.kind === 'attribute') && !decoratorNames(called).includes('staticmethod');
	const parameter =
		typeof argument === 'string' ? called.parameters.find(({ name }) => name === argument) : called.parameters[isBound ? argument + 1 : argument];
	if (!parameter || parameter.kind === 'list' || parameter.kind === 'dictionary') return false;
	return called.calls.some(({ callee }) => callee.kind === 'identifier' && callee.text === parameter.name);
}
