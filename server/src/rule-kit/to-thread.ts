import { isWholeCall } from '../project/invocations.ts';
import type { PythonRange } from '../project/python-version.ts';
import { argumentsOf, type CallSite } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { canAwait, fixOf, insertAt, needsParentheses, replaceRange } from './edits.ts';
import type { Fix } from './finding.ts';
import { reference } from './imports.ts';

/**
 * `f(a)` becomes `await asyncio.to_thread(f, a)`; below 3.9, where that does not exist, an executor
 * call. Unsafe: f then runs beside the loop, in another thread. Undefined where `await` cannot stand.
 */
export function runInThread(call: SyntaxNode, file: FileModel, python: PythonRange): Fix | undefined {
	const callee = call.field('function');
	const list = call.field('arguments');
	if (!callee || !list || !canAwait(call, file)) return undefined;
	return python.floor >= 9 ? withToThread(call, callee, list, file) : withExecutor(call, callee, list, file);
}

/** The same for a helper of the project; a property is read in the thread. Undefined where the value is not the call's own: a `with` block, a generator. */
export function runHelperInThread(call: CallSite, file: FileModel, python: PythonRange): Fix | undefined {
	if (call.node === call.callee) return runExpressionInThread(call.node, file, python);
	return isWholeCall(call) ? runInThread(call.node, file, python) : undefined;
}

function withToThread(call: SyntaxNode, callee: SyntaxNode, list: SyntaxNode, file: FileModel): Fix | undefined {
	const thread = reference('asyncio', 'to_thread', call, file);
	return thread && fixOf('Run it in a thread with asyncio.to_thread()', 'unsafe', handOver(call, callee, list, `${thread.text}(`, '', file), thread.edits);
}

function withExecutor(call: SyntaxNode, callee: SyntaxNode, list: SyntaxNode, file: FileModel): Fix | undefined {
	const loop = reference('asyncio', 'get_running_loop', call, file);
	const title = 'Run it in a thread with run_in_executor()';
	// Executors take positional arguments only.
	const needsPartial = argumentsOf(call).some((one) => one.kind === 'keyword_argument' || one.kind === 'dictionary_splat');
	if (!loop) return undefined;
	const start = `${loop.text}().run_in_executor(None, `;
	if (!needsPartial) return fixOf(title, 'unsafe', handOver(call, callee, list, start, '', file), loop.edits);
	const partial = reference('functools', 'partial', call, file);
	return partial && fixOf(title, 'unsafe', handOver(call, callee, list, `${start}${partial.text}(`, ')', file), [...loop.edits, ...partial.edits]);
}

/**
 * `open(path).read()` becomes `await asyncio.to_thread(lambda: open(path).read())`. Unsafe like
 * `runInThread`. With `around`, a function such as `list` goes round the expression. Undefined
 * where a lambda cannot hold the expression.
 */
export function runExpressionInThread(expression: SyntaxNode, file: FileModel, python: PythonRange, around?: string): Fix | undefined {
	if (!canAwait(expression, file)) return undefined;
	// These would belong to the lambda.
	for (const node of expression.descendants()) if (node.isNamed && ['await', 'yield', 'named_expression'].includes(node.kind)) return undefined;
	const hasThreads = python.floor >= 9;
	const runner = reference('asyncio', hasThreads ? 'to_thread' : 'get_running_loop', expression, file);
	if (!runner) return undefined;
	const [open, close] = needsParentheses(expression) ? ['(await ', ')'] : ['await ', ''];
	const start = hasThreads ? `${runner.text}(lambda: ` : `${runner.text}().run_in_executor(None, lambda: `;
	const [before, after] = around === undefined ? ['', ''] : [`${around}(`, ')'];
	const title = `Run it in a thread with ${hasThreads ? 'asyncio.to_thread()' : 'run_in_executor()'}`;
	return fixOf(
		title,
		'unsafe',
		[insertAt(expression, expression.start, open + start + before), insertAt(expression, expression.end, `${after})${close}`)],
		runner.edits,
	);
}

/** Turns `callee(arguments)` into `await start callee, arguments) end`, white space and comments of the arguments as they are. */
function handOver(call: SyntaxNode, callee: SyntaxNode, list: SyntaxNode, start: string, end: string, file: FileModel) {
	const open = needsParentheses(call) ? '(await ' : 'await ';
	const close = needsParentheses(call) ? ')' : '';
	const first = list.kind === 'argument_list' ? list.children[0] : list;
	const lead = first && list.kind === 'argument_list' ? file.source.text.slice(list.start + 1, first.start) : '';
	const isOnNextLine = /^[ \t]*[\r\n]\s*$/.test(lead);
	const before = open + start + (isOnNextLine ? lead : '');
	// White space that stands there already is enough, be it before a comment.
	const isSpaced = list.kind === 'argument_list' && /\s/.test(file.source.text[list.start + 1] ?? '');
	const after = first === undefined ? '' : isSpaced ? ',' : ', ';
	// A lone generator expression brings its own parentheses.
	const isGenerator = list.kind === 'generator_expression';
	const afterParenthesis = isGenerator ? list.start : list.start + 1;
	const edits = [insertAt(call, call.start, before), replaceRange(file, { start: callee.end, end: afterParenthesis }, after)];
	if (isGenerator || end !== '' || close !== '') edits.push(insertAt(call, call.end, `${isGenerator ? ')' : ''}${end}${close}`));
	return edits;
}
