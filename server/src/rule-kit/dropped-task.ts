import type { ProjectModel } from '../project/project.ts';
import { type CallSite, withParentheses } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import { isSuspension, ownNodes } from '../semantics/flow.ts';
import type { NameUses } from '../semantics/name-uses.ts';
import { perFunction } from '../semantics/per-function.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';

/** Methods of a task that do nothing to keep it. */
const keepsNothing: ReadonlySet<string> = new Set(['add_done_callback', 'set_name']);

/** While these run, so do the locals of whoever called them. */
const blocksWithLoop = /^asyncio\.run$|(^|\.)run_(forever|until_complete)$|(^|\.)reactor\.run$/;

/** Where a task goes: nowhere, or into a local that holds it for no longer than this call. */
export interface Drop {
	readonly kind: 'dropped' | 'unused' | 'callback';
	readonly name?: SyntaxNode;
}

/** How a call's task is lost; undefined when something keeps it, or may. */
export function dropOf(call: SyntaxNode, file: FileModel, project: ProjectModel): Drop | undefined {
	const value = wholeValue(call);
	const parent = value.parent;
	if (parent?.kind === 'expression_statement' && parent.children.length === 1) return isKeptByKernel(parent, file) ? undefined : { kind: 'dropped' };
	if (parent?.kind === 'lambda') {
		const lambda = file.functionNamed(parent);
		const contexts = lambda ? project.contextsOf(lambda, lambda.node) : [];
		return contexts.some(({ kind, chain, origin }) => kind === 'on-loop' && chain.length === 0 && origin !== undefined) ? { kind: 'callback' } : undefined;
	}
	const target = parent?.kind === 'assignment' && parent.parent?.kind === 'expression_statement' ? parent.field('left') : undefined;
	return target?.kind === 'identifier' && isShortLived(target, parent as SyntaxNode, file) ? { kind: 'unused', name: target } : undefined;
}

/** What a cell ends with is its output, which the kernel keeps. */
function isKeptByKernel(statement: SyntaxNode, file: FileModel): boolean {
	return !statement.parent && file.source.notebook?.endsCell(statement.end) === true;
}

/** The expression that has the task as its value: through parentheses, `x if y else task`, `x and task`, `[task for ...]` and `task.add_done_callback()`. */
function wholeValue(call: SyntaxNode): SyntaxNode {
	const value = withParentheses(call);
	const parent = value.parent;
	if (!parent) return value;
	const isBranch = parent.kind === 'conditional_expression' && parent.children[1] !== value;
	const isLast = parent.kind === 'boolean_operator' && parent.field('right') === value;
	// A list that is dropped keeps nothing; whether this one is, the walk goes on to find.
	const isItem = parent.kind === 'list_comprehension' && parent.field('body') === value && parent.parent?.kind === 'expression_statement';
	if (isBranch || isLast || isItem) return wholeValue(parent);
	const isChained =
		parent.kind === 'attribute' &&
		keepsNothing.has(parent.field('attribute')?.text ?? '') &&
		parent.parent?.kind === 'call' &&
		parent.parent.field('function') === parent;
	return isChained ? wholeValue(parent.parent as SyntaxNode) : value;
}

/** Whether a local is used for nothing that keeps its value, and does not live on while the function waits. */
function isShortLived(name: SyntaxNode, assignment: SyntaxNode, file: FileModel): boolean {
	const owner = file.functionOf(name);
	const { scope } = file.lookup(name);
	const uses = file.usesOfName(name);
	if (!owner || scope?.function !== owner || scope.kind !== 'function' || !uses?.bindings.has(name)) return false;
	if (isKeptByUse(uses)) return false;
	if (name.text === '_') return true;
	const region = outermostLoopless(assignment, owner.body);
	const last = region === owner.body ? lastWait(owner) : lastWaitIn(region, file);
	return last === undefined || last.start < assignment.end;
}

const kept = new WeakMap<NameUses, boolean>();

/** Whether one of the uses of a name keeps what it stands for; by their syntax alone. */
function isKeptByUse(uses: NameUses): boolean {
	let answer = kept.get(uses);
	if (answer === undefined) {
		answer = uses.all.some((use) => !uses.bindings.has(use) && !isPlainName(use) && !isUseThatKeepsNothing(use));
		kept.set(uses, answer);
	}
	return answer;
}

/** The last place in a function's own body where it waits, or runs a loop. */
const lastWait = perFunction<SyntaxNode | undefined>((model, file) => lastWaitIn(model.body, file), undefined);

function lastWaitIn(region: SyntaxNode, file: FileModel): SyntaxNode | undefined {
	return ownNodes(region).findLast((node) => isSuspension(node) || runsLoop(node, file));
}

/** The innermost loop, in whose next round the name is bound anew; else the whole body. */
function outermostLoopless(assignment: SyntaxNode, body: SyntaxNode): SyntaxNode {
	const loop = assignment.closest('for_statement', 'while_statement');
	return loop?.isInside(body) ? loop : body;
}

function runsLoop(node: SyntaxNode, file: FileModel): boolean {
	const callee = node.kind === 'call' ? node.field('function') : undefined;
	return callee !== undefined && blocksWithLoop.test(file.qualifiedName(callee) ?? callee.text);
}

/** `x.name` and `name=x` are no uses of a variable of that name. */
function isPlainName(use: SyntaxNode): boolean {
	return (use.parent?.kind === 'attribute' && use.fieldName === 'attribute') || (use.parent?.kind === 'keyword_argument' && use.fieldName === 'name');
}

function isUseThatKeepsNothing(use: SyntaxNode): boolean {
	const attribute = use.parent;
	return (
		attribute?.kind === 'attribute' &&
		keepsNothing.has(attribute.field('attribute')?.text ?? '') &&
		attribute.parent?.kind === 'call' &&
		attribute.parent.field('function') === attribute
	);
}

/** Whether a helper that makes a task is called where no loop is known to run: there may be none, and no task. */
export function isHelperWithoutLoop({ node, callee, owner }: CallSite, file: FileModel, project: ProjectModel): boolean {
	if (owner?.isAsync || !file.functionNamed(callee)) return false;
	return !owner || !project.contextsOf(owner, node).some(({ kind }) => kind === 'on-loop');
}
