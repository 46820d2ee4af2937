import { libraryApi } from '../knowledge/libraries.ts';
import type { ProjectModel } from '../project/project.ts';
import { argument, type CallSite } from '../semantics/calls.ts';
import { type FileModel, fileOf } from '../semantics/file-model.ts';
import type { ClassModel, FunctionModel } from '../semantics/functions.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { bothRun, functionsRunBy, usesVariable } from './repeated-runs.ts';

/** What belongs to the loop on which a task first had to wait for it. */
export const boundClasses = ['Lock', 'Event', 'Condition', 'Semaphore', 'BoundedSemaphore', 'Queue', 'LifoQueue', 'PriorityQueue', 'Barrier'];

/** What makes clients that keep connections, beside those of the library tables that have to be closed. */
const clientMakers: ReadonlySet<string> = new Set([
	'sqlalchemy.ext.asyncio.create_async_engine',
	'motor.motor_asyncio.AsyncIOMotorClient',
	'pymongo.AsyncMongoClient',
	'openai.AsyncOpenAI',
	'anthropic.AsyncAnthropic',
]);

/** Open connections, which others make. */
const connections: ReadonlySet<string> = new Set([
	'asyncio.StreamReader',
	'asyncio.StreamWriter',
	'fastapi.WebSocket',
	'starlette.websockets.WebSocket',
	'aiohttp.web.WebSocketResponse',
	'websockets.asyncio.server.ServerConnection',
	'asyncpg.Connection',
	'asyncpg.pool.Pool',
	'aiosqlite.Connection',
]);

/** Something that belongs to one event loop, kept in a variable of the module or in an attribute of an object. */
export interface BoundObject {
	/** `primitive`: asyncio's own; `client`: keeps connections, which are open on one loop. */
	readonly kind: 'primitive' | 'client';
	/** The name or attribute it is assigned to. */
	readonly target: SyntaxNode;
	/** The class whose attribute it is. */
	readonly owner?: ClassModel;
	/** The function that makes it. */
	readonly maker?: FunctionModel;
}

/** What a call makes, where it belongs to a loop and is kept beyond the function that makes it. */
export function boundObject(call: CallSite, file: FileModel): BoundObject | undefined {
	const name = file.qualifiedName(call.callee);
	const kind = name === undefined ? undefined : kindOf(name);
	const target = kind && call.node.parent?.kind === 'assignment' ? call.node.parent.field('left') : undefined;
	if (!kind || !target) return undefined;
	if (target.kind === 'identifier') {
		if (call.owner || file.scopeOf(target).kind !== 'module' || file.lookup(target).bindings.length !== 1) return undefined;
		return { kind, target };
	}
	const object = target.kind === 'attribute' ? target.field('object') : undefined;
	const owner = object && call.owner?.class && object.text === call.owner.parameters[0]?.name ? call.owner.class : undefined;
	return owner && call.owner ? { kind, target, owner, maker: call.owner } : undefined;
}

/** What an instance of a class is that belongs to the loop on which it is used; undefined for everything else. */
export function boundKind(type: string): BoundObject['kind'] | undefined {
	return connections.has(type) ? 'client' : kindOf(type);
}

function kindOf(name: string): BoundObject['kind'] | undefined {
	if (name.startsWith('asyncio.')) return boundClasses.includes(name.slice(8)) ? 'primitive' : undefined;
	const api = libraryApi(name);
	const isMade = api?.closedBy !== undefined && (api.kind === 'class' || api.kind === 'function');
	return isMade || clientMakers.has(name) ? 'client' : undefined;
}

/** Whether functions that a run comes to use the object. */
export function usesBound(functions: ReadonlySet<FunctionModel>, { target, owner }: BoundObject, file: FileModel): boolean {
	if (!owner) return usesVariable(functions, target, file);
	return file.mentions(target.field('attribute')?.text ?? '').some((mention) => {
		const attribute = mention.parent;
		const object = attribute?.kind === 'attribute' && mention.fieldName === 'attribute' && attribute !== target ? attribute.field('object') : undefined;
		const user = object && file.functionOf(object);
		return user !== undefined && functions.has(user) && file.typeOf(object as SyntaxNode)?.class === owner;
	});
}

/**
 * Pairs of runs of methods of one object, `run(api.open())` and `run(api.get())`, that share what an
 * attribute of it holds: one makes it (or the constructor did), the other only uses it.
 */
export function runsSharing(bound: BoundObject, runs: ReadonlyMap<CallSite, ReadonlySet<FunctionModel>>, file: FileModel): readonly CallSite[] {
	const { maker } = bound;
	if (!bound.owner || !maker) return [];
	for (const [run, functions] of runs) {
		if (functions.has(maker) || !usesBound(functions, bound, file)) continue;
		const isOther = (other: CallSite, those: ReadonlySet<FunctionModel>) =>
			other !== run &&
			receiverOf(other) !== undefined &&
			receiverOf(other) === receiverOf(run) &&
			bothRun(other, run) &&
			(those.has(maker) || (maker.name === '__init__' && usesBound(those, bound, file)));
		const first = [...runs].find(([other, those]) => isOther(other, those))?.[0];
		if (first) return [first, run];
	}
	return [];
}

/** `api` of `run(api.open())`. */
function receiverOf(run: CallSite): string | undefined {
	const main = argument(run.node, 0, 'main');
	const callee = main?.kind === 'call' ? main.field('function') : undefined;
	const object = callee?.kind === 'attribute' ? callee.field('object') : undefined;
	return object?.kind === 'identifier' || object?.kind === 'attribute' ? object.text : undefined;
}

/** What of the modules belongs to one loop, and is used by what the calls run: with a loop for each of them it would be used on several. */
export function boundUsedBy(runs: readonly CallSite[], project: ProjectModel): SyntaxNode | undefined {
	for (const run of runs) {
		const functions = functionsRunBy(run, project);
		for (const file of new Set([...functions].map(fileOf))) {
			for (const call of file.calls) {
				const bound = call.owner ? undefined : boundObject(call, file);
				if (bound && !bound.owner && usesBound(functions, bound, file)) return bound.target;
			}
		}
	}
	return undefined;
}
