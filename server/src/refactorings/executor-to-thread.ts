import { canAwait } from '../rule-kit/edits.ts';
import { executorToThread as toThread } from '../rule-kit/executor-to-thread.ts';
import { isAwaited, positionalArguments } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import type { Refactoring } from './refactoring.ts';

export const executorToThread: Refactoring = {
	name: 'executor-to-thread',
	summary: '`loop.run_in_executor(None, f, a)` becomes `asyncio.to_thread(f, a)`',
	effect: `The function runs in the same pool of threads. It sees the context variables of the caller, which it does not with \`run_in_executor()\`. Offered from Python 3.9 on, also where the rule prefer-to-thread is off.`,
	offer(at, { file, python }) {
		const call = executorCall(at, file);
		const site = call && file.statementOf(call).calls.find(({ node }) => node === call);
		return site && python.floor >= 9 ? [toThread(site, file)] : [];
	},
};

/** The awaited call on the default executor that a node is part of, not behind another call's parentheses. */
function executorCall(at: SyntaxNode, file: FileModel): SyntaxNode | undefined {
	for (const node of [at, ...at.ancestors()]) {
		if (node.kind === 'block') return undefined;
		const call = node.kind === 'await' ? node.children[0] : node;
		if (call?.kind !== 'call' || file.qualifiedName(call.field('function') as SyntaxNode) !== 'asyncio.AbstractEventLoop.run_in_executor') continue;
		const [executor, callable] = positionalArguments(call);
		const isPlain = executor?.kind === 'none' && callable !== undefined && !file.functionNamed(callable)?.isAsync;
		return isPlain && isAwaited(call) && canAwait(call, file) ? call : undefined;
	}
	return undefined;
}
