import type { Taker } from '../knowledge/handed-functions.ts';
import { argumentsOf, isAwaited, keywordNode, withParentheses } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { canAwait, fixOf, insertAt, replaceNode, replaceRange } from './edits.ts';
import type { DocumentEdit, Fix } from './finding.ts';
import { reference } from './imports.ts';
import type { PlainResult } from './results.ts';

/** A call that was written where the function itself belongs: `inner` in `to_thread(inner())`. */
export interface EarlyCall {
	readonly inner: SyntaxNode;
	/** The call that takes a function. */
	readonly outer: SyntaxNode;
	readonly taker: Taker;
	readonly result: PlainResult;
	readonly file: FileModel;
}

/** Fixes that hand over the function, preferred first. */
export function passFunction(early: EarlyCall): readonly (Fix | undefined)[] {
	if (early.result === 'coroutine' && !early.taker.takesAsync) return [awaitDirectly(early) ?? runCoroutine(early)];
	// A thread without a target does nothing, silently, and the function has run already: then the order changes.
	const isSilentToday = early.taker.arguments === 'args' && early.result !== 'value';
	const safety = isSilentToday || isCurried(early.taker) ? 'unsafe' : 'safe';
	const title = `Pass ${early.inner.field('function')?.text ?? 'the function'} itself`;
	const edits = withoutArguments(early) ?? withArguments(early);
	return [edits ? fixOf(title, safety, edits) : inLambda(early)];
}

/** `sync_to_async(f)(a)`: what it gives is called with the arguments. */
function isCurried(taker: Taker): boolean {
	return taker.name === 'asgiref.sync.sync_to_async';
}

/** `await to_thread(f(a))` becomes `await f(a)`: an async function needs no thread. */
function awaitDirectly({ inner, outer, taker, file }: EarlyCall): Fix | undefined {
	if (taker.runs !== 'worker-thread' || !isAwaited(outer) || !canAwait(outer, file) || hasCommentOutside(outer, inner, file)) return undefined;
	return fixOf('Await it directly', 'safe', [
		replaceRange(file, { start: outer.start, end: inner.start }, ''),
		replaceRange(file, { start: inner.end, end: outer.end }, ''),
	]);
}

function hasCommentOutside(outer: SyntaxNode, inner: SyntaxNode, file: FileModel): boolean {
	return file.source.comments.some(
		(comment) => comment.start >= outer.start && comment.end <= outer.end && !(comment.start >= inner.start && comment.end <= inner.end),
	);
}

/** A thread gets a loop of its own. A callback of the loop would have to make a task that somebody keeps: nothing to write in one place. */
function runCoroutine({ inner, outer, taker, file }: EarlyCall): Fix | undefined {
	if (taker.runs !== 'worker-thread' || keywordNode(outer, 'args') || withParentheses(inner) !== inner) return undefined;
	if (taker.arguments !== 'args' && taker.arguments !== 'all') return undefined;
	const run = reference('asyncio', 'run', inner, file);
	const [open, close] = taker.arguments === 'args' ? [', args=(', ',)'] : [', ', ''];
	return (
		run &&
		fixOf(
			'Run it on an event loop of that thread',
			'unsafe',
			[insertAt(inner, inner.start, run.text + open), ...(close ? [insertAt(inner, inner.end, close)] : [])],
			run.edits,
		)
	);
}

/** `f()` becomes `f`. */
function withoutArguments({ inner, taker, file }: EarlyCall): DocumentEdit[] | undefined {
	const callee = inner.field('function') as SyntaxNode;
	const list = inner.field('arguments');
	if (isCurried(taker) || argumentsOf(inner).length > 0 || (list && list.allChildren().length > 2)) return undefined;
	if (taker.arguments === 'own' && taker.name.endsWith('add_done_callback') && file.functionNamed(callee)?.parameters.length !== 1) return undefined;
	return [replaceRange(file, { start: callee.end, end: inner.end }, '')];
}

function withArguments(early: EarlyCall): readonly DocumentEdit[] | undefined {
	const { inner, outer, taker, file } = early;
	const callee = inner.field('function') as SyntaxNode;
	const list = inner.field('arguments') as SyntaxNode;
	const given = argumentsOf(inner);
	const isLast = argumentsOf(outer).every((one) => one.start <= inner.start || one.kind === 'keyword_argument');
	const hasKeywords = given.some((one) => one.kind === 'keyword_argument' || one.kind === 'dictionary_splat');
	if (isCurried(taker)) return argumentsOf(outer).length === 1 ? [insertAt(inner, callee.end, ')'), ...withoutClosing(outer)] : undefined;
	if (taker.arguments === 'own' || !isLast || list.kind !== 'argument_list') return undefined;
	if (taker.arguments === 'args') return asTuple(early, given);
	// Keyword arguments of the outer call are its own; a function's would have to stand among them.
	if (taker.arguments === 'all' && given.some((one) => one.kind === 'keyword_argument' && keywordNode(outer, one.field('name')?.text ?? ''))) return undefined;
	if (inner.parent?.kind === 'keyword_argument') return undefined;
	const lead = lineBreakAfter(list, given, file);
	if (taker.arguments === 'positional' && hasKeywords) {
		const partial = reference('functools', 'partial', inner, file);
		return (
			partial && [
				insertAt(inner, inner.start, `${partial.text}(${lead}`),
				replaceRange(file, { start: callee.end, end: list.start + 1 }, lead === '' ? ', ' : ','),
				...partial.edits,
			]
		);
	}
	const comma = list.allChildren().findLast((child) => child.kind === ',' && child.start >= (given.at(-1)?.end ?? 0));
	return [
		...bare(early),
		replaceRange(file, { start: callee.end, end: list.start + 1 }, lead === '' ? ', ' : ','),
		closing(list, file),
		...(comma ? [replaceNode(comma, '')] : []),
	];
}

/** Takes the parentheses round the call away: two arguments in them would be a tuple. */
function bare({ inner, file }: EarlyCall): DocumentEdit[] {
	const outermost = withParentheses(inner);
	if (outermost === inner) return [];
	return [replaceRange(file, { start: outermost.start, end: inner.start }, ''), replaceRange(file, { start: inner.end, end: outermost.end }, '')];
}

/** White space before the first argument, where that begins on a line of its own. */
function lineBreakAfter(list: SyntaxNode, given: readonly SyntaxNode[], file: FileModel): string {
	const space = file.source.text.slice(list.start + 1, given[0]?.start ?? list.start + 1);
	return /^[ \t]*[\r\n]\s*$/.test(space) ? space : '';
}

/** Takes the closing parenthesis away, with the line it stands alone on unless a comment ends the line before. */
function closing(list: SyntaxNode, file: FileModel): DocumentEdit {
	const { text, comments } = file.source;
	const end = list.end;
	let start = end - 1;
	while (/\s/.test(text[start - 1] as string)) start--;
	if (comments.some((comment) => comment.end === start)) start = end - 1;
	return replaceRange(file, { start, end }, '');
}

/** `sync_to_async(f(a))` becomes `sync_to_async(f)(a)`: the last parenthesis moves. */
function withoutClosing(outer: SyntaxNode): DocumentEdit[] {
	const list = outer.field('arguments') as SyntaxNode;
	return [replaceNode(list.allChildren().at(-1) as SyntaxNode, '')];
}

/** `target=f(a, k=1)` becomes `target=f, args=(a,), kwargs=dict(k=1)`. */
function asTuple(early: EarlyCall, given: readonly SyntaxNode[]): readonly DocumentEdit[] | undefined {
	const { inner, outer, file } = early;
	const callee = inner.field('function') as SyntaxNode;
	const hasComment = file.source.comments.some((comment) => comment.start >= inner.start && comment.end <= inner.end);
	if (hasComment || keywordNode(outer, 'args') || keywordNode(outer, 'kwargs')) return undefined;
	const named = given.filter((one) => one.kind === 'keyword_argument' || one.kind === 'dictionary_splat');
	const plain = given.filter((one) => !named.includes(one));
	const args = plain.length > 0 ? `, args=(${plain.map((one) => one.text).join(', ')}${plain.length === 1 ? ',' : ''})` : '';
	const kwargs = named.length > 0 ? `, kwargs=dict(${named.map((one) => one.text).join(', ')})` : '';
	return [...bare(early), replaceRange(file, { start: callee.end, end: inner.end }, args + kwargs)];
}

/** Where the arguments cannot follow: unsafe, because they are evaluated later. */
function inLambda({ inner, taker }: EarlyCall): Fix | undefined {
	if (taker.runs === 'process' || isCurried(taker) || /^concurrent\.futures\.Executor\.map$|^multiprocessing\./.test(taker.name)) return undefined;
	for (const node of inner.descendants()) if (['await', 'yield', 'named_expression'].includes(node.kind)) return undefined;
	const parameter = taker.arguments === 'own' ? ' _done' : '';
	return fixOf('Call it in a lambda', 'unsafe', [insertAt(inner, inner.start, `lambda${parameter}: `)]);
}
