import { callIt, fixesForForgottenAwait } from '../rule-kit/await-fixes.ts';
import { uncalledArguments } from '../rule-kit/coroutine-arguments.ts';
import { coroutineFrom, coroutineRead } from '../rule-kit/coroutines.ts';
import { awaitIt, canAwait, fixOf } from '../rule-kit/edits.ts';
import { forgottenAwait } from '../rule-kit/forgotten-await.ts';
import { futureMisuse } from '../rule-kit/future-uses.ts';
import { secondAwait } from '../rule-kit/kept-coroutines.ts';
import { defineRule, type RuleContext } from '../rule-kit/rule.ts';
import { type CallSite, isAwaited } from '../semantics/calls.ts';

const messages = {
	dropped: '{call} makes a coroutine that is never awaited, so it does not run',
	unused: '{call} makes a coroutine, but nothing awaits "{name}", so it does not run',
	printed: '{call} is not awaited: this passes on the coroutine object, not its result',
	formatted: '{call} is not awaited: this formats the coroutine object, not its result',
	tested: '{call} is not awaited: a coroutine is always true, so this test decides nothing',
	compared: '{call} is not awaited: this compares the coroutine object, not its result',
	attribute: "{call} is not awaited: AttributeError, a coroutine has no attribute '{name}'",
	subscript: "{call} is not awaited: TypeError, 'coroutine' object is not subscriptable",
	calculated: '{call} is not awaited: TypeError, this calculates with the coroutine object, not its result',
	iterated: "{call} is not awaited: TypeError, 'coroutine' object is not iterable",
	unpacked: '{call} is not awaited: TypeError, a coroutine cannot be unpacked',
	passed: '{call} is not awaited: {function}() gets the coroutine object and uses it as if it were the result',
	promised: '{call} is not awaited: {function}() promises {type} and returns the coroutine object',
	uncalled: '{function} is passed without being called: {taker} needs the coroutine that {function}() makes, and raises {error}',
	future: '{call} is not awaited: it gives a future, which {use}: {error}',
	again: '{name} holds the coroutine of {call}, which was awaited above and can be awaited once: RuntimeError, cannot reuse already awaited coroutine',
	returned: '{call} is not awaited: whoever called {function}() gets a coroutine, not its result',
} as const;

export default defineRule({
	name: 'missing-await',
	category: 'forgotten-await',
	severity: 'error',
	fix: 'safe',
	since: '0.1.0',
	equivalents: ['reportUnusedCoroutine', 'unused-coroutine'],
	yieldsTo: ['called-too-early', 'wrong-with', 'wrong-for', 'gather-argument'],
	summary: 'A coroutine is made and never awaited',
	why: `Calling an \`async def\` function runs nothing. It makes a coroutine object, and the body runs only when that is awaited or given to a task. Python says so late and elsewhere: \`RuntimeWarning: coroutine 'x' was never awaited\` when the object is thrown away.

A coroutine that is used as if it were the result is worse than one that is dropped. It is always true in a test, so \`if is_allowed(user):\` lets everybody in. It is equal to nothing but itself. It prints as \`<coroutine object ...>\`, and has neither attributes nor items of the result: \`AttributeError: 'coroutine' object has no attribute 'x'\`, \`TypeError: 'coroutine' object is not subscriptable\`.

The function's name alone is no coroutine either: \`asyncio.run(main)\` raises \`ValueError: a coroutine was expected\`, from Python 3.14 on \`TypeError\`.

Await the call. To let it run beside the code that follows, make a task of it and keep the task: \`task = asyncio.create_task(f())\`. This is the same on every Python version.`,
	messages,
	examples: [
		{
			bad: `import asyncio


async def is_member(name):
    await asyncio.sleep(0)
    return name == "ada"


async def enter(name):
    if is_member(name):
        print("welcome")


asyncio.run(enter("eve"))
`,
			good: `import asyncio


async def is_member(name):
    await asyncio.sleep(0)
    return name == "ada"


async def enter(name):
    if await is_member(name):
        print("welcome")


asyncio.run(enter("eve"))
`,
		},
	],
	on: {
		call(call, context) {
			const { file, python, report } = context;
			for (const { given, function: passed, taker, error } of uncalledArguments(call, file, python)) {
				report({ at: given, message: 'uncalled', data: { function: given.text, taker, error }, fixes: () => [callIt(given, passed)] });
			}
			if (!call.isAwaited) judge(call, context);
		},
		'node:attribute'(attribute, context) {
			const read = isAwaited(attribute) ? undefined : coroutineRead(attribute, context.file);
			if (read) judge(read, context);
		},
	},
});

/** Judges what a call, or the reading of a property, gives where nothing awaits it. */
function judge(call: CallSite, context: RuleContext<typeof messages>): void {
	const { file, project, report } = context;
	const { node: at, owner } = call;
	const future = futureMisuse(call, file);
	if (future) {
		const { use, error, related } = future;
		const fixes = () => [canAwait(at, file) ? fixOf('Await it', 'unsafe', awaitIt(at)) : undefined];
		report({ at, message: 'future', data: { call: future.call, use, error }, related, fixes });
		return;
	}
	const found = forgottenAwait(call, file, project);
	if (!found) {
		reportSecondAwait(call, context);
		return;
	}
	const { misuse, source, severity, name } = found;
	const fixes = () => fixesForForgottenAwait(call, misuse, source, file);
	const data = { call: source.text, function: owner?.name ?? '', name };
	if (misuse === 'passed') report({ at, message: misuse, data: { ...data, function: name }, related: found.related, fixes });
	else if (misuse === 'promised') report({ at, message: misuse, data: { ...data, type: owner?.returnAnnotation?.text ?? '' } });
	else report({ at, message: misuse, severity, data, fixes });
}

/** A coroutine that is kept and awaited twice. */
function reportSecondAwait(call: CallSite, { file, project, report }: RuleContext<typeof messages>): void {
	const made = coroutineFrom(call, file, project);
	const again = made?.function?.isAsync ? secondAwait(call.node, file) : undefined;
	if (!made || !again) return;
	const data = { name: again.children[0]?.text ?? '', call: made.text };
	report({ at: again, message: 'again', data, related: [{ at: call.node, message: 'The coroutine is made here' }] });
}
