import { hasRunningLoop } from '../project/contexts.ts';
import type { ProjectModel } from '../project/project.ts';
import { isCaught } from '../rule-kit/caught.ts';
import { deleteStatement, fixOf, indentationAt, insertAt, lineEnding, statementOf } from '../rule-kit/edits.ts';
import type { Fix } from '../rule-kit/finding.ts';
import { loopMethod, loopSource, threadsRunning } from '../rule-kit/loops.ts';
import { type PartialValue, partialValue } from '../rule-kit/partials.ts';
import { isName, mentionsOfSame, methodCalledOn } from '../rule-kit/references.ts';
import { defineRule } from '../rule-kit/rule.ts';
import { argument, type CallSite, isStatement } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';

export default defineRule({
	name: 'closing-running-loop',
	category: 'loop-lifetime',
	severity: 'error',
	fix: 'safe',
	since: '0.1.0',
	equivalents: [],
	yieldsTo: ['notebook-event-loop'],
	summary: 'An event loop is closed while it runs',
	why: `Code in an \`async def\`, and every callback of the loop, runs on the loop. There \`loop.close()\` raises \`RuntimeError: Cannot close a running event loop\`, on every Python version: a loop can be closed only when it has stopped.

Whoever started the loop closes it. \`asyncio.run()\` does so when the coroutine ends, so the line can go.

A loop that runs in a thread of its own is stopped first, and closed when the thread is done:

\`\`\`python
loop.call_soon_threadsafe(loop.stop)
thread.join()
loop.close()
\`\`\``,
	messages: {
		running: '{loop}.close() raises RuntimeError: Cannot close a running event loop, because this code runs on that loop; whoever started the loop closes it',
		thread: '{loop}.close() raises RuntimeError: Cannot close a running event loop, because a thread still runs it and nothing stops it first',
		unjoined: '{loop}.close() does not wait for the thread that runs the loop: RuntimeError: Cannot close a running event loop; join the thread first',
	},
	examples: [
		{
			bad: `import asyncio


async def main():
    loop = asyncio.get_running_loop()
    await asyncio.sleep(0)
    loop.close()


asyncio.run(main())
`,
			good: `import asyncio


async def main():
    await asyncio.sleep(0)


asyncio.run(main())
`,
		},
	],
	on: {
		call(call, { file, project, report }) {
			const loop = call.callee.kind === 'attribute' ? call.callee.field('object') : undefined;
			if (!loop || call.callee.field('attribute')?.text !== 'close') return;
			if (closesOwnLoop(call, loop, file, project)) {
				report({ at: call.node, message: 'running', data: { loop: loop.text }, fixes: () => [leaveOut(call, file)] });
				return;
			}
			const [thread] = loopMethod(call, file) === 'close' ? threadsRunning(loop, file) : [];
			if (!thread || call.owner?.isAsync) return;
			const mentions = mentionsOfSame(loop, file);
			const stops = mentions.filter((mention) => mention.parent?.field('attribute')?.text === 'stop');
			const related = [{ at: thread, message: 'this thread runs the loop' }];
			if (stops.some((stop) => isRightBefore(stop, call, file)))
				report({ at: call.node, message: 'unjoined', data: { loop: loop.text }, related, fixes: () => [joinFirst(call, thread, file)] });
			if (
				stops.length > 0 ||
				mentions.some((mention) => methodCalledOn(mention) === undefined && isHandedOn(mention, file)) ||
				!mayRunStill(thread, call, file)
			)
				return;
			report({
				at: call.node,
				message: 'thread',
				data: { loop: loop.text },
				related,
				fixes: () => [stopFirst(call, loop, thread, file)],
			});
		},
	},
});

/** In the same body the thread was started just before; elsewhere it still runs unless somebody has waited for it. What runs the loop itself goes on when it has ended. */
function mayRunStill(thread: SyntaxNode, call: CallSite, file: FileModel): boolean {
	if (call.owner?.calls.some((one) => one.callee.field('attribute')?.text === 'run_forever')) return false;
	if (file.functionOf(thread) === call.owner) return true;
	return call.owner !== undefined && !call.owner.calls.some((one) => one.callee.field('attribute')?.text === 'join');
}

/** Whether a loop is told to stop, and closed by the next statement, when its thread has hardly heard of it. */
function isRightBefore(stop: SyntaxNode, call: CallSite, file: FileModel): boolean {
	const [told, closed] = [statementOf(stop), statementOf(call.node)];
	const siblings = closed.parent?.children ?? file.source.statements.map((statement) => statement.root);
	return siblings.includes(told) && siblings.indexOf(told) === siblings.indexOf(closed) - 1;
}

/** Whether the code that closes a loop runs on that very loop. */
function closesOwnLoop(call: CallSite, loop: SyntaxNode, file: FileModel, project: ProjectModel): boolean {
	// In a notebook's cell the loop that one gets is the kernel's.
	if (!call.owner && project.contextsOf(undefined, call.node).some(hasRunningLoop))
		return (
			loopMethod(call, file) === 'close' && /\.get_(?:event|running)_loop$/.test(loopSource(loop, file) ?? '') && !isCaught(call.node, ['RuntimeError'], file)
		);
	const handed = partialValue(loop, file);
	if (handed) return handed.runs === 'on-loop' && (isRunningLoop(handed.value, file) || isHandedToItself(handed, file));
	if (!call.owner || !project.contextsOf(call.owner, call.node).some((context) => context.kind === 'on-loop')) return false;
	if (loopMethod(call, file) !== 'close') return false;
	return isRunningLoop(loop, file) || isRunHere(loop, file) || isCalledBy(loop, call, file, project);
}

/** `loop.call_later(1, stop, loop)` */
function isHandedToItself({ value, taker }: PartialValue, file: FileModel): boolean {
	const object = taker.field('function')?.field('object');
	const [first] = mentionsOfSame(value, file);
	return object !== undefined && first !== undefined && mentionsOfSame(object, file)[0] === first;
}

/** Whether the function was handed to the very loop that it closes: `self.loop.call_soon(self.stop)`. */
function isCalledBy(loop: SyntaxNode, call: CallSite, file: FileModel, project: ProjectModel): boolean {
	const [first] = mentionsOfSame(loop, file);
	return project.contextsOf(call.owner, call.node).some(({ kind, chain, origin }) => {
		const taker = kind === 'on-loop' && chain.length === 0 && origin !== undefined && !('nameNode' in origin) && origin.kind === 'call' ? origin : undefined;
		const object = taker?.file === file.source ? taker.field('function')?.field('object') : undefined;
		return first !== undefined && object !== undefined && mentionsOfSame(object, file)[0] === first;
	});
}

/** Got in a coroutine, or in code that asks for the running loop only. */
function isRunningLoop(loop: SyntaxNode, file: FileModel): boolean {
	const source = loopSource(loop, file);
	if (source === 'asyncio.get_running_loop') return true;
	return (
		source === 'asyncio.get_event_loop' && file.functionOf(loop)?.isAsync === true && mentionsOfSame(loop, file).every((one) => file.functionOf(one)?.isAsync)
	);
}

/** A loop of the module that the file itself runs, while no other loop is started in the file. */
function isRunHere(loop: SyntaxNode, file: FileModel): boolean {
	const isGlobal = loop.kind === 'identifier' && file.lookup(loop).scope === undefined;
	const isRun = (one: SyntaxNode) => /^run_(until_complete|forever)$/.test(methodCalledOn(one) ?? '') && !file.functionOf(one)?.isAsync;
	return (
		isGlobal &&
		file.functionOf(loop)?.isAsync === true &&
		mentionsOfSame(loop, file).some(isRun) &&
		!file.mentions('run').some((one) => file.qualifiedName(isName(one) ? one : (one.parent as SyntaxNode)) === 'asyncio.run')
	);
}

/** Given to a function, which may stop it. */
function isHandedOn(mention: SyntaxNode, file: FileModel): boolean {
	const holder = mention.parent?.kind === 'keyword_argument' ? mention.parent : mention;
	const callee = holder.parent?.kind === 'argument_list' ? holder.parent.parent?.field('function') : undefined;
	return callee !== undefined && !/^asyncio\.(run_coroutine_threadsafe|set_event_loop)$/.test(file.qualifiedName(callee) ?? '');
}

function leaveOut(call: CallSite, file: FileModel): Fix | undefined {
	return isStatement(call.node) ? fixOf('Leave the loop to whoever started it', 'safe', deleteStatement(statementOf(call.node), file)) : undefined;
}

/** Waits for the thread, which has been told to end. */
function joinFirst(call: CallSite, thread: SyntaxNode, file: FileModel): Fix | undefined {
	const target = thread.parent?.kind === 'assignment' ? thread.parent.field('left') : undefined;
	const isInReach = target?.kind === 'attribute' ? call.owner !== undefined : target?.kind === 'identifier' && file.functionOf(target) === call.owner;
	const statement = statementOf(call.node);
	if (!target || !isInReach || !isStatement(call.node)) return undefined;
	return fixOf('Wait for the thread first', 'unsafe', [
		insertAt(statement, statement.start, `${target.text}.join()${lineEnding(statement)}${indentationAt(statement)}`),
	]);
}

/** Stops the loop and waits for its thread. */
function stopFirst(call: CallSite, loop: SyntaxNode, thread: SyntaxNode, file: FileModel): Fix | undefined {
	const target = thread.parent?.kind === 'assignment' ? thread.parent.field('left') : undefined;
	const statement = statementOf(call.node);
	if (target?.kind !== 'identifier' || !isStatement(call.node) || file.functionOf(target) !== call.owner || argument(thread, 1, 'target') === undefined)
		return undefined;
	const next = lineEnding(statement) + indentationAt(statement);
	return fixOf('Stop the loop and wait for its thread', 'unsafe', [
		insertAt(statement, statement.start, `${loop.text}.call_soon_threadsafe(${loop.text}.stop)${next}${target.text}.join()${next}`),
	]);
}
