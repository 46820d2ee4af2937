import { ancestorsOf } from '../knowledge/types.ts';
import { isPlain } from '../project/decorated.ts';
import { positionalArguments, unparenthesized } from '../semantics/calls.ts';
import { type FileModel, fileOf } from '../semantics/file-model.ts';
import { ownNodes } from '../semantics/flow.ts';
import type { FunctionModel } from '../semantics/functions.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { reachingValue } from './values.ts';

const starters: ReadonlySet<string> = new Set(['asyncio.create_task', 'asyncio.ensure_future', 'asyncio.AbstractEventLoop.create_task']);

/** Whether an expression names a function that starts a task nobody but the caller keeps. A TaskGroup keeps its tasks itself. */
export function startsTask(callee: SyntaxNode, file: FileModel): boolean {
	const name = file.qualifiedName(callee);
	if (name === undefined) return false;
	const dot = name.lastIndexOf('.');
	return starters.has(name) || ancestorsOf(name.slice(0, dot)).some((base) => starters.has(base + name.slice(dot)));
}

/** What runs a coroutine on its own, given a call of it or the function: by the last part of its name. */
const runsApart = /^(create_task|ensure_future|start_soon|run_coroutine_threadsafe)$/;

/** Whether a function of a file is only ever the whole of a task: each mention of its name is handed to something that starts one. */
export function isOnlyTask(model: FunctionModel, file: FileModel): boolean {
	const mentions = file.mentions(model.name).filter((mention) => mention !== model.nameNode);
	return mentions.length > 0 && mentions.every(isHandedToStarter);
}

function isHandedToStarter(mention: SyntaxNode): boolean {
	const name = mention.parent?.kind === 'attribute' && mention.fieldName === 'attribute' ? mention.parent : mention;
	const given = name.parent?.kind === 'call' && name.parent.field('function') === name ? name.parent : name;
	const taker = given.parent?.kind === 'argument_list' ? given.parent.parent : undefined;
	const callee = taker?.kind === 'call' ? taker.field('function') : undefined;
	return callee !== undefined && runsApart.test((callee.kind === 'attribute' ? callee.field('attribute') : callee)?.text ?? '');
}

/** How a call makes a task that nobody but the caller keeps: its name for a message. Undefined when it does not, or is not known to. */
export function madeTask(call: SyntaxNode, file: FileModel): string | undefined {
	const callee = call.field('function');
	const helper = callee && file.functionNamed(callee);
	if (helper) return handsOutTask(helper) ? `${helper.name}()` : undefined;
	const [coroutine] = positionalArguments(call);
	if (!callee || !coroutine) return undefined;
	const last = (callee.kind === 'attribute' ? callee.field('attribute') : callee)?.text ?? '';
	if (startsTask(callee, file)) return last === 'ensure_future' && mayBeFuture(coroutine, file) ? undefined : `${last}()`;
	return isCreateTaskOfLoop(callee, coroutine, file) ? 'create_task()' : undefined;
}

/** Whether a plain function returns a task that it made in the very `return`, and so has not kept. */
function handsOutTask(model: FunctionModel): boolean {
	if (model.isAsync || model.isGenerator || model.isLambda || !isPlain(model) || model.returns.length === 0) return false;
	const file = fileOf(model);
	return model.returns.every((one) => {
		const made = one.children[0] && unparenthesized(one.children[0]);
		const callee = made?.kind === 'call' ? made.field('function') : undefined;
		if (!made || !callee || file.functionNamed(callee) || madeTask(made, file) === undefined) return false;
		const [coroutine] = positionalArguments(made);
		return coroutine !== undefined && !seesToErrors(reachingValue(coroutine, file), file);
	});
}

/** Whether what a helper makes a task of may look after its own errors: a wrapper with a `try` round the coroutine, or something that is not in sight. */
function seesToErrors(coroutine: SyntaxNode, file: FileModel): boolean {
	if (coroutine.kind === 'identifier') return file.lookup(coroutine).bindings.some((binding) => binding.kind !== 'parameter');
	const callee = coroutine.kind === 'call' ? coroutine.field('function') : undefined;
	const run = callee && file.functionNamed(callee);
	return !run || ownNodes(run.body).some((node) => node.kind === 'try_statement');
}

/** `ensure_future` hands a future back as it is: then somebody else keeps it, perhaps. */
function mayBeFuture(expression: SyntaxNode, file: FileModel): boolean {
	const node = unparenthesized(expression);
	if (node.kind === 'identifier') {
		const values = file.reaching(node).map((binding) => (binding.kind === 'assignment' ? binding.value : undefined));
		return values.length === 0 || values.some((value) => !value || !isCoroutine(value, file));
	}
	const callee = node.kind === 'call' ? node.field('function') : undefined;
	if (!callee) return true;
	const called = file.functionNamed(callee);
	if (called) return !called.isAsync;
	const name = file.qualifiedName(callee);
	return name !== undefined && file.apiOf(name)?.kind === 'future';
}

/**
 * `self.bot.loop.create_task(self.poll())` where nothing says what `bot` is: something called a loop,
 * whose `create_task` is given what is certainly a coroutine, is an event loop.
 */
function isCreateTaskOfLoop(callee: SyntaxNode, coroutine: SyntaxNode, file: FileModel): boolean {
	const object = callee.kind === 'attribute' && callee.field('attribute')?.text === 'create_task' ? callee.field('object') : undefined;
	const name = object && (object.kind === 'attribute' ? object.field('attribute') : object)?.text;
	if (!object || !/^_?(event_)?loop$/.test(name ?? '') || file.typeOf(object)) return false;
	return isCoroutine(coroutine, file);
}

/** Whether an expression is certainly a coroutine that was just made: a call of an async function of the project or of asyncio. */
function isCoroutine(expression: SyntaxNode, file: FileModel): boolean {
	const made = unparenthesized(expression);
	const called = made.kind === 'call' ? made.field('function') : undefined;
	const model = called && file.functionNamed(called);
	if (model) return model.isAsync && !model.isGenerator;
	const outside = called && file.qualifiedName(called);
	return outside !== undefined && file.apiOf(outside)?.kind === 'coroutine';
}
