import { argument, type CallSite } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import { perFile, perFunction } from '../semantics/per-function.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { mentionsOfSame } from './references.ts';

const repeating = /^(for_statement|while_statement|list_comprehension|set_comprehension|generator_expression|dictionary_comprehension)$/;

/** Calls in the body in which a node stands, by the last name of what they call. */
function callsAround(node: SyntaxNode, names: readonly string[], file: FileModel): readonly SyntaxNode[] {
	const calls = callsOfBodyWith(node, file);
	return names.flatMap((name) => calls.get(name) ?? []);
}

function callsOfBodyWith(node: SyntaxNode, file: FileModel): CallsByName {
	const body = file.functionOf(node);
	return body ? callsOfBody(body) : callsOfModule(file);
}

/** Calls of methods, and of executors, by the last name of what they call. */
type CallsByName = ReadonlyMap<string, readonly SyntaxNode[]>;

const none: CallsByName = new Map();

const callsOfBody = perFunction((model) => byName(model.calls), none);
const callsOfModule = perFile((file) => byName(file.calls.filter((call) => !call.owner)), none);

const executor = 'ThreadPoolExecutor';

function byName(calls: readonly CallSite[]): CallsByName {
	const found = new Map<string, SyntaxNode[]>();
	for (const { callee, node } of calls) {
		const name = callee.field('attribute')?.text ?? (callee.text === executor ? executor : undefined);
		const known = name === undefined ? undefined : found.get(name);
		if (known) known.push(node);
		else if (name !== undefined) found.set(name, [node]);
	}
	return found;
}

/** What waits until a thread, or the work that was handed to it, has ended. */
const waiting = ['join', 'result', 'shutdown', 'wait'];

function repetitionAround(node: SyntaxNode): SyntaxNode | undefined {
	for (const one of node.ancestors()) {
		if (repeating.test(one.kind)) return one;
		if (one.kind === 'function_definition' || one.kind === 'lambda') return undefined;
	}
	return undefined;
}

/** Whether one thread is waited for before another is started, in the body where a call makes one. */
export function waitsBetweenStarts(thread: SyntaxNode, file: FileModel): boolean {
	if (hasOneWorker(thread, file)) return true;
	const starts = [...callsAround(thread, ['start', 'submit', 'run_in_executor'], file), thread];
	return callsAround(thread, waiting, file).some((wait) => {
		const round = repetitionAround(wait);
		return starts.some((start) => start.start > wait.end || (round !== undefined && start.isInside(round)) || start.isInside(wait));
	});
}

/** Whether a call makes several threads that work at once, all with the one value of a variable. */
export function isRepeated(thread: SyntaxNode, shared: SyntaxNode, file: FileModel): boolean {
	if (waitsBetweenStarts(thread, file)) return false;
	const isMap = thread.field('function')?.field('attribute')?.text === 'map';
	const round = repetitionAround(thread);
	if (!isMap && !round) return false;
	return !mentionsOfSame(shared, file).some((mention) => round !== undefined && mention.isInside(round) && mention.fieldName === 'left');
}

/** An executor with a single thread does one thing after another. */
function hasOneWorker(thread: SyntaxNode, file: FileModel): boolean {
	return callsAround(thread, [executor], file).some((call) => argument(call, 0, 'max_workers')?.text === '1');
}

/** Whether a thread may have ended, or may not have begun, when the code at a later place of its body runs; without a place, when the body ends. */
export function isAfterWait(node: SyntaxNode | undefined, thread: SyntaxNode, file: FileModel): boolean {
	const until = node?.start ?? Number.POSITIVE_INFINITY;
	const isBetween = (call: SyntaxNode) => call.end > thread.start && call.start < until;
	if (callsAround(thread, [...waiting, 'stop', 'call_soon_threadsafe'], file).some(isBetween)) return true;
	const isThread = /(^|\.)(Thread|Timer)$/.test(thread.field('function')?.text ?? '');
	if (isThread && !callsAround(thread, ['start'], file).some(isBetween)) return true;
	return [...thread.ancestors()].some((one) => one.kind === 'with_statement' && !node?.isInside(one));
}

/** Whether a thread was started before a place in the same body, and nothing in between ends it or waits for it. */
export function isStillRunning(node: SyntaxNode, thread: SyntaxNode, file: FileModel): boolean {
	const isBetween = (call: SyntaxNode) => call.end > thread.start && call.end < node.start;
	return callsAround(thread, ['start'], file).some(isBetween) && !callsAround(thread, ['join'], file).some(isBetween) && node.start > thread.end;
}

/** Whether the code behind a call waits for the thread, by the variable or attribute that holds it. */
export function joinsAfter(call: CallSite, thread: SyntaxNode, file: FileModel): boolean {
	const held = thread.parent?.kind === 'assignment' ? thread.parent.field('left') : undefined;
	const [first] = held ? mentionsOfSame(held, file) : [];
	const joins = callsAround(call.node, ['join'], file).filter((join) => join.start > call.node.end);
	return first !== undefined && joins.some((join) => mentionsOfSame(join.field('function')?.field('object') as SyntaxNode, file)[0] === first);
}

/** The same for a method of a thread's own class: `self.join()`. */
export function joinsItself(call: CallSite, file: FileModel): boolean {
	const self = call.owner?.parameters[0]?.name;
	const joins = callsAround(call.node, ['join'], file).map((join) => join.field('function')?.field('object'));
	return joins.some(
		(object) => object && object.text === self && file.qualifiedName(object.parent as SyntaxNode) === 'threading.Thread.join' && object.start > call.node.end,
	);
}
