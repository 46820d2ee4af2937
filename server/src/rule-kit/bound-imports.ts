import { type FileModel, fileOf } from '../semantics/file-model.ts';
import type { FunctionModel } from '../semantics/functions.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { boundClasses, boundObject } from './loop-bound.ts';
import { usesVariable } from './repeated-runs.ts';

/** Something of asyncio's in another file's module that belongs to a loop and that functions use: in its own file, or in one that imports it. */
export function boundElsewhere(functions: ReadonlySet<FunctionModel>, home: FileModel): SyntaxNode | undefined {
	const files = new Set([...functions].map(fileOf));
	for (const file of files) {
		if (file !== home) for (const variable of boundVariables(file)) if (usesVariable(functions, variable, file)) return variable;
		const imported = importedInto(file, functions);
		if (imported) return imported;
	}
	return undefined;
}

/** `from limits import SLOTS`, and `SLOTS` in one of the functions; or `import limits`, and `limits.SLOTS`. */
function importedInto(file: FileModel, functions: ReadonlySet<FunctionModel>): SyntaxNode | undefined {
	// A new name may be the one that is imported.
	const names = new Set(file.roots.flatMap((root) => [...file.statementOf(root).scope.bindings.keys()]));
	for (const name of names) {
		const [binding, ...others] = file.moduleBindings(name);
		const target = others.length === 0 && binding?.kind === 'import' ? binding.target : undefined;
		const definition = target === undefined ? undefined : file.environment.imported(target, file);
		if (!binding || !definition || definition.file === file) continue;
		const variables = boundVariables(definition.file).filter((one) => definition.bindings.length === 0 || definition.bindings.some(({ node }) => node === one));
		if (variables.length === 0) continue;
		const uses = file.usesOf(binding).filter((use) => functions.has(file.functionOf(use) as FunctionModel));
		const found = variables.find((one) => uses.some((use) => definition.bindings.length > 0 || memberText(use) === one.text));
		if (found) return found;
	}
	return undefined;
}

/** `SLOTS` of `limits.SLOTS`. */
function memberText(use: SyntaxNode): string | undefined {
	return use.parent?.kind === 'attribute' && use.fieldName === 'object' ? use.parent.field('attribute')?.text : undefined;
}

/** Every object of a file's module that belongs to a loop. */
function boundVariables(file: FileModel): readonly SyntaxNode[] {
	const calls = boundClasses.flatMap((name) =>
		file.mentions(name).flatMap((mention) => {
			const callee = mention.parent?.kind === 'attribute' ? mention.parent : mention;
			return file.statementOf(callee).calls.filter((call) => call.callee === callee);
		}),
	);
	return calls.flatMap((call) => {
		const bound = boundObject(call, file);
		return bound && !bound.owner ? [bound.target] : [];
	});
}
