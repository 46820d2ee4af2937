import { exitsOf } from '../semantics/exits.ts';
import type { FileModel } from '../semantics/file-model.ts';
import { ownNodes } from '../semantics/flow.ts';
import type { FunctionModel } from '../semantics/functions.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { awaitsIn, type CancellationCatch, callerThatGoesOn, catchIn, mayBeOfAnother, neverReturns, nextAwait, typesOf } from './cancellation.ts';

/** A handler after which a coroutine goes on although it was to be cancelled. */
export interface Swallowing {
	readonly clause: SyntaxNode;
	readonly found: CancellationCatch;
	readonly message: 'explicit' | 'returns' | 'wide';
	/** What runs although the coroutine was to be cancelled. */
	readonly related?: SyntaxNode | undefined;
	/** Whether the handler raises on some of its ways. */
	readonly raisesSometimes: boolean;
}

/** The handler of a `try` that swallows the cancellation of its coroutine; undefined when none does, or when it may be another task's. */
export function swallowingHandler(statement: SyntaxNode, owner: FunctionModel, file: FileModel): Swallowing | undefined {
	const body = statement.field('body');
	const clause = catchingClause(statement, file);
	return body && clause && judge(clause, awaitsIn(body), owner, file);
}

/** The first handler that gets a cancellation. */
function catchingClause(statement: SyntaxNode, file: FileModel): SyntaxNode | undefined {
	return statement.children.find((child) => child.kind === 'except_clause' && caughtBy(child, file) !== undefined);
}

function caughtBy(clause: SyntaxNode, file: FileModel): CancellationCatch | undefined {
	if (clause.hasToken('*')) return undefined;
	const types = typesOf(clause);
	return types ? catchIn(types, file) : { isWide: true, type: undefined };
}

function judge(clause: SyntaxNode, awaits: readonly SyntaxNode[], owner: FunctionModel, file: FileModel): Swallowing | undefined {
	const found = caughtBy(clause, file);
	const block = clause.children.at(-1);
	const statement = clause.parent;
	if (!found || !statement || block?.kind !== 'block' || awaits.length === 0 || mayBeOfAnother(awaits, owner, clause.end)) return undefined;
	const exits = exitsOf(block, neverReturns(file));
	const leaving = new Set([...exits].filter((exit) => exit !== 'raise'));
	const raisesSometimes = exits.has('raise');
	if (leaving.size === 0 || isPassedOn(clause, found, raisesSometimes, file)) return undefined;
	const related = nextAwait(statement, leaving, owner.body);
	if (found.isWide) return { clause, found, message: 'wide', related, raisesSometimes };
	if (related) return { clause, found, message: 'explicit', related, raisesSometimes };
	const caller = callerThatGoesOn(owner, file);
	return caller && { clause, found, message: 'returns', related: caller, raisesSometimes };
}

/** Functions that only show an exception. */
const shows = /^(debug|info|warn|warning|error|exception|critical|log|print|str|repr|format|type|isinstance|print_exception|format_exception)$/;

/** Whether the handler tells cancellations apart, or hands the exception to somebody: a future, a list, its caller. */
function isPassedOn(clause: SyntaxNode, found: CancellationCatch, raisesSometimes: boolean, file: FileModel): boolean {
	if (raisesSometimes && !found.isWide) return true;
	const alias = clause.children[0]?.kind === 'as_pattern' ? clause.children[0].field('alias')?.text : undefined;
	return ownNodes(clause.children.at(-1) as SyntaxNode).some((node) => {
		if (node.kind === 'call' && /^(uncancel|exc_info|set_exception)$/.test(node.field('function')?.field('attribute')?.text ?? '')) return true;
		if (node.kind === 'identifier' || node.kind === 'attribute') {
			if (node.text === alias && node.parent?.kind !== 'as_pattern_target') return !isShown(node);
			return file.qualifiedName(node) === 'asyncio.CancelledError';
		}
		return false;
	});
}

/** Printed, logged, put into a text, or a `from error`. */
function isShown(use: SyntaxNode): boolean {
	for (const ancestor of use.ancestors()) {
		if (ancestor.kind === 'interpolation' || ancestor.kind === 'raise_statement') return true;
		if (ancestor.kind === 'call') {
			const callee = ancestor.field('function');
			return shows.test((callee?.kind === 'attribute' ? callee.field('attribute') : callee)?.text ?? '');
		}
		if (ancestor.kind === 'block') return false;
	}
	return false;
}
