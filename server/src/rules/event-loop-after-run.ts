import { earlierRun } from '../rule-kit/earlier-run.ts';
import { fixOf, replaceNode } from '../rule-kit/edits.ts';
import { isCaught, runInstead } from '../rule-kit/get-event-loop.ts';
import { reference } from '../rule-kit/imports.ts';
import { runCalls } from '../rule-kit/one-runner.ts';
import { leavesLoopOpen } from '../rule-kit/own-loop.ts';
import { defineRule } from '../rule-kit/rule.ts';
import { setsLoop } from '../rule-kit/set-loop.ts';
import type { CallSite } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { FunctionModel } from '../semantics/functions.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';

export default defineRule({
	name: 'event-loop-after-run',
	category: 'no-loop',
	severity: 'error',
	fix: 'unsafe',
	since: '0.1.0',
	equivalents: [],
	yieldsTo: ['notebook-event-loop'],
	summary: '`asyncio.get_event_loop()` after `asyncio.run()`',
	why: `\`asyncio.run()\` makes a loop, runs the coroutine, closes the loop and leaves the thread without one. \`asyncio.get_event_loop()\` makes no new one after that: it raises \`RuntimeError: There is no current event loop in thread 'MainThread'.\`, on every Python version.

Have one entry point: an \`async def main()\` that awaits one thing after the other, and one \`asyncio.run(main())\`. Where a second run is really meant, it is another \`asyncio.run()\`.

A function registered with \`atexit\` runs after \`asyncio.run()\` too. What has to be awaited at the end belongs in a \`finally\` of the main coroutine.`,
	messages: {
		after:
			"asyncio.get_event_loop() raises RuntimeError: There is no current event loop in thread 'MainThread', because asyncio.run() before it leaves the thread without a loop",
		atExit:
			"asyncio.get_event_loop() raises RuntimeError: There is no current event loop in thread 'MainThread', because this function runs at exit, when asyncio.run() has left the thread without a loop",
	},
	examples: [
		{
			bad: `import asyncio


async def load():
    await asyncio.sleep(0)
    return ["tea", "milk"]


async def order(items):
    await asyncio.sleep(0)
    print(len(items), "ordered")


items = asyncio.run(load())
loop = asyncio.get_event_loop()
loop.run_until_complete(order(items))
`,
			good: `import asyncio


async def load():
    await asyncio.sleep(0)
    return ["tea", "milk"]


async def order(items):
    await asyncio.sleep(0)
    print(len(items), "ordered")


async def main():
    await order(await load())


asyncio.run(main())
`,
		},
	],
	on: {
		call(call, { file, project, report }) {
			if (file.qualifiedName(call.callee) !== 'asyncio.get_event_loop' || isCaught(call.node)) return;
			const fixes = () => [runInstead(call, file, project), makeLoop(call, file)];
			const earlier = earlierRun(call, project);
			if (setsLoop(file, call.node, earlier?.node)) return;
			if (earlier) {
				report({ at: call.node, message: 'after', related: [{ at: earlier.node, message: 'asyncio.run() comes first' }], fixes });
				return;
			}
			const [atExit] = call.owner && !call.owner.isAsync && isForExit(call.owner, file) ? runCalls(file) : [];
			if (atExit) report({ at: call.node, message: 'atExit', related: [{ at: atExit.node, message: 'asyncio.run() is over then' }], fixes });
		},
	},
});

/** Whether a function is registered with `atexit` in its file. */
function isForExit(owner: FunctionModel, file: FileModel): boolean {
	if (owner.decorators.some((decorator) => file.qualifiedName(decorator) === 'atexit.register')) return true;
	return file.mentions(owner.name).some((mention) => {
		const call = mention.parent?.kind === 'argument_list' ? mention.parent.parent : undefined;
		return (
			call?.kind === 'call' &&
			file.qualifiedName(call.field('function') as SyntaxNode) === 'atexit.register' &&
			call.field('arguments')?.children[0] === mention &&
			file.functionNamed(mention) === owner
		);
	});
}

/** `asyncio.new_event_loop()` says that another loop is meant. */
function makeLoop(call: CallSite, file: FileModel) {
	const made = reference('asyncio', 'new_event_loop', call.node, file);
	return made && !leavesLoopOpen(call, file)
		? fixOf('Make another loop with asyncio.new_event_loop()', 'unsafe', [replaceNode(call.callee, made.text)], made.edits)
		: undefined;
}
