import { unparenthesized } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';

/** An `async with asyncio.TaskGroup()` or a timeout block. */
export interface AsyncBlock {
	readonly kind: 'group' | 'timeout';
	readonly statement: SyntaxNode;
	readonly body: SyntaxNode;
	/** The call that makes the context manager. */
	readonly call: SyntaxNode;
	/** The name behind `as`. */
	readonly target: SyntaxNode | undefined;
	/** `asyncio.TaskGroup()` */
	readonly text: string;
}

const kinds: Readonly<Record<string, AsyncBlock['kind']>> = {
	'asyncio.TaskGroup': 'group',
	'asyncio.timeout': 'timeout',
	'asyncio.timeout_at': 'timeout',
	'async_timeout.timeout': 'timeout',
	'async_timeout.timeout_at': 'timeout',
};

/** The task groups and timeouts that a `with` statement enters. */
export function asyncBlocksOf(statement: SyntaxNode, file: FileModel): readonly AsyncBlock[] {
	const body = statement.field('body');
	if (!body) return [];
	return withItems(statement).flatMap(({ value, target }) => {
		const call = unparenthesized(value);
		const callee = call.kind === 'call' ? call.field('function') : undefined;
		const name = callee && file.qualifiedName(callee);
		const kind = name === undefined ? undefined : kinds[name];
		return kind ? [{ kind, statement, body, call, target, text: `${name}()` }] : [];
	});
}

/** What a `with` statement enters, with the name behind `as`. */
export function withItems(statement: SyntaxNode): readonly { readonly value: SyntaxNode; readonly target: SyntaxNode | undefined }[] {
	const items = statement.children.find((child) => child.kind === 'with_clause')?.children ?? [];
	return items.flatMap((item) => {
		const value = item.field('value');
		if (!value) return [];
		if (value.kind !== 'as_pattern') return [{ value, target: undefined }];
		const target = value.field('alias')?.children[0];
		return value.children[0] ? [{ value: value.children[0], target }] : [];
	});
}

/** The innermost block of a kind round a node, in the same function. */
export function enclosingBlock(node: SyntaxNode, file: FileModel, kind?: AsyncBlock['kind']): AsyncBlock | undefined {
	for (const outer of node.ancestors()) {
		if (outer.kind === 'function_definition' || outer.kind === 'lambda') return undefined;
		if (outer.kind !== 'with_statement') continue;
		const found = asyncBlocksOf(outer, file).find((block) => (kind === undefined || block.kind === kind) && node.isInside(block.body));
		if (found) return found;
	}
	return undefined;
}

/** Mentions of a group's name in its block, other than its own binding. */
export function usesOfGroup(block: AsyncBlock, file: FileModel): readonly SyntaxNode[] {
	const { target } = block;
	if (target?.kind !== 'identifier') return [];
	return file.mentions(target.text).filter((use) => use.isInside(block.body) && !(use.parent?.kind === 'attribute' && use.fieldName === 'attribute'));
}

/** The call `group.create_task(...)` that a mention of the group is part of. */
export function createTaskCall(use: SyntaxNode): SyntaxNode | undefined {
	const attribute = use.parent;
	if (attribute?.kind !== 'attribute' || attribute.field('attribute')?.text !== 'create_task') return undefined;
	const call = attribute.parent;
	return call?.kind === 'call' && call.field('function') === attribute ? call : undefined;
}
