import { guardsOf } from '../project/guards.ts';
import { statementOf } from '../rule-kit/edits.ts';
import { loopMethod } from '../rule-kit/loops.ts';
import { isTarget, mentionsOfSame, methodCalledOn, pairLimit } from '../rule-kit/references.ts';
import { calledAgain } from '../rule-kit/repeated-runs.ts';
import { defineRule } from '../rule-kit/rule.ts';
import { type CallSite, isStatement } from '../semantics/calls.ts';
import { mayRunAfter } from '../semantics/exits.ts';
import type { FileModel } from '../semantics/file-model.ts';
import { ownNodes } from '../semantics/flow.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';

/** Methods that raise on a closed loop, on every version. */
const refused: ReadonlySet<string> = new Set([
	'run_until_complete',
	'run_forever',
	'create_task',
	'call_soon',
	'call_soon_threadsafe',
	'call_later',
	'call_at',
	'run_in_executor',
	'add_reader',
	'add_writer',
	'add_signal_handler',
	'create_connection',
	'create_server',
]);

export default defineRule({
	name: 'closed-loop-use',
	category: 'loop-lifetime',
	severity: 'error',
	fix: 'none',
	since: '0.1.0',
	equivalents: [],
	summary: 'An event loop is used after it was closed',
	why: `\`loop.close()\` is final: a closed loop cannot be opened again. Whatever would run something on it raises \`RuntimeError: Event loop is closed\`, on every Python version. Closing it a second time does nothing.

Close the loop last, or leave its life to \`asyncio.run()\`, which makes a loop, runs the coroutine and closes the loop. \`asyncio.Runner\` (3.11 and later) does the same for several runs on one loop.`,
	messages: {
		closed: '{call}() raises RuntimeError: Event loop is closed, because {loop} was closed before',
		again: '{call}() raises RuntimeError: Event loop is closed when {function}() is called again, because that closes {loop}, which is made only once',
	},
	examples: [
		{
			bad: `import asyncio


async def count(stock):
    await asyncio.sleep(0)
    return len(stock)


loop = asyncio.new_event_loop()
print(loop.run_until_complete(count(["tea"])))
loop.close()
print(loop.run_until_complete(count(["tea", "milk"])))
`,
			good: `import asyncio


async def count(stock):
    await asyncio.sleep(0)
    return len(stock)


async def main():
    print(await count(["tea"]))
    print(await count(["tea", "milk"]))


asyncio.run(main())
`,
		},
	],
	on: {
		call(call, { file, report }) {
			const object = call.callee.field('object');
			if (!object || !refused.has(loopMethod(call, file) ?? '')) return;
			const mentions = mentionsOfSame(object, file);
			if (mentions.length > pairLimit) return;
			const data = { call: call.callee.text.replace(/\s+/g, ''), loop: object.text };
			const closes = mentions.filter((mention) => methodCalledOn(mention) === 'close');
			const close = closes.find((mention) => isClosedAt(mention, object, mentions, file));
			if (asksWhetherClosed(call.node, file)) return;
			if (close) {
				report({ at: call.node, message: 'closed', data, related: [{ at: close.parent?.parent ?? close, message: `${object.text} is closed here` }] });
				return;
			}
			const last = closes.find((mention) => isLeftClosed(mention, call, mentions, file));
			const again = last && call.owner && calledAgain(call.owner);
			if (!last || !call.owner || !again) return;
			const related = [
				{ at: last.parent?.parent ?? last, message: `${object.text} is closed here` },
				{ at: again.node, message: `${call.owner.name}() is called again here` },
			];
			report({ at: call.node, message: 'again', data: { ...data, function: call.owner.name }, related });
		},
	},
});

/** Whether control comes from a `close()` to a use in the same body, with no new loop in between. */
function isClosedAt(close: SyntaxNode, use: SyntaxNode, mentions: readonly SyntaxNode[], file: FileModel): boolean {
	const owner = file.functionOf(close);
	const call = close.parent?.parent;
	if (!call || !isStatement(call) || owner !== file.functionOf(use) || owner?.isLambda) return false;
	const statement = statementOf(close);
	const later = mayRunAfter(statement, 'end', owner?.body ?? file);
	const behind = later.find((one) => use.isInside(one));
	if (!behind) return false;
	// In a further round of a loop, what stands before the use may have made another one.
	const isOtherRound = close.isInside(behind);
	const isBetween = (node: SyntaxNode) => (isOtherRound ? node.isInside(behind) : isBefore(close, node) && isBefore(node, use));
	return (
		!mentions.some((mention) => isTarget(mention) && isBetween(mention)) && !(use.kind === 'attribute' && later.some((one) => callsOnSelf(one, use, isBetween)))
	);
}

/** Whether a function that uses a loop, which was made once and elsewhere, closes it behind the use and makes no other. */
function isLeftClosed(close: SyntaxNode, { owner, node }: CallSite, mentions: readonly SyntaxNode[], file: FileModel): boolean {
	const made = mentions.filter(isTarget);
	const maker = made[0] && file.functionOf(made[0]);
	const isMadeOnce = made.length === 1 && maker !== owner && (maker === undefined || maker.name === '__init__');
	if (!owner || owner.isAsync || owner.name === '__init__' || file.functionOf(close) !== owner || !isMadeOnce || close.start < node.end) return false;
	const place = statementOf(close).parent;
	const attempt = place?.parent?.kind === 'finally_clause' ? place.parent.parent : undefined;
	const isAlways = attempt ? attempt.parent === owner.body && node.isInside(attempt) : place === owner.body;
	return isAlways && !owner.returns.some((one) => one.start < close.start && !(attempt && one.isInside(attempt)));
}

/** `self.restart()` may replace `self.loop`. */
function callsOnSelf(statement: SyntaxNode, use: SyntaxNode, isBetween: (node: SyntaxNode) => boolean): boolean {
	const self = use.field('object')?.text;
	return [statement, ...ownNodes(statement)].some((node) => node.kind === 'call' && isBetween(node) && node.field('function')?.field('object')?.text === self);
}

function isBefore(a: SyntaxNode, b: SyntaxNode): boolean {
	return a.precedes(b);
}

function asksWhetherClosed(node: SyntaxNode, file: FileModel): boolean {
	return [...guardsOf(node, file)].some(({ condition }) => condition.text.includes('is_closed'));
}
