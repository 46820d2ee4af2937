import { asyncPropertyNames } from '../knowledge/libraries.ts';
import { looksAtValues, refusesObjects } from '../knowledge/value-functions.ts';
import { givesCoroutine, isPlain, isProperty } from '../project/decorated.ts';
import { propertyRead, readingOf } from '../project/invocations.ts';
import type { ProjectModel } from '../project/project.ts';
import { type CallSite, isStatement, unparenthesized, withParentheses } from '../semantics/calls.ts';
import { type FileModel, fileOf } from '../semantics/file-model.ts';
import { alwaysLeaves } from '../semantics/flow.ts';
import type { FunctionModel } from '../semantics/functions.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { futureAttributes } from './future-uses.ts';
import { isTarget } from './references.ts';
import { isStub } from './results.ts';
import { isExpectedToRaise } from './tests.ts';

/** What makes a call give a coroutine. */
export interface CoroutineSource {
	/** The function of the project that is called; undefined for one of a library. */
	readonly function: FunctionModel | undefined;
	/** As a person would call it: `fetch()`, `asyncio.sleep()`. */
	readonly text: string;
}

/** Whether a call, or the reading of a property, makes a coroutine, which does nothing until it is awaited. Undefined when that is not certain. */
export function coroutineFrom(call: CallSite, file: FileModel, project: ProjectModel): CoroutineSource | undefined {
	const isReading = call.node === call.callee;
	const text = call.callee.text.replace(/\s+/g, ' ') + (isReading ? '' : '()');
	const called = project.resolve(call);
	if (called) {
		// A plain function may raise what a test expects before it gives the coroutine.
		const passesOn = () => passesOnCoroutine(called) && !isExpectedToRaise(call.node, file);
		const gives = isReading ? isAsyncProperty(called) : givesCoroutine(called) || passesOn();
		const isCertain = gives && called.name !== '__init__' && !isOverriddenPlainly(called, project);
		return isCertain ? { function: called, text } : undefined;
	}
	const name = file.qualifiedName(call.callee);
	if (name === undefined) return undefined;
	const api = file.apiOf(name);
	return api?.kind === 'coroutine' && (api.isProperty === true) === isReading ? { function: undefined, text } : undefined;
}

/** The reading of a property that makes a coroutine: of the project's own, or of a library (`request.form` of Quart). */
export function coroutineRead(attribute: SyntaxNode, file: FileModel): CallSite | undefined {
	const own = propertyRead(attribute, file);
	if (own || isTarget(attribute) || !asyncPropertyNames.has(attribute.field('attribute')?.text ?? '')) return own;
	const name = file.qualifiedName(attribute);
	return name !== undefined && file.apiOf(name)?.isProperty ? readingOf(attribute, file) : undefined;
}

/** Whether reading the attribute makes a coroutine: `@property` over `async def`. */
function isAsyncProperty(model: FunctionModel): boolean {
	return model.isAsync && !model.isGenerator && isProperty(model);
}

/** How many functions are followed that hand on what another gives. */
const PASSING_LIMIT = 4;

/** Whether a plain function gives back a coroutine however it ends: `return self.fetch()` in each branch. */
function passesOnCoroutine(model: FunctionModel, depth = 0): boolean {
	const last = model.body.children.at(-1);
	if (model.isAsync || model.isGenerator || model.isLambda || depth > PASSING_LIMIT || !isPlain(model) || !last || !alwaysLeaves(last)) return false;
	const file = fileOf(model);
	return model.returns.length > 0 && model.returns.every((one) => isCoroutineCall(one.children[0], file, depth));
}

function isCoroutineCall(expression: SyntaxNode | undefined, file: FileModel, depth: number): boolean {
	const made = expression && unparenthesized(expression);
	const callee = made?.kind === 'call' ? made.field('function') : undefined;
	const called = callee && file.functionNamed(callee);
	if (called) return givesCoroutine(called) ? called.name !== '__init__' : passesOnCoroutine(called, depth + 1);
	const name = callee && file.qualifiedName(callee);
	return name !== undefined && file.apiOf(name)?.kind === 'coroutine';
}

/** Whether a method without a body has a plain one for its override: then who calls it gets no coroutine. */
function isOverriddenPlainly(method: FunctionModel, project: ProjectModel): boolean {
	if (!method.class || !isStub(method.body)) return false;
	return [fileOf(method), ...(project.filesNaming(method) ?? [])].some((file) =>
		file.mentions(method.name).some((name) => {
			const other = name.fieldName === 'name' && name.parent?.kind === 'function_definition' ? name.parent : undefined;
			return other !== undefined && other !== method.node && !other.hasToken('async') && other.closest('class_definition') !== undefined;
		}),
	);
}

/** Misuses of something that runs already and must be awaited for its result: that nobody looks at it may be meant. */
const futureMisuses: ReadonlySet<Misuse> = new Set(['subscript', 'compared', 'calculated', 'unpacked', 'formatted']);

/**
 * A call of a library (asyncio's futures have words of their own) that gives no coroutine, but something to await all the same, and is misused.
 * `attribute` is the one that it is asked for, if that is the misuse.
 */
export function awaitableFrom(call: CallSite, misuse: Misuse | undefined, attribute: string, file: FileModel): CoroutineSource | undefined {
	const name = misuse && file.qualifiedName(call.callee);
	const api = name === undefined || name.startsWith('asyncio.') ? undefined : file.apiOf(name);
	if (!misuse || !api) return undefined;
	const isWrong = api.kind === 'awaitable' ? !api.isItself : api.kind === 'future' && isMisuseOfFuture(call.node, misuse, attribute, file);
	return isWrong ? { function: undefined, text: `${call.callee.text.replace(/\s+/g, ' ')}()` } : undefined;
}

function isMisuseOfFuture(call: SyntaxNode, misuse: Misuse, attribute: string, file: FileModel): boolean {
	if (misuse === 'attribute') return !futureAttributes.test(attribute);
	const { parent } = withParentheses(call);
	return futureMisuses.has(misuse) || (misuse === 'printed' && parent?.kind === 'argument_list' && refusesObjects(calleeName(parent, file)));
}

/** How the value of a call is used where a coroutine is never what was meant. */
export type Misuse =
	| 'dropped'
	| 'unused'
	| 'printed'
	| 'tested'
	| 'attribute'
	| 'subscript'
	| 'compared'
	| 'calculated'
	| 'unpacked'
	| 'iterated'
	| 'returned'
	| 'formatted';

/** What a coroutine itself has, or another awaitable under a name of Python's own (`__aenter__`); using these is no mistake. */
const coroutineAttributes = /^(send|throw|close|cr_(await|frame|running|code|origin|suspended)|__\w+__)$/;

/** How an expression whose value is a coroutine is misused where it stands; undefined when it may be right. */
export function misuseOf(expression: SyntaxNode, file: FileModel): Misuse | undefined {
	const node = withParentheses(expression);
	const parent = node.parent;
	if (!parent) return undefined;
	if (isStatement(expression)) return 'dropped';
	switch (parent.kind) {
		case 'attribute':
			return parent.field('object') === node && !coroutineAttributes.test(parent.field('attribute')?.text ?? '') ? 'attribute' : undefined;
		case 'subscript':
			return parent.field('value') === node ? 'subscript' : undefined;
		case 'comparison_operator':
			return comparesValue(parent, node) ? 'compared' : undefined;
		case 'not_operator':
		case 'assert_statement':
			return 'tested';
		case 'boolean_operator':
			return parent.field('left') === node || isCondition(parent) ? 'tested' : undefined;
		case 'if_statement':
		case 'while_statement':
		case 'elif_clause':
			return parent.field('condition') === node ? 'tested' : undefined;
		case 'if_clause':
			return 'tested';
		case 'conditional_expression':
			return parent.children[1] === node ? 'tested' : undefined;
		case 'match_statement':
			return parent.field('subject') === node ? 'compared' : undefined;
		case 'augmented_assignment':
			return parent.field('right') === node ? 'calculated' : undefined;
		case 'binary_operator':
		case 'unary_operator':
			return 'calculated';
		case 'interpolation':
			return 'formatted';
		case 'assignment':
			return parent.field('right') === node && ['pattern_list', 'tuple_pattern', 'list_pattern'].includes(parent.field('left')?.kind ?? '')
				? 'unpacked'
				: undefined;
		case 'argument_list': {
			const taker = calleeName(parent, file);
			// `futures.extend(f(), g())` raises too, but is no forgotten await: a list of the two was meant.
			if (taker === 'builtins.list.extend' && parent.children.length > 1) return undefined;
			return looksAtValues(taker) ? 'printed' : undefined;
		}
		case 'keyword_argument':
			return parent.parent?.kind === 'argument_list' && looksAtValues(calleeName(parent.parent, file)) ? 'printed' : undefined;
		default:
			return undefined;
	}
}

/** Functions that want the items of an iterable themselves, where `list()` and `len()` only pass them on or count them. */
const itemFunctions = /^builtins\.(print|str|repr|sum|sorted|min|max|any|all|bytes)$|^(json\.dumps|pprint\.pprint)$|^builtins\.str\.join$/;

/** How coroutines that a comprehension collects are misused: the collection is printed, added up, sorted, and no use of it may await them. */
export function misuseOfItems(call: SyntaxNode, file: FileModel): Misuse | undefined {
	const node = withParentheses(call);
	const comprehension = node.parent;
	if (!comprehension || !['list_comprehension', 'set_comprehension', 'generator_expression'].includes(comprehension.kind)) return undefined;
	if (comprehension.field('body') !== node) return undefined;
	const uses = comprehension.kind === 'generator_expression' ? [comprehension] : usesOfValue(comprehension, file);
	return uses.length > 0 && uses.every((use) => isItemUse(withParentheses(use), file)) ? 'printed' : undefined;
}

function isItemUse(node: SyntaxNode, file: FileModel): boolean {
	const { parent } = node;
	if (parent?.kind === 'interpolation') return true;
	const call = parent?.kind === 'argument_list' ? parent.parent : node.fieldName === 'arguments' ? parent : undefined;
	const callee = call?.kind === 'call' ? call.field('function') : undefined;
	return callee !== undefined && itemFunctions.test(file.qualifiedName(callee) ?? '');
}

/** The expression itself, or the uses of the local variable that keeps it and nothing else. */
function usesOfValue(value: SyntaxNode, file: FileModel): readonly SyntaxNode[] {
	const node = withParentheses(value);
	const target = node.parent?.kind === 'assignment' && node.fieldName === 'right' ? node.parent.field('left') : undefined;
	if (!target) return [value];
	const { bindings, scope } = file.lookup(target);
	const [binding] = bindings;
	if (target.kind !== 'identifier' || bindings.length !== 1 || !binding || !scope?.function || scope.function !== file.functionOf(value)) return [];
	return file.usesOf(binding).filter((use) => use !== target);
}

/** `x is None` may ask whether there is a coroutine at all; `==`, `<` and `in` ask about its result. */
function comparesValue(comparison: SyntaxNode, node: SyntaxNode): boolean {
	const operators = comparison
		.allChildren()
		.filter((child) => !child.isNamed || child.kind === 'is not' || child.kind === 'not in')
		.map((child) => child.text);
	if (operators.some((operator) => operator.startsWith('is'))) return false;
	// `coroutine in pending` looks for the object itself.
	return !(operators.includes('in') || operators.includes('not in')) || comparison.children.at(-1) === node;
}

/** Whether the value of an expression only decides where the code goes on. */
function isCondition(expression: SyntaxNode): boolean {
	const node = withParentheses(expression);
	const parent = node.parent;
	if (parent?.kind === 'not_operator' || parent?.kind === 'assert_statement') return true;
	if (parent?.kind === 'boolean_operator') return isCondition(parent);
	return ['if_statement', 'while_statement', 'elif_clause'].includes(parent?.kind ?? '') && parent?.field('condition') === node;
}

/** What the call is named whose arguments these are; empty where nobody knows. */
function calleeName(list: SyntaxNode, file: FileModel): string {
	const callee = list.parent?.kind === 'call' ? list.parent.field('function') : undefined;
	return (callee && file.qualifiedName(callee)) ?? '';
}
