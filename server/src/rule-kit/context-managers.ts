import { type ContextManagerKind, contextManagerKind } from '../knowledge/context-managers.ts';
import { isAwaited, unparenthesized } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { ClassModel, FunctionModel } from '../semantics/functions.ts';
import { classLimit, decoratorNames } from '../semantics/members.ts';
import type { Type } from '../semantics/types.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';

/** What stands in a `with` item: something good for one kind of `with` alone, or a coroutine that gives it when awaited. */
export interface ContextManager {
	readonly kind: ContextManagerKind | 'coroutine';
	/** Of a coroutine: what awaiting it gives; undefined when that is not known. */
	readonly awaitedKind?: ContextManagerKind | undefined;
	/** What a person calls it: a class, or a function with parentheses. */
	readonly name: string;
	/** Dotted name, for things outside the project. */
	readonly external?: string;
	/** It has an `__enter__`, whose only purpose is to raise. */
	readonly refuses?: boolean;
}

/** What an expression is in `with`; undefined when it is good for both, or not known. */
export function contextManagerOf(expression: SyntaxNode, file: FileModel): ContextManager | undefined {
	const node = unparenthesized(expression);
	if (node.kind === 'call') return ofCall(node, file) ?? ofType(file.typeOf(node), file);
	if (node.kind === 'await' || !isAwaited(node)) return ofType(file.typeOf(node), file);
	return undefined;
}

function ofCall(call: SyntaxNode, file: FileModel): ContextManager | undefined {
	const callee = call.field('function');
	if (!callee) return undefined;
	const called = file.functionNamed(callee);
	if (called) return ofFunction(called, call, file);
	const external = file.qualifiedName(callee);
	if (external === undefined) return undefined;
	const name = `${external.replace(/^builtins\./, '')}()`;
	const entry = file.apiOf(external);
	if (entry?.kind === 'coroutine')
		return { kind: 'coroutine', awaitedKind: entry.returns === undefined ? undefined : kindOfExternal(entry.returns, file), name, external };
	const made = kindOfExternal(external, file) ?? ofType(file.typeOf(call), file)?.kind;
	return made === 'sync' || made === 'async' ? { kind: made, name, external, ...(entry?.syncWith === 'refuses' && { refuses: true }) } : undefined;
}

function ofFunction(called: FunctionModel, call: SyntaxNode, file: FileModel): ContextManager | undefined {
	const name = `${called.name}()`;
	const [decorator, ...others] = decoratorNames(called).filter((one) => one !== 'staticmethod' && one !== 'classmethod');
	if (decorator !== undefined) {
		if (others.length > 0) return undefined;
		if (decorator === 'contextlib.asynccontextmanager') return { kind: 'async', name };
		return decorator === 'contextlib.contextmanager' ? { kind: 'sync', name } : undefined;
	}
	if (!called.isAsync || called.isGenerator) return undefined;
	const awaited = ofType(file.typeOf(call), file);
	return { kind: 'coroutine', awaitedKind: awaited?.kind === 'coroutine' ? undefined : awaited?.kind, name };
}

/** By the tables, or by what an installed package's own text says. */
function kindOfExternal(name: string, file: FileModel): ContextManagerKind | undefined {
	const listed = contextManagerKind(name);
	if (listed) return listed;
	const entry = file.apiOf(name);
	if (entry?.asyncWith) return entry.syncWith === true ? undefined : 'async';
	return entry?.syncWith === true ? 'sync' : undefined;
}

function ofType(type: Type | undefined, file: FileModel): ContextManager | undefined {
	if (type?.external !== undefined) {
		const kind = kindOfExternal(type.external, file);
		return kind && { kind, name: type.external, external: type.external, ...(file.apiOf(type.external)?.syncWith === 'refuses' && { refuses: true }) };
	}
	if (!type?.class) return undefined;
	const kind = kindOfClass(type.class);
	return kind && { kind, name: type.class.name };
}

/** Which of `__enter__` and `__aenter__` a class of the project has; undefined when it has both, or a base or metaclass could bring the other. */
function kindOfClass(model: ClassModel): ContextManagerKind | undefined {
	if (!hasKnownBases(model, new Set())) return undefined;
	const isSync = hasName(model, '__enter__', new Set());
	const isAsync = hasName(model, '__aenter__', new Set());
	return isSync === isAsync ? undefined : isSync ? 'sync' : 'async';
}

/** Whether a class of the project or a base of it binds one of the names; undefined when a base or metaclass could bring them unseen. */
export function classHas(model: ClassModel, names: readonly string[]): boolean | undefined {
	if (!hasKnownBases(model, new Set(), withoutIteration)) return undefined;
	return names.some((name) => hasName(model, name, new Set()));
}

/** Whether the class or a base of the project binds the name in any way: `__enter__ = helper` counts. */
function hasName(model: ClassModel, name: string, seen: Set<ClassModel>): boolean {
	if (seen.has(model) || seen.size >= classLimit) return false;
	seen.add(model);
	const { file } = model.statement;
	if (model.scope.bindings.has(name)) return true;
	return model.bases.some((base) => {
		const own = file?.classNamed((base.kind === 'subscript' && base.field('value')) || base);
		return own !== undefined && hasName(own, name, seen);
	});
}

const basesWithoutContext: ReadonlySet<string> = new Set([
	'builtins.object',
	'abc.ABC',
	'typing.Generic',
	'typing.Protocol',
	'builtins.Exception',
	'builtins.dict',
	'builtins.list',
	'enum.Enum',
]);

const withoutIteration: ReadonlySet<string> = new Set(['builtins.object', 'abc.ABC', 'typing.Generic', 'typing.Protocol', 'builtins.Exception']);

function hasKnownBases(model: ClassModel, seen: Set<ClassModel>, harmless = basesWithoutContext): boolean {
	if (seen.has(model)) return true;
	if (seen.size >= classLimit) return false;
	seen.add(model);
	const { file } = model.statement;
	if (!file || !decoratorNames(model).every((name) => /^(dataclasses\.dataclass|attrs?\.(s|define|frozen|mutable)|typing\.final)$/.test(name))) return false;
	if (model.node.field('superclasses')?.children.some((child) => child.kind === 'keyword_argument' || child.kind.endsWith('splat'))) return false;
	return model.bases.every((base) => {
		const plain = base.kind === 'subscript' ? base.field('value') : base;
		const own = plain && file.classNamed(plain);
		if (own) return hasKnownBases(own, seen, harmless);
		const external = plain && file.qualifiedName(plain);
		return external !== undefined && harmless.has(external);
	});
}

/** The expression a `with` item enters, without `as name`. */
export function enteredBy(item: SyntaxNode): SyntaxNode | undefined {
	let value = item.field('value') ?? item.children[0];
	// `with (a as b):` comes as a parenthesised pattern.
	while (value && (value.kind === 'as_pattern' || value.kind === 'parenthesized_expression')) value = value.children[0];
	return value;
}
