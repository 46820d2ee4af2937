import { type Context, originNode } from '../project/contexts.ts';
import { dispatchedBy } from '../project/dispatch-tables.ts';
import { calledFunction } from '../project/invocations.ts';
import type { CallSite } from '../semantics/calls.ts';
import { fileOf } from '../semantics/file-model.ts';
import type { RelatedNode } from './rule.ts';

/** The steps behind the first call of a path, as places to show: who calls what, down to the end. */
export function chainPlaces(path: readonly CallSite[]): readonly RelatedNode[] {
	return path.slice(1).map((call, i) => {
		const isLast = i === path.length - 2;
		const caller = path[i] ? spoken(path[i]) : '';
		return { at: call.node, message: `${caller} ${verbOf(call)} ${spoken(call)}${isLast ? ' here' : ''}` };
	});
}

/** What is called as a person would write it, `f()`; a property without parentheses. */
export function spoken(call: CallSite): string {
	return isRead(call) ? call.callee.text : `${nameOf(call)}()`;
}

/** What the first call of a path runs, as the subject of a sentence. */
export function asSubject(path: readonly CallSite[]): string {
	const [call, next] = path as [CallSite, CallSite?];
	if (isRead(call)) return `The property ${call.callee.text}`;
	const { functions } = calledFunction(call) ? { functions: [] } : dispatchedBy(call.callee, fileOf(call));
	const run = functions.find((one) => one === next?.owner);
	return run ? `${run.name}(), which ${call.callee.text} may be,` : `${call.callee.text}()`;
}

function verbOf(call: CallSite): string {
	return isRead(call) ? 'reads' : 'calls';
}

function isRead(call: CallSite): boolean {
	return call.node === call.callee;
}

/** What proves a context, from its origin down to the function: where it was handed over or what it is, then each call. */
export function contextPlaces(context: Context): readonly RelatedNode[] {
	const at = originNode(context);
	const steps = context.chain.map((call) => ({ at: call.node, message: `${call.owner?.name ?? 'The module'} ${verbOf(call)} ${spoken(call)} here` }));
	if (!at) return steps;
	const where = {
		'on-loop': 'runs on the event loop',
		'worker-thread': 'runs in a thread',
		'main-thread': 'runs where no loop does',
		'notebook-cell': 'runs on the loop of the kernel',
	}[context.kind];
	const what =
		context.role === undefined
			? at.kind === 'call'
				? `Handed over here, it ${where}`
				: `${at.text} ${where}`
			: `${at.kind === 'call' ? 'As' : `${at.text}:`} ${context.role}, it ${where}`;
	return [{ at, message: what }, ...steps];
}

function nameOf(call: CallSite): string {
	return call.callee.kind === 'call' ? (call.callee.field('function')?.text ?? '') : call.callee.text;
}
