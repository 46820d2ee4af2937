import { isAwaited, unparenthesized, withParentheses } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import { isAlwaysPassed } from '../semantics/flow.ts';
import type { FunctionModel } from '../semantics/functions.ts';
import type { Binding } from '../semantics/scopes.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { isAskedOrTaken, wrongTaker } from './coroutine-uses.ts';
import { type Misuse, misuseOf } from './coroutines.ts';
import { isExpectedToRaise } from './tests.ts';

/** The name that keeps the value of a call whole: `x = f()`, `(x := f())`, one of `a, b = f(), g()`. */
function nameKeeping(call: SyntaxNode): SyntaxNode | undefined {
	const node = withParentheses(call);
	const { parent } = node;
	if (parent?.kind === 'named_expression') return parent.field('name');
	if (parent?.kind === 'assignment') return node.fieldName === 'right' ? parent.field('left') : undefined;
	const targets = parent?.parent?.kind === 'assignment' && parent.fieldName === 'right' ? parent.parent.field('left')?.children : undefined;
	if (!parent || !targets || !['expression_list', 'tuple', 'list'].includes(parent.kind)) return undefined;
	const isPaired = targets.length === parent.children.length && ![...targets, ...parent.children].some((one) => one.kind.startsWith('list_splat'));
	return isPaired ? targets[parent.children.indexOf(node)] : undefined;
}

/**
 * How a coroutine kept in a variable of a function, script or notebook is misused: every use of the variable is a misuse, or
 * there is none. Undefined when some use may await it or hand it on.
 */
export function misuseOfVariable(call: SyntaxNode, file: FileModel): Misuse | undefined {
	const target = nameKeeping(call);
	const binding = target && ownBinding(target, file);
	if (!binding) return undefined;
	const owner = file.functionOf(call);
	const walrus = target.parent?.kind === 'named_expression' ? target.parent : undefined;
	const reached = file.usesOfName(target)?.readsOf(binding).filter(isUseOf) ?? [];
	if (reached.some((use) => file.functionOf(use) !== owner)) return undefined;
	// A module's variable may be another file's, or the next cell's.
	if (reached.length === 0 && !walrus) return owner && isUsedNowhere(target, file) && !target.text.startsWith('_') ? 'unused' : undefined;
	const found = reached.map((use) => useOfVariable(use, file.reaching(use).length === 1, owner, file));
	if (walrus) found.unshift(useOfVariable(walrus, true, owner, file));
	if (found.includes(undefined)) return decisiveMisuse(reached, found, file);
	return found.find((one): one is Misuse => one !== 'neutral');
}

function isUsedNowhere(target: SyntaxNode, file: FileModel): boolean {
	return file.usesOfName(target)?.all.every((use) => use === target || !isUseOf(use)) ?? true;
}

/** Misuses that raise, whatever else is done with the coroutine. */
export const raisingMisuses: ReadonlySet<Misuse> = new Set(['attribute', 'subscript', 'calculated', 'unpacked', 'iterated']);

/** A misuse that is wrong even if some other use hands the coroutine on; none where one awaits it or asks what it is. */
function decisiveMisuse(uses: readonly SyntaxNode[], found: readonly (Misuse | 'neutral' | undefined)[], file: FileModel): Misuse | undefined {
	if (uses.some((use) => isAwaited(use) || isAskedOrTaken(use, file))) return undefined;
	const [decisive] = uses.map((use, i) => ({ use, misuse: found[i] })).filter(({ use, misuse }) => isDecisive(misuse, use));
	return decisive && !isExpectedToRaise(decisive.use, file) ? (decisive.misuse as Misuse) : undefined;
}

function isDecisive(misuse: Misuse | 'neutral' | undefined, use: SyntaxNode): boolean {
	if (misuse === undefined || misuse === 'neutral') return false;
	return raisingMisuses.has(misuse) || (misuse === 'compared' && isComparedWithLiteral(use));
}

function isComparedWithLiteral(use: SyntaxNode): boolean {
	const { parent } = withParentheses(use);
	return (
		parent?.kind === 'comparison_operator' &&
		!parent.hasToken('is') &&
		parent.children.some((one) => ['integer', 'float', 'string', 'true', 'false', 'list', 'dictionary'].includes(one.kind))
	);
}

/** The `await` of a coroutine kept in a variable that comes after another `await` of it, whatever happens; undefined when there is none. */
export function secondAwait(call: SyntaxNode, file: FileModel): SyntaxNode | undefined {
	const target = nameKeeping(call);
	const binding = target && ownBinding(target, file);
	if (!binding) return undefined;
	const owner = file.functionOf(call);
	const isAwait = (use: SyntaxNode) => withParentheses(use).parent?.kind === 'await' && file.functionOf(use) === owner;
	const own =
		file
			.usesOfName(target)
			?.readsOf(binding)
			.filter((use) => isAwait(use) && file.reaching(use).length === 1) ?? [];
	const second = own.find((use, index) => own.slice(0, index).some((first) => isAlwaysPassed(first, use)));
	return second && withParentheses(second).parent;
}

/** The binding of a variable of the function or module in which it stands. */
function ownBinding(target: SyntaxNode, file: FileModel): Binding | undefined {
	if (target.kind !== 'identifier') return undefined;
	const owner = file.functionOf(target);
	const { scope } = file.lookup(target);
	const binding = file.usesOfName(target)?.bindings.get(target);
	const isOwn = owner ? scope === binding?.scope && scope?.function === owner : binding?.scope.kind === 'module';
	return isOwn ? binding : undefined;
}

/** A misuse; `neutral` for a use that is wrong only if another one is; undefined where the coroutine may be awaited. */
function useOfVariable(use: SyntaxNode, isCertain: boolean, owner: FunctionModel | undefined, file: FileModel): Misuse | 'neutral' | undefined {
	const misuse = isIterated(use) ? 'iterated' : isComparedWithNone(use) ? 'compared' : misuseOf(use, file);
	if (misuse === 'dropped') return undefined;
	if (misuse !== undefined) return isCertain ? misuse : misuse === 'tested' || misuse === 'compared' ? undefined : 'neutral';
	if (wrongTaker(use, file)) return isCertain ? 'printed' : undefined;
	const isReturned = displayOf(use).parent?.kind === 'return_statement' && owner?.isAsync === true;
	return isReturned && !/Awaitable|Coroutine|Future|Task/.test(owner.returnAnnotation?.text ?? '') ? 'neutral' : undefined;
}

/** The outermost list, tuple or dictionary that is written round an expression; the expression itself where there is none. */
function displayOf(expression: SyntaxNode): SyntaxNode {
	const node = withParentheses(expression);
	const { parent } = node;
	const isPart =
		(parent?.kind === 'pair' && node.fieldName === 'value') || ['list', 'tuple', 'dictionary', 'expression_list', 'set'].includes(parent?.kind ?? '');
	return isPart && parent ? displayOf(parent) : node;
}

/** Whether a plain loop goes through the variable. */
export function isIterated(use: SyntaxNode): boolean {
	const { parent } = withParentheses(use);
	return (parent?.kind === 'for_statement' || parent?.kind === 'for_in_clause') && parent.field('right') === withParentheses(use) && !parent.hasToken('async');
}

/** A call never gives None in place of its coroutine, so that the comparison asks about the result. */
function isComparedWithNone(use: SyntaxNode): boolean {
	const { parent } = withParentheses(use);
	return parent?.kind === 'comparison_operator' && parent.children.some((one) => one.kind === 'none');
}

function isUseOf(use: SyntaxNode): boolean {
	if (use.parent?.kind === 'attribute' && use.fieldName === 'attribute') return false;
	return !(use.parent?.kind === 'keyword_argument' && use.fieldName === 'name') && !isParameter(use);
}

/** Whether it names a parameter, of a function that happens to call it the same. */
function isParameter({ parent, fieldName }: SyntaxNode): boolean {
	if (parent?.kind === 'parameters' || parent?.kind === 'lambda_parameters' || parent?.kind === 'typed_parameter') return fieldName !== 'type';
	return (parent?.kind === 'default_parameter' || parent?.kind === 'typed_default_parameter') && fieldName === 'name';
}

/** Whether a name keeps a coroutine that nothing awaits: then the call that makes it is reported, where the fix belongs. */
export function keepsReportedCoroutine(iterated: SyntaxNode, file: FileModel): boolean {
	const name = unparenthesized(iterated);
	const made = name.kind === 'identifier' ? file.reaching(name).map(({ value }) => value) : [];
	return made.length > 0 && made.every((value) => value !== undefined && misuseOfVariable(unparenthesized(value), file) !== undefined);
}
