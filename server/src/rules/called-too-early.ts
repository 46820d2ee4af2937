import { takerOf } from '../knowledge/handed-functions.ts';
import { slotConsequence } from '../knowledge/sync-slots.ts';
import { isTypeCheckingOnly } from '../project/guards.ts';
import { passFunction } from '../rule-kit/pass-function.ts';
import { plainResultOf } from '../rule-kit/results.ts';
import { defineRule } from '../rule-kit/rule.ts';
import { argumentsOf, unparenthesized } from '../semantics/calls.ts';

export default defineRule({
	name: 'called-too-early',
	category: 'forgotten-await',
	severity: 'error',
	fix: 'safe',
	since: '0.1.0',
	equivalents: [],
	summary: 'A function is called where the function itself is wanted',
	why: `\`asyncio.to_thread(work())\` calls \`work\` first, on the event loop's own thread, and then asks a thread to call what it returned: \`TypeError: 'NoneType' object is not callable\`. \`Thread(target=work())\` does the work before the thread exists; the thread then does nothing, without a word, or fails inside. \`call_later(5, work())\` does not wait five seconds.

With an async function the call makes a coroutine, which none of these can call: it never runs.

Pass the function, and its arguments after it: \`asyncio.to_thread(work, 1)\`, \`loop.run_in_executor(None, work, 1)\`, \`Thread(target=work, args=(1,))\`, \`loop.call_later(5, work, 1)\`, \`background_tasks.add_task(work, 1)\`. Await an async function instead of sending it to a thread. This is the same on every Python version.`,
	messages: {
		result: '{call} runs here and now, and {taker} gets its result, which cannot be called',
		coroutine: '{call} makes a coroutine here, but {taker} needs a function to call: it never runs',
	},
	examples: [
		{
			bad: `import asyncio


def count(words):
    return len(words.split())


async def main():
    print(await asyncio.to_thread(count("a b c")))


asyncio.run(main())
`,
			good: `import asyncio


def count(words):
    return len(words.split())


async def main():
    print(await asyncio.to_thread(count, "a b c"))


asyncio.run(main())
`,
		},
	],
	on: {
		call(call, { file, report }) {
			const name = file.qualifiedName(call.callee);
			if (name === undefined) return;
			for (const [position, given] of argumentsOf(call.node).entries()) {
				if (given.kind === 'list_splat') return;
				const value = given.kind === 'keyword_argument' ? given.field('value') : given;
				const inner = value && unparenthesized(value);
				if (inner?.kind !== 'call') continue;
				const place = given.kind === 'keyword_argument' ? (given.field('name')?.text ?? '') : position;
				const taker = takerOf(name, place);
				const result = taker || slotConsequence(name, place) ? plainResultOf(inner, file) : undefined;
				// `command=make_handler()` of a window that has nothing to do with event loops is for other tools.
				if (!result || !(taker || result === 'coroutine') || isTypeCheckingOnly(call.node, file)) continue;
				const data = { call: `${inner.field('function')?.text.replace(/\s+/g, ' ')}()`, taker: `${call.callee.text.replace(/\s+/g, ' ')}()` };
				const fixes = () => (taker ? passFunction({ inner, outer: call.node, taker, result, file }) : []);
				report({ at: inner, message: result === 'coroutine' ? 'coroutine' : 'result', data, fixes });
			}
		},
	},
});
