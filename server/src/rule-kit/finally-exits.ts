import { type Exit, exitsOf } from '../semantics/exits.ts';
import type { FileModel } from '../semantics/file-model.ts';
import { ownNodes } from '../semantics/flow.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { neverReturns } from './cancellation.ts';
import { fixOf, indentationAt, replaceRange } from './edits.ts';
import type { Fix } from './finding.ts';

/** A `finally` that is never left by its end. */
export interface FinalJump {
	/** The first `return`, `break` or `continue` by which it is left. */
	readonly at: SyntaxNode;
	/** All the ways in which it is left, `raise` aside. */
	readonly exits: ReadonlySet<Exit>;
}

/** By what a `finally` clause always jumps away, and so drops every exception that is on its way; undefined when it may be left by its end, or only raises. */
export function finalJump(clause: SyntaxNode, file: FileModel): FinalJump | undefined {
	const block = clause.children.at(-1);
	if (block?.kind !== 'block') return undefined;
	const exits = exitsOf(block, neverReturns(file));
	const jumps = new Set([...exits].filter((exit) => exit !== 'raise'));
	const at = jumps.has('end') ? undefined : ownNodes(block).find((node) => jumpsOut(node, clause));
	return at && { at, exits: jumps };
}

/** Whether a node is a `return`, or a `break` or `continue` of a loop round the statement or clause it stands in. */
function jumpsOut(node: SyntaxNode, clause: SyntaxNode): boolean {
	if (node.kind === 'return_statement') return true;
	if (node.kind !== 'break_statement' && node.kind !== 'continue_statement') return false;
	return node.closest('for_statement', 'while_statement')?.isInside(clause) !== true;
}

/**
 * Puts the jump that ends a `finally` behind its `try`, where only who came to the end of it gets. Not when the rest
 * of the statement is left in a way of its own, or nothing would be left of a `try` without handlers.
 */
export function jumpBehindTry({ at }: FinalJump, clause: SyntaxNode, file: FileModel): Fix | undefined {
	const statement = clause.parent;
	const block = clause.children.at(-1);
	if (!statement || block?.children.at(-1) !== at || statement.parent?.children.at(-1) !== statement) return undefined;
	const before = block.children.at(-2);
	const from = before ? lineStartOf(at, file) : clause.start;
	const gap = file.source.text.slice(before?.end ?? clause.start, at.start);
	const isLoneTry = !before && !statement.children.some((one) => one.kind === 'except_clause');
	const isLeftElsewhere = ownNodes(statement).some((node) => node !== at && jumpsOut(node, statement));
	if (isLoneTry || isLeftElsewhere || /[\r\n]/.test(at.text) || !/[\r\n]/.test(gap) || (!before && gap.includes('#'))) return undefined;
	return fixOf('Put it behind the try', 'unsafe', [replaceRange(file, { start: from, end: at.start }, before ? indentationAt(statement) : '')]);
}

function lineStartOf(node: SyntaxNode, file: FileModel): number {
	const { text } = file.source;
	return Math.max(text.lastIndexOf('\n', node.start), text.lastIndexOf('\r', node.start)) + 1;
}
