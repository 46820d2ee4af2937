import type { SyntaxNode } from '../syntax/source-file.ts';
import { Memo } from '../util/memo.ts';
import type { FileModel } from './file-model.ts';
import { type AttributeAssignment, type ClassModel, type FunctionModel, ownMethod } from './functions.ts';
import type { QualifiedName } from './names.ts';
import { takesValues } from './replacements.ts';
import { agreedType, isSameType, type Type } from './types.ts';

/** What a class or its bases say about an attribute. */
export type Member =
	| { readonly kind: 'method'; readonly function: FunctionModel }
	| { readonly kind: 'value'; readonly type: Type }
	| { readonly kind: 'external'; readonly name: QualifiedName };

/** Of what a class derives from, directly or not, so many classes are looked at: far more than real code has. */
export const classLimit = 100;

/** The method of a class or of the nearest base in the project that has it. */
export function methodOf(model: ClassModel, name: string): FunctionModel | undefined {
	const member = memberOf(model, name);
	return member?.kind === 'method' ? member.function : undefined;
}

/** What an attribute of an instance is: looked for in the class, then in its bases, left to right. Undefined when nothing is known. */
export function memberOf(model: ClassModel, name: string, skipOwn = false): Member | undefined {
	const { file } = model.statement;
	if (!file) return undefined;
	if (skipOwn) return memberOfBases(model, name, file);
	return membersOf(model, file).get(name, () => findMember(model, name, model.statement.file as FileModel));
}

/** Answers of `memberOf` by name. */
const members = new WeakMap<ClassModel, Memo<string, Member | undefined>>();

function membersOf(model: ClassModel, { environment: { inquiry } }: FileModel): Memo<string, Member | undefined> {
	let memo = members.get(model);
	if (!memo) {
		memo = new Memo({ inquiry, homeOf: () => model.home, whenCircular: undefined, isSame: isSameMember });
		members.set(model, memo);
	}
	return memo;
}

function findMember(model: ClassModel, name: string, file: FileModel): Member | undefined {
	const method = ownMethod(model, name);
	if (method && model.attributes.has(name) && !takesValues(method)) return undefined;
	if (method) return { kind: 'method', function: method };
	const type = attributeType(model, name, file);
	if (type === 'unclear') return undefined;
	if (type) return { kind: 'value', type };
	return memberOfBases(model, name, file);
}

function isSameMember(one: Member | undefined, other: Member | undefined): boolean {
	if (one === other) return true;
	if (one?.kind === 'method') return other?.kind === 'method' && one.function === other.function;
	if (one?.kind === 'value') return other?.kind === 'value' && isSameType(one.type, other.type);
	return other?.kind === 'external' && one?.name === other.name;
}

function memberOfBases(model: ClassModel, name: string, file: FileModel): Member | undefined {
	return file.environment.inquiry.step<Member | undefined>(() => {
		for (const base of model.bases) {
			const own = file.classNamed(base);
			const found = own ? memberOf(own, name) : externalMember(file, base, name);
			if (found) return found;
		}
		return undefined;
	}, undefined);
}

function externalMember(file: FileModel, base: SyntaxNode, name: string): Member | undefined {
	const plain = base.kind === 'subscript' ? base.field('value') : base;
	const outside = plain && file.qualifiedName(plain);
	return outside === undefined || outside === 'builtins.object' || outside.startsWith('typing.') || outside.startsWith('abc.')
		? undefined
		: { kind: 'external', name: file.environment.canonicalName(`${outside}.${name}`) };
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
