import { loopPatches } from '../knowledge/loop-starters.ts';
import { kindOfScript } from '../project/cell-scripts.ts';
import { guardsOf } from '../project/guards.ts';
import type { ProjectModel } from '../project/project.ts';
import type { PythonRange } from '../project/python-version.ts';
import { awaitInstead } from '../rule-kit/await-instead.ts';
import { deleteStatement, fixOf, replaceNode, statementOf } from '../rule-kit/edits.ts';
import type { Fix } from '../rule-kit/finding.ts';
import { unusedImportEdits } from '../rule-kit/imports.ts';
import { loopStart, starterAt } from '../rule-kit/loop-running.ts';
import { defineRule, type RelatedNode } from '../rule-kit/rule.ts';
import { reachingValue } from '../rule-kit/values.ts';
import { argument, type CallSite, isStatement } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';

export default defineRule({
	name: 'nest-asyncio',
	category: 'loop-running',
	severity: 'warning',
	fix: 'unsafe',
	since: '0.1.0',
	equivalents: [],
	summary: 'asyncio is patched so that loops can be nested, outside a notebook',
	why: `\`nest_asyncio.apply()\` replaces parts of asyncio for the whole process, so that a loop may be run inside a running one. It was made for notebooks, where a library starts a loop and cannot be changed. Elsewhere it hides the place that has to change: the call from a coroutine into code that starts a loop.

- It patches asyncio's own loops only: with uvloop it raises \`ValueError: Can't patch loop of type <class 'uvloop.Loop'>\`.
- nest_asyncio 1.6.0 of January 2024 is the last release. It does not know \`asyncio.run(loop_factory=...)\`, does not patch \`Runner.run()\`, and on Python 3.14 \`asyncio.current_task()\` and others are broken by it. The fork nest_asyncio2 goes on.

In a notebook it is the last resort, for libraries that start a loop themselves: cells can await, and need no patch for what they call themselves. There it patches the loop of the kernel, which is asyncio's even after \`uvloop.install()\`.

Await the coroutine instead of starting a loop for it, or run the code that starts one in a thread: \`await asyncio.to_thread(helper)\`.`,
	messages: {
		patches: '{call}() patches asyncio for the whole process, only to start loops inside a running one; await the coroutines instead',
		uvloop:
			"{call}() raises ValueError: Can't patch loop of type <class 'uvloop.Loop'> where uvloop runs, which this project uses; await the coroutines instead",
		uvloopLoop: "{call}() raises ValueError: Can't patch loop of type <class 'uvloop.Loop'>; a cell can await instead",
		needless: '{call}() patches asyncio for the whole kernel, though the cells below could await instead; only a library that starts a loop itself needs it',
		broken: '{call}() breaks asyncio.current_task() and others on Python 3.14, and nest_asyncio has no newer release; await the coroutines instead',
	},
	examples: [
		{
			bad: `import asyncio

import nest_asyncio

nest_asyncio.apply()


async def price(item):
    await asyncio.sleep(0)
    return len(item)


async def total(items):
    return sum([await price(item) for item in items])


asyncio.run(total(["tea"]))
`,
			good: `import asyncio


async def price(item):
    await asyncio.sleep(0)
    return len(item)


async def total(items):
    return sum([await price(item) for item in items])


asyncio.run(total(["tea"]))
`,
		},
	],
	on: {
		call(call, { file, project, python, report }) {
			const name = file.qualifiedName(call.callee);
			if (name === undefined || !loopPatches.includes(name)) return;
			const data = { call: call.callee.text };
			if (file.source.notebook) {
				const needless = callsToAwait(call, file);
				const fixes = () => [needless.length === 0 ? useFork(file) : undefined];
				if (patchesUvloop(call, file)) report({ at: call.node, message: 'uvloopLoop', severity: 'error', data });
				else if (isBroken(name, python)) report({ at: call.node, message: 'broken', data, fixes });
				else if (needless.length > 0 && !isNeeded(call, file, project))
					report({ at: call.node, message: 'needless', severity: 'hint', data, related: needless });
				return;
			}
			if (isForNotebook(call, file)) return;
			report({ at: call.node, message: messageFor(name, file, project, python), data, fixes: () => [leaveOut(call, file)] });
		},
	},
});

function messageFor(name: string, file: FileModel, project: ProjectModel, python: PythonRange): 'patches' | 'uvloop' | 'broken' {
	if (file.imports('uvloop') || project.dependencies(file.path).has('uvloop')) return 'uvloop';
	return isBroken(name, python) ? 'broken' : 'patches';
}

function isBroken(name: string, { ceiling, isAssumed }: PythonRange): boolean {
	return name === 'nest_asyncio.apply' && ceiling >= 14 && !isAssumed;
}

/** `apply(loop)` with a loop of uvloop; without an argument it patches the loop of the kernel, which is asyncio's. */
function patchesUvloop(call: CallSite, file: FileModel): boolean {
	const loop = argument(call.node, 0, 'loop');
	const made = loop && reachingValue(loop, file);
	const maker = made?.kind === 'call' ? made.field('function') : undefined;
	return maker !== undefined && /^uvloop\./.test(file.qualifiedName(maker) ?? '');
}

/** Calls behind the patch, at the top of cells, that could simply be awaited. */
function callsToAwait(patch: CallSite, file: FileModel): RelatedNode[] {
	return file.calls.flatMap((call) => {
		const starter = !call.owner && call.node.start > patch.node.start ? starterAt(call, file) : undefined;
		return starter && awaitInstead(call, starter, file) ? [{ at: call.node, message: 'A cell can await instead' }] : [];
	});
}

/** Whether a cell behind the patch calls a helper that starts a loop itself. */
function isNeeded(patch: CallSite, file: FileModel, project: ProjectModel): boolean {
	return file.calls.some(
		(call) => !call.owner && call.node.start > patch.node.start && !starterAt(call, file) && project.pathTo(loopStart, call) !== undefined,
	);
}

/** nest_asyncio2 in place of nest_asyncio, wherever the notebook names it. */
function useFork(file: FileModel): Fix | undefined {
	const edits = file.mentions('nest_asyncio').map((mention) => replaceNode(mention, 'nest_asyncio2'));
	return fixOf('Use nest_asyncio2', 'unsafe', edits);
}

/** A script with cells, or code that asks first whether it runs in one. */
function isForNotebook(call: CallSite, file: FileModel): boolean {
	if (kindOfScript(file) !== 'script') return true;
	const asks = /ipython|ipykernel|jupyter|notebook|colab|kernel|interactive|streamlit/i;
	if ([...guardsOf(call.node, file)].some(({ condition }) => asks.test(condition.text))) return true;
	const isInTry = call.node.closest('try_statement')?.field('body')?.text;
	return (
		(isInTry !== undefined && /get_ipython|IPython/.test(isInTry)) ||
		asks.test(call.owner?.name ?? '') ||
		asks.test(file.path.slice(file.path.lastIndexOf('/') + 1))
	);
}

function leaveOut(call: CallSite, file: FileModel): Fix | undefined {
	if (!isStatement(call.node)) return undefined;
	return fixOf('Leave asyncio as it is', 'unsafe', deleteStatement(statementOf(call.node), file), unusedImportEdits(call.callee, [call.callee], file));
}
