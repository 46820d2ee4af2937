import type { SyntaxNode } from '../syntax/source-file.ts';
import { Memo } from '../util/memo.ts';
import { annotatedType } from './annotations.ts';
import { unparenthesized } from './calls.ts';
import type { FileModel, Lookup } from './file-model.ts';
import type { ClassModel, FunctionModel } from './functions.ts';
import { itemOf, methodResult, partOf, subscripted } from './generics.ts';
import { decoratorNames, memberOf, methodOf } from './members.ts';
import type { QualifiedName } from './names.ts';
import { argumentTypes } from './parameters.ts';
import type { Binding } from './scopes.ts';
import { agreed, agreedType, asExternal, type Type } from './types.ts';

/** Local inference: what names and attributes stand for, without running anything. It answers only where all possibilities agree. */
export class Inference {
	readonly #file: FileModel;
	readonly #types: Memo<SyntaxNode, Type | undefined>;
	readonly #functions: Memo<SyntaxNode, FunctionModel | undefined>;
	readonly #parameters: Memo<Binding, Type | undefined>;
	readonly #names: Memo<Binding, QualifiedName | undefined>;

	constructor(file: FileModel) {
		this.#file = file;
		this.#types = new Memo(file.environment.recorder, undefined);
		this.#functions = new Memo(file.environment.recorder, undefined);
		this.#parameters = new Memo(file.environment.recorder, undefined);
		this.#names = new Memo(file.environment.recorder, undefined);
	}

	/** Everything that may lead on to further files or back to itself goes through here. */
	#step<T>(compute: () => T | undefined): T | undefined {
		return this.#file.environment.recorder.step(compute, undefined);
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
		// In `client.chat.create` the object is an instance, not a part of a dotted name.
		const instance = object.kind === 'attribute' ? this.typeOf(object)?.external : undefined;
		const owner = instance ?? this.#file.qualifiedName(object);
		if (owner !== undefined) return this.#file.environment.canonicalName(`${owner}.${attribute}`);
		const type = this.typeOf(object);
		if (type?.external !== undefined) return this.#file.environment.canonicalName(`${type.external}.${attribute}`);
		const above = this.#isSuper(object);
		const owned = type?.class ?? above?.class ?? this.classNamed(object);
		const member = owned && memberOf(owned, attribute, above?.skipOwn);
		return member?.kind === 'external' ? member.name : undefined;
	}

	/** The class an expression's value is an instance of. */
	typeOf(expression: SyntaxNode): Type | undefined {
		return isEndless(expression) ? undefined : this.#types.get(expression, () => this.#step(() => this.#typeOf(expression)));
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
				return (
					subscripted(type) ?? (type?.external === undefined ? undefined : asExternal(this.#file.environment.memberType(type.external, undefined, this.#file)))
				);
			}
			case 'binary_operator':
				return this.#typeOfDivision(node);
			case 'named_expression': {
				const value = node.field('value');
				return value && this.typeOf(value);
			}
			case 'conditional_expression':
				return agreedType(
					[node.children[0], node.children[2]].filter((one) => one !== undefined && one.kind !== 'none').map((one) => this.typeOf(one as SyntaxNode)),
				);
			case 'boolean_operator': {
				const operands = [node.field('left'), node.field('right')].filter((one) => one !== undefined) as SyntaxNode[];
				const fallback = this.#fallbackOf(node);
				if (fallback) return fallback;
				return agreedType(operands.filter((one) => one.kind !== 'none').map((one) => this.typeOf(one)));
			}
			case 'string':
				return { external: this.#file.environment.canonicalName('builtins.str') };
			case 'list':
				return { external: this.#file.environment.canonicalName('builtins.list'), arguments: [agreedType(node.children.map((one) => this.typeOf(one)))] };
			case 'list_comprehension':
				return {
					external: this.#file.environment.canonicalName('builtins.list'),
					arguments: [node.field('body') && this.typeOf(node.field('body') as SyntaxNode)],
				};
			case 'dictionary':
				return {
					external: this.#file.environment.canonicalName('builtins.dict'),
					arguments: [undefined, agreedType(node.children.map((pair) => pair.field('value') && this.typeOf(pair.field('value') as SyntaxNode)))],
				};
			case 'tuple':
			case 'expression_list':
				return { external: this.#file.environment.canonicalName('builtins.tuple'), arguments: node.children.map((one) => this.typeOf(one)) };
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
			return definition && this.#step(() => agreedType(definition.bindings.map((one) => definition.file.inference.typeOfBinding(one))));
		}
		if (binding.part) {
			const whole = this.typeOf(binding.part.of);
			return partOf(binding.kind === 'loop' ? itemOf(whole) : whole, binding.part.index);
		}
		if (!binding.value) return undefined;
		if (binding.kind === 'assignment') return this.typeOf(binding.value);
		if (binding.kind === 'loop') return itemOf(this.typeOf(binding.value));
		return binding.kind === 'with' ? this.#entered(binding.value) : undefined;
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
			const passed = argumentTypes(owner, parameter, this.#file);
			return passed.length > 0 ? agreedType(passed) : asExternal(this.#file.environment.passedByFramework(owner, parameter));
		});
	}

	/** What `with value as x` gives. */
	#entered(value: SyntaxNode): Type | undefined {
		const type = this.typeOf(value);
		if (!type) return undefined;
		if (type.external !== undefined) return asExternal(this.#file.environment.enterType(type.external, this.#file));
		const enter = methodOf(type.class, '__aenter__') ?? methodOf(type.class, '__enter__');
		if (!enter) return type;
		const returned = enter.returns[0]?.children[0];
		return returned?.kind === 'identifier' && returned.text === enter.parameters[0]?.name ? type : enter.statement.file?.inference.resultOf(enter);
	}

	/** Reads a type annotation. */
	typeOfAnnotation(node: SyntaxNode): Type | undefined {
		return this.#step(() => annotatedType(node, this.#file));
	}

	/** `await asyncio.to_thread(f)` gives what f gives, and so does `await loop.run_in_executor(None, f)`. */
	#typeFromThread(call: SyntaxNode): Type | undefined {
		const callee = call.kind === 'call' ? call.field('function') : undefined;
		const name = callee && this.#file.qualifiedName(callee);
		const position = name === 'asyncio.to_thread' ? 0 : name === 'asyncio.AbstractEventLoop.run_in_executor' ? 1 : undefined;
		const handed = position === undefined ? undefined : call.field('arguments')?.children[position];
		return handed && this.#typeOfHanded(handed);
	}

	/** What calling a function gives that is written as an argument: by its name, as a lambda, or with `functools.partial()`. */
	#typeOfHanded(handed: SyntaxNode): Type | undefined {
		if (handed.kind === 'identifier' || handed.kind === 'attribute') return this.#typeOfCalling(handed);
		const callee = handed.kind === 'call' ? handed.field('function') : undefined;
		const wrapped = callee && this.#file.qualifiedName(callee) === 'functools.partial' ? handed.field('arguments')?.children[0] : undefined;
		if (wrapped) return this.#typeOfHanded(wrapped);
		const body = handed.kind === 'lambda' ? handed.field('body') : undefined;
		return body && this.typeOf(body);
	}

	/** `loop or asyncio.new_event_loop()` of a parameter that is None by default: what callers may give has the type of what is made in its place. */
	#fallbackOf(node: SyntaxNode): Type | undefined {
		const [left, right] = [node.field('left'), node.field('right')];
		if (left?.kind !== 'identifier' || !right || !node.hasToken('or')) return undefined;
		const { bindings } = this.#file.lookup(left);
		const parameter = bindings.length === 1 && bindings[0]?.kind === 'parameter' ? bindings[0].node.parent : undefined;
		if (parameter?.kind !== 'default_parameter' || parameter.field('value')?.kind !== 'none') return undefined;
		const type = this.typeOf(right);
		return type?.external?.startsWith('asyncio.') ? type : undefined;
	}

	/** `folder / 'name'` */
	#typeOfDivision(node: SyntaxNode): Type | undefined {
		const left = node.hasToken('/') ? node.field('left') : undefined;
		const type = left && this.typeOf(left)?.external;
		return type === undefined ? undefined : asExternal(this.#file.environment.resultType(`${type}.__truediv__` as QualifiedName, this.#file));
	}

	#typeOfCall(call: SyntaxNode): Type | undefined {
		const callee = call.field('function');
		return callee && (this.#typeOfGenerated(callee, call) ?? this.#typeOfCalling(callee));
	}

	/** What a class makes that a tool has generated for what it is given: `GreeterStub(channel)`. */
	#typeOfGenerated(callee: SyntaxNode, call: SyntaxNode): Type | undefined {
		const name = (callee.kind === 'attribute' ? callee.field('attribute') : callee)?.text;
		const given = name?.endsWith('Stub') ? call.field('arguments')?.children[0] : undefined;
		const argument = given && this.typeOf(given)?.external;
		return name === undefined || argument === undefined ? undefined : asExternal(this.#file.environment.generatedType(name, argument));
	}

	#typeOfCalling(callee: SyntaxNode): Type | undefined {
		const constructed = this.classNamed(callee);
		if (constructed) return { class: constructed };
		const object = callee.kind === 'attribute' ? callee.field('object') : undefined;
		const inContainer = object && methodResult(this.typeOf(object), callee.field('attribute')?.text ?? '');
		if (inContainer) return inContainer;
		const called = this.functionNamed(callee);
		if (called) return called.statement.file?.inference.resultOf(called);
		const name = this.#file.qualifiedName(callee);
		if (name === undefined) return undefined;
		const result = this.#file.environment.resultType(name, this.#file);
		if (result !== undefined) return { external: result };
		const last = name.slice(name.lastIndexOf('.') + 1);
		return /^[A-Z]/.test(last) && !/^[A-Z0-9_]+$/.test(last) ? { external: name } : undefined;
	}

	/** What calling (and awaiting) a function of this file gives, by its annotation or its only `return`. */
	resultOf(called: FunctionModel): Type | undefined {
		if (
			called.isGenerator ||
			decoratorNames(called).some(
				(name) => name !== 'staticmethod' && name !== 'classmethod' && name !== 'property' && name !== 'functools.lru_cache' && name !== 'functools.cache',
			)
		)
			return undefined;
		if (called.returnAnnotation) return this.typeOfAnnotation(called.returnAnnotation);
		if (called.isLambda) return this.typeOf(called.body);
		const values = called.returns.map((one) => one.children[0]).filter((one) => one !== undefined && one.kind !== 'none') as SyntaxNode[];
		return values.length > 0 ? this.#step(() => agreedType(values.map((value) => this.typeOf(value)))) : undefined;
	}

	#typeOfAttribute(node: SyntaxNode): Type | undefined {
		const object = node.field('object');
		const attribute = node.field('attribute')?.text;
		if (!object || !attribute) return undefined;
		const type = this.typeOf(object) ?? this.#classObject(object);
		if (type?.external !== undefined) return asExternal(this.#file.environment.memberType(type.external, attribute, this.#file));
		if (!type?.class) return this.#typeOfModuleAttribute(object, attribute);
		const member = memberOf(type.class, attribute);
		if (member?.kind === 'value') return member.type;
		if (member?.kind === 'method' && decoratorNames(member.function).some((name) => name === 'property' || name === 'functools.cached_property'))
			return member.function.statement.file?.inference.resultOf(member.function);
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
		if (isEndless(node)) return undefined;
		return this.#functions.get(node, () =>
			this.#step(() =>
				node.kind === 'attribute' ? this.#methodNamed(node) : sameColour(this.#file.reaching(node).map((binding) => this.functionOfBinding(binding))),
			),
		);
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
			return definition && this.#step(() => sameColour(definition.bindings.map((one) => definition.file.inference.functionOfBinding(one))));
		}
		return binding.kind === 'assignment' && binding.value && isName(binding.value) ? this.functionNamed(binding.value) : undefined;
	}

	/** The project's class that an expression names. */
	classNamed(expression: SyntaxNode): ClassModel | undefined {
		return this.#step(() => {
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
		return this.#step(() => definition.file.inference.classOfBinding(only));
	}
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
