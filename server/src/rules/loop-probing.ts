import { asksForLoop, starterAt, starterText } from '../rule-kit/loop-running.ts';
import { defineRule } from '../rule-kit/rule.ts';
import { type CallSite, unparenthesized } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { FunctionModel } from '../semantics/functions.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';

export default defineRule({
	name: 'loop-probing',
	category: 'loop-running',
	severity: 'warning',
	fix: 'none',
	since: '0.1.0',
	equivalents: [],
	summary: 'A helper gives a task where a loop runs, and a value where none does',
	why: `A helper that asks whether a loop runs, and then either makes a task or runs the loop, gives two different things. From plain code comes the value; from a coroutine comes a \`Task\`, and whatever does something with it fails: \`TypeError: '_asyncio.Task' object is not subscriptable\`. Nothing tells the caller which one it got, and an exception shows up somewhere else.

Write two functions: an \`async def\` for coroutines, which await it, and a plain one that calls \`asyncio.run()\` with it, for scripts.`,
	messages: { both: '{helper}() returns a Task where a loop runs and the result of {starter} where none does; make it two functions, one of them async' },
	examples: [
		{
			bad: `import asyncio


def finish(coroutine):
    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(coroutine)
    return loop.create_task(coroutine)
`,
			good: `import asyncio


def finish(coroutine):
    return asyncio.run(coroutine)


async def start(coroutine):
    return asyncio.create_task(coroutine)
`,
		},
	],
	on: {
		function(model, { file, report }) {
			if (model.isAsync || model.isLambda || model.returns.length < 2 || !asksForLoop(model)) return;
			const calls = model.returns.flatMap((one) => returnedCalls(one, model, file));
			const task = calls.find((call) => givesTask(call, file));
			const started = calls.find((call) => starterAt(call, file)?.takes === 'awaitable');
			if (!task || !started) return;
			const data = { helper: model.name, starter: starterText(started) };
			report({ at: task.node, message: 'both', data, related: [{ at: started.node, message: 'here it returns the value' }] });
		},
	},
});

/** The calls whose value a `return` gives, directly or through a variable. */
function returnedCalls(statement: SyntaxNode, model: FunctionModel, file: FileModel): readonly CallSite[] {
	const value = statement.children[0] && unparenthesized(statement.children[0]);
	const values =
		value?.kind === 'identifier'
			? file.reaching(value).map((one) => one.value)
			: value?.kind === 'conditional_expression'
				? [value.children[0], value.children[2]]
				: [value];
	return values.flatMap((one) => model.calls.filter((call) => call.node === one));
}

function givesTask(call: CallSite, file: FileModel): boolean {
	const name = file.qualifiedName(call.callee);
	return name === 'asyncio.ensure_future' || file.typeOf(call.node)?.external === 'asyncio.Task';
}
