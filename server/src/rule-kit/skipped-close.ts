import { isStatement } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { deleteStatement, fixOf, statementOf } from './edits.ts';
import type { Fix } from './finding.ts';
import { followers, wrapInFinally } from './wrap.ts';

/** Whether the run comes first and nothing makes sure that `close()` follows when it raises. */
export function mayBeSkipped(run: SyntaxNode, close: SyntaxNode): boolean {
	if (run.start > close.start) return false;
	const final = close.closest('finally_clause');
	if (final?.parent && run.isInside(final.parent) && !run.isInside(final)) return false;
	const attempt = run.closest('try_statement');
	const isCaught =
		attempt &&
		run.isInside(attempt.field('body') as SyntaxNode) &&
		attempt.children.some((one) => one.kind === 'except_clause' && (one.children[0]?.kind === 'block' || /Exception/.test(one.children[0]?.text ?? '')));
	return !isCaught;
}

/** Puts what stands between the first run and `close()` into `try`, and `close()` into its `finally`. */
export function closeInFinally(run: SyntaxNode, close: SyntaxNode, file: FileModel): Fix | undefined {
	const last = statementOf(close);
	const first = [statementOf(run), ...statementOf(run).ancestors()].find((one) => one.parent === last.parent);
	if (!first) return undefined;
	const siblings = [first, ...followers(first)];
	const index = siblings.indexOf(last);
	const before = siblings[index - 1];
	if (index < 1 || !before || !isStatement(close.parent?.parent ?? close) || !mayBeSkipped(run, close)) return undefined;
	return fixOf('Close the loop in finally', 'unsafe', wrapInFinally(first, before, [last.text], file), deleteStatement(last, file));
}
