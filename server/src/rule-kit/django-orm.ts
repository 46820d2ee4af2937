import { instanceMethods, lazyMethods, queryMethods } from '../knowledge/django.ts';
import { unparenthesized } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { ClassModel } from '../semantics/functions.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';

/** What an expression is to Django's ORM: a model class, its manager or a query built from it, or a saved object. */
export type OrmValue = 'model' | 'query' | 'instance';

/** Depth to which an expression is followed. */
const LIMIT = 20;

/** What an expression is to the ORM; undefined when that is not certain. */
export function ormValue(expression: SyntaxNode, file: FileModel, depth = 0): OrmValue | undefined {
	const node = unparenthesized(expression);
	if (depth > LIMIT) return undefined;
	switch (node.kind) {
		case 'identifier':
			return isModel(node, file) ? 'model' : ofName(node, file, depth);
		case 'attribute':
			return ofAttribute(node, file, depth);
		case 'call':
			return ofCall(node, file, depth);
		case 'await':
			return node.children[0] && ofAwaited(node.children[0], file, depth);
		default:
			return undefined;
	}
}

function ofName(node: SyntaxNode, file: FileModel, depth: number): OrmValue | undefined {
	const bindings = file.reaching(node);
	const values = bindings.map((binding) => {
		if (binding.kind === 'assignment' && binding.value) return ormValue(binding.value, file, depth + 1);
		if (binding.kind === 'loop' && binding.value && ormValue(binding.value, file, depth + 1) === 'query')
			return isOfInstances(binding.value) ? 'instance' : undefined;
		const annotated = binding.annotation && (binding.annotation.children[0] ?? binding.annotation);
		return annotated && isModel(annotated, file) ? 'instance' : undefined;
	});
	return values.length > 0 && values.every((value) => value === values[0]) ? values[0] : undefined;
}

/** A loop over `values()` gives dictionaries. */
function isOfInstances(query: SyntaxNode): boolean {
	return !/\.(values|values_list|dates|datetimes|aggregate)\(/.test(query.text);
}

function ofAttribute(node: SyntaxNode, file: FileModel, depth: number): OrmValue | undefined {
	const object = node.field('object');
	const name = node.field('attribute')?.text ?? '';
	if (isModel(node, file)) return 'model';
	const owner = object && ormValue(object, file, depth + 1);
	if (object && owner === 'instance') return name.endsWith('_set') && isFetchedAlone(object, file) ? 'query' : undefined;
	return object && owner === 'model' && isManager(object, name, file) ? 'query' : undefined;
}

/** Methods that only managers and queries have, so that what has one on a saved object is a related manager. */
const managerMethods = /^(all|annotate|exclude|filter|only|order_by|prefetch_related|select_related|values_list)$/;

/** `author.books` in `author.books.all()`. */
function isRelatedManager(object: SyntaxNode, method: string, file: FileModel, depth: number): boolean {
	const owner = object.kind === 'attribute' && managerMethods.test(method) ? object.field('object') : undefined;
	return owner !== undefined && ormValue(owner, file, depth + 1) === 'instance' && isFetchedAlone(owner, file);
}

/** Whether a saved object is in sight from where it was fetched, without the rows related to it: those would be at hand. */
function isFetchedAlone(instance: SyntaxNode, file: FileModel): boolean {
	if (instance.kind !== 'identifier') return false;
	const values = file.reaching(instance).map((binding) => (binding.kind === 'assignment' ? binding.value : undefined));
	return values.length > 0 && values.every((value) => value?.kind === 'await' && !/prefetch/.test(value.text) && /\.objects\./.test(value.text));
}

/** `Model.objects`, or another manager that the class makes from Django's own. */
function isManager(model: SyntaxNode, name: string, file: FileModel): boolean {
	const own = file.classNamed(model);
	const bindings = own?.scope.bindings.get(name) ?? [];
	if (bindings.length === 0) return name === 'objects' || name === '_default_manager' || name === '_base_manager';
	return bindings.every((binding) => {
		const callee = binding.value?.kind === 'call' ? binding.value.field('function') : undefined;
		const home = own?.statement.file;
		return callee !== undefined && home !== undefined && (home.qualifiedName(callee) ?? '').startsWith('django.db.models.');
	});
}

function ofCall(call: SyntaxNode, file: FileModel, depth: number): OrmValue | undefined {
	const callee = call.field('function');
	if (!callee) return undefined;
	if (file.qualifiedName(callee) === 'django.contrib.auth.get_user_model') return 'model';
	if (callee.kind !== 'attribute') return ormValue(callee, file, depth + 1) === 'model' ? 'instance' : undefined;
	if (isModel(callee, file)) return 'instance';
	// Asked once only: each link of a long chain of calls comes by here.
	const object = callee.field('object');
	const name = callee.field('attribute')?.text ?? '';
	if (!object || (ormValue(object, file, depth + 1) !== 'query' && !isRelatedManager(object, name, file, depth))) return undefined;
	if (lazyMethods.has(name)) return 'query';
	return queryMethods[name] === 'instance' ? 'instance' : undefined;
}

/** `await Model.objects.aget()` */
function ofAwaited(call: SyntaxNode, file: FileModel, depth: number): OrmValue | undefined {
	const callee = call.kind === 'call' ? call.field('function') : undefined;
	const object = callee?.kind === 'attribute' ? callee.field('object') : undefined;
	const name = callee?.field('attribute')?.text.replace(/^a/, '') ?? '';
	return object && queryMethods[name] === 'instance' && ormValue(object, file, depth + 1) === 'query' ? 'instance' : undefined;
}

function isModel(node: SyntaxNode, file: FileModel): boolean {
	const own = file.classNamed(node);
	if (own) return isModelClass(own);
	return /^django\.contrib\.(?:auth\.models\.(?:User|Group|Permission)|sessions\.models\.Session|sites\.models\.Site|contenttypes\.models\.ContentType)$/.test(
		file.qualifiedName(node) ?? '',
	);
}

function isModelClass(model: ClassModel, seen = new Set<ClassModel>()): boolean {
	const { file } = model.statement;
	if (!file || seen.has(model)) return false;
	seen.add(model);
	return model.bases.some((base) => {
		const own = file.classNamed(base);
		if (own) return isModelClass(own, seen);
		return /^django\.(?:db\.models(?:\.base)?\.Model|contrib\.auth\.models\.Abstract(?:Base)?User)$/.test(file.qualifiedName(base) ?? '');
	});
}

/** A call that runs a query, and how it would be called asynchronously. */
export interface QueryCall {
	/** `Loan.objects.create()`, `reader.save()` */
	readonly text: string;
	readonly attribute: SyntaxNode;
	readonly asyncName: string;
	/** Release of Django with the async form. */
	readonly since: string;
}

/** The query that a call runs at once; undefined for one that only builds it, or that is none. */
export function queryCallOf(call: SyntaxNode, file: FileModel): QueryCall | undefined {
	const callee = call.field('function');
	const object = callee?.kind === 'attribute' ? callee.field('object') : undefined;
	const attribute = callee?.field('attribute');
	if (!object || !attribute) return undefined;
	const name = attribute.text;
	if (name in queryMethods && ormValue(object, file) === 'query')
		return { text: shortened(callee as SyntaxNode), attribute, asyncName: `a${name}`, since: '4.1' };
	if (!instanceMethods.has(name) || ormValue(object, file) !== 'instance') return undefined;
	// asave() runs a model's own save() in a thread; one that is async is none of Django's.
	if (file.functionNamed(callee as SyntaxNode)?.isAsync) return undefined;
	return { text: shortened(callee as SyntaxNode), attribute, asyncName: `a${name}`, since: '4.2' };
}

function shortened(callee: SyntaxNode): string {
	const text = callee.text.replace(/\s+/g, '').replace(/\([^()]*\)/g, '()');
	return `${text.length > 60 ? `…${text.slice(text.lastIndexOf('.'))}` : text}()`;
}
