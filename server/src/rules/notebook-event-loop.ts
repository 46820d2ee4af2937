import type { LoopStarter } from '../knowledge/loop-starters.ts';
import { isWholeCall } from '../project/invocations.ts';
import type { ProjectModel } from '../project/project.ts';
import { awaitInstead } from '../rule-kit/await-instead.ts';
import { asSubject, chainPlaces } from '../rule-kit/chains.ts';
import { fixOf, insertAt, lineEnding } from '../rule-kit/edits.ts';
import type { Fix } from '../rule-kit/finding.ts';
import { allowsNesting, certainLoopStart, errorOf, isBridged, loopStart, starterAt, starterText } from '../rule-kit/loop-running.ts';
import { withoutMainGuard } from '../rule-kit/main-guard.ts';
import { makeAsyncEverywhere } from '../rule-kit/make-async.ts';
import { isOnKernelLoop, mayBePatched } from '../rule-kit/notebook-loop.ts';
import { defineRule } from '../rule-kit/rule.ts';
import { runInThread } from '../rule-kit/to-thread.ts';
import type { CallSite } from '../semantics/calls.ts';
import { type FileModel, fileOf } from '../semantics/file-model.ts';

export default defineRule({
	name: 'notebook-event-loop',
	category: 'loop-running',
	severity: 'error',
	fix: 'safe',
	since: '0.1.0',
	equivalents: [],
	summary: 'An event loop is started in a notebook, whose kernel runs one already',
	why: `The kernel of a notebook (Jupyter, JupyterLab, VS Code, Colab: ipykernel) runs its cells on an asyncio event loop of its own. Starting another one in a cell fails:

- \`asyncio.run()\`: \`RuntimeError: asyncio.run() cannot be called from a running event loop\`
- \`loop.run_until_complete()\` on the running loop: \`RuntimeError: This event loop is already running\`; on another one: \`RuntimeError: Cannot run the event loop while another loop is running\`

The same happens in a plain function that a cell calls, wherever it is defined.

A cell may await at its top level, with \`async with\` and \`async for\` too: write \`await main()\` where a script has \`asyncio.run(main())\`. Make helpers \`async def\` and await them. \`%time\`, \`%%time\`, \`%timeit\`, \`%prun\` and \`%%capture\` run their code in a way that cannot await: take the magic away, or await in another cell. A library that starts a loop itself and cannot be awaited can run in a thread: \`await asyncio.to_thread(library_call)\`; the last resort is \`nest_asyncio2.apply()\`.

IPython in a terminal runs no loop between its inputs: there \`asyncio.run(main())\` and \`await main()\` both work. The REPL \`python -m asyncio\` is like a notebook.`,
	messages: {
		direct: "{starter} fails in a notebook, because the kernel's event loop is running already: {raises}; await it instead",
		inMagic:
			"{starter} fails in a notebook, because the kernel's event loop is running already: {raises}; await it in a cell without {magic}, which cannot await",
		library: "{starter} fails in a notebook, because the kernel's event loop is running already: {raises}",
		helper: "{helper} starts a loop with {starter}, which fails when a cell calls it, because the kernel's event loop is running already: {raises}",
		mayFail:
			"In some cases {helper} starts a loop with {starter}, which would fail when a cell calls it, because the kernel's event loop is running already: {raises}",
	},
	examples: [
		{
			isNotebook: true,
			bad: `import asyncio


async def price(item):
    await asyncio.sleep(0)
    return len(item)

# %%
asyncio.run(price("tea"))
`,
			good: `import asyncio


async def price(item):
    await asyncio.sleep(0)
    return len(item)

# %%
await price("tea")
`,
		},
	],
	on: {
		call(call, { file, project, python, report }) {
			const starter = starterAt(call, file);
			const possible = starter ? [call] : project.pathTo(loopStart, call);
			if (!possible || !isOnKernelLoop(call, file, project) || mayBePatched(possible)) return;
			if (starter) {
				const raises = errorOf(starter, call, file);
				if (raises === undefined) return;
				const magic = file.source.notebook?.magicRunning(call.node.start);
				const data = { starter: starterText(call), raises };
				if (starter.takes === 'nothing') report({ at: call.node, message: 'library', data, fixes: () => [patchLoop(call, starter, file)] });
				else if (magic !== undefined) report({ at: call.node, message: 'inMagic', data: { ...data, magic } });
				else report({ at: call.node, message: 'direct', data, fixes: () => [awaitInstead(call, starter, file, withoutMainGuard(call.node, file))] });
				return;
			}
			const certain = project.pathTo(certainLoopStart, call);
			const path = certain ?? possible;
			if ((!certain && isBridged(path, project)) || allowsNesting(path, project)) return;
			const last = path.at(-1) as CallSite;
			const started = starterAt(last, fileOf(last));
			const raises = started && errorOf(started, last, fileOf(last));
			if (raises === undefined) return;
			report({
				at: call.node,
				message: certain ? 'helper' : 'mayFail',
				severity: certain ? undefined : 'hint',
				data: { helper: asSubject(path), starter: starterText(last), raises },
				related: chainPlaces(path),
				fixes: () => [makeHelperAsync(call, project), runInThread(call.node, file, python)],
			});
		},
	},
});

function makeHelperAsync(call: CallSite, project: ProjectModel): Fix | undefined {
	const helper = isWholeCall(call) && call.node !== call.callee ? project.resolve(call) : undefined;
	return helper && makeAsyncEverywhere(helper, project);
}

/** For libraries that start the loop themselves: the last resort. nest_asyncio itself is not maintained any more. */
function patchLoop(call: CallSite, { insteadOnLoop }: LoopStarter, file: FileModel): Fix | undefined {
	const cell = insteadOnLoop === undefined ? undefined : file.source.notebook?.cellAt(call.node.start);
	if (!cell) return undefined;
	const ending = lineEnding(call.node);
	return fixOf('Let loops nest with nest_asyncio2', 'unsafe', [insertAt(call.node, cell.start, `import nest_asyncio2${ending}nest_asyncio2.apply()${ending}`)]);
}
