import { guardsOf, isMainGuarded } from '../project/guards.ts';
import { referencesTo } from '../project/references.ts';
import { argumentsOf } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { fixOf, indentationAt, insertAt, lineEnding, statementOf } from './edits.ts';
import type { Fix } from './finding.ts';
import { reference } from './imports.ts';
import { loopVariable } from './loop-variable.ts';
import { callsThatSetLoop, isGivenUp, setCalls } from './set-loop-calls.ts';
import { endOfLine } from './wrap.ts';

/** Callers of a function that sets a loop are followed this many steps up. */
const STEP_LIMIT = 4;

/**
 * Whether code at a place may get a loop that its file sets: a call of `asyncio.set_event_loop()` may run before it, and on all paths (not on one platform
 * only). A function that sets none again and closes the loop in the end leaves none for others, and `asyncio.run()` (at `run`, on the way to the place)
 * leaves nothing of what was set in the same body before it.
 */
export function setsLoop(file: FileModel, at: SyntaxNode, run?: SyntaxNode): boolean {
	const sets = [...setCalls(file), ...callsThatSetLoop(file)].filter(
		(set) => !(run && run.file === file.source && file.functionOf(set) === file.functionOf(run) && set.start < run.start),
	);
	const left = sets.filter((set) => file.functionOf(set) === file.functionOf(at) || !isGivenUp(argumentsOf(set)[0], file));
	if (left.some((set) => comesBefore(set, at, file, STEP_LIMIT, false))) return true;
	// Several, each in a case of its own: together they may leave none out.
	return left.filter((set) => comesBefore(set, at, file, STEP_LIMIT, true)).length > 1;
}

/** Whether what stands at `place` may have run when the code at `at` runs, directly or by those who call its function; `sometimes`: it need not have on all paths. */
function comesBefore(place: SyntaxNode, at: SyntaxNode, file: FileModel, steps: number, sometimes: boolean): boolean {
	if (!sometimes && isInOneCaseOnly(place, at, file)) return false;
	const [body, ours] = [file.functionOf(place), file.functionOf(at)];
	if (body === ours) return isOrdered(place, at);
	if (!body || steps === 0) return true;
	const references = referencesTo(body, file);
	if (references.length === 0) return ours !== undefined || body.class !== undefined || body.isLambda || body.decorators.length > 0;
	return references.some((one) => one.parent?.kind !== 'call' || one.fieldName !== 'function' || comesBefore(one, at, file, steps - 1, sometimes));
}

/** In the order of the text, or in one loop. */
function isOrdered(place: SyntaxNode, at: SyntaxNode): boolean {
	if (place.end <= at.start) return true;
	const round = [...place.ancestors()].find((one) => one.kind === 'for_statement' || one.kind === 'while_statement');
	return round !== undefined && at.isInside(round) && !at.isInside(place);
}

/** Such conditions find out whether a loop has to be set, or on which version: whoever asks knows. */
const asks = /loop|thread|version|policy|closed|running|hasattr|\bNone\b/i;

/** Whether a condition round a place, which does not hold for the other one too, lets code pass it by. */
function isInOneCaseOnly(place: SyntaxNode, at: SyntaxNode, file: FileModel): boolean {
	const guards = [...guardsOf(place, file)];
	const shared = [...guardsOf(at, file)].map(({ condition, isTrue }) => `${isTrue} ${condition.text}`);
	if (guards.some(({ condition }) => asks.test(condition.text)) || (isMainGuarded(place, file) && guards.length === 1)) return false;
	return guards.some(
		({ condition, isTrue }) => !/__name__/.test(condition.text) && !shared.includes(`${isTrue} ${condition.text}`) && !setsInEachCase(condition, file),
	);
}

/** Whether all branches of an `if` set a loop. */
function setsInEachCase(condition: SyntaxNode, file: FileModel): boolean {
	const statement = condition.closest('if_statement');
	const branches = statement ? [statement.field('consequence'), ...statement.fields('alternative')] : [];
	const sets = setCalls(file);
	return branches.at(-1)?.kind === 'else_clause' && branches.every((branch) => branch !== undefined && sets.some((set) => set.isInside(branch)));
}

/** Whether the file sets a loop, other than one that a call gets: then another way to run would leave that one behind. */
export function setsAnother(got: SyntaxNode, file: FileModel): boolean {
	return setCalls(file).some((set) => {
		const loop = argumentsOf(set)[0];
		return loop !== got && !isGivenUp(loop, file) && (loop === undefined || loopVariable(loop, file)?.origin !== got);
	});
}

/** Gives the `if` before a place that sets a loop in one case an `else` that sets one in the other. */
export function setInOtherCase(at: SyntaxNode, file: FileModel): Fix | undefined {
	const [only, ...others] = setCalls(file).filter((set) => file.functionOf(set) === file.functionOf(at) && set.start < at.start);
	const statement = only?.closest('if_statement');
	const block = statement?.field('consequence');
	const set = only?.field('function')?.text;
	if (!only || others.length > 0 || !statement || !block || statement.fields('alternative').length > 0 || statementOf(only).parent !== block) return undefined;
	if (!/[\n\r]/.test(file.source.text.slice(statement.start, block.start))) return undefined;
	const made = reference('asyncio', 'new_event_loop', only, file);
	if (!made) return undefined;
	const [outer, inner] = [indentationAt(statement), indentationAt(statementOf(only))];
	const next = lineEnding(statement);
	return fixOf(
		'Set a loop in the other case too',
		'unsafe',
		[insertAt(statement, endOfLine(file.source.text, block.children.at(-1)?.end ?? block.end), `${next}${outer}else:${next}${inner}${set}(${made.text}())`)],
		made.edits,
	);
}

/** The `asyncio.set_event_loop(...)` round a new loop. */
export function settingRound(made: SyntaxNode, file: FileModel): SyntaxNode | undefined {
	const call = made.parent?.kind === 'argument_list' ? made.parent.parent : undefined;
	return call?.kind === 'call' && file.qualifiedName(call.field('function') as SyntaxNode) === 'asyncio.set_event_loop' ? call : undefined;
}
