import { hasRunningLoop } from '../project/contexts.ts';
import { roleOfDefinition, roleOfReference } from '../project/framework-roles.ts';
import { isTypeCheckingOnly } from '../project/guards.ts';
import type { ProjectModel } from '../project/project.ts';
import { handedTo, referencesTo } from '../project/references.ts';
import { isAwaited, withParentheses } from '../semantics/calls.ts';
import { type FileModel, fileOf } from '../semantics/file-model.ts';
import { type ClassModel, type FunctionModel, ownMethod } from '../semantics/functions.ts';
import { decoratorNames, memberOf } from '../semantics/members.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { awaitedStarter } from './await-instead.ts';
import { canAwait } from './edits.ts';
import { asksForLoop, loopStart, starterAt } from './loop-running.ts';

/** What becomes of one place that names a function which becomes async. */
export interface AsyncUse {
	/**
	 * - `await`: a call in what is or becomes async;
	 * - `run`: a call where no loop runs, which starts one as the function did before;
	 * - `direct`: `await asyncio.to_thread(f, a)`, which needs no thread any more;
	 * - `wrap`: the function is handed to a thread, which needs a plain one.
	 */
	readonly kind: 'await' | 'run' | 'direct' | 'wrap';
	/** The call; for `wrap` the name of the function. */
	readonly node: SyntaxNode;
	readonly function: FunctionModel;
	readonly file: FileModel;
}

/** Everything that has to change so that a function may be async. */
export interface AsyncPlan {
	readonly functions: ReadonlySet<FunctionModel>;
	readonly uses: readonly AsyncUse[];
}

/** More functions than this are no longer one change that a person can look over. */
const FUNCTION_LIMIT = 20;

/** Decorators that do the same for an async function. */
const transparent: ReadonlySet<string> = new Set(['staticmethod', 'classmethod', 'typing.final']);

/**
 * Plans to make a function async with all callers that run on a loop; the others start a loop of their own where they call it.
 * Undefined when any use cannot be followed or changed.
 */
export function planAsync(start: FunctionModel, project: ProjectModel): AsyncPlan | undefined {
	const references = new Map<FunctionModel, readonly Reference[]>();
	const queue = [start];
	for (let model = queue.pop(); model; model = queue.pop()) {
		if (references.has(model)) continue;
		const found = mayBecomeAsync(model, project) ? referencesIn(model, project) : undefined;
		if (!found || references.size >= FUNCTION_LIMIT) return undefined;
		references.set(model, found);
		queue.push(...helpersOf(model, project), ...callersOnLoop(found, project));
	}
	const becomesAsync = (model: FunctionModel): boolean => references.has(model);
	const uses = [...references].flatMap(([model, found]) => found.map((reference) => useOf(reference, model, project, becomesAsync)));
	if (uses.includes(undefined) || ![...references.keys()].every((model) => canAwaitStarters(model, becomesAsync))) return undefined;
	return { functions: new Set(references.keys()), uses: uses.flatMap((use) => (use && use !== 'fits' ? [use] : [])) };
}

interface Reference {
	/** An identifier, or an attribute such as `self.load`. */
	readonly node: SyntaxNode;
	readonly file: FileModel;
}

/** Functions that the model calls and that lead to the start of a loop: they would fail in it as it failed in its callers. */
function helpersOf(model: FunctionModel, project: ProjectModel): FunctionModel[] {
	return model.calls.flatMap((call) => {
		const path = project.pathTo(loopStart, call);
		return path && path.length > 1 ? (project.resolve(call) ?? []) : [];
	});
}

function callersOnLoop(references: readonly Reference[], project: ProjectModel): FunctionModel[] {
	return references.flatMap(({ node, file }) => {
		const owner = callOf(node) && file.functionOf(node);
		if (!owner || owner.isAsync || owner.isLambda) return [];
		return project.contextsOf(owner, node).some(hasRunningLoop) ? [owner] : [];
	});
}

/** Every use of a function; undefined when some may not have been found. */
function referencesIn(model: FunctionModel, project: ProjectModel): readonly Reference[] | undefined {
	const others = project.filesNaming(model);
	if (!others) return undefined;
	const files = [fileOf(model), ...others];
	if (files.some((file) => hasOtherName(model, file) || (model.class && hasUnknownReceiver(model, file)))) return undefined;
	return files.flatMap((file) =>
		referencesTo(model, file)
			.filter((node) => !node.closest('import_statement', 'import_from_statement') && !isTypeCheckingOnly(node, file))
			.map((node) => ({ node, file })),
	);
}

/** `from jobs import load as fetch`: uses under that name are not looked for. */
function hasOtherName(model: FunctionModel, file: FileModel): boolean {
	return !model.class && file.mentions(model.name).some((mention) => mention.closest('aliased_import')?.field('name')?.text.endsWith(model.name));
}

/** `x.load()` where nothing is known of x: it may be the method. */
function hasUnknownReceiver(model: FunctionModel, file: FileModel): boolean {
	return file.mentions(model.name).some(({ parent, fieldName }) => {
		if (parent?.kind !== 'attribute' || fieldName !== 'attribute') return false;
		const object = parent.field('object');
		return !file.functionNamed(parent) && file.qualifiedName(parent) === undefined && object !== undefined && !file.typeOf(object);
	});
}

/** Whether its definition allows it: nobody who is not known calls it, and nothing but its calls has to change. */
function mayBecomeAsync(model: FunctionModel, project: ProjectModel): boolean {
	if (model.isAsync || model.isLambda || model.isGenerator || /^__\w*__$/.test(model.name) || asksForLoop(model)) return false;
	if (bindingsOf(model) !== 1 || (model.class && takesPart(model, model.class, project))) return false;
	const role = roleOfDefinition(model);
	// What a framework calls in a thread is no caller on a loop; what it calls on the loop it must be ready to await.
	if (role) return (role.asyncRunsOn === 'loop' || role.asyncRunsOn === 'own-loop') && model.decorators.length <= 1;
	return decoratorNames(model).every((name) => transparent.has(name));
}

/** How often the name is bound where the function is defined. */
function bindingsOf(model: FunctionModel): number {
	const outer = model.scope.parent;
	const bindings = outer?.parent || outer?.kind === 'class' ? outer.bindings.get(model.name) : fileOf(model).moduleBindings(model.name);
	return bindings?.length ?? 0;
}

/** Whether a method overrides another one or is overridden: then it is called under both names. */
function takesPart(model: FunctionModel, owner: ClassModel, project: ProjectModel): boolean {
	if (owner.bases.some((base) => !isPlainBase(base, fileOf(owner))) && memberOf(owner, model.name, true)) return true;
	const files = [fileOf(owner), ...(project.filesNaming(model) ?? [])];
	return files.some((file) =>
		file.classes.some((one) => one !== owner && ownMethod(one, model.name) && one.bases.some((base) => file.classNamed(base) === owner)),
	);
}

function isPlainBase(base: SyntaxNode, file: FileModel): boolean {
	const name = file.qualifiedName(base);
	return name === 'builtins.object' || name === 'abc.ABC';
}

function canAwaitStarters(model: FunctionModel, becomesAsync: (model: FunctionModel) => boolean): boolean {
	const file = fileOf(model);
	return model.calls.every((call) => {
		const starter = starterAt(call, file);
		return !starter || (canAwait(call.node, file, becomesAsync) && awaitedStarter(call, starter, file) !== undefined);
	});
}

/** What becomes of a use; `fits` when nothing has to, undefined when it cannot be changed. */
function useOf(
	{ node, file }: Reference,
	model: FunctionModel,
	project: ProjectModel,
	becomesAsync: (model: FunctionModel) => boolean,
): AsyncUse | 'fits' | undefined {
	const call = callOf(node);
	if (!call) return handedUse(node, model, file);
	if (isAwaited(call)) return undefined;
	const owner = file.functionOf(node);
	const use = { node: call, function: model, file };
	if (owner ? owner.isAsync || becomesAsync(owner) : canAwait(call, file)) return canAwait(call, file, becomesAsync) ? { kind: 'await', ...use } : undefined;
	const contexts = project.contextsOf(owner, node);
	if (contexts.some(hasRunningLoop) || (owner && contexts.length === 0 && mayRunUnseen(owner))) return undefined;
	return { kind: 'run', ...use };
}

/** A generator runs where it is iterated, a lambda where it was handed to, a property where it is read. */
function mayRunUnseen(model: FunctionModel): boolean {
	return model.isGenerator || model.isLambda || decoratorNames(model).some((name) => name === 'property' || name === 'functools.cached_property');
}

/** A function that is handed on, not called. */
function handedUse(node: SyntaxNode, model: FunctionModel, file: FileModel): AsyncUse | 'fits' | undefined {
	const outer = withParentheses(node);
	const role = roleOfReference(node, file);
	if (role?.entry.asyncRunsOn === 'loop' || role?.entry.asyncRunsOn === 'own-loop') return 'fits';
	const handed = handedTo(outer, file);
	// What goes to another process must be found there by its name.
	if (handed?.kind !== 'worker-thread' || file.imports('multiprocessing') || file.isMentioned('ProcessPoolExecutor')) return undefined;
	const callee = handed.call.field('function');
	const isToThread = callee !== undefined && file.qualifiedName(callee) === 'asyncio.to_thread' && isAwaited(handed.call);
	if (isToThread && outer.parent?.kind === 'argument_list' && canAwait(handed.call, file)) return { kind: 'direct', node: handed.call, function: model, file };
	return { kind: 'wrap', node: outer, function: model, file };
}

/** The call of which a name is the callee. */
function callOf(node: SyntaxNode): SyntaxNode | undefined {
	const outer = withParentheses(node);
	return outer.parent?.kind === 'call' && outer.parent.field('function') === outer ? outer.parent : undefined;
}
