import { takerOf } from '../knowledge/handed-functions.ts';
import type { ProjectModel } from '../project/project.ts';
import { handedTo, referencesTo } from '../project/references.ts';
import { argument, argumentsOf, type CallSite, keywordArgument, positionalArguments } from '../semantics/calls.ts';
import { type FileModel, fileOf } from '../semantics/file-model.ts';
import type { FunctionModel } from '../semantics/functions.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { isCaught } from './caught.ts';
import { loopSource } from './loops.ts';
import { mentionsOfSame, pairLimit } from './references.ts';
import { threadObjects } from './thread-classes.ts';
import { isAfterWait, isRepeated, isStillRunning, joinsAfter, joinsItself, waitsBetweenStarts } from './thread-order.ts';

/** One way in which a loop is run. */
interface LoopRun {
	/** `loop.run_forever`, called or handed on. */
	readonly method: SyntaxNode;
	/** The loop by the name that it has where the thread is started, or where the method is called. */
	readonly loop: SyntaxNode;
	/** The call that hands the method, or a function that calls it, to a thread; undefined when it runs where it stands. */
	readonly thread: SyntaxNode | undefined;
	/** The file in which both stand. */
	readonly home: FileModel;
}

/**
 * How a loop is run twice at once:
 * - `shared`: by several threads, each of which wants it for itself;
 * - `running`: by a thread, and by the code that started it.
 */
export interface SharedRun {
	readonly kind: 'shared' | 'running';
	/** What runs the same loop meanwhile: the call that starts its thread, or `loop.run_forever`. */
	readonly other: SyntaxNode;
}

const runMethod = /^run_(forever|until_complete)$/;
const runMethods = ['run_forever', 'run_until_complete'];

/** Calls of functions are followed this many steps up to the thread. */
const STEP_LIMIT = 4;

/** Who else certainly runs the loop whose `run_forever` or `run_until_complete` an attribute names; undefined when nobody does, or one of them may wait for the other. */
export function otherRunOf(method: SyntaxNode, file: FileModel, project: ProjectModel): SharedRun | undefined {
	if (!runMethod.test(method.field('attribute')?.text ?? '') || countRuns(file) > pairLimit || isGuarded(method, file)) return undefined;
	for (const run of runsOf(method, file, project)) {
		const { thread, loop, home } = run;
		if (!isCertain(run)) continue;
		if (thread && isRepeated(thread, loop, home)) return { kind: 'shared', other: thread };
		const rivals = runsIn(home, project).filter(
			(one) => one.home === home && (one.method !== method || one.thread !== thread) && (thread !== undefined || one.thread !== undefined),
		);
		const [first] = rivals.length > 0 ? mentionsOfSame(loop, home) : [];
		const other = rivals.find(
			(one) => mentionsOfSame(one.loop, home)[0] === first && !(one.method.file === method.file && isGuarded(one.method, file)) && losesTo(run, one),
		);
		if (other) return thread && other.thread ? { kind: 'shared', other: other.thread } : { kind: 'running', other: other.thread ?? other.method };
	}
	return undefined;
}

function countRuns(file: FileModel): number {
	return runMethods.reduce((sum, name) => sum + file.mentions(name).length, 0);
}

/** All runs whose method stands in a file. */
function runsIn(file: FileModel, project: ProjectModel): readonly LoopRun[] {
	const names = runMethods.flatMap((name) => file.mentions(name));
	return names.flatMap((name) => (name.parent ? runsOf(name.parent, file, project) : []));
}

/** Of two runs that meet, one is spoken of: the later of two threads; else the one that a loop that runs for good has no time for. */
function losesTo(run: LoopRun, other: LoopRun): boolean {
	const file = run.home;
	if (run.thread && other.thread)
		return run.thread.start > other.thread.start && file.functionOf(run.thread) === file.functionOf(other.thread) && !waitsBetweenStarts(run.thread, file);
	if (other.thread) return isForever(other) && runsMeanwhile(run.method, other);
	return run.thread !== undefined && !isForever(run) && runsMeanwhile(other.method, run);
}

function isForever({ method }: LoopRun): boolean {
	return method.field('attribute')?.text === 'run_forever';
}

/** Whether code runs while a thread does: behind it in the same body, or in what only others call when module or object are made. */
function runsMeanwhile(node: SyntaxNode, { thread, home: file }: LoopRun): boolean {
	if (!thread || node.file !== file.source) return false;
	const [body, starter] = [file.functionOf(node), file.functionOf(thread)];
	if (body === starter) return node.start > thread.end && !isAfterWait(node, thread, file);
	if (!body || !isStartedAlways(thread, file) || stopsOrWaits(body)) return false;
	if (starter)
		return starter.name === '__init__' && body.class === starter.class && referencesTo(body, file).every((one) => file.functionOf(one)?.class !== body.class);
	return referencesTo(body, file).every((one) => one.start > thread.end && !callerStops(one, file));
}

/**
 * Where a thread of its own runs the loop of which a call elsewhere uses a method: behind the start of that thread in the same body, or where the thread is
 * waited for afterwards, which it could not do itself. Undefined when that is not certain.
 */
export function otherThreadOf(call: CallSite, file: FileModel, project: ProjectModel): SyntaxNode | undefined {
	const loop = call.callee.field('object');
	if (file.mentions('run_forever').length > pairLimit) return undefined;
	const first = loop && mentionsOfSame(loop, file)[0];
	if (!first) return undefined;
	for (const name of file.mentions('run_forever')) {
		for (const { loop: same, thread, method, home } of name.parent ? runsOf(name.parent, file, project) : []) {
			if (home !== file) continue;
			const runner = file.functionOf(method);
			if (mentionsOfSame(same, file)[0] !== first || (runner && runner === call.owner && method.fieldName === 'function')) continue;
			if (thread && file.functionOf(thread) === call.owner && isStillRunning(call.node, thread, file)) return thread;
			const isThread = !thread && runner?.name === 'run' && runner.class !== undefined && runner.class === call.owner?.class;
			if (thread ? joinsAfter(call, thread, file) || runsBeside(call, thread, file, project) : isThread && joinsItself(call, file)) return thread ?? method;
		}
	}
	return undefined;
}

/** Whether a call runs in the main thread while a thread does that was started when its object, or the module, was made. */
function runsBeside({ owner }: CallSite, thread: SyntaxNode, file: FileModel, project: ProjectModel): boolean {
	const starter = file.functionOf(thread);
	if (!owner || owner === starter || owner.isAsync || !isStartedAlways(thread, file)) return false;
	const inMain = project.contextsOf(owner, owner.node).find(({ kind }) => kind === 'main-thread');
	if (!inMain) return false;
	if (starter) return starter.name === '__init__' && owner.class === starter.class && inMain.chain.every((step) => step.owner !== starter);
	// What a library calls back it calls when the module is done.
	const [first] = inMain.chain;
	return first ? first.owner === undefined && fileOf(first) === file && first.node.start > thread.end : inMain.origin !== undefined;
}

function isStartedAlways(thread: SyntaxNode, file: FileModel): boolean {
	const isInBranch = [...thread.ancestors()].some((one) => /^(if|for|while|try|match)_statement$/.test(one.kind));
	return !isInBranch && !isAfterWait(undefined, thread, file);
}

function stopsOrWaits(body: FunctionModel): boolean {
	return body.calls.some((call) => /\.(stop|join|call_soon_threadsafe)$/.test(call.callee.text));
}

function callerStops(reference: SyntaxNode, file: FileModel): boolean {
	const caller = file.functionOf(reference);
	return caller === undefined || stopsOrWaits(caller);
}

/** Code that asks first whether the loop runs, that waits for a lock, or that is ready for the error. */
function isGuarded(method: SyntaxNode, file: FileModel): boolean {
	if (isCaught(method, ['RuntimeError'], file)) return true;
	const calls = (file.functionOf(method)?.calls ?? []).map((call) => call.callee.text);
	if (calls.some((call) => /(^|\.)(is_running|acquire|current_thread)$/.test(call))) return true;
	// A method that gives `self.loop` a new one each time shares none.
	const givesNew = method.field('object')?.kind === 'attribute' && method.fieldName === 'function' && calls.some((call) => /(^|\.)new_event_loop$/.test(call));
	if (givesNew) return true;
	return [...method.ancestors()].some((one) => one.kind === 'with_statement' && (one.children[0]?.children ?? []).some((item) => isLock(item, file)));
}

function isLock(item: SyntaxNode, file: FileModel): boolean {
	const value = item.children[0];
	return value !== undefined && (/lock|mutex|sem|guard/i.test(value.text) || /^threading\./.test(file.typeOf(value)?.external ?? ''));
}

/** The loop is known: made or got in this file, or declared as one. */
function isCertain({ loop, home }: LoopRun): boolean {
	return /\.(new|get)_event_loop$|\.get_running_loop$/.test(loopSource(loop, home) ?? '') || /(^|\.)AbstractEventLoop$/.test(home.typeOf(loop)?.external ?? '');
}

/** The threads that run a loop by this method, else the call itself. */
function runsOf(method: SyntaxNode, file: FileModel, project: ProjectModel): readonly LoopRun[] {
	const loop = method.field('object');
	if (method.kind !== 'attribute' || !loop) return [];
	const isCalled = method.parent?.kind === 'call' && method.fieldName === 'function';
	if (!isCalled) {
		const handed = handedTo(method, file);
		return handed?.kind === 'worker-thread' ? [{ method, loop, thread: handed.call, home: file }] : [];
	}
	const body = file.functionOf(method);
	const objects = body ? threadObjects(body, loop, project).map(({ made, given, home }) => ({ method, loop: given, thread: made, home })) : [];
	const inThreads = body ? [...objects, ...runsThrough({ method, loop, thread: undefined, home: file }, body, project, STEP_LIMIT)] : [];
	return inThreads.length > 0 ? inThreads : [{ method, loop, thread: undefined, home: file }];
}

/** The threads that run a body, with what its loop is called where they are started. */
function runsThrough(run: LoopRun, body: FunctionModel, project: ProjectModel, steps: number): readonly LoopRun[] {
	if (body.isAsync || steps === 0) return [];
	return [run.home, ...(project.filesNaming(body) ?? [])].flatMap((home) =>
		referencesTo(body, home).flatMap((reference) => {
			const handed = handedTo(reference, home);
			const call = reference.parent?.kind === 'call' && reference.fieldName === 'function' ? reference.parent : undefined;
			const argumentFor = (index: number, name: string) =>
				handed ? handedArgument(handed.call, reference, index, name, home) : call && argument(call, index, name);
			const loop = loopOutside(run, body, reference, argumentFor, home);
			if (!loop) return [];
			if (handed) return handed.kind === 'worker-thread' ? [{ ...run, loop, thread: handed.call, home }] : [];
			const caller = call && home.functionOf(call);
			return caller ? runsThrough({ ...run, loop, home }, caller, project, steps - 1) : [];
		}),
	);
}

/** What a body's loop is called outside it: the argument for a parameter; the same name for one of an outer scope, and for an attribute of the same `self`. */
function loopOutside(
	{ loop, home: file }: LoopRun,
	body: FunctionModel,
	reference: SyntaxNode,
	argumentFor: (index: number, name: string) => SyntaxNode | undefined,
	outside: FileModel,
): SyntaxNode | undefined {
	if (loop.kind === 'attribute') {
		const object = reference.kind === 'attribute' ? reference.field('object') : undefined;
		return loop.field('object')?.text === body.parameters[0]?.name && file === outside && object?.text === file.functionOf(reference)?.parameters[0]?.name
			? loop
			: undefined;
	}
	if (loop.kind !== 'identifier') return undefined;
	const [binding, ...others] = file.lookup(loop).bindings;
	if (!binding || others.length > 0) return undefined;
	if (binding.scope.function !== body) return file === outside ? loop : undefined;
	const index = binding.parameter ? body.parameters.indexOf(binding.parameter) - (body.class ? 1 : 0) : -1;
	return index < 0 ? undefined : argumentFor(index, loop.text);
}

/** What a thread gives a function for one of its parameters. */
function handedArgument(call: SyntaxNode, reference: SyntaxNode, index: number, name: string, file: FileModel): SyntaxNode | undefined {
	const holder = reference.parent?.kind === 'keyword_argument' ? reference.parent : reference;
	if (!argumentsOf(call).includes(holder)) return undefined;
	const position = holder === reference ? positionalArguments(call).indexOf(reference) : (holder.field('name')?.text ?? '');
	const taker = takerOf(file.qualifiedName(call.field('function') as SyntaxNode) ?? '', position);
	if (taker?.arguments === 'args') return argument(call, taker.name === 'threading.Timer' ? 2 : 3, 'args')?.children[index];
	if (taker?.arguments !== 'all' && taker?.arguments !== 'positional') return undefined;
	return positionalArguments(call)[taker.position + 1 + index] ?? keywordArgument(call, name);
}
