import type { SyntaxNode } from '../syntax/source-file.ts';
import { keywordArgument } from './calls.ts';
import type { FileModel } from './file-model.ts';
import { methodResult, subscripted } from './generics.ts';
import { decoratorNames, memberOf, methodOf } from './members.ts';
import type { QualifiedName } from './names.ts';
import { agreedType, asExternal, type Type } from './types.ts';

/** The class that an expression's value is an instance of, by what the expression is. Its parts are asked of the file, which remembers. */
export function expressionType(node: SyntaxNode, file: FileModel): Type | undefined {
	switch (node.kind) {
		case 'identifier': {
			const lookup = file.lookup(node);
			if (lookup.bindings.length === 0) return undefined;
			return agreedType(file.reaching(node).map((binding) => file.inference.typeOfBinding(binding)));
		}
		case 'attribute':
			return typeOfAttribute(node, file);
		case 'call':
			return typeOfCall(node, file);
		case 'parenthesized_expression':
			return node.children[0] && file.typeOf(node.children[0]);
		case 'await':
			return node.children[0] && (typeFromThread(node.children[0], file) ?? file.typeOf(node.children[0]));
		case 'subscript': {
			const type = node.field('value') && file.typeOf(node.field('value') as SyntaxNode);
			return subscripted(type) ?? (type?.external === undefined ? undefined : asExternal(file.environment.memberType(type.external, undefined, file)));
		}
		case 'binary_operator':
			return typeOfDivision(node, file);
		case 'named_expression': {
			const value = node.field('value');
			return value && file.typeOf(value);
		}
		case 'conditional_expression':
			return agreedType(
				[node.children[0], node.children[2]].filter((one) => one !== undefined && one.kind !== 'none').map((one) => file.typeOf(one as SyntaxNode)),
			);
		case 'boolean_operator': {
			const operands = [node.field('left'), node.field('right')].filter((one) => one !== undefined) as SyntaxNode[];
			const fallback = fallbackOf(node, file);
			if (fallback) return fallback;
			return agreedType(operands.filter((one) => one.kind !== 'none').map((one) => file.typeOf(one)));
		}
		case 'string':
			return { external: file.environment.canonicalName('builtins.str') };
		case 'list':
			return { external: file.environment.canonicalName('builtins.list'), arguments: [agreedType(node.children.map((one) => file.typeOf(one)))] };
		case 'list_comprehension':
			return {
				external: file.environment.canonicalName('builtins.list'),
				arguments: [node.field('body') && file.typeOf(node.field('body') as SyntaxNode)],
			};
		case 'dictionary':
			return {
				external: file.environment.canonicalName('builtins.dict'),
				arguments: [undefined, agreedType(node.children.map((pair) => pair.field('value') && file.typeOf(pair.field('value') as SyntaxNode)))],
			};
		case 'tuple':
		case 'expression_list':
			return { external: file.environment.canonicalName('builtins.tuple'), arguments: node.children.map((one) => file.typeOf(one)) };
		case 'dictionary_comprehension':
			return { external: file.environment.canonicalName('builtins.dict') };
		default:
			return undefined;
	}
}

/** What `with value as x` gives. */
export function enteredType(value: SyntaxNode, file: FileModel): Type | undefined {
	const type = file.typeOf(value);
	if (!type) return value.kind === 'call' ? enteredCallType(value, file) : undefined;
	if (type.external !== undefined) return asExternal(file.environment.enterType(type.external, file));
	const enter = methodOf(type.class, '__aenter__') ?? methodOf(type.class, '__enter__');
	if (!enter) return type;
	const returned = enter.returns[0]?.children[0];
	return returned?.kind === 'identifier' && returned.text === enter.parameters[0]?.name ? type : enter.statement.file?.inference.resultOf(enter);
}

/** What entering a generator of the project gives that `contextlib` makes a context manager of, or what `closing()` wraps. */
function enteredCallType(call: SyntaxNode, file: FileModel): Type | undefined {
	const callee = call.field('function') as SyntaxNode;
	const called = file.functionNamed(callee);
	if (called) return called.statement.file?.inference.enteredResultOf(called);
	const wrapped = /^contextlib\.(a?closing|nullcontext)$/.test(file.qualifiedName(callee) ?? '') ? call.field('arguments')?.children[0] : undefined;
	return wrapped && wrapped.kind !== 'keyword_argument' ? file.typeOf(wrapped) : undefined;
}

function typeOfAttribute(node: SyntaxNode, file: FileModel): Type | undefined {
	const object = node.field('object');
	const attribute = node.field('attribute')?.text;
	if (!object || !attribute) return undefined;
	const type = file.typeOf(object) ?? classObject(object, file);
	if (type?.external !== undefined) return asExternal(file.environment.memberType(type.external, attribute, file));
	if (!type?.class) return typeOfModuleAttribute(object, attribute, file);
	const member = memberOf(type.class, attribute);
	if (member?.kind === 'value') return member.type;
	if (member?.kind === 'method' && decoratorNames(member.function).some((name) => name === 'property' || name === 'functools.cached_property'))
		return member.function.statement.file?.inference.resultOf(member.function);
	return undefined;
}

function classObject(object: SyntaxNode, file: FileModel): Type | undefined {
	const named = file.classNamed(object);
	return named && { class: named };
}

/** `module.name` where the module is the project's own. */
function typeOfModuleAttribute(object: SyntaxNode, attribute: string, file: FileModel): Type | undefined {
	const definition = file.inference.moduleMember(object, attribute);
	return definition && agreedType(definition.bindings.map((one) => definition.file.inference.typeOfBinding(one)));
}

/** `await asyncio.to_thread(f)` gives what f gives, and so does `await loop.run_in_executor(None, f)`. */
function typeFromThread(call: SyntaxNode, file: FileModel): Type | undefined {
	const callee = call.kind === 'call' ? call.field('function') : undefined;
	const name = callee && file.qualifiedName(callee);
	const position = name === 'asyncio.to_thread' ? 0 : name === 'asyncio.AbstractEventLoop.run_in_executor' ? 1 : undefined;
	const handed = position === undefined ? undefined : call.field('arguments')?.children[position];
	return handed && typeOfHanded(handed, file);
}

/** What calling a function gives that is written as an argument: by its name, as a lambda, or with `functools.partial()`. */
function typeOfHanded(handed: SyntaxNode, file: FileModel): Type | undefined {
	if (handed.kind === 'identifier' || handed.kind === 'attribute') return typeOfCalling(handed, file);
	const callee = handed.kind === 'call' ? handed.field('function') : undefined;
	const wrapped = callee && file.qualifiedName(callee) === 'functools.partial' ? handed.field('arguments')?.children[0] : undefined;
	if (wrapped) return typeOfHanded(wrapped, file);
	const body = handed.kind === 'lambda' ? handed.field('body') : undefined;
	return body && file.typeOf(body);
}

/** `loop or asyncio.new_event_loop()` of a parameter that is None by default: what callers may give has the type of what is made in its place. */
function fallbackOf(node: SyntaxNode, file: FileModel): Type | undefined {
	const [left, right] = [node.field('left'), node.field('right')];
	if (left?.kind !== 'identifier' || !right || !node.hasToken('or')) return undefined;
	const { bindings } = file.lookup(left);
	const parameter = bindings.length === 1 && bindings[0]?.kind === 'parameter' ? bindings[0].node.parent : undefined;
	if (parameter?.kind !== 'default_parameter' || parameter.field('value')?.kind !== 'none') return undefined;
	const type = file.typeOf(right);
	return type?.external?.startsWith('asyncio.') ? type : undefined;
}

/** `folder / 'name'` */
function typeOfDivision(node: SyntaxNode, file: FileModel): Type | undefined {
	const left = node.hasToken('/') ? node.field('left') : undefined;
	const type = left && file.typeOf(left)?.external;
	return type === undefined ? undefined : asExternal(file.environment.resultType(`${type}.__truediv__` as QualifiedName, file));
}

function typeOfCall(call: SyntaxNode, file: FileModel): Type | undefined {
	const callee = call.field('function');
	return callee && (typeOfGenerated(callee, call, file) ?? typeOfCalling(callee, file));
}

/** What a class makes that a tool has generated for what it is given: `GreeterStub(channel)`. */
function typeOfGenerated(callee: SyntaxNode, call: SyntaxNode, file: FileModel): Type | undefined {
	const name = (callee.kind === 'attribute' ? callee.field('attribute') : callee)?.text;
	const given = name?.endsWith('Stub') ? call.field('arguments')?.children[0] : undefined;
	const argument = given && file.typeOf(given)?.external;
	return name === undefined || argument === undefined ? undefined : asExternal(file.environment.generatedType(name, argument));
}

function typeOfCalling(callee: SyntaxNode, file: FileModel): Type | undefined {
	const constructed = file.classNamed(callee);
	if (constructed) return { class: constructed };
	const object = callee.kind === 'attribute' ? callee.field('object') : undefined;
	const inContainer = object && methodResult(file.typeOf(object), callee.field('attribute')?.text ?? '');
	if (inContainer) return inContainer;
	const called = file.functionNamed(callee);
	if (called) return called.statement.file?.inference.resultOf(called);
	const name = file.qualifiedName(callee);
	if (/^contextlib\.(Async)?ExitStack\.enter_(async_)?context$/.test(name ?? '')) return typeOfStacked(callee, file);
	if (name === undefined) return typeOfCallingInstance(callee, file);
	const parts = file.environment.tupleTypes(name);
	if (parts) return { external: file.environment.canonicalName('builtins.tuple'), arguments: parts.map(asExternal) };
	const result = file.environment.resultType(name, file);
	if (result !== undefined) return { external: result };
	const last = name.slice(name.lastIndexOf('.') + 1);
	return /^[A-Z]/.test(last) && !/^[A-Z0-9_]+$/.test(last) ? { external: name } : undefined;
}

/** `stack.enter_context(value)` gives what `with value as x` does. */
function typeOfStacked(callee: SyntaxNode, file: FileModel): Type | undefined {
	const value = callee.parent?.kind === 'call' ? callee.parent.field('arguments')?.children[0] : undefined;
	return value && value.kind !== 'keyword_argument' ? enteredType(value, file) : undefined;
}

/** `make()` where `make` is an object that makes others: of its class's `__call__`, or the class it was given, `sessionmaker(class_=AsyncSession)`. */
function typeOfCallingInstance(callee: SyntaxNode, file: FileModel): Type | undefined {
	const instance = file.typeOf(callee)?.external;
	if (instance === undefined) return undefined;
	const maker = makerOf(callee, file);
	// Who cannot see how it was made learns from `async with` alone that it makes asynchronous ones.
	if (!maker && isEnteredAsync(callee.parent)) return undefined;
	const given = maker?.value.kind === 'call' ? keywordArgument(maker.value, 'class_') : undefined;
	return asExternal(given ? maker?.file.qualifiedName(given) : file.environment.resultType(`${instance}.__call__` as QualifiedName, file));
}

/** The value that a name was given, in this file or in that of the project which it is imported from. */
function makerOf(name: SyntaxNode, file: FileModel): { readonly value: SyntaxNode; readonly file: FileModel } | undefined {
	const binding = name.kind === 'identifier' ? file.reaching(name)[0] : undefined;
	if (binding?.value) return { value: binding.value, file };
	const definition = binding?.kind === 'import' && binding.target !== undefined ? file.environment.imported(binding.target, file) : undefined;
	const value = definition?.bindings[0]?.value;
	return definition && value && { value, file: definition.file };
}

function isEnteredAsync(call: SyntaxNode | undefined): boolean {
	return call?.closest('with_statement', 'block')?.hasToken('async') === true;
}
