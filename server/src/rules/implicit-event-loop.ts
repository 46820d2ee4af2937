import { hasRunningLoop } from '../project/contexts.ts';
import { pythonAt } from '../project/guards.ts';
import type { ProjectModel } from '../project/project.ts';
import type { PythonRange } from '../project/python-version.ts';
import { statementOf } from '../rule-kit/edits.ts';
import { consequenceOn, followsAnother, isCaught, runInstead, variableOf } from '../rule-kit/get-event-loop.ts';
import { boundUsedBy } from '../rule-kit/loop-bound.ts';
import { ownLoop, ownLoopClosed } from '../rule-kit/own-loop.ts';
import { defineRule, type Severity } from '../rule-kit/rule.ts';
import { setInOtherCase, setsAnother, setsLoop } from '../rule-kit/set-loop.ts';
import { testCaseOf } from '../rule-kit/unittest.ts';
import type { CallSite } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { FunctionModel } from '../semantics/functions.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';

export default defineRule({
	name: 'implicit-event-loop',
	category: 'no-loop',
	severity: 'warning',
	fix: 'unsafe',
	since: '0.1.0',
	equivalents: [],
	yieldsTo: ['event-loop-after-run', 'no-loop-in-thread', 'module-scope-loop', 'loop-probing'],
	summary: '`asyncio.get_event_loop()` where no loop runs',
	why: `Where no loop runs, \`asyncio.get_event_loop()\` used to make one and remember it. That is over:

- up to 3.11 it makes a loop, in the main thread only (3.10.0 to 3.10.8 and 3.11.0 also gave a \`DeprecationWarning\`)
- 3.12 and 3.13: \`DeprecationWarning: There is no current event loop\` when it makes the loop
- 3.14 and later: \`RuntimeError: There is no current event loop in thread 'MainThread'.\`

In any thread but the main one, and after \`asyncio.run()\` has been used, it raises on every version.

\`asyncio.run(main())\` makes a loop, runs the coroutine and closes the loop. Code that must keep a loop of its own says so: \`loop = asyncio.new_event_loop()\`, then \`asyncio.set_event_loop(loop)\`.

A loop that is set on one platform only (\`if sys.platform == "win32": asyncio.set_event_loop(...)\`) leaves all others without one.

In a coroutine nothing of this applies: there \`get_event_loop()\` gives the running loop.`,
	byHand:
		'the loop is needed beyond this place: decide who makes and closes it, one asyncio.run() at the start of the program or an asyncio.new_event_loop() of its own',
	messages: {
		creates: 'asyncio.get_event_loop() is called where no loop runs: {consequence}',
		again: 'asyncio.get_event_loop() gets the loop that the call above it made without saying so; use that one loop, or asyncio.run()',
	},
	examples: [
		{
			bad: `import asyncio


async def main():
    await asyncio.sleep(0)


loop = asyncio.get_event_loop()
loop.run_until_complete(main())
`,
			good: `import asyncio


async def main():
    await asyncio.sleep(0)


asyncio.run(main())
`,
		},
	],
	on: {
		call(call, { file, project, python, report }) {
			if (file.qualifiedName(call.callee) !== 'asyncio.get_event_loop' || setsLoop(file, call.node) || isCaught(call.node)) return;
			const range = pythonAt(call.node, file, python);
			// Kept for old versions on purpose, where it works.
			if (range && range.ceiling < 10 && python.ceiling >= 10) return;
			const isKnown = runsWithoutLoop(call, project);
			// Where a notebook's code runs a loop, one runs already.
			if (!range || !(isKnown || (isRunHere(call, file) && !file.source.notebook && !runsOnLoop(call, project))) || hasLoopOfTestCase(call.owner, file)) return;
			const tags = range.ceiling >= 12 ? (['deprecated'] as const) : [];
			if (followsAnother(call.node, file)) return report({ at: call.node, message: 'again', severity: 'hint', tags, byHand: () => whereItGoes(call.node) });
			report({
				at: call.node,
				message: 'creates',
				data: { consequence: consequenceOn(range) },
				severity: isKnown || !isCalledBack(call.owner, file) ? severityOn(range) : 'hint',
				tags,
				fixes: () => {
					if (sharesLoop(call, file)) return [];
					if (setsAnother(call.node, file)) return [setInOtherCase(call.node, file)];
					// Up to 3.9 a lock of the module takes the loop that is there when it is made; any other loop would fail with it.
					if (range.floor <= 9 && boundUsedBy(runsBeside(call, file), project)) return [];
					const run = runInstead(call, file, project);
					return [run, ownLoop(call, file), run ? undefined : ownLoopClosed(call, file)];
				},
				byHand: () => (sharesLoop(call, file) ? sharedText : setsAnother(call.node, file) ? otherwiseText : whereItGoes(call.node)),
			});
		},
	},
});

function runsBeside({ owner }: CallSite, file: FileModel): readonly CallSite[] {
	return file.calls.filter((one) => one.owner === owner && one.callee.field('attribute')?.text === 'run_until_complete');
}

/** `unittest.IsolatedAsyncioTestCase` sets a loop before each test, plain ones too. */
function hasLoopOfTestCase(owner: FunctionModel | undefined, file: FileModel): boolean {
	for (let outer = owner; outer; outer = outer.owner) if (outer.class && testCaseOf(outer.class, file)?.isAsync) return true;
	return false;
}

/** A method or inner function may be called in a thread for which somebody has set a loop. */
function isCalledBack(owner: FunctionModel | undefined, file: FileModel): boolean {
	// unittest calls its tests in the main thread.
	if (owner?.class && testCaseOf(owner.class, file)) return false;
	return owner?.class !== undefined || owner?.owner !== undefined;
}

/** Whether a chain of calls from module level leads here. */
function runsWithoutLoop(call: CallSite, project: ProjectModel): boolean {
	return project.contextsOf(call.owner, call.node).some((context) => context.kind === 'main-thread');
}

/** Whether coroutines are all that is known to call it: what is wrong then is the call. */
function runsOnLoop(call: CallSite, project: ProjectModel): boolean {
	const contexts = project.contextsOf(call.owner, call.node);
	return contexts.length > 0 && contexts.every(hasRunningLoop);
}

/** Whether the same plain function runs the loop it got: then none can be running, whoever calls. */
function isRunHere(call: CallSite, file: FileModel): boolean {
	if (!call.owner || call.owner.isAsync) return false;
	const isRun = (object: SyntaxNode) =>
		object.parent?.kind === 'attribute' &&
		/^(run_until_complete|run_forever)$/.test(object.parent.field('attribute')?.text ?? '') &&
		object.parent.parent?.kind === 'call';
	const variable = variableOf(call, file);
	const uses = variable ? variable.uses : [call.node];
	return uses.some(isRun) && !uses.some((use) => use.parent?.kind === 'attribute' && use.parent.field('attribute')?.text === 'is_running');
}

function severityOn({ ceiling, isAssumed }: PythonRange): Severity {
	if (ceiling >= 14) return isAssumed ? 'warning' : 'error';
	return ceiling >= 10 ? 'warning' : 'hint';
}

const sharedText =
	'what runs here belongs to a loop that it has run on before, and will again: make that one once with asyncio.new_event_loop(), set it, and close it in the end';

const otherwiseText = 'a loop is set in some cases only: set one in all of them, with asyncio.set_event_loop(asyncio.new_event_loop()), or use asyncio.run()';

/** Whether other methods of the class get the loop too, or what runs on it belongs to an object that has run before: then another loop would not do. */
function sharesLoop({ node, owner }: CallSite, file: FileModel): boolean {
	const ofOwner = owner?.calls ?? [];
	if (ofOwner.some((one) => isRunArgument(one.node) && isOfObject(one.callee, file))) return true;
	if (!owner?.class || testCaseOf(owner.class, file)) return false;
	const methods = new Set(file.functions.filter((one) => one.class === owner.class && one !== owner && !one.isAsync));
	return file.calls.some(
		(one) => one.node !== node && one.owner !== undefined && methods.has(one.owner) && file.qualifiedName(one.callee) === 'asyncio.get_event_loop',
	);
}

/** A method of what another object holds: `self.client.send`, not `package.module.send`. */
function isOfObject(callee: SyntaxNode, file: FileModel): boolean {
	const [root, ...rest] = callee.kind === 'attribute' && /^\w+(\.\w+){2,}$/.test(callee.text) ? callee.text.split('.') : [];
	return rest.length > 1 && root !== undefined && file.lookupName(root, file.scopeOf(callee)).bindings.every((binding) => binding.kind !== 'import');
}

function isRunArgument(node: SyntaxNode): boolean {
	return node.parent?.kind === 'argument_list' && node.parent?.parent?.field('function')?.field('attribute')?.text === 'run_until_complete';
}

/** What keeps the loop from being made and closed here: that others get it. */
function whereItGoes(call: SyntaxNode): string | undefined {
	const statement = statementOf(call);
	const target = call.parent?.kind === 'assignment' ? call.parent.field('left') : undefined;
	const taker = call.parent?.kind === 'argument_list' ? call.parent.parent?.field('function') : undefined;
	const place =
		target?.kind === 'attribute'
			? `the loop is kept in ${target.text}`
			: statement.kind === 'return_statement'
				? 'the loop is given to every caller'
				: taker
					? `the loop is handed to ${taker.text}()`
					: undefined;
	return place && `${place}: decide who makes and closes it; what runs in coroutines can ask asyncio.get_running_loop() instead`;
}
