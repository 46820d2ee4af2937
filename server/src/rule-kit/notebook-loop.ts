import { isLoopProbe } from '../knowledge/loop-probes.ts';
import { loopPatches } from '../knowledge/loop-starters.ts';
import { guardsOf, isMainTest } from '../project/guards.ts';
import type { ProjectModel } from '../project/project.ts';
import type { CallSite } from '../semantics/calls.ts';
import { type FileModel, fileOf } from '../semantics/file-model.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { failedBodies, isCaught } from './caught.ts';
import { starterAt } from './loop-running.ts';

/** Words of a condition by which code finds out where it runs. */
const asksForNotebook = /ipython|ipykernel|jupyter|notebook|colab|kernel|interactive|streamlit|running/i;

/** Whether a call at the top of a cell runs on the kernel's loop, and its code does not know. */
export function isOnKernelLoop(call: CallSite, file: FileModel, project: ProjectModel): boolean {
	if (call.owner || !project.contextsOf(undefined, call.node).some(({ kind }) => kind === 'notebook-cell')) return false;
	if (isCaught(call.node, ['RuntimeError'], file) || standsWhereAskingFailed(call, file)) return false;
	return ![...guardsOf(call.node, file)].some(({ condition }) => !isMainTest(condition) && asksForNotebook.test(condition.text));
}

/** Whether a call is reached only where code that asked for a running loop, or for a notebook, was told that there is none. */
function standsWhereAskingFailed(call: CallSite, file: FileModel): boolean {
	const isProbe = (node: SyntaxNode) => node.kind === 'call' && isLoopProbe(file.qualifiedName(node.field('function') as SyntaxNode) ?? '');
	return (
		[...failedBodies(call.node, ['RuntimeError'], file)].some((body) => [...body.descendants()].some(isProbe)) ||
		[...failedBodies(call.node, ['NameError', 'ImportError'], file)].some((body) => asksForNotebook.test(body.text))
	);
}

/** Calls such as `nest_asyncio.apply()` in a file. */
export function loopPatchesIn(file: FileModel): readonly CallSite[] {
	if (!file.imports('nest_asyncio') && !file.imports('nest_asyncio2')) return [];
	return file.mentions('apply').flatMap((mention) => {
		const callee = mention.parent?.kind === 'attribute' && mention.fieldName === 'attribute' ? mention.parent : mention;
		const call = file.statementOf(mention).calls.find((one) => one.callee === callee);
		return call && loopPatches.includes(file.qualifiedName(callee) ?? '') ? [call] : [];
	});
}

/**
 * Whether loops may be nested where the last call of a path is made: some file on the way uses nest_asyncio, and not just further down in
 * the notebook. It leaves `Runner.run()` as it is.
 */
export function mayBePatched(path: readonly CallSite[]): boolean {
	const [first, last] = [path[0], path.at(-1)];
	if (!first || !last || starterAt(last, fileOf(last))?.name === 'asyncio.Runner.run') return false;
	return [...new Set(path.map((call) => fileOf(call)))].some((file) => {
		if (!file.imports('nest_asyncio') && !file.imports('nest_asyncio2')) return false;
		const patches = file === fileOf(first) ? loopPatchesIn(file) : [];
		return patches.length === 0 || patches.some((patch) => patch.owner || patch.node.start < first.node.start);
	});
}
