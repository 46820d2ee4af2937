import { shareable } from '../knowledge/shareable.ts';
import { argumentsOf, unparenthesized } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import { isAwaitPoint, ownNodes } from '../semantics/flow.ts';
import type { FunctionModel } from '../semantics/functions.ts';
import type { Binding } from '../semantics/scopes.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { enteredBy } from './context-managers.ts';

/** Names of functions that change something, or whose order matters. */
const changes =
	/(^|_)(add|append|apply|beep|begin|blink|clear|click|close|commit|connect|create|delete|display|draw|drop|execute|flash|init|insert|lock|log|migrate|move|notify|open|play|post|press|print|publish|push|put|register|remove|reset|ring|rollback|run|save|say|send|set|setup|show|start|step|stop|store|submit|switch|toggle|transfer|turn|type|update|upload|upsert|wait|write)(_|$)/i;

/** Calls so deep are followed. */
const DEPTH = 4;

/**
 * Whether runs of a project's function can be told apart from each other: it changes nothing that
 * outlives it, takes nothing along but plain values and what several tasks may use at once, and does
 * not care who runs first. Only a function whose every call is known to be so counts.
 */
export function isIndependent(model: FunctionModel | undefined, depth = 0): boolean {
	const file = model?.statement.file;
	if (!model || !file || model.isGenerator || model.owner || model.decorators.length > 0 || depth > DEPTH || changes.test(model.name)) return false;
	return (model.isAsync || depth > 0) && ownNodes(model.body).every((node) => isHarmless(node, model, file, depth));
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
			return isOwnOrImported(node, model, file) || isShareableUse(node, model, file);
		case 'with_item':
			return isOwnOrShareable(enteredBy(node), model, file);
		case 'for_statement':
		case 'for_in_clause':
			return !node.hasToken('async') || isOwnOrShareable(node.field('right'), model, file);
		case 'call':
			return isHarmlessCall(node, model, file, depth);
		default:
			return true;
	}
}

/** What an expression begins with: `a` in `a.b(c)[d]`. */
function rootOf(expression: SyntaxNode): SyntaxNode | undefined {
	let root: SyntaxNode | undefined = expression;
	while (root && root.kind !== 'identifier')
		root = root.field('object') ?? root.field('function') ?? root.field('value') ?? (root.kind === 'await' ? root.children[0] : undefined);
	return root;
}

/** Of a parameter or a global nobody knows what its attributes do. */
function isOwnOrImported(expression: SyntaxNode, model: FunctionModel, file: FileModel): boolean {
	const root = rootOf(expression);
	if (!root) return true;
	const { bindings, isBuiltin } = file.lookup(root);
	const isOwn = ({ kind, scope }: Binding) => kind === 'import' || (scope.function === model && kind !== 'parameter');
	return isBuiltin || (bindings.length > 0 && bindings.every(isOwn));
}

/** `session.get` where several tasks may use the session; `self.base`, `self.fetch` of the project's own. */
function isShareableUse(attribute: SyntaxNode, model: FunctionModel, file: FileModel): boolean {
	const object = attribute.field('object');
	if (!object) return false;
	if (isShareable(object, file)) return true;
	const isSelf = object.kind === 'identifier' && model.class !== undefined && model.parameters[0]?.name === object.text;
	const name = attribute.field('attribute')?.text ?? '';
	return isSelf && (model.class?.attributes.has(name) === true || (attribute.fieldName === 'function' && file.functionNamed(attribute) !== undefined));
}

function isShareable(expression: SyntaxNode, file: FileModel): boolean {
	const type = file.typeOf(expression)?.external;
	return type !== undefined && shareable.has(type);
}

/** What a block enters, or a loop takes from: made here, or good for several tasks. A call is looked at by itself. */
function isOwnOrShareable(expression: SyntaxNode | undefined, model: FunctionModel, file: FileModel): boolean {
	const node = expression && unparenthesized(expression);
	if (!node || (node.kind !== 'identifier' && node.kind !== 'attribute')) return true;
	return isOwnOrImported(node, model, file) || isShareable(node, file);
}

function isHarmlessCall(call: SyntaxNode, model: FunctionModel, file: FileModel, depth: number): boolean {
	const callee = call.field('function');
	if (!callee) return false;
	const called = file.functionNamed(callee);
	if (called) return isIndependent(called, depth + 1);
	const name = file.qualifiedName(callee);
	if (name !== undefined) return !changes.test(name.slice(name.lastIndexOf('.') + 1)) && argumentsOf(call).every((one) => !isHandedOn(one, file));
	return callee.kind === 'attribute' && isOwnOrImported(callee, model, file) && !changes.test(callee.field('attribute')?.text ?? '');
}

/** Whether an argument hands something on that is known, and not known to be good for several tasks. */
function isHandedOn(argument: SyntaxNode, file: FileModel): boolean {
	const given = argument.kind === 'keyword_argument' ? argument.field('value') : argument;
	if (given?.kind !== 'identifier' || !file.lookup(given).bindings.some(({ kind, scope }) => kind === 'parameter' || !scope.function)) return false;
	const type = file.typeOf(given)?.external;
	return type !== undefined && !type.startsWith('builtins.') && !shareable.has(type);
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
