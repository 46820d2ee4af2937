import { isLoopProbe } from '../knowledge/loop-probes.ts';
import { type LoopStarter, loopStarters } from '../knowledge/loop-starters.ts';
import { methodNames } from '../knowledge/types.ts';
import type { PathTarget } from '../project/call-graph.ts';
import type { Context } from '../project/contexts.ts';
import type { ProjectModel } from '../project/project.ts';
import type { CallSite } from '../semantics/calls.ts';
import { type FileModel, fileOf } from '../semantics/file-model.ts';
import { perFunction } from '../semantics/per-function.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { reachingValue } from './values.ts';

/** How it is known that a loop runs where a call stands; undefined when it is not. */
export function runningLoopAt(call: CallSite, project: ProjectModel): Context | undefined {
	if (!call.owner) return undefined;
	// Through helpers the call in the async function is the place to speak of; callbacks have no such place.
	return project.contextsOf(call.owner, call.node).find((context) => context.kind === 'on-loop' && context.chain.length === 0);
}

/** The starter a call is; for one like `async_to_sync(f)(a)` the second call is meant. */
export function starterAt(call: CallSite, file: FileModel): LoopStarter | undefined {
	if (call.callee.kind === 'call') {
		const inner = call.callee.field('function');
		const starter = inner && starterNamed(file.qualifiedName(inner));
		return starter?.startsWhenResultIsCalled ? starter : undefined;
	}
	const starter = starterNamed(file.qualifiedName(call.callee));
	if (!starter) return wrapperBehind(call.callee, file);
	return starter.startsWhenResultIsCalled ? undefined : starter;
}

/** `send = async_to_sync(f)` once, then `send(a)`. */
function wrapperBehind(callee: SyntaxNode, file: FileModel): LoopStarter | undefined {
	if (callee.kind !== 'identifier' || !file.imports('asgiref')) return undefined;
	const { bindings } = file.lookup(callee);
	const [binding] = bindings;
	const made = bindings.length === 1 && binding?.kind === 'assignment' && binding.value?.kind === 'call' ? binding.value.field('function') : undefined;
	const starter = made && starterNamed(file.qualifiedName(made));
	return starter?.startsWhenResultIsCalled ? starter : undefined;
}

function starterNamed(name: string | undefined): LoopStarter | undefined {
	if (name === undefined) return undefined;
	return methodNames(name)
		.map((one) => loopStarters.get(one))
		.find((one) => one !== undefined);
}

/** As a person would call it: `asyncio.run()`, `async_to_sync()`. */
export function starterText(call: CallSite): string {
	const callee = call.callee.kind === 'call' ? call.callee.field('function') : call.callee;
	return `${callee?.text.replace(/\s+/g, ' ')}()`;
}

/** What a starter raises where a loop runs; undefined when it raises nothing. */
export function errorOf(starter: LoopStarter, call: CallSite, file: FileModel): string | undefined {
	if (starter.onRunningLoop !== 'raises') return undefined;
	if (starter.errorOnOtherLoop === undefined || starter.error === undefined) return starter.error && `RuntimeError: ${starter.error}`;
	const object = call.callee.field('object');
	const made = object && reachingValue(object, file);
	const maker = made?.kind === 'call' ? file.qualifiedName(made.field('function') ?? made) : undefined;
	if (maker === 'asyncio.new_event_loop') return `RuntimeError: ${starter.errorOnOtherLoop}`;
	if (maker === 'asyncio.get_running_loop' || maker === 'asyncio.get_event_loop') return `RuntimeError: ${starter.error}`;
	return `RuntimeError: ${starter.error} (or, on a loop of its own: ${starter.errorOnOtherLoop})`;
}

const callsProbe = perFunction((model, file) => model.calls.some((call) => isLoopProbe(file.qualifiedName(call.callee) ?? '')), false);

/** Whether a function finds out if a loop runs, itself or by a function it calls directly. */
export const asksForLoop = perFunction((model, file) => {
	if (callsProbe(model)) return true;
	return model.calls.some((call) => {
		const called = file.functionNamed(call.callee);
		return called !== undefined && called !== model && callsProbe(called);
	});
}, false);

/** Calls that start a loop whatever the circumstances: a function that asks whether a loop runs knows what it does. */
export const loopStart: PathTarget = {
	matches: (_name, call, file) => starterAt(call, file) !== undefined && !(call.owner && asksForLoop(call.owner)),
	stopsAt: asksForLoop,
};

const nestingAllowed: PathTarget = { matches: (name) => name === 'nest_asyncio.apply' || name === 'nest_asyncio2.apply' };

/** Whether something on the way to a starter lets loops nest before it, itself or by a function it calls. */
export function allowsNesting(path: readonly CallSite[], project: ProjectModel): boolean {
	return path.some((step) => step.owner?.calls.some((call) => call.node.start < step.node.start && project.pathTo(nestingAllowed, call) !== undefined));
}

/** Whether a helper on the way gives what starts the loop to somebody else, too: mostly a thread, where that is right. */
export function isBridged(path: readonly CallSite[], project: ProjectModel): boolean {
	return path.slice(1).some((step) => {
		const called = project.resolve(step);
		const uses = called && step.owner ? fileOf(step).mentions(called.name, step.owner.node) : [];
		return uses.some((use) => use.parent?.kind === 'argument_list');
	});
}

/** The same, on every run of the functions on the way. */
export const certainLoopStart: PathTarget = { ...loopStart, alwaysReached: true };
