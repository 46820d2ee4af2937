import { asyncioApi } from '../knowledge/asyncio-api.ts';
import { libraryApi } from '../knowledge/libraries.ts';
import { followsGetEventLoop, noRunningLoop } from '../knowledge/version-facts.ts';
import { hasRunningLoop } from '../project/contexts.ts';
import { pythonAt } from '../project/guards.ts';
import type { ProjectModel } from '../project/project.ts';
import { contextPlaces } from '../rule-kit/chains.ts';
import { coroutineFrom } from '../rule-kit/coroutines.ts';
import { fixOf, replaceNode } from '../rule-kit/edits.ts';
import type { Fix } from '../rule-kit/finding.ts';
import { consequenceOn, followsAnother, isCaught } from '../rule-kit/get-event-loop.ts';
import { reference } from '../rule-kit/imports.ts';
import { defineRule } from '../rule-kit/rule.ts';
import { setsLoop } from '../rule-kit/set-loop.ts';
import { argument, argumentsOf, type CallSite, isStatement, keywordArgument } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';

export default defineRule({
	name: 'task-without-running-loop',
	category: 'no-loop',
	severity: 'error',
	fix: 'unsafe',
	since: '0.1.0',
	equivalents: [],
	summary: 'A task, gather or timeout is made where no event loop runs',
	why: `A task belongs to the loop that runs it. \`asyncio.create_task()\` and \`asyncio.timeout()\` therefore ask for the running loop, and where none runs they raise, on every version: \`RuntimeError: no running event loop\`.

\`asyncio.gather()\`, \`ensure_future()\`, \`shield()\` and \`as_completed()\` fall back on \`asyncio.get_event_loop()\`. In the main thread that makes a loop up to 3.11, gives a \`DeprecationWarning\` on 3.12 and 3.13, and since 3.14 raises \`RuntimeError: There is no current event loop in thread 'MainThread'.\` In any other thread it always raised. And where it makes a loop, nothing runs on it.

Make tasks in a coroutine, and start that with \`asyncio.run(main())\`.`,
	messages: {
		client:
			'{call} needs a running event loop, and none runs here: RuntimeError: no running event loop (older versions of the library warn); make it in a coroutine',
		raises: '{call} needs a running event loop, and none runs here: RuntimeError: no running event loop',
		falls: '{call} needs an event loop, and none runs here: {consequence}',
	},
	examples: [
		{
			bad: `import asyncio


async def work():
    await asyncio.sleep(0)


def main():
    asyncio.create_task(work())


if __name__ == "__main__":
    main()
`,
			good: `import asyncio


async def work():
    await asyncio.sleep(0)


def main():
    asyncio.run(work())


if __name__ == "__main__":
    main()
`,
		},
	],
	on: {
		call(call, { file, project, python, report }) {
			const called = file.qualifiedName(call.callee) ?? '';
			const isClient = libraryApi(called)?.needsRunningLoop === true;
			const facts = isClient ? noRunningLoop : asyncioApi(called)?.needsRunningLoop;
			if ((facts !== noRunningLoop && facts !== followsGetEventLoop) || isLeftToOthers(call, file, isClient) || isCaught(call.node)) return;
			const contexts = project.contextsOf(call.owner, call.node);
			const [context] = contexts;
			if (!context || contexts.some(hasRunningLoop)) return;
			const name = `${call.callee.text}()`;
			const related = contextPlaces(context);
			const fixes = () => [runInstead(call, file, project)];
			if (isClient) return report({ at: call.node, message: 'client', data: { call: name }, related });
			if (facts === noRunningLoop) return report({ at: call.node, message: 'raises', data: { call: name }, related, fixes });
			const range = pythonAt(call.node, file, python);
			if (!range || setsLoop(file, call.node)) return;
			const isThread = context.kind === 'worker-thread';
			// Up to 3.11 the main thread gets a loop, on which the result can still be run.
			if (!isThread && (range.ceiling < 12 || followsAnother(call.node, file))) return;
			const consequence = isThread ? "RuntimeError: There is no current event loop in thread '...'" : consequenceOn(range);
			const severity = isThread || (range.ceiling >= 14 && !range.isAssumed) ? 'error' : 'warning';
			report({ at: call.node, message: 'falls', data: { call: name, consequence }, severity, related, fixes });
		},
	},
});

/** `get_event_loop()` itself has rules of its own; a loop that is passed needs no running one; classes may be built early. */
function isLeftToOthers(call: CallSite, file: FileModel, isClient: boolean): boolean {
	const name = file.qualifiedName(call.callee);
	const takesLoopFirst = name === 'asyncio.all_tasks' || name === 'asyncio.current_task';
	const loop = takesLoopFirst ? argument(call.node, 0, 'loop') : keywordArgument(call.node, 'loop');
	return name === 'asyncio.get_event_loop' || loop !== undefined || (!isClient && /\.[A-Z]\w*$/.test(name ?? ''));
}

/** A task of one coroutine that nobody looks at was meant to run: then run it. */
function runInstead(call: CallSite, file: FileModel, project: ProjectModel): Fix | undefined {
	const [first, ...rest] = argumentsOf(call.node);
	const made = first?.kind === 'call' ? file.statementOf(first).calls.find((one) => one.node === first) : undefined;
	if (rest.length > 0 || !made || !coroutineFrom(made, file, project) || !isStatement(call.node)) return undefined;
	const run = reference('asyncio', 'run', call.node, file);
	return run && fixOf('Run it with asyncio.run()', 'unsafe', [replaceNode(call.callee, run.text)], run.edits);
}
