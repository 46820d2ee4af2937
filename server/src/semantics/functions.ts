import type { SyntaxNode } from '../syntax/source-file.ts';
import { Home, isRecording, Source, use } from '../util/tracking.ts';
import type { CallSite } from './calls.ts';
import type { Binding, Scope } from './scopes.ts';
import type { StatementModel } from './statement-model.ts';
import { TrackedNames } from './tracked-names.ts';

export interface Parameter {
	readonly name: string;
	readonly node: SyntaxNode;
	readonly annotation: SyntaxNode | undefined;
	readonly defaultValue: SyntaxNode | undefined;
	readonly kind: 'positional' | 'keyword-only' | 'list' | 'dictionary';
}

/** What an edit in a function may change without making it another function. */
interface FunctionParts {
	readonly node: SyntaxNode;
	readonly nameNode: SyntaxNode;
	readonly body: SyntaxNode;
	readonly isAsync: boolean;
	isGenerator: boolean;
	readonly decorators: readonly SyntaxNode[];
	readonly parameters: readonly Parameter[];
	readonly returnAnnotation: SyntaxNode | undefined;
	scope: Scope | undefined;
	readonly calls: CallSite[];
	readonly returns: SyntaxNode[];
	readonly statement: StatementModel;
}

/**
 * A `def`, `async def` or lambda. One that is an item of its own stays the same while its body is edited, so that who knows
 * of it need not be asked again; whoever looks at its syntax draws on the item.
 */
export class FunctionModel extends Home {
	/** `<lambda>` for a lambda. */
	readonly name: string;
	readonly isLambda: boolean;
	/** The function in whose body it is defined, also through a class. */
	readonly owner: FunctionModel | undefined;
	/** The class it is a method of. */
	readonly class: ClassModel | undefined;
	#parts: FunctionParts;
	/** Changes with what callers see without looking at its syntax. */
	#colour: Source | undefined;

	constructor(name: string, isLambda: boolean, owner: FunctionModel | undefined, ownClass: ClassModel | undefined, parts: FunctionParts) {
		super();
		this.name = name;
		this.isLambda = isLambda;
		this.owner = owner;
		this.class = ownClass;
		this.#parts = parts;
	}

	#read(): FunctionParts {
		use(this.#parts.statement.syntax);
		return this.#parts;
	}

	#seen(): FunctionParts {
		if (isRecording()) {
			this.#colour ??= new Source();
			use(this.#colour);
		}
		return this.#parts;
	}

	/** Where answers about it live: those about a function that outlives an edit of its body are asked again after it. */
	get home(): Home {
		const { syntax, rootFunction } = this.#parts.statement;
		return rootFunction === this ? this : syntax;
	}

	get isAsync(): boolean {
		return this.#seen().isAsync;
	}

	/** Whether its own body has a `yield`. */
	get isGenerator(): boolean {
		return this.#seen().isGenerator;
	}

	get node(): SyntaxNode {
		return this.#read().node;
	}

	get nameNode(): SyntaxNode {
		return this.#read().nameNode;
	}

	get body(): SyntaxNode {
		return this.#read().body;
	}

	/** The expressions after `@`, outermost first. */
	get decorators(): readonly SyntaxNode[] {
		return this.#read().decorators;
	}

	get parameters(): readonly Parameter[] {
		return this.#read().parameters;
	}

	get returnAnnotation(): SyntaxNode | undefined {
		return this.#read().returnAnnotation;
	}

	get scope(): Scope {
		return this.#read().scope as Scope;
	}

	/** Calls that run when its body runs: not those of nested functions and lambdas. */
	get calls(): readonly CallSite[] {
		return this.#read().calls;
	}

	/** `return` statements of its own body. */
	get returns(): readonly SyntaxNode[] {
		return this.#read().returns;
	}

	/** The model of the item it stands in, as it is now. */
	get statement(): StatementModel {
		return this.#parts.statement;
	}

	/** @internal */
	markGenerator(): void {
		this.#parts.isGenerator = true;
	}

	/** @internal Takes up what an edit made of it; gives what `edited` wants to know. */
	edit(parts: FunctionParts): FunctionParts {
		const before = this.#parts;
		this.#parts = parts;
		return before;
	}

	/** @internal Its new body has been read. */
	edited(before: FunctionParts): void {
		if (before.isAsync !== this.#parts.isAsync || before.isGenerator !== this.#parts.isGenerator) this.#colour?.change();
	}
}

interface ClassParts {
	readonly node: SyntaxNode;
	readonly nameNode: SyntaxNode;
	readonly bases: readonly SyntaxNode[];
	readonly decorators: readonly SyntaxNode[];
	readonly statement: StatementModel;
}

/** A class. One that lies in no function stays the same while it is edited. */
export class ClassModel extends Home {
	readonly name: string;
	/** Its name behind those of the classes around: `Outer.Inner`; with a number where its statement defines it again. */
	readonly path: string;
	readonly owner: FunctionModel | undefined;
	/** The scope of its body. */
	readonly scope: Scope;
	/** @internal What gives it its name. */
	binding: Binding | undefined;
	#attributes = new Map<string, AttributeAssignment[]>();
	readonly #trackedAttributes: TrackedNames<AttributeAssignment> | undefined;
	#parts: ClassParts;

	constructor(name: string, path: string, owner: FunctionModel | undefined, scopeOf: (model: ClassModel) => Scope, parts: ClassParts) {
		super();
		this.name = name;
		this.path = path;
		this.owner = owner;
		this.scope = scopeOf(this);
		this.#parts = parts;
		// One in a function goes with its item.
		if (!owner) this.#trackedAttributes = new TrackedNames(() => this.#attributes);
	}

	/** Assignments to `self.name` (or the first parameter's other name) in its methods. */
	get attributes(): ReadonlyMap<string, readonly AttributeAssignment[]> {
		return this.#trackedAttributes ?? this.#attributes;
	}

	/** Where answers about it live. */
	get home(): Home {
		return this.owner ? this.#parts.statement.syntax : this;
	}

	/** @internal */
	setAttributes(all: Map<string, AttributeAssignment[]>): void {
		this.#attributes = all;
		this.#trackedAttributes?.recheck();
	}

	/** @internal */
	addAttribute(name: string, assignment: AttributeAssignment): void {
		const list = this.#attributes.get(name);
		if (list) list.push(assignment);
		else this.#attributes.set(name, [assignment]);
	}

	#read(): ClassParts {
		use(this.#parts.statement.syntax);
		return this.#parts;
	}

	get node(): SyntaxNode {
		return this.#read().node;
	}

	get nameNode(): SyntaxNode {
		return this.#read().nameNode;
	}

	/** Expressions in the parentheses, without keywords. */
	get bases(): readonly SyntaxNode[] {
		return this.#read().bases;
	}

	get decorators(): readonly SyntaxNode[] {
		return this.#read().decorators;
	}

	get statement(): StatementModel {
		return this.#parts.statement;
	}

	/** @internal Takes up what an edit made of it. */
	edit(parts: ClassParts): void {
		this.#parts = parts;
	}
}

export interface AttributeAssignment {
	readonly node: SyntaxNode;
	readonly value: SyntaxNode | undefined;
	readonly annotation: SyntaxNode | undefined;
	/** `with value as self.x` */
	readonly isContextManager: boolean;
	readonly method: FunctionModel;
}

/** The method of that name in the class's own body: the last one bound. */
export function ownMethod(model: ClassModel, name: string): FunctionModel | undefined {
	const bindings: readonly Binding[] = model.scope.bindings.get(name) ?? [];
	return bindings.findLast((binding) => binding.function !== undefined || binding.value !== undefined)?.function;
}
