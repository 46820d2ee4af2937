import { handsOver } from '../knowledge/handed-functions.ts';
import type { ProjectModel } from '../project/project.ts';
import { fixOf, statementOf } from '../rule-kit/edits.ts';
import { keepTask } from '../rule-kit/keep-task.ts';
import { madeTask, startsTask } from '../rule-kit/made-task.ts';
import { defineRule } from '../rule-kit/rule.ts';
import { isExpectedToRaise, isInTest } from '../rule-kit/tests.ts';
import { argumentsOf, withParentheses } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import { isSuspension, ownNodes } from '../semantics/flow.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';

/** Methods of a task that do nothing to keep it. */
const keepsNothing: ReadonlySet<string> = new Set(['add_done_callback', 'set_name']);

/** While these run, so do the locals of whoever called them. */
const blocksWithLoop = /^asyncio\.run$|(^|\.)run_(forever|until_complete)$|(^|\.)reactor\.run$/;

/** Where a task goes: nowhere, or into a local that holds it for no longer than this call. */
interface Drop {
	readonly kind: 'dropped' | 'unused' | 'callback';
	readonly name?: SyntaxNode;
}

export default defineRule({
	name: 'dangling-task',
	category: 'concurrency',
	severity: 'warning',
	fix: 'unsafe',
	since: '0.1.0',
	equivalents: ['RUF006', 'ASYNC300', 'S7502', 'unused-awaitable'],
	yieldsTo: ['task-without-running-loop'],
	summary: 'A task that nobody keeps may be garbage-collected before it ends',
	why: `The event loop holds only a weak reference to a task. A task whose result is dropped is kept alive by what it waits for, if by anything: when that is reachable through the task alone, the garbage collector may take both, and the work stops in the middle, without an error. Besides, nobody sees its exception: asyncio logs \`Task exception was never retrieved\` when the task is collected, which may be late or never.

Keep a reference until the task is done: in a set from which \`add_done_callback()\` removes it, in an attribute, or by awaiting it. \`add_done_callback()\` alone does not keep a task, nor does a local variable after its function has returned. On Python 3.11 and later \`asyncio.TaskGroup\` keeps its tasks and waits for them.`,
	messages: {
		dropped:
			'Nobody keeps the task of {maker}: the loop holds it weakly, so it may be garbage-collected before it ends, and its exception goes unseen; keep a reference to it',
		unused:
			'Only {name} holds the task of {maker}, and goes away here: the loop holds it weakly, so it may be garbage-collected before it ends; keep a reference elsewhere, or await it',
		callback:
			'The loop drops what a callback returns, so nobody keeps the task of {maker}: it may be garbage-collected before it ends, and its exception goes unseen',
	},
	examples: [
		{
			bad: `import asyncio


async def send_mail(user):
    await asyncio.sleep(1)


async def sign_up(user):
    asyncio.create_task(send_mail(user))
    return "welcome"
`,
			good: `import asyncio

_background_tasks: set[asyncio.Task] = set()


async def send_mail(user):
    await asyncio.sleep(1)


async def sign_up(user):
    task = asyncio.create_task(send_mail(user))
    _background_tasks.add(task)
    task.add_done_callback(_background_tasks.discard)
    return "welcome"
`,
		},
	],
	on: {
		call(call, { file, project, python, report }) {
			for (const argument of handedStarters(call.node, file)) {
				const severity = isInTest(call.node, file) || argumentsOf(call.node).some((one) => tellsFuture(one, file)) ? 'hint' : undefined;
				report({ at: argument, message: 'callback', severity, data: { maker: `${argument.text.split('.').at(-1)}()` } });
			}
			const maker = madeTask(call.node, file);
			const drop = maker === undefined ? undefined : dropOf(call.node, file, project);
			if (maker === undefined || !drop || isExpectedToRaise(call.node, file)) return;
			// The loop of a test ends with it, and with the loop its tasks; what a finalizer starts has nobody left who could keep it.
			const isMinor = isInTest(call.node, file) || call.owner?.name === '__del__' || argumentsOf(call.node).some((one) => tellsFuture(one, file));
			const severity = isMinor ? 'hint' : undefined;
			const statement = statementOf(call.node);
			const isPlain =
				drop.kind !== 'callback' &&
				statement.kind === 'expression_statement' &&
				call.node.closest('lambda', 'list_comprehension')?.isInside(statement) !== true;
			const fixes = () =>
				isPlain ? [fixOf('Keep the task in a set until it is done', 'unsafe', keepTask(call.node, statement, drop.name, file, python))] : [];
			if (drop.kind === 'unused') report({ at: call.node, message: 'unused', severity, data: { maker, name: drop.name?.text ?? '' }, fixes });
			else report({ at: call.node, message: drop.kind, severity, data: { maker }, fixes });
		},
	},
});

/** `loop.call_soon(asyncio.create_task, f())`: the loop calls it and drops the task. */
function handedStarters(call: SyntaxNode, file: FileModel): SyntaxNode[] {
	const callee = call.field('function');
	const name = callee && file.qualifiedName(callee);
	if (name === undefined) return [];
	return argumentsOf(call).filter(
		(one, i) => (one.kind === 'attribute' || one.kind === 'identifier') && handsOver(name, i) === 'on-loop' && startsTask(one, file),
	);
}

/** Whether the coroutine of a task tells its end, errors too, to a future of somebody else, who then has what the task could say. */
function tellsFuture(coroutine: SyntaxNode, file: FileModel): boolean {
	const callee = coroutine.kind === 'call' ? coroutine.field('function') : undefined;
	const run = callee && file.functionNamed(callee);
	return run?.calls.some(({ callee: told }) => told.kind === 'attribute' && told.field('attribute')?.text === 'set_result') === true;
}

/** What a cell ends with is its output, which the kernel keeps. */
function isKeptByKernel(statement: SyntaxNode, file: FileModel): boolean {
	return !statement.parent && file.source.notebook?.endsCell(statement.end) === true;
}

function dropOf(call: SyntaxNode, file: FileModel, project: ProjectModel): Drop | undefined {
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
	const { scope, bindings } = file.lookup(name);
	if (!owner || scope?.function !== owner || scope.kind !== 'function' || !bindings.some((binding) => binding.node === name)) return false;
	const uses = file.mentions(name.text).filter((use) => use.isInside(owner.node) && !bindings.some((binding) => binding.node === use) && !isPlainName(use));
	if (uses.some((use) => !isUseThatKeepsNothing(use))) return false;
	if (name.text === '_') return true;
	const region = outermostLoopless(assignment, owner.body);
	return !ownNodes(region).some((node) => node.start >= assignment.end && (isSuspension(node) || runsLoop(node, file)));
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
