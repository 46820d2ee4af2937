import type { Taker } from '../knowledge/handed-functions.ts';
import { argumentsOf, unparenthesized } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { fixOf, indentationAt, indentationUnit, insertAt, lineEnding, replaceNode, startsLine, statementOf } from './edits.ts';
import type { Fix } from './finding.ts';
import { reference } from './imports.ts';
import { keeperFor, linesThatKeep } from './keep-task.ts';
import { type MisplacedAsync, mayChange, parametersOf } from './misplaced-async.ts';

/** A plain function that stands in for an async one: its name, its parameters, and the coroutine that it makes. */
interface StandIn {
	readonly name: string;
	readonly parameters: string;
	readonly coroutine: string;
}

/**
 * `loop.call_later(1, f)` becomes `loop.call_later(1, start_f)`, with a function before it that starts a task of `f()` and keeps it.
 * A lambda could not: the loop drops what a callback gives.
 */
export function startTaskThere(misplaced: MisplacedAsync, taker: Taker): Fix | undefined {
	const { call, given, file, python } = misplaced;
	const statement = statementOf(call.node);
	const isAlone = statement.kind === 'expression_statement' && startsLine(statement) && statement.parent?.parent?.kind !== 'class_definition';
	const isNested = [...given.ancestors()].some((one) => one.isInside(statement) && /lambda|comprehension|generator_expression/.test(one.kind));
	const standIn = isAlone && !isNested ? standInFor(misplaced, taker) : undefined;
	const create = reference('asyncio', 'create_task', statement, file);
	const keeper = standIn && keeperFor(file.functionOf(statement), statement, file, python);
	if (!standIn || !create || !keeper) return undefined;
	const indentation = indentationAt(statement);
	const body = [`task = ${create.text}(${standIn.coroutine})`, ...linesThatKeep('task', keeper)];
	const definition = [`def ${standIn.name}(${standIn.parameters}):`, ...body.map((line) => indentationUnit(file) + line)].map((line) => indentation + line);
	const lines = [...(standsApart(statement) ? [] : ['']), ...definition, '', ''];
	return fixOf(
		'Hand over a function that starts a task and keeps it',
		'unsafe',
		keeper.edits,
		[insertAt(statement, statement.start - indentation.length, lines.join(lineEnding(statement))), replaceNode(unparenthesized(given), standIn.name)],
		create.edits,
	);
}

/** Whether a statement begins its block, or has an empty line before it. */
function standsApart(statement: SyntaxNode): boolean {
	const before = statement.file.text.slice(0, statement.start).split(/\r?\n/).at(-2) ?? '';
	return statement.parent?.children[0] === statement || before.trim() === '';
}

function standInFor({ call, given, what, file }: MisplacedAsync, taker: Taker): StandIn | undefined {
	const node = unparenthesized(given);
	const made = what.form === 'lambda' && node.kind === 'lambda' ? unparenthesized(node.field('body') as SyntaxNode) : undefined;
	if (what.form === 'partial' || mayChange(node, file) || (what.form === 'lambda') !== (made !== undefined)) return undefined;
	const callee = made ? made.field('function') : node;
	const last = (callee?.kind === 'attribute' ? callee.field('attribute') : callee)?.text ?? '';
	const owner = call.owner;
	const name = ['', '_2', '_3', '_4']
		.map((end) => `start_${last.replace(/^_+/, '')}${end}`)
		.find((one) => file.mentions(one).every((mention) => owner !== undefined && !mention.isInside(owner.node)));
	const handed = made ? (node.field('parameters')?.text ?? '') : handedTo(call.node, given, taker, file);
	return name === undefined || last === '' || handed === undefined
		? undefined
		: { name, parameters: handed, coroutine: made ? made.text : `${node.text}(${handed})` };
}

/** What the stand-in takes and hands on; undefined when that is not certain. */
function handedTo(call: SyntaxNode, given: SyntaxNode, taker: Taker, file: FileModel): string | undefined {
	if (taker.arguments === 'own') return parametersOf(given, file) === '' ? undefined : 'done';
	const behind = argumentsOf(call).filter((one) => one.start > given.end && one.kind !== 'keyword_argument');
	return behind.length > 0 ? '*args' : '';
}
