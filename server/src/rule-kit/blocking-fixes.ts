import { type BlockingCall, type BlockingGroup, blockingCall, waitsWhenUsed } from '../knowledge/blocking-calls.ts';
import { pythonAt } from '../project/guards.ts';
import type { CallSite } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import type { Questions } from './blocking.ts';
import { mayChangeThread } from './blocking-advice.ts';
import type { Fix } from './finding.ts';
import { runExpressionInThread, runInThread } from './to-thread.ts';

/** Lets a thread make the call, with the reading that follows it. Undefined where a thread must not, or `await` cannot stand. */
export function threadFix(call: CallSite, blocking: BlockingCall, { file, python }: Questions): Fix | undefined {
	if (blocking.staysInThread && !mayChangeThread(file)) return undefined;
	const range = pythonAt(call.node, file, python) ?? python;
	if (waitsWhenUsed.has(blocking.name)) return isIterated(call.node) ? runExpressionInThread(call.node, file, range, 'list') : undefined;
	const whole = blockingChain(call.node, file);
	return whole === call.node ? runInThread(call.node, file, range) : runExpressionInThread(whole, file, range);
}

/** Whether an expression is what a loop goes through. */
function isIterated(node: SyntaxNode): boolean {
	return node.fieldName === 'right' && (node.parent?.kind === 'for_statement' || node.parent?.kind === 'for_in_clause') && !node.parent.hasToken('async');
}

/** Methods that read or write what a blocking call has opened. */
const streamMethods: ReadonlySet<string> = new Set(['read', 'readline', 'readlines', 'write', 'writelines']);

/** The longest chain of calls that begins with a call and ends with one that blocks: `open(p).read()` in `open(p).read().strip()`. */
function blockingChain(first: SyntaxNode, file: FileModel): SyntaxNode {
	let whole = first;
	for (let node: SyntaxNode | undefined = first; node; ) {
		const { parent }: SyntaxNode = node;
		const isLink: boolean = (parent?.kind === 'attribute' && parent.field('object') === node) || (parent?.kind === 'call' && parent.field('function') === node);
		if (!isLink || !parent) return whole;
		if (parent.kind === 'call' && (groupOf(parent, file) !== undefined || streamMethods.has(node.field('attribute')?.text ?? ''))) whole = parent;
		node = parent;
	}
	return whole;
}

/** The group of a blocking call; undefined for other calls. */
export function groupOf(call: SyntaxNode, file: FileModel): BlockingGroup | undefined {
	const callee = call.field('function');
	const name = callee && file.qualifiedName(callee);
	return name === undefined ? undefined : blockingCall(name)?.group;
}
