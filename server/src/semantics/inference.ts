import type { SyntaxNode } from '../syntax/source-file.ts';
import { Memo } from '../util/memo.ts';
import { annotatedType } from './annotations.ts';
import { unparenthesized } from './calls.ts';
import type { Definition } from './environment.ts';
import { enteredType, expressionType } from './expression-types.ts';
import type { FileModel, Lookup } from './file-model.ts';
import type { ClassModel, FunctionModel, Parameter } from './functions.ts';
import { itemOf, partOf } from './generics.ts';
import { decoratorNames, memberOf, methodOf } from './members.ts';
import type { QualifiedName } from './names.ts';
import { argumentTypes } from './parameters.ts';
import { isReplaced } from './replacements.ts';
import type { Binding } from './scopes.ts';
import { agreed, agreedType, asExternal, isSameType, type Type } from './types.ts';

/** Local inference: what names and attributes stand for, without running anything. It answers only where all possibilities agree. */
export class Inference {
	readonly #file: FileModel;
	readonly #types: Memo<SyntaxNode, Type | undefined>;
	readonly #functions: Memo<SyntaxNode, FunctionModel | undefined>;
	readonly #classes: Memo<SyntaxNode, ClassModel | undefined>;
	readonly #parameters: Memo<Binding, Type | undefined>;
	/** What functions give. */
	readonly #results: Memo<FunctionModel, Type | undefined>;
	readonly #names: Memo<Binding, QualifiedName | undefined>;

	constructor(file: FileModel) {
		this.#file = file;
		const { inquiry } = file.environment;
		this.#types = new Memo({ inquiry, homeOf: (node) => node.statement, whenCircular: undefined, isSame: isSameType });
		this.#functions = new Memo({ inquiry, homeOf: (node) => node.statement, whenCircular: undefined });
		this.#classes = new Memo({ inquiry, homeOf: (node) => node.statement, whenCircular: undefined });
		this.#parameters = new Memo({ inquiry, homeOf: (binding) => binding.node.statement, whenCircular: undefined, isSame: isSameType });
		this.#results = new Memo({ inquiry, homeOf: (model) => model.home, whenCircular: undefined, isSame: isSameType });
		this.#names = new Memo({ inquiry, homeOf: (binding) => binding.node.statement, whenCircular: undefined });
	}

	/** Everything that may lead on to further files or back to itself goes through here. */
	#step<T>(compute: () => T | undefined): T | undefined {
		return this.#file.environment.inquiry.step(compute, undefined);
	}

	/** For an identifier or attribute: the dotted name of the thing outside the project. */
	qualifiedName(expression: SyntaxNode): QualifiedName | undefined {
		if (isEndless(expression)) return undefined;
		return this.#step(() => (expression.kind === 'identifier' ? this.#nameOfIdentifier(expression) : this.#nameOfAttribute(expression)));
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
		return this.#names.get(binding, () => this.#nameOfBinding(binding));
	}

	#nameOfBinding(binding: Binding): QualifiedName | undefined {
		const { environment } = this.#file;
		if (binding.kind === 'import' && binding.target !== undefined) {
			const definition = environment.imported(binding.target, this.#file);
			if (definition)
				return definition.bindings.length === 0
					? undefined
					: this.#step(() => agreed(definition.bindings.map((one) => definition.file.inference.nameOfBinding(one))));
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
		// In `client.chat.create`, or after `chat = client.chat`, the object is an instance, not a part of a dotted name.
		const instance = object.kind === 'attribute' || this.#isAssigned(object) ? this.typeOf(object)?.external : undefined;
		const owner = instance ?? this.#file.qualifiedName(object);
		if (owner !== undefined) return this.#file.environment.canonicalName(`${owner}.${attribute}`);
		const type = this.typeOf(object);
		if (type?.external !== undefined) return this.#file.environment.canonicalName(`${type.external}.${attribute}`);
		const above = this.#isSuper(object);
		const owned = type?.class ?? above?.class ?? this.classNamed(object);
		const member = owned && memberOf(owned, attribute, above?.skipOwn);
		return member?.kind === 'external' ? member.name : undefined;
	}

	#isAssigned(object: SyntaxNode): boolean {
		return object.kind === 'identifier' && this.#file.reaching(object)[0]?.kind === 'assignment';
	}

	/** The class an expression's value is an instance of. */
	typeOf(expression: SyntaxNode): Type | undefined {
		return this.#types.get(expression, () => (isEndless(expression) ? undefined : this.#step(() => expressionType(expression, this.#file))));
	}

	/** The type of what a binding gives its name. */
	typeOfBinding(binding: Binding): Type | undefined {
		if (binding.annotation) {
			const declared = this.typeOfAnnotation(binding.annotation);
			const gathered = gatheredType(binding.parameter?.kind, declared);
			if (gathered) return gathered;
			if (declared) return declared;
		}
		if (binding.kind === 'parameter') return this.#typeOfParameter(binding);
		if (binding.kind === 'import' && binding.target !== undefined) {
			const definition = this.#file.environment.imported(binding.target, this.#file);
			return definition && this.#step(() => agreedType(definition.bindings.map((one) => definition.file.inference.typeOfBinding(one))));
		}
		if (binding.part) {
			const whole = this.typeOf(binding.part.of);
			return partOf(binding.kind === 'loop' ? this.#itemOf(binding.part.of, whole) : whole, binding.part.index);
		}
		if (!binding.value) return undefined;
		if (binding.kind === 'assignment') return this.typeOf(binding.value);
		if (binding.kind === 'loop') return this.#itemOf(binding.value, this.typeOf(binding.value));
		return binding.kind === 'with' ? enteredType(binding.value, this.#file) : undefined;
	}

	/** What a loop takes of an expression of that type. */
	#itemOf(iterated: SyntaxNode, type: Type | undefined): Type | undefined {
		const item = itemOf(type);
		if (item) return item;
		const value = unparenthesized(iterated);
		const made = value.kind === 'await' && value.children[0] ? unparenthesized(value.children[0]) : value;
		const named = made.kind === 'call' ? made.field('function') : made.kind === 'attribute' ? made : undefined;
		const name = named && this.#file.qualifiedName(named);
		return name === undefined ? undefined : asExternal(this.#file.environment.itemType(name));
	}

	/** The first parameter of a method is the instance; others are what the calls in this file pass. */
	#typeOfParameter(binding: Binding): Type | undefined {
		const owner = binding.scope.function;
		if (!owner || !binding.parameter) return undefined;
		if (owner.class && owner.parameters[0] === binding.parameter && binding.parameter.kind === 'positional') {
			const names = decoratorNames(owner);
			if (!names.includes('staticmethod')) return names.includes('classmethod') ? undefined : { class: owner.class };
		}
		const { parameter } = binding;
		return this.#parameters.get(binding, () => {
			const { environment } = this.#file;
			const passed = argumentTypes(owner, parameter, this.#file);
			if (passed.length > 0) return agreedType(passed);
			const byFramework = environment.passedByFramework(owner, parameter);
			if (byFramework !== undefined) return asExternal(byFramework);
			const fixture = environment.fixtureFor(owner, parameter);
			if (fixture) return this.#step(() => fixture.statement.file?.inference.givenByFixture(fixture));
			return this.#step(() => agreedType(environment.callersOf(owner).flatMap((file) => argumentTypes(owner, parameter, file))));
		});
	}

	/** Reads a type annotation. */
	typeOfAnnotation(node: SyntaxNode): Type | undefined {
		return this.#step(() => annotatedType(node, this.#file));
	}

	/** What calling (and awaiting) a function of this file gives, by its annotation or its only `return`. */
	resultOf(called: FunctionModel): Type | undefined {
		return this.#results.get(called, () => this.#resultOf(called));
	}

	#resultOf(called: FunctionModel): Type | undefined {
		if (
			called.isGenerator ||
			decoratorNames(called).some(
				(name) => name !== 'staticmethod' && name !== 'classmethod' && name !== 'property' && name !== 'functools.lru_cache' && name !== 'functools.cache',
			)
		)
			return undefined;
		return this.#returnedBy(called);
	}

	#returnedBy(called: FunctionModel): Type | undefined {
		if (called.returnAnnotation) return this.typeOfAnnotation(called.returnAnnotation);
		if (called.isLambda) return this.typeOf(called.body);
		const values = called.returns.map((one) => one.children[0]).filter((one) => one !== undefined && one.kind !== 'none') as SyntaxNode[];
		return values.length > 0 ? this.#step(() => agreedType(values.map((value) => this.typeOf(value)))) : undefined;
	}

	/** What `with called() as x` gives, when `contextlib` makes a context manager of the generator: by its annotation or its only `yield`. */
	enteredResultOf(called: FunctionModel): Type | undefined {
		const names = decoratorNames(called);
		if (!called.isGenerator || names.length !== 1 || !/^contextlib\.(async)?contextmanager$/.test(names[0] ?? '')) return undefined;
		return this.#yieldedBy(called);
	}

	/** What a pytest fixture gives to who asks for it: what it yields or returns, awaited if it is asynchronous. */
	givenByFixture(fixture: FunctionModel): Type | undefined {
		return fixture.isGenerator ? this.#yieldedBy(fixture) : this.#returnedBy(fixture);
	}

	#yieldedBy(called: FunctionModel): Type | undefined {
		const declared = called.returnAnnotation && itemOf(this.typeOfAnnotation(called.returnAnnotation));
		if (declared) return declared;
		const yields = [...called.body.descendants((inner) => inner.kind !== 'lambda' && !inner.kind.endsWith('_definition'))].filter(
			(one) => one.kind === 'yield',
		);
		const [value] = yields[0]?.children ?? [];
		return yields.length === 1 && value ? this.#step(() => this.typeOf(value)) : undefined;
	}

	#classObject(object: SyntaxNode): Type | undefined {
		const named = this.classNamed(object);
		return named && { class: named };
	}

	/** What `module.attribute` is defined as, where the module is the project's own. */
	moduleMember(object: SyntaxNode, attribute: string): Definition | undefined {
		const target = isEndless(object) ? undefined : this.#importTarget(object);
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
		return this.#functions.get(node, () => (isEndless(node) ? undefined : this.#step(() => this.#functionNamed(node))));
	}

	#functionNamed(node: SyntaxNode): FunctionModel | undefined {
		return node.kind === 'attribute' ? this.#methodNamed(node) : sameColour(this.#file.reaching(node).map((binding) => this.functionOfBinding(binding)));
	}

	#methodNamed(node: SyntaxNode): FunctionModel | undefined {
		const object = node.field('object');
		const attribute = node.field('attribute')?.text;
		if (!object || !attribute) return undefined;
		const owner = this.#isSuper(object) ?? this.#receiver(object);
		if (owner) {
			const member = memberOf(owner.class, attribute, owner.skipOwn);
			return member?.kind === 'method' && !isReplaced(object, member.function, owner.class, this.#file) ? member.function : undefined;
		}
		const definition = this.moduleMember(object, attribute);
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
			return definition && this.#step(() => sameColour(definition.bindings.map((one) => definition.file.inference.functionOfBinding(one))));
		}
		return binding.kind === 'assignment' && binding.value && isName(binding.value) ? this.functionNamed(binding.value) : undefined;
	}

	/** The project's class that an expression names. */
	classNamed(expression: SyntaxNode): ClassModel | undefined {
		const node = unparenthesized(expression);
		if (node.kind !== 'identifier' && node.kind !== 'attribute') return undefined;
		return this.#classes.get(node, () => this.#step(() => this.#classNamed(node)));
	}

	#classNamed(node: SyntaxNode): ClassModel | undefined {
		if (node.kind === 'identifier') {
			const classes = this.#file.reaching(node).map((binding) => this.classOfBinding(binding));
			return classes.length === 1 ? classes[0] : undefined;
		}
		const object = node.field('object');
		const attribute = node.field('attribute')?.text;
		const definition = object && attribute ? this.moduleMember(object, attribute) : undefined;
		return definition?.bindings.length === 1 && definition.bindings[0] ? definition.file.inference.classOfBinding(definition.bindings[0]) : undefined;
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
		return this.#step(() => definition.file.inference.classOfBinding(only));
	}
}

/** What `*args: T` and `**kwargs: T` hold: a tuple of T, and a dictionary of T by name. */
function gatheredType(kind: Parameter['kind'] | undefined, each: Type | undefined): Type | undefined {
	if (kind === 'list') return { external: 'builtins.tuple' as QualifiedName, arguments: [each], isHomogeneous: true };
	return kind === 'dictionary' ? { external: 'builtins.dict' as QualifiedName, arguments: [{ external: 'builtins.str' as QualifiedName }, each] } : undefined;
}

/** Attributes, calls and subscripts that follow each other; no person writes more, and each is asked about. */
const chainLimit = 50;

function isEndless(expression: SyntaxNode): boolean {
	let length = 0;
	for (let node: SyntaxNode | undefined = expression; node && length <= chainLimit; length++) {
		node = node.field(node.kind === 'attribute' ? 'object' : node.kind === 'call' ? 'function' : 'value');
	}
	return length > chainLimit;
}

function isName(node: SyntaxNode): boolean {
	return node.kind === 'identifier' || node.kind === 'attribute' || node.kind === 'lambda';
}

/** Several definitions of one name (branches, overloads) serve as one when all are async or none is; the last stands for them. */
function sameColour(functions: readonly (FunctionModel | undefined)[]): FunctionModel | undefined {
	const last = functions.at(-1);
	return last && functions.every((one) => one !== undefined && one.isAsync === last.isAsync) ? last : undefined;
}
