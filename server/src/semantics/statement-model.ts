import type { NodeKind } from '../syntax/grammar.generated.ts';
import type { Statement, SyntaxNode } from '../syntax/source-file.ts';
import type { CallSite } from './calls.ts';
import type { FileModel } from './file-model.ts';
import type { ClassModel, FunctionModel } from './functions.ts';
import type { Replacement } from './replacements.ts';
import type { Scope } from './scopes.ts';

/**
 * What one top-level statement says by itself. It holds no offsets and nothing from the rest of
 * the file, so it serves as long as the statement does.
 */
export interface StatementModel {
	readonly syntax: Statement;
	/** Names this statement binds in the module. */
	readonly scope: Scope;
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
