import type { CallSite } from '../semantics/calls.ts';
import { argumentsOf, positionalArguments } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { FunctionModel } from '../semantics/functions.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';

/** Whether a test replaces what the call calls: by `patch`, `monkeypatch` or `mocker` round it or in its function. */
export function isMocked(call: CallSite, file: FileModel): boolean {
	const names = new Set(call.callee.text.split('.').map((part) => part.trim()));
	for (const patch of patchesAround(call, file)) {
		const replaced = replacedName(patch);
		if (replaced !== undefined && names.has(replaced)) return true;
	}
	return false;
}

function* patchesAround(call: CallSite, file: FileModel): Generator<SyntaxNode> {
	for (let owner: FunctionModel | undefined = call.owner; owner; owner = owner.owner) {
		const around = [...owner.decorators, ...(owner.class?.decorators ?? []), ...owner.calls.map((one) => one.node)];
		for (const node of around) if (node.kind === 'call' && isPatch(node, file)) yield node;
	}
}

/** pytest hands its fixtures over by the name of the parameter. */
function isPatch(call: SyntaxNode, file: FileModel): boolean {
	const callee = call.field('function') as SyntaxNode;
	if (/^(unittest\.)?mock\.patch(\.object)?$/.test(file.qualifiedName(callee) ?? '')) return true;
	const isParameter = (node: SyntaxNode) => file.reaching(node).some((binding) => binding.kind === 'parameter');
	const root = leftmost(callee);
	return root !== undefined && ['monkeypatch', 'mocker'].includes(root.text) && isParameter(root);
}

/** The last part of what is replaced: `get` of `patch('shop.requests.get')` and of `patch.object(requests, 'get')`. */
function replacedName(patch: SyntaxNode): string | undefined {
	const strings = positionalArguments(patch)
		.slice(0, 2)
		.filter((one) => one.kind === 'string');
	const [target] = argumentsOf(patch)[0]?.kind === 'string' ? strings : strings.slice(-1);
	const text = target?.children.find((child) => child.kind === 'string_content')?.text;
	return text?.slice(text.lastIndexOf('.') + 1);
}

function leftmost(expression: SyntaxNode): SyntaxNode | undefined {
	let node: SyntaxNode | undefined = expression;
	while (node && node.kind !== 'identifier') node = node.kind === 'attribute' ? node.field('object') : undefined;
	return node;
}
