import type { Inquiry } from '../util/memo.ts';
import type { FileModel } from './file-model.ts';
import type { FunctionModel, Parameter } from './functions.ts';
import type { QualifiedName } from './names.ts';
import type { Binding } from './scopes.ts';

/** What a file's model needs to know of the world outside the file; the project gives it. */
export interface Environment {
	readonly inquiry: Inquiry;
	/** One spelling for things that have several: `asyncio.tasks.sleep` is `asyncio.sleep`. */
	canonicalName(name: string): QualifiedName;
	/** What calling something outside the project gives, by its name; undefined when that is not known. */
	api(name: QualifiedName, from: FileModel): OutsideApi | undefined;
	/** The class of what calling (and, for coroutines, awaiting) an external function gives. */
	resultType(name: QualifiedName, from: FileModel): QualifiedName | undefined;
	/** The classes of the parts of the tuple that calling (and, for coroutines, awaiting) an external function gives. */
	tupleTypes(name: QualifiedName): readonly QualifiedName[] | undefined;
	/** The class of the items that a loop takes of what an external call or attribute gives, by its name. */
	itemType(name: QualifiedName): QualifiedName | undefined;
	/** The class that stands for what a generated class makes, by the end of its name and the class of its first argument. */
	generatedType(name: string, argument: QualifiedName): QualifiedName | undefined;
	/** The class of an attribute of an external class's instance; without a name, of its items. */
	memberType(type: QualifiedName, attribute: string | undefined, from: FileModel): QualifiedName | undefined;
	/** The class of `with thing as x`; undefined when it is not known. */
	enterType(type: QualifiedName, from: FileModel): QualifiedName | undefined;
	/** What the project's own code defines under an imported dotted path; undefined for anything outside the project. */
	imported(target: string, from: FileModel): Definition | undefined;
	/** The class of what a framework passes for a parameter of a function that it calls. */
	passedByFramework(owner: FunctionModel, parameter: Parameter): QualifiedName | undefined;
	/** The pytest fixture whose value a test, or another fixture, gets for a parameter. */
	fixtureFor(owner: FunctionModel, parameter: Parameter): FunctionModel | undefined;
	/** The other files that call a function, tests left out; none when there are too many to look into. */
	callersOf(model: FunctionModel): readonly FileModel[];
	/** How what takes a function as that argument (position or keyword) of a call of this name is told with which arguments to call it; undefined where nothing is known. */
	argumentsOfTaken(callee: QualifiedName, argument: number | string): PassingWay | undefined;
	/** Whether some class of the project may have a property of that name; asked before looking for one, which costs far more. */
	mayBeProperty(name: string): boolean;
	/** Whether other files take a name from a file that has it from elsewhere: then its import is in use though nothing in the file needs it. */
	isTakenFrom(name: string, file: FileModel): boolean;
	/** Names that `from module import *` brings, when the module is the project's or its names are known. */
	starNames(module: string, name: string, from: FileModel): string | undefined;
}

/**
 * How a function that is handed on gets its arguments.
 * - `all`: they follow, keyword arguments too; `positional`: they follow, without keyword arguments;
 * - `args`: as a tuple in `args=`, and a dictionary in `kwargs=`;
 * - `own`: who takes it makes them.
 */
export type PassingWay = 'all' | 'positional' | 'args' | 'own';

/** A name of the project: all its bindings in the module it lives in. */
export interface Definition {
	readonly file: FileModel;
	readonly bindings: readonly Binding[];
}

/**
 * What calling a name gives.
 * - `coroutine`: it does nothing until it is awaited;
 * - `awaitable`: it must be awaited or entered, whichever fits, and does nothing before;
 * - `future`: it must be awaited for its result, but may run already;
 * - `async-context-manager`: good for `async with` alone;
 * - `async-iterator`: good for `async for`;
 * - `class`, `function`: as in plain Python.
 */
export type OutsideKind = 'coroutine' | 'awaitable' | 'future' | 'async-context-manager' | 'async-iterator' | 'class' | 'function';

/** Something outside the project that has to do with awaiting. */
export interface OutsideApi {
	readonly kind: OutsideKind;
	/** Qualified name of the class of what the call gives; for coroutines and awaitables, of what awaiting (or entering) it gives. */
	readonly returns?: string;
	/** Of an `awaitable`: the call gives the thing itself, which may be used before it is awaited. */
	readonly isItself?: true;
	/** Reading the name gives it, without a call. */
	readonly isProperty?: true;
	/** What the call gives can be used in `async with`. */
	readonly asyncWith?: true;
	/** What the call gives can be used in a plain `with`. `refuses`: it has an `__enter__`, whose only purpose is to raise. */
	readonly syncWith?: true | 'refuses';
	/** What the call gives is good for `async for`, not for a plain one. */
	readonly asyncFor?: true;
}
