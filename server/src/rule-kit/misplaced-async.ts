import type { PythonRange } from '../project/python-version.ts';
import type { CallSite } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import type { AsyncGiven } from './async-given.ts';

/** An async function (`given`) that a call takes where it calls a plain one. */
export interface MisplacedAsync {
	readonly call: CallSite;
	readonly given: SyntaxNode;
	readonly what: AsyncGiven;
	readonly file: FileModel;
	readonly python: PythonRange;
}

/** Whether what stands in an expression may mean something else when a function made of it runs: a loop's variable does by then. */
export function mayChange(node: SyntaxNode, file: FileModel): boolean {
	for (const one of [node, ...node.descendants()]) {
		if (one.kind !== 'identifier' || one.fieldName === 'attribute') continue;
		const { bindings } = file.lookup(one);
		if (node.kind !== 'lambda' && (bindings.length > 1 || bindings.some((binding) => binding.kind === 'loop'))) return true;
	}
	return false;
}

/** How a plain function passes on what a framework gives the async one that it stands in for. */
export function parametersOf(given: SyntaxNode, file: FileModel): string {
	const called = file.functionNamed(given);
	const needed = called?.parameters.slice(called.class ? 1 : 0) ?? [];
	return called && needed.length === 0 ? '' : '*args';
}
