import type { ProjectModel } from '../project/project.ts';
import { argument, argumentsOf, type CallSite, unparenthesized } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import { isSuspension, ownNodes } from '../semantics/flow.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { asyncGiven } from './async-given.ts';
import { enteredBy } from './context-managers.ts';
import { mentionsOfSame, methodCalledOn } from './references.ts';
import { reachingValue } from './values.ts';

/** Something asked before, or round it, shows that the call does not wait: `if future.done():`, `while not jobs.empty():`, `await asyncio.wrap_future(future)`. */
export function isReady(call: CallSite, file: FileModel): boolean {
	const object = call.callee.field('object');
	const owner = call.owner;
	if (!object || !owner) return false;
	if (isOfDone(object, file)) return true;
	const same = object.kind === 'call' ? [] : mentionsOfSame(object, file).filter((one) => one.isInside(owner.node) && one !== object);
	return same.some((mention) => {
		const asked = methodCalledOn(mention);
		if (asked !== undefined && ['done', 'empty', 'qsize', 'full', 'is_alive', 'is_set'].includes(asked)) return mention.start < call.node.start;
		return mention.start < call.node.start && isWaitedFor(mention, file);
	});
}

/** `for future in as_completed(all)`, and items of a collection that was waited for. */
function isOfDone(object: SyntaxNode, file: FileModel): boolean {
	const [binding] = object.kind === 'identifier' ? file.reaching(object) : [];
	const source = binding?.value ?? binding?.part?.of;
	if (!source || binding?.kind !== 'loop') return false;
	const iterated = reachingValue(source, file);
	if (iterated.kind === 'call')
		return /^(concurrent\.futures\.as_completed|builtins\.list)$/.test(file.qualifiedName(iterated.field('function') as SyntaxNode) ?? '');
	// `done, pending = wait(all)` binds a part.
	if (source.kind === 'identifier' && file.reaching(source).some((one) => one.part !== undefined)) return true;
	return mentionsOfSame(source, file).some((one) => one.start < object.start && file.functionOf(one) === file.functionOf(object) && isWaitedFor(one, file));
}

/** Whether an expression is (part of) an argument of a call that ends when the futures do. */
function isWaitedFor(mention: SyntaxNode, file: FileModel): boolean {
	for (const node of mention.ancestors()) {
		if (node.kind === 'call') {
			const name = file.qualifiedName(node.field('function') as SyntaxNode) ?? '';
			// `await asyncio.to_thread(concurrent.futures.wait, jobs)`
			const [handed] = name === 'asyncio.to_thread' ? argumentsOf(node) : [];
			if (handed && file.qualifiedName(handed) === 'concurrent.futures.wait') return true;
			if (/^(asyncio\.(wrap_future|wait|wait_for|gather|shield|as_completed)|concurrent\.futures\.(wait|as_completed))$/.test(name)) return true;
		}
		if (node.kind === 'block') return false;
	}
	return false;
}

/** Whether a queue is known to be made with a limit: only then does `put` wait. */
export function isBoundedQueue(queue: SyntaxNode, file: FileModel): boolean {
	const made = reachingValue(queue, file);
	const makers = made.kind === 'call' ? [made] : attributeValues(made, file);
	return (
		makers.length > 0 &&
		makers.every((one) => {
			const limit = one.kind === 'call' ? argument(one, 0, 'maxsize') : undefined;
			return limit !== undefined && !/^(0|-\d+)$/.test(limit.text);
		})
	);
}

function attributeValues(node: SyntaxNode, file: FileModel): readonly SyntaxNode[] {
	const object = node.kind === 'attribute' ? node.field('object') : undefined;
	const owner = object?.kind === 'identifier' ? file.typeOf(object)?.class : undefined;
	return (owner?.attributes.get(node.field('attribute')?.text ?? '') ?? []).flatMap((one) => (one.value ? [unparenthesized(one.value)] : []));
}

/** Whether a coroutine waits for something while it holds the lock that a call acquires, and gives it back later. */
export function isHeldWhileWaiting(call: CallSite, file: FileModel): boolean {
	const lock = call.callee.field('object');
	// A lock that was just made is free; whoever gets it then releases it elsewhere.
	const made = lock && reachingValue(lock, file);
	if (!call.owner?.isAsync || !made || (made.kind === 'call' && file.functionOf(made) === call.owner)) return false;
	const later = ownNodes(call.owner.body).filter((node) => node.start > call.node.end);
	const release = later.find((node) => node.kind === 'call' && node.field('function')?.text === `${lock.text}.release`);
	return release !== undefined && later.some((node) => isSuspension(node) && node.start < release.start);
}

/** Whether the block of a `with` gives work to the pool it entered and does not wait for it: then leaving the block waits. */
export function leavesWorkInPool(statement: SyntaxNode, item: SyntaxNode, file: FileModel, project: ProjectModel): boolean {
	const body = statement.field('body');
	const pool = item.children[0]?.kind === 'as_pattern' ? item.children[0].children.at(-1)?.children[0] : undefined;
	if (!body || pool?.kind !== 'identifier' || enteredBy(item)?.kind !== 'call') return false;
	const nodes = ownNodes(body);
	const owner = file.functionOf(body);
	const calls = (owner?.calls ?? []).filter(({ node }) => node.isInside(body));
	const submits = calls.filter(
		({ callee }) => callee.kind === 'attribute' && callee.field('object')?.text === pool.text && callee.field('attribute')?.text === 'submit',
	);
	// Work that only makes a coroutine is done at once.
	const isWork = submits.some(({ node }) => {
		const [work] = argumentsOf(node);
		return work !== undefined && !asyncGiven(work, file, project);
	});
	return isWork && !nodes.some(isSuspension) && !calls.some(({ callee }) => waits.test(file.qualifiedName(callee) ?? callee.text));
}

/** Whether a function gives work to the pool that a call shuts down, and does not wait for anything in between: then there is work left. */
export function shutsDownWork(call: CallSite, file: FileModel): boolean {
	const pool = call.callee.field('object');
	if (!pool || !call.owner) return false;
	const submits = mentionsOfSame(pool, file).filter(
		(one) => methodCalledOn(one) === 'submit' && file.functionOf(one) === call.owner && one.start < call.node.start,
	);
	const last = submits.at(-1);
	return last !== undefined && !ownNodes(call.owner.body).some((node) => isSuspension(node) && node.start > last.start && node.start < call.node.start);
}

const waits = /(^|\.)(result|exception|shutdown|wait|as_completed|map)$/;
