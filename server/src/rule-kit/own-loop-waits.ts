import type { PathTarget } from '../project/call-graph.ts';
import type { ProjectModel } from '../project/project.ts';
import { argument, type CallSite } from '../semantics/calls.ts';
import { type FileModel, fileOf } from '../semantics/file-model.ts';
import type { FunctionModel } from '../semantics/functions.ts';
import { agreed } from '../semantics/types.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { asksForLoop } from './loop-running.ts';
import { loopSource } from './loops.ts';
import { runCalls } from './one-runner.ts';
import { reachingValue } from './values.ts';

/** Loops that are the ones running where they are asked for. */
const ownLoop: ReadonlySet<string> = new Set(['asyncio.get_running_loop', 'asyncio.get_event_loop']);

/** The call of `run_coroutine_threadsafe` whose future a call of `result` or `exception` waits for. */
export function handedOver(call: CallSite, file: FileModel): SyntaxNode | undefined {
	const method = call.callee.kind === 'attribute' ? call.callee.field('attribute')?.text : undefined;
	if (method !== 'result' && method !== 'exception') return undefined;
	const made = reachingValue(call.callee.field('object') as SyntaxNode, file);
	const maker = made.kind === 'call' ? file.qualifiedName(made.field('function') as SyntaxNode) : undefined;
	return maker === 'asyncio.run_coroutine_threadsafe' ? made : undefined;
}

/** Whether a coroutine was handed to the very loop of the function that hands it over. */
export function isForOwnLoop(submission: SyntaxNode, file: FileModel): boolean {
	const loop = argument(submission, 1, 'loop');
	return loop !== undefined && (isAskedForHere(loop, file.functionOf(submission), file) || isTheOnlyLoop(loop, file));
}

function isAskedForHere(loop: SyntaxNode, body: FunctionModel | undefined, file: FileModel): boolean {
	const made = reachingValue(loop, file);
	return made.kind === 'call' && ownLoop.has(loopSource(made, file) ?? '') && file.functionOf(made) === body;
}

/** The loop of the program, kept in a variable or an attribute by a coroutine, where no other loop is in sight. */
function isTheOnlyLoop(loop: SyntaxNode, file: FileModel): boolean {
	if (file.hasWord('new_event_loop') || runCalls(file).length > 1 || runCalls(file).some(({ owner }) => owner && file.imports('threading'))) return false;
	return (loopSource(loop, file) ?? keptInModule(loop, file)) === 'asyncio.get_running_loop';
}

/** What gives a variable of the module its loop, in whatever functions. */
function keptInModule(name: SyntaxNode, file: FileModel): string | undefined {
	const { bindings = [], scope } = name.kind === 'identifier' ? file.lookup(name) : {};
	const values = scope === undefined ? bindings.map(({ value }) => value).filter((value) => value?.kind !== 'none') : [];
	return agreed(values.map((value) => value && loopSource(value, file)));
}

/** The call in a plain function that waits for a coroutine on a loop which it is given, where a caller gives it the loop of its own thread. */
export function waitForGivenLoop(call: CallSite, project: ProjectModel): CallSite | undefined {
	const called = project.resolve(call);
	if (!called || called.isAsync || called.isGenerator || asksForLoop(called)) return undefined;
	const home = fileOf(called);
	return called.calls.find((wait) => {
		const submission = handedOver(wait, home);
		const loop = submission && argument(submission, 1, 'loop');
		const [binding] = loop?.kind === 'identifier' ? home.reaching(loop) : [];
		const index = binding?.parameter && binding.scope.function === called ? called.parameters.indexOf(binding.parameter) : -1;
		const given = index < 0 ? undefined : argument(call.node, called.class && call.callee.kind === 'attribute' ? index - 1 : index, binding?.name ?? '');
		return given !== undefined && isAskedForHere(given, call.owner, fileOf(call));
	});
}

/** Calls in plain functions that wait for a coroutine which the loop of the caller's own thread would have to run. */
export const waitForOwnLoop: PathTarget = {
	matches(_name, call, file) {
		const submission = call.owner?.isAsync ? undefined : handedOver(call, file);
		return submission !== undefined && isForOwnLoop(submission, file);
	},
	stopsAt: asksForLoop,
};
