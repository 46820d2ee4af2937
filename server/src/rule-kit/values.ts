import { unparenthesized } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';

/** The expression behind a name, followed through plain assignments; the expression itself when it is no name or not certain. */
export function reachingValue(expression: SyntaxNode, file: FileModel): SyntaxNode {
	let node = unparenthesized(expression);
	for (let steps = 0; steps < 8 && node.kind === 'identifier'; steps++) {
		const bindings = file.reaching(node);
		const [binding] = bindings;
		if (bindings.length !== 1 || binding?.kind !== 'assignment' || !binding.value) break;
		node = unparenthesized(binding.value);
	}
	return node;
}
