import { takerOf } from '../knowledge/handed-functions.ts';
import { roleOfReference } from '../project/framework-roles.ts';
import { argumentsOf, isAwaited, isStatement, positionalArguments, unparenthesized, withParentheses } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { canAwait, fixOf, insertAt, replaceRange } from './edits.ts';
import type { DocumentEdit, Fix } from './finding.ts';
import { reference, unusedImportEdits } from './imports.ts';
import { methodOfSomeLoop } from './loops.ts';
import { type MisplacedAsync, mayChange, parametersOf } from './misplaced-async.ts';
import { startTaskThere } from './start-task.ts';
import { afterHandingOver } from './unseen-errors.ts';

/** Fixes that make the async function run after all, preferred first. All unsafe: code runs that did not run before. */
export function runAsync(misplaced: MisplacedAsync): readonly (Fix | undefined)[] {
	const { call, given, file } = misplaced;
	const name = file.qualifiedName(call.callee) ?? methodOfSomeLoop(call, file) ?? '';
	if (name === 'builtins.filter' || name === 'builtins.map') return [inComprehension(misplaced, name === 'builtins.filter')];
	if (/^schedule\./.test(name) || roleOfReference(given, file)?.entry.syncRunsOn === 'worker-thread') return [onOwnLoop(misplaced, parametersOf(given, file))];
	const taker = takerOf(name, given.parent?.kind === 'keyword_argument' ? (given.parent.field('name')?.text ?? '') : argumentsOf(call.node).indexOf(given));
	if (name === 'atexit.register' || (taker?.runs === 'worker-thread' && (taker.arguments === 'args' || !isAwaited(call.node)))) return [onOwnLoop(misplaced)];
	if (taker?.runs === 'worker-thread') return [awaitInstead(misplaced)];
	return [toRunningLoop(misplaced), taker?.runs === 'on-loop' ? startTaskThere(misplaced, taker) : undefined];
}

/** `target=f` becomes `target=lambda: asyncio.run(f())`: the thread gets a loop of its own. */
function onOwnLoop({ call, given, what, file }: MisplacedAsync, parameters = parametersFor(call.node, given)): Fix | undefined {
	const run = reference('asyncio', 'run', given, file);
	const title = 'Run it with asyncio.run() there';
	const node = unparenthesized(given);
	const name = file.qualifiedName(call.callee) ?? '';
	// The loop would have to wait for the thread in turn.
	const isForLoop = call.owner?.isAsync === true && !name.startsWith('threading.');
	if (!run || isForLoop || mayChange(node, file)) return undefined;
	if (what.form === 'lambda') {
		const body = node.kind === 'lambda' ? node.field('body') : undefined;
		return body && fixOf(title, 'unsafe', [insertAt(body, body.start, `${run.text}(`), insertAt(body, body.end, ')')], run.edits);
	}
	if (what.form === 'partial') return undefined;
	const head = parameters === '' ? 'lambda' : `lambda ${parameters}`;
	return fixOf(title, 'unsafe', [insertAt(node, node.start, `${head}: ${run.text}(`), insertAt(node, node.end, `(${parameters}))`)], run.edits);
}

/** How a lambda passes on what else the call hands over. */
function parametersFor(call: SyntaxNode, given: SyntaxNode): string {
	const others = argumentsOf(call).filter((one) => one !== given && one !== given.parent);
	const named = others.map((one) => (one.kind === 'keyword_argument' ? one.field('name')?.text : undefined));
	const isThread = given.parent?.kind === 'keyword_argument' || named.includes('args') || named.includes('kwargs');
	const hasArgs = isThread
		? named.includes('args')
		: others.some((one) => one.start > given.start && one.kind !== 'keyword_argument' && one.kind !== 'dictionary_splat');
	const hasKwargs = isThread ? named.includes('kwargs') : others.some((one) => one.kind === 'dictionary_splat' || one.kind === 'keyword_argument');
	return [hasArgs ? '*args' : '', hasKwargs ? '**kwargs' : ''].filter(Boolean).join(', ');
}

/** `await to_thread(f, a)` becomes `await f(a)`. */
function awaitInstead({ call, given, what, file }: MisplacedAsync): Fix | undefined {
	const { node } = call;
	if (!isAwaited(node) || !canAwait(node, file) || given.parent?.kind === 'keyword_argument' || what.form === 'partial') return undefined;
	const edits = what.form === 'lambda' ? lambdaBody(given, node, file) : asDirectCall(given, node, file);
	return edits && fixOf('Await it directly', 'unsafe', edits, unusedImportEdits(call.callee, [call.callee], file));
}

function lambdaBody(given: SyntaxNode, call: SyntaxNode, file: FileModel): DocumentEdit[] | undefined {
	const body = given.kind === 'lambda' ? unparenthesized(given.field('body') as SyntaxNode) : undefined;
	const takesNothing = given.field('parameters') === undefined;
	if (!body || !takesNothing || hasComment(call.start, body.start, file) || hasComment(body.end, call.end, file)) return undefined;
	return [replaceRange(file, { start: call.start, end: body.start }, ''), replaceRange(file, { start: body.end, end: call.end }, '')];
}

/** Takes away all before the function, and puts the parenthesis behind it. */
function asDirectCall(given: SyntaxNode, call: SyntaxNode, file: FileModel): DocumentEdit[] | undefined {
	const node = unparenthesized(given);
	const outer = withParentheses(given);
	const rest = argumentsOf(call).filter((one) => one.start > outer.end);
	const next = rest[0]?.start ?? call.end - 1;
	const before = positionalArguments(call).filter((one) => one.end <= outer.start);
	// What stands before it is the executor; making one may matter.
	if (before.some((one) => one.kind === 'call') || hasComment(call.start, node.start, file) || hasComment(node.end, next, file)) return undefined;
	return [replaceRange(file, { start: call.start, end: node.start }, ''), replaceRange(file, { start: node.end, end: next }, '(')];
}

function hasComment(start: number, end: number, file: FileModel): boolean {
	return file.source.comments.some((comment) => comment.start >= start && comment.end <= end);
}

/** `loop.call_soon_threadsafe(f, a)` becomes `asyncio.run_coroutine_threadsafe(f(a), loop)`. Other callbacks would need somebody to keep their task. */
function toRunningLoop({ call, given, what, file }: MisplacedAsync): Fix | undefined {
	const { node, callee } = call;
	const loop = callee.kind === 'attribute' && callee.field('attribute')?.text === 'call_soon_threadsafe' ? callee.field('object') : undefined;
	const others = argumentsOf(node).filter((one) => one !== given);
	if (!loop || !isStatement(node) || what.form !== 'name' || given.kind === 'parenthesized_expression') return undefined;
	if (others.some((one) => one.kind === 'keyword_argument') || file.source.comments.some((one) => one.start >= node.start && one.end <= node.end))
		return undefined;
	const submit = reference('asyncio', 'run_coroutine_threadsafe', node, file);
	const end = others.at(-1)?.end ?? given.end;
	const close = `), ${loop.text})${afterHandingOver(given, file)}`;
	const made = others[0]
		? [replaceRange(file, { start: given.end, end: others[0].start }, '('), replaceRange(file, { start: end, end: node.end }, close)]
		: [replaceRange(file, { start: given.end, end: node.end }, `(${close}`)];
	return submit && fixOf('Hand it over with asyncio.run_coroutine_threadsafe()', 'unsafe', [replaceRange(file, callee, submit.text)], made, submit.edits);
}

/** `filter(f, items)` becomes `[item for item in items if await f(item)]`. */
function inComprehension({ call, given, what, file }: MisplacedAsync, isFilter: boolean): Fix | undefined {
	const [, items, ...more] = argumentsOf(call.node);
	if (!items || more.length > 0 || what.form !== 'name' || items.kind.endsWith('splat') || !canAwait(call.node, file)) return undefined;
	if (call.node.text.includes('#') || /\bitem\b/.test(call.node.text)) return undefined;
	const text = isFilter ? `[item for item in ${items.text} if await ${given.text}(item)]` : `[await ${given.text}(item) for item in ${items.text}]`;
	return fixOf('Await it for each item in a list comprehension', 'unsafe', [replaceRange(file, call.node, text)]);
}
