import type { CallSite } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { Binding } from '../semantics/scopes.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { deleteStatement, statementOf } from './edits.ts';
import type { DocumentEdit } from './finding.ts';

/** A local variable that holds a loop, and everything that is done with it. */
export interface LoopVariable {
	readonly binding: Binding;
	/** The call that made or fetched the loop. */
	readonly origin: SyntaxNode;
	/** `loop = ...` */
	readonly assignment: SyntaxNode;
	/** Every other mention, in the order of the text. */
	readonly uses: readonly SyntaxNode[];
}

/** The variable behind `loop` in `loop.run_until_complete(...)`, when it is assigned once, in the same scope, from a call. */
export function loopVariable(name: SyntaxNode, file: FileModel): LoopVariable | undefined {
	if (name.kind !== 'identifier') return undefined;
	const { bindings } = file.lookup(name);
	const [binding] = bindings;
	if (bindings.length !== 1 || binding?.kind !== 'assignment' || binding.value?.kind !== 'call' || binding.scope.function !== file.functionOf(name))
		return undefined;
	const assignment = statementOf(binding.node);
	if (assignment.kind !== 'expression_statement' || assignment.children[0]?.field('left') !== binding.node) return undefined;
	const uses = file
		.usesOf(binding)
		.filter(
			(use) =>
				use !== binding.node &&
				!(use.parent?.kind === 'attribute' && use.fieldName === 'attribute') &&
				!(use.parent?.kind === 'keyword_argument' && use.fieldName === 'name'),
		);
	return { binding, origin: binding.value, assignment, uses };
}

/** A statement that only closes or sets the loop: what goes when nothing runs on it any more. */
export function isHousekeeping(use: SyntaxNode, file: FileModel): boolean {
	const statement = statementOf(use);
	const call = statement.kind === 'expression_statement' ? statement.children[0] : undefined;
	if (call?.kind !== 'call') return false;
	const callee = call.field('function');
	if (callee?.kind === 'attribute' && callee.field('object') === use) return callee.field('attribute')?.text === 'close';
	if (callee === undefined) return false;
	return file.qualifiedName(callee) === 'asyncio.set_event_loop' || isToldToWatcher(callee, file);
}

/** `get_child_watcher().attach_loop(loop)`: nothing is left of it where newer versions have no watchers. */
function isToldToWatcher(callee: SyntaxNode, file: FileModel): boolean {
	const watcher = callee.kind === 'attribute' && callee.field('attribute')?.text === 'attach_loop' ? callee.field('object') : undefined;
	const made = watcher?.kind === 'call' ? watcher.field('function') : undefined;
	return made !== undefined && file.qualifiedName(made) === 'asyncio.get_child_watcher';
}

/**
 * When the loop that a call runs has no other purpose, its creation, setting and closing go with
 * the call. Nothing otherwise, and nothing where an emptied block would remain.
 */
export function loopVariableEdits(call: CallSite, file: FileModel): readonly DocumentEdit[] {
	const object = call.callee.field('object');
	const variable = object && loopVariable(object, file);
	if (!variable) return [];
	const others = variable.uses.filter((use) => use !== object);
	if (!others.every((use) => isHousekeeping(use, file))) return [];
	const statements = [variable.assignment, ...others.map(statementOf)];
	if (statements.some((statement) => (statement.parent?.children.length ?? 2) === 1)) return [];
	const edits = statements.map((statement) => deleteStatement(statement, file));
	return edits.includes(undefined) ? [] : edits.flatMap((one) => one ?? []);
}
