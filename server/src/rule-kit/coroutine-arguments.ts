import { type CoroutineTaker, coroutineTaker } from '../knowledge/coroutine-takers.ts';
import { givesCoroutine } from '../project/decorated.ts';
import { isTypeCheckingOnly } from '../project/guards.ts';
import type { PythonRange } from '../project/python-version.ts';
import { argumentsOf, type CallSite, unparenthesized } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { FunctionModel } from '../semantics/functions.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { isExpectedToRaise } from './tests.ts';

/** An argument where asyncio takes a coroutine and runs it. */
export interface CoroutineArgument {
	readonly given: SyntaxNode;
	/** As it is written: `asyncio.run()`. */
	readonly taker: string;
	/** What is raised for anything that cannot be awaited, on the Python versions in question. */
	readonly error: string;
}

/** The arguments of a call that have to be coroutines; none where the code expects an error. */
export function coroutineArguments(call: CallSite, file: FileModel, python: PythonRange): readonly CoroutineArgument[] {
	const name = file.qualifiedName(call.callee);
	if (name === undefined || !coroutineTaker(name, 0)) return [];
	const found: CoroutineArgument[] = [];
	for (const [position, given] of argumentsOf(call.node).entries()) {
		if (given.kind === 'list_splat' || given.kind === 'keyword_argument') break;
		const taker = coroutineTaker(name, position);
		if (taker) found.push({ given: unparenthesized(given), taker: `${call.callee.text.replace(/\s+/g, ' ')}()`, error: errorOf(taker, python) });
	}
	return isExpectedToRaise(call.node, file) || isTypeCheckingOnly(call.node, file) ? [] : found;
}

function errorOf({ raisedValueError }: CoroutineTaker, { floor, ceiling }: PythonRange): string {
	if (!raisedValueError || floor >= 14) return 'TypeError';
	return ceiling >= 14 ? 'ValueError (TypeError from Python 3.14 on)' : 'ValueError';
}

/** Of the arguments that have to be coroutines, the functions that nobody has called: `asyncio.run(main)`. */
export function uncalledArguments(call: CallSite, file: FileModel, python: PythonRange): readonly (CoroutineArgument & { readonly function: FunctionModel })[] {
	return coroutineArguments(call, file, python).flatMap((argument) => {
		const passed = argument.given.kind === 'lambda' ? undefined : file.functionNamed(argument.given);
		return passed && givesCoroutine(passed) ? [{ ...argument, function: passed }] : [];
	});
}
