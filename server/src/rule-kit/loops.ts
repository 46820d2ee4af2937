import { ancestorsOf } from '../knowledge/types.ts';
import { argument, type CallSite, unparenthesized } from '../semantics/calls.ts';
import { type FileModel, fileOf } from '../semantics/file-model.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { mentionsOfSame, pairLimit } from './references.ts';
import { reachingValue } from './values.ts';

/** The method of an event loop that a call calls: `close` for `loop.close()`; undefined for anything else. */
export function loopMethod(call: CallSite, file: FileModel): string | undefined {
	const name = file.qualifiedName(call.callee);
	if (name === undefined) return undefined;
	const dot = name.lastIndexOf('.');
	const type = name.slice(0, dot);
	return [type, ...ancestorsOf(type)].includes('asyncio.AbstractEventLoop') ? name.slice(dot + 1) : undefined;
}

/** How the loop behind an expression came about: `asyncio.new_event_loop`, `asyncio.get_running_loop`, ... Undefined when that is not certain. */
export function loopSource(expression: SyntaxNode, file: FileModel): string | undefined {
	const value = reachingValue(expression, file);
	if (value.kind === 'call') return file.qualifiedName(value.field('function') ?? value);
	const names = namesGivenTo(value, file);
	return names.length > 0 && names.every((name) => name === names[0]) ? names[0] : undefined;
}

/** What calls give `self.name` in its class, which may stand in another file; undefined where that is anything else. */
function namesGivenTo(node: SyntaxNode, file: FileModel): readonly (string | undefined)[] {
	const object = node.kind === 'attribute' ? node.field('object') : undefined;
	const owner = object?.kind === 'identifier' ? file.typeOf(object)?.class : undefined;
	const assignments = owner?.attributes.get(node.field('attribute')?.text ?? '') ?? [];
	const values = assignments.map((one) => one.value && unparenthesized(one.value)).filter((value) => value?.kind !== 'none');
	return values.map((one) => (owner && one?.kind === 'call' ? fileOf(owner).qualifiedName(one.field('function') ?? one) : undefined));
}

/** Threads that are started on a loop's own method: the `Thread(target=loop.run_forever)` calls for the loop an expression names. */
export function threadsRunning(loop: SyntaxNode, file: FileModel): readonly SyntaxNode[] {
	const mentions = mentionsOfSame(loop, file);
	if (mentions.length > pairLimit) return [];
	return mentions.flatMap((mention) => {
		const method = mention.parent?.kind === 'attribute' ? mention.parent : undefined;
		if (method?.field('object') !== mention || method.field('attribute')?.text !== 'run_forever') return [];
		if (method.parent?.kind !== 'call' || method.fieldName !== 'function') return [threadOf(method, file)].filter((one) => one !== undefined);
		const runner = file.functionOf(method);
		return runner ? file.mentions(runner.name).flatMap((name) => threadOf(name.parent?.kind === 'attribute' ? name.parent : name, file) ?? []) : [];
	});
}

/** The `threading.Thread(target=...)` that a function is given to. */
function threadOf(given: SyntaxNode, file: FileModel): SyntaxNode | undefined {
	const call = given.closest('call');
	const isThread = call && file.qualifiedName(call.field('function') as SyntaxNode) === 'threading.Thread' && argument(call, 1, 'target') === given;
	return isThread ? call : undefined;
}

/**
 * The method of an event loop that a call names, where nothing says what the object is but that it is
 * called a loop: `self.bot.loop.call_later(...)`.
 */
export function methodOfSomeLoop({ callee }: CallSite, file: FileModel): string | undefined {
	const object = callee.kind === 'attribute' ? callee.field('object') : undefined;
	const name = object && (object.kind === 'attribute' ? object.field('attribute') : object)?.text;
	if (!object || !/^_?(event_)?loop$/.test(name ?? '') || file.typeOf(object) || file.imports('tornado')) return undefined;
	return `asyncio.AbstractEventLoop.${callee.field('attribute')?.text}`;
}
