import type { SyntaxNode } from '../syntax/source-file.ts';
import type { CallSite } from './calls.ts';
import type { Binding, Scope } from './scopes.ts';
import type { StatementModel } from './statement-model.ts';

export interface Parameter {
	readonly name: string;
	readonly node: SyntaxNode;
	readonly annotation: SyntaxNode | undefined;
	readonly defaultValue: SyntaxNode | undefined;
	readonly kind: 'positional' | 'keyword-only' | 'list' | 'dictionary';
}

/** A `def`, `async def` or lambda. */
export interface FunctionModel {
	/** `<lambda>` for a lambda. */
	readonly name: string;
	readonly node: SyntaxNode;
	readonly nameNode: SyntaxNode;
	readonly body: SyntaxNode;
	readonly isAsync: boolean;
	readonly isLambda: boolean;
	/** Whether its own body has a `yield`. */
	isGenerator: boolean;
	/** The expressions after `@`, outermost first. */
	readonly decorators: readonly SyntaxNode[];
	readonly parameters: readonly Parameter[];
	readonly returnAnnotation: SyntaxNode | undefined;
	/** The function in whose body it is defined, also through a class. */
	readonly owner: FunctionModel | undefined;
	/** The class it is a method of. */
	readonly class: ClassModel | undefined;
	scope: Scope;
	/** Calls that run when its body runs: not those of nested functions and lambdas. */
	readonly calls: CallSite[];
	/** `return` statements of its own body. */
	readonly returns: SyntaxNode[];
	readonly statement: StatementModel;
}

export interface ClassModel {
	readonly name: string;
	readonly node: SyntaxNode;
	readonly nameNode: SyntaxNode;
	/** Expressions in the parentheses, without keywords. */
	readonly bases: readonly SyntaxNode[];
	readonly decorators: readonly SyntaxNode[];
	readonly owner: FunctionModel | undefined;
	scope: Scope;
	/** Assignments to `self.name` (or the first parameter's other name) in its methods. */
	readonly attributes: Map<string, AttributeAssignment[]>;
	readonly statement: StatementModel;
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
