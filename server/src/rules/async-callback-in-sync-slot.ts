import { type SlotConsequence, slotConsequence } from '../knowledge/sync-slots.ts';
import { roleOfDefinition, roleOfReference } from '../project/framework-roles.ts';
import { isTypeCheckingOnly } from '../project/guards.ts';
import { type AsyncGiven, asyncGiven, droppingCalls, isIteratedAsValues, servesAsCoroutine } from '../rule-kit/async-given.ts';
import { methodOfSomeLoop } from '../rule-kit/loops.ts';
import { defineRule, type RuleContext } from '../rule-kit/rule.ts';
import { runAsync } from '../rule-kit/run-async.ts';
import { isExpectedToRaise } from '../rule-kit/tests.ts';
import { argumentsOf, type CallSite, isStatement } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { FunctionModel } from '../semantics/functions.ts';
import { decoratorNames } from '../semantics/members.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';

export default defineRule({
	name: 'async-callback-in-sync-slot',
	category: 'forgotten-await',
	severity: 'error',
	fix: 'unsafe',
	since: '0.1.0',
	equivalents: [],
	yieldsTo: ['called-too-early'],
	summary: 'An async function is handed to something that calls it like a plain one',
	why: `Calling an \`async def\` function only makes a coroutine; its body runs when the coroutine is awaited. \`threading.Thread\`, \`asyncio.to_thread()\`, \`loop.call_later()\`, \`signal.signal()\`, \`sorted(key=...)\` and many others call what they are given and know nothing of awaiting:

- threads, timers, callbacks of the loop, signal and exit handlers drop the coroutine. Nothing happens but \`RuntimeWarning: coroutine 'f' was never awaited\`; in debug mode asyncio raises \`TypeError: coroutines cannot be used with call_soon()\`;
- \`to_thread()\`, \`run_in_executor()\` and executors give the coroutine back in place of the result;
- \`loop.add_signal_handler()\` and \`sync_to_async()\` raise a TypeError;
- \`filter()\` keeps everything, because a coroutine is always true; a \`key=\` function makes \`sorted()\`, \`min()\` and \`max()\` compare coroutines: \`TypeError\`.

Await an async function, or make a task of it. A thread can run it on a loop of its own: \`Thread(target=lambda: asyncio.run(f()))\`. A callback of the loop can start a task, which somebody must keep. This is the same on every Python version.`,
	messages: {
		dropped: '{function} is asynchronous, and {taker} calls it like a plain function: the coroutine is dropped, and the body never runs',
		result: '{function} is asynchronous: {taker} gives back the coroutine instead of the result, and the body does not run',
		tested: '{function} is asynchronous: {taker} tests the coroutine, which is always true, and the body never runs',
		compared: '{function} is asynchronous: {taker} compares coroutines, not results: TypeError',
		text: '{function} is asynchronous: {taker} puts the coroutine where a string belongs: TypeError',
		refused: '{function} is asynchronous, and {taker} takes plain functions only: TypeError',
		handler: '{function} is {role}, which is called like a plain function: the coroutine is dropped, and the body never runs',
	},
	examples: [
		{
			bad: `import asyncio
import threading


async def report():
    await asyncio.sleep(1)
    print("done")


threading.Thread(target=report).start()
`,
			good: `import asyncio
import threading


async def report():
    await asyncio.sleep(1)
    print("done")


threading.Thread(target=lambda: asyncio.run(report())).start()
`,
		},
	],
	on: {
		call(call, context) {
			const { file, project, python, report } = context;
			const name = file.qualifiedName(call.callee) ?? methodOfSomeLoop(call, file);
			for (const [position, argument] of argumentsOf(call.node).entries()) {
				if (argument.kind === 'list_splat') return;
				const given = argument.kind === 'keyword_argument' ? argument.field('value') : argument;
				if (!given) continue;
				const place = argument.kind === 'keyword_argument' ? (argument.field('name')?.text ?? '') : position;
				const slot = (name === undefined ? undefined : slotConsequence(name, place)) ?? (isNeverAwaited(given, file) ? 'dropped' : undefined);
				const dropping = name === undefined ? droppingCalls(call, argument, position, project) : [];
				const what = slot || dropping.length > 0 ? asyncGiven(given, file, project) : undefined;
				if (!what || isTypeCheckingOnly(call.node, file) || isExpectedToRaise(call.node, file)) continue;
				const message = slot ? consequenceHere(slot, what, call, file) : 'dropped';
				if (!message) continue;
				const taker = `${call.callee.text.replace(/\s+/g, ' ')}()`;
				const related = dropping.map((at) => ({ at, message: `${taker} calls it here and drops what it gives` }));
				report({ at: given, message, data: { function: what.text, taker }, related, fixes: () => (slot ? runAsync({ call, given, what, file, python }) : []) });
			}
		},
		'node:assignment': (assignment, { file, project, report }) => {
			const given = assignment.field('right');
			const what = given && isNeverAwaited(given, file) ? asyncGiven(given, file, project) : undefined;
			if (given && what) report({ at: given, message: 'dropped', data: { function: what.text, taker: assignment.field('left')?.text ?? '' } });
		},
		function(model, context) {
			const entry = model.isAsync && !model.isGenerator ? roleOfDefinition(model) : undefined;
			if (entry?.asyncRunsOn !== 'never-awaited' || isWrapped(model, context)) return;
			context.report({ at: model.nameNode, message: 'handler', data: { function: `${model.name}()`, role: entry.role } });
		},
	},
});

/** Whether a framework that calls the function drops the coroutine. */
function isNeverAwaited(given: SyntaxNode, file: FileModel): boolean {
	return roleOfReference(given, file)?.entry.asyncRunsOn === 'never-awaited';
}

/** What happens in this very call; undefined where the coroutine may be what was wanted. */
function consequenceHere(slot: SlotConsequence, what: AsyncGiven, call: CallSite, file: FileModel): SlotConsequence | undefined {
	const name = file.qualifiedName(call.callee) ?? '';
	// A lambda does not show what it will give.
	if (slot === 'refused' && what.form === 'lambda') return name === 'asgiref.sync.sync_to_async' ? 'result' : 'dropped';
	if (slot !== 'result') return slot;
	if (isStatement(call.node) && !name.startsWith('builtins.')) return 'dropped';
	const isRight = /\.map$/.test(name) ? !isIteratedAsValues(call.node, file) : servesAsCoroutine(call.node, file);
	return isRight ? undefined : slot;
}

/** Whether a decorator may make a plain function of it, or its framework is taught to await. */
function isWrapped(model: FunctionModel, { file, project }: Pick<RuleContext, 'file' | 'project'>): boolean {
	const dependencies = project.dependencies(file.path);
	if (dependencies.has('celery-aio-pool') || dependencies.has('asyncclick') || dependencies.has('async-typer')) return true;
	return !decoratorNames(model).every((name) => name === 'override' || /^(click|typer|celery|apscheduler|typing)\./.test(name));
}
