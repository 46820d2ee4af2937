import type { SyntaxNode } from '../syntax/source-file.ts';
import type { ClassModel, FunctionModel, Parameter } from './functions.ts';
import { TrackedNames } from './tracked-names.ts';

export type ScopeKind = 'module' | 'function' | 'class' | 'comprehension';

// Most scopes have none of their own, and an empty collection takes a hundred bytes or two.
const noBindings: ReadonlyMap<string, readonly Binding[]> = new Map();
const noNames: ReadonlySet<string> = new Set();

/** A Python scope. A lambda's is a function scope. */
export class Scope {
	readonly kind: ScopeKind;
	/** The scope it lies in; undefined for a statement's part of the module scope. */
	parent: Scope | undefined;
	/** The function whose body this is, or in whose body it lies; undefined at module level. */
	readonly function: FunctionModel | undefined;
	/** Set in a class body's own scope only. */
	readonly class: ClassModel | undefined;
	#bindings: Map<string, Binding[]> | undefined;
	/** Of a class that others may look into while it is edited. */
	readonly #tracked: TrackedNames<Binding> | undefined;
	#globals: Set<string> | undefined;
	#nonlocals: Set<string> | undefined;

	constructor(kind: ScopeKind, parent: Scope | undefined, owner: FunctionModel | undefined, ownClass?: ClassModel, isTracked = false) {
		this.kind = kind;
		this.parent = parent;
		this.function = owner;
		this.class = ownClass;
		this.#tracked = isTracked ? new TrackedNames(() => this.#bindings ?? noBindings) : undefined;
	}

	get bindings(): ReadonlyMap<string, readonly Binding[]> {
		return this.#tracked ?? this.#bindings ?? noBindings;
	}

	/** Starts anew, for the same class after an edit. `published` is to be called when all is bound again. */
	reset(parent: Scope | undefined): void {
		this.parent = parent;
		this.#bindings = undefined;
		this.#globals = undefined;
		this.#nonlocals = undefined;
	}

	published(): void {
		this.#tracked?.recheck();
	}

	/** Adds a binding behind those its name has already. */
	bind(binding: Binding): void {
		this.#bindings ??= new Map();
		const list = this.#bindings.get(binding.name);
		if (list) list.push(binding);
		else this.#bindings.set(binding.name, [binding]);
	}

	/** Takes up a `global` or `nonlocal` statement. */
	declare(name: string, kind: 'global' | 'nonlocal'): void {
		if (kind === 'global') {
			this.#globals ??= new Set();
			this.#globals.add(name);
		} else {
			this.#nonlocals ??= new Set();
			this.#nonlocals.add(name);
		}
	}

	/** Names declared `global` here. */
	get globals(): ReadonlySet<string> {
		return this.#globals ?? noNames;
	}

	get nonlocals(): ReadonlySet<string> {
		return this.#nonlocals ?? noNames;
	}

	get module(): Scope {
		return this.parent ? this.parent.module : this;
	}
}

export type BindingKind = 'import' | 'function' | 'class' | 'parameter' | 'assignment' | 'augmented' | 'loop' | 'with' | 'except' | 'match' | 'delete' | 'type';

/** One place that gives a name a meaning. */
export interface Binding {
	readonly name: string;
	readonly kind: BindingKind;
	/** The name itself; for `import a.b` the dotted name. */
	readonly node: SyntaxNode;
	readonly scope: Scope;
	/** For imports: what it stands for, `.` first when relative: `os.path`, `..models.User`. */
	readonly target?: string;
	readonly function?: FunctionModel;
	readonly class?: ClassModel;
	readonly parameter?: Parameter;
	/** The expression bound whole: `x = value`, `with value as x`, `for x in value`. Undefined where the name gets a part of it. */
	readonly value?: SyntaxNode;
	/** For `a, b = value` and `for a, b in value`: which part of it the name gets, from 0. */
	readonly part?: { readonly of: SyntaxNode; readonly index: number };
	readonly annotation?: SyntaxNode;
}
