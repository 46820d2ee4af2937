import type { FrameworkEntry, RunsOn } from '../knowledge/frameworks.ts';
import { type CallSite, withParentheses } from '../semantics/calls.ts';
import { type FileModel, fileOf } from '../semantics/file-model.ts';
import type { FunctionModel } from '../semantics/functions.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { type Inquiry, Memo } from '../util/memo.ts';
import { OrderedAnswers } from '../util/ordered-answers.ts';
import { isSame } from '../util/tracking.ts';
import { kindOfScript, type ScriptKind } from './cell-scripts.ts';
import { callOfWrapped, isContextManagerFunction, isPlain, isProperty, wrappersOf } from './decorated.ts';
import { dispatchesOf } from './dispatch-tables.ts';
import { handedRuns, roleOfDefinition, roleOfReference, runsOf } from './framework-roles.ts';
import { isTypeCheckingOnly } from './guards.ts';
import { callsArgument, isManaged, isTarget, readingOf } from './invocations.ts';
import { handedTo, referencesTo } from './references.ts';

/**
 * Where code runs:
 * - `on-loop`: while an event loop runs in its thread;
 * - `worker-thread`: in a thread that is not the main one and has no loop;
 * - `main-thread`: in the main thread, with no loop running;
 * - `notebook-cell`: in a cell of a notebook, or in a function that one calls: the kernel's loop runs, and has nothing else to do that
 *   matters. So what must not happen on a running loop must not happen here, but what merely holds it up may.
 */
export type ContextKind = 'on-loop' | 'worker-thread' | 'main-thread' | 'notebook-cell';

/** One way in which a function is known to run. A function may have several, or none that is known. */
export interface Context {
	readonly kind: ContextKind;
	/** Calls that lead from where this is plain to the function, outermost first; empty when its own definition says it. */
	readonly chain: readonly CallSite[];
	/** What makes it plain: the async function or handler, or the call that hands it to a thread or a framework; undefined for module level. */
	readonly origin: FunctionModel | SyntaxNode | undefined;
	/** Completes "the origin is ...": "a FastAPI route". */
	readonly role?: string | undefined;
}

/** Files in which a function may be named, beside its own. */
export type FilesNaming = (model: FunctionModel) => readonly FileModel[];

/** Callers are followed this many steps up. */
const STEP_LIMIT = 8;

/** A context that is plain, or what becomes of each context of another function. */
type Way = Context | { readonly from: FunctionModel; readonly become: (context: Context) => Context | undefined };

/** Finds contexts by following references to a function back to code whose context is plain. */
export class ContextFinder {
	readonly #ways: Memo<FunctionModel, readonly Way[]>;
	readonly #answers: OrderedAnswers<FunctionModel, readonly Context[]>;
	readonly #filesNaming: FilesNaming;
	readonly #kindOfScript: (path: string) => ScriptKind | undefined;

	constructor(inquiry: Inquiry, filesNaming: FilesNaming, fileAt: (path: string) => FileModel | undefined) {
		this.#kindOfScript = (path) => {
			const file = fileAt(path);
			return file && kindOfScript(file);
		};
		this.#ways = new Memo({ inquiry, homeOf: (body) => body.home, whenCircular: [] });
		const waysTo = (body: FunctionModel) => this.#ways.get(body, () => this.#findWays(body));
		this.#answers = new OrderedAnswers<FunctionModel, readonly Context[]>(inquiry, {
			homeOf: (body) => body.home,
			isSame: areSameContexts,
			restsOn: (body) => waysTo(body).flatMap((way) => ('from' in way ? [way.from] : [])),
			solve: (body, contextsOf) => contextsBy(waysTo(body), (caller) => (caller === body ? [] : contextsOf(caller))),
			solveRing: (bodies, contextsOf) => contextsInRing(new Map(bodies.map((body) => [body, waysTo(body)])), contextsOf),
			otherwise: [],
		});
		this.#filesNaming = filesNaming;
	}

	/** `at`: where at module level, when there is no body. */
	contextsOf(body: FunctionModel | undefined, at: SyntaxNode): readonly Context[] {
		return body ? this.#answers.get(body) : this.#ofModule(at);
	}

	#ofModule(at: SyntaxNode): readonly Context[] {
		const { notebook } = at.file;
		const kind = notebook ? undefined : this.#kindOfScript(at.file.path);
		if (kind === 'script') return [{ kind: 'main-thread', chain: [], origin: undefined }];
		const isCell = notebook ? notebook.runsOnLoopAt(at.start) : kind === 'interactive';
		return isCell ? [{ kind: 'notebook-cell', chain: [], origin: undefined, role: 'a notebook cell' }] : [];
	}

	#findWays(body: FunctionModel): readonly Way[] {
		const entry = roleOfDefinition(body);
		const runsOn = entry && (body.isAsync ? entry.asyncRunsOn : entry.syncRunsOn);
		if (body.isAsync) return [{ kind: 'on-loop', chain: [], origin: body, ...(runsOn === 'loop' || runsOn === 'own-loop' ? { role: entry?.role } : {}) }];
		// A generator's body runs wherever somebody iterates it.
		if (body.isGenerator && !isContextManagerFunction(body)) return [];
		if (entry?.runBy) return this.#waysOfRole(entry, body.nameNode, fileOf(body), body);
		const kind = runsOn && kindOf(runsOn);
		if (kind) return [{ kind, chain: [], origin: body, role: entry?.role }];
		return this.#givenByWrappers(body) ?? this.#givenByReferences(body);
	}

	/** What the wrappers say that a function's decorators put round it; undefined when it runs where its callers do. */
	#givenByWrappers(body: FunctionModel): readonly Context[] | undefined {
		if (isPlain(body) || isProperty(body) || body.isGenerator) return undefined;
		const wrappers = wrappersOf(body);
		const calls = wrappers?.map(callOfWrapped);
		// A decorator that is not known may run the function anywhere.
		if (!wrappers || !calls || calls.includes(undefined)) return [];
		const innermost = wrappers.findLastIndex((wrapper) => wrapper.function.isAsync);
		const call = calls[innermost];
		return call && [{ kind: 'on-loop', chain: [call], origin: wrappers[innermost]?.function }];
	}

	#givenByReferences(body: FunctionModel): readonly Way[] {
		return [fileOf(body), ...this.#filesNaming(body)].flatMap((file) =>
			referencesTo(body, file).flatMap((reference) => (isTypeCheckingOnly(reference, file) ? [] : this.#waysThrough(reference, body, file))),
		);
	}

	#waysThrough(reference: SyntaxNode, body: FunctionModel, file: FileModel): readonly Way[] {
		const step = stepThrough(reference, body, file);
		const steps = step ? [step] : dispatchesOf(reference, file);
		if (steps.length > 0) return steps.flatMap((one) => this.#waysBy(one.owner, one.node, (context) => ({ ...context, chain: [...context.chain, one] })));
		const handed = handedTo(reference, file);
		if (handed) return [{ kind: handed.kind, chain: [], origin: handed.call }];
		const given = roleOfReference(reference, file);
		return given ? this.#waysOfRole(given.entry, given.at, file, given.at) : [];
	}

	#waysOfRole({ runBy, runInThreadsBy, syncRunsOn, role }: FrameworkEntry, at: SyntaxNode, file: FileModel, origin: Context['origin']): readonly Way[] {
		const as = (kind: ContextKind): Context => ({ kind, chain: [], origin, role });
		if (runBy) {
			const runs = runsOf(runBy, file).flatMap((run) =>
				runInThreadsBy?.includes(file.qualifiedName(run.callee) ?? '') ? [as('worker-thread')] : this.#waysBy(run.owner, run.node, ({ kind }) => as(kind)),
			);
			return [...runs, ...handedRuns(runBy, file).map(as)];
		}
		if (syncRunsOn === 'where-given') return this.#waysBy(file.functionOf(at), at, ({ kind }) => (kind === 'on-loop' ? as(kind) : undefined));
		const kind = kindOf(syncRunsOn);
		return kind ? [as(kind)] : [];
	}

	/** What becomes of the contexts of a body, or of the module level at a node. */
	#waysBy(body: FunctionModel | undefined, at: SyntaxNode, become: (context: Context) => Context | undefined): readonly Way[] {
		return body ? [{ from: body, become }] : this.#ofModule(at).flatMap((context) => become(context) ?? []);
	}
}

/** The first context of each kind. */
function contextsBy(ways: readonly Way[], contextsOf: (caller: FunctionModel) => readonly Context[]): readonly Context[] {
	const found: Context[] = [];
	for (const way of ways) {
		for (const context of 'from' in way ? contextsOf(way.from).map(way.become) : [way])
			if (context && context.chain.length <= STEP_LIMIT && !found.some((one) => one.kind === context.kind)) found.push(context);
	}
	return found;
}

/** For functions that call each other: round after round, each learns what its callers know. */
function contextsInRing(
	ring: ReadonlyMap<FunctionModel, readonly Way[]>,
	contextsOf: (caller: FunctionModel) => readonly Context[],
): ReadonlyMap<FunctionModel, readonly Context[]> {
	let known: ReadonlyMap<FunctionModel, readonly Context[]> = new Map([...ring.keys()].map((body) => [body, []]));
	for (;;) {
		const next = new Map<FunctionModel, readonly Context[]>();
		for (const [body, ways] of ring) {
			const before = known.get(body) ?? [];
			const now = contextsBy(ways, (caller) => known.get(caller) ?? contextsOf(caller));
			// What was found first was found by the shortest way.
			next.set(body, [...before, ...now.filter(({ kind }) => !before.some((one) => one.kind === kind))]);
		}
		if ([...next].every(([body, contexts]) => contexts.length === known.get(body)?.length)) return known;
		known = next;
	}
}

/** Whether an event loop runs in the thread of such code. */
export function hasRunningLoop({ kind }: Context): boolean {
	return kind === 'on-loop' || kind === 'notebook-cell';
}

/** The call that runs a function in its caller's thread where a reference stands: of the function itself, or of what calls the function it is given; for a property the reading of it. */
function stepThrough(reference: SyntaxNode, body: FunctionModel, file: FileModel): CallSite | undefined {
	const outer = withParentheses(reference);
	if (isProperty(body)) return outer.kind === 'attribute' && !isTarget(outer) ? readingOf(outer, file) : undefined;
	const argument = outer.parent?.kind === 'keyword_argument' ? outer.parent : outer;
	const isCalled = outer.parent?.kind === 'call' && outer.parent.field('function') === outer;
	const node = isCalled ? outer.parent : argument.parent?.kind === 'argument_list' ? argument.parent.parent : undefined;
	const call = node?.kind === 'call' ? file.statementOf(node).calls.find((one) => one.node === node) : undefined;
	if (!call) return undefined;
	if (isCalled) return !body.isGenerator || isManaged(call.node) ? call : undefined;
	return callsArgument(call, argument) ? call : undefined;
}

function kindOf(runsOn: RunsOn): ContextKind | undefined {
	if (runsOn === 'loop' || runsOn === 'own-loop') return 'on-loop';
	if (runsOn === 'no-loop') return 'main-thread';
	return runsOn === 'worker-thread' ? 'worker-thread' : undefined;
}

/** The node to show for a context's origin. */
export function originNode(context: Context): SyntaxNode | undefined {
	const { origin } = context;
	return origin === undefined ? undefined : 'nameNode' in origin ? origin.nameNode : origin;
}

function areSameContexts(one: readonly Context[], other: readonly Context[]): boolean {
	return (
		one.length === other.length &&
		one.every((context, i) => {
			const { kind, origin, role, chain } = other[i] as Context;
			return context.kind === kind && context.origin === origin && context.role === role && isSame(context.chain, chain);
		})
	);
}
