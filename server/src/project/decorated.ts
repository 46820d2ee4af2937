import type { CallSite } from '../semantics/calls.ts';
import { type FileModel, fileOf } from '../semantics/file-model.ts';
import type { FunctionModel } from '../semantics/functions.ts';
import { decoratorNames } from '../semantics/members.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';

/** Decorators from outside the project after which a call still runs the function itself, now, in the caller's thread. */
const keepsFunction: ReadonlySet<string> = new Set([
	'staticmethod',
	'classmethod',
	'functools.wraps',
	'functools.lru_cache',
	'functools.cache',
	'typing.overload',
	'typing.final',
	'typing.override',
	'typing_extensions.override',
	'abc.abstractmethod',
	'typing.no_type_check',
	'deprecated',
	'warnings.deprecated',
]);

/** Whether calling the name runs the function as written. Unknown decorators may do anything. */
export function isPlain(model: FunctionModel): boolean {
	return decoratorNames(model).every((name) => keepsFunction.has(name));
}

/** Whether the function runs when its name is read, not when it is called. */
export function isProperty(model: FunctionModel): boolean {
	const names = decoratorNames(model);
	return names.length === 1 && (names[0] === 'property' || names[0] === 'functools.cached_property');
}

/** Whether calling the function makes a context manager of its body: the part before `yield` runs when the `with` block is entered. */
export function isContextManagerFunction(model: FunctionModel): boolean {
	return model.isGenerator && !model.isAsync && decoratorNames(model).join() === 'contextlib.contextmanager';
}

/** A function that a decorator of the project puts in place of the one it decorates. */
export interface Wrapper {
	readonly function: FunctionModel;
	/** The decorator's parameter through which the wrapper knows the decorated function. */
	readonly parameter: string;
}

/** The wrappers that decorators of the project put round a function, outermost first; undefined when a decorator is not known. */
export function wrappersOf(model: FunctionModel): readonly Wrapper[] | undefined {
	const names = decoratorNames(model);
	const found: Wrapper[] = [];
	for (const [index, decorator] of model.decorators.entries()) {
		if (keepsFunction.has(names[index] ?? '')) continue;
		const wrapper = wrapperMadeBy(decorator, fileOf(model));
		if (wrapper === undefined) return undefined;
		if (wrapper !== 'none') found.push(wrapper);
	}
	return found;
}

/** The call by which a wrapper runs what it wraps, in its own body. */
export function callOfWrapped({ function: wrapper, parameter }: Wrapper): CallSite | undefined {
	return wrapper.calls.find(({ callee }) => callee.kind === 'identifier' && callee.text === parameter);
}

/** Whether calling a function gives a coroutine of its own body, its decorators counted in. */
export function givesCoroutine(model: FunctionModel): boolean {
	if (!model.isAsync || model.isGenerator) return false;
	if (isPlain(model)) return true;
	for (const wrapper of wrappersOf(model) ?? [undefined]) {
		if (!wrapper) return false;
		if (wrapper.function.isAsync) return !wrapper.function.isGenerator;
		if (!returnsWhatWrappedGives(wrapper)) return false;
	}
	return true;
}

function returnsWhatWrappedGives({ function: { returns }, parameter }: Wrapper): boolean {
	const values = returns.map((one) => one.children[0]);
	return values.length > 0 && values.every((value) => value?.kind === 'call' && value.field('function')?.text === parameter);
}

/** What the decorator makes of a function: a wrapper, or nothing else than the function itself. */
function wrapperMadeBy(decorator: SyntaxNode, file: FileModel): Wrapper | 'none' | undefined {
	if (decorator.kind !== 'call') return resultOfDecorator(file.functionNamed(decorator));
	const callee = decorator.field('function');
	const factory = callee && file.functionNamed(callee);
	const inner = factory && isPlain(factory) ? onlyReturned(factory) : undefined;
	return inner?.owner === factory ? resultOfDecorator(inner) : undefined;
}

function resultOfDecorator(decorator: FunctionModel | undefined): Wrapper | 'none' | undefined {
	const first = decorator?.parameters[decorator.class ? 1 : 0];
	if (!decorator || !first || decorator.isAsync || decorator.isGenerator || decorator.isLambda) return undefined;
	if (decorator.returns.length > 0 && decorator.returns.every((one) => one.children[0]?.text === first.name)) return 'none';
	const inner = onlyReturned(decorator);
	return inner?.owner === decorator ? { function: inner, parameter: first.name } : undefined;
}

/** The function that a function returns, when all it returns is that. */
function onlyReturned(model: FunctionModel): FunctionModel | undefined {
	const named = model.returns.map(({ children: [value] }) => (value?.kind === 'identifier' ? fileOf(model).functionNamed(value) : undefined));
	return named[0] && named.every((one) => one === named[0]) ? named[0] : undefined;
}
