import { canAwait, fixOf, insertAt, statementOf } from '../rule-kit/edits.ts';
import type { Fix } from '../rule-kit/finding.ts';
import { reference } from '../rule-kit/imports.ts';
import { wrapInBlock } from '../rule-kit/wrap.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import type { Refactoring } from './refactoring.ts';

/** Of asyncio, what needs no limit of its own or has one. */
const needsNone = /^asyncio\.(sleep|wait_for|wait)$/;
const limits = /^(asyncio|async_timeout)\.(timeout|timeout_at)$|^anyio\.(fail_after|move_on_after)$/;

export const addTimeout: Refactoring = {
	name: 'add-timeout',
	summary: 'An `await` gets a limit of time',
	effect: `After five seconds what is awaited is cancelled, and \`TimeoutError\` is raised; change the number to what fits. From Python 3.11 on \`asyncio.timeout()\` is put round the statement, before that \`asyncio.wait_for()\` round what is awaited; there the exception is \`asyncio.TimeoutError\`.`,
	offer(at, { file, python }) {
		const awaited = at.kind === 'await' ? at : at.closest('await');
		const operand = awaited?.children[0];
		if (!awaited || operand?.kind !== 'call' || !canAwait(awaited, file) || isLimited(awaited, file)) return [];
		if (needsNone.test(file.qualifiedName(operand.field('function') as SyntaxNode) ?? '')) return [];
		return [python.floor >= 11 ? withBlock(statementOf(awaited), file) : undefined, withWaitFor(operand, file)];
	},
};

function isLimited(awaited: SyntaxNode, file: FileModel): boolean {
	const owner = file.functionOf(awaited);
	return [...awaited.ancestors()].some((ancestor) => {
		if (ancestor.kind !== 'with_statement' || file.functionOf(ancestor) !== owner) return false;
		const header = ancestor.children.find(({ kind }) => kind === 'with_clause');
		return (
			header !== undefined &&
			[...header.descendants()].some((node) => node.kind === 'call' && limits.test(file.qualifiedName(node.field('function') as SyntaxNode) ?? ''))
		);
	});
}

/** Round a simple statement only: the parts of a loop or a branch would get the same limit. */
function withBlock(statement: SyntaxNode, file: FileModel): Fix | undefined {
	if (statement.kind !== 'expression_statement' && statement.kind !== 'return_statement') return undefined;
	const timeout = reference('asyncio', 'timeout', statement, file);
	const edits = timeout && wrapInBlock(`async with ${timeout.text}(5):`, statement, statement, file);
	return timeout && fixOf('Add a timeout with asyncio.timeout()', 'unsafe', edits, timeout.edits);
}

function withWaitFor(operand: SyntaxNode, file: FileModel): Fix | undefined {
	const waiting = reference('asyncio', 'wait_for', operand, file);
	if (!waiting) return undefined;
	const edits = [insertAt(operand, operand.start, `${waiting.text}(`), insertAt(operand, operand.end, ', timeout=5)')];
	return fixOf('Add a timeout with asyncio.wait_for()', 'unsafe', edits, waiting.edits);
}
