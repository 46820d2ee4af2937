import type { NodeKind } from '../syntax/grammar.generated.ts';
import type { Statement, SyntaxNode } from '../syntax/source-file.ts';
import type { CallSite } from './calls.ts';
import type { FileModel } from './file-model.ts';
import type { AttributeAssignment, ClassModel, FunctionModel } from './functions.ts';
import type { Replacement } from './replacements.ts';
import type { Binding, Scope } from './scopes.ts';

export interface ClassAttribute {
	readonly class: ClassModel;
	readonly name: string;
	readonly assignment: AttributeAssignment;
}

/**
 * What one item says by itself: a top-level statement without the functions in it that are items of
 * their own, or one of those. It holds no offsets and nothing from the rest of the file but the scope
 * around it, so it serves as long as the item does.
 */
export interface StatementModel {
	readonly syntax: Statement;
	/** Names this item binds in the module. */
	readonly scope: Scope;
	/** The scope in which its root stands: `scope`, or for a method that of its class. */
	readonly outer: Scope;
	/** The models of the functions in it that are items of their own, in the order of the text. */
	members: readonly StatementModel[];
	/** The function that this item is. */
	readonly rootFunction: FunctionModel | undefined;
	/** What gives that function its name. */
	readonly rootBinding: Binding | undefined;
	/** What its methods assign to attributes of classes that lie in no function. */
	readonly attributes: readonly ClassAttribute[];
	readonly functions: readonly FunctionModel[];
	readonly classes: readonly ClassModel[];
	readonly calls: readonly CallSite[];
	/** Modules named by `from x import *`. */
	readonly starImports: readonly string[];
	/** What imports anywhere in it name, star imports too: `os.path`, `..models.User`. */
	readonly imports: readonly string[];
	readonly replacements: readonly Replacement[];
	/** Nodes of the kinds that were asked for, in the order of the text. */
	readonly nodes: ReadonlyMap<NodeKind, readonly SyntaxNode[]>;
	/** Scope by the index of the node that opens it: a body, or a comprehension. */
	readonly scopes: ReadonlyMap<number, Scope>;
	/** Answers of `FileModel.scopeOf` by node index; they are true as long as the statement is. */
	readonly scopeByNode: Map<number, Scope>;
	/** The file's newest model. */
	file: FileModel | undefined;
}
