import { argument } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { ClassModel } from '../semantics/functions.ts';
import { classLimit } from '../semantics/members.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';

const modelClass = /^django\.(?:db\.models(?:\.base)?\.Model|contrib\.auth\.models\.Abstract(?:Base)?User)$/;
const querySetClass = /^django\.db\.models\.(query\.)?QuerySet$/;
const managerBase = /^django\.db\.models\.(manager\.)?Manager$/;
const djangosModels =
	/^django\.contrib\.(?:auth\.models\.(?:User|Group|Permission)|sessions\.models\.Session|sites\.models\.Site|contenttypes\.models\.ContentType)$/;

/** A model class that an expression names, with the project's own class where it is one; undefined for anything else. */
export function modelNamed(node: SyntaxNode, file: FileModel): { readonly model: ClassModel | undefined } | undefined {
	const own = file.classNamed(node);
	if (own) return isModel(own) ? { model: own } : undefined;
	return djangosModels.test(file.qualifiedName(node) ?? '') ? { model: undefined } : undefined;
}

/** Whether a class of the project derives from Django's `Model`. */
export function isModel(own: ClassModel): boolean {
	return derivesFrom(own, modelClass);
}

/** Whether a class of the project derives from Django's `Manager` or `QuerySet`. */
export function isManagerClass(own: ClassModel): boolean {
	return derivesFrom(own, managerBase) || derivesFrom(own, querySetClass);
}

/** The class of a field that a model's own body defines: `django.db.models.ForeignKey`. */
export function fieldKind(model: ClassModel, name: string, file: FileModel): string | undefined {
	const bindings = model.scope.bindings.get(name) ?? [];
	const [binding] = bindings;
	const callee = bindings.length === 1 && binding?.value?.kind === 'call' ? binding.value.field('function') : undefined;
	return callee && (model.statement.file ?? file).qualifiedName(callee);
}

/** Whether an attribute of a saved object is a manager of rows related to it: `book_set`, a field for many, or the `related_name` of another model's field. */
export function isRelatedField(model: ClassModel | undefined, name: string, file: FileModel): boolean {
	if (name.endsWith('_set')) return true;
	return model !== undefined && (fieldKind(model, name, file) === 'django.db.models.ManyToManyField' || isRelatedName(model, name));
}

/** `order = models.ForeignKey(Customer, related_name='orders')` in a model beside it: what one has on the other side is a manager. */
function isRelatedName(model: ClassModel, name: string): boolean {
	const home = model.statement.file;
	if (!home || model.scope.bindings.has(name)) return false;
	return home.mentions('related_name').some((keyword) => {
		const call = keyword.fieldName === 'name' ? keyword.parent?.parent?.parent : undefined;
		const given = keyword.parent?.field('value');
		const target = call?.kind === 'call' ? argument(call, 0, 'to') : undefined;
		const field = call?.kind === 'call' ? home.qualifiedName(call.field('function') as SyntaxNode) : undefined;
		if (!given || !target || (field !== 'django.db.models.ForeignKey' && field !== 'django.db.models.ManyToManyField')) return false;
		if (stringValue(given) !== name) return false;
		const quoted = stringValue(target);
		return quoted === 'self' ? target.isInside(model.node) : quoted?.split('.').at(-1) === model.name || home.classNamed(target) === model;
	});
}

/** What an attribute of a model class is, when it is a manager: of a class of the project, or of Django's own. */
export function managerNamed(own: ClassModel | undefined, name: string): ClassModel | 'django' | undefined {
	const bindings = own?.scope.bindings.get(name) ?? [];
	if (bindings.length === 0) return name === 'objects' || name === '_default_manager' || name === '_base_manager' ? 'django' : undefined;
	const home = own?.statement.file;
	const classes = bindings.map(({ value }) => value && home && managerClass(value, home));
	return classes.every((one) => one === classes[0]) ? classes[0] : undefined;
}

/** The class of a manager made by `models.Manager()`, `BookManager()` or `BookQuerySet.as_manager()`; `django` for one of Django's own. */
function managerClass(made: SyntaxNode, file: FileModel): ClassModel | 'django' | undefined {
	const callee = made.kind === 'call' ? made.field('function') : undefined;
	if (!callee) return undefined;
	const isMaker = callee.kind === 'attribute' && callee.field('attribute')?.text === 'as_manager';
	const own = file.classNamed(isMaker ? (callee.field('object') as SyntaxNode) : callee);
	if (!own) return (file.qualifiedName(callee) ?? '').startsWith('django.db.models.') ? 'django' : undefined;
	return derivesFrom(own, isMaker ? querySetClass : managerBase) ? own : undefined;
}

/** Whether `Model.objects` is, or may be, of a class of the project, which may fetch more than Django's own. */
export function hasOwnManager(model: ClassModel, seen = new Set<ClassModel>()): boolean {
	const { file } = model.statement;
	if (!file || seen.has(model) || seen.size >= classLimit) return true;
	seen.add(model);
	const bindings = model.scope.bindings.get('objects') ?? [];
	if (bindings.length > 0) return bindings.some((binding) => !binding.value || managerClass(binding.value, file) !== 'django');
	return model.bases.map((base) => file.classNamed(base)).some((own) => own !== undefined && hasOwnManager(own, seen));
}

/** Whether a class of the project has one of the classes outside it as an ancestor. */
function derivesFrom(model: ClassModel, ancestor: RegExp, seen = new Set<ClassModel>()): boolean {
	const { file } = model.statement;
	if (!file || seen.has(model) || seen.size >= classLimit) return false;
	seen.add(model);
	return model.bases.some((base) => {
		const own = file.classNamed(base);
		return own ? derivesFrom(own, ancestor, seen) : ancestor.test(file.qualifiedName(base) ?? '');
	});
}

/** The text of a plain string: `'shop.Customer'`. */
function stringValue(node: SyntaxNode): string | undefined {
	const parts = node.kind === 'string' ? node.children.filter(({ kind }) => kind === 'string_content' || kind === 'interpolation') : [];
	return parts.length === 1 && parts[0]?.kind === 'string_content' ? parts[0].text : undefined;
}
