import type { FileModel } from '../semantics/file-model.ts';
import { ownNodes } from '../semantics/flow.ts';
import type { FunctionModel } from '../semantics/functions.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { callerThatGoesOn } from './cancellation.ts';
import { isOnlyTask } from './made-task.ts';
import type { Severity } from './rule.ts';
import type { Swallowing } from './swallowing-handlers.ts';
import { isInTest } from './tests.ts';

/**
 * How much a handler or `finally` that swallows cancellations matters: `related` is what runs next although it should not, `doesHarm`
 * whether it is plain that something is lost. Undefined for the rule's own severity.
 */
export function severityOfSwallowing(
	clause: SyntaxNode,
	owner: FunctionModel,
	related: SyntaxNode | undefined,
	doesHarm: boolean,
	file: FileModel,
): Severity | undefined {
	if (endsAnyway(clause, owner, related, file)) return 'hint';
	return severityInTest(clause, file) ?? (doesHarm ? undefined : 'information');
}

/** Whether what was cancelled ends all the same, though it does not say why: the whole of a task, or a loop that the handler tells to stop. */
function endsAnyway(clause: SyntaxNode, owner: FunctionModel, related: SyntaxNode | undefined, file: FileModel): boolean {
	const round = clause.closest('while_statement', 'for_statement', 'function_definition');
	const condition = round?.kind === 'while_statement' ? round.field('condition') : undefined;
	if (condition) {
		const asked = new Set([condition, ...condition.descendants()].filter((node) => node.kind === 'identifier').map((node) => node.text));
		if (ownNodes(clause).some((node) => node.kind === 'assignment' && asked.has(node.field('left')?.text ?? ''))) return true;
	}
	const goesRound = related?.closest('while_statement', 'for_statement', 'function_definition')?.kind !== 'function_definition';
	return (!related || !goesRound) && isOnlyTask(owner, file);
}

/**
 * Whether it is plain that something is lost. Who names CancelledError outside of a loop may mean to
 * end quietly, or to go on with the cleaning up; a wide handler after which nothing is awaited, and
 * whose caller is not in sight, may be the end of the task.
 */
export function harms({ clause, found, related, raisesSometimes }: Swallowing, owner: FunctionModel, file: FileModel): boolean {
	if (!found.isWide) return goesRound(related, clause, owner);
	return !raisesSometimes && (related ?? callerThatGoesOn(owner, file)) !== undefined;
}

/** Whether what runs next does so in a loop round a node: then nothing stops it, however often it is cancelled. */
export function goesRound(next: SyntaxNode | undefined, node: SyntaxNode, owner: FunctionModel): boolean {
	const loop = node.closest('for_statement', 'while_statement', 'function_definition');
	return loop !== undefined && loop !== owner.node && next?.isInside(loop) === true;
}

/** Nobody waits for a test that was cancelled. */
export function severityInTest(node: SyntaxNode, file: FileModel): 'hint' | undefined {
	return isInTest(node, file) ? 'hint' : undefined;
}
