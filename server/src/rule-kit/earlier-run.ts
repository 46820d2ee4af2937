import type { PathTarget } from '../project/call-graph.ts';
import type { ProjectModel } from '../project/project.ts';
import type { CallSite } from '../semantics/calls.ts';
import { fileOf } from '../semantics/file-model.ts';
import { isAlwaysPassed } from '../semantics/flow.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { statementOf } from './edits.ts';

/** Calls of `asyncio.run()` itself. */
const run: PathTarget = { matches: (name) => name === 'asyncio.run' };

/** A call on the way from module level to here, or before it in the same body, that has run a loop. */
export function earlierRun(call: CallSite, project: ProjectModel): CallSite | undefined {
	const chain = project.contextsOf(call.owner, call.node).find((context) => context.kind === 'main-thread')?.chain;
	if (!chain) return undefined;
	for (const step of [call, ...chain.toReversed()]) {
		const candidates = step.owner ? step.owner.calls : fileOf(step).calls.filter((one) => !one.owner);
		const found = candidates.find(
			(one) =>
				isBefore(one.node, step.node) &&
				(isAlwaysPassed(one.node, step.node) || isTriedFirst(one.node, step.node)) &&
				!hidesInCondition(one.node) &&
				surelyRuns(project.pathTo(run, one)),
		);
		if (found) return found;
	}
	return undefined;
}

/** In the clauses behind a `try`, what its body does first has been done, whatever came of it. */
function isTriedFirst(one: SyntaxNode, later: SyntaxNode): boolean {
	const attempt = later.closest('finally_clause')?.parent;
	const first = attempt?.field('body')?.children[0];
	return first?.kind === 'expression_statement' && one.isInside(first) && first === statementOf(one);
}

/** Whether every step of a path runs whenever its function does. */
function surelyRuns(path: readonly CallSite[] | undefined): boolean {
	return (
		path?.slice(1).every(({ owner, node }) => {
			const last = owner?.body.kind === 'block' ? owner.body.children.at(-1) : undefined;
			return owner && last && isAlwaysPassed(node, last) && !hidesInCondition(node) && !owner.returns.some((one) => isBefore(one, node));
		}) ?? false
	);
}

/** In an expression that may be passed over, or in a lambda or comprehension that may never run. */
function hidesInCondition(node: SyntaxNode): boolean {
	for (const ancestor of node.ancestors()) {
		if (ancestor.kind === 'block' || ancestor.kind.endsWith('_statement')) return false;
		if (
			ancestor.kind === 'boolean_operator' ||
			ancestor.kind === 'conditional_expression' ||
			ancestor.kind === 'lambda' ||
			ancestor.kind.endsWith('comprehension') ||
			ancestor.kind === 'generator_expression'
		)
			return true;
	}
	return false;
}

function isBefore(a: SyntaxNode, b: SyntaxNode): boolean {
	return a.end <= b.start;
}
