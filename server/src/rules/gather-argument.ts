import { newestMinor } from '../knowledge/python-releases.ts';
import { pythonAt } from '../project/guards.ts';
import type { PythonRange } from '../project/python-version.ts';
import { type CollectionKind, collectionKind, coroutinesIn, isCoroutineCall, itemsIn, iterableName } from '../rule-kit/collections.ts';
import { fixOf } from '../rule-kit/edits.ts';
import { defineRule, type RuleContext } from '../rule-kit/rule.ts';
import { type EffectOn, effectsText } from '../rule-kit/version-text.ts';
import { asTasks, bracketEdits, inList, withoutStar, withStar } from '../rule-kit/wait-fixes.ts';
import { argument, argumentsOf, type CallSite, unparenthesized } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';

const messages = {
	gather: 'asyncio.gather() takes awaitables one by one: {what} raises {error}',
	coroutines: 'asyncio.wait() takes tasks, not coroutines: {consequence}',
	single: 'asyncio.wait() takes a collection of tasks: TypeError, expect a list of futures, not {what}',
	spread: 'asyncio.wait() takes one collection of tasks, not the tasks one by one: TypeError; leave the star away',
	generator: 'asyncio.wait() takes no generator up to 3.11: TypeError, expect a list of futures, not generator',
	empty: 'asyncio.wait() raises ValueError when it is given nothing to wait for',
} as const;

export default defineRule({
	name: 'gather-argument',
	category: 'concurrency',
	severity: 'error',
	fix: 'safe',
	since: '0.1.0',
	equivalents: [],
	summary: 'A list given to `gather()`, or coroutines or nothing given to `wait()`',
	why: `\`asyncio.gather()\` takes its awaitables one by one, \`asyncio.wait()\` takes one collection of tasks.

- \`gather([a(), b()])\`: \`TypeError: unhashable type: 'list'\`; from 3.14 on \`TypeError: cannot use 'list' as a dict key (unhashable type: 'list')\`. A star hands the items over singly: \`gather(*[a(), b()])\`.
- \`wait([a(), b()])\` with coroutines: \`DeprecationWarning\` on 3.9 and 3.10, from 3.11 on \`TypeError: Passing coroutines is forbidden, use tasks explicitly.\` Make tasks of them: \`wait([asyncio.create_task(a())])\`.
- \`wait([])\`: \`ValueError: Set of Tasks/Futures is empty.\` (up to 3.10: \`Set of coroutines/Futures is empty.\`).
- \`wait(task)\`: \`TypeError: expect a list of futures, not Task\`.
- \`wait(*tasks)\`: \`TypeError\`, whether it is one task or many.
- \`wait(task for ...)\`, a generator: up to 3.11 \`TypeError: expect a list of futures, not generator\`; 3.12 takes it.`,
	messages,
	examples: [
		{
			bad: `import asyncio


async def ask(team):
    await asyncio.sleep(0)
    return team


async def main(teams):
    return await asyncio.gather([ask(team) for team in teams])


asyncio.run(main(["owls", "cats"]))
`,
			good: `import asyncio


async def ask(team):
    await asyncio.sleep(0)
    return team


async def main(teams):
    return await asyncio.gather(*[ask(team) for team in teams])


asyncio.run(main(["owls", "cats"]))
`,
		},
	],
	on: {
		call(call, context) {
			const name = context.file.qualifiedName(call.callee);
			const python = name === 'asyncio.gather' || name === 'asyncio.wait' ? pythonAt(call.node, context.file, context.python) : undefined;
			if (!python) return;
			if (name === 'asyncio.gather') checkGather(call, context, python);
			else checkWait(call, context, python);
		},
	},
});

type Context = RuleContext<typeof messages>;

function checkGather({ node }: CallSite, { file, report }: Context, python: PythonRange): void {
	for (const given of argumentsOf(node)) {
		if (given.kind === 'keyword_argument' || given.kind.endsWith('_splat')) continue;
		const kind = collectionKind(given, file);
		const name = kind ?? iterableName(given, file);
		if (name === undefined) continue;
		const data = { what: `a ${name}`, error: kind ? errorOfGather(kind, python) : noAwaitable };
		report({ at: given, message: 'gather', data, fixes: () => [kind === 'dictionary' ? undefined : withStar(given)] });
	}
}

const noAwaitable = 'TypeError: An asyncio.Future, a coroutine or an awaitable is required';

/** As CPython 3.8 to 3.14 print it. */
function errorOfGather(kind: CollectionKind, { floor, ceiling }: PythonRange): string {
	if (kind === 'tuple') return noAwaitable;
	if (kind === 'generator')
		return floor >= 12 ? 'TypeError' : ceiling <= 11 ? 'RuntimeError: Task got bad yield' : 'RuntimeError up to 3.11, TypeError from 3.12 on';
	if (kind === 'list' && floor >= 14) return "TypeError: cannot use 'list' as a dict key (unhashable type: 'list')";
	return `TypeError: unhashable type: '${kind === 'dictionary' ? 'dict' : kind}'`;
}

function checkWait(call: CallSite, context: Context, python: PythonRange): void {
	const { file, project, report } = context;
	const at = argument(call.node, 0, 'fs');
	const spread = spreadTasks(call.node, file);
	if (spread) report({ at: spread, message: 'spread', fixes: () => [withoutStar(spread)] });
	if (!at) return;
	const single = singleAwaitable(at, file, project);
	if (isEmpty(at, file)) report({ at, message: 'empty' });
	else if (single) report({ at, message: 'single', data: { what: single }, fixes: () => [inList(at, single, call, file)] });
	else checkItems(at, call, context, python);
}

function checkItems(at: SyntaxNode, call: CallSite, { file, project, report }: Context, python: PythonRange): void {
	const kind = collectionKind(at, file);
	const coroutines = kind ? coroutinesIn(at, file, project) : [];
	const isGenerator = kind === 'generator' && unparenthesized(at).kind === 'generator_expression';
	const assumed = python.isAssumed ? 'warning' : undefined;
	if (coroutines.length > 0 && (python.ceiling >= 9 || isGenerator)) {
		const severity = isGenerator ? undefined : python.ceiling < 11 ? 'warning' : assumed;
		const fixes = () => [asTasks(at, coroutines, call, python, file)];
		report({ at, message: 'coroutines', data: { consequence: consequenceOf(python, isGenerator) }, severity, fixes });
	} else if (isGenerator && python.floor <= 11) {
		report({ at, message: 'generator', severity: assumed, fixes: () => [fixOf('Make a list of it', 'safe', bracketEdits(at))] });
	}
}

function isEmpty(given: SyntaxNode, file: FileModel): boolean {
	const node = unparenthesized(given);
	if (node.kind === 'call')
		return argumentsOf(node).length === 0 && /^builtins\.(set|list|tuple|dict|frozenset)$/.test(file.qualifiedName(node.field('function') as SyntaxNode) ?? '');
	return ['list', 'tuple', 'dictionary'].includes(node.kind) && node.children.length === 0;
}

/** `*tasks`, where each item seen in there is a task. */
function spreadTasks(call: SyntaxNode, file: FileModel): SyntaxNode | undefined {
	const [given] = argumentsOf(call);
	const collection = given?.kind === 'list_splat' ? given.children[0] : undefined;
	const items = collection ? itemsIn(collection, file) : [];
	return items.length > 0 && items.every((one) => isTask(one, file)) ? given : undefined;
}

function isTask(node: SyntaxNode, file: FileModel): boolean {
	const type = file.typeOf(node)?.external;
	return type === 'asyncio.Task' || type === 'asyncio.Future';
}

/** What is given in place of a collection, as the error calls it. */
function singleAwaitable(given: SyntaxNode, file: FileModel, project: RuleContext['project']): string | undefined {
	const node = unparenthesized(given);
	if (isCoroutineCall(node, file, project)) return 'coroutine';
	return isTask(node, file) ? file.typeOf(node)?.external?.slice('asyncio.'.length) : undefined;
}

function consequenceOf(range: PythonRange, isGenerator: boolean): string {
	if (range.floor >= 11) return 'TypeError: Passing coroutines is forbidden, use tasks explicitly.';
	return isGenerator ? 'TypeError on every version' : effectsText({ ...range, toldTo: newestMinor }, coroutinesGiven);
}

const coroutinesGiven: EffectOn = (minor) =>
	minor >= 11 ? { says: 'TypeError', severity: 'error' } : minor >= 9 ? { says: 'DeprecationWarning', severity: 'warning' } : undefined;
