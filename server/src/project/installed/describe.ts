import type { OutsideApi } from '../../semantics/environment.ts';
import { fileOf } from '../../semantics/file-model.ts';
import type { ClassModel, FunctionModel } from '../../semantics/functions.ts';
import { classLimit, decoratorNames, methodOf } from '../../semantics/members.ts';
import type { Type } from '../../semantics/types.ts';
import type { SyntaxNode } from '../../syntax/source-file.ts';
import { givesCoroutine, isPlain } from '../decorated.ts';

/** Spells a type as code outside the packages names it. */
export type TypeNamer = (type: Type | undefined) => string | undefined;

const abstractModule = '(typing|typing_extensions|collections\\.abc|contextlib|types|asyncio)\\.';
const coroutine = new RegExp(`^${abstractModule}(Coroutine|CoroutineType)$`);
const future = new RegExp(`^${abstractModule}(Awaitable|Future|Task)$`);
const asyncIterator = new RegExp(`^${abstractModule}Async(Iterator|Iterable|Generator|GeneratorType)$`);
const asyncContext = new RegExp(`^${abstractModule}(AbstractAsyncContextManager|AsyncContextManager)$`);
const selfType = /^(typing|typing_extensions)\.Self$/;

/** What calling an installed function gives, as far as its own text says; undefined when a decorator may change it. `owner`: the class it is called on. */
export function describeFunction(called: FunctionModel, owner: ClassModel | undefined, nameOf: TypeNamer): OutsideApi | undefined {
	const result = resultOf(called, owner);
	if (givesCoroutine(called)) return { kind: 'coroutine', ...returning(nameOf(result)) };
	if (!isPlain(called)) return describeDecorated(called, result, nameOf);
	if (called.isAsync) return { kind: 'async-iterator', asyncFor: true };
	if (called.isGenerator || !result) return { kind: 'function' };
	const [first, , third] = result.arguments ?? [];
	if (result.class) return { ...describeInstance(result.class), kind: 'function', ...returning(nameOf(result)) };
	if (coroutine.test(result.external)) return { kind: 'coroutine', ...returning(nameOf(third)) };
	if (future.test(result.external)) return { kind: 'future', ...returning(nameOf(first)) };
	if (asyncIterator.test(result.external)) return { kind: 'async-iterator', asyncFor: true };
	if (asyncContext.test(result.external)) return { kind: 'async-context-manager', asyncWith: true, ...returning(nameOf(first)) };
	return { kind: 'function', ...returning(nameOf(result)) };
}

function describeDecorated(called: FunctionModel, result: Type | undefined, nameOf: TypeNamer): OutsideApi | undefined {
	const [decorator, ...others] = decoratorNames(called).filter((name) => name !== 'staticmethod' && name !== 'classmethod');
	if (others.length > 0) return undefined;
	// What is yielded is what the annotation's iterator gives.
	const entered = returning(nameOf(result?.arguments?.[0]));
	if (decorator === 'contextlib.asynccontextmanager') return { kind: 'async-context-manager', asyncWith: true, ...entered };
	return decorator === 'contextlib.contextmanager' ? { kind: 'function', syncWith: true, ...entered } : undefined;
}

/** What calling an installed class gives. */
export function describeClass(model: ClassModel, nameOf: TypeNamer): OutsideApi | undefined {
	if (methodOf(model, '__new__')) return undefined;
	return { ...describeInstance(model), kind: 'class', ...returning(nameOf({ class: model })) };
}

/** Which statements an instance is good for; says nothing where a base that is not known may bring more. */
export function describeInstance(model: ClassModel): Pick<OutsideApi, 'asyncWith' | 'syncWith' | 'asyncFor'> {
	const names = new Map<string, FunctionModel | undefined>();
	if (!collectNames(model, names, new Set())) return {};
	const enter = names.get('__enter__');
	return {
		...(names.has('__aenter__') && { asyncWith: true as const }),
		...(names.has('__enter__') && { syncWith: enter && onlyRaises(enter) ? ('refuses' as const) : (true as const) }),
		...(names.has('__aiter__') && !names.has('__iter__') && !names.has('__getitem__') && { asyncFor: true as const }),
	};
}

const protocols = ['__enter__', '__aenter__', '__iter__', '__aiter__', '__getitem__'];
const harmlessBases =
	/^(builtins\.(object|Exception|BaseException)|abc\.ABC|(typing|typing_extensions|collections\.abc)\.(Generic|Protocol|Awaitable|Hashable|Sized)|enum\.\w+)$/;
const asyncContextBase = /^(typing|contextlib)\.(AbstractAsyncContextManager|AsyncContextManager)$/;

/** Gathers which protocols a class and its bases have; false when a base is not known. */
function collectNames(model: ClassModel, names: Map<string, FunctionModel | undefined>, seen: Set<ClassModel>): boolean {
	if (seen.has(model)) return true;
	if (seen.size >= classLimit) return false;
	seen.add(model);
	for (const name of protocols) {
		const bindings = model.scope.bindings.get(name);
		if (bindings && !names.has(name)) names.set(name, bindings.at(-1)?.function);
	}
	const file = fileOf(model);
	return model.bases.every((base) => {
		const plain = base.kind === 'subscript' ? (base.field('value') ?? base) : base;
		const own = file.classNamed(plain);
		if (own) return collectNames(own, names, seen);
		const outside = file.qualifiedName(plain);
		if (outside !== undefined && asyncContextBase.test(outside)) names.set('__aenter__', undefined);
		return outside !== undefined && (harmlessBases.test(outside) || asyncContextBase.test(outside));
	});
}

/** `def __enter__(self): raise TypeError("Use async with instead")` */
function onlyRaises({ body }: FunctionModel): boolean {
	return body.children.find((statement) => statement.kind !== 'expression_statement' && statement.kind !== 'comment')?.kind === 'raise_statement';
}

/** The class that a function's result has; `Self`, and `return self` where no annotation tells, are the class it is called on. */
export function resultOf(called: FunctionModel, owner: ClassModel | undefined): Type | undefined {
	const result = fileOf(called).inference.resultOf(called);
	if (!owner || called.parameters.length === 0) return result;
	if (result && !(result.external !== undefined && selfType.test(result.external))) return result;
	const first = called.parameters[0]?.name;
	const isSelf = result !== undefined || (called.returns.length > 0 && called.returns.every((one) => returnsName(one, first)));
	return isSelf && !called.isGenerator ? { class: owner } : undefined;
}

function returnsName(statement: SyntaxNode, name: string | undefined): boolean {
	const value = statement.children[0];
	return value?.kind === 'identifier' && value.text === name;
}

function returning(name: string | undefined): { readonly returns?: string } {
	return name === undefined ? {} : { returns: name };
}
