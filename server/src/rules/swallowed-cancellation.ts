import { awaitsIn, callerThatGoesOn, catchIn, mayBeOfAnother, nextAwait } from '../rule-kit/cancellation.ts';
import { goesRound, harms, severityInTest, severityOfSwallowing } from '../rule-kit/cancellation-severity.ts';
import { enteredBy } from '../rule-kit/context-managers.ts';
import { finalJump, jumpBehindTry } from '../rule-kit/finally-exits.ts';
import { reraise } from '../rule-kit/reraise.ts';
import { defineRule } from '../rule-kit/rule.ts';
import { swallowingHandler } from '../rule-kit/swallowing-handlers.ts';
import { argumentsOf } from '../semantics/calls.ts';

export default defineRule({
	name: 'swallowed-cancellation',
	category: 'cancellation',
	severity: 'warning',
	fix: 'unsafe',
	since: '0.1.0',
	equivalents: ['ASYNC103', 'ASYNC104', 'S7497'],
	summary: 'A cancellation is caught and not raised again',
	why: `\`task.cancel()\` works by raising \`asyncio.CancelledError\` at the \`await\` where the task waits. A coroutine that catches it and goes on was not cancelled: whoever asked still waits for it.

What then breaks was tried on CPython 3.8 to 3.13:

- \`task.cancelled()\` is False, and a loop round the handler cannot be stopped at all;
- \`asyncio.timeout()\` (3.11 and later) ends without a \`TimeoutError\`, however long the work took;
- \`asyncio.wait_for()\` raises no \`TimeoutError\` since 3.9, but gives the late result;
- in an \`asyncio.TaskGroup\` the body and the other tasks go on after one has failed.

\`CancelledError\` derives from \`BaseException\` since Python 3.8: a bare \`except:\` and \`except BaseException:\` catch it, \`except Exception:\` does not. To clean up, use \`finally\`, or end the handler with \`raise\`. A \`finally\` that itself ends with \`return\`, \`break\` or \`continue\` drops every exception that is on its way, cancellations too, and is reported as well.

It is right to catch it where a function has cancelled a task itself and then awaits that task; this rule is silent there, and after \`uncancel()\`. It is also silent where an explicit \`except CancelledError\` merely ends the outermost coroutine of a task: the task then counts as finished, not as cancelled, and nothing goes on. Where such a task ends by a wide handler, or after a last word, the finding is a hint. Where an explicit handler outside of a loop goes on, or nothing is seen to go on after a wide one, it is information: it may be meant so.`,
	messages: {
		explicit: 'CancelledError is caught here and {name}() goes on: cancel(), timeouts and TaskGroup cannot stop it; end the handler with raise',
		returns:
			'CancelledError is caught here and {name}() returns as if nothing had happened: its caller goes on, though it was to be cancelled; end the handler with raise',
		wide: '{what} catches CancelledError too, so {name}() cannot be cancelled here, and timeouts do not end it; catch Exception instead',
		final:
			'This {jump} in finally drops whatever exception is on its way, CancelledError too: cancel() and timeouts do not end {name}() here; put it behind the try',
		suppressed: 'suppress({what}) swallows the cancellation of {name}() itself: cancel(), timeouts and TaskGroup cannot stop it here',
	},
	examples: [
		{
			bad: `import asyncio


async def poll(source):
    while True:
        try:
            print(await source.read())
        except:
            print("no answer")
        await asyncio.sleep(1)
`,
			good: `import asyncio


async def poll(source):
    while True:
        try:
            print(await source.read())
        except Exception:
            print("no answer")
        await asyncio.sleep(1)
`,
		},
	],
	on: {
		'node:try_statement'(statement, { file, report }) {
			const owner = file.functionOf(statement);
			const swallows = owner?.isAsync ? swallowingHandler(statement, owner, file) : undefined;
			if (!owner || !swallows) return;
			const { clause, found, related, message } = swallows;
			const data = { name: owner.name, what: found.type ? `except ${found.type.text}` : 'A bare except' };
			report({
				at: found.type ?? clause.allChildren()[0] ?? clause,
				message,
				severity: severityOfSwallowing(clause, owner, related, harms(swallows, owner, file), file),
				data,
				related: related && [{ at: related, message: 'goes on here' }],
				fixes: () => [reraise(clause, found, file)],
			});
		},
		'node:finally_clause'(clause, { file, report }) {
			const owner = file.functionOf(clause);
			const jump = owner?.isAsync ? finalJump(clause, file) : undefined;
			const statement = clause.parent;
			if (!owner || !jump || !statement) return;
			const awaits = awaitsIn(statement).filter((node) => !node.isInside(clause));
			if (awaits.length === 0 || mayBeOfAnother(awaits, owner, clause.start)) return;
			const related = nextAwait(statement, jump.exits, owner.body) ?? callerThatGoesOn(owner, file);
			report({
				at: jump.at,
				message: 'final',
				severity: severityOfSwallowing(clause, owner, related, true, file),
				data: { jump: jump.at.kind.replace('_statement', ''), name: owner.name },
				related: related && [{ at: related, message: 'goes on here' }],
				fixes: () => [jumpBehindTry(jump, clause, file)],
			});
		},
		'node:with_item'(item, { file, report }) {
			const entered = enteredBy(item);
			const callee = entered?.kind === 'call' ? entered.field('function') : undefined;
			const owner = file.functionOf(item);
			if (!entered || !callee || !owner?.isAsync || file.qualifiedName(callee) !== 'contextlib.suppress') return;
			const statement = item.closest('with_statement');
			const body = statement?.field('body');
			const found = catchIn(argumentsOf(entered), file);
			const awaits = body ? awaitsIn(body) : [];
			if (!statement || !body || !found || awaits.length === 0 || mayBeOfAnother(awaits, owner, body.end)) return;
			const next = nextAwait(statement, new Set(['end']), owner.body);
			const related = next ?? callerThatGoesOn(owner, file);
			if (related)
				report({
					at: entered,
					message: 'suppressed',
					severity: severityInTest(item, file) ?? (found.isWide || goesRound(next, item, owner) ? undefined : 'information'),
					data: { name: owner.name, what: found.type?.text ?? '' },
					related: [{ at: related, message: 'goes on here' }],
				});
		},
	},
});
