import type { ProjectModel } from '../project/project.ts';
import { positionalArguments, withParentheses } from '../semantics/calls.ts';
import { type FileModel, fileOf } from '../semantics/file-model.ts';
import type { FunctionModel } from '../semantics/functions.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { type AsyncPlan, type AsyncUse, planAsync } from './async-plan.ts';
import { awaitedStarter } from './await-instead.ts';
import { awaitIt, canAwait, fixOf, insertAt, makeAsync, replaceRange } from './edits.ts';
import type { DocumentEdit, Fix } from './finding.ts';
import { reference, unusedImportEdits } from './imports.ts';
import { starterAt } from './loop-running.ts';

/**
 * Makes a function that starts a loop `async def`, awaits what it ran, and awaits it in turn at its callers, over all files. Callers
 * where no loop runs get `asyncio.run()`. Undefined when any use of it cannot be followed or changed. Unsafe: code outside the
 * project may call it.
 */
export function makeAsyncEverywhere(model: FunctionModel, project: ProjectModel): Fix | undefined {
	const plan = planAsync(model, project);
	if (!plan || plan.uses.length === 0) return undefined;
	const starters = [...plan.functions].flatMap((one) => startersOf(one));
	const uses = plan.uses.map(useEdits);
	const edits = [...[...plan.functions].flatMap((one) => makeAsync(one.node)), ...starters.flatMap((one) => one.edits)];
	// A file that gets an asyncio.run() goes on to need its imports.
	const running = new Set(plan.uses.filter(({ kind }) => kind === 'run' || kind === 'wrap').map(({ file }) => file));
	const imports = starters
		.filter(({ file }) => !running.has(file))
		.flatMap(({ unused, file }) => (unused ? unusedImportEdits(unused.name, removedIn(file, starters), file) : []));
	const fix = fixOf(titleOf(model, plan), 'unsafe', edits, ...uses, imports);
	return fix && !overlap(fix.edits) ? fix : undefined;
}

function titleOf(model: FunctionModel, { functions, uses }: AsyncPlan): string {
	const others = functions.size - 1;
	const callers = uses.length === 1 ? 'caller' : `${uses.length} callers`;
	if (others === 0) return `Make ${model.name}() async and await it at its ${callers}`;
	return `Make ${model.name}() and ${others} more ${others === 1 ? 'function' : 'functions'} async and await them at their ${callers}`;
}

function startersOf(model: FunctionModel) {
	const file = fileOf(model);
	return model.calls.flatMap((call) => {
		const starter = starterAt(call, file);
		const awaited = starter && awaitedStarter(call, starter, file);
		return awaited ? [{ ...awaited, file }] : [];
	});
}

function removedIn(file: FileModel, starters: ReturnType<typeof startersOf>): readonly SyntaxNode[] {
	return starters.flatMap((one) => (one.file === file && one.unused ? [one.unused.removed] : []));
}

function useEdits({ kind, node, function: model, file }: AsyncUse): readonly DocumentEdit[] | undefined {
	if (kind === 'await') return awaitIt(node);
	if (kind === 'direct') return directEdits(node, file);
	const run = reference('asyncio', 'run', node, file);
	if (!run) return undefined;
	if (kind === 'run') return [insertAt(node, node.start, `${run.text}(`), insertAt(node, node.end, ')'), ...run.edits];
	const isBound = model.class !== undefined && node.kind === 'attribute';
	const passed = model.parameters.length > (isBound ? 1 : 0) ? '*args, **kwargs' : '';
	const lambda = passed === '' ? 'lambda' : `lambda ${passed}`;
	return [insertAt(node, node.start, `${lambda}: ${run.text}(`), insertAt(node, node.end, `(${passed}))`), ...run.edits];
}

/** `asyncio.to_thread(f, a)` becomes `f(a)`. */
function directEdits(call: SyntaxNode, file: FileModel): readonly DocumentEdit[] | undefined {
	const list = call.field('arguments');
	const [handed, next] = list?.children ?? [];
	if (!list || !handed || positionalArguments(call)[0] !== handed) return undefined;
	const end = next ? next.start : list.end - 1;
	return [replaceRange(file, { start: call.start, end: handed.start }, ''), replaceRange(file, { start: handed.end, end }, '(')];
}

/** Two edits at one place would depend on their order. */
function overlap(edits: readonly DocumentEdit[]): boolean {
	return edits.some((one, i) =>
		edits.some(
			(other, j) => j < i && other.path === one.path && one.range.start <= other.range.end && other.range.start <= one.range.end && !isBeside(one, other),
		),
	);
}

/** An insertion at the end of another edit's range, or at its start, that does not share both. */
function isBeside(one: DocumentEdit, other: DocumentEdit): boolean {
	return one.range.start !== other.range.start && (one.range.start === other.range.end || other.range.start === one.range.end);
}

/**
 * Makes a function `async def` and awaits it wherever it is called. Undefined unless all its uses are
 * known: it is nested or private, undecorated, and each mention is a call where `await` may stand.
 */
export function makeAsyncWithCallers(model: FunctionModel, file: FileModel): readonly DocumentEdit[] | undefined {
	const isPrivate = model.name.startsWith('_') && !model.name.endsWith('__');
	if (model.isAsync || model.isLambda || model.isGenerator || model.decorators.length > 0) return undefined;
	if (!isPrivate && (!model.owner || model.class)) return undefined;
	const calls = file
		.mentions(model.name)
		.filter((mention) => mention !== model.nameNode)
		.map((mention) => callOf(mention, model, file));
	if (calls.length === 0 || calls.some((call) => !call || !canAwait(call, file) || file.functionOf(call) === model)) return undefined;
	return [...makeAsync(model.node), ...(calls as SyntaxNode[]).flatMap(awaitIt)];
}

function callOf(mention: SyntaxNode, model: FunctionModel, file: FileModel): SyntaxNode | undefined {
	const reference = mention.parent?.kind === 'attribute' && mention.fieldName === 'attribute' ? mention.parent : mention;
	if (file.functionNamed(reference) !== model) return undefined;
	const outer = withParentheses(reference);
	return outer.parent?.kind === 'call' && outer.parent.field('function') === outer ? outer.parent : undefined;
}
