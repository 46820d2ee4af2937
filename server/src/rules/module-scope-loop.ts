import { isMainGuarded, pythonAt } from '../project/guards.ts';
import type { PythonRange } from '../project/python-version.ts';
import { deleteStatement, fixOf, statementOf } from '../rule-kit/edits.ts';
import { consequenceOn, isCaught } from '../rule-kit/get-event-loop.ts';
import { isHousekeeping } from '../rule-kit/loop-variable.ts';
import { threadsRunning } from '../rule-kit/loops.ts';
import { isTarget, mentionsOfSame, methodCalledOn } from '../rule-kit/references.ts';
import { defineRule } from '../rule-kit/rule.ts';
import { runEach, sharedByRuns } from '../rule-kit/run-each.ts';
import { isServerlessRequest } from '../rule-kit/serverless.ts';
import { settingRound } from '../rule-kit/set-loop.ts';
import { isStatement } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';

export default defineRule({
	name: 'module-scope-loop',
	category: 'loop-lifetime',
	severity: 'warning',
	fix: 'unsafe',
	since: '0.1.0',
	equivalents: [],
	yieldsTo: ['event-loop-after-run'],
	summary: 'An event loop is made when a module is imported',
	why: `A loop that is made at import belongs to nobody. A server, a test or \`asyncio.run()\` makes a loop of its own; a task or future of the one cannot be awaited on the other, and nothing closes the loop of the module.

\`asyncio.get_event_loop()\` at import also depends on the Python version: up to 3.11 it makes a loop in the main thread, on 3.12 and 3.13 with a \`DeprecationWarning\`, and from 3.14 on the import fails with \`RuntimeError: There is no current event loop in thread 'MainThread'.\` In any other thread it always failed.

In a serverless function the module stays loaded between requests, and so does its loop, with whatever tasks the last request left behind.

Make the loop where it is run: \`asyncio.run(main())\` in the function that starts things. A coroutine that needs the loop asks for it with \`asyncio.get_running_loop()\`.`,
	messages: {
		made: 'This loop is made when the module is imported{unclosed}; what belongs to it cannot be awaited on the loop that asyncio.run() or a server makes',
		got: 'asyncio.get_event_loop() runs when the module is imported, where no loop runs: {consequence}',
		set: 'This loop is made and set when the module is imported and nothing runs or closes it; asyncio.run() and servers make their own',
		serverless:
			'This loop is made once and kept between the calls of {handler}(), with the tasks that earlier calls left behind; asyncio.run() gives each call a loop of its own',
	},
	examples: [
		{
			bad: `import asyncio

LOOP = asyncio.new_event_loop()


async def price(item):
    await asyncio.sleep(0)
    return len(item)


def total(items):
    return sum(LOOP.run_until_complete(price(item)) for item in items)
`,
			good: `import asyncio


async def price(item):
    await asyncio.sleep(0)
    return len(item)


def total(items):
    return sum(asyncio.run(price(item)) for item in items)
`,
		},
	],
	on: {
		call(call, { file, project, python, report }) {
			// A notebook's cells run on a loop that outlives them all.
			const name = call.owner || file.source.notebook ? undefined : file.qualifiedName(call.callee);
			if ((name !== 'asyncio.new_event_loop' && name !== 'asyncio.get_event_loop') || isMainGuarded(call.node, file) || isCaught(call.node)) return;
			const range = pythonAt(call.node, file, python);
			if (!range) return;
			const setting = settingRound(call.node, file);
			if (setting && name === 'asyncio.new_event_loop' && !runsAnything(file)) {
				report({
					at: call.node,
					message: 'set',
					fixes: () => [isStatement(setting) ? fixOf('Delete it', 'unsafe', deleteStatement(statementOf(setting), file)) : undefined],
				});
				return;
			}
			const uses = usesInFunctions(call.node, file);
			if (!uses) return;
			const handler = uses.map((use) => file.functionOf(use)).find((one) => one && isServerlessRequest(one, project));
			const fixes = () => [runEach(call, file, project)];
			const byHand = () => {
				const shared = sharedByRuns(call, file, project);
				return shared && `${shared.text} belongs to this loop: make it in the coroutine that uses it, then run each with asyncio.run()`;
			};
			if (name === 'asyncio.get_event_loop')
				report({ at: call.node, message: 'got', data: { consequence: consequenceOn(range) }, severity: severityOn(range), fixes, byHand });
			else if (handler) report({ at: call.node, message: 'serverless', data: { handler: handler.name }, fixes, byHand });
			else
				report({
					at: call.node,
					message: 'made',
					data: { unclosed: uses.some((use) => methodCalledOn(use) === 'close') ? '' : ' and nothing closes it' },
					fixes,
					byHand,
				});
		},
	},
});

function severityOn({ ceiling, isAssumed }: PythonRange): 'error' | 'warning' {
	return ceiling >= 14 && !isAssumed ? 'error' : 'warning';
}

/** Whether some loop is run at module level: then the file is a script that needs one. */
function runsAnything(file: FileModel): boolean {
	return ['run_until_complete', 'run_forever'].some((method) => file.isMentioned(method));
}

/**
 * Mentions of the module's loop in functions. Undefined when there are none, or when the module itself
 * runs the loop or hands it on: a script, or a thread made for the loop.
 */
function usesInFunctions(made: SyntaxNode, file: FileModel): readonly SyntaxNode[] | undefined {
	const target = made.parent?.kind === 'assignment' ? made.parent.field('left') : undefined;
	if (target?.kind !== 'identifier' || file.scopeOf(target).kind !== 'module') return undefined;
	const all = mentionsOfSame(target, file);
	if (all.filter(isTarget).length !== 1) return undefined;
	const outside = all.filter((one) => one !== target && !file.functionOf(one));
	const inside = all.filter((one) => file.functionOf(one));
	if (inside.length === 0 || !outside.every((one) => isHousekeeping(one, file) && methodCalledOn(one) === undefined)) return undefined;
	// A thread that runs the loop for the whole life of the process is meant.
	return threadsRunning(target, file).length > 0 ? undefined : inside;
}
