import { pythonAt } from '../project/guards.ts';
import type { ProjectModel } from '../project/project.ts';
import type { PythonRange } from '../project/python-version.ts';
import { oneRunner, runCalls } from '../rule-kit/one-runner.ts';
import { bothRun, functionsRunBy, isRepeated, usesVariable } from '../rule-kit/repeated-runs.ts';
import { defineRule } from '../rule-kit/rule.ts';
import type { CallSite } from '../semantics/calls.ts';
import { type FileModel, fileOf } from '../semantics/file-model.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';

/** What belongs to the loop on which a task first had to wait for it. */
const boundClasses = ['Lock', 'Event', 'Condition', 'Semaphore', 'BoundedSemaphore', 'Queue', 'LifoQueue', 'PriorityQueue', 'Barrier'];

/** Calls that make a loop of their own and run it. */
const ownLoopStarters: ReadonlySet<string> = new Set([
	'asyncio.run',
	'uvloop.run',
	'anyio.run',
	'uvicorn.run',
	'uvicorn.Server.run',
	'aiohttp.web.run_app',
	'discord.Client.run',
	'discord.ext.commands.Bot.run',
]);

export default defineRule({
	name: 'loop-bound-object',
	category: 'loop-lifetime',
	severity: 'warning',
	fix: 'unsafe',
	since: '0.1.0',
	equivalents: [],
	summary: 'A lock, event or queue is shared by several event loops',
	why: `Locks, events, conditions, semaphores and queues of asyncio belong to one event loop:

- since Python 3.10 to the loop on which a task first had to wait for it. Waiting on another loop raises \`RuntimeError: ... is bound to a different event loop\`. As long as nobody has to wait, nothing happens, so it fails under load first.
- up to 3.9 to the loop that was current when it was made. \`asyncio.run()\` and servers make another one, so an object of the module fails even with one run: \`RuntimeError: Task ... got Future ... attached to a different loop\`.

Every \`asyncio.run()\` makes a new loop. Make the object in the coroutine that is run, and hand it on; or run everything on one loop, with one \`asyncio.run(main())\` or with \`asyncio.Runner\` (3.11 and later).`,
	messages: {
		runs: '{name} is made once but used in several runs, each on a loop of its own: when a task had to wait for it in one, waiting for it in another raises {error}',
		sharedRun:
			'{name} of {module} is made once, but each of these runs has a loop of its own: when a task had to wait for it in one, waiting for it in another raises {error}',
		imported:
			'{name} is made at import and belongs to the loop of that moment up to Python 3.9, not to the one that {starter}() makes: a task that has to wait for it gets RuntimeError: ... attached to a different loop',
	},
	examples: [
		{
			bad: `import asyncio

orders = asyncio.Queue(maxsize=1)


async def put(item):
    await orders.put(item)


async def fetch():
    return await orders.get()


asyncio.run(put("tea"))
asyncio.run(fetch())
`,
			good: `import asyncio


async def put(orders, item):
    await orders.put(item)


async def fetch(orders):
    return await orders.get()


async def main():
    orders = asyncio.Queue(maxsize=1)
    await put(orders, "tea")
    await fetch(orders)


asyncio.run(main())
`,
		},
	],
	on: {
		call(call, { file, project, python, report }) {
			const variable = boundVariable(call, file);
			if (!variable && file.qualifiedName(call.callee) !== 'asyncio.run') return;
			const range = pythonAt(call.node, file, python);
			if (!range) return;
			if (variable) {
				const runs = runCalls(file).filter((run) => usesVariable(functionsRunBy(run, project), variable, file));
				const several = runs.filter((run) => isRepeated(run) || runs.some((other) => other !== run && bothRun(run, other)));
				const starter = range.floor <= 9 ? ownLoopStart(file) : undefined;
				if (several.length > 0) {
					const related = several.map((run) => ({ at: run.node, message: 'this makes a loop of its own' }));
					report({
						at: call.node,
						message: 'runs',
						data: { name: variable.text, error: errorOn(range) },
						related,
						fixes: () => [range.floor >= 11 ? oneRunner(several, file) : undefined],
					});
				} else if (starter && isUsedInFunction(variable, file)) {
					const related = [{ at: starter.node, message: 'this makes another loop' }];
					report({ at: call.node, message: 'imported', data: { name: variable.text, starter: starter.callee.text }, related });
				}
				return;
			}
			const shared = isRepeated(call) ? sharedObject(call, project) : undefined;
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

/** `lock` of a module's `lock = asyncio.Lock()`. */
function boundVariable(call: CallSite, file: FileModel): SyntaxNode | undefined {
	const name = call.owner ? undefined : file.qualifiedName(call.callee);
	if (!name?.startsWith('asyncio.') || !boundClasses.includes(name.slice(8))) return undefined;
	const target = call.node.parent?.kind === 'assignment' ? call.node.parent.field('left') : undefined;
	if (target?.kind !== 'identifier' || file.scopeOf(target).kind !== 'module') return undefined;
	return file.lookup(target).bindings.length === 1 ? target : undefined;
}

/** An object of another file's module that a run uses. */
function sharedObject(run: CallSite, project: ProjectModel): SyntaxNode | undefined {
	const functions = functionsRunBy(run, project);
	const others = new Set([...functions].map(fileOf).filter((file) => file !== fileOf(run)));
	for (const file of others) {
		for (const variable of boundVariables(file)) if (usesVariable(functions, variable, file)) return variable;
	}
	return undefined;
}

/** Every object of a file's module that belongs to a loop. */
function boundVariables(file: FileModel): readonly SyntaxNode[] {
	const calls = boundClasses.flatMap((name) =>
		file.mentions(name).flatMap((mention) => {
			const callee = mention.parent?.kind === 'attribute' ? mention.parent : mention;
			return file.statementOf(callee).calls.filter((call) => call.callee === callee);
		}),
	);
	return calls.map((call) => boundVariable(call, file)).filter((one) => one !== undefined);
}

function isUsedInFunction(variable: SyntaxNode, file: FileModel): boolean {
	return file
		.mentions(variable.text)
		.some((one) => file.functionOf(one) !== undefined && file.lookup(one).bindings.some((binding) => binding.node === variable));
}

/** The first call in the file that runs a loop which it makes itself. */
function ownLoopStart(file: FileModel): CallSite | undefined {
	return ['run', 'run_app']
		.flatMap((name) => file.mentions(name))
		.flatMap((mention) => {
			const callee = mention.parent?.kind === 'attribute' && mention.fieldName === 'attribute' ? mention.parent : mention;
			return ownLoopStarters.has(file.qualifiedName(callee) ?? '') ? file.statementOf(callee).calls.filter((one) => one.callee === callee) : [];
		})[0];
}

function errorOn({ floor, ceiling }: PythonRange): string {
	const bound = 'RuntimeError: ... is bound to a different event loop';
	const attached = 'RuntimeError: ... attached to a different loop';
	if (floor >= 10) return bound;
	return ceiling >= 10 ? `${bound} (up to 3.9: ... attached to a different loop)` : attached;
}
