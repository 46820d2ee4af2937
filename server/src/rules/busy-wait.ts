import { defineRule } from '../rule-kit/rule.ts';
import { isFilledElsewhere, isSetElsewhere } from '../rule-kit/shared-state.ts';
import { argumentsOf, unparenthesized } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';

/** What to await in place of a loop that goes on until a method gives something true, or something false. */
interface Waiting {
	readonly untilTrue?: string;
	readonly untilFalse?: string;
}

const forItem = 'await its get()';
const forTheLast = 'await its join(), with a task_done() for each item';
const queue: Waiting = { untilTrue: forTheLast, untilFalse: forItem };

/** Methods that tell a state for which one can wait, by type. */
const waits: Readonly<Record<string, Waiting>> = {
	'asyncio.Event.is_set': { untilTrue: 'await its wait()' },
	'asyncio.Future.done': { untilTrue: 'await it, or asyncio.wait() for it' },
	'asyncio.Task.done': { untilTrue: 'await it, or asyncio.wait() for it' },
	'asyncio.Queue.empty': queue,
	'asyncio.LifoQueue.empty': queue,
	'asyncio.PriorityQueue.empty': queue,
	'asyncio.Queue.qsize': { untilTrue: forItem, untilFalse: forTheLast },
	'asyncio.Queue.full': { untilFalse: 'await its put()' },
	'asyncio.Lock.locked': { untilFalse: 'await its acquire()' },
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
		filled: '{flag} is filled by this project itself: an asyncio.Queue, Condition or Future can be awaited here, without waking up in vain',
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
			const advice = callee && waits[file.qualifiedName(callee) ?? '']?.[waitsForTruth(node) ? 'untilTrue' : 'untilFalse'];
			const held = heldIn(node, looked, file);
			if (advice !== undefined) report({ at: condition, message: 'state', data: { advice } });
			else if (isSetElsewhere(looked, loop, file, project)) report({ at: condition, message: 'flag', data: { flag: looked.text } });
			else if (held && isFilledElsewhere(held, loop, file, project)) report({ at: condition, message: 'filled', data: { flag: held.text } });
		},
	},
});

/** Whether a loop with this condition ends when what it looks at becomes true, or more: `not x`, `x == 0`, `x < 3`. */
function waitsForTruth(condition: SyntaxNode): boolean {
	if (condition.kind === 'not_operator') return true;
	if (condition.kind !== 'comparison_operator') return false;
	const isTrue = condition.children[1]?.kind === 'true';
	if (condition.hasToken('!=') || condition.hasToken('is not')) return isTrue;
	return (condition.hasToken('<') || condition.hasToken('<=') || condition.hasToken('==') || condition.hasToken('is')) && !isTrue;
}

/** `queue.qsize() == 0`, `self.state != 'ready'`, `result is None` */
function comparedValue(node: SyntaxNode): SyntaxNode | undefined {
	const [left, right, ...more] = node.kind === 'comparison_operator' ? node.children : [];
	const isPlain = right && /^(none|true|false|integer|string|attribute|identifier)$/.test(right.kind);
	return isPlain && more.length === 0 ? left : undefined;
}

/** The collection that a condition asks whether it holds something: `not items`, `len(items) < 3`, `key not in items`. */
function heldIn(condition: SyntaxNode, looked: SyntaxNode, file: FileModel): SyntaxNode | undefined {
	if (condition.kind === 'comparison_operator' && condition.hasToken('not in')) return condition.children[1];
	const callee = looked.kind === 'call' ? looked.field('function') : undefined;
	if (callee) return file.qualifiedName(callee) === 'builtins.len' ? argumentsOf(looked)[0] : undefined;
	return condition.kind === 'not_operator' ? looked : undefined;
}

function onlySleeps(loop: SyntaxNode, file: FileModel): boolean {
	const [statement, ...others] = loop.field('body')?.children ?? [];
	const awaited = statement?.kind === 'expression_statement' ? statement.children[0] : undefined;
	const call = awaited?.kind === 'await' ? awaited.children[0] : undefined;
	const callee = call?.kind === 'call' ? call.field('function') : undefined;
	return others.length === 0 && callee !== undefined && file.qualifiedName(callee) === 'asyncio.sleep' && !loop.field('alternative');
}
