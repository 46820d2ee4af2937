import type { CallSite } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { FunctionModel } from '../semantics/functions.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import type { CoroutineSource } from './coroutines.ts';
import { awaitIt, canAwait, fixOf, insertAt } from './edits.ts';
import type { Fix } from './finding.ts';
import type { ForgottenAwait } from './forgotten-await.ts';
import { reference } from './imports.ts';

/** What mends a coroutine that nothing awaits: `await` before it, or, at module level, a loop to run it on. */
export function fixesForForgottenAwait(
	{ node, owner }: CallSite,
	misuse: ForgottenAwait['misuse'],
	source: CoroutineSource,
	file: FileModel,
): (Fix | undefined)[] {
	const isDropped = misuse === 'dropped';
	const outer = awaitOfItem(node);
	if (outer) return [fixOf('Await it before something is taken of it', 'unsafe', [insertAt(outer, outer.start, '('), insertAt(node, node.end, ')')])];
	if (canAwait(node, file)) return [fixOf('Await it', isDropped ? 'safe' : 'unsafe', awaitIt(node))];
	// At module level a dropped call of an async function was meant as the start of the program.
	if (!isDropped || owner || file.scopeOf(node).kind !== 'module' || !source.function || node.kind !== 'call') return [];
	const run = reference('asyncio', 'run', node, file);
	return [run && fixOf('Run it with asyncio.run()', 'unsafe', [insertAt(node, node.start, `${run.text}(`), insertAt(node, node.end, ')')], run.edits)];
}

/** The `await` of `await f()[0]` and `await f().name`, which awaits what is taken of the coroutine. */
function awaitOfItem(call: SyntaxNode): SyntaxNode | undefined {
	let node = call;
	while ((node.parent?.kind === 'subscript' && node.fieldName === 'value') || (node.parent?.kind === 'attribute' && node.fieldName === 'object'))
		node = node.parent;
	return node !== call && node.parent?.kind === 'await' && node.start === call.start ? node.parent : undefined;
}

/** Adds the parentheses to a function's name, where the function needs nothing in them. */
export function callIt(name: SyntaxNode, { parameters, class: owner }: FunctionModel): Fix | undefined {
	const isBound = owner !== undefined && name.kind === 'attribute';
	const needed = parameters.slice(isBound ? 1 : 0).filter(({ defaultValue, kind }) => !defaultValue && (kind === 'positional' || kind === 'keyword-only'));
	return needed.length === 0 ? fixOf('Call it', 'safe', [insertAt(name, name.end, '()')]) : undefined;
}
