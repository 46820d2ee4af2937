import { loopPatches } from '../knowledge/loop-starters.ts';
import { guardsOf } from '../project/guards.ts';
import type { ProjectModel } from '../project/project.ts';
import type { PythonRange } from '../project/python-version.ts';
import { deleteStatement, fixOf, statementOf } from '../rule-kit/edits.ts';
import type { Fix } from '../rule-kit/finding.ts';
import { unusedImportEdits } from '../rule-kit/imports.ts';
import { defineRule } from '../rule-kit/rule.ts';
import { type CallSite, isStatement } from '../semantics/calls.ts';
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

Await the coroutine instead of starting a loop for it, or run the code that starts one in a thread: \`await asyncio.to_thread(helper)\`.`,
	messages: {
		patches: '{call}() patches asyncio for the whole process, only to start loops inside a running one; await the coroutines instead',
		uvloop:
			"{call}() raises ValueError: Can't patch loop of type <class 'uvloop.Loop'> where uvloop runs, which this project uses; await the coroutines instead",
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
			if (name === undefined || !loopPatches.includes(name) || isForNotebook(call, file)) return;
			const data = { call: call.callee.text };
			report({ at: call.node, message: messageFor(name, file, project, python), data, fixes: () => [leaveOut(call, file)] });
		},
	},
});

function messageFor(name: string, file: FileModel, project: ProjectModel, { ceiling, isAssumed }: PythonRange): 'patches' | 'uvloop' | 'broken' {
	if (file.imports('uvloop') || project.dependencies(file.path).has('uvloop')) return 'uvloop';
	return name === 'nest_asyncio.apply' && ceiling >= 14 && !isAssumed ? 'broken' : 'patches';
}

/** A notebook, a script with cells, or code that asks first whether it runs in one. */
function isForNotebook(call: CallSite, file: FileModel): boolean {
	if (file.path.endsWith('.ipynb') || file.source.comments.some((comment) => comment.isAlone && /^# ?%%/.test(comment.text))) return true;
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
