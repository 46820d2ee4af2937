import type { FactRecorder } from '../util/memo.ts';
import type { FileModel } from './file-model.ts';
import type { FunctionModel, Parameter } from './functions.ts';
import type { QualifiedName } from './names.ts';
import type { Binding } from './scopes.ts';

/** What a file's model needs to know of the world outside the file; the project gives it. */
export interface Environment {
	readonly recorder: FactRecorder;
	/** One spelling for things that have several: `asyncio.tasks.sleep` is `asyncio.sleep`. */
	canonicalName(name: string): QualifiedName;
	/** The class of what calling (and, for coroutines, awaiting) an external function gives. */
	resultType(name: QualifiedName): QualifiedName | undefined;
	/** The class that stands for what a generated class makes, by the end of its name and the class of its first argument. */
	generatedType(name: string, argument: QualifiedName): QualifiedName | undefined;
	/** The class of an attribute of an external class's instance; without a name, of its items. */
	memberType(type: QualifiedName, attribute: string | undefined): QualifiedName | undefined;
	/** The class of `with thing as x` where that is not the thing's own class. */
	enterType(type: QualifiedName): QualifiedName | undefined;
	/** What the project's own code defines under an imported dotted path; undefined for anything outside the project. */
	imported(target: string, from: FileModel): Definition | undefined;
	/** The class of what a framework passes for a parameter of a function that it calls. */
	passedByFramework(owner: FunctionModel, parameter: Parameter): QualifiedName | undefined;
	/** Whether some class of the project may have a property of that name; asked before looking for one, which costs far more. */
	mayBeProperty(name: string): boolean;
	/** Names that `from module import *` brings, when the module is the project's or its names are known. */
	starNames(module: string, name: string, from: FileModel): string | undefined;
}

/** A name of the project: all its bindings in the module it lives in. */
export interface Definition {
	readonly file: FileModel;
	readonly bindings: readonly Binding[];
}
