import { takerOf } from '../knowledge/handed-functions.ts';
import { handedTo, referencesTo } from '../project/references.ts';
import { argument, argumentsOf, type CallSite, keywordArgument, positionalArguments } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { FunctionModel } from '../semantics/functions.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { isCaught } from './caught.ts';
import { loopSource } from './loops.ts';
import { mentionsOfSame } from './references.ts';
import { isAfterWait, isRepeated, isStillRunning, joinsAfter, joinsItself, waitsBetweenStarts } from './thread-order.ts';

/** One way in which a loop is run. */
interface LoopRun {
	/** `loop.run_forever`, called or handed on. */
	readonly method: SyntaxNode;
	/** The loop by the name that it has where the thread is started, or where the method is called. */
	readonly loop: SyntaxNode;
	/** The call that hands the method, or a function that calls it, to a thread; undefined when it runs where it stands. */
	readonly thread: SyntaxNode | undefined;
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

/** Calls of functions are followed this many steps up to the thread. */
const STEP_LIMIT = 4;

/** Who else certainly runs the loop whose `run_forever` or `run_until_complete` an attribute names; undefined when nobody does, or one of them may wait for the other. */
export function otherRunOf(method: SyntaxNode, file: FileModel): SharedRun | undefined {
	if (!runMethod.test(method.field('attribute')?.text ?? '') || isGuarded(method, file)) return undefined;
	const own = runsOf(method, file);
	const repeated = own.find((run) => run.thread && isCertain(run, file) && isRepeated(run.thread, run.loop, file));
	if (repeated?.thread) return { kind: 'shared', other: repeated.thread };
	const all = ['run_forever', 'run_until_complete'].flatMap((name) => file.mentions(name)).flatMap((name) => (name.parent ? runsOf(name.parent, file) : []));
	for (const run of own) {
		if (!isCertain(run, file)) continue;
		const [first] = mentionsOfSame(run.loop, file);
		const rivals = all.filter((one) => one.method !== method || one.thread !== run.thread);
		const other = rivals.find((one) => mentionsOfSame(one.loop, file)[0] === first && !isGuarded(one.method, file) && losesTo(run, one, file));
		if (other) return run.thread && other.thread ? { kind: 'shared', other: other.thread } : { kind: 'running', other: other.thread ?? other.method };
	}
	return undefined;
}

/** Of two runs that meet, one is spoken of: the later of two threads; else the one that a loop that runs for good has no time for. */
function losesTo(run: LoopRun, other: LoopRun, file: FileModel): boolean {
	if (run.thread && other.thread)
		return run.thread.start > other.thread.start && file.functionOf(run.thread) === file.functionOf(other.thread) && !waitsBetweenStarts(run.thread, file);
	if (other.thread) return isForever(other) && runsMeanwhile(run.method, other, file);
	return run.thread !== undefined && !isForever(run) && runsMeanwhile(other.method, run, file);
}

function isForever({ method }: LoopRun): boolean {
	return method.field('attribute')?.text === 'run_forever';
}

/** Whether code runs while a thread does: behind it in the same body, or in what only others call when module or object are made. */
function runsMeanwhile(node: SyntaxNode, { thread }: LoopRun, file: FileModel): boolean {
	if (!thread) return false;
	const [body, starter] = [file.functionOf(node), file.functionOf(thread)];
	if (body === starter) return node.start > thread.end && !isAfterWait(node, thread, file);
	const isAlways = ![...thread.ancestors()].some((one) => /^(if|for|while|try|match)_statement$/.test(one.kind)) && !isAfterWait(undefined, thread, file);
	if (!body || !isAlways || stopsOrWaits(body)) return false;
	if (starter)
		return starter.name === '__init__' && body.class === starter.class && referencesTo(body, file).every((one) => file.functionOf(one)?.class !== body.class);
	return referencesTo(body, file).every((one) => one.start > thread.end && !callerStops(one, file));
}

/**
 * Where a thread of its own runs the loop of which a call elsewhere uses a method: behind the start of that thread in the same body, or where the thread is
 * waited for afterwards, which it could not do itself. Undefined when that is not certain.
 */
export function otherThreadOf(call: CallSite, file: FileModel): SyntaxNode | undefined {
	const loop = call.callee.field('object');
	const first = loop && mentionsOfSame(loop, file)[0];
	if (!first) return undefined;
	for (const name of file.mentions('run_forever')) {
		for (const { loop: same, thread, method } of name.parent ? runsOf(name.parent, file) : []) {
			const runner = file.functionOf(method);
			if (mentionsOfSame(same, file)[0] !== first || (runner && runner === call.owner && method.fieldName === 'function')) continue;
			if (thread && file.functionOf(thread) === call.owner && isStillRunning(call.node, thread, file)) return thread;
			const isThread = !thread && runner?.name === 'run' && runner.class !== undefined && runner.class === call.owner?.class;
			if (thread ? joinsAfter(call, thread, file) : isThread && joinsItself(call, file)) return thread ?? method;
		}
	}
	return undefined;
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
function isCertain({ loop }: LoopRun, file: FileModel): boolean {
	return /\.(new|get)_event_loop$|\.get_running_loop$/.test(loopSource(loop, file) ?? '') || /(^|\.)AbstractEventLoop$/.test(file.typeOf(loop)?.external ?? '');
}

/** The threads that run a loop by this method, else the call itself. */
function runsOf(method: SyntaxNode, file: FileModel): readonly LoopRun[] {
	const loop = method.field('object');
	if (method.kind !== 'attribute' || !loop) return [];
	const isCalled = method.parent?.kind === 'call' && method.fieldName === 'function';
	if (!isCalled) {
		const handed = handedTo(method, file);
		return handed?.kind === 'worker-thread' ? [{ method, loop, thread: handed.call }] : [];
	}
	const body = file.functionOf(method);
	const inThreads = body ? runsThrough(body, loop, file, STEP_LIMIT) : [];
	return inThreads.length > 0 ? inThreads.map((run) => ({ ...run, method })) : [{ method, loop, thread: undefined }];
}

/** The threads that run a body, with what its loop is called where they are started. */
function runsThrough(body: FunctionModel, loop: SyntaxNode, file: FileModel, steps: number): readonly Omit<LoopRun, 'method'>[] {
	if (body.isAsync || steps === 0) return [];
	return referencesTo(body, file).flatMap((reference) => {
		const handed = handedTo(reference, file);
		if (handed) {
			const outer =
				handed.kind === 'worker-thread'
					? loopOutside(loop, body, reference, (i, name) => handedArgument(handed.call, reference, i, name, file), file)
					: undefined;
			return outer ? [{ loop: outer, thread: handed.call }] : [];
		}
		const call = reference.parent?.kind === 'call' && reference.fieldName === 'function' ? reference.parent : undefined;
		const caller = call && file.functionOf(call);
		const outer = call && loopOutside(loop, body, reference, (i, name) => argument(call, i, name), file);
		return caller && outer ? runsThrough(caller, outer, file, steps - 1) : [];
	});
}

/** What a body's loop is called outside it: the argument for a parameter; the same name for one of an outer scope, and for an attribute of the same `self`. */
function loopOutside(
	loop: SyntaxNode,
	body: FunctionModel,
	reference: SyntaxNode,
	argumentFor: (index: number, name: string) => SyntaxNode | undefined,
	file: FileModel,
): SyntaxNode | undefined {
	if (loop.kind === 'attribute') {
		const object = reference.kind === 'attribute' ? reference.field('object') : undefined;
		return loop.field('object')?.text === body.parameters[0]?.name && object?.text === file.functionOf(reference)?.parameters[0]?.name ? loop : undefined;
	}
	if (loop.kind !== 'identifier') return undefined;
	const [binding, ...others] = file.lookup(loop).bindings;
	if (!binding || others.length > 0) return undefined;
	if (binding.scope.function !== body) return loop;
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
