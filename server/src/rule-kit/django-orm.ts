import { lazyMethods, queryMethods } from '../knowledge/django.ts';
import { unparenthesized } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { ClassModel } from '../semantics/functions.ts';
import { methodOf } from '../semantics/members.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';

/** What an expression is to Django's ORM: a model class, its manager or a query built from it, or a saved object. */
export interface OrmValue {
	readonly kind: 'model' | 'query' | 'instance';
	/** The project's model that it belongs to, where that is known. */
	readonly model: ClassModel | undefined;
}

/** Depth to which an expression is followed. */
const LIMIT = 20;

/** What an expression is to the ORM; undefined when that is not certain. */
export function ormValue(expression: SyntaxNode, file: FileModel, depth = 0): OrmValue | undefined {
	const node = unparenthesized(expression);
	if (depth > LIMIT) return undefined;
	switch (node.kind) {
		case 'identifier':
			return modelNamed(node, file) ?? ofName(node, file, depth);
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
		const annotated = binding.annotation && (binding.annotation.children[0] ?? binding.annotation);
		const model = annotated && modelNamed(annotated, file);
		return model && { ...model, kind: 'instance' };
	});
	const [first] = values;
	return values.every((value) => value?.kind === first?.kind && value?.model === first?.model) ? first : undefined;
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
	const model = modelNamed(node, file);
	if (model) return model;
	const owner = object && ormValue(object, file, depth + 1);
	if (object && owner?.kind === 'instance')
		return isRelatedField(owner.model, name, file) && isFetchedAlone(object, file) ? { kind: 'query', model: undefined } : undefined;
	return object && owner?.kind === 'model' && isManager(object, name, file) ? { kind: 'query', model: owner.model } : undefined;
}

/** Whether an attribute of a saved object is a manager of rows related to it. */
function isRelatedField(model: ClassModel | undefined, name: string, file: FileModel): boolean {
	return name.endsWith('_set') || (model !== undefined && fieldKind(model, name, file) === 'django.db.models.ManyToManyField');
}

/** The class of a field that a model's own body defines: `django.db.models.ForeignKey`. */
export function fieldKind(model: ClassModel, name: string, file: FileModel): string | undefined {
	const bindings = model.scope.bindings.get(name) ?? [];
	const [binding] = bindings;
	const callee = bindings.length === 1 && binding?.value?.kind === 'call' ? binding.value.field('function') : undefined;
	return callee && (model.statement.file ?? file).qualifiedName(callee);
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
	return sources.length > 0 && sources.every((source) => source !== undefined && !isAtHand.test(source.text) && /\.objects\./.test(source.text));
}

/** What the database was asked for an object that a variable holds: `await Book.objects.aget(pk=1)`, or the query of an `async for`. */
export function fetchesOf(instance: SyntaxNode, file: FileModel): readonly (SyntaxNode | undefined)[] {
	if (instance.kind !== 'identifier') return [];
	return file.reaching(instance).map(({ kind, value }) => (kind === 'loop' || (kind === 'assignment' && value?.kind === 'await') ? value : undefined));
}

/** `Model.objects`, or another manager that the class makes from Django's own or from a class derived from it. */
function isManager(model: SyntaxNode, name: string, file: FileModel): boolean {
	const own = file.classNamed(model);
	const bindings = own?.scope.bindings.get(name) ?? [];
	if (bindings.length === 0) return name === 'objects' || name === '_default_manager' || name === '_base_manager';
	const home = own?.statement.file;
	return home !== undefined && bindings.every((binding) => binding.value !== undefined && managerClass(binding.value, home) !== undefined);
}

/** The class of a manager made by `models.Manager()`, `BookManager()` or `BookQuerySet.as_manager()`; `django` for one of Django's own. */
function managerClass(made: SyntaxNode, file: FileModel): ClassModel | 'django' | undefined {
	const callee = made.kind === 'call' ? made.field('function') : undefined;
	if (!callee) return undefined;
	const isMaker = callee.kind === 'attribute' && callee.field('attribute')?.text === 'as_manager';
	const own = file.classNamed(isMaker ? (callee.field('object') as SyntaxNode) : callee);
	if (!own) return (file.qualifiedName(callee) ?? '').startsWith('django.db.models.') ? 'django' : undefined;
	return derivesFrom(own, isMaker ? /^django\.db\.models\.QuerySet$/ : /^django\.db\.models\.(manager\.)?Manager$/) ? own : undefined;
}

/** Whether `Model.objects` is, or may be, of a class of the project, which may fetch more than Django's own. */
export function hasOwnManager(model: ClassModel, seen = new Set<ClassModel>()): boolean {
	const { file } = model.statement;
	if (!file || seen.has(model)) return true;
	seen.add(model);
	const bindings = model.scope.bindings.get('objects') ?? [];
	if (bindings.length > 0) return bindings.some((binding) => !binding.value || managerClass(binding.value, file) !== 'django');
	return model.bases.map((base) => file.classNamed(base)).some((own) => own !== undefined && hasOwnManager(own, seen));
}

/** Whether a class of the project has one of the classes outside it as an ancestor. */
function derivesFrom(model: ClassModel, ancestor: RegExp, seen = new Set<ClassModel>()): boolean {
	const { file } = model.statement;
	if (!file || seen.has(model)) return false;
	seen.add(model);
	return model.bases.some((base) => {
		const own = file.classNamed(base);
		return own ? derivesFrom(own, ancestor, seen) : ancestor.test(file.qualifiedName(base) ?? '');
	});
}

function ofCall(call: SyntaxNode, file: FileModel, depth: number): OrmValue | undefined {
	const callee = call.field('function');
	if (!callee) return undefined;
	if (file.qualifiedName(callee) === 'django.contrib.auth.get_user_model') return { kind: 'model', model: undefined };
	const made = callee.kind === 'attribute' ? modelNamed(callee, file) : ormValue(callee, file, depth + 1);
	if (made?.kind === 'model') return { ...made, kind: 'instance' };
	if (callee.kind !== 'attribute') return undefined;
	// Asked once only: each link of a long chain of calls comes by here.
	const object = callee.field('object');
	const name = callee.field('attribute')?.text ?? '';
	const value = object && ormValue(object, file, depth + 1);
	const query = object && isRelatedManager(object, name, file, depth) ? { kind: 'query' as const, model: undefined } : value;
	if (!object || query?.kind !== 'query') return undefined;
	if (lazyMethods.has(name) || isOwnLazyMethod(object, name, file)) return query;
	return queryMethods[name] === 'instance' ? { ...query, kind: 'instance' } : undefined;
}

/** `Book.objects.cheap()`, a method of the project's manager or queryset that returns nothing but queries. */
function isOwnLazyMethod(manager: SyntaxNode, name: string, file: FileModel): boolean {
	const model = manager.kind === 'attribute' ? file.classNamed(manager.field('object') as SyntaxNode) : undefined;
	const [binding] = model?.scope.bindings.get(manager.field('attribute')?.text ?? '') ?? [];
	const home = model?.statement.file;
	const owner = binding?.value && home ? managerClass(binding.value, home) : undefined;
	const method = owner !== undefined && owner !== 'django' ? methodOf(owner, name) : undefined;
	return (
		method !== undefined && !method.isAsync && method.returns.length > 0 && method.returns.every((one) => one.children[0] && isBuiltFromSelf(one.children[0]))
	);
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
	const object = callee?.kind === 'attribute' ? callee.field('object') : undefined;
	const name = callee?.field('attribute')?.text.replace(/^a/, '') ?? '';
	const query = object && queryMethods[name] === 'instance' ? ormValue(object, file, depth + 1) : undefined;
	return query?.kind === 'query' ? { ...query, kind: 'instance' } : undefined;
}

/** The model class that an expression names. */
function modelNamed(node: SyntaxNode, file: FileModel): OrmValue | undefined {
	const own = file.classNamed(node);
	if (own)
		return derivesFrom(own, /^django\.(?:db\.models(?:\.base)?\.Model|contrib\.auth\.models\.Abstract(?:Base)?User)$/)
			? { kind: 'model', model: own }
			: undefined;
	const isDjangos =
		/^django\.contrib\.(?:auth\.models\.(?:User|Group|Permission)|sessions\.models\.Session|sites\.models\.Site|contenttypes\.models\.ContentType)$/.test(
			file.qualifiedName(node) ?? '',
		);
	return isDjangos ? { kind: 'model', model: undefined } : undefined;
}
