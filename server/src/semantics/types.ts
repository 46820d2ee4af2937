import type { SyntaxNode } from '../syntax/source-file.ts';
import { Memo } from '../util/memo.ts';
import { unparenthesized } from './calls.ts';
import type { FileModel, Lookup } from './file-model.ts';
import { type AttributeAssignment, type ClassModel, type FunctionModel, ownMethod } from './functions.ts';
import type { QualifiedName } from './names.ts';
import type { Binding } from './scopes.ts';

/** The class of a value: one from outside the project, by name, or one of the project's own. */
export type Type = { readonly external: QualifiedName; readonly class?: undefined } | { readonly external?: undefined; readonly class: ClassModel };

/** How many steps of aliases, attributes and calls are followed before giving up. */
const DEPTH_LIMIT = 24;

/** What a class or its bases say about an attribute. */
export type Member = { readonly kind: 'method'; readonly function: FunctionModel } | { readonly kind: 'value'; readonly type: Type } | { readonly kind: 'external'; readonly name: QualifiedName };

/** Local inference: what names and attributes stand for, without running anything. It answers only where all possibilities agree. */
export class Inference {
	readonly #file: FileModel;
	readonly #types: Memo<SyntaxNode, Type | undefined>;
	readonly #functions: Memo<SyntaxNode, FunctionModel | undefined>;
	#depth = 0;

	constructor(file: FileModel) {
		this.#file = file;
		this.#types = new Memo(file.environment.recorder, undefined);
		this.#functions = new Memo(file.environment.recorder, undefined);
	}

	#guarded<T>(compute: () => T | undefined): T | undefined {
		if (this.#depth >= DEPTH_LIMIT) return undefined;
		this.#depth++;
		try {
			return compute();
		} finally {
			this.#depth--;
		}
	}

	/** For an identifier or attribute: the dotted name of the thing outside the project. */
	qualifiedName(expression: SyntaxNode): QualifiedName | undefined {
		return this.#guarded(() => (expression.kind === 'identifier' ? this.#nameOfIdentifier(expression) : this.#nameOfAttribute(expression)));
	}

	#nameOfIdentifier(identifier: SyntaxNode): QualifiedName | undefined {
		const lookup = this.#file.lookup(identifier);
		if (lookup.bindings.length === 0) return this.#unboundName(identifier.text, lookup);
		return agreed(this.#file.reaching(identifier).map((binding) => this.nameOfBinding(binding)));
	}

	#unboundName(name: string, lookup: Lookup): QualifiedName | undefined {
		const { environment, starImports } = this.#file;
		for (const module of starImports) {
			const target = environment.starNames(module, name, this.#file);
			if (target !== undefined) return environment.canonicalName(target);
		}
		// A star import of an unknown module may hide a builtin.
		return lookup.isBuiltin && starImports.length === 0 ? environment.canonicalName(`builtins.${name}`) : undefined;
	}

	/** The outside name a binding stands for: an import, or an alias of one. */
	nameOfBinding(binding: Binding): QualifiedName | undefined {
		const { environment } = this.#file;
		if (binding.kind === 'import' && binding.target !== undefined) {
			const definition = environment.imported(binding.target, this.#file);
			if (definition) return definition.bindings.length === 0 ? undefined : this.#guarded(() => agreed(definition.bindings.map((one) => definition.file.inference.nameOfBinding(one))));
			return binding.target.startsWith('.') ? undefined : environment.canonicalName(binding.target);
		}
		const value = binding.kind === 'assignment' && binding.value ? unparenthesized(binding.value) : undefined;
		if (value?.kind === 'identifier' || value?.kind === 'attribute') return value.text === binding.name ? undefined : this.#file.qualifiedName(value);
		return undefined;
	}

	#nameOfAttribute(node: SyntaxNode): QualifiedName | undefined {
		const object = node.field('object');
		const attribute = node.field('attribute')?.text;
		if (!object || !attribute) return undefined;
		// In `client.chat.create` the object is an instance, not a part of a dotted name.
		const instance = object.kind === 'attribute' ? this.typeOf(object)?.external : undefined;
		const owner = instance ?? this.#file.qualifiedName(object);
		if (owner !== undefined) return this.#file.environment.canonicalName(`${owner}.${attribute}`);
		const type = this.typeOf(object);
		if (type?.external !== undefined) return this.#file.environment.canonicalName(`${type.external}.${attribute}`);
		if (!type?.class) return undefined;
		const member = memberOf(type.class, attribute);
		return member?.kind === 'external' ? member.name : undefined;
	}

	/** The class an expression's value is an instance of. */
	typeOf(expression: SyntaxNode): Type | undefined {
		return this.#types.get(expression, () => this.#guarded(() => this.#typeOf(expression)));
	}

	#typeOf(node: SyntaxNode): Type | undefined {
		switch (node.kind) {
			case 'identifier': {
				const lookup = this.#file.lookup(node);
				if (lookup.bindings.length === 0) return undefined;
				return agreedType(this.#file.reaching(node).map((binding) => this.typeOfBinding(binding)));
			}
			case 'attribute':
				return this.#typeOfAttribute(node);
			case 'call':
				return this.#typeOfCall(node);
			case 'parenthesized_expression':
				return node.children[0] && this.typeOf(node.children[0]);
			case 'await':
				return node.children[0] && (this.#typeFromThread(node.children[0]) ?? this.typeOf(node.children[0]));
			case 'subscript': {
				const type = node.field('value') && this.typeOf(node.field('value') as SyntaxNode);
				return type?.external === undefined ? undefined : asExternal(this.#file.environment.memberType(type.external, undefined));
			}
			case 'binary_operator':
				return this.#typeOfDivision(node);
			case 'named_expression': {
				const value = node.field('value');
				return value && this.typeOf(value);
			}
			case 'conditional_expression':
				return agreedType([node.children[0], node.children[2]].filter((one) => one !== undefined && one.kind !== 'none').map((one) => this.typeOf(one as SyntaxNode)));
			case 'boolean_operator': {
				const operands = [node.field('left'), node.field('right')].filter((one) => one !== undefined) as SyntaxNode[];
				return agreedType(operands.filter((one) => one.kind !== 'none').map((one) => this.typeOf(one)));
			}
			case 'string':
				return { external: this.#file.environment.canonicalName('builtins.str') };
			case 'list':
			case 'list_comprehension':
				return { external: this.#file.environment.canonicalName('builtins.list') };
			case 'dictionary':
			case 'dictionary_comprehension':
				return { external: this.#file.environment.canonicalName('builtins.dict') };
			default:
				return undefined;
		}
	}

	/** The type of what a binding gives its name. */
	typeOfBinding(binding: Binding): Type | undefined {
		if (binding.annotation) {
			const declared = this.typeOfAnnotation(binding.annotation);
			if (declared) return declared;
		}
		if (binding.kind === 'parameter') return this.#typeOfParameter(binding);
		if (binding.kind === 'import' && binding.target !== undefined) {
			const definition = this.#file.environment.imported(binding.target, this.#file);
			return definition && this.#guarded(() => agreedType(definition.bindings.map((one) => definition.file.inference.typeOfBinding(one))));
		}
		if (!binding.value) return undefined;
		if (binding.kind === 'assignment') return this.typeOf(binding.value);
		return binding.kind === 'with' ? this.#entered(binding.value) : undefined;
	}

	/** The first parameter of a method is the instance. */
	#typeOfParameter(binding: Binding): Type | undefined {
		const method = binding.scope.function;
		if (!method?.class || method.parameters[0] !== binding.parameter || binding.parameter?.kind !== 'positional') return undefined;
		if (decoratorNames(method).some((name) => name === 'staticmethod' || name === 'classmethod')) return undefined;
		return { class: method.class };
	}

	/** What `with value as x` gives. */
	#entered(value: SyntaxNode): Type | undefined {
		const type = this.typeOf(value);
		if (!type) return undefined;
		if (type.external !== undefined) return { external: this.#file.environment.enterType(type.external) ?? type.external };
		const enter = methodOf(type.class, '__aenter__') ?? methodOf(type.class, '__enter__');
		if (!enter) return type;
		const returned = enter.returns[0]?.children[0];
		return returned?.kind === 'identifier' && returned.text === enter.parameters[0]?.name ? type : enter.statement.file?.inference.resultOf(enter);
	}

	/** Reads a type annotation; `Optional`, `| None`, `Annotated`, `Final` and quotes are seen through. */
	typeOfAnnotation(node: SyntaxNode): Type | undefined {
		return this.#guarded(() => this.#typeOfAnnotation(node));
	}

	#typeOfAnnotation(node: SyntaxNode): Type | undefined {
		switch (node.kind) {
			case 'type':
			case 'parenthesized_expression':
				return node.children[0] && this.typeOfAnnotation(node.children[0]);
			case 'identifier':
			case 'attribute': {
				const own = this.classNamed(node);
				if (own) return { class: own };
				const name = this.#file.qualifiedName(node);
				return name === undefined || name === 'typing.Any' || name === 'builtins.object' ? undefined : { external: name };
			}
			case 'string':
				return this.#typeOfQuoted(node);
			case 'binary_operator': {
				const sides = [node.field('left'), node.field('right')].filter((side) => side && side.kind !== 'none') as SyntaxNode[];
				return sides.length === 1 ? this.typeOfAnnotation(sides[0] as SyntaxNode) : undefined;
			}
			case 'generic_type':
			case 'subscript': {
				const base = node.field('value') ?? node.children[0];
				const arguments_ = node.kind === 'subscript' ? node.fields('subscript') : (node.children[1]?.children ?? []);
				const name = base && this.#file.qualifiedName(base);
				if (name && /^typing(_extensions)?\.(Optional|Annotated|Final|ClassVar|Required|NotRequired)$/.test(name)) return arguments_[0] && this.typeOfAnnotation(arguments_[0]);
				return base && this.typeOfAnnotation(base);
			}
			default:
				return undefined;
		}
	}

	/** A quoted annotation is looked up by its text when it is a plain dotted name. */
	#typeOfQuoted(node: SyntaxNode): Type | undefined {
		const text = node.children.find((child) => child.kind === 'string_content')?.text.trim().replace(/\s*\|\s*None$/, '') ?? '';
		if (!/^[A-Za-z_][\w.]*$/.test(text)) return undefined;
		const [first, ...rest] = text.split('.') as [string, ...string[]];
		const bindings = this.#file.lookupName(first, this.#file.scopeOf(node)).bindings;
		if (rest.length === 0) {
			const classes = bindings.map((binding) => this.classOfBinding(binding));
			if (classes.length === 1 && classes[0]) return { class: classes[0] };
		}
		const name = agreed(bindings.map((binding) => this.nameOfBinding(binding)));
		return name === undefined ? undefined : { external: this.#file.environment.canonicalName([name, ...rest].join('.')) };
	}

	/** `await asyncio.to_thread(f)` gives what f gives. */
	#typeFromThread(call: SyntaxNode): Type | undefined {
		const callee = call.kind === 'call' ? call.field('function') : undefined;
		const handed = callee && this.#file.qualifiedName(callee) === 'asyncio.to_thread' ? call.field('arguments')?.children[0] : undefined;
		return handed && (handed.kind === 'identifier' || handed.kind === 'attribute') ? this.#typeOfCalling(handed) : undefined;
	}

	/** `folder / 'name'` */
	#typeOfDivision(node: SyntaxNode): Type | undefined {
		const left = node.hasToken('/') ? node.field('left') : undefined;
		const type = left && this.typeOf(left)?.external;
		return type === undefined ? undefined : asExternal(this.#file.environment.resultType(`${type}.__truediv__` as QualifiedName));
	}

	#typeOfCall(call: SyntaxNode): Type | undefined {
		const callee = call.field('function');
		return callee && this.#typeOfCalling(callee);
	}

	#typeOfCalling(callee: SyntaxNode): Type | undefined {
		const constructed = this.classNamed(callee);
		if (constructed) return { class: constructed };
		const called = this.functionNamed(callee);
		if (called) return called.statement.file?.inference.resultOf(called);
		const name = this.#file.qualifiedName(callee);
		if (name === undefined) return undefined;
		const result = this.#file.environment.resultType(name);
		if (result !== undefined) return { external: result };
		const last = name.slice(name.lastIndexOf('.') + 1);
		return /^[A-Z]/.test(last) && !/^[A-Z0-9_]+$/.test(last) ? { external: name } : undefined;
	}

	/** What calling (and awaiting) a function of this file gives, by its annotation or its only `return`. */
	resultOf(called: FunctionModel): Type | undefined {
		if (called.isGenerator || decoratorNames(called).some((name) => name !== 'staticmethod' && name !== 'classmethod' && name !== 'property' && name !== 'functools.lru_cache' && name !== 'functools.cache')) return undefined;
		if (called.returnAnnotation) return this.typeOfAnnotation(called.returnAnnotation);
		if (called.isLambda) return this.typeOf(called.body);
		const values = called.returns.map((one) => one.children[0]).filter((one) => one !== undefined && one.kind !== 'none') as SyntaxNode[];
		return values.length > 0 ? this.#guarded(() => agreedType(values.map((value) => this.typeOf(value)))) : undefined;
	}

	#typeOfAttribute(node: SyntaxNode): Type | undefined {
		const object = node.field('object');
		const attribute = node.field('attribute')?.text;
		if (!object || !attribute) return undefined;
		const type = this.typeOf(object) ?? this.#classObject(object);
		if (type?.external !== undefined) return asExternal(this.#file.environment.memberType(type.external, attribute));
		if (!type?.class) return this.#typeOfModuleAttribute(object, attribute);
		const member = memberOf(type.class, attribute);
		if (member?.kind === 'value') return member.type;
		if (member?.kind === 'method' && decoratorNames(member.function).some((name) => name === 'property' || name === 'functools.cached_property')) return member.function.statement.file?.inference.resultOf(member.function);
		return undefined;
	}

	#classObject(object: SyntaxNode): Type | undefined {
		const named = this.classNamed(object);
		return named && { class: named };
	}

	/** `module.name` where the module is the project's own. */
	#typeOfModuleAttribute(object: SyntaxNode, attribute: string): Type | undefined {
		const definition = this.#moduleMember(object, attribute);
		return definition && agreedType(definition.bindings.map((one) => definition.file.inference.typeOfBinding(one)));
	}

	#moduleMember(object: SyntaxNode, attribute: string) {
		const target = this.#importTarget(object);
		return target === undefined ? undefined : this.#file.environment.imported(target.endsWith('.') ? target + attribute : `${target}.${attribute}`, this.#file);
	}

	/** The dotted path of a module as this file imports it. */
	#importTarget(expression: SyntaxNode): string | undefined {
		if (expression.kind === 'attribute') {
			const object = expression.field('object');
			const outer = object && this.#importTarget(object);
			return outer === undefined ? undefined : `${outer}.${expression.field('attribute')?.text}`;
		}
		if (expression.kind !== 'identifier') return undefined;
		const bindings = this.#file.reaching(expression);
		const targets = new Set(bindings.map((binding) => (binding.kind === 'import' ? binding.target : undefined)));
		return targets.size === 1 ? [...targets][0] : undefined;
	}

	/** The project's function that an expression names. */
	functionNamed(expression: SyntaxNode): FunctionModel | undefined {
		const node = unparenthesized(expression);
		if (node.kind === 'lambda') return this.#file.statementOf(node).functions.find((one) => one.node === node);
		if (node.kind !== 'identifier' && node.kind !== 'attribute') return undefined;
		return this.#functions.get(node, () => this.#guarded(() => (node.kind === 'attribute' ? this.#methodNamed(node) : sameColour(this.#file.reaching(node).map((binding) => this.functionOfBinding(binding))))));
	}

	#methodNamed(node: SyntaxNode): FunctionModel | undefined {
		const object = node.field('object');
		const attribute = node.field('attribute')?.text;
		if (!object || !attribute) return undefined;
		const owner = this.#isSuper(object) ?? this.#receiver(object);
		if (owner) {
			const member = memberOf(owner.class, attribute, owner.skipOwn);
			return member?.kind === 'method' ? member.function : undefined;
		}
		const definition = this.#moduleMember(object, attribute);
		return definition && sameColour(definition.bindings.map((one) => definition.file.inference.functionOfBinding(one)));
	}

	#receiver(object: SyntaxNode): { class: ClassModel; skipOwn: boolean } | undefined {
		const type = this.typeOf(object) ?? this.#classObject(object) ?? this.#classParameter(object);
		return type?.class && { class: type.class, skipOwn: false };
	}

	/** `cls` in a classmethod. */
	#classParameter(object: SyntaxNode): Type | undefined {
		if (object.kind !== 'identifier') return undefined;
		const binding = this.#file.reaching(object)[0];
		const method = binding?.kind === 'parameter' ? binding.scope.function : undefined;
		if (!method?.class || method.parameters[0] !== binding?.parameter) return undefined;
		return decoratorNames(method).includes('classmethod') || method.name === '__new__' ? { class: method.class } : undefined;
	}

	#isSuper(object: SyntaxNode): { class: ClassModel; skipOwn: boolean } | undefined {
		if (object.kind !== 'call' || object.field('function')?.text !== 'super') return undefined;
		const owner = this.#file.functionOf(object);
		return owner?.class && { class: owner.class, skipOwn: true };
	}

	functionOfBinding(binding: Binding): FunctionModel | undefined {
		if (binding.function) return binding.function;
		if (binding.kind === 'import' && binding.target !== undefined) {
			const definition = this.#file.environment.imported(binding.target, this.#file);
			return definition && this.#guarded(() => sameColour(definition.bindings.map((one) => definition.file.inference.functionOfBinding(one))));
		}
		return binding.kind === 'assignment' && binding.value && isName(binding.value) ? this.functionNamed(binding.value) : undefined;
	}

	/** The project's class that an expression names. */
	classNamed(expression: SyntaxNode): ClassModel | undefined {
		return this.#guarded(() => {
			const node = unparenthesized(expression);
			if (node.kind === 'identifier') {
				const classes = this.#file.reaching(node).map((binding) => this.classOfBinding(binding));
				return classes.length === 1 ? classes[0] : undefined;
			}
			if (node.kind !== 'attribute') return undefined;
			const object = node.field('object');
			const attribute = node.field('attribute')?.text;
			const definition = object && attribute ? this.#moduleMember(object, attribute) : undefined;
			return definition?.bindings.length === 1 && definition.bindings[0] ? definition.file.inference.classOfBinding(definition.bindings[0]) : undefined;
		});
	}

	/** The project's `__init__` that constructing a class runs. */
	constructorOf(model: ClassModel): FunctionModel | undefined {
		return methodOf(model, '__init__');
	}

	classOfBinding(binding: Binding): ClassModel | undefined {
		if (binding.class) return binding.class;
		if (binding.kind !== 'import' || binding.target === undefined) return undefined;
		const definition = this.#file.environment.imported(binding.target, this.#file);
		if (definition?.bindings.length !== 1 || !definition.bindings[0]) return undefined;
		const only = definition.bindings[0];
		return this.#guarded(() => definition.file.inference.classOfBinding(only));
	}
}

/** The method of a class or of the nearest base in the project that has it. */
export function methodOf(model: ClassModel, name: string): FunctionModel | undefined {
	const member = memberOf(model, name);
	return member?.kind === 'method' ? member.function : undefined;
}

/** What an attribute of an instance is: looked for in the class, then in its bases, left to right. Undefined when nothing is known. */
export function memberOf(model: ClassModel, name: string, skipOwn = false, seen = new Set<ClassModel>()): Member | undefined {
	if (seen.has(model)) return undefined;
	seen.add(model);
	const { file } = model.statement;
	if (!file) return undefined;
	// Whoever asks depends on the class as it is now.
	file.environment.recorder.use(`${file.path}\nclass ${model.name}`, model);
	if (!skipOwn) {
		const method = ownMethod(model, name);
		if (method) return { kind: 'method', function: method };
		const type = attributeType(model, name, file);
		if (type === 'unclear') return undefined;
		if (type) return { kind: 'value', type };
	}
	for (const base of model.bases) {
		const own = file.classNamed(base);
		const found = own ? memberOf(own, name, false, seen) : externalMember(file, base, name);
		if (found) return found;
	}
	return undefined;
}

function externalMember(file: FileModel, base: SyntaxNode, name: string): Member | undefined {
	const plain = base.kind === 'subscript' ? base.field('value') : base;
	const outside = plain && file.qualifiedName(plain);
	return outside === undefined || outside === 'builtins.object' || outside.startsWith('typing.') || outside.startsWith('abc.') ? undefined : { kind: 'external', name: file.environment.canonicalName(`${outside}.${name}`) };
}

/** The type all assignments to an attribute agree on; 'unclear' when there are some and they do not. */
function attributeType(model: ClassModel, name: string, file: FileModel): Type | 'unclear' | undefined {
	const assignments: readonly AttributeAssignment[] = model.attributes.get(name) ?? [];
	const bindings = model.scope.bindings.get(name) ?? [];
	if (assignments.length === 0 && bindings.length === 0) return undefined;
	const annotated = [...assignments, ...bindings].find((one) => one.annotation)?.annotation;
	const declared = annotated && file.inference.typeOfAnnotation(annotated);
	if (declared) return declared;
	const values = [...assignments.map((one) => one.value), ...bindings.map((one) => one.value)];
	if (values.some((value) => value === undefined)) return 'unclear';
	const types = (values as SyntaxNode[]).filter((value) => value.kind !== 'none').map((value) => file.typeOf(value));
	return agreedType(types) ?? 'unclear';
}

/** Names of a function's decorators as written after imports: `property`, `functools.wraps`, `app.get`. A decorator's call is seen through. */
export function decoratorNames(model: FunctionModel | ClassModel): string[] {
	const { file } = model.statement;
	return model.decorators.map((decorator) => {
		const named = decorator.kind === 'call' ? decorator.field('function') : decorator;
		if (!named) return '';
		return (file?.qualifiedName(named) ?? named.text).replace(/^builtins\./, '');
	});
}

function isName(node: SyntaxNode): boolean {
	return node.kind === 'identifier' || node.kind === 'attribute' || node.kind === 'lambda';
}

/** Several definitions of one name (branches, overloads) serve as one when all are async or none is; the last stands for them. */
function sameColour(functions: readonly (FunctionModel | undefined)[]): FunctionModel | undefined {
	const last = functions.at(-1);
	return last && functions.every((one) => one !== undefined && one.isAsync === last.isAsync) ? last : undefined;
}

function asExternal(name: QualifiedName | undefined): Type | undefined {
	return name === undefined ? undefined : { external: name };
}

function agreed<T>(values: readonly (T | undefined)[]): T | undefined {
	const [first] = values;
	return values.every((value) => value === first) ? first : undefined;
}

function agreedType(types: readonly (Type | undefined)[]): Type | undefined {
	const [first] = types;
	return first && types.every((type) => type && type.external === first.external && type.class === first.class) ? first : undefined;
}
