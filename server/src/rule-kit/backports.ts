import type { PythonRange } from '../project/python-version.ts';
import { argumentsOf, isStatement, keywordArgument, positionalArguments } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { namedErrors } from './caught.ts';
import { fixOf, indentationAt, indentationUnit, insertAt, lineEnding, replaceNode, replaceRange } from './edits.ts';
import type { DocumentEdit, Fix } from './finding.ts';
import { reference } from './imports.ts';

/** `await asyncio.to_thread(f, a)` becomes `await asyncio.get_running_loop().run_in_executor(None, f, a)`. Unsafe: context variables are not copied. */
export function threadByExecutor(call: SyntaxNode, isAwaited: boolean, file: FileModel): Fix | undefined {
	const callee = call.field('function');
	const list = call.field('arguments');
	const [first] = argumentsOf(call);
	const loop = callee && reference('asyncio', 'get_running_loop', call, file);
	// Elsewhere a coroutine may be wanted, which an executor does not give.
	if (!callee || !list || !first || !loop || !isAwaited) return undefined;
	const start = `${loop.text}().run_in_executor`;
	const needsPartial = argumentsOf(call).some((one) => one.kind === 'keyword_argument' || one.kind === 'dictionary_splat');
	const partial = needsPartial ? reference('functools', 'partial', call, file) : undefined;
	if (needsPartial && !partial) return undefined;
	const edits = [replaceNode(callee, start), insertAt(first, first.start, partial ? `None, ${partial.text}(` : 'None, ')];
	if (partial) edits.push(insertAt(call, call.end - 1, ')'));
	return fixOf('Use run_in_executor() instead', 'unsafe', edits, loop.edits, partial?.edits ?? []);
}

/** `async with asyncio.timeout(5): x = await f()` becomes `x = await asyncio.wait_for(f(), 5)`. Unsafe: f then runs in a task of its own. */
export function timeoutByWaitFor(call: SyntaxNode, file: FileModel): Fix | undefined {
	const block = enteredAlone(call);
	const [statement, ...more] = block?.body.children ?? [];
	const [limit] = argumentsOf(call);
	const wait = reference('asyncio', 'wait_for', call, file);
	if (!block || block.alias || !statement || more.length > 0 || !wait || !limit || limit.kind === 'keyword_argument') return undefined;
	if (statement.kind !== 'expression_statement' && statement.kind !== 'return_statement') return undefined;
	const awaits = [...statement.descendants()].filter((node) => node.kind === 'await');
	const awaited = awaits[0]?.children[0];
	if (awaits.length !== 1 || awaited?.kind !== 'call' || file.functionOf(awaited) !== file.functionOf(call)) return undefined;
	if (hasComment(file, block.statement.start, statement.start)) return undefined;
	const edits = [
		replaceRange(file, { start: block.statement.start, end: statement.start }, ''),
		insertAt(awaited, awaited.start, `${wait.text}(`),
		insertAt(awaited, awaited.end, `, ${limit.text})`),
	];
	return fixOf('Use asyncio.wait_for() instead', 'unsafe', edits, wait.edits, timeoutErrors(block.statement, file));
}

/** Until 3.10 `wait_for()` raises a TimeoutError of asyncio's own. */
function timeoutErrors(statement: SyntaxNode, file: FileModel): readonly DocumentEdit[] | undefined {
	const outer = statement.parent?.parent;
	if (outer?.kind !== 'try_statement' || outer.field('body') !== statement.parent) return [];
	const handlers = outer.children.filter((child) => child.kind === 'except_clause');
	if (handlers.some((handler) => namedErrors(handler, file).includes('asyncio.TimeoutError'))) return [];
	const names = handlers
		.flatMap((handler) => [handler.children[0], ...(handler.children[0]?.children ?? [])])
		.filter((node) => node?.kind === 'identifier' && file.qualifiedName(node) === 'builtins.TimeoutError') as SyntaxNode[];
	const error = names[0] && reference('asyncio', 'TimeoutError', names[0], file);
	return names.length === 0 ? [] : error && [...names.map((node) => replaceNode(node, error.text)), ...error.edits];
}

/** A task group whose block does nothing but start tasks becomes `await asyncio.gather(...)`. Unsafe: when one fails, gather lets the others go on. */
export function groupByGather(call: SyntaxNode, file: FileModel): Fix | undefined {
	const block = enteredAlone(call);
	const gather = reference('asyncio', 'gather', call, file);
	if (!block?.alias || !gather || hasComment(file, block.statement.start, block.statement.end) || handlesGroups(block.statement)) return undefined;
	const group = block.alias.text;
	const uses = file
		.mentions(group)
		.filter((use) => use !== block.alias && use.kind === 'identifier' && file.reaching(use).some((binding) => binding.node === block.alias));
	const [loop, ...others] = block.body.children;
	const started = loop?.kind === 'for_statement' && others.length === 0 ? startedInLoop(loop, group) : startedInRow(block.body, group);
	if (!started || uses.length !== started.count || uses.some((use) => !use.isInside(block.body))) return undefined;
	return fixOf('Use asyncio.gather() instead', 'unsafe', [replaceNode(block.statement, `await ${gather.text}(${started.text})`)], gather.edits);
}

function startedInRow(body: SyntaxNode, group: string): { readonly text: string; readonly count: number } | undefined {
	const coroutines = body.children.map((statement) => startedBy(statement, group));
	if (coroutines.some((one) => one === undefined)) return undefined;
	return { text: coroutines.map((one) => one?.text).join(', '), count: coroutines.length };
}

function startedInLoop(loop: SyntaxNode, group: string): { readonly text: string; readonly count: number } | undefined {
	const [statement, ...more] = loop.field('body')?.children ?? [];
	const coroutine = statement && startedBy(statement, group);
	if (!coroutine || more.length > 0 || loop.hasToken('async') || loop.field('alternative')) return undefined;
	// With an await in it, the generator would be an asynchronous one.
	if ([...coroutine.descendants()].some((node) => node.kind === 'await')) return undefined;
	return { text: `*(${coroutine.text} for ${loop.field('left')?.text} in ${loop.field('right')?.text})`, count: 1 };
}

/** The coroutine of a statement `group.create_task(coroutine)`. */
function startedBy(statement: SyntaxNode, group: string): SyntaxNode | undefined {
	const call = statement.kind === 'expression_statement' ? statement.children[0] : undefined;
	const callee = call?.kind === 'call' ? call.field('function') : undefined;
	if (!call || callee?.field('object')?.text !== group || callee.field('attribute')?.text !== 'create_task') return undefined;
	const [coroutine, ...more] = argumentsOf(call);
	return coroutine?.kind === 'call' && more.length === 0 ? coroutine : undefined;
}

/** `except*` and `except ExceptionGroup` wait for what only a group raises. */
function handlesGroups(statement: SyntaxNode): boolean {
	return [...statement.ancestors()].some(
		(node) =>
			node.kind === 'try_statement' &&
			node.children.some((child) => child.kind === 'except_clause' && (child.hasToken('*') || /ExceptionGroup/.test(child.children[0]?.text ?? ''))),
	);
}

/** `asyncio.run(main(), loop_factory=f)` becomes a block with a Runner, which 3.11 has. */
export function runByRunner(call: SyntaxNode, file: FileModel, python: PythonRange): Fix | undefined {
	const [main, ...more] = positionalArguments(call);
	const factory = keywordArgument(call, 'loop_factory');
	const runner = reference('asyncio', 'Runner', call, file);
	const isFree = file.lookupName('runner', file.scopeOf(call)).bindings.length === 0;
	if (python.floor < 11 || !main || more.length > 0 || !factory || !runner || !isFree || !isStatement(call) || hasComment(file, call.start, call.end))
		return undefined;
	const options = argumentsOf(call)
		.filter((one) => one !== main)
		.map((one) => one.text)
		.join(', ');
	const block = `with ${runner.text}(${options}) as runner:${lineEnding(call)}${indentationAt(call)}${indentationUnit(file)}runner.run(${main.text})`;
	return fixOf('Use asyncio.Runner instead', 'unsafe', [replaceNode(call, block)], runner.edits);
}

interface EnteredAlone {
	readonly statement: SyntaxNode;
	readonly body: SyntaxNode;
	/** The name after `as`. */
	readonly alias: SyntaxNode | undefined;
}

/** The `async with` that enters a call's result and nothing else. */
function enteredAlone(call: SyntaxNode): EnteredAlone | undefined {
	const statement = call.closest('with_statement');
	const body = statement?.field('body');
	const items = statement?.children[0]?.children ?? [];
	const value = items[0]?.children[0];
	if (!statement?.hasToken('async') || !body || items.length !== 1 || !value) return undefined;
	if (value === call) return { statement, body, alias: undefined };
	const alias = value.field('alias')?.children[0];
	return value.kind === 'as_pattern' && value.children[0] === call && alias?.kind === 'identifier' ? { statement, body, alias } : undefined;
}

function hasComment(file: FileModel, start: number, end: number): boolean {
	return file.source.comments.some((comment) => comment.start >= start && comment.end <= end);
}
