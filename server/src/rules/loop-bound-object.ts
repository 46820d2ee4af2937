import { pythonAt } from '../project/guards.ts';
import type { PythonRange } from '../project/python-version.ts';
import { boundElsewhere } from '../rule-kit/bound-imports.ts';
import { foreignObject, runsOwnLoop } from '../rule-kit/foreign-run.ts';
import { boundObject, runsSharing, usesBound } from '../rule-kit/loop-bound.ts';
import { handToLoop } from '../rule-kit/loop-from-thread.ts';
import { isMadeBeforeRun, isUsedInFunction, ownLoopStart } from '../rule-kit/made-before-run.ts';
import { oneRunner, runCalls } from '../rule-kit/one-runner.ts';
import { bothRun, functionsRunBy, isRepeated } from '../rule-kit/repeated-runs.ts';
import { defineRule } from '../rule-kit/rule.ts';
import type { CallSite } from '../semantics/calls.ts';

export default defineRule({
	name: 'loop-bound-object',
	category: 'loop-lifetime',
	severity: 'warning',
	fix: 'unsafe',
	since: '0.1.0',
	equivalents: [],
	yieldsTo: ['task-without-running-loop'],
	summary: 'A lock, queue or client is shared by several event loops',
	why: `Locks, events, conditions, semaphores and queues of asyncio belong to one event loop:

- since Python 3.10 to the loop on which a task first had to wait for it. Waiting on another loop raises \`RuntimeError: ... is bound to a different event loop\`. As long as nobody has to wait, nothing happens, so it fails under load first.
- up to 3.9 to the loop that was current when it was made. \`asyncio.run()\` and servers make another one, so an object of the module fails even with one run: \`RuntimeError: Task ... got Future ... attached to a different loop\`.

Clients that keep connections open (\`httpx.AsyncClient\`, \`aiohttp.ClientSession\`, redis, database engines) belong to the loop on which the connections were opened. On another one they raise errors such as \`RuntimeError: Event loop is closed\`.

A thread that calls \`asyncio.run()\` for a coroutine which uses such objects of the program's loop has the same trouble, and the loop that waits for them is not woken. \`asyncio.run_coroutine_threadsafe(f(), loop).result()\` runs the coroutine where they belong.

Every \`asyncio.run()\` makes a new loop. Make the object in the coroutine that is run, and hand it on; or run everything on one loop, with one \`asyncio.run(main())\` or with \`asyncio.Runner\` (3.11 and later).`,
	messages: {
		runs: '{name} is made once but used in several runs, each on a loop of its own: when a task had to wait for it in one, waiting for it in another raises {error}',
		sharedRun:
			'{name} of {module} is made once, but each of these runs has a loop of its own: when a task had to wait for it in one, waiting for it in another raises {error}',
		client:
			'{name} is made once but used in several runs, each on a loop of its own: connections it keeps open in one belong to a closed loop in the next, which raises RuntimeError',
		foreign:
			'{name} belongs to {user}, but {run}() runs this coroutine on another one, in another thread: to wait for it raises {error}, and who waits for it there is not woken; hand the coroutine to that loop, with asyncio.run_coroutine_threadsafe()',
		foreignClient:
			'{name} belongs to {user}, but {run}() runs this coroutine on another one, in another thread, where its connections raise {error}; hand the coroutine to that loop, with asyncio.run_coroutine_threadsafe()',
		imported:
			'{name} is made before a loop runs and belongs to the loop of that moment up to Python 3.9, not to the one that {starter}() makes: a task that has to wait for it gets RuntimeError: ... attached to a different loop',
	},
	examples: [
		{
			bad: `import asyncio

counter = asyncio.Lock()


async def serve(guest):
    async with counter:
        await asyncio.sleep(0)
        print(guest, "served")


async def morning():
    await asyncio.gather(serve("Ada"), serve("Ben"))


async def evening():
    await asyncio.gather(serve("Cid"), serve("Dot"))


asyncio.run(morning())
asyncio.run(evening())
`,
			good: `import asyncio


async def serve(counter, guest):
    async with counter:
        await asyncio.sleep(0)
        print(guest, "served")


async def morning(counter):
    await asyncio.gather(serve(counter, "Ada"), serve(counter, "Ben"))


async def evening(counter):
    await asyncio.gather(serve(counter, "Cid"), serve(counter, "Dot"))


async def main():
    counter = asyncio.Lock()
    await morning(counter)
    await evening(counter)


asyncio.run(main())
`,
		},
	],
	on: {
		call(call, { file, project, python, report }) {
			// Nothing in a notebook runs on another loop than the kernel's; what tries to has a finding of its own.
			if (file.source.notebook) return;
			const bound = boundObject(call, file);
			if (!bound && !runsOwnLoop(call, file)) return;
			const range = pythonAt(call.node, file, python);
			if (!range) return;
			if (bound) {
				const name = bound.target.text;
				const own = runCalls(file).filter((run) => !foreignObject(run, file, project));
				const runs = new Map(own.map((run) => [run, functionsRunBy(run, project)]));
				const several = bound.owner ? runsSharing(bound, runs, file) : severalRuns([...runs].filter(([, used]) => usesBound(used, bound, file)));
				const starter = range.floor <= 9 && bound.kind === 'primitive' && isMadeBeforeRun(bound, project) ? ownLoopStart(file) : undefined;
				if (several.length > 0) {
					const related = several.map((run) => ({ at: run.node, message: 'this makes a loop of its own' }));
					const fixes = () => [range.floor >= 11 ? oneRunner(several, file) : undefined];
					if (bound.kind === 'client') report({ at: call.node, message: 'client', data: { name }, related, fixes });
					else report({ at: call.node, message: 'runs', data: { name, error: errorOn(range) }, related, fixes });
				} else if (starter && (bound.owner || isUsedInFunction(bound.target, file))) {
					const related = [{ at: starter.node, message: 'this makes another loop' }];
					report({ at: call.node, message: 'imported', data: { name, starter: starter.callee.text }, related });
				}
				return;
			}
			const foreign = foreignObject(call, file, project);
			if (foreign) {
				const { kind, use, user } = foreign;
				const data = {
					name: use.text,
					run: call.callee.text,
					user: user ? `the loop that runs ${user.name}()` : 'the loop of those who wait for it',
					error: kind === 'client' ? 'RuntimeError' : errorOn(range),
				};
				const related = user ? [{ at: user.nameNode, message: `${user.name}() uses it on another loop` }] : [];
				report({ at: call.node, message: kind === 'client' ? 'foreignClient' : 'foreign', data, related, fixes: () => [handToLoop(call, file)] });
				return;
			}
			const shared = file.qualifiedName(call.callee) === 'asyncio.run' && isRepeated(call) ? boundElsewhere(functionsRunBy(call, project), file) : undefined;
			if (!shared) return;
			const module = shared.file.path.replace(/^.*\//, '');
			report({
				at: call.node,
				message: 'sharedRun',
				data: { name: shared.text, module, error: errorOn(range) },
				related: [{ at: shared, message: `${shared.text} is made here` }],
			});
		},
	},
});

/** Those of the runs of which at least two are made. */
function severalRuns(runs: readonly (readonly [CallSite, unknown])[]): readonly CallSite[] {
	return runs.map(([run]) => run).filter((run) => isRepeated(run) || runs.some(([other]) => other !== run && bothRun(run, other)));
}

function errorOn({ floor, ceiling }: PythonRange): string {
	const bound = 'RuntimeError: ... is bound to a different event loop';
	const attached = 'RuntimeError: ... attached to a different loop';
	if (floor >= 10) return bound;
	return ceiling >= 10 ? `${bound} (up to 3.9: ... attached to a different loop)` : attached;
}
