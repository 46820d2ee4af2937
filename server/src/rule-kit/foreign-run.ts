import { roleOfDefinition } from '../project/framework-roles.ts';
import type { ProjectModel } from '../project/project.ts';
import { referencesTo } from '../project/references.ts';
import { argument, type CallSite } from '../semantics/calls.ts';
import { type FileModel, fileOf } from '../semantics/file-model.ts';
import type { FunctionModel } from '../semantics/functions.ts';
import { itemOf } from '../semantics/generics.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { boundKind } from './loop-bound.ts';
import { loopMethod, loopSource } from './loops.ts';
import { runCalls } from './one-runner.ts';
import { mentionsOfSame } from './references.ts';
import { functionsRunBy } from './repeated-runs.ts';

/** What a run on a loop of its own shares with code on another loop. */
export interface ForeignObject {
	readonly kind: 'primitive' | 'client';
	/** Where the run uses it: a name of the module, an attribute, a parameter. */
	readonly use: SyntaxNode;
	/** Who uses it on the other loop; undefined when that is not in sight. */
	readonly user: FunctionModel | undefined;
}

/** Callers are followed this many steps up to the handler of a framework. */
const CALLER_STEPS = 3;

/** Whether a call runs a coroutine on a loop that it makes itself: `asyncio.run(f())`, `loop.run_until_complete(f())` on a new loop. */
export function runsOwnLoop(call: CallSite, file: FileModel): boolean {
	if (file.qualifiedName(call.callee) === 'asyncio.run') return true;
	const loop = loopMethod(call, file) === 'run_until_complete' ? call.callee.field('object') : undefined;
	return loop?.kind === 'identifier' && loopSource(loop, file) === 'asyncio.new_event_loop' && file.lookup(loop).scope?.function === call.owner;
}

/** What belongs to another loop and is used by a coroutine that a thread runs on a loop of its own; undefined when that is not certain. */
export function foreignObject(run: CallSite, file: FileModel, project: ProjectModel): ForeignObject | undefined {
	const main = argument(run.node, 0, 'main');
	if (!main || !project.contextsOf(run.owner, run.node).some(({ kind }) => kind === 'worker-thread')) return undefined;
	const functions = functionsRunBy(run, project);
	const awaited = main.kind === 'call' ? main.field('function')?.field('object') : undefined;
	const direct = awaited && sharedKind(awaited, file);
	if (awaited && direct && isFromOutside(awaited, functions, file)) {
		const user = userElsewhere(awaited, run, file, project);
		if (user || direct === 'primitive') return { kind: direct, use: awaited, user };
	}
	for (const one of functions) {
		const found = usedIn(one, run, functions, project);
		if (found) return found;
	}
	return undefined;
}

function usedIn(body: FunctionModel, run: CallSite, functions: ReadonlySet<FunctionModel>, project: ProjectModel): ForeignObject | undefined {
	const file = fileOf(body);
	const { syntax } = body.statement;
	for (const index of [...syntax.indexesOf('attribute', body.body), ...syntax.indexesOf('identifier', body.body)]) {
		const use = syntax.node(index);
		const kind = file.functionOf(use) === body ? sharedKind(use, file) : undefined;
		const user = kind && isFromOutside(use, functions, file) ? userElsewhere(use, run, file, project) : undefined;
		if (kind && user) return { kind, use, user };
	}
	return undefined;
}

/** What an expression holds that belongs to a loop, also as an item of a collection. */
function sharedKind(expression: SyntaxNode, file: FileModel): ForeignObject['kind'] | undefined {
	if ((expression.kind !== 'identifier' && expression.kind !== 'attribute') || expression.fieldName === 'attribute') return undefined;
	const type = file.typeOf(expression);
	const name = type?.external && (itemOf(type)?.external ?? type.external);
	return name && boundKind(name);
}

/** Whether what an expression names was there before the run, and stays: kept by the module or an object that the run does not make, or handed in. */
function isFromOutside(expression: SyntaxNode, functions: ReadonlySet<FunctionModel>, file: FileModel): boolean {
	if (expression.kind === 'identifier') {
		const { bindings, scope } = file.lookup(expression);
		const isHandedIn = bindings.every((one) => one.kind === 'parameter' && !functions.has(one.scope.function as FunctionModel));
		return bindings.length > 0 && (scope === undefined || isHandedIn);
	}
	const object = expression.field('object');
	const owner = object && file.typeOf(object)?.class;
	const assignments = owner?.attributes.get(expression.field('attribute')?.text ?? '') ?? [];
	return assignments.length > 0 && assignments.every(({ method }) => !functions.has(method));
}

/** An async function that uses the same object on a loop that goes on: that of the program, or of a framework. */
function userElsewhere(use: SyntaxNode, run: CallSite, file: FileModel, project: ProjectModel): FunctionModel | undefined {
	const home = homeOf(use, file);
	const users = new Set(
		mentionsIn(home, use, file).flatMap((mention) => {
			const user = home.functionOf(mention);
			return user?.isAsync ? [user] : [];
		}),
	);
	if (users.size === 0) return undefined;
	const lasting = lastingRuns(home, file, project).filter((one) => one !== run);
	const onThem = lasting.map((one) => functionsRunBy(one, project));
	const found = [...users].filter((user) => onThem.some((one) => one.has(user)) || isReachedFromFramework(user, project));
	// Who is not run here, too, shows it better.
	const own = functionsRunBy(run, project);
	return found.find((user) => !own.has(user)) ?? found[0];
}

/** The file of the class whose attribute it is; for a name the one it stands in. */
function homeOf(use: SyntaxNode, file: FileModel): FileModel {
	const object = use.kind === 'attribute' ? use.field('object') : undefined;
	const owner = object && file.typeOf(object)?.class;
	return owner ? fileOf(owner) : file;
}

function mentionsIn(home: FileModel, use: SyntaxNode, file: FileModel): readonly SyntaxNode[] {
	if (use.kind === 'identifier') return mentionsOfSame(use, file);
	const owner = file.typeOf(use.field('object') as SyntaxNode)?.class;
	return home.mentions(use.field('attribute')?.text ?? '').filter((mention) => {
		const object = mention.parent?.kind === 'attribute' && mention.fieldName === 'attribute' ? mention.parent.field('object') : undefined;
		return object !== undefined && home.typeOf(object)?.class === owner;
	});
}

/** Runs outside of threads, in the files that may start what uses the object. */
function lastingRuns(home: FileModel, file: FileModel, project: ProjectModel): readonly CallSite[] {
	const makers = home.classes.flatMap((one) => home.inference.constructorOf(one) ?? []);
	const files = new Set([home, file, ...makers.flatMap((maker) => project.filesNaming(maker) ?? [])]);
	return [...files].flatMap((one) => runCalls(one).filter((run) => project.contextsOf(run.owner, run.node).some(({ kind }) => kind === 'main-thread')));
}

function isReachedFromFramework(user: FunctionModel, project: ProjectModel, steps = CALLER_STEPS): boolean {
	if (user.isAsync && roleOfDefinition(user)?.asyncRunsOn === 'loop') return true;
	if (steps === 0) return false;
	return [fileOf(user), ...(project.filesNaming(user) ?? [])].some((file) =>
		referencesTo(user, file).some((reference) => {
			const caller = file.functionOf(reference);
			return caller !== undefined && caller !== user && caller.isAsync && isReachedFromFramework(caller, project, steps - 1);
		}),
	);
}
