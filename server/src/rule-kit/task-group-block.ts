import { asyncioApi } from '../knowledge/asyncio-api.ts';
import { libraryApi } from '../knowledge/libraries.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { indentationAt, indentationUnit, lineEnding } from './edits.ts';
import type { DocumentEdit } from './finding.ts';
import { reference } from './imports.ts';

/** Whether an expression is a call that is known to make a coroutine, which is all that a TaskGroup takes. */
export function makesCoroutine(expression: SyntaxNode, file: FileModel): boolean {
	const callee = expression.kind === 'call' ? expression.field('function') : undefined;
	if (!callee) return false;
	const own = file.functionNamed(callee);
	if (own) return own.isAsync && !own.isGenerator;
	const name = file.qualifiedName(callee) ?? '';
	return (asyncioApi(name) ?? libraryApi(name))?.kind === 'coroutine';
}

/** The lines of a block that starts tasks in a TaskGroup, and what must be imported for it. */
export interface TaskGroupBlock {
	readonly text: string;
	readonly edits: readonly DocumentEdit[];
}

/**
 * `async with asyncio.TaskGroup() as tg:` in the place of a statement. `body` gives the lines of the block for the group's name, `after` those that
 * follow it. Undefined where no name is free.
 */
export function taskGroupBlock(
	statement: SyntaxNode,
	file: FileModel,
	body: (group: string) => readonly string[],
	after: readonly string[],
): TaskGroupBlock | undefined {
	const maker = reference('asyncio', 'TaskGroup', statement, file);
	const group = freeName(['tg', 'group', 'task_group'], statement, file);
	if (!maker || group === undefined) return undefined;
	const outer = lineEnding(statement) + indentationAt(statement);
	const inner = outer + indentationUnit(file);
	const lines = [...body(group).map((line) => inner + line), ...after.map((line) => outer + line)];
	return { text: `async with ${maker.text}() as ${group}:${lines.join('')}`, edits: maker.edits };
}

/** The first name that nothing in the function around a node uses. */
export function freeName(candidates: readonly string[], at: SyntaxNode, file: FileModel): string | undefined {
	const owner = file.functionOf(at);
	return candidates.find(
		(name) => owner !== undefined && file.mentions(name, owner.node).length === 0 && file.lookupName(name, file.scopeOf(at)).bindings.length === 0,
	);
}
