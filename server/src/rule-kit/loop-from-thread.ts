import { type ThreadsafeWay, threadsafeWay } from '../knowledge/thread-unsafe.ts';
import type { Context } from '../project/contexts.ts';
import type { ProjectModel } from '../project/project.ts';
import { argumentsOf, type CallSite, isStatement, keywordArgument, keywordNode } from '../semantics/calls.ts';
import { type FileModel, fileOf } from '../semantics/file-model.ts';
import type { FunctionModel } from '../semantics/functions.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { deleteStatement, fixOf, insertAt, replaceNode, replaceRange, statementOf } from './edits.ts';
import type { Fix } from './finding.ts';
import { reference } from './imports.ts';
import { keepRunningLoop } from './keep-loop.ts';
import { asksForLoop, starterAt } from './loop-running.ts';
import { isHousekeeping } from './loop-variable.ts';
import { loopSource, methodOfSomeLoop } from './loops.ts';
import { isTarget, mentionsOfSame } from './references.ts';
import { afterHandingOver } from './unseen-errors.ts';
import { reachingValue } from './values.ts';

/** The thread in which a function is known to run without running a loop there; undefined when it may have one of its own. */
export function foreignThread(owner: FunctionModel, project: ProjectModel): Context | undefined {
	const context = project.contextsOf(owner, owner.node).find((one) => one.kind === 'worker-thread');
	if (!context) return undefined;
	const bodies = [owner, ...context.chain.flatMap((call) => (call.owner ? [call.owner] : []))];
	return bodies.some((body) => mayHaveLoop(body)) ? undefined : context;
}

const asksForThread = /^(threading\.(current_thread|get_ident|main_thread|get_native_id)|asyncio\.(new_event_loop|set_event_loop))$/;

/** It runs a loop, makes one, or looks where it is. */
function mayHaveLoop(body: FunctionModel): boolean {
	const file = fileOf(body);
	return (
		asksForLoop(body) ||
		body.calls.some(
			(call) => (starterAt(call, file) !== undefined && !runsForeignLoop(call, file)) || asksForThread.test(file.qualifiedName(call.callee) ?? ''),
		)
	);
}

/** How a call that only the loop's own thread may make has to be made from another; undefined for any other call. */
export function wayFromThread(call: CallSite, file: FileModel): ThreadsafeWay | undefined {
	const name = file.qualifiedName(call.callee);
	const way = name === undefined ? undefined : threadsafeWay(name);
	// Without the loop it asks for the running one and raises: another rule says so.
	if (name === 'asyncio.ensure_future' && !keywordArgument(call.node, 'loop')) return undefined;
	if (way) return isMadeHere(call, file) ? undefined : way;
	const guessed = name === undefined ? methodOfSomeLoop(call, file) : undefined;
	return guessed !== undefined && /\.(call_soon|call_later|call_at)$/.test(guessed) ? threadsafeWay(guessed) : undefined;
}

/** What the function itself has made nobody else waits for. */
function isMadeHere(call: CallSite, file: FileModel): boolean {
	const object = call.callee.field('object');
	const made = object && reachingValue(object, file);
	return (
		made?.kind === 'call' &&
		file.functionOf(made) === call.owner &&
		file.classNamed(made.field('function') as SyntaxNode) === undefined &&
		/^asyncio\.[A-Z]/.test(file.qualifiedName(made.field('function') as SyntaxNode) ?? '')
	);
}

/** Whether `loop.run_until_complete()` is called for a loop that certainly runs elsewhere: it was the running one of a coroutine. */
export function runsForeignLoop(call: CallSite, file: FileModel): boolean {
	const method = call.callee.kind === 'attribute' ? call.callee.field('attribute')?.text : undefined;
	const loop = method === 'run_until_complete' || method === 'run_forever' ? call.callee.field('object') : undefined;
	if (!loop || loopSource(loop, file) !== 'asyncio.get_running_loop') return false;
	const made = reachingValue(loop, file);
	return made.kind === 'attribute' || (made.kind === 'call' && file.functionOf(made) !== call.owner);
}

/** `loop.run_until_complete(f())` becomes `asyncio.run_coroutine_threadsafe(f(), loop).result()`. */
export function waitForLoop({ node, callee }: CallSite, file: FileModel): Fix | undefined {
	const loop = callee.field('object');
	const [coroutine, ...rest] = argumentsOf(node);
	const submit = reference('asyncio', 'run_coroutine_threadsafe', node, file);
	if (callee.field('attribute')?.text !== 'run_until_complete' || !loop || coroutine?.kind !== 'call' || rest.length > 0 || !submit) return undefined;
	return fixOf(
		'Hand it to that loop and wait for the result',
		'unsafe',
		[replaceNode(callee, submit.text), insertAt(node, coroutine.end, `, ${loop.text}`), insertAt(node, node.end, '.result()')],
		submit.edits,
	);
}

/** `asyncio.run(f())` in a thread becomes `asyncio.run_coroutine_threadsafe(f(), self.loop).result()`, where the loop is at hand. */
export function handToLoop({ node, owner, callee }: CallSite, file: FileModel): Fix | undefined {
	const [coroutine, ...rest] = argumentsOf(node);
	const loop = owner && loopInReach(owner, file);
	const submit = reference('asyncio', 'run_coroutine_threadsafe', node, file);
	if (!loop || coroutine?.kind !== 'call' || rest.length > 0 || !submit || file.qualifiedName(callee) !== 'asyncio.run') return undefined;
	return fixOf(
		'Hand it to that loop and wait for the result',
		'unsafe',
		[replaceNode(callee, submit.text), insertAt(node, coroutine.end, `, ${loop}`), insertAt(node, node.end, '.result()')],
		submit.edits,
	);
}

/** `loop.run_until_complete(f())` becomes `asyncio.run(f())`. */
export function loopOfItsOwn({ node, callee }: CallSite, file: FileModel): Fix | undefined {
	const [coroutine, ...rest] = argumentsOf(node);
	const run = reference('asyncio', 'run', node, file);
	if (callee.field('attribute')?.text !== 'run_until_complete' || coroutine?.kind !== 'call' || rest.length > 0 || !run) return undefined;
	const gone = unneededBeside(callee.field('object'), file);
	return fixOf(
		'Give each thread a loop of its own with asyncio.run()',
		'unsafe',
		[replaceNode(callee, run.text)],
		run.edits,
		...gone.map((one) => deleteStatement(one, file)),
	);
}

/** The statements that make, set and close a loop which nothing but one mention of it needs. */
function unneededBeside(loop: SyntaxNode | undefined, file: FileModel): readonly SyntaxNode[] {
	const others = loop?.kind === 'identifier' ? mentionsOfSame(loop, file).filter((one) => one !== loop) : [];
	const made = others.filter(isTarget);
	const isUnneeded = made.length === 1 && others.every((one) => isTarget(one) || isHousekeeping(one, file));
	return isUnneeded ? others.map(statementOf) : [];
}

/** The same call in a way that any thread may take. */
export function fromThread(call: CallSite, way: ThreadsafeWay, file: FileModel, project: ProjectModel): Fix | undefined {
	const method = call.callee.field('attribute');
	if (way === 'rename') return method && fixOf('Use call_soon_threadsafe()', 'unsafe', [replaceNode(method, 'call_soon_threadsafe')]);
	// What the other way gives is another object, or nothing.
	if (!isStatement(call.node)) return undefined;
	return way === 'coroutine' ? submitted(call, file) : scheduled(call, file, project);
}

function submitted({ node, callee }: CallSite, file: FileModel): Fix | undefined {
	const loopArgument = keywordNode(node, 'loop');
	const loop = loopArgument ? loopArgument.field('value') : callee.field('object');
	const given = argumentsOf(node).filter((one) => one !== loopArgument);
	const [coroutine] = given;
	const submit = reference('asyncio', 'run_coroutine_threadsafe', node, file);
	const hasComment = file.source.comments.some((one) => one.start >= node.start && one.end <= node.end);
	if (!loop || !coroutine || given.length > 1 || coroutine.kind.endsWith('splat') || !submit || hasComment) return undefined;
	const tail = loopArgument ? [replaceNode(loopArgument, loop.text)] : [insertAt(node, coroutine.end, `, ${loop.text}`)];
	const then = coroutine.kind === 'call' ? afterHandingOver(coroutine.field('function') as SyntaxNode, file) : '';
	if (then !== '') tail.push(insertAt(node, node.end, then));
	return fixOf('Hand it over with asyncio.run_coroutine_threadsafe()', 'unsafe', [replaceNode(callee, submit.text)], tail, submit.edits);
}

/** `queue.put_nowait(x)` becomes `loop.call_soon_threadsafe(queue.put_nowait, x)`. */
function scheduled({ node, callee, owner }: CallSite, file: FileModel, project: ProjectModel): Fix | undefined {
	const list = node.field('arguments');
	const object = callee.field('object');
	const given = argumentsOf(node);
	if (!list || !object || list.kind !== 'argument_list' || given.some((one) => one.kind === 'keyword_argument' || one.kind === 'dictionary_splat'))
		return undefined;
	const name = file.qualifiedName(callee) ?? '';
	const loop =
		/^asyncio\.AbstractEventLoop\.|Loop\./.test(name) || methodOfSomeLoop({ node, callee } as CallSite, file)
			? object.text
			: /^asyncio\.(Future|Task)\./.test(name)
				? `${object.text}.get_loop()`
				: owner && loopInReach(owner, file);
	const kept = loop === undefined && owner ? keepRunningLoop(owner, project) : undefined;
	if (loop === undefined && !kept) return undefined;
	return fixOf(
		kept ? 'Keep the running loop, and let it call it' : 'Let the loop call it, with call_soon_threadsafe()',
		'unsafe',
		[
			insertAt(node, node.start, `${loop ?? kept?.name}.call_soon_threadsafe(`),
			replaceRange(file, { start: callee.end, end: list.start + 1 }, given.length > 0 ? ', ' : ''),
		],
		kept?.edits ?? [],
	);
}

/** How a function may name the event loop: a parameter, an attribute of `self`, a name of the module. */
function loopInReach(owner: FunctionModel, file: FileModel): string | undefined {
	const isLoop = (node: SyntaxNode | undefined) => node !== undefined && /(^|\.)(AbstractEventLoop|\w*EventLoop)$/.test(file.typeOf(node)?.external ?? '');
	const parameter = owner.parameters.find((one) => isLoop(one.node.kind === 'identifier' ? one.node : one.node.children[0]));
	if (parameter) return parameter.name;
	const self = owner.parameters[0]?.name;
	for (const [name, assignments] of owner.class?.attributes ?? []) if (self && assignments.some((one) => isLoop(one.value))) return `${self}.${name}`;
	for (const name of ['loop', 'LOOP', 'event_loop', '_loop', 'main_loop']) {
		const { bindings } = file.lookupName(name, owner.scope);
		if (bindings.length === 1 && isLoop(bindings[0]?.node)) return name;
	}
	return undefined;
}
