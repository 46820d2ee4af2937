import type { CallSite } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { fixOf, indentationAt, insertAt, lineEnding, replaceNode, statementOf } from './edits.ts';
import type { Fix } from './finding.ts';
import { variableOf } from './get-event-loop.ts';
import { reference } from './imports.ts';
import { type LoopVariable, loopVariable } from './loop-variable.ts';
import { methodCalledOn } from './references.ts';
import { endOfLine, followers, wrapInFinally } from './wrap.ts';

/** Whether a loop made here would be kept in a local variable and never closed. */
export function leavesLoopOpen(call: CallSite, file: FileModel): boolean {
	const variable = call.owner && variableOf(call, file);
	return variable !== undefined && !variable.uses.some((use) => use.parent?.field('attribute')?.text === 'close');
}

/** The loop is made and set in so many words. Undefined where nothing closes it: this would only exchange one problem for another. */
export function ownLoop(call: CallSite, file: FileModel): Fix | undefined {
	const assignment = statementOf(call.node);
	const target = call.node.parent?.kind === 'assignment' ? call.node.parent.field('left') : undefined;
	const variable = target && loopVariable(target, file);
	// A loop that is made has to be closed; where nobody does, this would only exchange one problem for another.
	if (variable && !variable.uses.some((use) => use.parent?.kind === 'attribute' && use.parent.field('attribute')?.text === 'close')) return undefined;
	const made = reference('asyncio', 'new_event_loop', call.node, file);
	const set = reference('asyncio', 'set_event_loop', call.node, file);
	if (
		!made ||
		!set ||
		leavesLoopOpen(call, file) ||
		assignment.kind !== 'expression_statement' ||
		!target ||
		(target.kind !== 'identifier' && target.kind !== 'attribute')
	)
		return undefined;
	const end = endOfLine(file.source.text, assignment.end);
	const line = `${lineEnding(assignment)}${indentationAt(assignment)}${set.text}(${target.text})`;
	const isLast = file.source.text.slice(assignment.end, end).trim();
	if (isLast !== '' && !isLast.startsWith('#')) return undefined;
	return fixOf('Make a loop and set it', 'unsafe', [replaceNode(call.callee, made.text), insertAt(assignment, end, line)], made.edits, set.edits);
}

/**
 * The loop is made, and closed in a `finally` behind its last use; it is set where other code may ask for it meanwhile. Undefined where
 * the loop leaves the block it is got in: nobody can say then when it has had its day.
 */
export function ownLoopClosed(call: CallSite, file: FileModel): Fix | undefined {
	const variable = variableOf(call, file);
	const region = variable && !call.owner?.isAsync ? regionOf(variable, call, file) : undefined;
	const made = reference('asyncio', 'new_event_loop', call.node, file);
	const set = reference('asyncio', 'set_event_loop', call.node, file);
	if (!variable || !region || !made || !set) return undefined;
	const { assignment, binding } = variable;
	const isSet = region.some((statement) => mayAskForLoop(statement, variable, file));
	const closing = [...(isSet ? [`${set.text}(None)`] : []), `${binding.name}.close()`];
	const setting = `${lineEnding(assignment)}${indentationAt(assignment)}${set.text}(${binding.name})`;
	const [first, last] = [region[0], region.at(-1)];
	return fixOf(
		'Make a loop and close it in the end',
		'unsafe',
		[replaceNode(call.callee, made.text), ...(isSet ? [insertAt(assignment, endOfLine(file.source.text, assignment.end), setting)] : [])],
		made.edits,
		isSet ? set.edits : [],
		first && last && wrapInFinally(first, last, closing, file),
	);
}

/** The statements behind the assignment, in its block, up to the last use; undefined when a use lies elsewhere or the loop is kept. */
function regionOf(variable: LoopVariable, call: CallSite, file: FileModel): readonly SyntaxNode[] | undefined {
	const { assignment, uses } = variable;
	const behind = followers(assignment);
	const places = uses.map((use) => behind.findIndex((statement) => use.isInside(statement)));
	const isKept = (use: SyntaxNode) => methodCalledOn(use) === undefined && use.parent?.kind !== 'argument_list';
	if (uses.length === 0 || places.includes(-1) || uses.some((use) => file.functionOf(use) !== call.owner || isKept(use))) return undefined;
	if (uses.some((use) => methodCalledOn(use) === 'close')) return undefined;
	const region = behind.slice(0, Math.max(...places) + 1);
	// Definitions, imports and what they need stand better where they are.
	return region.some((one) => /definition|^import/.test(one.kind)) ? undefined : region;
}

/** Whether a statement calls anything but methods of the loop and coroutine functions, which run when the loop does. */
function mayAskForLoop(statement: SyntaxNode, { binding }: LoopVariable, file: FileModel): boolean {
	return [statement, ...statement.descendants()].some((node) => {
		const callee = node.kind === 'call' ? node.field('function') : undefined;
		if (!callee) return false;
		const object = callee.kind === 'attribute' ? callee.field('object') : undefined;
		return !(object?.text === binding.name || file.functionNamed(callee)?.isAsync || callee.text === 'print');
	});
}
