import { canAwait, fixOf, replaceRange, statementOf } from '../rule-kit/edits.ts';
import type { Fix } from '../rule-kit/finding.ts';
import { reference } from '../rule-kit/imports.ts';
import { freeName, makesCoroutine, taskGroupBlock } from '../rule-kit/task-group-block.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import type { Refactoring } from './refactoring.ts';

/** `name = await f()` or `await f()`. */
interface AwaitedCall {
	readonly statement: SyntaxNode;
	readonly target: string | undefined;
	readonly call: SyntaxNode;
}

export const gatherAwaits: Refactoring = {
	name: 'gather-awaits',
	summary: 'Awaits one after another become `asyncio.gather()` or a TaskGroup',
	effect: `The calls run at the same time, and take as long as the longest. Offered on a row of statements that await a call each, where none uses what an earlier one gives. Whether they may run at the same time is for you to judge: they must not need each other's effects, nor share a connection that serves one at a time. The TaskGroup is offered from Python 3.11 on, for coroutines; when one of them fails, it cancels the others.`,
	offer(at, { file, python }) {
		const row = rowAround(statementOf(at), file);
		const [first, last] = [row[0], row.at(-1)];
		if (!first || !last || first === last || hasComment(first.statement.start, last.statement.end, file)) return [];
		const count = row.length === 2 ? 'both' : `all ${row.length}`;
		return [withGather(row, `Run ${count} at the same time with asyncio.gather()`, file), python.floor >= 11 ? withTaskGroup(row, count, file) : undefined];
	},
};

/** The longest row of independent awaits that a statement is part of; it alone where its neighbours are of another kind. */
function rowAround(statement: SyntaxNode, file: FileModel): readonly AwaitedCall[] {
	const siblings = siblingsOf(statement, file);
	const here = siblings.indexOf(statement);
	const own = here < 0 ? undefined : awaitedCall(statement, file);
	if (!own) return [];
	let row: AwaitedCall[] = [own];
	for (const sibling of siblings.slice(here + 1)) {
		const next = awaitedCall(sibling, file);
		if (!next || !areIndependent([...row, next], file)) break;
		row = [...row, next];
	}
	for (const sibling of siblings.slice(0, here).reverse()) {
		const before = awaitedCall(sibling, file);
		if (!before || !areIndependent([before, ...row], file)) break;
		row = [before, ...row];
	}
	return row;
}

/** The statements of the same block, or at the top of the same cell. */
function siblingsOf(statement: SyntaxNode, { source }: FileModel): readonly SyntaxNode[] {
	if (statement.parent) return statement.parent.kind === 'block' ? statement.parent.children : [];
	const cell = source.notebook?.cellAt(statement.start);
	return source.statements.flatMap(({ root }) => (source.notebook?.cellAt(root.start) === cell ? [root] : []));
}

function awaitedCall(statement: SyntaxNode, file: FileModel): AwaitedCall | undefined {
	const [expression] = statement.kind === 'expression_statement' ? statement.children : [];
	const left = expression?.kind === 'assignment' ? expression.field('left') : undefined;
	if (expression?.kind === 'assignment' && (left?.kind !== 'identifier' || expression.field('type'))) return undefined;
	const awaited = left ? expression?.field('right') : expression;
	const call = awaited?.kind === 'await' ? awaited.children[0] : undefined;
	if (call?.kind !== 'call' || !canAwait(call, file)) return undefined;
	// Waiting for the time to pass is meant to happen in between.
	if (/^asyncio\.(sleep|gather|wait|wait_for|shield)$/.test(file.qualifiedName(call.field('function') as SyntaxNode) ?? '')) return undefined;
	return [...call.descendants()].some(({ kind }) => kind === 'await' || kind === 'named_expression' || kind === 'yield')
		? undefined
		: { statement, target: left?.text, call };
}

/** No name twice, and nobody uses what an earlier one gives. */
function areIndependent(row: readonly AwaitedCall[], file: FileModel): boolean {
	return row.every(({ call, target }, index) => {
		const earlier = row.slice(0, index).flatMap((one) => (one.target === undefined ? [] : [one.target]));
		return !earlier.some((name) => name === target || file.mentions(name, call).length > 0);
	});
}

function hasComment(start: number, end: number, file: FileModel): boolean {
	return file.source.comments.some((comment) => comment.start >= start && comment.end <= end);
}

function withGather(row: readonly AwaitedCall[], title: string, file: FileModel): Fix | undefined {
	const { statement } = row[0] as AwaitedCall;
	const gather = reference('asyncio', 'gather', statement, file);
	if (!gather) return undefined;
	const targets = row.some(({ target }) => target !== undefined) ? `${row.map(({ target }) => target ?? '_').join(', ')} = ` : '';
	const text = `${targets}await ${gather.text}(${row.map(({ call }) => call.text).join(', ')})`;
	return fixOf(title, 'unsafe', [replaceRange(file, rangeOf(row), text)], gather.edits);
}

function withTaskGroup(row: readonly AwaitedCall[], count: string, file: FileModel): Fix | undefined {
	const { statement } = row[0] as AwaitedCall;
	if (!row.every(({ call }) => makesCoroutine(call, file))) return undefined;
	const names = row.map(({ target }) => (target === undefined ? undefined : freeName([`${target}_task`], statement, file)));
	if (row.some(({ target }, index) => target !== undefined && names[index] === undefined)) return undefined;
	const block = taskGroupBlock(
		statement,
		file,
		(group) => row.map(({ call }, index) => `${names[index] === undefined ? '' : `${names[index]} = `}${group}.create_task(${call.text})`),
		row.flatMap(({ target }, index) => (target === undefined ? [] : [`${target} = ${names[index]}.result()`])),
	);
	return block && fixOf(`Run ${count} at the same time in a TaskGroup`, 'unsafe', [replaceRange(file, rangeOf(row), block.text)], block.edits);
}

function rangeOf(row: readonly AwaitedCall[]): { start: number; end: number } {
	return { start: row[0]?.statement.start ?? 0, end: row.at(-1)?.statement.end ?? 0 };
}
