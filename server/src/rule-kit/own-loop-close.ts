import { hasRunningLoop } from '../project/contexts.ts';
import type { ProjectModel } from '../project/project.ts';
import type { CallSite } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { isCaught } from './caught.ts';
import { loopMethod, loopSource } from './loops.ts';
import { type PartialValue, partialValue } from './partials.ts';
import { isName, mentionsOfSame, methodCalledOn } from './references.ts';

/** Whether the code that closes a loop runs on that very loop. */
export function closesOwnLoop(call: CallSite, loop: SyntaxNode, file: FileModel, project: ProjectModel): boolean {
	// In a notebook's cell the loop that one gets is the kernel's.
	if (!call.owner && project.contextsOf(undefined, call.node).some(hasRunningLoop))
		return (
			loopMethod(call, file) === 'close' && /\.get_(?:event|running)_loop$/.test(loopSource(loop, file) ?? '') && !isCaught(call.node, ['RuntimeError'], file)
		);
	const handed = partialValue(loop, file);
	if (handed) return handed.runs === 'on-loop' && (isRunningLoop(handed.value, file) || isHandedToItself(handed, file));
	if (!call.owner || !project.contextsOf(call.owner, call.node).some((context) => context.kind === 'on-loop')) return false;
	if (loopMethod(call, file) !== 'close') return false;
	return isRunningLoop(loop, file) || isRunHere(loop, file) || isCalledBy(loop, call, file, project);
}

/** `loop.call_later(1, stop, loop)` */
function isHandedToItself({ value, taker }: PartialValue, file: FileModel): boolean {
	const object = taker.field('function')?.field('object');
	const [first] = mentionsOfSame(value, file);
	return object !== undefined && first !== undefined && mentionsOfSame(object, file)[0] === first;
}

/** Whether the function was handed to the very loop that it closes: `self.loop.call_soon(self.stop)`. */
function isCalledBy(loop: SyntaxNode, call: CallSite, file: FileModel, project: ProjectModel): boolean {
	const [first] = mentionsOfSame(loop, file);
	return project.contextsOf(call.owner, call.node).some(({ kind, chain, origin }) => {
		const taker = kind === 'on-loop' && chain.length === 0 && origin !== undefined && !('nameNode' in origin) && origin.kind === 'call' ? origin : undefined;
		const object = taker?.file === file.source ? taker.field('function')?.field('object') : undefined;
		return first !== undefined && object !== undefined && mentionsOfSame(object, file)[0] === first;
	});
}

/** Got in a coroutine, or in code that asks for the running loop only. */
function isRunningLoop(loop: SyntaxNode, file: FileModel): boolean {
	const source = loopSource(loop, file);
	if (source === 'asyncio.get_running_loop') return true;
	return (
		source === 'asyncio.get_event_loop' && file.functionOf(loop)?.isAsync === true && mentionsOfSame(loop, file).every((one) => file.functionOf(one)?.isAsync)
	);
}

/** A loop of the module that the file itself runs, while no other loop is started in the file. */
function isRunHere(loop: SyntaxNode, file: FileModel): boolean {
	const isGlobal = loop.kind === 'identifier' && file.lookup(loop).scope === undefined;
	const isRun = (one: SyntaxNode) => /^run_(until_complete|forever)$/.test(methodCalledOn(one) ?? '') && !file.functionOf(one)?.isAsync;
	return (
		isGlobal &&
		file.functionOf(loop)?.isAsync === true &&
		mentionsOfSame(loop, file).some(isRun) &&
		!file.mentions('run').some((one) => file.qualifiedName(isName(one) ? one : (one.parent as SyntaxNode)) === 'asyncio.run')
	);
}
