import type { ProjectModel } from '../project/project.ts';
import { referencesTo } from '../project/references.ts';
import { isTestFile } from '../project/test-files.ts';
import { isAwaited } from '../semantics/calls.ts';
import { type FileModel, fileOf } from '../semantics/file-model.ts';
import type { FunctionModel } from '../semantics/functions.ts';
import { decoratorNames } from '../semantics/members.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { starterAt } from './loop-running.ts';

/** What starts something that runs beside a coroutine. */
const startsOthers: readonly string[] = [
	...['create_task', 'ensure_future', 'gather', 'TaskGroup', 'as_completed', 'start_soon', 'start_server', 'create_server'],
	...['call_soon', 'call_later', 'call_at', 'add_reader', 'add_signal_handler', 'create_task_group'],
];

/** Whether something else may run on the loop: a connection is open round a node, or the file starts tasks. */
export function mayHaveCompany(node: SyntaxNode, file: FileModel): boolean {
	return isInAsyncBlock(node, file.functionOf(node)) || startsOthers.some((name) => file.isMentioned(name));
}

/**
 * Whether the coroutine a node stands in is all that its loop is seen to run: a script that does one
 * thing after another. Every use of the coroutine is in sight, each awaits it in one of the same kind
 * or starts the loop with it, and none of them starts anything else.
 */
export function runsAlone(node: SyntaxNode, file: FileModel, project: ProjectModel): boolean {
	const owner = file.functionOf(node);
	return owner !== undefined && isAlone(owner, node, project, new Set());
}

function isAlone(owner: FunctionModel, site: SyntaxNode, project: ProjectModel, seen: Set<FunctionModel>): boolean {
	if (!owner.isAsync || owner.isGenerator || decoratorNames(owner).length > 0 || isInAsyncBlock(site, owner) || startsOther(owner)) return false;
	if (seen.has(owner)) return true;
	seen.add(owner);
	const others = project.filesNaming(owner);
	const files = others && [fileOf(owner), ...others].filter((file) => !isTestFile(file.path) || file === fileOf(owner));
	const uses = files?.flatMap((file) => referencesTo(owner, file).map((use) => ({ use, file }))) ?? [];
	return uses.length > 0 && uses.every(({ use, file }) => isAloneAt(use, file, project, seen));
}

/** Whether a use of a coroutine function awaits it where nothing else runs, or starts a loop with it. */
function isAloneAt(use: SyntaxNode, file: FileModel, project: ProjectModel, seen: Set<FunctionModel>): boolean {
	const call = use.parent?.kind === 'call' && use.parent.field('function') === use ? use.parent : undefined;
	if (!call) return false;
	const owner = file.functionOf(call);
	if (isAwaited(call)) return owner !== undefined && isAlone(owner, call, project, seen);
	const taker = call.parent?.kind === 'argument_list' ? call.parent.parent : undefined;
	const start = taker && file.statementOf(taker).calls.find((one) => one.node === taker);
	return start !== undefined && starterAt(start, file) !== undefined;
}

function isInAsyncBlock(node: SyntaxNode, owner: FunctionModel | undefined): boolean {
	for (const outer of node.ancestors()) {
		if ((outer.kind === 'with_statement' || outer.kind === 'for_statement') && outer.hasToken('async')) return true;
		if (outer === owner?.node) break;
	}
	return false;
}

function startsOther(owner: FunctionModel): boolean {
	return startsOthers.some((name) => fileOf(owner).mentions(name, owner.node).length > 0);
}
