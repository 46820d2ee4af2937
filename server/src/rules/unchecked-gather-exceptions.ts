import { mayDropErrors } from '../rule-kit/dropped-errors.ts';
import { defineRule } from '../rule-kit/rule.ts';
import { uncheckedUse } from '../rule-kit/unchecked-results.ts';
import { isAwaited, isStatement, keywordArgument, withParentheses } from '../semantics/calls.ts';

export default defineRule({
	name: 'unchecked-gather-exceptions',
	category: 'concurrency',
	severity: 'warning',
	fix: 'none',
	since: '0.1.0',
	equivalents: [],
	summary: '`gather(..., return_exceptions=True)` whose exceptions nobody looks at',
	why: `With \`return_exceptions=True\`, \`asyncio.gather()\` raises nothing: an exception of one of its awaitables comes back **as a value in the list of results**, in place of the result. If nobody looks, errors vanish without a trace (not even the log names them), or the exception object is taken for a result and fails somewhere else.

Go through the results: \`for result in results: if isinstance(result, BaseException): ...\`. It must be \`BaseException\`, since \`asyncio.CancelledError\` is no \`Exception\`. Or leave \`return_exceptions\` away, or use an \`asyncio.TaskGroup\` (3.11+).`,
	messages: {
		dropped:
			'With return_exceptions=True and the results dropped, every exception vanishes without a trace; look for them with isinstance(result, BaseException)',
		used: 'With return_exceptions=True an exception stands in the list like a result, and is used as one here; check isinstance(result, BaseException) first',
	},
	examples: [
		{
			bad: `import asyncio


async def total(tanks, litres):
    levels = await asyncio.gather(*map(litres, tanks), return_exceptions=True)
    return sum(levels)
`,
			good: `import asyncio


async def total(tanks, litres):
    levels = await asyncio.gather(*map(litres, tanks), return_exceptions=True)
    return sum(level for level in levels if not isinstance(level, BaseException))
`,
		},
	],
	on: {
		call(call, { file, report }) {
			if (
				!call.owner ||
				file.qualifiedName(call.callee) !== 'asyncio.gather' ||
				keywordArgument(call.node, 'return_exceptions')?.kind !== 'true' ||
				!isAwaited(call.node)
			)
				return;
			const awaited = withParentheses(call.node).parent;
			if (!awaited) return;
			if (isStatement(awaited)) {
				if (!mayDropErrors(call, file)) report({ at: call.node, message: 'dropped' });
				return;
			}
			const use = uncheckedUse(awaited, call.owner, file);
			if (use) report({ at: call.node, message: 'used', related: [{ at: use, message: 'used without a check' }] });
		},
	},
});
