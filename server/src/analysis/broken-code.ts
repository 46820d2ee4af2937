import type { Fix } from '../rule-kit/finding.ts';
import type { SourceFile, Statement, SyntaxNode } from '../syntax/source-file.ts';

/**
 * Whether a fix may be offered in a file that was not understood as a whole: the function in which the problem lies (outside of functions, all
 * that stands outside of them) and all code that it changes must be whole, and no import goes, because what was not understood may need it.
 */
export function keepsToWholeCode(fix: Fix, at: SyntaxNode, sourceAt: (path: string) => SourceFile | undefined): boolean {
	if (at.file.brokenAt !== undefined && !isScopeWhole(at)) return false;
	return fix.edits.every(({ path, range }) => {
		const source = sourceAt(path);
		if (source?.brokenAt === undefined) return true;
		const node = source.nodeAt(range.start);
		if (!node) return source.debris === undefined || range.end < source.debris.start;
		if (node.statement.hasOwnError || isNearSyntaxError(node, source)) return false;
		return range.start === range.end || !node.closest('import_statement', 'import_from_statement');
	});
}

function isScopeWhole({ statement, file }: SyntaxNode): boolean {
	if (isFunction(statement)) return !statement.hasOwnError;
	return file.debris === undefined && file.parts.every((part) => isFunction(part) || (!part.hasOwnError && part.root.kind !== 'ERROR'));
}

/** Whether an item is a function, with all that lies in it. */
function isFunction({ root, shell }: Statement): boolean {
	return shell !== undefined || (root.kind === 'decorated_definition' ? root.field('definition') : root)?.kind === 'function_definition';
}

/** Whether nothing certain can be said at a node: it lies in, or right behind, something that does not parse. */
export function isNearSyntaxError(node: SyntaxNode, source: SourceFile): boolean {
	// tree-sitter does not mind a module that begins with white space; Python does.
	if (source.isIndented(node.statement.top)) return true;
	if (!source.hasError) return false;
	for (let current: SyntaxNode | undefined = node; current; current = current.parent) {
		if (current.kind === 'ERROR') return true;
		const block: SyntaxNode | undefined = current.parent;
		if (block?.kind !== 'block') continue;
		// Of the innermost block, the statement itself and what stands before it must be whole.
		const before = block.allChildren();
		for (let i = before.indexOf(current); i >= 0; i--) {
			const one = before[i] as SyntaxNode;
			if (one.kind === 'ERROR' || (one.hasError && (one === current ? holdsOwnError(one, node) : !endsWithBlock(one)))) return true;
		}
		break;
	}
	return isTopLevelBroken(node, source);
}

/** An error in the statement that lies outside its nested blocks, or in the block that holds the node. */
function holdsOwnError(statement: SyntaxNode, node: SyntaxNode): boolean {
	return statement
		.allChildren()
		.some((child) => (child.kind !== 'block' || node.isInside(child)) && (child.hasError || child.kind === 'ERROR' || child.isMissing));
}

function endsWithBlock(statement: SyntaxNode): boolean {
	return statement.children.at(-1)?.kind === 'block';
}

function isTopLevelBroken(node: SyntaxNode, source: SourceFile): boolean {
	const statement = node.statement.top;
	const { root } = statement;
	if (root.kind === 'ERROR') return true;
	if (root.hasError && root.children.at(-1)?.kind !== 'block' && root.kind !== 'decorated_definition') return true;
	if ((source.debris?.start ?? Number.POSITIVE_INFINITY) <= statement.start) return true;
	const before = source.parts[source.parts.indexOf(statement) - 1];
	return before?.root.kind === 'ERROR';
}
