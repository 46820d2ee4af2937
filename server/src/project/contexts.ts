import { handsOver } from '../knowledge/handed-functions.ts';
import { type CallSite, withParentheses } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { FunctionModel } from '../semantics/functions.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { type FactRecorder, Memo } from '../util/memo.ts';
import { isPlain } from './call-graph.ts';
import { isTypeCheckingOnly } from './guards.ts';

/**
 * Where code runs:
 * - `on-loop`: while an event loop runs in its thread;
 * - `worker-thread`: in a thread that is not the main one and has no loop;
 * - `main-thread`: in the main thread, with no loop running.
 */
export type ContextKind = 'on-loop' | 'worker-thread' | 'main-thread';

/** One way in which a function is known to run. A function may have several, or none that is known. */
export interface Context {
	readonly kind: ContextKind;
	/** Calls that lead from where this is plain to the function, outermost first; empty when its own definition says it. */
	readonly chain: readonly CallSite[];
	/** What makes it plain: the async function, the call that hands it to a thread; undefined for module level. */
	readonly origin: FunctionModel | SyntaxNode | undefined;
}

/** Callers are followed this many steps up. */
const STEP_LIMIT = 8;

/** Finds contexts by following references to a function back to code whose context is plain. */
export class ContextFinder {
	readonly #answers: Memo<FunctionModel, readonly Context[]>;

	constructor(recorder: FactRecorder) {
		this.#answers = new Memo(recorder, []);
	}

	contextsOf(body: FunctionModel | undefined, file: FileModel): readonly Context[] {
		if (!body) return [{ kind: 'main-thread', chain: [], origin: undefined }];
		return this.#answers.get(body, () => this.#find(body, file));
	}

	#find(body: FunctionModel, file: FileModel): readonly Context[] {
		if (body.isAsync) return [{ kind: 'on-loop', chain: [], origin: body }];
		// A generator's body runs wherever somebody iterates it; a decorator that is not known may run it anywhere.
		if (body.isGenerator || !isPlain(body)) return [];
		const found: Context[] = [];
		for (const reference of referencesTo(body, file)) {
			if (isTypeCheckingOnly(reference, file)) continue;
			for (const context of this.#contextsThrough(reference, file)) {
				if (context.chain.length <= STEP_LIMIT && !found.some((one) => one.kind === context.kind)) found.push(context);
			}
		}
		return found;
	}

	#contextsThrough(reference: SyntaxNode, file: FileModel): readonly Context[] {
		const outer = withParentheses(reference);
		const parent = outer.parent;
		const owner = file.functionOf(reference);
		if (parent?.kind === 'call' && parent.field('function') === outer) {
			const call = file.statementOf(parent).calls.find((one) => one.node === parent);
			return call ? this.contextsOf(owner, file).map((context) => ({ ...context, chain: [...context.chain, call] })) : [];
		}
		const handed = handedTo(outer, file);
		return handed ? [{ kind: handed.kind, chain: [], origin: handed.call }] : [];
	}
}

/** Places that name the function: identifiers, and attributes such as `self.work`. A lambda is its own reference. */
function referencesTo(body: FunctionModel, file: FileModel): SyntaxNode[] {
	if (body.isLambda) return [body.node];
	const named = mentionsOf(body.name, file).filter((node) => node !== body.nameNode && file.functionNamed(node) === body);
	const constructed = body.class;
	if (!constructed || body.name !== '__init__') return named;
	// Making an instance runs `__init__`.
	return [...named, ...mentionsOf(constructed.name, file).filter((node) => node !== constructed.nameNode && file.classNamed(node) === constructed)];
}

function mentionsOf(name: string, file: FileModel): SyntaxNode[] {
	return file.mentions(name).map((node) => (node.parent?.kind === 'attribute' && node.fieldName === 'attribute' ? node.parent : node));
}

/** Whether a function is given to something that is known to run it: a thread, an executor, the loop. */
function handedTo(reference: SyntaxNode, file: FileModel): { readonly kind: ContextKind; readonly call: SyntaxNode } | undefined {
	const keyword = reference.parent?.kind === 'keyword_argument' ? reference.parent : undefined;
	const list = (keyword ?? reference).parent;
	const call = list?.kind === 'argument_list' ? list.parent : undefined;
	const callee = call?.kind === 'call' ? call.field('function') : undefined;
	if (!call || !list || !callee) return undefined;
	const name = file.qualifiedName(callee);
	if (name === undefined) return undefined;
	const kind = handsOver(name, keyword ? (keyword.field('name')?.text ?? '') : list.children.indexOf(reference));
	return kind && { kind, call };
}

/** The file a context's origin stands in, for showing it. */
export function originNode(context: Context): SyntaxNode | undefined {
	const { origin } = context;
	return origin === undefined ? undefined : 'nameNode' in origin ? origin.nameNode : origin;
}

