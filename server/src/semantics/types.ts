import type { ClassModel } from './functions.ts';
import type { QualifiedName } from './names.ts';

/** The class of a value: one from outside the project, by name, or one of the project's own. */
export type Type =
	| {
			readonly external: QualifiedName;
			readonly class?: undefined;
			/** Types in the brackets of a generic one, where they are known: of `dict[str, X]` the second is X. */
			readonly arguments?: readonly (Type | undefined)[] | undefined;
			/** Of a tuple: it holds any number of the one type in its brackets. */
			readonly isHomogeneous?: true;
	  }
	| { readonly external?: undefined; readonly class: ClassModel; readonly arguments?: undefined; readonly isHomogeneous?: undefined };

export function asExternal(name: QualifiedName | undefined): Type | undefined {
	return name === undefined ? undefined : { external: name };
}

/** The one value that all give; undefined when they differ or one is unknown. */
export function agreed<T>(values: readonly (T | undefined)[]): T | undefined {
	const [first] = values;
	return values.every((value) => value === first) ? first : undefined;
}

/** The one class of all types; what stands in brackets is taken from the first. */
export function agreedType(types: readonly (Type | undefined)[]): Type | undefined {
	const [first] = types;
	return first && types.every((type) => type && type.external === first.external && type.class === first.class) ? first : undefined;
}

/** Whether two types say the same. */
export function isSameType(one: Type | undefined, other: Type | undefined): boolean {
	if (one === other) return true;
	if (!one || !other || one.external !== other.external || one.class !== other.class || one.isHomogeneous !== other.isHomogeneous) return false;
	const [ours, theirs] = [one.arguments ?? [], other.arguments ?? []];
	return ours.length === theirs.length && ours.every((type, i) => isSameType(type, theirs[i]));
}
