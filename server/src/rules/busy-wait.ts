import type { ProjectModel } from '../project/project.ts';
import { defineRule } from '../rule-kit/rule.ts';
import { unparenthesized } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';

/** Methods that tell a state for which one can wait, by type. */
const waits: Readonly<Record<string, string>> = {
	'asyncio.Event.is_set': 'await its wait()',
	'asyncio.Future.done': 'await it, or asyncio.wait() for it',
	'asyncio.Task.done': 'await it, or asyncio.wait() for it',
	'asyncio.Queue.empty': 'await its get()',
	'asyncio.Queue.qsize': 'await its get()',
	'asyncio.LifoQueue.empty': 'await its get()',
	'asyncio.PriorityQueue.empty': 'await its get()',
	'asyncio.Queue.full': 'await its put()',
	'asyncio.Lock.locked': 'await its acquire()',
};

export default defineRule({
	name: 'busy-wait',
	category: 'concurrency',
	severity: 'hint',
	fix: 'none',
	since: '0.1.0',
	equivalents: ['ASYNC110', 'S7484'],
	summary: 'A loop that sleeps until a flag of the program itself changes',
	why: `\`while not done: await asyncio.sleep(0.1)\` wakes up again and again to look at a flag, and sees the change up to one interval late. With a short interval it keeps the processor busy, with a long one the program is slow.

Where the program's own code sets the flag, let it say so: an \`asyncio.Event\` that one side \`set()\`s and the other awaits with \`wait()\`, an \`asyncio.Condition\`, or the task, future or queue itself. Asking something outside (a web API, a file) again and again is polling, and is not meant here.`,
	messages: {
		flag: '{flag} is set by this project itself: an asyncio.Event that is set there can be awaited here, without waking up in vain',
		state: 'Instead of looking again and again, {advice}',
	},
	examples: [
		{
			bad: `import asyncio


class Door:
    def __init__(self):
        self.is_open = False

    def open(self):
        self.is_open = True

    async def wait(self):
        while not self.is_open:
            await asyncio.sleep(0.1)
`,
			good: `import asyncio


class Door:
    def __init__(self):
        self.opened = asyncio.Event()

    def open(self):
        self.opened.set()

    async def wait(self):
        await self.opened.wait()
`,
		},
	],
	on: {
		'node:while_statement'(loop, { file, project, report }) {
			const condition = loop.field('condition');
			if (!condition || !onlySleeps(loop, file)) return;
			const node = unparenthesized(condition);
			const looked = unparenthesized(node.kind === 'not_operator' ? (node.field('argument') ?? node) : (comparedValue(node) ?? node));
			const callee = looked.kind === 'call' ? looked.field('function') : undefined;
			const advice = callee && waits[file.qualifiedName(callee) ?? ''];
			if (advice !== undefined) report({ at: condition, message: 'state', data: { advice } });
			else if (isSetElsewhere(looked, loop, file, project)) report({ at: condition, message: 'flag', data: { flag: looked.text } });
		},
	},
});

/** `queue.qsize() == 0`, `self.state != 'ready'`, `result is None` */
function comparedValue(node: SyntaxNode): SyntaxNode | undefined {
	const [left, right, ...more] = node.kind === 'comparison_operator' ? node.children : [];
	const isPlain = right && /^(none|true|false|integer|string|attribute|identifier)$/.test(right.kind);
	return isPlain && more.length === 0 ? left : undefined;
}

function onlySleeps(loop: SyntaxNode, file: FileModel): boolean {
	const [statement, ...others] = loop.field('body')?.children ?? [];
	const awaited = statement?.kind === 'expression_statement' ? statement.children[0] : undefined;
	const call = awaited?.kind === 'await' ? awaited.children[0] : undefined;
	const callee = call?.kind === 'call' ? call.field('function') : undefined;
	return others.length === 0 && callee !== undefined && file.qualifiedName(callee) === 'asyncio.sleep' && !loop.field('alternative');
}

/** Whether another function of the project, on the loop's own thread as far as is known, gives the flag a value. */
function isSetElsewhere(flag: SyntaxNode, loop: SyntaxNode, file: FileModel, project: ProjectModel): boolean {
	const owner = file.functionOf(loop);
	const setters = flag.kind === 'attribute' ? attributeSetters(flag, file) : flag.kind === 'identifier' ? nameSetters(flag, file) : [];
	const others = setters.filter((setter) => setter !== owner && setter?.name !== '__init__');
	// An asyncio.Event must not be set from another thread.
	return (
		others.length > 0 && setters.every((setter) => !setter || project.contextsOf(setter, setter.node).every((context) => context.kind !== 'worker-thread'))
	);
}

function attributeSetters(flag: SyntaxNode, file: FileModel) {
	const object = flag.field('object');
	const type = object && file.typeOf(object);
	return (type?.class?.attributes.get(flag.field('attribute')?.text ?? '') ?? []).map((assignment) => assignment.method);
}

/** A variable that other functions assign, as a global or nonlocal one. */
function nameSetters(flag: SyntaxNode, file: FileModel) {
	return file
		.mentions(flag.text)
		.filter((node) => {
			const assignment = node.parent?.kind === 'assignment' && node.parent.field('left') === node;
			const scope = file.scopeOf(node);
			return assignment && (scope.globals.has(flag.text) || scope.nonlocals.has(flag.text));
		})
		.map((node) => file.functionOf(node));
}
