import type { AsyncAlternative, BlockingCall } from '../knowledge/blocking-calls.ts';
import { pythonAt } from '../project/guards.ts';
import type { CallSite } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { Questions } from './blocking.ts';

/** What to do instead of a blocking call, as the end of a sentence. */
export function adviceFor(call: Pick<CallSite, 'node' | 'owner'>, blocking: BlockingCall, context: Questions): string {
	const python = pythonAt(call.node, context.file, context.python) ?? context.python;
	const or = asyncAlternatives(blocking, context);
	if (blocking.staysInThread && !mayChangeThread(context.file)) return `do all of the work in one function and run that in a thread${or}`;
	if (!call.owner?.isAsync) return `hand it to a thread with loop.run_in_executor()${or}`;
	return `run it in a thread with ${python.floor >= 9 ? 'asyncio.to_thread()' : 'loop.run_in_executor()'}${or}`;
}

/** The asynchronous ways that the project has already, as the end of a sentence; empty without any. */
export function asyncAlternatives(blocking: BlockingCall, context: Questions): string {
	const others = namedAlternatives(blocking, context)
		.map((one) => (one.since === undefined ? one.text : `${one.text} (${one.library} ${one.since} and newer)`))
		.filter((text) => text !== 'asyncio.to_thread');
	return others.length > 0 ? ` or use ${others.join(' or ')}` : '';
}

/** Asynchronous libraries for the same purpose that the project has already. */
function namedAlternatives({ alternatives }: BlockingCall, { file, project }: Questions): readonly AsyncAlternative[] {
	const dependencies = project.dependencies(file.path);
	return (alternatives ?? []).filter(
		({ library, module }) => library === 'asyncio' || dependencies.has(library) || file.imports(module ?? library.replaceAll('-', '_')),
	);
}

/** sqlite3 lets a connection into other threads only when it was made so. */
export function mayChangeThread(file: FileModel): boolean {
	return file.isMentioned('check_same_thread');
}
