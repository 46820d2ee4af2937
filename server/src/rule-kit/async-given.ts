import { looksAtValues } from '../knowledge/value-functions.ts';
import { givesCoroutine, isPlain } from '../project/decorated.ts';
import type { ProjectModel } from '../project/project.ts';
import { argument, argumentsOf, type CallSite, isAwaited, isStatement, positionalArguments, unparenthesized, withParentheses } from '../semantics/calls.ts';
import { type FileModel, fileOf } from '../semantics/file-model.ts';
import type { Parameter } from '../semantics/functions.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { coroutineFrom, misuseOf } from './coroutines.ts';
import { isName } from './references.ts';
import { reachingValue } from './values.ts';

/** A function whose call gives a coroutine, as it is handed to somebody. */
export interface AsyncGiven {
	/** As a person would call it: `fetch()`. */
	readonly text: string;
	/** Its name alone, `functools.partial` of it, or a lambda that calls it. */
	readonly form: 'name' | 'partial' | 'lambda';
}

/** What async function an expression hands over; undefined when it is none, or that is not certain. */
export function asyncGiven(expression: SyntaxNode, file: FileModel, project: ProjectModel): AsyncGiven | undefined {
	const node = unparenthesized(expression);
	if (node.kind === 'lambda') return ofLambda(node, file, project);
	if (isAsyncFunction(node, file)) return { text: `${node.text.replace(/\s+/g, ' ')}()`, form: 'name' };
	const value = reachingValue(node, file);
	if (value.kind === 'lambda' && value !== node) return ofLambda(value, file, project);
	const isPartial = value.kind === 'call' && file.qualifiedName(value.field('function') as SyntaxNode) === 'functools.partial';
	const wrapped = isPartial ? positionalArguments(value)[0] : undefined;
	return wrapped && isAsyncFunction(wrapped, file) ? { text: `${wrapped.text.replace(/\s+/g, ' ')}()`, form: 'partial' } : undefined;
}

function ofLambda(lambda: SyntaxNode, file: FileModel, project: ProjectModel): AsyncGiven | undefined {
	const body = unparenthesized(lambda.field('body') as SyntaxNode);
	const call = body.kind === 'call' ? file.statementOf(body).calls.find((one) => one.node === body) : undefined;
	const source = call && coroutineFrom(call, file, project);
	return source && { text: source.text, form: 'lambda' };
}

function isAsyncFunction(node: SyntaxNode, file: FileModel): boolean {
	if (node.kind !== 'identifier' && node.kind !== 'attribute') return false;
	const own = file.functionNamed(node);
	if (own) return givesCoroutine(own);
	const name = file.qualifiedName(node);
	return name !== undefined && file.apiOf(name)?.kind === 'coroutine';
}

/** Whether what a call gives, once awaited if it is, may serve as the coroutine it is: awaited again or passed on. */
export function servesAsCoroutine(call: SyntaxNode, file: FileModel): boolean {
	const whole = isAwaited(call) ? (withParentheses(call).parent as SyntaxNode) : call;
	if (isUsedAsCoroutine(whole, file)) return true;
	const assignment = withParentheses(whole).parent;
	const target = assignment?.kind === 'assignment' ? assignment.field('left') : undefined;
	if (target?.kind !== 'identifier') return target !== undefined;
	const binding = file.lookup(target).bindings.find((one) => one.node === target);
	// What awaiting the name gives is the coroutine only when the call itself was awaited.
	return binding !== undefined && file.usesOf(binding).some((use) => use !== target && (whole === call ? false : isUsedAsCoroutine(use, file)));
}

function isUsedAsCoroutine(node: SyntaxNode, file: FileModel): boolean {
	if (node.kind !== 'call' && isAwaited(node)) return true;
	const outer = withParentheses(node);
	const holder = outer.parent?.kind === 'keyword_argument' || outer.parent?.kind === 'list_splat' ? outer.parent : outer;
	const taker = holder.parent?.kind === 'argument_list' ? holder.parent.parent : undefined;
	const callee = taker?.kind === 'call' && node.kind !== 'call' ? taker.field('function') : undefined;
	return callee !== undefined && !looksAtValues(file.qualifiedName(callee) ?? '');
}

const collectors: ReadonlySet<string> = new Set([
	'builtins.list',
	'builtins.tuple',
	'builtins.set',
	'builtins.frozenset',
	'builtins.iter',
	'builtins.enumerate',
	'builtins.reversed',
]);
const consumers = /^builtins\.(sum|any|all|max|min|sorted|dict|len|print|str\.join)$/;

/** Whether an iterator of coroutines is used where values were meant: summed, joined, looked at one by one, or thrown away. */
export function isIteratedAsValues(iterator: SyntaxNode, file: FileModel): boolean {
	const outer = withParentheses(iterator);
	const { parent } = outer;
	if (isStatement(iterator)) return true;
	if (parent?.kind === 'argument_list' && parent.parent?.kind === 'call') {
		const name = file.qualifiedName(parent.parent.field('function') as SyntaxNode) ?? '';
		return collectors.has(name) ? isIteratedAsValues(parent.parent, file) : consumers.test(name);
	}
	const loop = parent?.kind === 'for_statement' || parent?.kind === 'for_in_clause' ? parent : undefined;
	const target = loop?.field('right') === outer ? loop.field('left') : undefined;
	const binding =
		target?.kind === 'identifier'
			? file.lookup(loop?.kind === 'for_statement' ? target : (loop?.parent?.field('body') as SyntaxNode)).bindings.find((one) => one.node === target)
			: undefined;
	const uses = binding ? file.usesOf(binding).filter((use) => use !== target) : [];
	return uses.length > 0 && uses.every((use) => isName(use) && misuseOf(use, file) !== undefined);
}

/** Calls with more arguments are not looked at, argument by argument: real code has a handful. */
const argumentLimit = 255;

/** The calls by which the project's function that is called runs what it is given as an argument, when it drops what they give and does nothing else with it. */
export function droppingCalls(call: CallSite, given: SyntaxNode, position: number, project: ProjectModel): readonly SyntaxNode[] {
	if (argumentsOf(call.node).length > argumentLimit) return [];
	const called = project.resolve(call);
	const parameter =
		called && !called.isLambda && isPlain(called) && !called.isGenerator
			? parameterFor(call, given, position, called.parameters, called.class !== undefined)
			: undefined;
	if (!called || !parameter) return [];
	const file = fileOf(called);
	const uses = file.mentions(parameter.name, called.node).filter((use) => isName(use) && !use.isInside(parameter.node) && use !== parameter.node);
	const calls = uses.filter((use) => !isTest(use)).map((use) => (use.parent?.kind === 'call' && use.parent.field('function') === use ? use.parent : undefined));
	const isDropped = (one: SyntaxNode | undefined) => one !== undefined && isStatement(one) && file.functionOf(one) === called;
	return calls.every(isDropped) ? (calls as SyntaxNode[]) : [];
}

/** `if callback:` and `callback is not None` ask whether there is one at all. */
function isTest(use: SyntaxNode): boolean {
	const parent = use.parent;
	if (parent?.kind === 'comparison_operator') return parent.children.some((one) => one.kind === 'none');
	return (
		(parent?.kind === 'if_statement' && parent.field('condition') === use) ||
		parent?.kind === 'not_operator' ||
		(parent?.kind === 'boolean_operator' && parent.field('left') === use)
	);
}

function parameterFor(call: CallSite, given: SyntaxNode, position: number, parameters: readonly Parameter[], isMethod: boolean): Parameter | undefined {
	const bound = isMethod && (call.callee.kind === 'attribute' || parameters[0]?.name === 'self') ? parameters.slice(1) : parameters;
	const wanted = given.kind === 'keyword_argument' ? given.field('name')?.text : undefined;
	const found = wanted === undefined ? bound[position] : parameters.find((one) => one.name === wanted);
	const value = found && argument(call.node, bound.indexOf(found), found.name);
	return value !== undefined && found?.kind !== 'list' && found?.kind !== 'dictionary' && argumentsOf(call.node).every((one) => !one.kind.endsWith('splat'))
		? found
		: undefined;
}
