import { awaitsIn, type CancellationCatch, callerThatGoesOn, catchIn, mayBeOfAnother, neverReturns, nextAwait, typesOf } from '../rule-kit/cancellation.ts';
import { enteredBy } from '../rule-kit/context-managers.ts';
import { finalJump, jumpBehindTry } from '../rule-kit/finally-exits.ts';
import { isOnlyTask } from '../rule-kit/made-task.ts';
import { reraise } from '../rule-kit/reraise.ts';
import { defineRule } from '../rule-kit/rule.ts';
import { isInTest } from '../rule-kit/tests.ts';
import { argumentsOf } from '../semantics/calls.ts';
import { exitsOf } from '../semantics/exits.ts';
import type { FileModel } from '../semantics/file-model.ts';
import { ownNodes } from '../semantics/flow.ts';
import type { FunctionModel } from '../semantics/functions.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';

export default defineRule({
	name: 'swallowed-cancellation',
	category: 'cancellation',
	severity: 'warning',
	fix: 'unsafe',
	since: '0.1.0',
	equivalents: ['ASYNC103', 'ASYNC104', 'S7497'],
	summary: 'A cancellation is caught and not raised again',
	why: `\`task.cancel()\` works by raising \`asyncio.CancelledError\` at the \`await\` where the task waits. A coroutine that catches it and goes on was not cancelled: whoever asked still waits for it.

What then breaks was tried on CPython 3.8 to 3.13:

- \`task.cancelled()\` is False, and a loop round the handler cannot be stopped at all;
- \`asyncio.timeout()\` (3.11 and later) ends without a \`TimeoutError\`, however long the work took;
- \`asyncio.wait_for()\` raises no \`TimeoutError\` since 3.9, but gives the late result;
- in an \`asyncio.TaskGroup\` the body and the other tasks go on after one has failed.

\`CancelledError\` derives from \`BaseException\` since Python 3.8: a bare \`except:\` and \`except BaseException:\` catch it, \`except Exception:\` does not. To clean up, use \`finally\`, or end the handler with \`raise\`. A \`finally\` that itself ends with \`return\`, \`break\` or \`continue\` drops every exception that is on its way, cancellations too, and is reported as well.

It is right to catch it where a function has cancelled a task itself and then awaits that task; this rule is silent there, and after \`uncancel()\`. It is also silent where an explicit \`except CancelledError\` merely ends the outermost coroutine of a task: the task then counts as finished, not as cancelled, and nothing goes on. Where such a task ends by a wide handler, or after a last word, the finding is a hint. Where an explicit handler outside of a loop goes on, or nothing is seen to go on after a wide one, it is information: it may be meant so.`,
	messages: {
		explicit: 'CancelledError is caught here and {name}() goes on: cancel(), timeouts and TaskGroup cannot stop it; end the handler with raise',
		returns:
			'CancelledError is caught here and {name}() returns as if nothing had happened: its caller goes on, though it was to be cancelled; end the handler with raise',
		wide: '{what} catches CancelledError too, so {name}() cannot be cancelled here, and timeouts do not end it; catch Exception instead',
		final:
			'This {jump} in finally drops whatever exception is on its way, CancelledError too: cancel() and timeouts do not end {name}() here; put it behind the try',
		suppressed: 'suppress({what}) swallows the cancellation of {name}() itself: cancel(), timeouts and TaskGroup cannot stop it here',
	},
	examples: [
		{
			bad: `import asyncio


async def poll(source):
    while True:
        try:
            print(await source.read())
        except:
            print("no answer")
        await asyncio.sleep(1)
`,
			good: `import asyncio


async def poll(source):
    while True:
        try:
            print(await source.read())
        except Exception:
            print("no answer")
        await asyncio.sleep(1)
`,
		},
	],
	on: {
		'node:try_statement'(statement, { file, report }) {
			const owner = file.functionOf(statement);
			const body = statement.field('body');
			const clause = owner?.isAsync ? catchingClause(statement, file) : undefined;
			if (!owner || !body || !clause) return;
			const swallows = judge(clause, awaitsIn(body), owner, file);
			if (!swallows) return;
			const { found, related, message } = swallows;
			const at = found.type ?? clause.allChildren()[0] ?? clause;
			const data = { name: owner.name, what: found.type ? `except ${found.type.text}` : 'A bare except' };
			const doesHarm = harms(swallows, clause, owner, file);
			report({
				at,
				message,
				severity: endsAnyway(clause, owner, related, file) ? 'hint' : (severityAt(clause, file) ?? (doesHarm ? undefined : 'information')),
				data,
				related: related && [{ at: related, message: 'goes on here' }],
				fixes: () => [reraise(clause, found, file)],
			});
		},
		'node:finally_clause'(clause, { file, report }) {
			const owner = file.functionOf(clause);
			const jump = owner?.isAsync ? finalJump(clause, file) : undefined;
			const statement = clause.parent;
			if (!owner || !jump || !statement) return;
			const awaits = awaitsIn(statement).filter((node) => !node.isInside(clause));
			if (awaits.length === 0 || mayBeOfAnother(awaits, owner, clause.start)) return;
			const related = nextAwait(statement, jump.exits, owner.body) ?? callerThatGoesOn(owner, file);
			report({
				at: jump.at,
				message: 'final',
				severity: endsAnyway(clause, owner, related, file) ? 'hint' : severityAt(clause, file),
				data: { jump: jump.at.kind.replace('_statement', ''), name: owner.name },
				related: related && [{ at: related, message: 'goes on here' }],
				fixes: () => [jumpBehindTry(jump, clause, file)],
			});
		},
		'node:with_item'(item, { file, report }) {
			const entered = enteredBy(item);
			const callee = entered?.kind === 'call' ? entered.field('function') : undefined;
			const owner = file.functionOf(item);
			if (!entered || !callee || !owner?.isAsync || file.qualifiedName(callee) !== 'contextlib.suppress') return;
			const statement = item.closest('with_statement');
			const body = statement?.field('body');
			const found = catchIn(argumentsOf(entered), file);
			const awaits = body ? awaitsIn(body) : [];
			if (!statement || !body || !found || awaits.length === 0 || mayBeOfAnother(awaits, owner, body.end)) return;
			const next = nextAwait(statement, new Set(['end']), owner.body);
			const related = next ?? callerThatGoesOn(owner, file);
			if (related)
				report({
					at: entered,
					message: 'suppressed',
					severity: severityAt(item, file) ?? (found.isWide || goesRound(next, item, owner) ? undefined : 'information'),
					data: { name: owner.name, what: found.type?.text ?? '' },
					related: [{ at: related, message: 'goes on here' }],
				});
		},
	},
});

/** Whether what was cancelled ends all the same, though it does not say why: the whole of a task, or a loop that the handler tells to stop. */
function endsAnyway(clause: SyntaxNode, owner: FunctionModel, related: SyntaxNode | undefined, file: FileModel): boolean {
	const round = clause.closest('while_statement', 'for_statement', 'function_definition');
	const condition = round?.kind === 'while_statement' ? round.field('condition') : undefined;
	if (condition) {
		const asked = new Set([condition, ...condition.descendants()].filter((node) => node.kind === 'identifier').map((node) => node.text));
		if (ownNodes(clause).some((node) => node.kind === 'assignment' && asked.has(node.field('left')?.text ?? ''))) return true;
	}
	const goesRound = related?.closest('while_statement', 'for_statement', 'function_definition')?.kind !== 'function_definition';
	return (!related || !goesRound) && isOnlyTask(owner, file);
}

/**
 * Whether it is plain that something is lost. Who names CancelledError outside of a loop may mean to
 * end quietly, or to go on with the cleaning up; a wide handler after which nothing is awaited, and
 * whose caller is not in sight, may be the end of the task.
 */
function harms({ found, related, raisesSometimes }: Swallowing, clause: SyntaxNode, owner: FunctionModel, file: FileModel): boolean {
	if (!found.isWide) return goesRound(related, clause, owner);
	return !raisesSometimes && (related ?? callerThatGoesOn(owner, file)) !== undefined;
}

/** Whether what runs next does so in a loop round a node: then nothing stops it, however often it is cancelled. */
function goesRound(next: SyntaxNode | undefined, node: SyntaxNode, owner: FunctionModel): boolean {
	const loop = node.closest('for_statement', 'while_statement', 'function_definition');
	return loop !== undefined && loop !== owner.node && next?.isInside(loop) === true;
}

/** Nobody waits for a test that was cancelled. */
function severityAt(node: SyntaxNode, file: FileModel): 'hint' | undefined {
	return isInTest(node, file) ? 'hint' : undefined;
}

/** The first handler that gets a cancellation. */
function catchingClause(statement: SyntaxNode, file: FileModel): SyntaxNode | undefined {
	return statement.children.find((child) => child.kind === 'except_clause' && caughtBy(child, file) !== undefined);
}

function caughtBy(clause: SyntaxNode, file: FileModel): CancellationCatch | undefined {
	if (clause.hasToken('*')) return undefined;
	const types = typesOf(clause);
	return types ? catchIn(types, file) : { isWide: true, type: undefined };
}

interface Swallowing {
	readonly found: CancellationCatch;
	readonly message: 'explicit' | 'returns' | 'wide';
	/** What runs although the coroutine was to be cancelled. */
	readonly related?: SyntaxNode | undefined;
	/** Whether the handler raises on some of its ways. */
	readonly raisesSometimes: boolean;
}

function judge(clause: SyntaxNode, awaits: readonly SyntaxNode[], owner: FunctionModel, file: FileModel): Swallowing | undefined {
	const found = caughtBy(clause, file);
	const block = clause.children.at(-1);
	const statement = clause.parent;
	if (!found || !statement || block?.kind !== 'block' || awaits.length === 0 || mayBeOfAnother(awaits, owner, clause.end)) return undefined;
	const exits = exitsOf(block, neverReturns(file));
	const leaving = new Set([...exits].filter((exit) => exit !== 'raise'));
	const raisesSometimes = exits.has('raise');
	if (leaving.size === 0 || isPassedOn(clause, found, raisesSometimes, file)) return undefined;
	const related = nextAwait(statement, leaving, owner.body);
	if (found.isWide) return { found, message: 'wide', related, raisesSometimes };
	if (related) return { found, message: 'explicit', related, raisesSometimes };
	const caller = callerThatGoesOn(owner, file);
	return caller && { found, message: 'returns', related: caller, raisesSometimes };
}

/** Functions that only show an exception. */
const shows = /^(debug|info|warn|warning|error|exception|critical|log|print|str|repr|format|type|isinstance|print_exception|format_exception)$/;

/** Whether the handler tells cancellations apart, or hands the exception to somebody: a future, a list, its caller. */
function isPassedOn(clause: SyntaxNode, found: CancellationCatch, raisesSometimes: boolean, file: FileModel): boolean {
	if (raisesSometimes && !found.isWide) return true;
	const alias = clause.children[0]?.kind === 'as_pattern' ? clause.children[0].field('alias')?.text : undefined;
	return ownNodes(clause.children.at(-1) as SyntaxNode).some((node) => {
		if (node.kind === 'call' && /^(uncancel|exc_info|set_exception)$/.test(node.field('function')?.field('attribute')?.text ?? '')) return true;
		if (node.kind === 'identifier' || node.kind === 'attribute') {
			if (node.text === alias && node.parent?.kind !== 'as_pattern_target') return !isShown(node);
			return file.qualifiedName(node) === 'asyncio.CancelledError';
		}
		return false;
	});
}

/** Printed, logged, put into a text, or a `from error`. */
function isShown(use: SyntaxNode): boolean {
	for (const ancestor of use.ancestors()) {
		if (ancestor.kind === 'interpolation' || ancestor.kind === 'raise_statement') return true;
		if (ancestor.kind === 'call') {
			const callee = ancestor.field('function');
			return shows.test((callee?.kind === 'attribute' ? callee.field('attribute') : callee)?.text ?? '');
		}
		if (ancestor.kind === 'block') return false;
	}
	return false;
}
