import type { RunsOn } from '../knowledge/frameworks.ts';
import { type CallSite, withParentheses } from '../semantics/calls.ts';
import { type FileModel, fileOf } from '../semantics/file-model.ts';
import type { FunctionModel } from '../semantics/functions.ts';
import { decoratorNames } from '../semantics/members.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { type FactRecorder, Memo } from '../util/memo.ts';
import { isPlain } from './call-graph.ts';
import { roleOfArgument, roleOfDefinition } from './framework-roles.ts';
import { isTypeCheckingOnly } from './guards.ts';
import { handedTo, referencesTo } from './references.ts';

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
	/** What makes it plain: the async function or handler, or the call that hands it to a thread or a framework; undefined for module level. */
	readonly origin: FunctionModel | SyntaxNode | undefined;
	/** Completes "the origin is ...": "a FastAPI route". */
	readonly role?: string | undefined;
}

/** Files in which a function may be named, beside its own. */
export type FilesNaming = (model: FunctionModel) => readonly FileModel[];

/** Callers are followed this many steps up. */
const STEP_LIMIT = 8;

/** Finds contexts by following references to a function back to code whose context is plain. */
export class ContextFinder {
	readonly #answers: Memo<FunctionModel, readonly Context[]>;
	readonly #filesNaming: FilesNaming;

	constructor(recorder: FactRecorder, filesNaming: FilesNaming) {
		this.#answers = new Memo(recorder, []);
		this.#filesNaming = filesNaming;
	}

	/** Lets go of what was remembered, and of the models it holds. */
	forget(): void {
		this.#answers.clear();
	}

	contextsOf(body: FunctionModel | undefined): readonly Context[] {
		if (!body) return [{ kind: 'main-thread', chain: [], origin: undefined }];
		return this.#answers.get(body, () => this.#find(body));
	}

	#find(body: FunctionModel): readonly Context[] {
		const entry = roleOfDefinition(body);
		const runsOn = entry && (body.isAsync ? entry.asyncRunsOn : entry.syncRunsOn);
		if (body.isAsync) return [{ kind: 'on-loop', chain: [], origin: body, ...(runsOn === 'loop' || runsOn === 'own-loop' ? { role: entry?.role } : {}) }];
		// A generator's body runs wherever somebody iterates it.
		if (body.isGenerator) return [];
		const kind = runsOn && kindOf(runsOn);
		if (kind) return [{ kind, chain: [], origin: body, role: entry?.role }];
		// A decorator that is not known may run the function anywhere.
		if (!isPlain(body) && !isProperty(body)) return [];
		const found: Context[] = [];
		for (const file of [fileOf(body), ...this.#filesNaming(body)]) {
			for (const reference of referencesTo(body, file)) {
				if (isTypeCheckingOnly(reference, file)) continue;
				for (const context of this.#contextsThrough(reference, file)) {
					if (context.chain.length <= STEP_LIMIT && !found.some((one) => one.kind === context.kind)) found.push(context);
				}
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
			return call ? this.contextsOf(owner).map((context) => ({ ...context, chain: [...context.chain, call] })) : [];
		}
		const handed = handedTo(outer, file);
		if (handed) return [{ kind: handed.kind, chain: [], origin: handed.call }];
		const role = roleOfArgument(reference, file);
		const kind = role && kindOf(role.entry.syncRunsOn);
		return role && kind ? [{ kind, chain: [], origin: role.call, role: role.entry.role }] : [];
	}
}

function kindOf(runsOn: RunsOn): ContextKind | undefined {
	if (runsOn === 'loop' || runsOn === 'own-loop') return 'on-loop';
	if (runsOn === 'no-loop') return 'main-thread';
	return runsOn === 'worker-thread' ? 'worker-thread' : undefined;
}

function isProperty(body: FunctionModel): boolean {
	const names = decoratorNames(body);
	return names.length === 1 && (names[0] === 'property' || names[0] === 'functools.cached_property');
}

/** The node to show for a context's origin. */
export function originNode(context: Context): SyntaxNode | undefined {
	const { origin } = context;
	return origin === undefined ? undefined : 'nameNode' in origin ? origin.nameNode : origin;
}
