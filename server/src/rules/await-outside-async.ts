import { kindOfScript } from '../project/cell-scripts.ts';
import { pythonAt } from '../project/guards.ts';
import type { ProjectModel } from '../project/project.ts';
import { planAsync } from '../rule-kit/async-plan.ts';
import { coroutineFrom } from '../rule-kit/coroutines.ts';
import { fixOf, insertAt, makeAsync, replaceRange } from '../rule-kit/edits.ts';
import type { Fix } from '../rule-kit/finding.ts';
import { reference } from '../rule-kit/imports.ts';
import { makeAsyncEverywhere } from '../rule-kit/make-async.ts';
import { allOutside, callersOf, type OutsideAsync, outsideAsync } from '../rule-kit/outside-async.ts';
import { defineRule, type RuleContext } from '../rule-kit/rule.ts';
import { isStatement } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import { isAwaitPoint } from '../semantics/flow.ts';
import type { FunctionModel } from '../semantics/functions.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';

const messages = {
	function: '{what} stands in {function}, which is no async function: SyntaxError, so {consequence}',
	module: '{what} stands outside of any async function: SyntaxError, so the module cannot be imported',
	nested: 'An asynchronous comprehension stands inside a synchronous one: SyntaxError up to Python 3.10',
} as const;

export default defineRule({
	name: 'await-outside-async',
	category: 'forgotten-await',
	severity: 'error',
	fix: 'unsafe',
	since: '0.1.0',
	equivalents: ['E1142', 'PLE1142', 'F704'],
	summary: '`await`, `async with` or `async for` outside of an async function',
	why: `Only the body of an \`async def\` can wait. Anywhere else the compiler refuses the whole file: \`SyntaxError: 'await' outside async function\`, \`'await' outside function\` at module level, \`'async with' outside async function\`, \`asynchronous comprehension outside of an asynchronous function\`. A \`def\` or a \`lambda\` inside an \`async def\` is a function of its own.

Make the function \`async def\`, and await it wherever it is called; the callers are shown with the finding. At module level put the code into \`async def main():\` and start that with \`asyncio.run(main())\`. Notebook cells may await at their top level.

Up to Python 3.10 an asynchronous comprehension may not stand inside a synchronous comprehension or generator expression either, not even in an \`async def\`.`,
	messages,
	examples: [
		{
			bad: `import asyncio


def load(name):
    await asyncio.sleep(1)
    return name


async def main():
    print(load("a"))


asyncio.run(main())
`,
			good: `import asyncio


async def load(name):
    await asyncio.sleep(1)
    return name


async def main():
    print(await load("a"))


asyncio.run(main())
`,
		},
	],
	on: { 'node:await': judge, 'node:with_statement': judge, 'node:for_statement': judge, 'node:for_in_clause': judge },
});

function judge(point: SyntaxNode, context: RuleContext<typeof messages>): void {
	if (!point.isNamed || !isAwaitPoint(point)) return;
	const outside = outsideAsync(point);
	if (!outside || (outside.place === 'module' && mayAwaitAtTop(context.file))) return;
	if (outside.place === 'nested') reportNested(point, context);
	// Making the function async mends all of them: the first speaks for the others.
	else if (allOutside(outside, context.file)[0] === point) reportFirst(point, outside, context);
}

function reportNested(point: SyntaxNode, { file, python, report }: RuleContext<typeof messages>): void {
	const range = pythonAt(point, file, python);
	if (!range || range.floor > 10) return;
	report({ at: placeOf(point), message: 'nested', severity: range.isAssumed && range.ceiling > 10 ? 'warning' : 'error' });
}

function reportFirst(point: SyntaxNode, outside: OutsideAsync, context: RuleContext<typeof messages>): void {
	const { file, project, report } = context;
	const all = allOutside(outside, file);
	const what = whatWaits(point, outside);
	const at = placeOf(point);
	const others = all.slice(1).map((one) => ({ at: placeOf(one), message: 'This may not stand here either' }));
	const model = file.functions.find((one) => one.node === outside.holder);
	if (!model) {
		report({ at, message: 'module', data: { what }, related: others, fixes: () => (all.length === 1 ? [runIt(point, context)] : []) });
		return;
	}
	const calls = model.isLambda ? [] : callersOf(model, project);
	const callers = calls.map((call) => ({ at: call, message: `${model.name}() is called here, and would have to be awaited` }));
	const consequence = file.source.notebook ? 'nothing in the cell runs' : 'the module cannot be imported';
	const data = { what, function: model.isLambda ? 'a lambda' : `${model.name}()`, consequence };
	report({ at, message: 'function', data, related: [...callers, ...others], fixes: () => [asyncWithCallers(model, project)] });
}

/** The `await`, or the word `async` of a statement. */
function placeOf(point: SyntaxNode): SyntaxNode {
	return point.kind === 'await' ? point : (point.token('async') ?? point);
}

function whatWaits(point: SyntaxNode, { isComprehension }: OutsideAsync): string {
	if (isComprehension || point.kind === 'for_in_clause') return 'An asynchronous comprehension';
	return point.kind === 'await' ? 'await' : point.kind === 'with_statement' ? 'async with' : 'async for';
}

/** Notebooks, files with cells, and Python in a browser allow it. */
function mayAwaitAtTop(file: FileModel): boolean {
	if (file.source.notebook || /\.ipynb|^vscode-notebook-cell:/.test(file.path) || kindOfScript(file) === 'interactive') return true;
	return ['pyodide', 'pyscript', 'js', 'micropip', 'IPython', 'marimo'].some((module) => file.imports(module));
}

function asyncWithCallers(model: FunctionModel, project: ProjectModel): Fix | undefined {
	const plan = model.isLambda ? undefined : planAsync(model, project);
	if (!plan) return undefined;
	if (plan.uses.length > 0) return makeAsyncEverywhere(model, project);
	// pytest runs an async test only with a mark or plugin.
	return model.name.startsWith('test') || plan.functions.size > 1 ? undefined : fixOf(`Make ${model.name}() async`, 'unsafe', makeAsync(model.node));
}

/** `await main()` as a statement of the module becomes `asyncio.run(main())`. */
function runIt(point: SyntaxNode, { file, project }: RuleContext<typeof messages>): Fix | undefined {
	const [made] = point.children;
	const call = made?.kind === 'call' ? file.statementOf(made).calls.find((one) => one.node === made) : undefined;
	const run = reference('asyncio', 'run', point, file);
	if (!made || !call || !run || !isStatement(point) || file.scopeOf(point).kind !== 'module' || !coroutineFrom(call, file, project)) return undefined;
	return fixOf(
		'Run it with asyncio.run()',
		'unsafe',
		[replaceRange(file, { start: point.start, end: made.start }, `${run.text}(`), insertAt(point, point.end, ')')],
		run.edits,
	);
}
