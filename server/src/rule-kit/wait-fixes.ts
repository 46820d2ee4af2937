import type { PythonRange } from '../project/python-version.ts';
import { type CallSite, unparenthesized } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { fixOf, insertAt } from './edits.ts';
import type { DocumentEdit, Fix } from './finding.ts';
import { reference } from './imports.ts';

/** `gather(items)` becomes `gather(*items)`. */
export function withStar(given: SyntaxNode): Fix | undefined {
	const isWholeList = given.parent?.kind === 'call';
	const edits = isWholeList ? [insertAt(given, given.start, '(*'), insertAt(given, given.end, ')')] : [insertAt(given, given.start, '*')];
	return fixOf('Hand the items over singly, with *', 'safe', edits);
}

/** `wait(*tasks)` becomes `wait(tasks)`. */
export function withoutStar(spread: SyntaxNode): Fix | undefined {
	const [collection] = spread.children;
	const edits = collection && [{ path: spread.file.path, range: { start: spread.start, end: collection.start }, newText: '' }];
	return fixOf('Hand the collection over whole', 'safe', edits);
}

/** What makes a task at a call of wait(): a function's name, and the edits it needs. Undefined where no loop is at hand. */
function taskMaker(call: CallSite, file: FileModel): { readonly text: string; readonly edits: readonly DocumentEdit[] } | undefined {
	if (call.owner?.isAsync) return reference('asyncio', 'create_task', call.node, file);
	// `loop.run_until_complete(asyncio.wait(...))`: the loop that is going to run it.
	const runner = call.node.parent?.kind === 'argument_list' ? call.node.parent.parent?.field('function') : undefined;
	const loop = runner?.kind === 'attribute' && file.qualifiedName(runner)?.endsWith('.run_until_complete') ? runner.field('object') : undefined;
	return loop?.kind === 'identifier' || loop?.kind === 'attribute' ? { text: `${loop.text}.create_task`, edits: [] } : undefined;
}

/** `wait([f()])` becomes `wait([asyncio.create_task(f())])`, also where the collection was filled before. */
export function asTasks(given: SyntaxNode, coroutines: readonly SyntaxNode[], call: CallSite, python: PythonRange, file: FileModel): Fix | undefined {
	const maker = taskMaker(call, file);
	// A coroutine made elsewhere may be used elsewhere too.
	const isHere = coroutines.every((one) => one.isInside(given));
	if (!maker || coroutines.some((one) => one.parent?.kind === 'assignment')) return undefined;
	const wrapped = coroutines.flatMap((one) => [insertAt(one, one.start, `${maker.text}(`), insertAt(one, one.end, ')')]);
	const brackets = unparenthesized(given).kind === 'generator_expression' ? bracketEdits(given) : [];
	return fixOf('Make tasks of the coroutines', isHere || python.floor >= 11 ? 'safe' : 'unsafe', brackets, wrapped, maker.edits);
}

/** Makes a list of a generator: `(x for x in y)` becomes `[x for x in y]`; where the parentheses are the call's own they stay. */
export function bracketEdits(given: SyntaxNode): DocumentEdit[] {
	const generator = unparenthesized(given);
	const { start, end } = generator;
	if (generator.parent?.kind === 'call') return [insertAt(generator, start + 1, '['), insertAt(generator, end - 1, ']')];
	const replaced = (from: number, newText: string): DocumentEdit => ({ path: generator.file.path, range: { start: from, end: from + 1 }, newText });
	return [replaced(start, '['), replaced(end - 1, ']')];
}

/** `wait(f())` becomes `wait([asyncio.create_task(f())])`; what is a task already only gets the brackets. */
export function inList(given: SyntaxNode, what: string, call: CallSite, file: FileModel): Fix | undefined {
	if (what !== 'coroutine') return fixOf('Put it into a list', 'safe', [insertAt(given, given.start, '['), insertAt(given, given.end, ']')]);
	const maker = taskMaker(call, file);
	return (
		maker && fixOf('Make a task of it, in a list', 'safe', [insertAt(given, given.start, `[${maker.text}(`), insertAt(given, given.end, ')]')], maker.edits)
	);
}
