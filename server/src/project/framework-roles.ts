import { entryOfDecorator, type FrameworkEntry, frameworkEntries } from '../knowledge/frameworks.ts';
import { ancestorsOf } from '../knowledge/types.ts';
import { argument, withParentheses } from '../semantics/calls.ts';
import { type FileModel, fileOf } from '../semantics/file-model.ts';
import type { ClassModel, FunctionModel } from '../semantics/functions.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';

/** What a framework makes of a function by its decorators or by the class it is a method of. */
export function roleOfDefinition(model: FunctionModel): FrameworkEntry | undefined {
	const file = fileOf(model);
	for (const decorator of model.decorators) {
		const named = decorator.kind === 'call' ? decorator.field('function') : decorator;
		const entry = named && decoratorEntry(file.qualifiedName(named));
		if (entry) return entry;
	}
	if (!model.class) return undefined;
	const bases = [...externalBases(model.class)];
	return frameworkEntries.find((entry) =>
		Object.entries(entry.methodsOfSubclasses ?? {}).some(([base, methods]) => bases.includes(base) && methods.includes(model.name)),
	);
}

function decoratorEntry(name: string | undefined): FrameworkEntry | undefined {
	if (name === undefined) return undefined;
	const dot = name.lastIndexOf('.');
	const names = [name, ...ancestorsOf(name.slice(0, dot)).map((base) => base + name.slice(dot))];
	return names.map((one) => entryOfDecorator.get(one)).find((entry) => entry !== undefined);
}

/** Base classes outside the project, through the project's own. */
function* externalBases(model: ClassModel, seen = new Set<ClassModel>()): Generator<string> {
	if (seen.has(model)) return;
	seen.add(model);
	const file = fileOf(model);
	for (const base of model.bases) {
		const own = file.classNamed(base);
		if (own) yield* externalBases(own, seen);
		const name = own ? undefined : file.qualifiedName(base);
		if (name !== undefined) yield* [name, ...ancestorsOf(name)];
	}
}

/** What a framework makes of a function that is handed to it in a call: `Depends(f)`, `router.add_get('/', f)`. */
export function roleOfArgument(reference: SyntaxNode, file: FileModel): { readonly entry: FrameworkEntry; readonly call: SyntaxNode } | undefined {
	const outer = withParentheses(reference);
	const holder = outer.parent?.kind === 'keyword_argument' ? outer.parent : outer;
	const call = holder.parent?.kind === 'argument_list' ? holder.parent.parent : undefined;
	const callee = call?.kind === 'call' ? call.field('function') : undefined;
	const name = callee && file.qualifiedName(callee);
	if (!call || name === undefined) return undefined;
	const entry = frameworkEntries.find((one) => {
		const place = one.argumentsOf?.[name];
		return place !== undefined && argument(call, place.position, place.keyword) === outer;
	});
	return entry && { entry, call };
}
