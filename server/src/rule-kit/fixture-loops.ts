import { asyncioApi } from '../knowledge/asyncio-api.ts';
import { type FixtureDecorator, type FoundFixture, fixtureNamed, scopeSaid } from '../project/fixtures.ts';
import type { ProjectModel } from '../project/project.ts';
import type { LoopScope, TestConfig } from '../project/test-config.ts';
import { argument, keywordArgument, unparenthesized } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import { ownNodes } from '../semantics/flow.ts';
import type { FunctionModel } from '../semantics/functions.ts';
import { methodOf } from '../semantics/members.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { marksOf } from './pytest.ts';
import { reachingValue } from './values.ts';

/** The loop on which a test runs; undefined when that is not certain. */
export function loopOfTest(model: FunctionModel, file: FileModel, config: TestConfig): LoopScope | undefined {
	const marks = marksOf(model, file);
	const asyncio = marks.named.filter((one) => one.name === 'asyncio');
	if (!marks.isAll || marks.named.some((one) => one.name === 'anyio')) return undefined;
	if (asyncio.length === 0 && config.asyncioMode !== 'auto') return undefined;
	const said = asyncio.map(({ node }) => scopeSaid(node, 'loop_scope') ?? scopeSaid(node, 'scope')).find((scope) => scope !== undefined);
	return said === 'unknown' ? undefined : (said ?? config.testLoopScope ?? 'function');
}

/** The loop on which an async fixture runs: what it says, what the configuration says, else its own scope. */
export function loopOfFixture({ loopScope, scope }: FixtureDecorator, config: TestConfig): LoopScope | undefined {
	const found = loopScope ?? config.fixtureLoopScope ?? scope;
	return found === 'unknown' ? undefined : found;
}

/** The fixture a parameter asks for: of the file, else of the nearest conftest.py. */
export function fixtureFor(name: string, file: FileModel, project: ProjectModel, { conftests }: TestConfig): FoundFixture | undefined {
	return fixtureNamed(name, file, () => conftests.flatMap((path) => project.file(path) ?? []));
}

/** The async fixtures behind a function's parameters, also through other fixtures. */
export function asyncFixturesOf(
	model: FunctionModel,
	file: FileModel,
	project: ProjectModel,
	config: TestConfig,
	seen = new Set<FunctionModel>(),
): readonly FoundFixture[] {
	if (seen.has(model)) return [];
	seen.add(model);
	return model.parameters.flatMap(({ name }) => {
		const found = fixtureFor(name, file, project, config);
		if (!found) return [];
		return found.model.isAsync ? [found] : asyncFixturesOf(found.model, found.file, project, config, seen);
	});
}

/** What a class or function of asyncio gives belongs to the loop that runs. */
const boundTypes =
	/^asyncio\.(?:Future|Task|Queue|LifoQueue|PriorityQueue|Event|Lock|Condition|Semaphore|BoundedSemaphore|Barrier|StreamReader|StreamWriter|AbstractServer|Server|TaskGroup)$/;
const boundLibraries =
	/^(?:asyncpg|aiohttp\.ClientSession|aiomysql|aiopg|aio_pika|aiokafka|redis\.asyncio|aioredis|motor|pymongo\.AsyncMongoClient|pymongo\.asynchronous|psycopg\.AsyncConnection|psycopg_pool\.AsyncConnectionPool|nats|websockets|asyncssh)\b/;
const makesBound: ReadonlySet<string> = new Set(['create_future', 'create_task', 'create_server', 'create_connection']);

/** Whether what a fixture hands over works only on the loop it was made on. */
export function isLoopBound({ model, file }: FoundFixture): boolean {
	return handedOver(model).some((value) => isBound(value, file));
}

function handedOver(model: FunctionModel): SyntaxNode[] {
	const given = model.isGenerator ? ownNodes(model.body).filter((node) => node.kind === 'yield') : model.returns;
	return given.flatMap((node) => node.children[0] ?? []);
}

function isBound(value: SyntaxNode, file: FileModel): boolean {
	const type = file.typeOf(value);
	if (type?.external === 'sqlalchemy.ext.asyncio.AsyncEngine') return poolsConnections(reachingValue(value, file), file);
	if (type?.external !== undefined) return boundTypes.test(type.external) || boundLibraries.test(type.external);
	if (type?.class) {
		const made = methodOf(type.class, '__init__');
		return made !== undefined && ownNodes(made.body).some((node) => node.kind === 'call' && isMaking(node, made));
	}
	const node = unparenthesized(value);
	if (node.kind !== 'identifier') return node.kind === 'await' ? isFromLibrary(node, file) : false;
	return file.reaching(node).some((binding) => binding.value !== undefined && isFromLibrary(binding.value, file));
}

/** Database drivers whose connections belong to the loop they were opened on. */
const boundDrivers = /^(postgresql\+asyncpg|mysql\+(aiomysql|asyncmy)):/;

/** `create_async_engine("postgresql+asyncpg://...")` keeps the connections it opened, unless it is told to use another pool. */
function poolsConnections(made: SyntaxNode, file: FileModel): boolean {
	const url = made.kind === 'call' ? argument(made, 0, 'url') : undefined;
	const text = url && reachingValue(url, file).children.find((part) => part.kind === 'string_content')?.text;
	return text !== undefined && boundDrivers.test(text) && !keywordArgument(made, 'poolclass');
}

/** `await asyncpg.connect()`, `async with asyncpg.create_pool() as pool`. */
function isFromLibrary(value: SyntaxNode, file: FileModel): boolean {
	const node = unparenthesized(value);
	const call = node.kind === 'await' ? node.children[0] : node;
	const callee = call?.kind === 'call' ? call.field('function') : undefined;
	const name = callee && file.qualifiedName(callee);
	return name !== undefined && (boundLibraries.test(name) || boundTypes.test(asyncioApi(name)?.returns ?? name));
}

/** A constructor that makes a future, or a task, or keeps the running loop. */
function isMaking(call: SyntaxNode, owner: FunctionModel): boolean {
	const callee = call.field('function');
	const name = callee && owner.statement.file?.qualifiedName(callee);
	return name === 'asyncio.get_running_loop' || name === 'asyncio.create_task' || makesBound.has(callee?.field('attribute')?.text ?? '');
}
