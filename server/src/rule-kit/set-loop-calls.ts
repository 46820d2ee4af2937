import { argumentsOf } from '../semantics/calls.ts';
import { type FileModel, fileOf } from '../semantics/file-model.ts';
import type { FunctionModel } from '../semantics/functions.ts';
import { perFile } from '../semantics/per-function.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { statementOf } from './edits.ts';
import { loopVariable } from './loop-variable.ts';
import { methodCalledOn } from './references.ts';

/** Calls of `asyncio.set_event_loop()` that set one. */
export const setCalls = perFile<readonly SyntaxNode[]>(
	(file) =>
		file.mentions('set_event_loop').flatMap((mention) => {
			const name = mention.parent?.kind === 'attribute' ? mention.parent : mention;
			const call = name.parent?.kind === 'call' && file.qualifiedName(name) === 'asyncio.set_event_loop' ? name.parent : undefined;
			return call && argumentsOf(call)[0]?.kind !== 'none' ? [call] : [];
		}),
	[],
);

/** Whether a function that set a loop sets none and closes it in a `finally` of its own. */
export function isGivenUp(loop: SyntaxNode | undefined, file: FileModel): boolean {
	const owner = loop && file.functionOf(loop);
	const variable = owner && loopVariable(loop, file);
	const close = variable?.uses.find((use) => methodCalledOn(use) === 'close');
	const statement = close && statementOf(close);
	return statement?.closest('finally_clause') !== undefined && (statement?.parent?.children.some((one) => isReset(one, file)) ?? false);
}

/** `asyncio.set_event_loop(None)` */
export function isReset(statement: SyntaxNode, file: FileModel): boolean {
	const call = statement.kind === 'expression_statement' ? statement.children[0] : undefined;
	return (
		call?.kind === 'call' && file.qualifiedName(call.field('function') as SyntaxNode) === 'asyncio.set_event_loop' && argumentsOf(call)[0]?.kind === 'none'
	);
}

/** How many calls inside another file, and how many files between, are followed to one that sets a loop. */
const STEP_LIMIT = 3;
const FILE_LIMIT = 2;

/** The calls in a file that run a function of another file which sets an event loop: `ensure_loop()`, `App()`. */
export const callsThatSetLoop = perFile<readonly SyntaxNode[]>(
	(file) =>
		file.calls.flatMap(({ node, callee }) => {
			const called = calledFrom(callee, file);
			return called && fileOf(called) !== file && leavesLoop(called, STEP_LIMIT, FILE_LIMIT) ? [node] : [];
		}),
	[],
);

/** Whether calling a plain function may set a loop; only files that name `set_event_loop`, or call into one that does, are looked into. */
function leavesLoop(called: FunctionModel, steps: number, files: number): boolean {
	const file = fileOf(called);
	const namesIt = file.hasWord('set_event_loop');
	if (called.isAsync || called.isGenerator || (!namesIt && files < 2)) return false;
	if (namesIt && setCalls(file).some((set) => file.functionOf(set) === called && !isGivenUp(argumentsOf(set)[0], file))) return true;
	return called.calls.some(({ callee }) => {
		const next = steps > 0 ? calledFrom(callee, file) : undefined;
		if (!next || next === called) return false;
		return fileOf(next) === file ? namesIt && leavesLoop(next, steps - 1, files) : files > 1 && leavesLoop(next, steps - 1, files - 1);
	});
}

function calledFrom(callee: SyntaxNode, file: FileModel): FunctionModel | undefined {
	const constructed = file.classNamed(callee);
	return constructed ? file.inference.constructorOf(constructed) : file.functionNamed(callee);
}
