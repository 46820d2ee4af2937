import { type AsyncioApi, asyncioApi, asyncioApis } from '../knowledge/asyncio-api.ts';
import type { PythonRange } from '../project/python-version.ts';
import { apiNamed, importedApis, lastParts, namesOfApis, versionsExposed } from '../rule-kit/asyncio-names.ts';
import { groupByGather, runByRunner, threadByExecutor, timeoutByWaitFor } from '../rule-kit/backports.ts';
import type { Fix } from '../rule-kit/finding.ts';
import { defineRule } from '../rule-kit/rule.ts';
import { effectsText, type ToldRange, whoAllows } from '../rule-kit/version-text.ts';
import { argumentsOf, isAwaited } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';

/** A method as new as its class says nothing that the class does not say already; child watchers are gone anyway. */
const newNames = namesOfApis(
	(api) => api.since !== undefined && api.removed === undefined && (asyncioApi(api.name.slice(0, api.name.lastIndexOf('.')))?.since ?? 0) < api.since,
);
const newParts = lastParts(newNames);
const newKeywords = new Set(
	[...asyncioApis.values()].flatMap((api) => Object.entries(api.keywords ?? {}).flatMap(([name, { since }]) => (since === undefined ? [] : [name]))),
);

export default defineRule({
	name: 'unavailable-api',
	category: 'versions',
	severity: 'error',
	fix: 'unsafe',
	since: '0.1.0',
	equivalents: [],
	summary: 'asyncio API that the oldest Python of the project does not have',
	why: `What the newest Python has, an older one may not: the program then stops with \`AttributeError: module 'asyncio' has no attribute 'TaskGroup'\`, an \`ImportError\`, or for a new argument \`TypeError: run() got an unexpected keyword argument 'loop_factory'\`. It shows only when the line runs, and only on the old version.

| since | |
|---|---|
| 3.9 | \`asyncio.to_thread()\` |
| 3.11 | \`TaskGroup\`, \`timeout()\`, \`timeout_at()\`, \`Runner\`, \`Barrier\`, \`Task.uncancel()\`, \`create_task(context=)\` |
| 3.12 | \`asyncio.run(loop_factory=)\`, \`eager_task_factory\` |
| 3.13 | \`Queue.shutdown()\`, \`QueueShutDown\`, \`asyncio.EventLoop\`, \`async for\` over \`as_completed()\` |
| 3.14 | \`capture_call_graph()\`, \`print_call_graph()\`, \`create_task(eager_start=)\` |
| 3.15 | \`TaskGroup.cancel()\` |

The versions come from the project: \`requires-python\` and its like, or the setting. A test of \`sys.version_info\`, \`hasattr(asyncio, "TaskGroup")\` and \`try\` with \`except ImportError\` or \`AttributeError\` are understood. Where the project declares no version, nothing is said.

What to write instead: \`wait_for()\` for \`timeout()\`, \`gather()\` for a \`TaskGroup\`, \`loop.run_in_executor()\` for \`to_thread()\`; or raise the project's lowest version.`,
	byHand: 'write it with what the lowest Python version of the project has, or raise that version',
	messages: {
		name: '{name} is new in Python 3.{since}: {consequence}, {allowed}',
		keyword: 'The argument {keyword} of {name}() is new in Python 3.{since}: {consequence}, {allowed}',
		asyncFor: '{name}() works in async for since Python 3.{since}: {consequence}, {allowed}',
	},
	examples: [
		{
			bad: `# /// script
# requires-python = ">=3.9"
# ///
import asyncio


async def brew(cup):
    await asyncio.sleep(0)


async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(brew("black"))
        group.create_task(brew("green"))


asyncio.run(main())
`,
			good: `# /// script
# requires-python = ">=3.9"
# ///
import asyncio


async def brew(cup):
    await asyncio.sleep(0)


async def main():
    await asyncio.gather(brew("black"), brew("green"))


asyncio.run(main())
`,
		},
	],
	on: {
		'node:attribute'(node, { file, python, report }) {
			if (python.isAssumed || !newParts.has(node.field('attribute')?.text ?? '')) return;
			const api = apiNamed(node, file);
			const range = api && newNames.has(api.name) ? exposed(node, file, python, api.since ?? 0, ['AttributeError']) : undefined;
			if (!api || !range) return;
			report({
				at: node,
				message: 'name',
				data: { name: textOf(api), ...factsOf(range, api.since ?? 0, 'AttributeError') },
				fixes: () => fixesFor(node, api, file),
			});
		},
		'node:import_from_statement'(statement, { file, python, report }) {
			if (python.isAssumed) return;
			for (const { node, api } of importedApis(statement)) {
				const range = newNames.has(api.name) ? exposed(node, file, python, api.since ?? 0, ['ImportError']) : undefined;
				if (range) report({ at: node, message: 'name', data: { name: textOf(api), ...factsOf(range, api.since ?? 0, 'ImportError') } });
			}
		},
		call(call, { file, python, report }) {
			if (python.isAssumed) return;
			const keywords = argumentsOf(call.node).filter((one) => one.kind === 'keyword_argument' && newKeywords.has(one.field('name')?.text ?? ''));
			const isIterated = call.node.parent?.kind === 'for_statement' && call.node.parent.hasToken('async') && call.node.fieldName === 'right';
			const api = keywords.length > 0 || isIterated ? apiNamed(call.callee, file) : undefined;
			if (!api) return;
			if (isIterated && typeof api.asyncFor === 'number') {
				const range = exposed(call.node, file, python, api.asyncFor, ['TypeError']);
				if (range) report({ at: call.callee, message: 'asyncFor', data: { name: api.name, ...factsOf(range, api.asyncFor, 'TypeError') } });
			}
			for (const node of keywords) {
				const keyword = node.field('name')?.text ?? '';
				const since = api.keywords?.[keyword]?.since;
				const range = since === undefined ? undefined : exposed(node, file, python, since, ['TypeError']);
				if (since === undefined || !range || since <= (api.since ?? 0)) continue;
				report({
					at: call.callee,
					message: 'keyword',
					data: { keyword, name: api.name, ...factsOf(range, since, 'TypeError') },
					fixes: () => (api.name === 'asyncio.run' ? [runByRunner(call.node, file, python)] : []),
				});
			}
		},
	},
});

/** The versions without the API on which a node runs unguarded. */
function exposed(node: SyntaxNode, file: FileModel, python: PythonRange, since: number, errors: readonly string[]): ToldRange | undefined {
	if (python.floor >= since) return undefined;
	const range = versionsExposed(node, file, python, { since }, errors);
	if (!range || range.floor >= since) return undefined;
	const ceiling = Math.min(range.ceiling, since - 1);
	return { ...range, ceiling, toldTo: ceiling };
}

function factsOf(range: ToldRange, since: number, error: string) {
	return { since: String(since), consequence: effectsText(range, () => ({ says: error, severity: 'error' })), allowed: whoAllows(range) };
}

function textOf(api: AsyncioApi): string {
	return api.kind === 'class' || api.kind === 'constant' || /\.[A-Z]\w*$/.test(api.name) ? api.name : `${api.name}()`;
}

function fixesFor(node: SyntaxNode, api: AsyncioApi, file: FileModel): readonly (Fix | undefined)[] {
	const call = node.parent?.kind === 'call' && node.fieldName === 'function' ? node.parent : undefined;
	if (!call) return [];
	if (api.name === 'asyncio.to_thread') return [threadByExecutor(call, isAwaited(call), file)];
	if (api.name === 'asyncio.timeout') return [timeoutByWaitFor(call, file)];
	return api.name === 'asyncio.TaskGroup' ? [groupByGather(call, file)] : [];
}
