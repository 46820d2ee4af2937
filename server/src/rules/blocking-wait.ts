import type { ProjectModel } from '../project/project.ts';
import { asyncGiven } from '../rule-kit/async-given.ts';
import { awaitCoroutine, awaitFuture } from '../rule-kit/await-future.ts';
import { blockingReport, blocksMessage, loopItStops } from '../rule-kit/blocking.ts';
import { chainPlaces } from '../rule-kit/chains.ts';
import { enteredBy } from '../rule-kit/context-managers.ts';
import { isGoneThrough } from '../rule-kit/going-through.ts';
import { handedOver, isForOwnLoop, waitForGivenLoop, waitForOwnLoop } from '../rule-kit/own-loop-waits.ts';
import { defineRule } from '../rule-kit/rule.ts';
import { isInTest } from '../rule-kit/tests.ts';
import { isBoundedQueue, isHeldWhileWaiting, isReady, leavesWorkInPool, shutsDownWork } from '../rule-kit/thread-waits.ts';
import { argument, argumentsOf, type CallSite } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import { isSuspension, ownNodes } from '../semantics/flow.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';

/** Locks for which it is a mistake to hold them while other tasks run. A semaphore may be meant to. */
const locks = /^threading\.(Lock|RLock|Condition|Semaphore|BoundedSemaphore)$|^multiprocessing\.synchronize\.(Lock|RLock|Semaphore|BoundedSemaphore)$/;

export default defineRule({
	name: 'blocking-wait',
	category: 'blocking',
	severity: 'warning',
	fix: 'unsafe',
	since: '0.1.0',
	equivalents: [],
	yieldsTo: ['async-callback-in-sync-slot'],
	summary: 'Waiting for another thread stops the whole event loop',
	why: `\`future.result()\`, \`thread.join()\`, \`queue.Queue.get()\` and \`threading.Event.wait()\` put the thread to sleep until another thread has done its part. On the event loop's thread every task stands still meanwhile.

Some of these never end:

- \`asyncio.run_coroutine_threadsafe(f(), loop).result()\` in the thread of that loop waits for a coroutine which only this thread could run: a deadlock. Await the coroutine instead.
- A \`threading.Lock\` that is held across an \`await\`: the next task that wants it stops the thread, and with it the task that holds it. An \`RLock\` does not stop the second task of the same thread, it lets it in.

A future of an executor can be awaited: \`await asyncio.wrap_future(future)\`, or \`await loop.run_in_executor(pool, f)\` from the start. Leaving \`with ThreadPoolExecutor() as pool:\` waits for all its work. Whatever else waits belongs in a thread: \`await asyncio.to_thread(thread.join)\` (3.9; before that \`loop.run_in_executor()\`). Between tasks of one loop \`asyncio.Queue\`, \`asyncio.Event\` and \`asyncio.Lock\` do the same without stopping it.

A lock that is held for a moment, with no \`await\` inside, is right.`,
	messages: {
		blocks: blocksMessage,
		deadlock: '{call}() waits for a coroutine that only this very thread can run: the event loop stands still {until}; await the coroutine instead',
		helper: '{helper}() waits for a coroutine that only the thread of this event loop can run: the loop stands still {until}; await the coroutine instead',
		pool: 'Leaving this block waits for all the work of the pool, and every task of this event loop with it; await the work with loop.run_in_executor()',
		lock: '{lock} is held across an await: the next task that wants it stops this event loop for ever; use asyncio.Lock, or hold it only between awaits',
		reentrant:
			'{lock} is held across an await: other tasks of this thread are let in meanwhile, and a thread that holds it stops this event loop; hold it only between awaits',
	},
	examples: [
		{
			bad: `import asyncio


async def fetch():
    await asyncio.sleep(1)
    return "text"


async def main():
    loop = asyncio.get_running_loop()
    text = asyncio.run_coroutine_threadsafe(fetch(), loop).result()
    print(text)


asyncio.run(main())
`,
			good: `import asyncio


async def fetch():
    await asyncio.sleep(1)
    return "text"


async def main():
    text = await fetch()
    print(text)


asyncio.run(main())
`,
		},
	],
	on: {
		call(call, context) {
			const { file, project, report } = context;
			if (!call.owner) return;
			const submission = handedOver(call, file);
			if (submission && isForOwnLoop(submission, file) && !isReady(call, file) && loopItStops(call, context)) {
				return report({
					at: call.node,
					message: 'deadlock',
					severity: 'error',
					data: { call: call.callee.field('attribute')?.text ?? '', until: untilWhen(call) },
					fixes: () => [awaitCoroutine(call, submission, file)],
				});
			}
			const path = call.isAwaited ? undefined : project.pathTo(waitForOwnLoop, call);
			const given = call.isAwaited ? undefined : waitForGivenLoop(call, project);
			const chain = path && path.length > 1 ? path : given && [call, given];
			if (chain && loopItStops(call, context)) {
				return report({
					at: call.node,
					message: 'helper',
					severity: 'error',
					data: { helper: call.callee.text, until: untilWhen(chain.at(-1)) },
					related: chainPlaces(chain),
				});
			}
			const found = blockingReport(call, 'wait', context);
			if (!found || isRightHere(call, found.blocking.name, file, project)) return;
			if (/(Lock|Semaphore|Condition|SemLock)\.acquire$/.test(found.blocking.name))
				return reportLock(call.callee.field('object') as SyntaxNode, call.node, file, report);
			const isLazy = /(\.map|as_completed)$/.test(found.blocking.name);
			const fixes = () => (/Future\.(result|exception)$/.test(found.blocking.name) ? [awaitFuture(call, file)] : isLazy ? [] : found.fixes());
			report({
				at: call.node,
				message: 'blocks',
				severity: isInTest(call.node, file) ? 'hint' : found.severity,
				data: found.data,
				related: found.related,
				hover: found.hover,
				fixes,
			});
		},
		'node:with_item'(item, { file, project, report }) {
			const statement = item.closest('with_statement');
			const entered = enteredBy(item);
			if (!statement || !entered || statement.hasToken('async') || !file.functionOf(statement)?.isAsync || file.imports('trio') || file.imports('anyio'))
				return;
			const type = file.typeOf(entered)?.external ?? '';
			if (/^concurrent\.futures\.\w*Executor$/.test(type) && leavesWorkInPool(statement, item, file, project)) report({ at: entered, message: 'pool' });
			const body = statement.field('body');
			if (locks.test(type) && body && ownNodes(body).some(isSuspension)) reportLock(entered, entered, file, report);
		},
	},
});

/** How long `future.result()` waits for what cannot come. */
function untilWhen(wait: CallSite | undefined): string {
	const limit = wait && argument(wait.node, 0, 'timeout');
	return limit && limit.kind !== 'none' ? 'until the timeout, which raises TimeoutError' : 'for ever';
}

type ReportLock = (report: {
	readonly at: SyntaxNode;
	readonly message: 'lock' | 'reentrant';
	readonly severity?: 'error' | 'hint' | undefined;
	readonly data: { readonly lock: string };
}) => void;

function reportLock(lock: SyntaxNode, at: SyntaxNode, file: FileModel, report: ReportLock): void {
	const isReentrant = /\.(RLock|Condition)$/.test(file.typeOf(lock)?.external ?? '');
	const data = { lock: lock.text };
	const isTest = isInTest(at, file);
	if (isReentrant) report({ at, message: 'reentrant', severity: isTest ? 'hint' : undefined, data });
	else report({ at, message: 'lock', severity: isTest ? 'hint' : 'error', data });
}

/** Whether a call of this kind does not wait for long after all. */
function isRightHere(call: CallSite, name: string, file: FileModel, project: ProjectModel): boolean {
	if (name.endsWith('.__enter__') || name.endsWith('.__exit__') || isReady(call, file)) return true;
	if (name === 'concurrent.futures.Executor.shutdown') return !shutsDownWork(call, file);
	if (name.endsWith('.acquire')) return !isHeldWhileWaiting(call, file);
	if (name.endsWith('Queue.put')) return !isBoundedQueue(call.callee.field('object') as SyntaxNode, file);
	// The results come, and the waiting with them, when somebody goes through them.
	if (name === 'concurrent.futures.Executor.map') {
		const [work] = argumentsOf(call.node);
		// Making coroutines takes no time.
		return !isGoneThrough(call.node, file) || (work !== undefined && asyncGiven(work, file, project) !== undefined);
	}
	return name === 'concurrent.futures.as_completed' && !isGoneThrough(call.node, file);
}
