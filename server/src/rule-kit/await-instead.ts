import type { LoopStarter } from '../knowledge/loop-starters.ts';
import { argumentsOf, type CallSite, positionalArguments } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { awaitRunner } from './await-runner.ts';
import { awaitArgument, awaitIt, canAwait, fixOf, needsParentheses, replaceNode } from './edits.ts';
import type { DocumentEdit, Fix } from './finding.ts';
import { unusedImportEdits } from './imports.ts';
import { loopVariableEdits } from './loop-variable.ts';

/** `await` in place of a call that starts a loop. */
export interface AwaitedStarter {
	readonly edits: readonly DocumentEdit[];
	/** Arguments that go, as a person would name them: `debug=`. */
	readonly dropped: readonly string[];
	/** The name of the starter, where nothing else of the call needs its import. */
	readonly unused: { readonly name: SyntaxNode; readonly removed: SyntaxNode } | undefined;
}

/** `await` in place of starting a loop; undefined where it cannot do the same or may not stand. `more`: edits that go with it. */
export function awaitInstead(call: CallSite, starter: LoopStarter, file: FileModel, more: readonly DocumentEdit[] = []): Fix | undefined {
	if (starter.name === 'asyncio.Runner.run') return awaitRunner(call, file);
	const awaited = canAwait(call.node, file) ? awaitedStarter(call, starter, file) : undefined;
	if (!awaited) return undefined;
	const { edits, dropped, unused } = awaited;
	const title = dropped.length > 0 ? `Await it instead (drops ${dropped.join(', ')})` : 'Await it instead';
	return fixOf(title, 'safe', edits, unused ? unusedImportEdits(unused.name, [unused.removed], file) : [], more);
}

/** Undefined where `await` cannot do what the starter does. Whether `await` may stand there is the caller's to know. */
export function awaitedStarter(call: CallSite, starter: LoopStarter, file: FileModel): AwaitedStarter | undefined {
	if (starter.takes === 'nothing' || starter.onRunningLoop === 'blocks' || starter.name === 'asyncio.Runner.run') return undefined;
	if (starter.startsWhenResultIsCalled) return awaitedWrapper(call);
	const [first, ...rest] = positionalArguments(call.node);
	if (!first) return undefined;
	if (starter.takes === 'function') return awaitedFunction(call, first, rest);
	if (first.kind !== 'call' && first.kind !== 'identifier' && first.kind !== 'attribute') return undefined;
	// A function without its parentheses is another mistake; awaiting it would not mend it.
	if (first.kind !== 'call' && file.functionNamed(first)) return undefined;
	const dropped = argumentsOf(call.node)
		.filter((one) => one !== first)
		.map((one) => (one.kind === 'keyword_argument' ? `${one.field('name')?.text}=` : one.text));
	const loop = loopVariableEdits(call, file);
	const unused = loop.length > 0 ? undefined : { name: call.callee, removed: call.callee };
	return { edits: [...awaitArgument(call.node, first, file), ...loop], dropped, unused };
}

/** `async_to_sync(f)(a)` becomes `await f(a)`. */
function awaitedWrapper(call: CallSite): AwaitedStarter | undefined {
	const wrapped = positionalArguments(call.callee)[0];
	if (!wrapped || argumentsOf(call.callee).length !== 1) return undefined;
	const edits = [...awaitIt(call.node), replaceNode(call.callee, wrapped.text)];
	return { edits, dropped: [], unused: { name: call.callee.field('function') ?? call.callee, removed: call.callee } };
}

/** `anyio.run(f, a)` becomes `await f(a)`. */
function awaitedFunction(call: CallSite, first: SyntaxNode, rest: readonly SyntaxNode[]): AwaitedStarter | undefined {
	if (argumentsOf(call.node).length !== rest.length + 1 || (first.kind !== 'identifier' && first.kind !== 'attribute')) return undefined;
	const awaited = `await ${first.text}(${rest.map((one) => one.text).join(', ')})`;
	const edits = [replaceNode(call.node, needsParentheses(call.node) ? `(${awaited})` : awaited)];
	return { edits, dropped: [], unused: { name: call.callee, removed: call.callee } };
}
