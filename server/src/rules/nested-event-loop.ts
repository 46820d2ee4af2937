import { isWholeCall, propertyRead } from '../project/invocations.ts';
import type { ProjectModel } from '../project/project.ts';
import { awaitInstead } from '../rule-kit/await-instead.ts';
import { asSubject, chainPlaces } from '../rule-kit/chains.ts';
import type { Fix } from '../rule-kit/finding.ts';
import { allowsNesting, certainLoopStart, errorOf, isBridged, loopStart, runningLoopAt, starterAt, starterText } from '../rule-kit/loop-running.ts';
import { makeAsyncEverywhere } from '../rule-kit/make-async.ts';
import { defineRule, type RuleContext } from '../rule-kit/rule.ts';
import { isExpectedToRaise, isInTest } from '../rule-kit/tests.ts';
import { runHelperInThread } from '../rule-kit/to-thread.ts';
import type { CallSite } from '../semantics/calls.ts';
import { fileOf } from '../semantics/file-model.ts';

const messages = {
	direct: '{starter} fails here, because a loop is running already: {raises}',
	blocks: '{starter} runs a second loop inside the running one, which stands still meanwhile',
	helper: '{helper} starts a loop with {starter}, which fails when called from here, because a loop is running already: {raises}',
	mayFail: 'In some cases {helper} starts a loop with {starter}, which would fail when called from here, because a loop is running already: {raises}',
	helperBlocks: '{helper} runs a second loop inside the running one, which stands still meanwhile',
} as const;

export default defineRule({
	name: 'nested-event-loop',
	category: 'loop-running',
	severity: 'error',
	fix: 'safe',
	since: '0.1.0',
	equivalents: [],
	yieldsTo: ['notebook-event-loop'],
	summary: 'An event loop is started where one is running already',
	why: `A thread can run one event loop at a time. Code in an \`async def\` runs on a loop, so starting another one there fails, on every Python version:

- \`asyncio.run()\`: \`RuntimeError: asyncio.run() cannot be called from a running event loop\`
- \`loop.run_until_complete()\` on the running loop: \`RuntimeError: This event loop is already running\`; on another loop: \`RuntimeError: Cannot run the event loop while another loop is running\`
- \`Runner.run()\`: \`RuntimeError: Runner.run() cannot be called from a running event loop\`

The same happens when a plain function that starts a loop is called from a coroutine. The traceback then ends in the helper, but the helper is right in a script; the call from the coroutine is what has to change. Where the helper starts a loop in some cases only (a branch, an exception handler), the finding is a hint.

In a coroutine, \`await\` does what \`asyncio.run()\` does in a script. A helper that cannot be changed can run in a thread of its own: \`await asyncio.to_thread(helper)\`.`,
	messages,
	examples: [
		{
			bad: `import asyncio


async def price(item):
    await asyncio.sleep(0)
    return len(item)


async def total(items):
    return sum(asyncio.run(price(item)) for item in items)


asyncio.run(total(["tea", "milk"]))
`,
			good: `import asyncio


async def price(item):
    await asyncio.sleep(0)
    return len(item)


async def total(items):
    return sum([await price(item) for item in items])


asyncio.run(total(["tea", "milk"]))
`,
		},
	],
	on: {
		call: (call, context) => (starterAt(call, context.file) ? checkStarter : checkHelper)(call, context),
		'node:attribute': (attribute, context) => {
			const read = propertyRead(attribute, context.file);
			if (read?.owner?.isAsync) checkHelper(read, context);
		},
	},
});

function checkStarter(call: CallSite, context: RuleContext<typeof messages>): void {
	const { file, report } = context;
	const starter = starterAt(call, file);
	if (!starter || !isNested(call, context)) return;
	const raises = errorOf(starter, call, file);
	const data = { starter: starterText(call), raises: raises ?? '' };
	report({ at: call.node, message: raises ? 'direct' : 'blocks', data, fixes: () => [awaitInstead(call, starter, file)] });
}

function checkHelper(call: CallSite, context: RuleContext<typeof messages>): void {
	const { file, project, python, report } = context;
	const possible = project.pathTo(loopStart, call);
	if (!possible || !isNested(call, context)) return;
	const certain = project.pathTo(certainLoopStart, call);
	const path = certain ?? possible;
	if (!certain && (isInTest(call.node, file) || isBridged(path, project) || project.dependencies(file.path).has('nest-asyncio'))) return;
	if (allowsNesting(path, project)) return;
	const last = path.at(-1) as CallSite;
	const started = starterAt(last, fileOf(last));
	const raises = started && errorOf(started, last, fileOf(last));
	const data = { helper: asSubject(path), starter: starterText(last), raises: raises ?? '' };
	report({
		at: call.node,
		message: !raises ? 'helperBlocks' : certain ? 'helper' : 'mayFail',
		severity: certain ? undefined : 'hint',
		data,
		related: chainPlaces(path),
		fixes: () => [runHelperInThread(call, file, python), makeHelperAsync(call, project)],
	});
}

/** Whether a loop runs where the call stands, and nesting loops is a mistake there: nest_asyncio, which lets them nest, has a rule of its own. */
function isNested(call: CallSite, { file, project }: RuleContext<typeof messages>): boolean {
	return runningLoopAt(call, project) !== undefined && !file.imports('nest_asyncio') && !file.imports('nest_asyncio2') && !isExpectedToRaise(call.node, file);
}

/** The helper becomes async with everything between it and the call that starts the loop. */
function makeHelperAsync(call: CallSite, project: ProjectModel): Fix | undefined {
	const helper = isWholeCall(call) && call.node !== call.callee ? project.resolve(call) : undefined;
	return helper && makeAsyncEverywhere(helper, project);
}
