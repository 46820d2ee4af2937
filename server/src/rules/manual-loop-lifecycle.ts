import type { ProjectModel } from '../project/project.ts';
import { isTestFile } from '../project/test-files.ts';
import { coroutineFrom } from '../rule-kit/coroutines.ts';
import { deleteStatement, fixOf, statementOf } from '../rule-kit/edits.ts';
import { runInstead, variableOf } from '../rule-kit/get-event-loop.ts';
import { unusedImportEdits } from '../rule-kit/imports.ts';
import { isHousekeeping, type LoopVariable } from '../rule-kit/loop-variable.ts';
import { loopMethod } from '../rule-kit/loops.ts';
import { oneRunner, runCalls } from '../rule-kit/one-runner.ts';
import { methodCalledOn } from '../rule-kit/references.ts';
import { defineRule } from '../rule-kit/rule.ts';
import { settingRound } from '../rule-kit/set-loop.ts';
import { closeInFinally, mayBeSkipped } from '../rule-kit/skipped-close.ts';
import { argumentsOf, type CallSite, isStatement } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { FunctionModel } from '../semantics/functions.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';

export default defineRule({
	name: 'manual-loop-lifecycle',
	category: 'no-loop',
	severity: 'hint',
	fix: 'unsafe',
	since: '0.1.0',
	equivalents: [],
	yieldsTo: [
		'event-loop-after-run',
		'no-loop-in-thread',
		'module-scope-loop',
		'loop-probing',
		'nested-event-loop',
		'notebook-event-loop',
		'event-loop-fixture',
		'unclosed-resource',
	],
	summary: 'A loop is made, set, run and closed by hand',
	why: `\`asyncio.run(main())\` makes a loop, runs the coroutine, cancels what is left, shuts asynchronous generators and the default executor down, and closes the loop, whatever happens. Doing the same by hand takes a dozen lines, and what is missing from them shows up as \`ResourceWarning: unclosed event loop\` or as tasks that were never cancelled.

- A \`close()\` that is not in a \`finally\` is skipped when the coroutine raises.
- \`asyncio.set_event_loop(asyncio.new_event_loop())\` leaves a loop behind each time it runs: nothing closes it. \`asyncio.run()\` needs no loop to be set.

Several runs on one loop: \`with asyncio.Runner() as runner:\` and \`runner.run(...)\`, on Python 3.11 and later. A thread may use \`asyncio.run()\` as well.`,
	messages: {
		skipped: '{loop}.close() is skipped when {run}() raises, and the loop stays open; asyncio.run() closes it in any case',
		leaks: 'Each call makes a loop that nothing closes; asyncio.run() needs no loop to be set',
		simple: 'asyncio.run() makes, runs and closes a loop in one call',
		runner: 'Each of these asyncio.run() calls makes and closes a loop of its own; asyncio.Runner() keeps one for all of them',
	},
	examples: [
		{
			bad: `import asyncio


async def price(item):
    await asyncio.sleep(0)
    return len(item)


def ask(item):
    loop = asyncio.new_event_loop()
    result = loop.run_until_complete(price(item))
    loop.close()
    return result
`,
			good: `import asyncio


async def price(item):
    await asyncio.sleep(0)
    return len(item)


def ask(item):
    return asyncio.run(price(item))
`,
		},
	],
	on: {
		call(call, { file, project, python, report }) {
			const name = file.qualifiedName(call.callee);
			if (name === 'asyncio.run' && python.floor >= 11) {
				const runs = runsFrom(call, file);
				if (runs) report({ at: call.node, message: 'runner', fixes: () => [oneRunner(runs, file)] });
			}
			if (name !== 'asyncio.new_event_loop' || !call.owner || call.owner.isAsync) return;
			const setting = settingRound(call.node, file);
			if (setting && runsHere(call.owner, file)) {
				report({
					at: call.node,
					message: 'leaks',
					severity: 'warning',
					fixes: () => [
						isStatement(setting) && !needsSetLoop(call.owner as FunctionModel, file)
							? fixOf('Delete it', 'unsafe', deleteStatement(statementOf(setting), file), unusedImportEdits(call.callee, [setting], file))
							: undefined,
					],
				});
				return;
			}
			const variable = variableOf(call, file);
			if (!variable?.uses.every((use) => methodCalledOn(use) !== undefined || isHousekeeping(use, file))) return;
			const close = variable.uses.find((use) => methodCalledOn(use) === 'close');
			const run = variable.uses.find((use) => methodCalledOn(use) === 'run_until_complete');
			if (!close || !run || file.functionOf(close) !== call.owner || file.functionOf(run) !== call.owner) return;
			const fixes = () => [isSimple(variable, file, project) ? runInstead(call, file, project) : closeInFinally(run, close, file)];
			// A test that fails leaves a loop behind; that is all there is to it.
			const severity = isTestFile(file.path) ? 'hint' : 'warning';
			if (mayBeSkipped(run, close))
				report({ at: call.node, message: 'skipped', severity, data: { loop: variable.binding.name, run: run.parent?.text ?? '' }, fixes });
			else if (isSimple(variable, file, project)) report({ at: call.node, message: 'simple', fixes });
		},
	},
});

/** Whether the function itself runs something then, and closes no loop: what it hands the loop to might. */
function runsHere(owner: FunctionModel, file: FileModel): boolean {
	const isRun = (call: CallSite) => file.qualifiedName(call.callee) === 'asyncio.run' || loopMethod(call, file) === 'run_until_complete';
	return owner.calls.some(isRun) && !owner.calls.some((call) => loopMethod(call, file) === 'close');
}

/** Whether it gets the loop that is set again. */
function needsSetLoop(owner: FunctionModel, file: FileModel): boolean {
	return owner.calls.some((call) => file.qualifiedName(call.callee) === 'asyncio.get_event_loop');
}

/** One coroutine is run on it, and nothing else is done with it. */
function isSimple(variable: LoopVariable, file: FileModel, project: ProjectModel): boolean {
	const runs = variable.uses.filter((use) => !isHousekeeping(use, file));
	const call = runs[0]?.parent?.parent;
	const [main, ...others] = call?.kind === 'call' ? argumentsOf(call) : [];
	const made = main && file.statementOf(main).calls.find((one) => one.node === main);
	return (
		runs.length === 1 &&
		methodCalledOn(runs[0] as SyntaxNode) === 'run_until_complete' &&
		others.length === 0 &&
		made !== undefined &&
		coroutineFrom(made, file, project) !== undefined
	);
}

/** Three or more `asyncio.run(f())` in statements of one block, of which the call is the first. */
function runsFrom(call: CallSite, file: FileModel): readonly CallSite[] | undefined {
	const block = statementOf(call.node).parent;
	const same = runCalls(file).filter((one) => one.owner === call.owner && statementOf(one.node).parent === block && argumentsOf(one.node).length === 1);
	return block && same.length >= 3 && same[0] === call ? same : undefined;
}
