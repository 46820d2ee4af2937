import { fakes } from '../knowledge/fakes.ts';
import { fixtureOf } from '../project/fixtures.ts';
import { isTestFile } from '../project/test-files.ts';
import type { CallSite } from '../semantics/calls.ts';
import { argumentsOf, positionalArguments } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { FunctionModel } from '../semantics/functions.ts';
import { perFunction } from '../semantics/per-function.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';

/**
 * Whether a test replaces what the call calls: by `patch`, `monkeypatch` or `mocker` round it or in its function, by a library that
 * fakes it, or by giving the test an object of its own to work on.
 */
export function isMocked(call: CallSite, file: FileModel): boolean {
	return isPatched(call) || isFaked(call, file) || isGivenByFixture(call.callee, file);
}

function isFaked(call: CallSite, file: FileModel): boolean {
	const present = Object.keys(fakes).filter((module) => file.imports(module));
	const name = present.length > 0 ? file.qualifiedName(call.callee) : undefined;
	return name !== undefined && present.some((module) => fakes[module]?.test(name));
}

/** Whether the object of a method comes from what pytest passes to a test or to another fixture: there the database is in memory, and the cloud a fake. */
function isGivenByFixture(callee: SyntaxNode, file: FileModel, steps = 6): boolean {
	const root = callee.kind === 'identifier' ? undefined : rootOf(callee);
	return root !== undefined && isFromFixture(root, file, steps);
}

function isFromFixture(name: SyntaxNode, file: FileModel, steps: number): boolean {
	return file.reaching(name).some(({ kind, value, scope }) => {
		if (kind === 'parameter') return scope.function !== undefined && isRunByPytest(scope.function, file);
		const root = value && steps > 0 ? rootOf(value) : undefined;
		return root !== undefined && isFromFixture(root, file, steps - 1);
	});
}

function isRunByPytest(model: FunctionModel, file: FileModel): boolean {
	return (isTestFile(file.path) && /^test/.test(model.name)) || fixtureOf(model, file) !== undefined;
}

/** The name that an expression starts with: `client` of `client.session().get`. */
function rootOf(expression: SyntaxNode): SyntaxNode | undefined {
	let node: SyntaxNode | undefined = expression;
	while (node && node.kind !== 'identifier')
		node =
			node.kind === 'call'
				? node.field('function')
				: node.kind === 'attribute'
					? node.field('object')
					: node.kind === 'subscript'
						? node.field('value')
						: node.kind === 'await' || node.kind === 'parenthesized_expression'
							? node.children[0]
							: undefined;
	return node;
}

function isPatched(call: CallSite): boolean {
	const names = call.callee.text.split('.').map((part) => part.trim());
	for (let owner: FunctionModel | undefined = call.owner; owner; owner = owner.owner) {
		const replaced = namesReplacedIn(owner);
		if (replaced.size > 0 && names.some((name) => replaced.has(name))) return true;
	}
	return false;
}

const namesReplacedIn = perFunction<ReadonlySet<string>>((model, file) => {
	const around = [...model.decorators, ...(model.class?.decorators ?? []), ...model.calls.map((one) => one.node)];
	return new Set(around.flatMap((node) => (node.kind === 'call' && isPatch(node, file) ? (replacedName(node) ?? []) : [])));
}, new Set());

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
