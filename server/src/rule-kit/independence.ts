import { argumentsOf } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import { isAwaitPoint, ownNodes } from '../semantics/flow.ts';
import type { FunctionModel } from '../semantics/functions.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';

/** Names of functions that change something, or whose order matters. */
const changes =
	/(^|_)(add|append|apply|beep|begin|blink|clear|click|close|commit|connect|create|delete|display|draw|drop|execute|flash|init|insert|lock|log|migrate|move|notify|open|play|post|press|print|publish|push|put|register|remove|reset|ring|rollback|run|save|say|send|set|setup|show|start|step|stop|store|submit|switch|toggle|transfer|turn|type|update|upload|upsert|wait|write)(_|$)/i;

/** Calls so deep are followed. */
const DEPTH = 4;

/**
 * Whether runs of a project's function can be told apart from each other: it changes nothing that
 * outlives it, takes nothing along but plain values, and does not care who runs first. Only a module's
 * function whose every call is known to be so counts.
 */
export function isIndependent(model: FunctionModel | undefined, depth = 0): boolean {
	const file = model?.statement.file;
	if (!model?.isAsync || !file || model.isGenerator || model.class || model.owner || model.decorators.length > 0 || depth > DEPTH || changes.test(model.name))
		return false;
	return ownNodes(model.body).every((node) => isHarmless(node, model, file, depth));
}

function isHarmless(node: SyntaxNode, model: FunctionModel, file: FileModel, depth: number): boolean {
	switch (node.kind) {
		case 'global_statement':
		case 'nonlocal_statement':
		case 'delete_statement':
		case 'augmented_assignment':
			return node.kind === 'augmented_assignment' && node.field('left')?.kind === 'identifier';
		case 'assignment':
			return node.field('left')?.kind === 'identifier' || node.field('left')?.kind === 'pattern_list';
		case 'attribute':
			return isOwnOrImported(node, model, file);
		case 'call':
			return isHarmlessCall(node, model, file, depth);
		default:
			return true;
	}
}

/** Of a parameter or a global nobody knows what its attributes do. */
function isOwnOrImported(attribute: SyntaxNode, model: FunctionModel, file: FileModel): boolean {
	if (file.qualifiedName(attribute) !== undefined) return true;
	let root: SyntaxNode | undefined = attribute;
	while (root && root.kind !== 'identifier')
		root = root.field('object') ?? root.field('function') ?? root.field('value') ?? (root.kind === 'await' ? root.children[0] : undefined);
	if (!root) return true;
	const { bindings } = file.lookup(root);
	return bindings.length > 0 && bindings.every((binding) => binding.scope.function === model && binding.kind !== 'parameter');
}

function isHarmlessCall(call: SyntaxNode, model: FunctionModel, file: FileModel, depth: number): boolean {
	const callee = call.field('function');
	if (!callee) return false;
	const called = file.functionNamed(callee);
	if (called) return isIndependent(called, depth + 1);
	const name = file.qualifiedName(callee);
	if (name !== undefined) return !changes.test(name.slice(name.lastIndexOf('.') + 1));
	return callee.kind === 'attribute' && isOwnOrImported(callee, model, file) && !changes.test(callee.field('attribute')?.text ?? '');
}

/** Whether a function of the project waits for something for a while: `asyncio.sleep(0)`, or an await of what returns at once, gains nothing from running beside others. */
export function takesTime(model: FunctionModel, depth = 0): boolean {
	const file = model.statement.file;
	return ownNodes(model.body).some((node) => {
		if (!file || depth > DEPTH || !isAwaitPoint(node)) return false;
		const call = node.kind === 'await' ? node.children[0] : undefined;
		const callee = call?.kind === 'call' ? call.field('function') : undefined;
		if (!call || !callee) return true;
		const called = file.functionNamed(callee);
		if (called) return takesTime(called, depth + 1);
		return !(file.qualifiedName(callee) === 'asyncio.sleep' && argumentsOf(call)[0]?.text === '0');
	});
}
