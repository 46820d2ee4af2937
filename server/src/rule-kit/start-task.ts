import type { Taker } from '../knowledge/handed-functions.ts';
import type { PythonRange } from '../project/python-version.ts';
import { argumentsOf, unparenthesized } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { FunctionModel } from '../semantics/functions.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { fixOf, indentationAt, indentationUnit, insertAt, lineEnding, replaceRange, startsLine, statementOf } from './edits.ts';
import type { DocumentEdit, Fix } from './finding.ts';
import { reference, unusedImportEdits } from './imports.ts';
import { keeperFor, linesThatKeep } from './keep-task.ts';
import { type MisplacedAsync, mayChange, parametersOf } from './misplaced-async.ts';

/** A plain function that stands in for what makes a task: its name, its parameters, and the expression that makes the task. */
interface StandIn {
	readonly name: string;
	readonly parameters: string;
	readonly task: string;
}

/**
 * `loop.call_later(1, f)` becomes `loop.call_later(1, start_f)`, with a function before it that starts a task of `f()` and keeps it.
 * A lambda could not: the loop drops what a callback gives.
 */
export function startTaskThere(misplaced: MisplacedAsync, taker: Taker): Fix | undefined {
	const { call, given, what, file, python } = misplaced;
	const create = reference('asyncio', 'create_task', statementOf(call.node), file);
	const standIn = create && standInFor(misplaced, taker, create.text);
	const leftovers = what.form === 'partial' ? unusedImportEdits(given, [given], file) : [];
	return standIn && create && handOver(standIn, given, file, python, [...create.edits, ...leftovers]);
}

/**
 * `call_later(1, lambda: create_task(f()))` becomes `call_later(1, start_f)` in the same way. `made` is the call that makes the task, and
 * all that the lambda does.
 */
export function keepTaskOfLambda(made: SyntaxNode, file: FileModel, python: PythonRange): Fix | undefined {
	const lambda = made.closest('lambda');
	const [coroutine] = argumentsOf(made);
	const callee = coroutine?.kind === 'call' ? coroutine.field('function') : undefined;
	if (!lambda || !callee || lambda.field('body') !== made || lambda.parent?.kind !== 'argument_list') return undefined;
	const name = freeName(callee, file.functionOf(lambda), file);
	return name === undefined ? undefined : handOver({ name, parameters: lambda.field('parameters')?.text ?? '', task: made.text }, lambda, file, python, []);
}

/**
 * `call_later(1, create_task, f())` and `call_later(1, partial(create_task, f()))` become `call_later(1, start_f)` likewise. `given` is the
 * starter, or the partial of it.
 */
export function keepTaskOfStarter(given: SyntaxNode, file: FileModel, python: PythonRange): Fix | undefined {
	const call = given.parent?.parent;
	const [starter, ...rest] = given.kind === 'call' ? argumentsOf(given) : call ? argumentsOf(call).filter((one) => one.start >= given.start) : [];
	const [coroutine, ...more] = rest;
	const callee = coroutine?.kind === 'call' ? coroutine.field('function') : undefined;
	if (!starter || !callee || more.some((one) => one.kind !== 'keyword_argument') || mayChange(coroutine as SyntaxNode, file)) return undefined;
	const isPartial = starter !== given;
	if (!isPartial && more.length > 0) return undefined;
	const name = freeName(callee, file.functionOf(given), file);
	const task = `${starter.text}(${rest.map((one) => one.text).join(', ')})`;
	const leftovers = isPartial ? unusedImportEdits(given, [given], file) : [];
	return name === undefined ? undefined : handOver({ name, parameters: '', task }, given, file, python, leftovers, isPartial ? given : coroutine);
}

/** Puts a function before the statement that hands over `given`, and hands that over in place of it and what follows up to `last`. */
function handOver(standIn: StandIn, given: SyntaxNode, file: FileModel, python: PythonRange, imports: readonly DocumentEdit[], last = given): Fix | undefined {
	const statement = statementOf(given);
	const isAlone = /^(expression|return)_statement$/.test(statement.kind) && startsLine(statement) && statement.parent?.parent?.kind !== 'class_definition';
	const isNested = [...given.ancestors()].some((one) => one.isInside(statement) && /lambda|comprehension|generator_expression/.test(one.kind));
	const keeper = isAlone && !isNested ? keeperFor(file.functionOf(statement), statement, file, python) : undefined;
	if (!keeper) return undefined;
	const indentation = indentationAt(statement);
	const body = [`task = ${standIn.task}`, ...linesThatKeep('task', keeper)];
	const definition = [`def ${standIn.name}(${standIn.parameters}):`, ...body.map((line) => indentationUnit(file) + line)].map((line) => indentation + line);
	const lines = [...(standsApart(statement) ? [] : ['']), ...definition, '', ''];
	return fixOf(
		'Hand over a function that starts a task and keeps it',
		'unsafe',
		keeper.edits,
		[
			insertAt(statement, statement.start - indentation.length, lines.join(lineEnding(statement))),
			replaceRange(file, { start: unparenthesized(given).start, end: unparenthesized(last).end }, standIn.name),
		],
		imports,
	);
}

/** Whether a statement begins its block, or has an empty line before it. */
function standsApart(statement: SyntaxNode): boolean {
	const before = statement.file.text.slice(0, statement.start).split(/\r?\n/).at(-2) ?? '';
	return statement.parent?.children[0] === statement || before.trim() === '';
}

function standInFor({ call, given, what, file }: MisplacedAsync, taker: Taker, create: string): StandIn | undefined {
	const node = unparenthesized(given);
	const made = what.form === 'lambda' && node.kind === 'lambda' ? unparenthesized(node.field('body') as SyntaxNode) : undefined;
	const held = what.form === 'partial' && node.kind === 'call' ? argumentsOf(node) : undefined;
	if (mayChange(node, file) || (what.form === 'lambda') !== (made !== undefined) || (what.form === 'partial') !== (held !== undefined)) return undefined;
	const callee = made ? made.field('function') : held ? held[0] : node;
	const name = callee && freeName(callee, call.owner, file);
	const handed = made ? (node.field('parameters')?.text ?? '') : handedTo(call.node, given, taker, file);
	if (!callee || name === undefined || handed === undefined) return undefined;
	const coroutine = made ? made.text : `${callee.text}(${withHanded(held?.slice(1) ?? [], handed)})`;
	return { name, parameters: handed, task: `${create}(${coroutine})` };
}

/** Arguments of a call, with what the taker hands on behind the positional ones. */
function withHanded(given: readonly SyntaxNode[], handed: string): string {
	const isNamed = (one: SyntaxNode) => one.kind === 'keyword_argument' || one.kind === 'dictionary_splat';
	const texts = (named: boolean) => given.filter((one) => isNamed(one) === named).map((one) => one.text);
	return [...texts(false), handed, ...texts(true)].filter((text) => text !== '').join(', ');
}

/** `start_f` for a function `f`, or with a number where that is taken. */
function freeName(callee: SyntaxNode, owner: FunctionModel | undefined, file: FileModel): string | undefined {
	const last = (callee.kind === 'attribute' ? callee.field('attribute') : callee)?.text.replace(/^_+/, '') ?? '';
	const names = last === '' ? [] : ['', '_2', '_3', '_4'].map((end) => `start_${last}${end}`);
	return names.find((one) => file.mentions(one).every((mention) => owner !== undefined && !mention.isInside(owner.node)));
}

/** What the stand-in takes and hands on; undefined when that is not certain. */
function handedTo(call: SyntaxNode, given: SyntaxNode, taker: Taker, file: FileModel): string | undefined {
	if (taker.arguments === 'own') return parametersOf(given, file) === '' ? undefined : 'done';
	const behind = argumentsOf(call).filter((one) => one.start > given.end && one.kind !== 'keyword_argument');
	return behind.length > 0 ? '*args' : '';
}
