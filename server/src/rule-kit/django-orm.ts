import { lazyMethods, queryMethods, rowShortcuts } from '../knowledge/django.ts';
import { argument, unparenthesized } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { ClassModel, FunctionModel } from '../semantics/functions.ts';
import { decoratorNames, methodOf } from '../semantics/members.ts';
import type { Binding } from '../semantics/scopes.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { isManagerClass, isModel, isRelatedField, managerNamed, modelNamed } from './django-models.ts';

/** What an expression is to Django's ORM: a model class, its manager or a query built from it, or a saved object. */
export interface OrmValue {
	readonly kind: 'model' | 'query' | 'instance';
	/** The project's model that it belongs to, where that is known. */
	readonly model: ClassModel | undefined;
	/** The project's manager or queryset that a query comes from. */
	readonly manager?: ClassModel | undefined;
}

/** Depth to which an expression is followed. */
const LIMIT = 20;

/** What an expression is to the ORM; undefined when that is not certain. */
export function ormValue(expression: SyntaxNode, file: FileModel, depth = 0): OrmValue | undefined {
	const node = unparenthesized(expression);
	if (depth > LIMIT) return undefined;
	switch (node.kind) {
		case 'identifier':
			return ofModel(node, file) ?? ofName(node, file, depth);
		case 'attribute':
			return ofAttribute(node, file, depth);
		case 'call':
			return ofCall(node, file, depth);
		case 'subscript':
			return ofSlice(node, file, depth);
		case 'await':
			return node.children[0] && ofAwaited(node.children[0], file, depth);
		default:
			return undefined;
	}
}

function ofName(node: SyntaxNode, file: FileModel, depth: number): OrmValue | undefined {
	const values = file.reaching(node).map((binding): OrmValue | undefined => {
		if (binding.kind === 'assignment' && binding.value) return ormValue(binding.value, file, depth + 1);
		const query = binding.kind === 'loop' && binding.value ? ormValue(binding.value, file, depth + 1) : undefined;
		if (binding.value && query?.kind === 'query') return isOfInstances(binding.value) ? { ...query, kind: 'instance' } : undefined;
		if (binding.part) return binding.part.index === 0 ? ofFirstPart(binding.part.of, file, depth) : undefined;
		const annotated = binding.annotation && (binding.annotation.children[0] ?? binding.annotation);
		const model = annotated && modelNamed(annotated, file);
		return model ? { ...model, kind: 'instance' } : ofFirstParameter(binding);
	});
	const [first] = values;
	return values.every((value) => value?.kind === first?.kind && value?.model === first?.model) ? first : undefined;
}

function ofModel(node: SyntaxNode, file: FileModel): OrmValue | undefined {
	const named = modelNamed(node, file);
	return named && { ...named, kind: 'model' };
}

/** `row` in `row, created = await Model.objects.aget_or_create()` */
function ofFirstPart(pair: SyntaxNode, file: FileModel, depth: number): OrmValue | undefined {
	const call = pair.kind === 'await' ? pair.children[0] : pair;
	const callee = call?.kind === 'call' ? call.field('function') : undefined;
	const object = callee?.kind === 'attribute' ? callee.field('object') : undefined;
	if (!object || !/^a?(get|update)_or_create$/.test(callee?.field('attribute')?.text ?? '')) return undefined;
	const query = ormValue(object, file, depth + 1);
	return query?.kind === 'query' ? { ...query, kind: 'instance' } : undefined;
}

/** `get_object_or_404(Model, pk=1)` */
function ofShortcut(call: SyntaxNode, name: string | undefined, file: FileModel, depth: number): OrmValue | undefined {
	const given = name !== undefined && rowShortcuts.has(name) ? argument(call, 0, 'klass') : undefined;
	const source = given && ormValue(given, file, depth + 1);
	return source && source.kind !== 'instance' ? { ...source, kind: 'instance' } : undefined;
}

/** `self` in a method of a model, a manager or a queryset; `cls` in a class method of a model. */
function ofFirstParameter({ name, kind, scope }: Binding): OrmValue | undefined {
	const method = kind === 'parameter' ? scope.function : undefined;
	const own = method?.class;
	if (!method || !own || method.parameters[0]?.name !== name) return undefined;
	const decorators = decoratorNames(method);
	if (decorators.includes('staticmethod')) return undefined;
	if (isModel(own)) return { kind: decorators.includes('classmethod') ? 'model' : 'instance', model: own };
	return isManagerClass(own) && decorators.length === 0 ? { kind: 'query', model: undefined, manager: own } : undefined;
}

/** A loop over `values()` gives dictionaries. */
function isOfInstances(query: SyntaxNode): boolean {
	return !/\.(values|values_list|dates|datetimes|aggregate)\(/.test(query.text);
}

/** `query[:5]` is a query again; `query[0]` is not. */
function ofSlice(node: SyntaxNode, file: FileModel, depth: number): OrmValue | undefined {
	const index = node.field('subscript');
	const object = node.field('value');
	if (index?.kind !== 'slice' || !object || index.text.split(':').length > 2) return undefined;
	const query = ormValue(object, file, depth + 1);
	return query?.kind === 'query' ? query : undefined;
}

function ofAttribute(node: SyntaxNode, file: FileModel, depth: number): OrmValue | undefined {
	const object = node.field('object');
	const name = node.field('attribute')?.text ?? '';
	const model = ofModel(node, file);
	if (model) return model;
	const owner = object && ormValue(object, file, depth + 1);
	if (object && owner?.kind === 'instance')
		return isRelatedField(owner.model, name, file) && isFetchedAlone(object, file) ? { kind: 'query', model: undefined } : undefined;
	const manager = owner?.kind === 'model' ? managerNamed(owner.model, name) : undefined;
	return owner && manager && { kind: 'query', model: owner.model, manager: manager === 'django' ? undefined : manager };
}

/** Methods that only managers and queries have, so that what has one on a saved object is a related manager. */
const managerMethods = /^(all|annotate|exclude|filter|only|order_by|prefetch_related|select_related|values_list)$/;

/** `author.books` in `author.books.all()`. */
function isRelatedManager(object: SyntaxNode, method: string, file: FileModel, depth: number): boolean {
	const owner = object.kind === 'attribute' && managerMethods.test(method) ? object.field('object') : undefined;
	return owner !== undefined && ormValue(owner, file, depth + 1)?.kind === 'instance' && isFetchedAlone(owner, file);
}

/** Whether a saved object is in sight from where it was fetched, without the rows related to it: those would be at hand. */
export function isFetchedAlone(instance: SyntaxNode, file: FileModel, isAtHand = /prefetch/): boolean {
	const sources = fetchesOf(instance, file);
	return (
		sources.length > 0 &&
		sources.every((source) => source !== undefined && !isAtHand.test(source.text) && /\.objects\.|get_object_or_404\(\s*[\w.]+\s*,/.test(source.text))
	);
}

/** What the database was asked for an object that a variable holds: `await Book.objects.aget(pk=1)`, or the query of an `async for`. */
export function fetchesOf(instance: SyntaxNode, file: FileModel): readonly (SyntaxNode | undefined)[] {
	if (instance.kind !== 'identifier') return [];
	return file.reaching(instance).map(({ kind, value }) => (kind === 'loop' || (kind === 'assignment' && value?.kind === 'await') ? value : undefined));
}

function ofCall(call: SyntaxNode, file: FileModel, depth: number): OrmValue | undefined {
	const callee = call.field('function');
	if (!callee) return undefined;
	const named = file.qualifiedName(callee);
	if (named === 'django.contrib.auth.get_user_model') return { kind: 'model', model: undefined };
	const row = ofShortcut(call, named, file, depth);
	if (row) return row;
	const made = callee.kind === 'attribute' ? ofModel(callee, file) : ormValue(callee, file, depth + 1);
	if (made?.kind === 'model') return { ...made, kind: 'instance' };
	if (callee.kind !== 'attribute') return undefined;
	// Asked once only: each link of a long chain of calls comes by here.
	const object = callee.field('object');
	const name = callee.field('attribute')?.text ?? '';
	const value = object && ormValue(object, file, depth + 1);
	const query = object && isRelatedManager(object, name, file, depth) ? { kind: 'query' as const, model: undefined } : value;
	if (!object || query?.kind !== 'query') return undefined;
	if (lazyMethods.has(name) || isOwnLazyMethod(query, name)) return query;
	return queryMethods[name] === 'instance' ? { ...query, kind: 'instance' } : undefined;
}

/** `Book.objects.cheap()`, a method of the project's manager or queryset that returns nothing but queries. */
function isOwnLazyMethod(query: OrmValue, name: string): boolean {
	const method = query.manager && methodOf(query.manager, name);
	return (
		method !== undefined && !method.isAsync && method.returns.length > 0 && method.returns.every((one) => one.children[0] && isBuiltFromSelf(one.children[0]))
	);
}

/** The project's own synchronous method that a call runs on a saved object or a manager: `order.close()`, `Order.objects.totals()`. */
export function ownMethodCalled(call: SyntaxNode, file: FileModel): FunctionModel | undefined {
	const callee = call.field('function');
	const object = callee?.kind === 'attribute' ? callee.field('object') : undefined;
	const value = object && ormValue(object, file);
	if (!value) return undefined;
	const name = callee?.field('attribute')?.text ?? '';
	const own = value.kind === 'instance' ? value.model : value.manager;
	const method = own && methodOf(own, name);
	return method && !method.isAsync && !method.isGenerator && method.decorators.length === 0 ? method : undefined;
}

/** `self.filter().order_by()[:5]`, `super().get_queryset().exclude()` */
function isBuiltFromSelf(expression: SyntaxNode): boolean {
	const node = unparenthesized(expression);
	if (node.kind === 'identifier') return node.text === 'self';
	if (node.kind === 'subscript') return node.field('subscript')?.kind === 'slice' && isBuiltFromSelf(node.field('value') as SyntaxNode);
	const callee = node.kind === 'call' ? node.field('function') : undefined;
	if (callee?.kind !== 'attribute') return callee?.text === 'super';
	return lazyMethods.has(callee.field('attribute')?.text ?? '') && isBuiltFromSelf(callee.field('object') as SyntaxNode);
}

/** `await Model.objects.aget()` */
function ofAwaited(call: SyntaxNode, file: FileModel, depth: number): OrmValue | undefined {
	const callee = call.kind === 'call' ? call.field('function') : undefined;
	const row = callee && ofShortcut(call, file.qualifiedName(callee), file, depth);
	if (row) return row;
	const object = callee?.kind === 'attribute' ? callee.field('object') : undefined;
	const name = callee?.field('attribute')?.text.replace(/^a/, '') ?? '';
	const query = object && queryMethods[name] === 'instance' ? ormValue(object, file, depth + 1) : undefined;
	return query?.kind === 'query' ? { ...query, kind: 'instance' } : undefined;
}
