import type { ProjectModel } from '../project/project.ts';
import { argumentsOf, type CallSite } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { coroutineFrom } from './coroutines.ts';
import { deleteStatement, fixOf, replaceNode, statementOf } from './edits.ts';
import type { Fix } from './finding.ts';
import { reference } from './imports.ts';
import { boundUsedBy } from './loop-bound.ts';
import { isHousekeeping } from './loop-variable.ts';
import { mentionsOfSame, methodCalledOn } from './references.ts';

/** Each `LOOP.run_until_complete(f())` becomes `asyncio.run(f())`, and the loop goes. */
export function runEach(call: CallSite, file: FileModel, project: ProjectModel): Fix | undefined {
	const target = call.node.parent?.field('left');
	const uses = target ? mentionsOfSame(target, file).filter((one) => one !== target) : [];
	const runs = uses.filter((one) => !isHousekeeping(one, file));
	const edits = runs.map((one) => runOf(one, file, project));
	if (edits.length === 0 || edits.includes(undefined) || sharedByRuns(call, file, project)) return undefined;
	const statements = [statementOf(call.node), ...uses.filter((one) => !runs.includes(one)).map(statementOf)];
	return fixOf(
		'Run each with asyncio.run()',
		'unsafe',
		edits.flatMap((one) => one ?? []),
		...statements.map((one) => deleteStatement(one, file)),
	);
}

/** What belongs to the module's loop beside it: on a new loop for each run it would fail. */
export function sharedByRuns(call: CallSite, file: FileModel, project: ProjectModel): SyntaxNode | undefined {
	const target = call.node.parent?.field('left');
	const uses = target ? mentionsOfSame(target, file) : [];
	return boundUsedBy(
		file.calls.filter((run) => run.callee.kind === 'attribute' && uses.includes(run.callee.field('object') as SyntaxNode)),
		project,
	);
}

function runOf(use: SyntaxNode, file: FileModel, project: ProjectModel) {
	const run = methodCalledOn(use) === 'run_until_complete' ? use.parent?.parent : undefined;
	const [main, ...others] = run ? argumentsOf(run) : [];
	const made = run && main?.kind === 'call' && others.length === 0 ? file.statementOf(run).calls.find((one) => one.node === main) : undefined;
	const imported = run && reference('asyncio', 'run', run, file);
	if (!run || !made || !imported || file.functionOf(use)?.isAsync || !coroutineFrom(made, file, project)) return undefined;
	return [replaceNode(run.field('function') as SyntaxNode, imported.text), ...imported.edits];
}
