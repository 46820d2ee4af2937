import { type Drop, dropOf, isHelperWithoutLoop } from '../rule-kit/dropped-task.ts';
import { fixOf, statementOf } from '../rule-kit/edits.ts';
import type { Fix } from '../rule-kit/finding.ts';
import { handedStarters } from '../rule-kit/handed-starters.ts';
import { keepTask } from '../rule-kit/keep-task.ts';
import { madeTask } from '../rule-kit/made-task.ts';
import { defineRule, type RuleContext } from '../rule-kit/rule.ts';
import { keepTaskOfLambda, keepTaskOfStarter } from '../rule-kit/start-task.ts';
import { isExpectedToRaise, isInTest } from '../rule-kit/tests.ts';
import { logError, tellsFuture, unseenError } from '../rule-kit/unseen-errors.ts';
import { argumentsOf, type CallSite } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';

const messages = {
	dropped:
		'Nobody keeps the task of {maker}: the loop holds it weakly, so it may be garbage-collected before it ends, and its exception goes unseen; keep a reference to it',
	unused:
		'Only {name} holds the task of {maker}, and goes away here: the loop holds it weakly, so it may be garbage-collected before it ends; keep a reference elsewhere, or await it',
	callback:
		'The loop drops what a callback returns, so nobody keeps the task of {maker}: it may be garbage-collected before it ends, and its exception goes unseen',
	unseen:
		'Nobody looks at the future of run_coroutine_threadsafe(): when {coroutine}() fails, nothing is raised or logged; ask for its result(), or add a callback that does',
} as const;

export default defineRule({
	name: 'dangling-task',
	category: 'concurrency',
	severity: 'warning',
	fix: 'unsafe',
	since: '0.1.0',
	equivalents: ['RUF006', 'ASYNC300', 'S7502', 'unused-awaitable'],
	yieldsTo: ['task-without-running-loop', 'thread-unsafe-loop-call'],
	summary: 'A task that nobody keeps may be garbage-collected before it ends',
	why: `The event loop holds only a weak reference to a task. A task whose result is dropped is kept alive by what it waits for, if by anything: when that is reachable through the task alone, the garbage collector may take both, and the work stops in the middle, without an error. Besides, nobody sees its exception: asyncio logs \`Task exception was never retrieved\` when the task is collected, which may be late or never.

Keep a reference until the task is done: in a set from which \`add_done_callback()\` removes it, in an attribute, or by awaiting it. \`add_done_callback()\` alone does not keep a task, nor does a local variable after its function has returned. On Python 3.11 and later \`asyncio.TaskGroup\` keeps its tasks and waits for them.

The future of \`asyncio.run_coroutine_threadsafe()\` is quieter still: nobody logs an error that it holds, not even in debug mode. Where the coroutine visibly may fail and the future is dropped, ask for its \`result()\` in the other thread, or add a callback that does: concurrent futures log what a callback raises.`,
	messages,
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
		{
			bad: `import asyncio
import threading


async def store(reading):
    if reading > 100:
        raise ValueError(f"impossible: {reading}")


def watch(loop):
    asyncio.run_coroutine_threadsafe(store(120), loop)


async def main():
    threading.Thread(target=watch, args=(asyncio.get_running_loop(),)).start()
    await asyncio.sleep(0.2)


asyncio.run(main())
`,
			good: `import asyncio
import threading


async def store(reading):
    if reading > 100:
        raise ValueError(f"impossible: {reading}")


def watch(loop):
    asyncio.run_coroutine_threadsafe(store(120), loop).result()


async def main():
    threading.Thread(target=watch, args=(asyncio.get_running_loop(),)).start()
    await asyncio.sleep(0.2)


asyncio.run(main())
`,
		},
	],
	on: {
		call(call, context) {
			const { file, project, report } = context;
			for (const starter of handedStarters(call.node, file)) {
				const fixes = () => [keepTaskOfStarter(starter.given, file, context.python)];
				report({ at: starter.given, message: 'callback', severity: minorAt(call, file), data: { maker: starter.maker }, fixes });
			}
			const unseen = isInTest(call.node, file) ? undefined : unseenError(call.node, file);
			if (unseen) {
				const related = [{ at: unseen.at, message: 'an error may come from here' }];
				const fixes = () => [logError(call.node)];
				report({ at: call.node, message: 'unseen', severity: 'information', data: { coroutine: unseen.name }, related, fixes });
			}
			const maker = madeTask(call.node, file);
			const drop = maker === undefined || isHelperWithoutLoop(call, file, project) ? undefined : dropOf(call.node, file, project);
			if (maker === undefined || !drop || isExpectedToRaise(call.node, file)) return;
			const fixes = () => [drop.kind === 'callback' ? keepTaskOfLambda(call.node, file, context.python) : keepInSet(call.node, drop, context)];
			const severity = minorAt(call, file);
			if (drop.kind === 'unused') report({ at: call.node, message: 'unused', severity, data: { maker, name: drop.name?.text ?? '' }, fixes });
			else report({ at: call.node, message: drop.kind, severity, data: { maker }, fixes });
		},
	},
});

function keepInSet(made: SyntaxNode, drop: Drop, { file, python }: RuleContext<typeof messages>): Fix | undefined {
	const statement = statementOf(made);
	const isPlain = statement.kind === 'expression_statement' && made.closest('lambda', 'list_comprehension')?.isInside(statement) !== true;
	return isPlain ? fixOf('Keep the task in a set until it is done', 'unsafe', keepTask(made, statement, drop.name, file, python)) : undefined;
}

/** The loop of a test ends with it, and with the loop its tasks; what a finalizer starts, or what tells its end to a future, has somebody or nobody who could use the task. */
function minorAt({ node, owner }: CallSite, file: FileModel): 'hint' | undefined {
	const isMinor = isInTest(node, file) || owner?.name === '__del__' || argumentsOf(node).some((one) => tellsFuture(one, file));
	return isMinor ? 'hint' : undefined;
}
