import { isStub, mayBeOverride } from '../rule-kit/overrides.ts';
import { defineRule } from '../rule-kit/rule.ts';

export default defineRule({
	name: 'timeout-parameter',
	category: 'style',
	severity: 'off',
	fix: 'none',
	since: '0.1.0',
	equivalents: ['ASYNC109', 'S7483'],
	summary: 'An async function with a `timeout` parameter',
	why: `A caller can put any time limit round any coroutine: \`async with asyncio.timeout(5): await fetch()\` (3.11+) or \`await asyncio.wait_for(fetch(), 5)\`. A function that takes a \`timeout\` of its own does again what the caller can do better, and each such function does it a little differently.

This is a matter of taste, and off unless it is turned on. Where the parameter is handed on to a library that wants it, it is right.`,
	messages: { parameter: 'Callers can limit the time themselves with asyncio.timeout() or asyncio.wait_for(); {name}() needs no parameter for it' },
	examples: [
		{
			bad: `import asyncio


async def cross(river, timeout=5):
    async with asyncio.timeout(timeout):
        await asyncio.sleep(river)
`,
			good: `import asyncio


async def cross(river):
    await asyncio.sleep(river)
`,
		},
	],
	on: {
		function(model, { file, report }) {
			const parameter = model.isAsync ? model.parameters.find((one) => one.name === 'timeout') : undefined;
			if (!parameter || model.decorators.length > 0 || mayBeOverride(model, file) || isStub(model)) return;
			report({ at: parameter.node, message: 'parameter', data: { name: model.name } });
		},
	},
});
